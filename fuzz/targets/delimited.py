"""Text tables in any encoding: bookings, targets and owners from somebody's export."""

from __future__ import annotations

import io
from typing import Final

from fuzz.harness import attempt, expect

from jbpcore.adapters.delimited.layout import DELIMITERS, ENCODINGS, TableLayout
from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.delimited.rejects import write_rejected
from jbpcore.adapters.delimited.writer import restored, write_table
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.tabular.actuals import read_actuals
from jbpcore.adapters.tabular.cells import PeriodFormat
from jbpcore.adapters.tabular.importing import import_actuals
from jbpcore.adapters.tabular.owners import OwnerBook, read_owners
from jbpcore.adapters.tabular.targets import TargetFormat, read_targets
from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.json_text import dumps, loads
from jbpcore.formatting.spreadsheet_text import unarmed
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

__all__ = ["check"]

LONGEST: Final = 2_048
_TARGETS: Final = TargetFormat(
    periods=PeriodFormat(
        calendar=FiscalCalendar.calendar_year(), each=PeriodKind.QUARTER
    )
)
_SMALL: Final = {"max_rows": 200, "max_columns": 20, "max_findings": 50}


def check(data: bytes) -> None:
    """Read a table in a stated way; what is accepted is written and read again."""
    way, raw = (data[0], data[1:]) if data else (0, b"")
    encoding = (None, None, None, *ENCODINGS)[way % (len(ENCODINGS) + 3)]
    delimiter = (None, *DELIMITERS)[way // 16 % (len(DELIMITERS) + 1)]
    layout = TableLayout(encoding=encoding, delimiter=delimiter, **_SMALL)
    _check_rows(raw, layout)
    for read in (_read_bookings, _read_targets, read_owners):
        table = _opened(raw, layout)
        if table is not None:
            attempt(read, table)
            _tell(table)
    table = _opened(raw, layout)
    if table is not None:
        attempt(import_actuals, MemoryStore(tenant="acme"), table)


def _read_bookings(table: DelimitedTable) -> None:
    document = ActualsDocument(read_actuals(table))
    again = loads(dumps(document), ActualsDocument)
    expect(again == document, "bookings that cannot be kept")


def _read_targets(table: DelimitedTable) -> object:
    return read_targets(table, form=_TARGETS, owners=OwnerBook())


def _opened(raw: bytes, layout: TableLayout) -> DelimitedTable | None:
    return attempt(DelimitedTable, io.BytesIO(raw), name="bad.csv", layout=layout)


def _tell(table: DelimitedTable) -> None:
    for finding in table.findings[:3]:
        expect(len(str(finding)) < 4_000, "a finding goes on and on")
    write_rejected(io.StringIO(newline=""), table)


def _check_rows(raw: bytes, layout: TableLayout) -> None:
    table = _opened(raw, layout)
    if table is None:
        return
    rows = [row.cells for row in table]
    _tell(table)
    expect(all(len(row) == len(table.header) for row in rows), "a ragged row")
    written = io.StringIO(newline="")
    write_table(written, table.header, rows)
    text = written.getvalue()
    stated = TableLayout(encoding="utf-8", delimiter=",", **_SMALL)
    again = DelimitedTable(io.BytesIO(text.encode()), name="again.csv", layout=stated)
    back = [row.cells for row in again]
    # A row of one empty cell is a blank line, which is none.
    kept = [[unarmed(cell) for cell in row] for row in rows if any(row)]
    expect([row for row in back if any(row)] == kept, "rows are written otherwise")
    for before, after in zip(kept, back, strict=False):
        expect(list(map(restored, before)) == list(map(restored, after)), "restored")
