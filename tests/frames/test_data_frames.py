"""pandas, polars, DuckDB and PyArrow take our tables, and we take their frames."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import pytest
from tests.frames.test_tidy_tables import BOOKED, PLAN

from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.tabular.actual_form import ActualColumns, ActualFormat
from jbpcore.adapters.tabular.import_mapping import ImportMapping
from jbpcore.adapters.tabular.importing import import_actuals
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.errors import InvalidDataError, MissingExtraError
from jbpcore.frames import frame_table
from jbpcore.frames.entry_table import tidy_entries
from jbpcore.frames.frame_table import FrameTable
from jbpcore.frames.result_table import tidy_results
from jbpcore.frames.tidy import ColumnKind, TidyColumn, TidyTable
from jbpcore.values.money import Money

LIBRARIES = ("duckdb", "narwhals", "pandas", "polars", "pyarrow")
absent = [name for name in LIBRARIES if find_spec(name) is None]
must_be_there = bool(os.environ.get("JBPCORE_REQUIRE_FRAMES"))
pytestmark = pytest.mark.skipif(
    bool(absent) and not must_be_there,
    reason="libraries of data frames are missing; nox -s frames installs them",
)


def test_every_library_is_there() -> None:
    assert absent == []


def library(name: str) -> Any:
    return import_module(name)


def rows_of_pandas(table: TidyTable) -> list[dict[str, Any]]:
    frame = library("pandas").DataFrame.from_arrow(table)
    found: list[dict[str, Any]] = frame.to_dict("records")
    return found


def rows_of_polars(table: TidyTable) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = library("polars").DataFrame(table).to_dicts()
    return found


def rows_of_pyarrow(table: TidyTable) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = library("pyarrow").table(table).to_pylist()
    return found


def rows_of_duckdb(table: TidyTable) -> list[dict[str, Any]]:
    with library("duckdb").connect() as connection:
        stream = library("pyarrow").table(table)  # a name that DuckDB finds
        assert stream.num_rows == len(table)
        relation = connection.sql("select * from stream")
        return [
            dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()
        ]


TAKERS = [rows_of_pandas, rows_of_polars, rows_of_pyarrow, rows_of_duckdb]


@pytest.mark.parametrize("take", TAKERS)
def test_every_library_takes_a_table_with_its_digits(
    take: Callable[[TidyTable], list[dict[str, Any]]],
) -> None:
    result = assess_plan(PLAN, BOOKED, as_of=date(2026, 5, 15))
    table = tidy_results(result)
    row = take(table)[0]
    assert list(row) == list(table.names)
    assert row["expected_to_date"] == Decimal("12362.64")
    assert row["partner"] == "Northwind"
    assert row["attainment_ratio"] == 0.15
    entry = take(tidy_entries(BOOKED))[0]
    assert entry["amount"] == Decimal(7500)
    assert str(entry["date"])[:10] == "2026-04-20"


@pytest.mark.parametrize("take", TAKERS)
def test_every_library_takes_a_table_without_rows(
    take: Callable[[TidyTable], list[dict[str, Any]]],
) -> None:
    assert take(tidy_results([])) == []


def test_digits_beyond_the_short_decimal_are_kept() -> None:
    # 24 digits before the point and 35 behind cannot stand in 38 together.
    cells = [Decimal(10**24 - 1), Decimal("1e-35"), None]
    table = TidyTable([TidyColumn("n", ColumnKind.DECIMAL, cells)])
    assert library("pyarrow").table(table).column("n").to_pylist() == cells


DATA = {
    "Reseller": ["northwind", "contoso", None],
    "Day": [date(2026, 4, 20), date(2026, 4, 21), date(2026, 4, 22)],
    "Net": [7500.25, float("nan"), 5.0],
    "Order": ["so-1", "so-2", "so-3"],
}
MAPPING = ImportMapping(
    name="Orders",
    columns=ActualColumns(owner="Reseller", on="Day", amount="Net", ids=("Order",)),
    form=ActualFormat(currency="EUR"),
)


def duckdb_relation() -> Any:
    arrow = library("pyarrow").table(DATA)
    return library("duckdb").from_arrow(arrow)


MAKERS: dict[str, Callable[[], Any]] = {
    "pandas": lambda: library("pandas").DataFrame(DATA),
    "pandas with times": lambda: library("pandas").DataFrame(
        {**DATA, "Day": library("pandas").to_datetime(DATA["Day"])}
    ),
    "polars": lambda: library("polars").DataFrame(DATA),
    "polars, late": lambda: library("polars").LazyFrame(DATA),
    "pyarrow": lambda: library("pyarrow").table(DATA),
    "duckdb": duckdb_relation,
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_frame_is_imported_like_a_file(name: str) -> None:
    table = FrameTable(MAKERS[name](), name="orders")
    store = MemoryStore(tenant="acme")
    done = import_actuals(store, table, mapping=MAPPING)
    entry = next(store.query())
    assert len(done.entries) == 1
    assert (entry.entry_id, entry.on) == ("so-1", date(2026, 4, 20))
    assert entry.amount == Money("7500.25", "EUR")
    assert [(found.row, found.column) for found in table.findings] == [
        (2, "Net"),
        (3, "Reseller"),
    ]
    again = import_actuals(store, FrameTable(MAKERS[name]()), mapping=MAPPING)
    assert again.outcomes == ("same",)


def test_cells_are_written_as_files_write_them() -> None:
    naive = datetime(2026, 4, 20, 9, 30)  # noqa: DTZ001 - frames know naive times
    cells = [[True], [1e21], [Decimal("1.50")], [naive], [3.0], [1e-7]]
    table = FrameTable(
        library("polars").DataFrame(
            {str(at): library("polars").Series(cell) for at, cell in enumerate(cells)}
        )
    )
    assert next(iter(table))[1] == [
        "true",
        "1000000000000000000000",
        "1.50",
        "2026-04-20T09:30:00",
        "3",
        "0.0000001",
    ]


def test_findings_beyond_the_bound_are_counted() -> None:
    table = FrameTable(library("polars").DataFrame(DATA), max_findings=1)
    import_actuals(MemoryStore(tenant="acme"), table, mapping=MAPPING)
    first, more = table.findings
    assert (first.row, more.code) == (2, "jbp.table.too_many_findings")
    assert more.message.startswith("1 more")


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="data frame") as caught:
        FrameTable([1, 2, 3])
    assert caught.value.findings[0].code == "jbp.table.frame"


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(frame_table, "import_module", missing)
    with pytest.raises(MissingExtraError, match=r"jbpcore\[frames\]"):
        FrameTable(library("polars").DataFrame(DATA))
