"""What can be plugged in, and the names that are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics

__all__ = ["API_VERSION", "PluginGroup", "check_group", "is_built_in", "is_plugin_name"]

API_VERSION: Final = 1
"""The version of what jbpcore asks of a plugin. A module states the one it was made for
as ``JBPCORE_API = 1``, the manifest of a template pack as ``api = 1``."""

_NAME: Final = re.compile("[a-z][a-z0-9+._-]{0,63}", re.ASCII)


class PluginGroup(StrEnum):
    """A group of entry points, which is a kind of plugin."""

    STORES = "jbpcore.stores"
    """Stores, by the scheme of their URL; read by ``open_store``."""
    TEMPLATES = "jbpcore.templates"
    """Sources of templates that are code."""
    TEMPLATE_PACKS = "jbpcore.template_packs"
    """Folders of templates, found without importing anything."""
    METRICS = "jbpcore.metrics"
    """Metrics, by their key; read by ``find_metric``."""
    FX_PROVIDERS = "jbpcore.fx_providers"
    """Exchange rates, by the scheme of their URL; read by ``open_fx_rates``."""


def _metric_keys() -> frozenset[str]:
    return frozenset(getattr(metrics, name).key for name in metrics.__all__)


# Databases that a store of ours may come for keep their names, whatever driver follows.
_BUILT_IN: Final[Mapping[PluginGroup, frozenset[str]]] = MappingProxyType(
    {
        PluginGroup.STORES: frozenset({"json", "memory", "postgresql", "sqlite"}),
        PluginGroup.METRICS: _metric_keys(),
    }
)


def check_group(group: object, field: str = "group") -> PluginGroup:
    """Return the group of that name.

    Args:
        group: Its name.
        field: What is being set, for the message.

    Raises:
        InvalidValueError: If there is none.

    Examples:
        >>> check_group("jbpcore.stores")
        <PluginGroup.STORES: 'jbpcore.stores'>
    """
    for known in PluginGroup:
        if group == known:
            return known
    raise InvalidValueError(field, group, f"one of {', '.join(PluginGroup)}")


def is_plugin_name(name: str) -> bool:
    """Whether a plugin may have this name.

    Examples:
        >>> is_plugin_name("journal"), is_plugin_name("Journal!")
        (True, False)
    """
    return _NAME.fullmatch(name) is not None


def is_built_in(group: PluginGroup, name: str) -> bool:
    """Whether jbpcore itself has something of this name, so that no plugin may.

    Examples:
        >>> is_built_in(PluginGroup.STORES, "sqlite")
        True
        >>> is_built_in(PluginGroup.STORES, "postgresql+other")
        True
        >>> is_built_in(PluginGroup.STORES, "journal")
        False
    """
    taken = _BUILT_IN.get(group, frozenset())
    return name in taken or (
        group is PluginGroup.STORES and name.partition("+")[0] in taken
    )
