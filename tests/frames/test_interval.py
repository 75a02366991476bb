"""A data frame comes to the intervals that each goal comes to by itself."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames.goal_columns import (
    DAYS,
    Case,
    Columns,
    actual_table,
    goal_table,
    phasing_table,
)
from tests.frames.goal_strategies import DAY, odd_cases
from tests.frames.interval_columns import (
    INTERVAL,
    LEVELS,
    busy_cases,
    expected_interval,
    unlike,
)
from tests.frames.libraries import KINDS, skip_without_libraries

from jbpcore.errors import InvalidValueError
from jbpcore.frames import PortfolioState, assess

GOALS = int(os.environ.get("JBPCORE_FRAME_GOALS", "300"))
SEED = 2027

skip_without_libraries()


def rows_of(kind: str, cases: list[Case], as_of: date, **options: Any) -> Any:
    make = KINDS[kind]()
    found = assess(
        make(goal_table(cases)),
        make(actual_table(cases)),
        phasing=make(phasing_table(cases)),
        as_of=as_of,
        **options,
    )
    return make.rows(found)


@pytest.mark.parametrize("as_of", DAYS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_every_interval_is_that_of_one_goal(kind: str, as_of: date) -> None:
    level = LEVELS[DAYS.index(as_of)]
    cases = busy_cases(GOALS, SEED, as_of)
    rows = rows_of(kind, cases, as_of, level_ratio=level)
    assert len(rows) == len(cases)
    assert not unlike(rows, cases, as_of, level)


def test_the_cases_are_worth_looking_at() -> None:
    found = [
        expected_interval(case, DAYS[0], LEVELS[2])
        for case in busy_cases(GOALS, SEED, DAYS[0])
    ]
    known = [row for row in found if row["projected_low"] is not None]
    wide = [row for row in known if row["projected_low"] < row["projected_high"]]
    open_ = [row for row in known if row["hit_probability"] not in {None, 0.0, 1.0}]
    assert len(known) > GOALS // 3
    assert len(wide) > GOALS // 4
    assert len(open_) > GOALS // 6


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_small_odd_goals_too(kind: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(
        drawn=st.lists(odd_cases(), min_size=1, max_size=30),
        as_of=DAY,
        level=st.sampled_from(LEVELS),
    )
    def all_match(drawn: list[Case], as_of: date, level: Fraction) -> None:
        cases = [attrs.evolve(case, key=f"g-{n}") for n, case in enumerate(drawn)]
        rows = rows_of(kind, cases, as_of, level_ratio=level)
        assert not unlike(rows, cases, as_of, level)

    all_match()


def test_no_order_of_rows_changes_a_digit() -> None:
    polars = pytest.importorskip("polars")
    cases = busy_cases(60, SEED, DAYS[0])
    goals, entries = goal_table(cases), polars.DataFrame(actual_table(cases))
    tables = {
        "phasing": polars.DataFrame(phasing_table(cases)),
        "as_of": DAYS[0],
        "level_ratio": LEVELS[2],
    }
    make = KINDS["polars"]()
    one = assess(make(goals), entries, **tables)
    other = assess(make(goals).reverse(), entries.reverse(), **tables)
    assert one.equals(other.reverse())


def test_they_come_out_only_where_they_are_asked_for() -> None:
    cases = busy_cases(5, SEED, DAYS[0])
    bare = rows_of("polars", cases, DAYS[0])[0]
    asked = rows_of("polars", cases, DAYS[0], level_ratio=Fraction(4, 5))[0]
    assert [*asked][-3:] == [*INTERVAL]
    assert [*bare] == [*asked][:-3]


@pytest.mark.parametrize(
    "level", [0.8, Fraction(1, 101), Fraction(199, 200), 1, Fraction(0)], ids=str
)
def test_other_levels_are_refused(level: Any) -> None:
    cases = busy_cases(2, SEED, DAYS[0])
    with pytest.raises(InvalidValueError, match=r"level_ratio must be .* Fraction"):
        rows_of("polars", cases, DAYS[0], level_ratio=level)


def test_a_goal_may_not_have_columns_of_these_names() -> None:
    polars = pytest.importorskip("polars")
    cases = busy_cases(2, SEED, DAYS[0])
    goals = polars.DataFrame(goal_table(cases)).with_columns(
        polars.lit(1).alias("hit_probability")
    )
    with pytest.raises(Exception, match="hit_probability"):
        assess(goals, polars.DataFrame(actual_table(cases)), as_of=DAYS[0])


@pytest.mark.parametrize("as_of", DAYS, ids=str)
@pytest.mark.parametrize("kind", ["rows", "polars", "pandas-types", "pyarrow"])
def test_a_state_that_was_kept_current_comes_to_them_too(
    kind: str, as_of: date
) -> None:
    level = LEVELS[2]
    cases = busy_cases(GOALS // 3, SEED, as_of)
    state = PortfolioState()
    rows = in_rows(actual_table(cases))
    for start in range(3):
        state.add(rows[start::3])
    goals, months = goal_table(cases), phasing_table(cases)
    if kind == "rows":
        found = state.assess(
            in_rows(goals), as_of=as_of, phasing=in_rows(months), level_ratio=level
        )
    else:
        make = KINDS[kind]()
        frame = state.assess(
            make(goals), as_of=as_of, phasing=make(months), level_ratio=level
        )
        found = make.rows(frame)
    assert len(found) == len(cases)
    assert not unlike(found, cases, as_of, level)


def in_rows(columns: Columns) -> list[dict[str, Any]]:
    cells = zip(*columns.values(), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in cells]


def test_days_that_were_closed_tell_of_no_week() -> None:
    goals = [
        {
            "goal_id": "sales",
            "target": 100,
            "first_day": date(2026, 4, 1),
            "last_day": date(2026, 6, 30),
        }
    ]
    state = PortfolioState()
    state.add(
        {"goal_id": "sales", "date": date(2026, 4, day), "amount": day}
        for day in range(1, 30)
    )
    state.compact(before=date(2026, 4, 3))
    inside = state.assess(goals, as_of=date(2026, 4, 30), level_ratio=Fraction(1, 2))
    assert inside[0]["projected_low"] < inside[0]["projected_high"]
    state.compact(before=date(2026, 4, 10))
    with pytest.raises(InvalidValueError, match="2026-04-01 to 2026-04-09"):
        state.assess(goals, as_of=date(2026, 4, 30), level_ratio=Fraction(1, 2))
    assert state.assess(goals, as_of=date(2026, 4, 30))[0]["attained"] == 435
