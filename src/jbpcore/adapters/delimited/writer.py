"""Writing a text table that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal, TextIO

from jbpcore.formatting.spreadsheet_text import restored, unarmed

__all__ = ["restored", "unarmed", "write_table"]

_SEPARATOR_LINE: Final = "sep="


def write_table(
    stream: TextIO,
    header: Sequence[str],
    rows: Iterable[Sequence[str | int | Decimal | None]],
    *,
    delimiter: str = ",",
) -> None:
    r"""Write a heading and rows, with ``\n`` as line ends.

    Numbers are written plainly, in full and with a point; texts go through
    :func:`unarmed`; ``None`` becomes an empty cell.

    Args:
        stream: Opened with ``newline=""``.
        header: The names of the columns.
        rows: As many cells each.
        delimiter: What to put between two cells.

    Examples:
        >>> from io import StringIO
        >>> stream = StringIO()
        >>> write_table(stream, ["name", "gap"], [["@ann", Decimal("-1E+2")]])
        >>> stream.getvalue()
        "name,gap\n'@ann,-100\n"
    """
    names = [unarmed(name) for name in header]
    # Unquoted, such a heading would be taken for a line that states the delimiter.
    is_separator = bool(names) and names[0].lower().startswith(_SEPARATOR_LINE)
    quoting: Literal[0, 1] = csv.QUOTE_ALL if is_separator else csv.QUOTE_MINIMAL
    heading = csv.writer(
        stream, delimiter=delimiter, lineterminator="\n", quoting=quoting
    )
    heading.writerow(names)
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerows([_written(cell) for cell in row] for row in rows)


def _written(cell: str | int | Decimal | None) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return str(cell) if isinstance(cell, int) else unarmed(cell)
