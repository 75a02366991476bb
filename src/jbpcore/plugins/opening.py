"""Opening what a plugin offers by the scheme of its URL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from jbpcore.errors import JbpError, PluginError
from jbpcore.plugins.faults import PluginFault, fault
from jbpcore.plugins.groups import is_plugin_name
from jbpcore.plugins.listing import find_plugin, list_plugins
from jbpcore.plugins.plugin import Plugin

__all__ = ["open_by_plugin", "schemes_of"]


def open_by_plugin(
    group: str,
    url: str,
    *,
    allow: Iterable[str] | None,
    is_one: Callable[[object], bool],
    **arguments: object,
) -> object | None:
    """Return what the plugin named by the scheme of *url* opens.

    Args:
        group: The group of entry points.
        url: What to open.
        allow: Which plugins may be used.
        is_one: Whether what was opened is what was asked for.
        arguments: What else the plugin is told.

    Returns:
        What it opened, or ``None`` if there is no plugin of that name.

    Raises:
        JbpError: What the plugin raises of jbpcore's own errors.
        PluginError: If it cannot be used, raises anything else, or opens something
            that is none.

    Examples:
        >>> open_by_plugin("jbpcore.stores", "nowhere://x", allow=None, is_one=callable)
    """
    scheme, separator, _ = url.partition("://")
    if not separator or not is_plugin_name(scheme):
        return None
    plugin = find_plugin(group, scheme, allow=allow)
    if plugin is None:
        return None
    opener = cast("Callable[..., Any]", plugin.load())
    try:
        opened = opener(url, **arguments)
        if is_one(opened):
            return cast("object", opened)
    except JbpError:
        raise
    except (Exception, SystemExit) as error:
        # What it says may hold the URL, and so a password.
        problem = f"It raised {type(error).__name__}. See the cause; tell its authors."
        raise _failed(plugin, PluginFault.CALL_FAILED, problem) from error
    kind = type(opened).__name__
    problem = f"It opened something else than was asked for ({kind}). Tell its authors."
    raise _failed(plugin, PluginFault.WRONG_KIND, problem)


def schemes_of(group: str, *, allow: Iterable[str] | None) -> str:
    """Return the names of the plugins that may be used, for a message.

    Examples:
        >>> schemes_of("jbpcore.stores", allow=[])
        'none is'
    """
    listed = list_plugins(group, allow=allow)
    names = sorted({one.name for one in listed if one.error is None})
    return ", ".join(map(repr, names)) or "none is"


def _failed(plugin: Plugin, code: PluginFault, problem: str) -> PluginError:
    finding = fault(code, plugin.group, plugin.name, problem)
    return PluginError(plugin.key, plugin.distribution, finding)
