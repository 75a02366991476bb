"""A data frame of goals comes to the digits that each goal comes to by itself.

``JBPCORE_FRAME_GOALS`` says how many goals are made for each day asked about: a hundred
thousand take minutes, and a few thousand find what there is to find.
"""

from __future__ import annotations

import os
from datetime import date

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.frames.goal_columns import (
    DAYS,
    Case,
    actual_table,
    expected_row,
    expected_rows,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)
from tests.frames.goal_strategies import DAY, odd_cases
from tests.frames.libraries import KINDS, skip_without_libraries

from jbpcore.frames import assess
from jbpcore.model.health import HealthBands

GOALS = int(os.environ.get("JBPCORE_FRAME_GOALS", "1000"))
SEED = 2026

skip_without_libraries()


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


@pytest.mark.parametrize("kind", ["polars", "duckdb"])
def test_small_odd_goals_too(kind: str) -> None:
    make = KINDS[kind]()

    @settings(max_examples=20, deadline=None)
    @given(drawn=st.lists(odd_cases(), min_size=1, max_size=30), as_of=DAY)
    def all_match(drawn: list[Case], as_of: date) -> None:
        cases = [attrs.evolve(case, key=f"g-{n}") for n, case in enumerate(drawn)]
        found = assess(
            make(goal_table(cases)),
            make(actual_table(cases)),
            phasing=make(phasing_table(cases)),
            as_of=as_of,
        )
        rows = {row["goal_id"]: found_row(row) for row in make.rows(found)}
        for case in cases:
            expected = expected_row(case, as_of, HealthBands())
            row = rows[case.key]
            assert {name: row[name] for name in expected} == expected

    all_match()
