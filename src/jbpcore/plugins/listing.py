"""The plugins that are installed, found when somebody first asks."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from importlib import invalidate_caches
from threading import RLock
from typing import Final

import attrs

from jbpcore.errors import PluginError
from jbpcore.plugins.allow_list import AllowList
from jbpcore.plugins.claims import list_claims
from jbpcore.plugins.faults import PluginFault, fault
from jbpcore.plugins.groups import PluginGroup, check_group
from jbpcore.plugins.plugin import Plugin, TemplatePack

__all__ = [
    "check_plugins",
    "find_plugin",
    "list_plugins",
    "list_template_packs",
    "refresh_plugins",
]


class _Found:
    """What was found, until somebody asks anew or ``sys.path`` is another one.

    It says nothing but what is installed, so whoever shares it shares no settings.
    """

    def __init__(self) -> None:
        self._lock = RLock()
        self._path: tuple[str, ...] | None = None
        self._claims: tuple[Plugin, ...] = ()

    def claims(self) -> tuple[Plugin, ...]:
        path = tuple(map(str, sys.path))
        with self._lock:
            if path != self._path:
                self._claims = list_claims()
                self._path = path
            return self._claims

    def forget(self) -> None:
        with self._lock:
            self._path = None


_FOUND: Final = _Found()


def list_plugins(
    group: str | None = None, *, allow: Iterable[str] | None = None
) -> tuple[Plugin, ...]:
    """Return what other packages add, without importing any of it.

    All that is installed is listed. What cannot be used has an ``error``: its metadata
    or manifest is wrong, jbpcore has something of its name, two have the same name, or
    it is not allowed. Only ``load`` imports a plugin, and tells what is wrong then.

    The packages are looked through once, when this is first called, and again where
    ``sys.path`` has changed or after :func:`refresh_plugins`.

    Args:
        group: One group of entry points, such as ``"jbpcore.stores"``; all if ``None``.
        allow: Which may be used: names of distributions, or single plugins as
            ``"jbpcore.stores:journal"``; all if ``None``, none if it is empty.

    Raises:
        InvalidValueError: If there is no such group, or *allow* is no list of these.

    Examples:
        >>> for plugin in list_plugins("jbpcore.stores", allow=["acme-journal"]):
        ...     if plugin.error is None:
        ...         print(plugin.name, plugin.distribution, plugin.version)
    """
    wanted = None if group is None else check_group(group)
    allowed = AllowList.of(allow)
    listed = [
        _allowed(one, allowed)
        for one in _FOUND.claims()
        if wanted is None or one.group == wanted
    ]
    usable = Counter(one.key for one in listed if one.error is None)
    return tuple(
        _shared(one, listed) if one.error is None and usable[one.key] > 1 else one
        for one in listed
    )


def list_template_packs(
    *, allow: Iterable[str] | None = None
) -> tuple[TemplatePack, ...]:
    """Return the folders of templates that other packages bring.

    No code of theirs is run, neither here nor when a template is read. One that cannot
    be used has an ``error`` and no ``folder``.

    Args:
        allow: As for :func:`list_plugins`.

    Raises:
        InvalidValueError: If *allow* is no list of names.

    Examples:
        >>> [pack.folder for pack in list_template_packs(allow=[]) if pack.folder]
        []
    """
    packs = list_plugins(PluginGroup.TEMPLATE_PACKS, allow=allow)
    return tuple(one.as_pack for one in packs)


def check_plugins(
    group: str | None = None, *, allow: Iterable[str] | None = None
) -> tuple[Plugin, ...]:
    """Import every plugin that may be used, and return the list with all errors.

    This runs their code. Each is tried by itself; whatever one raises is in its
    ``error``.

    Args:
        group: As for :func:`list_plugins`.
        allow: As for :func:`list_plugins`; what is not allowed is not imported.

    Raises:
        InvalidValueError: As :func:`list_plugins`.

    Examples:
        >>> [one.name for one in check_plugins("jbpcore.stores", allow=[])
        ...  if one.error is None]
        []
    """
    return tuple(map(_checked, list_plugins(group, allow=allow)))


def find_plugin(
    group: str, name: str, *, allow: Iterable[str] | None = None
) -> Plugin | None:
    """Return the plugin of a name, one without an error if there is one.

    Args:
        group: Its group of entry points.
        name: Its name.
        allow: As for :func:`list_plugins`.

    Raises:
        InvalidValueError: As :func:`list_plugins`.

    Examples:
        >>> find_plugin("jbpcore.stores", "nobody-has-this") is None
        True
    """
    found = [one for one in list_plugins(group, allow=allow) if one.name == name]
    return min(found, key=lambda one: one.error is not None, default=None)


def refresh_plugins() -> None:
    """Look through the packages again when plugins are next asked for.

    For a process that goes on while packages are installed or removed, as a notebook
    does. What was imported before stays as it is.

    Examples:
        >>> refresh_plugins()
    """
    invalidate_caches()
    _FOUND.forget()


def _allowed(plugin: Plugin, allowed: AllowList) -> Plugin:
    if allowed.lets_in(plugin.group, plugin.name, plugin.distribution):
        return plugin
    if plugin.error is not None:
        return plugin
    message = (
        f"It is not allowed here. Add {plugin.distribution!r} or {plugin.key!r} to the "
        "list of what is."
    )
    code = PluginFault.NOT_ALLOWED
    error = fault(code, plugin.group, plugin.name, message)
    return attrs.evolve(plugin, error=error)


def _shared(plugin: Plugin, listed: Iterable[Plugin]) -> Plugin:
    others = {
        one.distribution
        for one in listed
        if one.key == plugin.key and one.error is None and one != plugin
    } - {plugin.distribution}
    whose = " and ".join(sorted(others)) or f"{plugin.distribution} itself"
    message = (
        f"{whose} offers this name too, and nobody says which one is meant. Uninstall "
        "one, or allow only the distribution that is meant."
    )
    code = PluginFault.SHARED_NAME
    error = fault(code, plugin.group, plugin.name, message)
    return attrs.evolve(plugin, error=error)


def _checked(plugin: Plugin) -> Plugin:
    if plugin.error is None:
        try:
            plugin.load()
        except PluginError as error:
            return attrs.evolve(plugin, error=error.finding)
    return plugin
