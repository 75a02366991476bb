"""Tables in every library that is here, and back to plain rows."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import pytest
from tests.frames.goal_columns import Columns

LIBRARIES: Final = ("duckdb", "narwhals", "pandas", "polars", "pyarrow")
_TEXTS: Final = {"phasing", "shape"}
_WHOLE: Final = {
    "target",
    "baseline",
    "amount",
    "weight",
    "month",
    "sequence",
    "rate_millionths",
}


def skip_without_libraries() -> None:
    """Skip a module where libraries are missing, unless they have to be there."""
    absent = [name for name in LIBRARIES if find_spec(name) is None]
    if absent and not os.environ.get("JBPCORE_REQUIRE_FRAMES"):
        pytest.skip(f"not installed: {', '.join(absent)}", allow_module_level=True)


def lib(name: str) -> Any:
    return import_module(name)


def in_polars(columns: Columns) -> Any:
    pl = lib("polars")
    types = {}
    for name, cells in columns.items():  # of columns without a cell too
        if name in _WHOLE and not any(isinstance(cell, str) for cell in cells):
            types[name] = pl.Int64
        if name in _TEXTS and not any(isinstance(cell, int) for cell in cells):
            types[name] = pl.String
    return pl.DataFrame(columns, schema_overrides=types)


class Polars:
    """Makes data frames of columns, and rows of data frames."""

    is_late = False

    def __call__(self, columns: Columns) -> Any:
        return in_polars(columns)

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("polars").DataFrame)
        return list(frame.iter_rows(named=True))


class LazyPolars(Polars):
    is_late = True

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


class PandasObjects(Polars):
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
    is_late = True

    def __init__(self) -> None:
        self.connection = lib("duckdb").connect()

    def __call__(self, columns: Columns) -> Any:
        return self.connection.from_arrow(in_polars(columns).to_arrow())

    def rows(self, frame: Any) -> list[dict[str, Any]]:
        assert isinstance(frame, lib("duckdb").DuckDBPyRelation)
        found: list[dict[str, Any]] = frame.to_arrow_table().to_pylist()
        return found


KINDS: Final[dict[str, Callable[[], Polars]]] = {
    "polars": Polars,
    "polars-lazy": LazyPolars,
    "pyarrow": PyArrow,
    "pandas-objects": PandasObjects,
    "pandas-types": PandasTypes,
    "pandas-arrow": PandasArrow,
    "duckdb": DuckDB,
}
