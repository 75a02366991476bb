from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))


def goal(goal_id: str, target: str | None, **fields: Any) -> jbp.Goal:
    base = jbp.Goal(
        id=goal_id,
        name=goal_id,
        metric=attrs.evolve(jbp.metrics.REVENUE, key=goal_id),
        target=None if target is None else jbp.Money(target, "USD"),
        period=APRIL,
    )
    return attrs.evolve(base, **fields)


def plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    base = jbp.Plan(
        id="plan",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=APRIL,
        goals=goals,
    )
    return attrs.evolve(base, **fields)


def booked(metric: str, amount: str, partner: str | None = None) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric=metric,
        on=date(2026, 4, 2),
        amount=jbp.Money(amount, "USD"),
        partner_id=partner,
    )


def assess(plan: jbp.Plan, *entries: jbp.ActualEntry) -> jbp.PlanResult:
    return jbp.assess_plan(plan, entries, as_of=date(2026, 4, 10))


def test_the_worst_goal_decides_and_every_goal_is_counted() -> None:
    """$1,000 of $3,000 is due: 500 is off track, 1,000 on track, 0 entries no data."""
    result = assess(
        plan(goal("a", "3000"), goal("b", "3000"), goal("c", "3000")),
        booked("a", "1000"),
        booked("b", "500"),
    )
    assert [r.health.value for r in result.results] == [
        "on_track",
        "off_track",
        "no_data",
    ]
    assert result.health is jbp.Health.OFF_TRACK
    assert result.health_counts == {
        jbp.Health.ON_TRACK: 1,
        jbp.Health.OFF_TRACK: 1,
        jbp.Health.NO_DATA: 1,
    }


def test_the_score_weighs_attainment_and_caps_nothing() -> None:
    """(3 x 50 % + 1 x 200 %) / 4 = 87.5 %; a goal without a target weighs nothing."""
    result = assess(
        plan(goal("a", "1000", weight=3), goal("b", "1000"), goal("c", None, weight=9)),
        booked("a", "500"),
        booked("b", "2000"),
    )
    assert result.score_ratio == Fraction(7, 8)


def test_weights_of_zero_give_no_score_rather_than_an_error() -> None:
    assert assess(plan(goal("a", "1000", weight=0))).score_ratio is None
    assert assess(plan()).score_ratio is None
    assert assess(plan()).health is jbp.Health.NOT_APPLICABLE


def test_what_has_not_started_does_not_drag_the_score_down() -> None:
    may = jbp.DateRange(date(2026, 5, 1), date(2026, 6, 1))
    result = assess(
        plan(goal("a", "1000"), goal("b", "1000", period=may)), booked("a", "1000")
    )
    assert result.score_ratio == 1


def test_another_partners_entries_do_not_count() -> None:
    result = assess(
        plan(goal("a", "1000")),
        booked("a", "1", "northwind"),
        booked("a", "10", "southwind"),
        booked("a", "100"),
    )
    assert result.result("a").attained == jbp.Money("101", "USD")


def test_the_plans_own_bands_decide() -> None:
    lenient = jbp.HealthBands(ahead="0.9", on_track="0.5", at_risk="0.1")
    result = assess(plan(goal("a", "3000"), health_bands=lenient), booked("a", "500"))
    assert result.health is jbp.Health.ON_TRACK


def test_a_result_is_found_by_its_goal() -> None:
    with pytest.raises(InvalidValueError, match="a goal of the plan"):
        assess(plan(goal("a", "1"))).result("b")
