"""The one door to a table in a file: a text table, or a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs

from jbpcore.adapters.delimited.layout import TableLayout
from jbpcore.adapters.delimited.reader import DelimitedTable, open_text_table
from jbpcore.adapters.excel.limits import WorkbookLimits

__all__ = ["open_table"]

_ZIP: Final = b"PK\x03\x04"


def open_table(
    path: Path,
    *,
    layout: TableLayout | None = None,
    sheet: str | None = None,
    limits: WorkbookLimits | None = None,
    watch: Callable[[int], None] | None = None,
) -> DelimitedTable:
    """Open the table at *path* for one reading; close it, or use ``with``.

    A workbook (.xlsx), which is recognised by its content, is read by a process of its
    own, within bounds; it needs the extra ``excel``. Lines are then rows of the sheet,
    numbers have a point, days are ISO dates, and a line break inside a cell is a blank.

    Args:
        path: The file.
        layout: How a text table is written, as far as that is known, and the bounds.
        sheet: Which sheet of a workbook; the first one if ``None``.
        limits: The bounds of a workbook.
        watch: Called now and then with the number of lines read.

    Raises:
        MissingExtraError: If it is a workbook and the extra is not installed.
        InvalidDataError: If it cannot be opened or read, is no table, is beyond a
            bound, or has no usable heading.
    """
    if not _is_workbook(path):
        return open_text_table(path, layout=layout, watch=watch)
    from jbpcore.adapters.excel.reading import open_sheet  # noqa: PLC0415 - if used

    layout = attrs.evolve(layout or TableLayout(), encoding="utf-8", delimiter=",")
    name = path.name if sheet is None else f"{path.name}!{sheet}"
    stream = open_sheet(path, sheet=sheet, limits=limits)
    return DelimitedTable.closing(stream, name=name, layout=layout, watch=watch)


def _is_workbook(path: Path) -> bool:
    try:
        if not path.is_file():  # a pipe gives its first bytes only once
            return False
        with path.open("rb") as stream:
            return stream.read(len(_ZIP)) == _ZIP
    except OSError:
        return False  # whoever opens it for reading says why it cannot be
