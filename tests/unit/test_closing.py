"""What it takes to close a gap."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.closing import (
    actions_to_close,
    plan_actions_to_close,
    required_rates,
)
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party, Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
DAY = date(2026, 5, 15)


def usd(amount: int | str) -> Money:
    return Money(amount, "USD")


def a_goal(**fields: Any) -> Goal:
    plain: dict[str, Any] = {
        "id": "revenue",
        "name": "Revenue",
        "metric": metrics.REVENUE,
        "target": usd(25_000),
        "period": Q2,
    }
    return Goal(**{**plain, **fields})


BOOKED = [ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=usd(7_500))]
RESULT = assess_goal(a_goal(), BOOKED, as_of=DAY)  # 17,500 are missing


def action(action_id: str, impact: Amount | int | None, **fields: Any) -> Action:
    plain: dict[str, Any] = {
        "id": action_id,
        "name": action_id,
        "side": Side.PARTNER,
        "due_on": date(2026, 6, 1),
        "goal_id": "revenue",
        "expected_impact": usd(impact) if isinstance(impact, int) else impact,
    }
    return Action(**{**plain, **fields})


def ids(actions: tuple[Action, ...]) -> list[str]:
    return [each.id for each in actions]


def test_the_rate_by_day_working_day_and_week() -> None:
    """17,500 in 46 days, 32 of them worked: 380.43, 546.88, and 2,663.04 a week."""
    goal = a_goal()
    calendar = WorkCalendar.resolve(Q2)
    result = assess_goal(goal, BOOKED, as_of=DAY, work_calendar=calendar)
    rates = required_rates(result)
    assert rates.per_day is not None
    assert rates.per_workday is not None
    assert rates.per_week is not None
    assert str(rates.per_day) == "380.43 USD a day"
    assert str(rates.per_workday) == "546.88 USD a workday"
    assert str(rates.per_week) == "2663.04 USD a week"
    assert rates.per_week.value == Fraction(17_500 * 7, 46)


def test_on_the_last_day_no_rate_helps() -> None:
    rates = required_rates(assess_goal(a_goal(), [], as_of=Q2.last_day))
    assert (rates.per_day, rates.per_workday, rates.per_week) == (None, None, None)


def test_the_fewest_actions_are_the_largest() -> None:
    actions = [
        action("mail", 2_000),
        action("event", 9_000),
        action("hire", 8_500),
        action("demo", 8_400),
    ]
    chosen = actions_to_close(RESULT, actions)
    assert ids(chosen.actions) == ["event", "hire"]
    assert (chosen.count, chosen.closes_gap) == (2, True)
    assert (chosen.impact, chosen.remaining_gap) == (usd(17_500), usd(0))


def test_a_cent_short_takes_one_more() -> None:
    actions = [
        action("event", 9_000),
        action("hire", usd("8499.99")),
        action("mail", usd("0.01")),
    ]
    assert actions_to_close(RESULT, actions).count == 3


def test_where_all_together_do_not_close_it_the_rest_is_told() -> None:
    chosen = actions_to_close(RESULT, [action("mail", 2_000), action("demo", 3_000)])
    assert ids(chosen.actions) == ["demo", "mail"]
    assert (chosen.count, chosen.closes_gap) == (None, False)
    assert chosen.remaining_gap == usd(12_500)


def test_among_equals_the_first_due_goes_first_and_then_the_id() -> None:
    actions = [
        action("b", 6_000),
        action("a", 6_000),
        action("z", 6_000, due_on=date(2026, 5, 20)),
        action("c", 6_000),
    ]
    for order in (actions, actions[::-1]):
        assert ids(actions_to_close(RESULT, order).actions) == ["z", "a", "b"]


def test_only_open_actions_of_the_goal_count() -> None:
    actions = [
        action("done", 20_000, status=ActionStatus.DONE),
        action("dropped", 20_000, status=ActionStatus.DROPPED),
        action("other", 20_000, goal_id="leads"),
        action("loose", 20_000, goal_id=None),
        action("blocked", 100, status=ActionStatus.BLOCKED),
        action("overdue", 200, due_on=date(2026, 4, 30)),
    ]
    chosen = actions_to_close(RESULT, actions)
    assert ids(chosen.actions) == ["overdue", "blocked"]
    assert chosen.findings == ()


def test_an_action_counts_for_the_goal_of_its_initiative() -> None:
    initiative = Initiative(id="spring", name="Spring", goal_id="revenue")
    event = action("event", 20_000, goal_id=None, initiative_id="spring")
    assert actions_to_close(RESULT, [event], initiatives=[initiative]).count == 1
    elsewhere = action("e", 20_000, goal_id="leads", initiative_id="spring")
    found = actions_to_close(RESULT, [elsewhere], initiatives=[initiative])
    assert found.actions == ()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"impact": None}, "jbp.action.impact_missing"),
        ({"impact": Quantity(3, "deals")}, "jbp.action.impact_unit"),
        ({"impact": Money(3, "EUR")}, "jbp.action.impact_currency"),
        ({"impact": 5, "due_on": date(2026, 7, 1)}, "jbp.action.impact_late"),
        ({"impact": -5}, "jbp.action.impact_none"),
    ],
)
def test_an_action_that_cannot_be_counted_is_told(
    fields: dict[str, Any], code: str
) -> None:
    chosen = actions_to_close(RESULT, [action("event", **fields)])
    assert chosen.actions == ()
    assert [finding.code for finding in chosen.findings] == [code]
    assert chosen.findings[0].path == "actions.event.expected_impact"


def test_no_gap_needs_no_action() -> None:
    met = [ActualEntry(metric="revenue", on=DAY, amount=usd(30_000))]
    chosen = actions_to_close(
        assess_goal(a_goal(), met, as_of=DAY), [action("event", 1)]
    )
    assert (chosen.count, chosen.actions) == (0, ())


def test_an_unknown_gap_is_not_closed_and_not_open() -> None:
    result = assess_goal(a_goal(target=None), BOOKED, as_of=DAY)
    chosen = actions_to_close(result, [action("event", 1)])
    assert (chosen.count, chosen.closes_gap, chosen.remaining_gap) == (None, None, None)


def test_an_impact_on_a_level_that_should_fall_is_towards_the_goal() -> None:
    """From 7.5 % to 5 % are 2.5 points: 1.5 and 1."""
    goal = a_goal(metric=metrics.CHURN_RATE, baseline=Ratio("8%"), target=Ratio("5%"))
    seen = [ActualEntry(metric=goal.metric.key, on=DAY, amount=Ratio("7.5%"))]
    result = assess_goal(goal, seen, as_of=DAY)
    actions = [action("calls", Ratio("1.5%")), action("credits", Ratio("1%"))]
    assert actions_to_close(result, actions).count == 2


def test_a_plan_answers_for_each_of_its_goals() -> None:
    deals = a_goal(id="deals", metric=metrics.DEALS_WON, target=Quantity(4, "deals"))
    plan = Plan(
        id="p",
        name="P",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id="northwind", name="Northwind"),
        period=Q2,
        goals=[a_goal(), deals],
        initiatives=[Initiative(id="spring", name="Spring", goal_id="revenue")],
        actions=[
            action("event", 17_500, goal_id=None, initiative_id="spring"),
            action("calls", Quantity(3, "deals"), goal_id="deals"),
        ],
    )
    money, counts = plan_actions_to_close(assess_plan(plan, BOOKED, as_of=DAY))
    assert (money.count, ids(money.actions)) == (1, ["event"])
    assert counts.remaining_gap == Quantity(1, "deals")


@given(st.lists(st.integers(1, 12), max_size=7), st.integers(0, 40))
def test_no_fewer_actions_could_do(impacts: list[int], gap: int) -> None:
    """Try every set of them."""
    actions = [action(f"a{number}", impact) for number, impact in enumerate(impacts)]
    result = assess_goal(a_goal(target=usd(gap)), [], as_of=DAY)
    fewest = next(
        (
            count
            for count in range(len(impacts) + 1)
            if any(sum(some) >= gap for some in combinations(impacts, count))
        ),
        None,
    )
    assert actions_to_close(result, actions).count == fewest
