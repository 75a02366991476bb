"""Writing a workbook in which numbers are numbers and nothing is a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any, BinaryIO, Final, TypeAlias

from jbpcore.errors import InvalidValueError, MissingExtraError
from jbpcore.formatting.spreadsheet_text import unarmed

__all__ = ["CellValue", "SheetRows", "write_workbook"]

CellValue: TypeAlias = str | int | Decimal | date | None
"""What a cell may hold."""

SheetRows: TypeAlias = tuple[Sequence[str], Iterable[Sequence[CellValue]]]
"""The names of the columns, and the rows."""

_MOST_ROWS: Final = 1_048_576
_MOST_CHARS: Final = 32_767
_EXACT_DIGITS: Final = 15
_MOST_PLACES: Final = 290
_PATTERNS: Final = ("#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000")
_MOST_WIDTH: Final = 40
_BAD_NAME: Final = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_NAME: Final = 31
_FIRST_DAY: Final = date(1900, 3, 1)  # before it, spreadsheets disagree by a day
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def write_workbook(stream: BinaryIO, sheets: Mapping[str, SheetRows]) -> None:
    """Write *sheets* as a workbook (.xlsx), row by row, in bounded memory.

    Numbers and days are written as such, so that a spreadsheet reckons with them. A
    number that a spreadsheet cannot hold, with more than 15 digits, is written as text,
    as rounding it would change it. Texts go through
    :func:`~jbpcore.formatting.spreadsheet_text.unarmed`, so that they stay texts also
    where the sheet is saved as CSV, and reading takes the mark off again.

    Args:
        stream: Where to, opened for bytes; it is left open.
        sheets: By name, in order: the heading and the rows.

    Raises:
        MissingExtraError: If the extra ``excel`` is not installed.
        InvalidValueError: If there is no sheet, a name is none that a sheet may have,
            there are more rows than a sheet can have, or a text is longer than a cell
            can hold.

    Examples:
        >>> from io import BytesIO
        >>> stream = BytesIO()
        >>> rows = [["Northwind", Decimal("7500.00"), date(2026, 4, 20)]]
        >>> write_workbook(stream, {"Bookings": (["partner", "amount", "date"], rows)})
        >>> stream.getvalue()[:2]
        b'PK'
    """
    _check_names(sheets)
    book = _library().Workbook(stream, dict(_OPTIONS))
    try:
        writer = _Writer(book)
        for name, (header, rows) in sheets.items():
            writer.write(name, header, rows)
    finally:
        book.close()


def _library() -> ModuleType:
    try:
        return import_module("xlsxwriter")  # an extra, which most do without
    except ModuleNotFoundError as error:
        raise MissingExtraError("excel", "XlsxWriter") from error


def _check_names(sheets: Mapping[str, SheetRows]) -> None:
    if not sheets:
        raise InvalidValueError("sheets", {}, "at least one sheet")
    folded: set[str] = set()
    for name in sheets:
        is_bad = not name or len(name) > _LONGEST_NAME or _BAD_NAME.search(name)
        if is_bad or name.casefold() in folded:
            expected = (
                f"1 to {_LONGEST_NAME} characters without []:*?/\\ or a quote at an "
                "end, and each once, capitals aside"
            )
            raise InvalidValueError("sheets", name, expected)
        folded.add(name.casefold())


class _Writer:
    """The formats of one workbook, which can only be made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - a class of the extra
        self._book = book
        self._heading = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._number = {
            places: book.add_format({"num_format": pattern})
            for places, pattern in enumerate(_PATTERNS)
        }

    def write(self, name: str, header: Sequence[str], rows: Iterable[Any]) -> None:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, title in enumerate(header):
            width = min(max(len(title) + 2, 12), _MOST_WIDTH)
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, _text(title), self._heading)
        for number, row in enumerate(rows, 1):
            if number >= _MOST_ROWS:
                expected = f"at most {_MOST_ROWS - 1:,} rows; put the rest in a second"
                raise InvalidValueError(f"sheets[{name}]", f"{number:,} rows", expected)
            for at, cell in enumerate(row):
                self._write_cell(sheet, number, at, cell)

    def _write_cell(self, sheet: Any, row: int, column: int, cell: CellValue) -> None:  # noqa: ANN401
        if cell is None:
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, _text(cell))
        elif isinstance(cell, date):
            self._write_day(sheet, row, column, cell)
        elif _is_exact(number := Decimal(cell)):
            places = max(0, -int(number.as_tuple().exponent))
            sheet.write_number(row, column, cell, self._number.get(places))
        else:
            sheet.write_string(row, column, format(number, "f"))

    def _write_day(self, sheet: Any, row: int, column: int, day: date) -> None:  # noqa: ANN401
        if isinstance(day, datetime) or day < _FIRST_DAY:
            sheet.write_string(row, column, day.isoformat())
        else:
            sheet.write_datetime(row, column, day, self._day)


def _text(text: str) -> str:
    if len(text) >= _MOST_CHARS:
        expected = f"a text shorter than the {_MOST_CHARS:,} characters of a cell"
        raise InvalidValueError("cell", f"{text[:20]}…", expected)
    return unarmed(text)


def _is_exact(number: Decimal) -> bool:
    """Whether a spreadsheet, which reckons in floats of 15 digits, holds *number*."""
    if not number.is_finite():
        return False
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return len(digits) <= _EXACT_DIGITS and abs(number.adjusted()) < _MOST_PLACES
