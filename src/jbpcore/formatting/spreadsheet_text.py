"""Texts that a spreadsheet opens without running anything in them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["restored", "unarmed"]

# What a spreadsheet takes for the beginning of a formula: also full-width, also after
# blanks, quotes or control characters, which some programs take off first.
_ARMED: Final = re.compile("[\\s'\"\0]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n\0]")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GUARD: Final = "'"


def unarmed(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula.

    An apostrophe is put before texts that begin like one, with ``= + - @``, their
    full-width forms, a tab or a line end, with or without blanks and quotes before.
    Plain negative numbers stay as they are. :func:`restored` is the inverse.

    Source: OWASP, "CSV Injection"; ASVS 5.0, requirement 1.2.10.

    Examples:
        >>> unarmed("=HYPERLINK(1)"), unarmed("-2977415.34"), unarmed("Acme")
        ("'=HYPERLINK(1)", '-2977415.34', 'Acme')
    """
    if _ARMED.match(text) and not _NUMBER.fullmatch(text):
        return _GUARD + text
    return text


def restored(text: str) -> str:
    """Return the text that :func:`unarmed` was given.

    Examples:
        >>> restored(unarmed("=1+1"))
        '=1+1'
    """
    if text.startswith(_GUARD) and unarmed(text[1:]) == text:
        return text[1:]
    return text
