"""The door to exchange rates that other packages bring, by their URL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from jbpcore.errors import InvalidValueError
from jbpcore.plugins.groups import PluginGroup
from jbpcore.plugins.opening import open_by_plugin, schemes_of
from jbpcore.ports.fx import FxRates

__all__ = ["open_fx_rates"]


def open_fx_rates(url: str, *, allow: Iterable[str] | None = None) -> FxRates:
    """Open exchange rates that a plugin brings.

    jbpcore brings none of its own; rates that you have go into a
    :class:`~jbpcore.model.fx_table.FxTable`.

    Args:
        url: The name of a plugin of the group ``jbpcore.fx_providers``, ``://``, and
            whatever it wants to know.
        allow: Which plugins may be used, as for
            :func:`~jbpcore.plugins.listing.list_plugins`.

    Raises:
        InvalidValueError: If there is no such plugin, or an argument is bad.
        PluginError: If the plugin cannot be used.

    Examples:
        >>> open_fx_rates("nobody://rates")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: url must be of a plugin that is installed...
    """
    if not isinstance(url, str):
        raise InvalidValueError("url", url, "text such as 'ecb://daily'")
    group = PluginGroup.FX_PROVIDERS
    opened = open_by_plugin(group, url, allow=allow, is_one=_has_rates)
    if opened is not None:
        return cast("FxRates", opened)
    known = schemes_of(group, allow=allow)
    expected = (
        f"of a plugin that is installed ({known}); install the package that offers it"
    )
    scheme, separator, _ = url.partition("://")
    # What follows a scheme may hold a password, so it is not shown.
    raise InvalidValueError("url", f"{scheme}{separator}", expected)


def _has_rates(opened: object) -> bool:
    return callable(getattr(opened, "rate", None))
