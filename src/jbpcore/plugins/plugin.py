"""One plugin, as the metadata of its distribution tells of it."""

from __future__ import annotations

from pathlib import Path

import attrs

from jbpcore.errors import Finding, PluginError
from jbpcore.plugins.groups import PluginGroup
from jbpcore.plugins.loading import load_object

__all__ = ["Plugin", "TemplatePack"]


@attrs.frozen(kw_only=True)
class TemplatePack:
    """A folder of templates that a distribution brings, found without running code.

    Attributes:
        name: Its name.
        distribution: The distribution that brings it.
        version: The version of that.
        folder: Where its templates are; ``None`` where something is wrong with it.
        error: What is wrong, or ``None``.

    Examples:
        >>> pack = TemplatePack(name="acme", distribution="acme-templates",
        ...                     version="1.0", folder=Path("templates"))
        >>> pack.error is None
        True
    """

    name: str
    distribution: str
    version: str
    folder: Path | None = None
    error: Finding | None = None


@attrs.frozen(kw_only=True)
class Plugin:
    """What a distribution offers.

    Attributes:
        group: The group of entry points it is in, which is its kind.
        name: Its name, by which it is asked for.
        distribution: The distribution that brings it.
        version: The version of that; empty where it is not known.
        reference: Where it is: a module and a name in it, or the package of a template
            pack.
        folder: Where the templates of a pack are; ``None`` for everything else.
        error: What is wrong with it, as far as is known without importing it, or
            ``None``. It has a permanent ``code`` and a ``message``.

    Examples:
        >>> Plugin(group="jbpcore.stores", name="journal", distribution="acme-journal",
        ...        version="1.0", reference="acme_journal:open_journal").key
        'jbpcore.stores:journal'
    """

    group: str
    name: str
    distribution: str
    version: str
    reference: str
    folder: Path | None = None
    error: Finding | None = None

    @property
    def key(self) -> str:
        """Group and name, as they stand in a list of allowed plugins."""
        return f"{self.group}:{self.name}"

    def load(self) -> object:
        """Import the plugin, and return what it offers.

        Nothing is imported for a template pack; what comes is its
        :class:`TemplatePack`.

        Raises:
            PluginError: If it has an error, fails when it is imported (whatever it
                raises, ``SystemExit`` too), was made for another API version, or is not
                what its group holds.
        """
        if self.error is not None:
            raise PluginError(self.key, self.distribution, self.error)
        if self.group == PluginGroup.TEMPLATE_PACKS:
            return self.as_pack
        problem, found = load_object(self.group, self.name, self.reference)
        if problem is not None:
            error = PluginError(self.key, self.distribution, problem)
            raise error from (found if isinstance(found, BaseException) else None)
        return found

    @property
    def as_pack(self) -> TemplatePack:
        """The same as a template pack."""
        return TemplatePack(
            name=self.name,
            distribution=self.distribution,
            version=self.version,
            folder=self.folder if self.error is None else None,
            error=self.error,
        )
