"""The blocks of a sheet with columns, and the marks that stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import attrs

from jbpcore.views.palette import Tone

__all__ = ["Badge", "Cell", "Column", "Meter", "Row", "Table"]


@attrs.frozen
class Badge:
    """A status: a shape and a word; the colour only helps.

    Attributes:
        tone: What it feels like.
        shape: One of the signs of :data:`~jbpcore.views.marks.UNICODE_MARKS`.
        word: The status in words.
    """

    tone: Tone
    shape: str
    word: str


@attrs.frozen(kw_only=True)
class Meter:
    """A bar up to a target, with a mark where it should be by now.

    Attributes:
        done: How much is done; 1 is the whole target.
        due: How much was due by now; ``None`` for no mark.
        tone: The colour of what is done.
        words: The same in words, with the figures.
        done_label: What is done.
        due_label: What was due.
        target_label: The target.
    """

    done: Fraction
    due: Fraction | None
    tone: Tone
    words: str
    done_label: str = ""
    due_label: str = ""
    target_label: str = ""


@attrs.frozen
class Cell:
    """What stands in one place of a table.

    Attributes:
        text: The text; of a badge the word.
        badge: A status instead of a text.
        meter: A small bar beside the text.
        detail: What stands below it, smaller.
    """

    text: str = ""
    badge: Badge | None = None
    meter: Meter | None = None
    detail: str = ""


@attrs.frozen(kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        heading: What it is called.
        is_number: Whether figures stand in it, which line up at their end.
        rank: How soon it gives way on a narrow screen: 0 never, the highest first.
    """

    heading: str
    is_number: bool = False
    rank: int = 0


@attrs.frozen(kw_only=True)
class Row:
    """A row of a table.

    Attributes:
        cells: One for each column; the first names the row.
        group: A heading above it that holds until the next one.
        group_badge: How the group stands.
    """

    cells: tuple[Cell, ...]
    group: str = ""
    group_badge: Badge | None = None


def _rows(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(rows)


@attrs.frozen(kw_only=True)
class Table:
    """A table.

    Attributes:
        caption: What it shows.
        columns: Its columns.
        rows: Its rows.
        empty: What to say where there is no row.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = attrs.field(converter=_rows)
    empty: str = ""
