"""Every template there is: of a product's own folders, shipped ones, and of plugins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final, TypeAlias, TypeVar, cast

import attrs

from jbpcore.adapters.template_files.folder import TemplateFolder
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.errors import (
    Finding,
    InvalidValueError,
    PluginError,
    TemplateNotFoundError,
)
from jbpcore.model.answer import TemplateRef
from jbpcore.model.party import Partner
from jbpcore.plugins.faults import told
from jbpcore.plugins.groups import PluginGroup
from jbpcore.plugins.listing import list_plugins, list_template_packs
from jbpcore.plugins.plugin import Plugin
from jbpcore.ports.templates import PlanTemplate, TemplateSource

__all__ = [
    "SingleTemplate",
    "TemplateCatalogue",
    "default_template_catalogue",
    "shipped_templates",
]

_SHIPPED: Final = "jbpcore"
_SOURCE: Final = ("list_templates", "get", "list_problems")
_Opener: TypeAlias = Callable[[], TemplateSource]
T = TypeVar("T")


@cache
def shipped_templates() -> TemplateFolder:
    """Return the templates that come with jbpcore.

    They change with the release alone, so they are read once.
    """
    return TemplateFolder(files("jbpcore.adapters.template_files") / "shipped")


class TemplateCatalogue:
    """Several sources of templates as one; it is a ``TemplateSource``.

    A key belongs to the first source that has it: what a later one has under the same
    key is not used, and told of among the problems. A source is opened when something
    is asked for that no source before it has. One that fails is told of, and left out.

    Args:
        sources: Sources, or functions that open one, each with what it is called.

    Examples:
        >>> catalogue = TemplateCatalogue([("jbpcore", shipped_templates())])
        >>> catalogue.get("growth").ref.key, catalogue.origin_of("growth")
        ('growth', 'jbpcore')
    """

    def __init__(self, sources: Iterable[tuple[str, TemplateSource | _Opener]]) -> None:
        """Remember the sources; none is opened yet."""
        self._sources = tuple(_Entry(name, source) for name, source in sources)
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        """Where its templates come from."""
        names = tuple(entry.name for entry in self._sources)
        return f"<TemplateCatalogue sources={names!r}>"

    def list_templates(self) -> tuple[TemplateRef, ...]:
        """Return what can be used, in order of key and version."""
        return tuple(
            sorted(
                (ref for _, refs in self._owned() for ref in refs),
                key=lambda ref: (ref.key, ref.version),
            )
        )

    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        """Return a template.

        Args:
            key: Its key.
            version: Its version; the newest if ``None``.

        Raises:
            TemplateNotFoundError: If it is not there, or cannot be used.
        """
        with self._lock:
            for entry in self._sources:
                found = entry.try_get(key, version)
                if found is not None:
                    return found
                if entry.has(key):
                    break
        keys = dict.fromkeys(ref.key for ref in self.list_templates())
        raise TemplateNotFoundError(str(key), version, tuple(keys))

    def list_problems(self) -> tuple[Finding, ...]:
        """Return what keeps templates from being used, source by source."""
        with self._lock:
            owned = self._owned()
            found = [one for entry in self._sources for one in entry.list_problems()]
            return (*found, *self._iter_shadowed(dict(owned)))

    def origin_of(self, key: str) -> str:
        """Return what the source is called that a key belongs to; empty if none."""
        for entry, refs in self._owned():
            if any(ref.key == key for ref in refs):
                return entry.name
        return ""

    def list_suitable(self, partner: Partner) -> tuple[PlanTemplate, ...]:
        """Return the newest version of each template that is for *partner*.

        Those come first that say most about whom they are for.
        """
        newest = {ref.key: ref for ref in self.list_templates()}
        found = [self.get(ref.key, ref.version) for ref in newest.values()]
        fit = [one for one in found if one.suits.fits(partner)]
        return tuple(sorted(fit, key=lambda one: (-one.suits.narrowness, one.ref.key)))

    def try_text(self, key: str, version: int | None = None) -> TemplateText | None:
        """Return what a file says, for a template that extends it; ``None`` if none.

        Args:
            key: Its key.
            version: Its version; the newest if ``None``.
        """
        with self._lock:
            for entry in self._sources:
                source = entry.try_open()
                find = getattr(source, "try_text", None)
                found = None if find is None else find(key, version)
                if found is not None:
                    return cast("TemplateText", found)
        return None

    def _owned(self) -> list[tuple[_Entry, tuple[TemplateRef, ...]]]:
        """Return each source with those of its templates whose key is its own."""
        taken: set[str] = set()
        owned = []
        with self._lock:
            for entry in self._sources:
                refs = entry.list_templates()
                owned.append((entry, tuple(r for r in refs if r.key not in taken)))
                taken |= {ref.key for ref in refs}
        return owned

    def _iter_shadowed(
        self, owned: dict[_Entry, tuple[TemplateRef, ...]]
    ) -> Iterator[Finding]:
        for entry in self._sources:
            kept = owned[entry]
            for ref in entry.list_templates():
                if ref not in kept:
                    whose = self.origin_of(ref.key)
                    message = (
                        f"{entry.name} has {ref}, but the key {ref.key!r} belongs to "
                        f"{whose}, so it is not used. Give it another key."
                    )
                    yield _problem("shadowed", entry.name, message)


@attrs.frozen
class SingleTemplate:
    """A source that has one template.

    Attributes:
        template: The template.
    """

    template: PlanTemplate

    def list_templates(self) -> tuple[TemplateRef, ...]:
        """Return its key and version."""
        return (self.template.ref,)

    def get(self, key: str, version: int | None = None) -> PlanTemplate:
        """Return it, if it is that one.

        Args:
            key: Its key.
            version: Its version; that of the template if ``None``.

        Raises:
            TemplateNotFoundError: If it is another one.
        """
        ref = self.template.ref
        if key != ref.key or version not in {None, ref.version}:
            raise TemplateNotFoundError(str(key), version, (ref.key,))
        return self.template

    def list_problems(self) -> tuple[Finding, ...]:
        """Return nothing."""
        return ()


@attrs.define(eq=False)
class _Entry:
    """One source, opened when it is needed, and what went wrong with it."""

    name: str
    source: TemplateSource | _Opener
    problems: list[Finding] = attrs.field(factory=list)
    _opened: TemplateSource | None = None
    _is_tried: bool = False

    def try_open(self) -> TemplateSource | None:
        if not self._is_tried:
            self._is_tried = True
            if not callable(self.source):
                self._opened = self.source
            else:
                self._opened = self._guarded(self.source, None)
        return self._opened

    def list_templates(self) -> tuple[TemplateRef, ...]:
        source = self.try_open()
        if source is None:
            return ()
        return tuple(self._guarded(source.list_templates, ()))

    def list_problems(self) -> tuple[Finding, ...]:
        source = self.try_open()
        own: tuple[Finding, ...] = ()
        if source is not None:
            own = self._guarded(source.list_problems, own)
        return (*self.problems, *own)

    def has(self, key: str) -> bool:
        return any(ref.key == key for ref in self.list_templates())

    def try_get(self, key: str, version: int | None) -> PlanTemplate | None:
        source = self.try_open()
        if source is None:
            return None

        def get() -> PlanTemplate | None:
            try:
                return source.get(key, version)
            except TemplateNotFoundError:
                return None

        return self._guarded(get, None)

    def _guarded(self, call: Callable[[], T], otherwise: T) -> T:
        """Return what *call* does; whatever it raises is told of once."""
        try:
            return call()
        except PluginError as error:
            found = attrs.evolve(error.finding, path=self.name)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - other people's code
            found = _problem("source_failed", self.name, f"It failed: {told(error)}")
        if found not in self.problems:
            self.problems.append(found)
        return otherwise


def _problem(code: str, name: str, message: str) -> Finding:
    return Finding(code=f"jbp.template.{code}", path=name, message=message)


def default_template_catalogue(
    *,
    folders: Iterable[Path | str] = (),
    allow: Iterable[str] | None = None,
) -> TemplateCatalogue:
    """Return every template there is.

    Keys belong to *folders* first, in order, then to the templates that come with
    jbpcore, then to template packs, then to plugins that are code. These are imported
    only if a key is asked for that nobody before them has, or all are listed.

    Args:
        folders: Folders of a product's own.
        allow: Which plugins may be used, as for
            :func:`~jbpcore.plugins.listing.list_plugins`; all if ``None``.

    Examples:
        >>> catalogue = default_template_catalogue()
        >>> "growth" in {ref.key for ref in catalogue.list_templates()}
        True
    """
    allowed = None if allow is None else tuple(allow)
    sources: list[tuple[str, TemplateSource | _Opener]] = []
    catalogue: TemplateCatalogue

    def find_base(key: str, version: int | None) -> TemplateText | None:
        return catalogue.try_text(key, version)

    for folder in folders:
        own = TemplateFolder(Path(folder), find_base=find_base)
        sources.append((str(folder), own))
    sources.append((_SHIPPED, shipped_templates()))
    for pack in list_template_packs(allow=allowed):
        if pack.folder is not None:
            name = f"{pack.distribution} ({pack.name})"
            sources.append((name, TemplateFolder(pack.folder, find_base=find_base)))
    for plugin in list_plugins(PluginGroup.TEMPLATES, allow=allowed):
        if plugin.error is None:
            name = f"{plugin.distribution} ({plugin.name})"
            sources.append((name, _opener_of(plugin)))
    catalogue = TemplateCatalogue(sources)
    return catalogue


def _opener_of(plugin: Plugin) -> _Opener:
    def opened() -> TemplateSource:
        found = plugin.load()
        made = found() if callable(found) else found
        if isinstance(made, PlanTemplate):
            return SingleTemplate(made)
        if not all(callable(getattr(made, name, None)) for name in _SOURCE):
            expected = "a PlanTemplate, a TemplateSource, or a class of either"
            raise InvalidValueError(plugin.key, made, expected)
        return cast("TemplateSource", made)

    return opened
