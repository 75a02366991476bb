"""Any data frame as the table that the readers of lists take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from math import isnan
from types import ModuleType
from typing import Any, Final

from jbpcore.codec.table_problems import TableProblems
from jbpcore.errors import Finding, InvalidDataError, MissingExtraError, Severity
from jbpcore.wording import Sentence

__all__ = ["FrameTable"]

_MOST_FINDINGS: Final = 100_000


class FrameTable:
    """A data frame of pandas, polars, PyArrow, DuckDB, … as a table of texts.

    :func:`~jbpcore.adapters.tabular.actuals.read_actuals` and
    :func:`~jbpcore.adapters.tabular.importing.import_actuals` read it like a file, with
    the same mapping and the same account of every row. Needs the extra ``frames``.

    Args:
        frame: The data frame; one that is computed late is collected.
        name: What to call it in messages.
        max_findings: Findings kept one by one; further ones are counted.

    Raises:
        MissingExtraError: If the extra is not installed.
        InvalidDataError: If *frame* is no data frame that narwhals knows.
    """

    def __init__(
        self,
        frame: Any,  # noqa: ANN401 - of any library
        *,
        name: str = "frame",
        max_findings: int = _MOST_FINDINGS,
    ) -> None:
        """Look at the columns."""
        self.name = name
        self._frame = _known(frame, name)
        self.header: tuple[str, ...] = tuple(map(str, self._frame.columns))
        self._problems = TableProblems(name, most=max_findings)

    def __repr__(self) -> str:
        """What it is called, and its columns."""
        return f"<FrameTable {self.name!r} header={self.header!r}>"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong so far, in the order of the frame."""
        return self._problems.findings

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the number of each row, counted from 1, and its cells as texts."""
        for number, row in enumerate(self._frame.iter_rows(), 1):
            cells = [_text(value) for value in row]
            if any(cells):
                yield number, cells

    def report(
        self,
        code: str,
        row: int | None,
        message: str,
        *,
        column: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding about a row or a cell."""
        self._problems.report(code, row, message, column=column, severity=severity)


def _library() -> ModuleType:
    try:
        return import_module("narwhals.stable.v2")
    except ModuleNotFoundError as error:
        raise MissingExtraError("frames", "narwhals") from error


def _known(frame: object, name: str) -> Any:  # noqa: ANN401 - a class of the extra
    library = _library()
    try:
        found = library.from_native(frame)
    except TypeError as error:
        message = Sentence(
            "Give a data frame, such as one of pandas, polars or PyArrow.",
        )
        finding = Finding(code="jbp.table.frame", path=name, message=message)
        raise InvalidDataError(name, (finding,)) from error
    return found.collect() if isinstance(found, library.LazyFrame) else found


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a frame holds
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return "" if value is None or value != value else str(value)  # noqa: PLR0124 - NaT


def _number(value: float) -> str:
    if isnan(value):
        return ""
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")


def _moment(value: datetime) -> str:
    is_day = value.tzinfo is None and not any(value.timetuple()[3:6])
    return value.date().isoformat() if is_day else value.isoformat()


# In this order: a bool is an int, and a datetime is a date.
_WRITERS: Final[tuple[tuple[type, Callable[[Any], str]], ...]] = (
    (str, str),
    (bool, lambda value: str(value).lower()),
    (float, _number),
    (datetime, _moment),
    (date, date.isoformat),
    (Decimal, lambda value: format(value, "f")),
)
