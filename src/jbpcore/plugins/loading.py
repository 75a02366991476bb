"""Importing what a stranger wrote, without going down with it."""

from __future__ import annotations

import dis
from importlib import import_module
from operator import attrgetter
from typing import Final

from jbpcore.errors import Finding
from jbpcore.model.metric import Metric
from jbpcore.plugins.faults import PluginFault, fault, told
from jbpcore.plugins.groups import API_VERSION, PluginGroup

__all__ = ["load_object"]

_STATED_AS: Final = "JBPCORE_API"


def load_object(group: str, name: str, reference: str) -> tuple[Finding | None, object]:
    """Import what an entry point refers to.

    Args:
        group: Its group.
        name: Its name.
        reference: A module and a name in it, as ``"acme_journal:open_journal"``.

    Returns:
        ``None`` and the object; or what is wrong, and the error if one was raised.

    Raises:
        KeyboardInterrupt: If somebody pressed Ctrl-C meanwhile.

    Examples:
        >>> problem, _ = load_object("jbpcore.stores", "mine", "no_such_module:thing")
        >>> print(problem.message)
        Importing it failed: ModuleNotFoundError: No module named 'no_such_module'.
    """
    module_name, _, path = reference.partition(":")
    try:
        module = import_module(module_name)
        api: object = getattr(module, _STATED_AS, None)
        found = attrgetter(path)(module) if api == API_VERSION else None
        expected = _not_of_group(group, name, found)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and _came_from_outside(error):
            raise
        message = f"Importing it failed: {told(error).rstrip('.')}."
        return fault(PluginFault.IMPORT_FAILED, group, name, message), error
    if type(api) is not int or api != API_VERSION:
        message = _other_api(module_name, api)
        return fault(PluginFault.API_VERSION, group, name, message), None
    if expected is not None:
        message = f"{reference} is no {expected}, which is what {group} holds."
        return fault(PluginFault.WRONG_KIND, group, name, message), None
    return None, found


def _other_api(module_name: str, api: object) -> str:
    if api is None:
        return (
            f"{module_name} does not say which API version it was made for. State "
            f"{_STATED_AS} = {API_VERSION} in it."
        )
    if type(api) is not int:
        return f"{_STATED_AS} of {module_name} must be a whole number: {API_VERSION}."
    advice = "Upgrade jbpcore" if api > API_VERSION else "Upgrade the plugin"
    return (
        f"{module_name} was made for API version {api}; this jbpcore has "
        f"{API_VERSION}. {advice}."
    )


def _not_of_group(group: str, name: str, found: object) -> str | None:
    """Return what *found* should have been, or ``None`` if it is."""
    if group == PluginGroup.METRICS:
        is_it = isinstance(found, Metric) and found.key == name
        return None if is_it else f"Metric with the key {name!r}"
    if group in {PluginGroup.STORES, PluginGroup.FX_PROVIDERS}:
        return None if callable(found) else "function that opens one"
    return None


def _came_from_outside(error: KeyboardInterrupt) -> bool:
    """Whether it is Ctrl-C, and not a statement that raised it.

    Ctrl-C comes between two steps of a program; a ``raise`` of the plugin's own is the
    step itself, and as much a fault of the plugin as any other error.
    """
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None:
        return True
    step = last.tb_frame.f_code.co_code[last.tb_lasti]
    return dis.opname[step] != "RAISE_VARARGS"
