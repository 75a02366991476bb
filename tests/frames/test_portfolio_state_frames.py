"""A portfolio is kept current from data frames, and asked about them, all the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.frames.goal_columns import (
    DAYS,
    actual_table,
    expected_row,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)
from tests.frames.libraries import (
    KINDS,
    DuckDB,
    LazyPolars,
    lib,
    skip_without_libraries,
)
from tests.frames.portfolio_rows import rows_of

from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames import assess
from jbpcore.frames.portfolio_state import PortfolioState
from jbpcore.model.health import HealthBands

skip_without_libraries()

IN_MEMORY = [name for name in KINDS if name not in {"duckdb", "polars-lazy"}]
AS_OF = DAYS[0]
CASES = make_cases(200, 12, AS_OF)


def whole() -> PortfolioState:
    state = PortfolioState()
    state.add(rows_of(actual_table(CASES)))
    return state


@pytest.mark.parametrize("kind", KINDS)
def test_bookings_in_a_frame_come_to_those_in_rows(kind: str) -> None:
    state = PortfolioState()
    assert state.add(KINDS[kind]()(actual_table(CASES)), batch="all")
    assert not state.add(rows_of(actual_table(CASES)), batch="all")
    state.forget(["all"])
    assert state == whole()


@pytest.mark.parametrize("kind", IN_MEMORY)
def test_goals_in_a_frame_come_to_what_each_comes_to(kind: str) -> None:
    make = KINDS[kind]()
    state = whole()
    goals, phasing = make(goal_table(CASES)), make(phasing_table(CASES))
    for as_of in (AS_OF, AS_OF - timedelta(days=50))[: 1 if "pandas" in kind else 2]:
        found = state.assess(goals, as_of=as_of, phasing=phasing)
        actuals = make(actual_table(CASES))
        again = assess(goals, actuals, as_of=as_of, phasing=phasing)
        rows = [found_row(row) for row in make.rows(found)]
        assert rows == [found_row(row) for row in make.rows(again)]
        for row, case in zip(rows, CASES, strict=True):
            expected = expected_row(case, as_of, HealthBands())
            assert {name: row[name] for name in expected} == expected, row


@pytest.mark.parametrize("kind", IN_MEMORY)
def test_goals_without_a_single_booking_are_measured(kind: str) -> None:
    make = KINDS[kind]()
    columns = goal_table(CASES[:30])
    found = PortfolioState().assess(
        make(columns), as_of=AS_OF, phasing=make(phasing_table(CASES))
    )
    by_rows = PortfolioState().assess(
        rows_of(columns), as_of=AS_OF, phasing=rows_of(phasing_table(CASES))
    )
    rows = [found_row(row) for row in make.rows(found)]
    assert rows == [found_row(row) for row in by_rows]


@pytest.mark.parametrize("kind", IN_MEMORY)
def test_days_are_closed_for_the_goals_of_a_frame(kind: str) -> None:
    by_frame, by_rows = whole(), whole()
    by_frame.compact(before=AS_OF, goals=KINDS[kind]()(goal_table(CASES)))
    by_rows.compact(before=AS_OF, goals=rows_of(goal_table(CASES)))
    assert by_frame == by_rows != whole()


def test_a_batch_of_arrow_is_taken_as_it_is() -> None:
    table = KINDS["pyarrow"]()(actual_table(CASES))
    state = PortfolioState()
    for batch in table.to_batches(max_chunksize=7):
        state.add(batch)
    assert state == whole()


def test_files_are_read_batch_by_batch(tmp_path: Path) -> None:
    pl = lib("polars")
    frame = KINDS["polars"]()(actual_table(CASES))
    frame.write_parquet(tmp_path / "bookings.parquet", row_group_size=50)
    frame.write_csv(tmp_path / "bookings.csv")
    for late in (
        pl.scan_parquet(tmp_path / "bookings.parquet"),
        pl.scan_csv(tmp_path / "bookings.csv", try_parse_dates=True),
    ):
        state = PortfolioState()
        for batch in late.collect_batches(chunk_size=64):
            state.add(batch)
        assert state == whole()


def test_files_are_assessed_as_they_stream_by(tmp_path: Path) -> None:
    pl = lib("polars")
    make = LazyPolars()
    goals, phasing = make(goal_table(CASES)), make(phasing_table(CASES))
    frame = KINDS["polars"]()(actual_table(CASES))
    frame.write_parquet(tmp_path / "bookings.parquet", row_group_size=50)
    frame.write_csv(tmp_path / "bookings.csv")
    expected = make.rows(assess(goals, frame.lazy(), as_of=AS_OF, phasing=phasing))
    by_key = {row["goal_id"]: row for row in expected}
    for late in (
        pl.scan_parquet(tmp_path / "bookings.parquet"),
        pl.scan_csv(tmp_path / "bookings.csv", try_parse_dates=True),
    ):
        found = make.rows(assess(goals, late, as_of=AS_OF, phasing=phasing))
        assert {row["goal_id"]: row for row in found} == by_key


def test_duckdb_reads_files_itself(tmp_path: Path) -> None:
    frame = KINDS["polars"]()(actual_table(CASES))
    frame.write_parquet(tmp_path / "bookings.parquet")
    make = DuckDB()
    state = PortfolioState()
    state.add(make.connection.read_parquet(str(tmp_path / "bookings.parquet")))
    assert state == whole()


FAULTS: dict[str, Callable[[Any], Any]] = {
    "actuals.amount": lambda pl: pl.DataFrame(
        {"goal_id": ["a"], "date": [AS_OF], "amount": [None]},
        schema_overrides={"amount": pl.Int64},
    ),
    "actuals.date": lambda pl: pl.DataFrame(
        {"goal_id": ["a"], "date": ["2026-05-01"], "amount": [1]}
    ),
    "actuals.goal_id": lambda pl: pl.DataFrame({"date": [AS_OF], "amount": [1]}),
}


@pytest.mark.parametrize("path", FAULTS)
def test_a_frame_that_cannot_be_counted_is_refused(path: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        PortfolioState().add(FAULTS[path](lib("polars")))
    assert [finding.path for finding in caught.value.findings] == [path]


def test_sums_that_would_come_round_are_refused() -> None:
    pl = lib("polars")
    many = pl.DataFrame({"goal_id": 1, "date": AS_OF, "amount": [2**52] * 4096})
    with pytest.raises(InvalidValueError, match=r"2\^62"):
        PortfolioState().add(many)


def test_what_is_no_frame_in_memory_is_refused() -> None:
    late = LazyPolars()(goal_table(CASES))
    with pytest.raises(InvalidValueError, match="in memory"):
        whole().assess(late, as_of=AS_OF)
    with pytest.raises(InvalidValueError, match="data frame"):
        whole().assess(7, as_of=AS_OF)
    with pytest.raises(InvalidValueError, match="data frame"):
        PortfolioState().add(date(2026, 1, 1))
