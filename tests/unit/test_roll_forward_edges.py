"""The next period at its edges, each led to by the smallest plan that does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.unit.planning_work import booked
from tests.unit.restructured_plan import YEARS, goal, plan, usd

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.errors import InvalidValueError
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.phasing import Bucket, LinearPhasing, WeightedPhasing
from jbpcore.planning.naming import next_id
from jbpcore.planning.next_phasing import cut_history

LAST = date(2026, 12, 31)
KEPT = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)
SIGNED = attrs.evolve(jbp.metrics.DEALS_WON, accumulation=jbp.Accumulation.MILESTONE)


def test_an_id_that_would_be_too_long_is_shortened() -> None:
    quarter, after = YEARS.quarter(2026, 2), YEARS.quarter(2026, 3)
    stem = "p" * 117
    assert next_id(stem, quarter, after) == f"{stem}+2026-07-01"
    made = next_id("p" * 118, quarter, after)
    assert made.endswith("+2026-07-01")
    assert len(made) < 100
    assert made != next_id("q" * 118, quarter, after)


def rolled(*goals: jbp.Goal, entries: Any = (), **fields: Any) -> jbp.Plan:
    given = {"as_of": LAST, **fields}
    return jbp.roll_forward(plan(*goals), entries, **given)


def test_a_plan_follows_under_another_id() -> None:
    with pytest.raises(InvalidValueError) as caught:
        rolled(goal(), id="northwind-2026")
    assert caught.value.field == "id"


@pytest.mark.parametrize("step", ["0.005", "10.001"])
def test_steps_are_whole_cents(step: str) -> None:
    with pytest.raises(InvalidValueError, match="whole minor units"):
        rolled(goal(), steps={"revenue": usd(step)})
    assert rolled(goal(), steps={"revenue": usd("0.01")}).goals


def test_a_milestone_is_carried_until_it_is_reached() -> None:
    signed = goal("signed", metric=SIGNED, target=jbp.Quantity(1, "deals"))
    assert [one.id for one in rolled(signed).goals] == ["signed"]
    entry = attrs.evolve(booked(jbp.Quantity(1, "deals")), metric="deals-won")
    assert rolled(signed, entries=[entry]).goals == ()


def test_what_is_kept_is_looked_at_on_the_days_that_follow() -> None:
    odd = [YEARS.month(2026, 2), YEARS.quarter(2026, 3)]
    band = jbp.KeepBand(checks=odd, upper=usd("5"))
    (new,) = rolled(goal("kept", metric=KEPT, target=None, keep=band)).goals
    assert new.keep is not None
    assert list(new.keep.checks) == [YEARS.month(2027, 2), YEARS.quarter(2027, 3)]


def test_a_phasing_that_lies_outside_becomes_even() -> None:
    late = WeightedPhasing([Bucket(YEARS.year(2028), 1)])
    (new,) = rolled(goal(phasing=late), learns_seasons=False).goals
    assert new.phasing == LinearPhasing()


def test_a_history_is_cut_at_whole_periods() -> None:
    months = [usd("1")] * 24
    past = History(start=date(2025, 1, 1), amounts=months)
    for day, left in (
        (date(2025, 1, 1), None),
        (date(2025, 1, 31), None),
        (date(2025, 2, 1), 1),
        (date(2026, 1, 15), 12),
        (date(2030, 1, 1), 24),
    ):
        found = cut_history(past, day)
        assert (None if found is None else len(found.amounts)) == left


def test_a_baseline_goes_on_where_it_says_nothing_of_the_shape() -> None:
    with_start = goal(baseline=usd("100"))
    (new,) = rolled(with_start, entries=[booked(usd("90000"))]).goals
    assert new.baseline == usd("90000")
    people = goal(
        "staff",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=None,
        baseline=jbp.Quantity(3, "people"),
    )
    entry = attrs.evolve(
        booked(jbp.Quantity(5, "people")), metric="certified-people", on=LAST
    )
    (level,) = rolled(people, entries=[entry]).goals
    assert (level.target, level.baseline) == (None, jbp.Quantity(5, "people"))


def test_figures_that_are_not_final_are_built_on_as_they_stand() -> None:
    outcome = GoalOutcome(
        goal_id="revenue",
        outcome=Outcome.MISSED,
        lesson="Early",
        attained=usd("60000"),
        target=usd("120000"),
        attainment_ratio=Fraction(1, 2),
        as_of=date(2026, 6, 30),
    )
    old = plan(goal(), state=jbp.PlanState.CLOSED, outcomes=[outcome])
    new = jbp.roll_forward(old, as_of=LAST, base=jbp.RollBase.ACTUAL)
    assert new.goals[0].target == usd("60000")
