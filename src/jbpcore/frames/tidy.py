"""Columns of plain values, which every data frame takes in one step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

import attrs

from jbpcore.errors import InvalidValueError

__all__ = ["ColumnKind", "TidyCell", "TidyColumn", "TidyTable", "in_columns"]

TidyCell: TypeAlias = str | int | float | Decimal | date | datetime | bool | None
"""What a cell may hold; ``None`` where there is nothing."""


def _cells(cells: Iterable[TidyCell]) -> tuple[TidyCell, ...]:
    return tuple(cells)


class ColumnKind(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    """Whole numbers."""

    DECIMAL = "decimal"
    """Exact numbers, in digits."""

    NUMBER = "number"
    """Floats: ratios, as close as a float comes."""

    DAY = "day"
    INSTANT = "instant"
    """In UTC, to the microsecond."""

    FLAG = "flag"


@attrs.frozen
class TidyColumn:
    """One column.

    Attributes:
        name: Its name.
        kind: What its cells are.
        cells: One for each row.
    """

    name: str
    kind: ColumnKind
    cells: tuple[TidyCell, ...] = attrs.field(converter=_cells)


def _columns(columns: Iterable[TidyColumn]) -> tuple[TidyColumn, ...]:
    return tuple(columns)


@attrs.frozen(repr=False)
class TidyTable:
    """A table in columns: each row one case, each column one variable.

    pandas, polars, DuckDB and PyArrow take it as it is, through the Arrow PyCapsule
    interface, with the extra ``arrow``: ``polars.DataFrame(table)``,
    ``pandas.DataFrame.from_arrow(table)``. Without any extra, ``to_dict()`` is what
    ``pandas.DataFrame(...)`` takes.

    Attributes:
        columns: The columns, equally long.

    Raises:
        InvalidValueError: If two columns have one name, or they are not equally long.

    Examples:
        >>> table = TidyTable([
        ...     TidyColumn("partner", ColumnKind.TEXT, ["northwind", "contoso"]),
        ...     TidyColumn("goals", ColumnKind.COUNT, [3, None]),
        ... ])
        >>> table.to_dict()
        {'partner': ['northwind', 'contoso'], 'goals': [3, None]}
        >>> list(table.iter_rows())[1]
        {'partner': 'contoso', 'goals': None}
    """

    columns: tuple[TidyColumn, ...] = attrs.field(converter=_columns)

    def __attrs_post_init__(self) -> None:
        names = [column.name for column in self.columns]
        lengths = {len(column.cells) for column in self.columns}
        if len(set(names)) < len(names) or len(lengths) > 1:
            expected = "equally long, each name once"
            raise InvalidValueError("TidyTable.columns", names, expected)

    def __len__(self) -> int:
        return len(self.columns[0].cells) if self.columns else 0

    def __repr__(self) -> str:
        return f"<TidyTable: {len(self)} rows, {', '.join(self.names)}>"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def iter_rows(self) -> Iterator[Mapping[str, TidyCell]]:
        """Yield each row, by column."""
        for cells in zip(*(column.cells for column in self.columns), strict=True):
            yield dict(zip(self.names, cells, strict=True))

    def to_dict(self) -> dict[str, list[TidyCell]]:
        """Return the cells of each column."""
        return {column.name: list(column.cells) for column in self.columns}

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Hand the table over as Arrow, without copying it through Python again.

        Raises:
            MissingExtraError: If the extra ``arrow`` is not installed.
        """
        from jbpcore.frames.arrow import arrow_stream  # noqa: PLC0415 - an extra

        return arrow_stream(self, requested_schema)


def in_columns(
    kinds: Mapping[str, ColumnKind], rows: Sequence[Sequence[TidyCell]]
) -> TidyTable:
    """Return the table of *rows*, which have a cell for each of *kinds*."""
    cells = zip(*rows, strict=True) if rows else ((),) * len(kinds)
    columns: list[TidyColumn] = [
        TidyColumn(name, kind, column)
        for (name, kind), column in zip(kinds.items(), cells, strict=True)
    ]
    return TidyTable(columns)
