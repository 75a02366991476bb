from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.model.outcome import GoalOutcome, Outcome

RETAIL = jbp.FiscalCalendar.nrf_retail()
LAST = date(2025, 2, 1)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def plan(year: int, target: str, attained: str | None, **fields: Any) -> jbp.Plan:
    days = RETAIL.year(year)
    goal = jbp.Goal(
        id="revenue",
        name=f"Revenue {year}",
        metric=jbp.metrics.REVENUE,
        target=usd(target),
        period=days,
    )
    outcomes = []
    if attained is not None:
        ratio = Fraction(attained) / Fraction(target)
        outcomes = [
            GoalOutcome(
                goal_id="revenue",
                outcome=Outcome.MET if ratio >= 1 else Outcome.MISSED,
                lesson="Learnt",
                attained=usd(attained),
                target=usd(target),
                attainment_ratio=ratio,
                as_of=days.last_day,
            )
        ]
    given: dict[str, Any] = {
        "id": f"nw-{year}",
        "name": f"NW {year}",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind"),
        "period": days,
        "goals": [goal],
        "outcomes": outcomes,
        "previous_id": f"nw-{year - 1}",
        "state": jbp.PlanState.CLOSED if outcomes else jbp.PlanState.AGREED,
    } | fields
    return jbp.Plan(**given)


CHAIN = (
    plan(2022, "1040", "1000"),  # 52 weeks
    plan(2023, "1200", "1060"),  # 53 weeks
    plan(2024, "1300", None),  # 52 weeks again
)


def test_a_chain_is_compared_year_on_year_and_like_for_like() -> None:
    booked = [jbp.ActualEntry(metric="revenue", on=date(2024, 5, 1), amount=usd("650"))]
    found = jbp.lineage(reversed(CHAIN), booked, as_of=LAST)
    assert [one.id for one in found.plans] == ["nw-2022", "nw-2023", "nw-2024"]
    first, second, third = found.line("revenue").years
    assert first.attained_growth is None
    # 1060 of 53 weeks is 1040 of 52: six percent more, and like for like four.
    assert second.attained_growth == Fraction(6, 100)
    assert second.like_for_like_attained_growth == Fraction(4, 100)
    assert second.target_growth == Fraction(1200, 1040) - 1
    # 1200 × 52/53 = 1177.36; 1300 over that.
    assert third.like_for_like_target_growth == Fraction(1300 * 53, 1200 * 52) - 1
    assert (third.attained, third.is_final) == (usd("650"), False)
    assert third.attainment_ratio == Fraction(1, 2)
    assert second.outcome is Outcome.MISSED
    # Closed years alone: 2,060 of 2,240.
    assert found.line("revenue").realism_ratio == Fraction(2060, 2240)
    assert found.line("revenue").name == "Revenue 2024"
    assert found.findings == ()


def codes(*plans: jbp.Plan) -> list[str]:
    return [one.code for one in jbp.lineage(plans, as_of=LAST).findings]


def test_a_broken_chain_is_told() -> None:
    first, second, third = CHAIN
    assert codes(first, third) == ["jbp.lineage.gap"]
    fork = attrs.evolve(third, previous_id="nw-2022")
    assert codes(first, second, fork) == ["jbp.lineage.fork"]
    back = attrs.evolve(first, previous_id="nw-2023")
    assert "jbp.lineage.order" in codes(back, second)
    wrong = attrs.evolve(first, successor_id="nw-2024")
    assert codes(wrong, second, third) == ["jbp.lineage.successor"]
    right = attrs.evolve(first, successor_id="nw-2023")
    assert codes(right, second, third) == []


def test_other_currencies_have_no_growth() -> None:
    first, second, _ = CHAIN
    goal = attrs.evolve(second.goals[0], target=jbp.Money("1200", "EUR"))
    other = attrs.evolve(second, goals=[goal], outcomes=[])
    found = jbp.lineage([first, other], as_of=LAST)
    assert found.line("revenue").years[1].target_growth is None


def test_a_plan_is_given_once_and_a_goal_known() -> None:
    with pytest.raises(InvalidValueError, match="given each once"):
        jbp.lineage([CHAIN[0], CHAIN[0]], as_of=LAST)
    with pytest.raises(InvalidValueError, match="a goal of one of the plans"):
        jbp.lineage(CHAIN, as_of=LAST).line("nobody")


def test_a_rolled_chain_has_the_uplift_as_its_growth() -> None:
    first = CHAIN[0]
    second = jbp.roll_forward(
        first, as_of=first.period.last_day, uplift="5%", calendar=RETAIL
    )
    found = jbp.lineage([first, second], as_of=LAST)
    year = found.line("revenue").years[1]
    # 1,040 × 53/52 × 1.05 = 1,113 exactly.
    assert year.target == usd("1113")
    assert year.like_for_like_target_growth == Fraction(1, 20)
