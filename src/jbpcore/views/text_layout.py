"""Text in the columns of a screen, where a letter takes one, two or none."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["NO_BREAK", "cells", "cut", "left", "plain_line", "right", "wrapped"]

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
"""Stands for a blank that :func:`wrapped` must not break a line at."""

# They turn the direction of writing and so could make one figure look like another.
# So do codes that a screen would obey.
_TURNS_TEXT = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_NO_CELL = frozenset({"Mn", "Me", "Cf"})
_TWO_CELLS = frozenset({"W", "F"})
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_AS_PICTURE: Final = "\N{VARIATION SELECTOR-16}"
_SKIN_TONES: Final = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def plain_line(text: str) -> str:
    r"""Return *text* on one line, without codes that screens and readers obey.

    Examples:
        >>> plain_line("Northwind\n  Ltd")
        'Northwind Ltd'
    """
    return " ".join(_TURNS_TEXT.sub("", text).split())


def cells(text: str) -> int:
    r"""Count the columns of a screen that *text* takes.

    Pictures that are joined take the place of one.

    Examples:
        >>> cells("Zoë"), cells("東京"), cells("👩\u200d💻")
        (3, 4, 2)
    """
    if text.isascii():
        return len(text)
    total = last = 0
    is_joined = False
    for letter in text:
        if letter == _AS_PICTURE and total and not is_joined:
            total += last == 1
            last = 2
            continue
        last = 0 if is_joined else _cells_of(letter)
        total += last
        is_joined = letter == _JOINER
    return total


def _cells_of(letter: str) -> int:
    if unicodedata.category(letter) in _NO_CELL or letter in _SKIN_TONES:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _TWO_CELLS else 1


def left(text: str, width: int) -> str:
    """Fill *text* up to *width* columns with blanks after it."""
    return text + " " * (width - cells(text))


def right(text: str, width: int) -> str:
    """Fill *text* up to *width* columns with blanks before it."""
    return " " * (width - cells(text)) + text


def cut(text: str, width: int, mark: str) -> str:
    """Return *text* if it fits in *width* columns, else its beginning and *mark*.

    Examples:
        >>> cut("Subscriptions", 8, "~"), cut("Deals", 8, "~")
        ('Subscri~', 'Deals')
    """
    if cells(text) <= width:
        return text
    while text and (cells(text) + cells(mark) > width or text[-1] == _JOINER):
        text = text[:-1]
    return text.rstrip() + mark


def wrapped(text: str, width: int, *, head: str = "") -> list[str]:
    """Break *text* into lines of *width* columns, at blanks only.

    Args:
        text: The text; :data:`NO_BREAK` keeps two words together.
        width: Columns of the screen.
        head: What stands before the first line; the others begin below its end.

    Examples:
        >>> wrapped("what it takes from here", 16, head="- ")
        ['- what it takes', '  from here']
    """
    indent = " " * cells(head)
    lines = [head]
    is_empty = True
    for word in text.split(" "):
        if not is_empty and cells(lines[-1]) + 1 + cells(word) > width:
            lines.append(indent)
            is_empty = True
        lines[-1] += word if is_empty else f" {word}"
        is_empty = False
    return [line.replace(NO_BREAK, " ").rstrip() for line in lines]
