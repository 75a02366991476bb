"""Workbooks: the archive, and the sheets in it as the reading process sees them."""

from __future__ import annotations

import io
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from fuzz.harness import attempt, expect

from jbpcore.adapters.delimited.reader import DelimitedTable
from jbpcore.adapters.excel import child
from jbpcore.adapters.excel.container import container_problem
from jbpcore.adapters.excel.limits import WorkbookLimits
from jbpcore.adapters.tabular.actuals import read_actuals

__all__ = ["check"]

LONGEST: Final = 8_192
_LIMITS: Final = WorkbookLimits(
    max_inflated_bytes=1024 * 1024, max_parts=50, max_rows=200, max_columns=20
)
_FILE: Final = Path(tempfile.gettempdir()) / "jbpcore-fuzz.xlsx"


def check(data: bytes) -> None:
    """Measure the archive; what is let through is read as the process would."""
    path = _FILE.with_suffix(f".{tempfile.gettempprefix()}.xlsx")
    path.write_bytes(data)
    try:
        problem = container_problem(path, _LIMITS)
        expect(problem is None or problem.endswith("."), "no sentence", problem)
        if problem is None:
            _check_sheet(path)
    finally:
        path.unlink(missing_ok=True)


def _check_sheet(path: Path) -> None:
    wanted = {"path": str(path), "sheet": None, "rows": 200, "columns": 20}
    out = io.StringIO(newline="")
    # The process ends with a sentence on whatever goes wrong here; it may take long,
    # or memory, in which case it is stopped from outside.
    with suppress(Exception):
        child._write(wanted, out)  # noqa: SLF001 - what the process runs, without one
    raw = out.getvalue().encode("utf-8", "surrogatepass")
    table = attempt(DelimitedTable, io.BytesIO(raw), name="bad.xlsx")
    if table is not None:
        attempt(read_actuals, table)
