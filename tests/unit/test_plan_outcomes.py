"""Closing a plan freezes its figures and takes an outcome for each goal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs
import pytest
from tests.unit.plan_moved import MARIA, MISSED, YEAR, agreed, at, draft, noted

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.plan import Plan

BOOKED = jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
)
LATE = jbp.ActualEntry(
    metric="revenue", on=date(2026, 12, 31), amount=jbp.Money("99999", "USD")
)


def test_closing_freezes_the_figures() -> None:
    plan = jbp.close(
        agreed(), [BOOKED], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(9)
    )
    final = plan.outcomes[0]
    assert (final.outcome, final.lesson) == (jbp.Outcome.MISSED, "Start early")
    assert final.attained == jbp.Money("7500", "USD")
    assert final.target == jbp.Money("25000", "USD")
    assert final.attainment_ratio == jbp.Ratio("30%").value
    assert final.as_of == date(2026, 12, 31)
    # Whatever is booked afterwards: they are what they were.
    live = jbp.assess_plan(plan, [BOOKED, LATE], as_of=YEAR.last_day).results[0]
    assert live.attained == jbp.Money("107499", "USD")
    assert plan.outcomes[0].attained == jbp.Money("7500", "USD")
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.edit(plan, noted("x"), by=MARIA, at=at(10)),
        lambda: jbp.cancel(plan, by=MARIA, at=at(10), why="x"),
        lambda: jbp.close(
            plan, [LATE], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(10)
        ),
    ]
    for move in moves:
        with pytest.raises(TransitionError) as caught:
            move()
        assert "next plan" in caught.value.way_forward


@pytest.mark.parametrize(
    ("outcomes", "reason"),
    [
        ([], "outcome_missing"),
        ([attrs.evolve(MISSED, lesson=" ")], "lesson_missing"),
        (
            [attrs.evolve(MISSED, outcome=jbp.Outcome.DROPPED, lesson="")],
            "lesson_missing",
        ),
        ([MISSED, MISSED], None),
        ([attrs.evolve(MISSED, goal_id="other"), MISSED], None),
    ],
)
def test_closing_takes_one_outcome_for_each_goal_and_a_lesson(
    outcomes: list[jbp.GoalOutcome], reason: str | None
) -> None:
    with pytest.raises((TransitionError, InvalidValueError)) as caught:
        jbp.close(
            agreed(), [], outcomes=outcomes, as_of=YEAR.last_day, by=MARIA, at=at(9)
        )
    assert getattr(caught.value, "reason", None) == reason


def test_a_lite_plan_is_measured_and_closed_but_never_signed() -> None:
    lite = draft(kind=PlanKind.LITE)
    moves: list[Callable[[], Plan]] = [
        lambda: jbp.propose(lite, by=MARIA, at=at(1)),
        lambda: jbp.sign(lite, by=MARIA, at=at(1)),
    ]
    for move in moves:
        with pytest.raises(TransitionError, match="Promote") as caught:
            move()
        assert caught.value.reason == "lite_plan"
    result = jbp.assess_plan(lite, [BOOKED], as_of=date(2026, 5, 15))
    assert result.results[0].attained == jbp.Money("7500", "USD")
    done = jbp.close(
        lite, [BOOKED], outcomes=[MISSED], as_of=YEAR.last_day, by=MARIA, at=at(9)
    )
    assert done.state is PlanState.CLOSED
    assert done.outcomes[0].attained == jbp.Money("7500", "USD")
