"""From a line to its cells, by RFC 4180, and what to say where it cannot be done."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from jbpcore.adapters.delimited.layout import DELIMITERS

__all__ = ["Cells", "QuoteProblem", "recognised_delimiter", "split_quoted"]

_QUOTE: Final = '"'


class QuoteProblem(StrEnum):
    """Why a text is not the cells of one row."""

    OPEN = "open"
    """A quote is opened and never closed."""

    TEXT_AFTER = "text_after"
    """Text follows a closing quote."""


class Cells(NamedTuple):
    """The cells of one row.

    Attributes:
        texts: The cells, quotes taken off.
        has_loose_quote: Whether a quote stands in a cell that is not quoted.
    """

    texts: list[str]
    has_loose_quote: bool = False


def split_quoted(text: str, delimiter: str) -> Cells | QuoteProblem:
    """Split *text*, which holds quotes, at the delimiters outside them.

    A quote that a cell does not begin with stands for itself, as in ``5" disk``.

    Examples:
        >>> split_quoted('a,"b, ""c"" d",', ",").texts
        ['a', 'b, "c" d', '']
        >>> split_quoted('a,"b', ",")
        <QuoteProblem.OPEN: 'open'>
    """
    cells = []
    loose = False
    at, length = 0, len(text)
    while True:
        if text.startswith(_QUOTE, at):
            end = _closing_quote(text, at + 1)
            if end < 0:
                return QuoteProblem.OPEN
            cells.append(text[at + 1 : end].replace('""', _QUOTE))
            end += 1
            if end < length and text[end] != delimiter:
                return QuoteProblem.TEXT_AFTER
        else:
            end = text.find(delimiter, at)
            if end < 0:
                end = length
            cell = text[at:end]
            cells.append(cell)
            loose = loose or _QUOTE in cell
        if end >= length:
            return Cells(cells, loose)
        at = end + 1


def _closing_quote(text: str, start: int) -> int:
    at = text.find(_QUOTE, start)
    while at >= 0 and text.startswith(_QUOTE, at + 1):
        at = text.find(_QUOTE, at + 2)
    return at


def recognised_delimiter(lines: list[str]) -> str | None:
    """Return the delimiter that the heading and the first rows agree on.

    The heading, first of *lines*, has to hold it. Where it holds several, the one that
    cuts every line into as many cells as the heading wins, if there is just one. A
    heading without any has one column.

    Returns:
        The delimiter, or ``None`` where two would do.

    Examples:
        >>> recognised_delimiter(["owner;month;target, USD", "ann;2026-01;1 000,00"])
        >>> recognised_delimiter(["owner;month;target, USD", "ann;2026-01;1000"])
        ';'
    """
    widths = {mark: _width(lines[0], mark) for mark in DELIMITERS}
    able = [mark for mark in DELIMITERS if widths[mark] > 1]
    if len(able) > 1:
        able = [
            mark
            for mark in able
            if all(_width(line, mark) == widths[mark] for line in lines if line)
        ]
        return able[0] if len(able) == 1 else None
    return able[0] if able else DELIMITERS[0]


def _width(line: str, delimiter: str) -> int:
    cells = split_quoted(line, delimiter)
    return 0 if isinstance(cells, QuoteProblem) else len(cells.texts)
