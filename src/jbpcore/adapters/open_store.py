"""The door to every store there is, by its URL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from jbpcore.errors import InvalidValueError, MissingExtraError
from jbpcore.ports.storage import Store
from jbpcore.values.text import check_name

__all__ = ["open_store"]

_KNOWN: Final = (
    "'sqlite:///plans.db', 'sqlite:////absolute/plans.db', 'json:///plans', "
    "'postgresql+psycopg://user@host/database' or 'memory://'"
)


def open_store(url: str, *, tenant: str, allow: Iterable[str] | None = None) -> Store:
    """Open a store for one tenant.

    Args:
        url: ``sqlite:///`` and the name of a file, relative to the current folder;
            ``sqlite:////`` and an absolute one; ``json:///`` or ``json:////`` and the
            name of a folder, likewise; ``postgresql+psycopg://`` or
            ``sqlite+pysqlite:///`` and what SQLAlchemy makes of it, which takes the
            extra ``sqlalchemy`` and the driver; or ``memory://`` for a store that is
            new, empty, and gone when it is closed. Any other scheme is that of a plugin
            of the group ``jbpcore.stores``.
        tenant: For whom: one line of 1 to 200 characters. The store can neither see nor
            touch what belongs to another.
        allow: Which plugins may be used, as for
            :func:`~jbpcore.plugins.listing.list_plugins`; all if ``None``.

    Raises:
        InvalidValueError: If there is no such kind of store, its driver is not
            installed, or *tenant* is bad.
        MissingExtraError: If SQLAlchemy is not installed.
        PluginError: If the plugin for it cannot be used.
        StorageError: If the store cannot be opened.

    Examples:
        >>> with open_store("memory://", tenant="acme") as store:
        ...     store.tenant
        'acme'
    """
    if not isinstance(url, str):
        raise InvalidValueError("url", url, f"text such as {_KNOWN}")
    scheme, separator, place = url.partition("://")
    if separator and scheme == "memory":
        return _memory(place, tenant)
    if separator and scheme == "sqlite":
        return _sqlite(place, tenant)
    if separator and scheme == "json":
        return _json(place, tenant)
    if separator and scheme.partition("+")[0] == "postgresql":
        return _sqlalchemy(url, tenant)
    if separator and scheme.startswith("sqlite+"):
        return _sqlalchemy(url, tenant)
    return _of_a_plugin(url, tenant, allow)


def _memory(place: str, tenant: str) -> Store:
    from jbpcore.adapters.memory import MemoryStore  # noqa: PLC0415 - loaded if used

    if place:
        expected = "just 'memory://', as a store in memory has no name"
        raise InvalidValueError("url", f"memory://{place}", expected)
    return MemoryStore(tenant=tenant)


def _sqlite(place: str, tenant: str) -> Store:
    from jbpcore.adapters.sqlite.store import SqliteStore  # noqa: PLC0415 - if used

    name = place.removeprefix("/")
    if name == place or not name or "?" in name:
        expected = "'sqlite:///' and the name of a file, without '?'"
        raise InvalidValueError("url", f"sqlite://{place}", expected)
    return SqliteStore(name, tenant=tenant)


def _json(place: str, tenant: str) -> Store:
    from jbpcore.adapters.json_files.store import JsonStore  # noqa: PLC0415 - if used

    name = place.removeprefix("/")
    if name == place or not name or "?" in name:
        expected = "'json:///' and the name of a folder, without '?'"
        raise InvalidValueError("url", f"json://{place}", expected)
    return JsonStore(name, tenant=tenant)


def _of_a_plugin(url: str, tenant: str, allow: Iterable[str] | None) -> Store:
    from jbpcore.plugins.groups import PluginGroup  # noqa: PLC0415 - if asked for
    from jbpcore.plugins.opening import (  # noqa: PLC0415 - if asked for
        open_by_plugin,
        schemes_of,
    )

    def is_ours(opened: object) -> bool:
        return getattr(opened, "tenant", None) == tenant

    check_name(tenant, "tenant")
    group = PluginGroup.STORES
    opened = open_by_plugin(group, url, allow=allow, is_one=is_ours, tenant=tenant)
    if opened is not None:
        return cast("Store", opened)
    known = schemes_of(group, allow=allow)
    expected = (
        f"like {_KNOWN}, or of a plugin that is installed ({known}); install the "
        "package that offers it"
    )
    scheme, separator, _ = url.partition("://")
    # What follows a scheme may hold a password, so it is not shown.
    raise InvalidValueError("url", f"{scheme}{separator}", expected)


def _sqlalchemy(url: str, tenant: str) -> Store:
    try:
        from jbpcore.adapters.sqlalchemy.store import (  # noqa: PLC0415 - loaded if used
            SqlAlchemyStore,
        )
    except ImportError as error:
        raise MissingExtraError("sqlalchemy", "SQLAlchemy with Alembic") from error
    return SqlAlchemyStore.open(url, tenant=tenant)
