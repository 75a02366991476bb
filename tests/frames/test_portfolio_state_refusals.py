"""What is wrong with goals and bookings is refused, and nothing is added."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.frames.portfolio_rows import BATCH

from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames.portfolio_state import PortfolioState
from jbpcore.frames.tidy import ColumnKind, TidyColumn, TidyTable


def test_all_that_is_wrong_with_bookings_is_said_at_once() -> None:
    state = PortfolioState()
    state.add(BATCH)
    once = state.to_bytes()
    rows: list[Any] = [
        BATCH[0],
        {"goal_id": None, "date": "2026-05-01", "amount": 0.5},
        {"goal_id": "a", "date": date(2026, 5, 1), "amount": 2**52 + 1},
        {"goal_id": "a", "date": date(2026, 5, 1), "amount": 10**5000},
        {"goal_id": True, "date": date(2026, 5, 1), "amount": 1, "sequence": "x"},
        "no row at all",
    ]
    with pytest.raises(InvalidDataError) as caught:
        state.add(rows, batch="bad")
    assert [finding.path for finding in caught.value.findings] == [
        "actuals[1].goal_id",
        "actuals[1].date",
        "actuals[1].amount",
        "actuals[2].amount",
        "actuals[3].amount",
        "actuals[4].goal_id",
        "actuals[4].sequence",
        "actuals[5]",
    ]
    assert state.to_bytes() == once


def test_all_that_is_wrong_with_goals_is_said_at_once() -> None:
    goal = {
        "goal_id": "a",
        "target": 5,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 3, 31),
    }
    bad: list[Any] = [
        goal,
        goal,
        goal | {"goal_id": "b", "target": 1.5, "shape": "keep"},
        goal | {"goal_id": "c", "last_day": date(2025, 1, 1)},
        goal | {"goal_id": "d", "phasing": "none"},
        goal | {"goal_id": "e", "phasing": "two", "first_day": None},
        goal | {"goal_id": "f", "phasing": "two"},
        7,
    ]
    months = [{"phasing": "two", "month": m, "weight": 1} for m in (0, 1)]
    with pytest.raises(InvalidDataError) as caught:
        PortfolioState().assess(bad, as_of=date(2026, 2, 1), phasing=months)
    assert [finding.path for finding in caught.value.findings] == [
        "goals[1].goal_id",
        "goals[2].target",
        "goals[2].shape",
        "goals[3].last_day",
        "goals[4].phasing",
        "goals[5].first_day",
        "goals[6].phasing",
        "goals[7]",
    ]


@pytest.mark.parametrize(
    ("months", "path"),
    [
        ([{"phasing": "x", "month": 1, "weight": 1}], "phasing.month"),
        ([{"phasing": "x", "month": 0, "weight": -1}], "phasing[0].weight"),
        ([{"phasing": "x", "month": 0, "weight": 2**25 + 1}], "phasing[0].weight"),
        ([{"phasing": "x", "month": [], "weight": 1}], "phasing[0].month"),
        ([{"phasing": "x", "month": 0, "weight": 1}] * 2, "phasing[1].month"),
        ([{"phasing": None, "month": 0, "weight": 1}], "phasing[0].phasing"),
        ([None], "phasing[0]"),
    ],
)
def test_what_is_wrong_with_phasings_is_said(months: list[Any], path: str) -> None:
    with pytest.raises(InvalidDataError) as caught:
        PortfolioState().assess([], as_of=date(2026, 2, 1), phasing=months)
    assert [finding.path for finding in caught.value.findings] == [path]


def test_sums_that_do_not_fit_are_refused_and_nothing_is_added() -> None:
    state = PortfolioState()
    row = {"goal_id": "a", "date": date(2026, 5, 1), "amount": 2**52}
    state.add([row] * 2000)
    once = state.to_bytes()
    with pytest.raises(InvalidValueError, match=r"2\^63"):
        state.add([BATCH[1], *[row] * 2047])
    with pytest.raises(InvalidValueError, match=r"2\^63"):
        PortfolioState().add([row] * 2048)
    assert state.to_bytes() == once


def test_states_with_other_keys_do_not_merge() -> None:
    two = PortfolioState(keys=["partner_id", "metric"])
    with pytest.raises(InvalidValueError, match="keys"):
        PortfolioState().merge(two)
    for keys in ([], ["a", "a"], [1]):
        with pytest.raises(InvalidValueError, match="names of columns"):
            PortfolioState(keys=keys)  # type: ignore[arg-type]


def test_goals_may_have_several_keys_and_come_in_tables_of_ours() -> None:
    state = PortfolioState(keys=["partner_id", "metric"])
    columns = [
        TidyColumn("partner_id", ColumnKind.TEXT, ["p", "p"]),
        TidyColumn("metric", ColumnKind.TEXT, ["deals", "revenue"]),
        TidyColumn("date", ColumnKind.DAY, [date(2026, 5, 1)] * 2),
        TidyColumn("amount", ColumnKind.COUNT, [3, 9]),
    ]
    state.add(TidyTable(columns))
    state = PortfolioState.from_bytes(state.to_bytes())
    assert repr(state) == "<PortfolioState: 2 goals, 0 batches>"
    goal = {
        "partner_id": "p",
        "metric": "revenue",
        "target": 10,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
    }
    (row,) = state.assess([goal], as_of=date(2026, 6, 1))
    assert row["attained"] == 9
