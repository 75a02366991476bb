"""``jbpcore plugins``: what other packages add, and what is wrong with it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from jbpcore.cli.screen import writable
from jbpcore.plugins.faults import PluginFault
from jbpcore.plugins.groups import API_VERSION, PluginGroup
from jbpcore.plugins.listing import check_plugins, list_plugins
from jbpcore.plugins.plugin import Plugin
from jbpcore.views.text_layout import cells, left

__all__ = ["add_arguments", "run"]

_WRONG: Final = 1
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        PluginGroup.STORES: "store",
        PluginGroup.TEMPLATES: "template source",
        PluginGroup.TEMPLATE_PACKS: "template pack",
        PluginGroup.METRICS: "metric",
        PluginGroup.FX_PROVIDERS: "exchange rates",
    }
)
_HEADINGS: Final = ("Kind", "Name", "Distribution", "Version", "State")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command on *parser*."""
    add = parser.add_argument
    add(
        "--group",
        choices=[group.value for group in PluginGroup],
        metavar="GROUP",
        help="only one group of entry points: %(choices)s",
    )
    add(
        "--allow",
        action="append",
        metavar="NAME",
        help="as a product sees them that allows only this distribution, or this "
        "plugin, such as jbpcore.stores:journal; may be given again",
    )
    add(
        "--check",
        action="store_true",
        help="import each of them, which runs their code, and tell what fails",
    )
    add("--json", action="store_true", help="print the list as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the plugins, and beside them what is wrong.

    The list alone goes to standard output, what is wrong to standard error.

    Args:
        arguments: What :func:`add_arguments` declared.

    Returns:
        The exit status: 0, or 1 if something is wrong with a plugin. That one is not
        allowed is nothing wrong with it.

    Raises:
        InvalidValueError: If ``--allow`` names no distribution and no plugin.
    """
    listing = check_plugins if arguments.check else list_plugins
    plugins = listing(arguments.group, allow=arguments.allow)
    sound = "works" if arguments.check else "found"
    if arguments.json:
        listed = [_as_data(plugin, sound) for plugin in plugins]
        told = {"api_version": API_VERSION, "plugins": listed}
        print(json.dumps(told, indent=2))
    else:
        for line in _table(plugins, sound):
            print(writable(line, sys.stdout))
        for plugin in plugins:
            if plugin.error is not None:
                line = f"{plugin.error} ({plugin.distribution})"
                print(writable(line, sys.stderr), file=sys.stderr)
    return _WRONG if any(map(_is_wrong, plugins)) else 0


def _is_wrong(plugin: Plugin) -> bool:
    error = plugin.error
    return error is not None and error.code != PluginFault.NOT_ALLOWED


def _state(plugin: Plugin, sound: str) -> str:
    if plugin.error is None:
        return sound
    return plugin.error.code.rpartition(".")[2].replace("_", " ")


def _table(plugins: Sequence[Plugin], sound: str) -> Iterator[str]:
    if not plugins:
        yield "No plugin is installed."
        return
    rows = [_HEADINGS]
    for one in plugins:
        kind = _KINDS.get(one.group, one.group)
        state = _state(one, sound)
        rows.append((kind, one.name, one.distribution, one.version, state))
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        columns = zip(row, widths, strict=True)
        yield "  ".join(left(cell, width) for cell, width in columns).rstrip()


def _as_data(plugin: Plugin, sound: str) -> dict[str, Any]:
    error = plugin.error
    return {
        "kind": _KINDS.get(plugin.group, plugin.group),
        "group": plugin.group,
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "reference": plugin.reference,
        "state": _state(plugin, sound),
        "error": error and {"code": error.code, "message": error.message},
    }
