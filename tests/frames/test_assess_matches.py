"""A data frame of goals comes to the digits that each goal comes to by itself.

``JBPCORE_FRAME_GOALS`` says how many goals are made for each day asked about; a proof on
a hundred thousand takes minutes, and a few thousand find what there is to find.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from tests.frames.goal_columns import (
    DAYS,
    Columns,
    actual_table,
    expected_rows,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)

from jbpcore.frames import assess

GOALS = int(os.environ.get("JBPCORE_FRAME_GOALS", "1000"))
SEED = 2026

LIBRARIES = ("duckdb", "narwhals", "pandas", "polars", "pyarrow")
absent = [name for name in LIBRARIES if find_spec(name) is None]
if absent and not os.environ.get("JBPCORE_REQUIRE_FRAMES"):
    pytest.skip(f"not installed: {', '.join(absent)}", allow_module_level=True)


def lib(name: str) -> Any:
    return import_module(name)


def in_polars(columns: Columns) -> Any:
    return lib("polars").DataFrame(columns, schema_overrides=_types(columns))


def _types(columns: Columns) -> dict[str, Any]:
    pl = lib("polars")
    whole = {"target", "baseline", "amount", "weight", "month", "sequence"}
    texts = {"phasing"}
    found = {name: pl.Int64 for name in whole & set(columns)}
    return found | {name: pl.String for name in texts & set(columns)}


class Polars:
    def __call__(self, columns: Columns) -> Any:
        return in_polars(columns)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("polars").DataFrame)
        return list(frame.iter_rows(named=True))


class LazyPolars(Polars):
    def __call__(self, columns: Columns) -> Any:
        return in_polars(columns).lazy()

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("polars").LazyFrame)
        return super().rows(frame.collect(engine="streaming"))


class PyArrow(Polars):
    def __call__(self, columns: Columns) -> Any:
        return in_polars(columns).to_arrow()

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("pyarrow").Table)
        found: list[dict[str, Any]] = frame.to_pylist()
        return found


class PandasObjects:
    """As ``DataFrame(...)`` makes them: days as objects, whole numbers as floats."""

    def __call__(self, columns: Columns) -> Any:
        return lib("pandas").DataFrame(columns)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("pandas").DataFrame)
        found: list[dict[str, Any]] = frame.to_dict("records")
        return found


class PandasTypes(PandasObjects):
    """With whole numbers that may be missing, days as moments, and odd labels."""

    def __call__(self, columns: Columns) -> Any:
        pandas = lib("pandas")
        frame = pandas.DataFrame(columns)
        for name in {"target", "baseline"} & set(columns):
            frame[name] = pandas.array(columns[name], dtype="Int64")
        for name in {"first_day", "last_day", "date"} & set(columns):
            frame[name] = pandas.to_datetime(frame[name]).astype("datetime64[ns]")
        for name in {"shape", "status"} & set(columns):
            frame[name] = frame[name].astype("category")
        frame.index = pandas.RangeIndex(5, 5 + len(frame)).astype(str)
        return frame


class PandasArrow(PandasObjects):
    """With columns that Arrow keeps."""

    def __call__(self, columns: Columns) -> Any:
        table = in_polars(columns).to_arrow()
        return table.to_pandas(types_mapper=lib("pandas").ArrowDtype)


class DuckDB(Polars):
    def __init__(self) -> None:
        self.connection = lib("duckdb").connect()

    def __call__(self, columns: Columns) -> Any:
        return self.connection.from_arrow(in_polars(columns).to_arrow())

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("duckdb").DuckDBPyRelation)
        found: list[dict[str, Any]] = frame.to_arrow_table().to_pylist()
        return found


KINDS: dict[str, Callable[[], Any]] = {
    "polars": Polars,
    "polars-lazy": LazyPolars,
    "pyarrow": PyArrow,
    "pandas-objects": PandasObjects,
    "pandas-types": PandasTypes,
    "pandas-arrow": PandasArrow,
    "duckdb": DuckDB,
}


@pytest.mark.parametrize("as_of", DAYS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_that_of_one_goal(kind: str, as_of: date) -> None:
    make = KINDS[kind]()
    cases = make_cases(GOALS, SEED, as_of)
    goals = make(goal_table(cases))

    found = assess(
        goals,
        make(actual_table(cases)),
        phasing=make(phasing_table(cases)),
        as_of=as_of,
    )

    rows = {row["goal_id"]: found_row(row) for row in make.rows(found)}
    assert len(rows) == len(cases)
    for expected in expected_rows(GOALS, SEED, as_of):
        row = rows[expected["goal_id"]]
        assert {name: row[name] for name in expected} == expected, row
