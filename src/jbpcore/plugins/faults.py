"""What may be wrong with a plugin, in codes and in sentences."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jbpcore.errors import Finding

__all__ = ["PluginFault", "fault", "for_screen", "told"]

_LONGEST: Final = 200


class PluginFault(StrEnum):
    """Why a plugin cannot be used."""

    BAD_METADATA = "jbp.plugin.bad_metadata"
    """The metadata of its distribution cannot be read."""
    UNKNOWN_GROUP = "jbp.plugin.unknown_group"
    """It is in a group of entry points that jbpcore does not have."""
    BAD_NAME = "jbp.plugin.bad_name"
    """Its name is none that a plugin may have."""
    BAD_REFERENCE = "jbp.plugin.bad_reference"
    """Its entry point does not say where it is."""
    BUILT_IN_NAME = "jbp.plugin.built_in_name"
    """jbpcore itself has something of its name."""
    SHARED_NAME = "jbp.plugin.shared_name"
    """Another plugin has its name, so it is not known which one is meant."""
    NOT_ALLOWED = "jbp.plugin.not_allowed"
    """It is not on the list of those that are allowed."""
    IMPORT_FAILED = "jbp.plugin.import_failed"
    """It could not be imported."""
    API_VERSION = "jbp.plugin.api_version"
    """It was made for another version of what jbpcore asks of plugins."""
    WRONG_KIND = "jbp.plugin.wrong_kind"
    """What it offers is not what its group holds."""
    CALL_FAILED = "jbp.plugin.call_failed"
    """It was asked for something and failed."""
    BAD_MANIFEST = "jbp.plugin.bad_manifest"
    """The manifest of a template pack is missing or wrong."""


def fault(code: PluginFault, group: str, name: str, message: str) -> Finding:
    """Return the finding that a plugin has *code*.

    Examples:
        >>> print(fault(PluginFault.BAD_NAME, "jbpcore.stores", "?", "Rename it."))
        jbpcore.stores:?: Rename it. [jbp.plugin.bad_name]
    """
    return Finding(code=code.value, path=f"{group}:{name}", message=message)


def for_screen(text: str) -> str:
    r"""Return *text* for a screen: on one line, not too long, nothing that acts.

    Examples:
        >>> for_screen("red\x1b[31m\nalert")
        'red?[31m?alert'
    """
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return "".join(sign if sign.isprintable() else "?" for sign in cut)


def told(error: BaseException) -> str:
    """Return what an error of a stranger says; it may be unable to.

    Examples:
        >>> told(ZeroDivisionError("division by zero"))
        'ZeroDivisionError: division by zero'
        >>> told(SystemExit())
        'SystemExit'
    """
    name = type(error).__name__
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - whatever a stranger's __str__ does
        text = ""
    return for_screen(f"{name}: {text}" if text else name)
