"""A sheet of a workbook as the text table that all readers of lists take."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from jbpcore.adapters.excel import child
from jbpcore.adapters.excel.container import container_problem
from jbpcore.adapters.excel.limits import WorkbookLimits
from jbpcore.errors import Finding, InvalidDataError, MissingExtraError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["open_sheet"]

_LONGEST_REASON: Final = 2_000


def open_sheet(
    path: Path, *, sheet: str | None = None, limits: WorkbookLimits | None = None
) -> io.BufferedReader:
    """Open a sheet as the bytes of a CSV text in UTF-8, a line for each row.

    The workbook is parsed by a process of its own, so that a file made to break its
    reader breaks that process alone. What formulas last came to is read; nothing is
    computed and nothing is run. Closing the stream ends the process.

    Args:
        path: The file.
        sheet: The name of the sheet; the first one if ``None``.
        limits: The bounds; the default ones if ``None``.

    Raises:
        MissingExtraError: If the extra ``excel`` is not installed.
        InvalidDataError: If the file is no workbook, or is beyond a bound. What is
            only found while reading is raised as an :class:`OSError` by the stream,
            as a table of text expects it.
    """
    limits = limits or WorkbookLimits()
    for package in ("openpyxl", "defusedxml"):
        if find_spec(package) is None:
            raise MissingExtraError("excel", package)
    problem = container_problem(path, limits)
    if problem is not None:
        finding = Finding(code="jbp.table.workbook", path=path.name, message=problem)
        raise InvalidDataError(path.name, (finding,))
    return io.BufferedReader(_SheetStream(path, sheet, limits))


class _SheetStream(io.RawIOBase):
    """The standard output of the process that parses."""

    def __init__(self, path: Path, sheet: str | None, limits: WorkbookLimits) -> None:
        wanted = {
            "path": os.fspath(path.resolve()),
            "sheet": sheet,
            "rows": limits.max_rows,
            "columns": limits.max_columns,
            "memory": limits.max_memory_bytes,
        }
        self._seconds = limits.max_seconds
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and file
            # Without -P the folder of the file would be searched for modules first.
            [sys.executable, "-P", child.__file__, json.dumps(wanted)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._told,
            env=environment,
        )
        self._out = cast("io.BufferedReader", self._process.stdout)
        self._was_late = False
        self._alarm = threading.Timer(limits.max_seconds, self._stop_late)
        self._alarm.daemon = True
        self._alarm.start()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count: int = self._out.readinto1(buffer)
        if not count:
            self._check_end()
        return count

    def close(self) -> None:
        if not self.closed:
            self._alarm.cancel()
            self._process.kill()
            self._process.wait()
            self._out.close()
            self._told.close()
        super().close()

    def _stop_late(self) -> None:
        self._was_late = True
        self._process.kill()

    def _check_end(self) -> None:
        """Raise what went wrong, once all is read."""
        status = self._process.wait()
        self._alarm.cancel()
        if self._was_late:
            reason = f"Reading it took more than {self._seconds} s"
            raise OSError(reason)
        if status == child.PROBLEM:
            self._told.seek(0)
            reason = self._told.read(_LONGEST_REASON).decode("utf-8", "replace")
            raise OSError(reason.rstrip("."))
        if status:
            reason = f"Its reader stopped with status {status}"
            raise OSError(reason)
