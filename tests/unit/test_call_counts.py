"""How many calls assessing and keeping take: it holds speed where machines are noisy.

Every call is counted, of Python functions and built-in ones. The bounds leave a few
calls of room; a validator or a sum of amounts in the loop would break them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count as counted
from pathlib import Path

import pytest
from benchmarks.sample_plan import sample_plan
from benchmarks.views import iter_cases

import jbpcore as jbp
from jbpcore.adapters.sqlite.store import SqliteStore

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


def test_each_further_action_of_a_plan_takes_as_few_calls_to_write_and_read() -> None:
    few, many = sample_plan(actions=30), sample_plan(actions=130)
    texts = {plan: jbp.dumps(plan) for plan in (few, many)}

    def writing(plan: jbp.Plan) -> int:
        return calls(lambda: jbp.dumps(plan))

    def reading(plan: jbp.Plan) -> int:
        return calls(lambda: jbp.loads(texts[plan], jbp.Plan))

    # Of its 22 fields ten are written, by four calls; the rest is passed over.
    assert (writing(many) - writing(few)) / 100 <= 5
    # To make one takes 70 calls, as every field is checked; to read it, ten more.
    assert (reading(many) - reading(few)) / 100 <= 85


def test_a_save_and_a_read_take_few_calls_beyond_encoding_and_decoding(
    tmp_path: Path,
) -> None:
    plan = sample_plan(goals=1, actions=1, reviews=1)
    text = jbp.dumps(plan)
    seconds = counted()
    with SqliteStore(tmp_path / "plans.db", tenant="acme") as store:

        def save() -> None:
            number = next(seconds)
            at = datetime(2026, 1, 7, tzinfo=UTC) + timedelta(seconds=number)
            store.save(plan, expected_revision=number, by="maria", at=at)

        saving = calls(save) - calls(lambda: jbp.dumps(plan))
        reading = calls(lambda: store.read(plan.id))
        reading -= calls(lambda: jbp.loads(text, jbp.Plan))
    assert saving <= 120
    assert reading <= 60


def test_a_card_takes_few_calls_from_the_plan_to_the_page() -> None:
    # Each plan is another one, so that no figure was written before.
    cases = iter(iter_cases(40))

    def some_cards() -> None:
        for _ in range(20):
            card = jbp.plan_card(*next(cases), as_of=AS_OF)
            assert len(card.to_html(has_style=False)) > 1_000

    # 3,830 seen, with few figures that were written before.
    assert calls(some_cards) / 20 <= 4_100
