"""What the distributions on ``sys.path`` say they offer, read without importing any.

Only names, versions and entry points are read, as text. Of a distribution that is
there twice the first one counts, as it does for imports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from jbpcore.plugins.allow_list import normalised
from jbpcore.plugins.faults import PluginFault, fault, for_screen, told
from jbpcore.plugins.groups import PluginGroup, is_built_in, is_plugin_name
from jbpcore.plugins.manifest import folder_of_pack
from jbpcore.plugins.plugin import Plugin

if TYPE_CHECKING:  # it takes longer to import than all of this floor
    from importlib.metadata import Distribution

__all__ = ["list_claims"]

_OURS: Final = "jbpcore."
_SECTION: Final = re.compile(r"^[ \t]*\[[ \t]*(jbpcore\.[^\]\n]*)\]", re.MULTILINE)
_NAME: Final = re.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?", re.ASCII)
# The headers end at the first empty line; a description of any length may follow.
_HEADER: Final = re.compile("^(Name|Version):(.*)", re.MULTILINE)


def list_claims() -> tuple[Plugin, ...]:
    """Return every plugin that is there, in order of group, name and distribution.

    What is wrong with one by itself is said in its ``error``. Whether it is allowed,
    and whether another has its name, is not looked at.

    Examples:
        >>> isinstance(list_claims(), tuple)
        True
    """
    seen: set[str] = set()
    found: set[Plugin] = set()
    for distribution in _iter_distributions():
        source = _Source.of(distribution)
        if source.name and normalised(source.name) in seen:
            continue
        seen.add(normalised(source.name))
        found.update(source.iter_plugins(distribution))
    return tuple(sorted(found, key=_place))


def _iter_distributions() -> Iterator[Distribution]:
    from importlib.metadata import distributions  # noqa: PLC0415 - see above

    try:
        yield from distributions()
    except Exception:  # noqa: BLE001 - a finder of others; what came before it stands
        return


def _place(plugin: Plugin) -> tuple[str, str, str, str]:
    return plugin.group, plugin.name, plugin.distribution, plugin.reference


@attrs.frozen
class _Source:
    """What is read of a distribution before anything is known of it."""

    name: str
    version: str
    entry_points: str

    @classmethod
    def of(cls, distribution: Distribution) -> _Source:
        about = _text_of(distribution, "METADATA") or _text_of(distribution, "PKG-INFO")
        stated = dict(_HEADER.findall(about.partition("\n\n")[0]))
        return cls(
            name=for_screen(stated.get("Name", "").strip()),
            version=for_screen(stated.get("Version", "").strip()),
            entry_points=_text_of(distribution, "entry_points.txt"),
        )

    def iter_plugins(self, distribution: Distribution) -> Iterator[Plugin]:
        groups = sorted(set(_SECTION.findall(self.entry_points)))
        if not groups:
            return
        try:
            points = [
                (point.group, point.name, point.value)
                for point in distribution.entry_points
                if point.group.startswith(_OURS)
            ]
        except Exception as error:  # noqa: BLE001 - whatever a damaged file leads to
            problem = f"Its entry points cannot be read: {told(error)}."
            for group in groups:
                yield self._plugin(group, "", "", PluginFault.BAD_METADATA, problem)
            return
        for group, name, reference in points:
            yield self._plugin(group, name, reference, *self._problem(group, name))

    def _problem(self, group: str, name: str) -> tuple[PluginFault | None, str]:
        if not _NAME.fullmatch(self.name):
            problem = "Its distribution states no name in its metadata; reinstall it."
            return PluginFault.BAD_METADATA, problem
        if group not in set(PluginGroup):
            known = ", ".join(PluginGroup)
            problem = f"jbpcore has no such group of plugins; it has {known}."
            return PluginFault.UNKNOWN_GROUP, problem
        if not is_plugin_name(name):
            problem = (
                "A name is a small letter, then up to 63 small letters, digits and any "
                "of + . _ -"
            )
            return PluginFault.BAD_NAME, problem
        if is_built_in(PluginGroup(group), name):
            problem = "jbpcore has one of this name itself, which stays; rename it."
            return PluginFault.BUILT_IN_NAME, problem
        return None, ""

    def _plugin(
        self,
        group: str,
        name: str,
        reference: str,
        code: PluginFault | None,
        problem: str,
    ) -> Plugin:
        folder = None
        if code is None and group == PluginGroup.TEMPLATE_PACKS:
            place = _pack_at(reference)
            if isinstance(place, Path):
                folder = place
            else:
                code, problem = place
        elif code is None and not _is_object(reference):
            code = PluginFault.BAD_REFERENCE
            problem = (
                "Its entry point must be a module and a name in it: 'module:name'."
            )
        group, name = for_screen(group), for_screen(name)
        return Plugin(
            group=group,
            name=name,
            distribution=self.name or "unknown",
            version=self.version,
            reference=for_screen(reference),
            folder=folder,
            error=None if code is None else fault(code, group, name, problem),
        )


def _pack_at(reference: str) -> Path | tuple[PluginFault, str]:
    if not _is_dotted(reference):
        problem = "Its entry point must be the name of a package, such as 'acme_pack'."
        return PluginFault.BAD_REFERENCE, problem
    place = folder_of_pack(reference)
    return place if isinstance(place, Path) else (PluginFault.BAD_MANIFEST, place)


def _text_of(distribution: Distribution, name: str) -> str:
    try:
        text = distribution.read_text(name)
    except UnicodeDecodeError as error:
        text = error.object.decode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - a folder in its place, a device that fails
        text = None
    return (text or "").replace("\r\n", "\n")


def _is_dotted(text: str) -> bool:
    """Whether *text* may be the name of a module: ``acme.channel.store``."""
    return text.isascii() and all(part.isidentifier() for part in text.split("."))


def _is_object(text: str) -> bool:
    """Whether *text* may name something in a module: ``acme.store:AcmeStore``."""
    module, _, name = text.partition(":")
    return _is_dotted(module) and _is_dotted(name)
