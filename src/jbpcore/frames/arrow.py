"""Columns as Arrow, through PyArrow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from jbpcore.errors import MissingExtraError
from jbpcore.frames.tidy import ColumnKind, TidyColumn, TidyTable

__all__ = ["arrow_stream"]

_SHORT: Final = 38  # digits of the shorter of the two kinds of decimal


def arrow_stream(table: TidyTable, requested_schema: object | None) -> object:
    """Return the capsule that holds *table*.

    Args:
        table: The table.
        requested_schema: Types that the taker prefers.

    Raises:
        MissingExtraError: If PyArrow is not installed.
    """
    arrow = _library()
    arrays = [
        arrow.array(column.cells, type=_TYPES[column.kind](arrow, column))
        for column in table.columns
    ]
    made = arrow.table(arrays, names=list(table.names))
    return made.__arrow_c_stream__(requested_schema)


def _library() -> ModuleType:
    try:
        return import_module("pyarrow")
    except ModuleNotFoundError as error:
        raise MissingExtraError("arrow", "pyarrow") from error


def _decimal(arrow: Any, column: TidyColumn) -> object:  # noqa: ANN401 - a module
    """Return a type that holds every digit of the column."""
    places, whole = _digits(c for c in column.cells if isinstance(c, Decimal))
    total = max(places + whole, 1)
    if total <= _SHORT:
        return arrow.decimal128(_SHORT, places)
    return arrow.decimal256(total, places)


def _digits(numbers: Iterable[Decimal]) -> tuple[int, int]:
    """Return the most digits behind the point, and before it."""
    places = whole = 0
    for number in numbers:
        exponent = int(number.as_tuple().exponent)
        places = max(places, -exponent)
        whole = max(whole, number.adjusted() + 1)
    return places, whole


_TYPES: Final[dict[ColumnKind, Callable[[Any, TidyColumn], object]]] = {
    ColumnKind.TEXT: lambda arrow, _: arrow.string(),
    ColumnKind.COUNT: lambda arrow, _: arrow.int64(),
    ColumnKind.DECIMAL: _decimal,
    ColumnKind.NUMBER: lambda arrow, _: arrow.float64(),
    ColumnKind.DAY: lambda arrow, _: arrow.date32(),
    ColumnKind.INSTANT: lambda arrow, _: arrow.timestamp("us", tz="UTC"),
    ColumnKind.FLAG: lambda arrow, _: arrow.bool_(),
}
