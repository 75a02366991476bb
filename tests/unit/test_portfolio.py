from __future__ import annotations

from datetime import date

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.portfolio import assess_portfolio
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.model.metrics import DEALS_WON, REVENUE
from jbpcore.model.party import Partner, Party
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

QUARTER = FiscalCalendar.calendar_year().quarter(2026, 2)
HALFWAY = date(2026, 5, 15)  # 45 of 91 days


def plan(partner: str, *targets: Money | Quantity | None) -> Plan:
    goals = tuple(
        Goal(
            id=f"goal-{at}",
            name=f"Goal {at}",
            metric=DEALS_WON if isinstance(target, Quantity) else REVENUE,
            target=target,
            period=QUARTER,
        )
        for at, target in enumerate(targets)
    )
    return Plan(
        id=f"plan-{partner}",
        name=partner,
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id=partner, name=partner),
        period=QUARTER,
        goals=goals,
    )


def booked(partner: str | None, amount: str, currency: str = "USD") -> ActualEntry:
    return ActualEntry(
        metric="revenue",
        on=date(2026, 4, 20),
        amount=Money(amount, currency),
        partner_id=partner,
    )


def test_each_plan_stands_as_it_does_alone() -> None:
    plans = [plan("ann", Money("9100", "USD")), plan("bob", Money("91", "USD"), None)]
    entries = [booked("ann", "100"), booked("bob", "80"), booked("ann", "30")]
    found = assess_portfolio(plans, iter(entries), as_of=HALFWAY)
    alone = tuple(assess_plan(each, entries, as_of=HALFWAY) for each in plans)
    assert found.plans == alone
    assert found.findings == ()
    assert found.health_counts == {
        Health.AHEAD: 1,
        Health.OFF_TRACK: 1,
        Health.NOT_APPLICABLE: 1,
    }


def test_goals_off_track_come_furthest_behind_first_by_unit() -> None:
    # Due on day 45 of 91: 4,500, 45, 900, 45 deals; of these are in 100, 10, 0, 0.
    plans = [
        plan("bob", Money("91", "USD")),
        plan("ann", Money("9100", "USD"), Quantity(91, "deals")),
        plan("eve", Money("1820", "EUR")),
        plan("met", Money("1", "USD")),
    ]
    entries = [
        booked("ann", "100"),
        booked("bob", "10"),
        booked("eve", "1", "EUR"),
        booked("met", "2"),
        ActualEntry(
            metric="deals-won",
            on=date(2026, 4, 2),
            amount=Quantity(1, "deals"),
            partner_id="ann",
        ),
    ]
    found = assess_portfolio(plans, entries, as_of=HALFWAY).off_track
    assert {
        unit: [(goal.plan.partner.id, str(goal.result.gap_to_pace)) for goal in goals]
        for unit, goals in found.items()
    } == {
        "EUR": [("eve", "899 EUR")],
        "USD": [("ann", "4400 USD"), ("bob", "35 USD")],
        "deals": [("ann", "44 deals")],
    }


def test_bookings_of_nobody_and_of_partners_without_a_plan_are_reported() -> None:
    entries = [booked(None, "5"), booked("zed", "5"), booked("zed", "5")]
    entries += [booked(f"other-{at}", "5") for at in range(6)]
    found = assess_portfolio([plan("ann", Money("9", "USD"))], entries, as_of=HALFWAY)
    assert [finding.code for finding in found.findings] == [
        "jbp.entry.nobody",
        "jbp.entry.no_plan",
    ]
    assert found.findings[0].message.startswith("Left out 1:")
    assert found.findings[1].message.startswith("Left out 8:")
    assert "and 2 more" in found.findings[1].message
    assert found.plans[0].results[0].attained == Money("0", "USD")


def test_nothing_is_a_portfolio_too() -> None:
    found = assess_portfolio([], [], as_of=HALFWAY)
    assert (found.plans, found.health_counts, dict(found.off_track)) == ((), {}, {})
