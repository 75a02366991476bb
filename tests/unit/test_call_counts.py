"""How many calls assessing takes: what holds the speed where machines are noisy.

Every call is counted, of Python functions and built-in ones. The bounds leave a few
calls of room; a validator or a sum of amounts in the loop would break them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta

import pytest

import jbpcore as jbp

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
AS_OF = date(2026, 5, 15)
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=Q2,
)


def bookings(count: int, partner: str | None = None) -> list[jbp.ActualEntry]:
    return [
        jbp.ActualEntry(
            metric="revenue",
            on=Q2.start + timedelta(days=number % 91),
            amount=jbp.Money("12.50", "USD"),
            partner_id=partner,
        )
        for number in range(count)
    ]


def plan(partner: str) -> jbp.Plan:
    return jbp.Plan(
        id=f"plan-{partner}",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id=partner, name="Partner"),
        period=Q2,
        goals=[GOAL],
    )


def calls(question: Callable[[], object]) -> int:
    """Return the calls that *question* makes, asked the second time."""
    question()
    count = 0

    def seen(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        question()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("count", [20, 2_000])
def test_one_goal_takes_as_many_calls_whatever_is_booked(count: int) -> None:
    booked = bookings(count)
    assert calls(lambda: jbp.assess_goal(GOAL, booked, as_of=AS_OF).health) <= 18


def test_each_further_goal_of_a_portfolio_takes_as_many_calls() -> None:
    def portfolio(partners: int) -> Callable[[], object]:
        names = [f"partner-{number}" for number in range(partners)]
        plans = [plan(name) for name in names]
        booked = [entry for name in names for entry in bookings(20, name)]
        return lambda: jbp.assess_portfolio(plans, booked, as_of=AS_OF)

    few, many = calls(portfolio(10)), calls(portfolio(110))
    # 25 for the plan with its goal; one for each booking, which is put in its place.
    assert (many - few) / 100 <= 25 + 20
