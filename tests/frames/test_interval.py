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
from jbpcore.frames import assess

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
