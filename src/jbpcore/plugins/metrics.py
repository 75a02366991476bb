"""Metrics by their key: those that most programmes share, and those of plugins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.metric import Metric
from jbpcore.plugins.groups import PluginGroup
from jbpcore.plugins.listing import find_plugin, list_plugins

__all__ = ["find_metric"]


def find_metric(key: str, *, allow: Iterable[str] | None = None) -> Metric:
    """Return the metric of that key: one of jbpcore's own, or of a plugin.

    Args:
        key: Its key.
        allow: Which plugins may be used, as for
            :func:`~jbpcore.plugins.listing.list_plugins`.

    Raises:
        InvalidValueError: If nobody has one, or *allow* is no list of names.
        PluginError: If the plugin that has it cannot be used.

    Examples:
        >>> find_metric("deals-won").name
        'Deals won'
    """
    own = {str(metric.key): metric for metric in _own()}
    if key in own:
        return own[key]
    plugin = find_plugin(PluginGroup.METRICS, key, allow=allow)
    if plugin is None:
        others = {one.name for one in list_plugins(PluginGroup.METRICS)}
        expected = f"one of {', '.join(sorted({*own, *others}))}"
        raise InvalidValueError("key", key, expected)
    return cast("Metric", plugin.load())


def _own() -> Iterable[Metric]:
    return (getattr(metrics, name) for name in metrics.__all__)
