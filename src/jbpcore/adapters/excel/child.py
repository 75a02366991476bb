"""What the process that parses a workbook does: a sheet in, a CSV text out.

It is started by :mod:`jbpcore.adapters.excel.reading` with its arguments as one JSON
text, and imports nothing else of this package. Each row of the sheet becomes one line,
so that line numbers are row numbers; a line break inside a cell becomes a blank.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final, TextIO

__all__ = ["cell_text", "main"]

PROBLEM: Final = 3
"""The exit status after which standard error holds a sentence for people."""

_MOST_SHOWN: Final = 20


def main(arguments: str) -> int:
    """Write the sheet that *arguments* name to standard output; return a status."""
    wanted = json.loads(arguments)
    _hold_memory(wanted["memory"])
    sys.stdout.reconfigure(encoding="utf-8", newline="", errors="surrogatepass")  # type: ignore[union-attr]
    try:
        problem = _write(wanted, sys.stdout)
    except MemoryError:
        problem = "It takes more memory to read than is allowed."
    except Exception as error:  # noqa: BLE001 - whatever a stranger's file provokes
        problem = f"It is damaged, or no workbook ({type(error).__name__})."
    if problem is None:
        return 0
    sys.stderr.write(problem)
    return PROBLEM


def _hold_memory(most: int) -> None:
    with suppress(ImportError, ValueError, OSError):  # where a system cannot do it
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _write(wanted: dict[str, Any], out: TextIO) -> str | None:
    from openpyxl import load_workbook  # noqa: PLC0415 - after the memory is held

    book = load_workbook(
        wanted["path"], read_only=True, data_only=True, keep_links=False
    )
    names = [sheet.title for sheet in book.worksheets]
    name = wanted["sheet"] or (names[0] if names else None)
    if name not in names:
        shown = ", ".join(map(repr, names[:_MOST_SHOWN])) or "none"
        return f"It has no sheet {name!r}. Its sheets: {shown}."
    sheet = book[name]
    sheet.reset_dimensions()  # what a file says of its own size may be a lie
    most_rows, most_columns = wanted["rows"], wanted["columns"]
    write = csv.writer(out, lineterminator="\n").writerow
    empty = width = 0
    # Without a bound of its own, so that nothing beyond one is passed over in silence.
    rows: Iterable[Any] = sheet.iter_rows(values_only=True)
    for number, row in enumerate(rows, 1):
        texts = [cell_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            empty += 1  # written once a row follows: a sheet may end in a million
            continue
        if number > most_rows:
            return f"It has more than {most_rows:,} rows. Split it."
        if len(texts) > most_columns:
            return f"It has more than {most_columns:,} columns. Take some out."
        out.write("\n" * empty)
        empty = 0
        width = width or len(texts)  # of the heading: a sheet leaves out empty cells
        write(texts + [""] * (width - len(texts)))
    return None


def cell_text(value: object) -> str:
    """Return what a cell says, as plain text: numbers with a point, days by ISO 8601.

    Numbers are given in the 15 digits that spreadsheets show.

    Examples:
        >>> [cell_text(v) for v in (None, 7500.0, 0.1 + 0.2, date(2026, 4, 20), True)]
        ['', '7500', '0.3', '2026-04-20', 'true']
        >>> cell_text(datetime(2026, 4, 20, 9, 30))  # noqa: DTZ001 - a cell has none
        '2026-04-20T09:30:00'
    """
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return "" if value is None else str(value)


def _number(value: float) -> str:
    # Spreadsheets show 15 digits; the two more in the file are dust of the arithmetic.
    return format(Decimal(format(value, ".15g")), "f")


def _moment(value: datetime) -> str:
    midnight = value.time() == time(0)
    return value.date().isoformat() if midnight else value.isoformat()


# In this order: a bool is an int, and a datetime is a date.
_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (bool, lambda value: str(value).lower()),
    (float, _number),
    (datetime, _moment),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, str),
    (str, lambda value: " ".join(value.split("\n")).replace("\r", " ")),
)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
