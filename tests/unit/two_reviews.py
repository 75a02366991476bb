"""Two reviews of one quarter, with all figures worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache

import attrs

import jbpcore as jbp

QUARTER = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(
    id="tom", name="Tom Ek", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
BOOKED = (
    jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
    ),
    jbp.ActualEntry(
        metric="deals", on=date(2026, 4, 20), amount=jbp.Quantity(6, "deals")
    ),
)
DEALS = jbp.Metric(key="deals", name="Deals", unit=jbp.Unit.count("deals"))


def at(month: int, day: int, hour: int = 9) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def day(month: int, number: int) -> date:
    return date(2026, month, number)


def fewer_deals(plan: jbp.Plan) -> jbp.Plan:
    goals = [
        attrs.evolve(goal, target=jbp.Quantity(20, "deals"))
        if goal.id == "deals"
        else goal
        for goal in plan.goals
    ]
    return attrs.evolve(plan, goals=goals)


@cache
def agreed() -> jbp.Plan:
    plan = jbp.draft_plan(
        id="northwind-q2",
        name="Northwind, second quarter",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="northwind", name="Northwind"),
        period=QUARTER,
        people=[MARIA, TOM],
        goals=[
            jbp.Goal(
                id="new-revenue",
                name="New revenue",
                metric=jbp.metrics.REVENUE,
                target=jbp.Money("25000", "USD"),
                period=QUARTER,
            ),
            jbp.Goal(
                id="deals",
                name="Deals",
                metric=DEALS,
                target=jbp.Quantity(26, "deals"),
                period=QUARTER,
            ),
        ],
        commitments=[
            jbp.Commitment(
                id="mdf",
                name="Pay half of the event",
                side=jbp.Side.VENDOR,
                due_on=day(4, 30),
            ),
            jbp.Commitment(
                id="training",
                name="Certify two engineers",
                side=jbp.Side.PARTNER,
                due_on=day(5, 10),
            ),
        ],
        reviews=[
            jbp.Review(id="april", name="April review", on=day(4, 30)),
            jbp.Review(id="may", name="May review", on=day(5, 16)),
        ],
        by=MARIA,
        at=at(3, 2),
    )
    plan = jbp.propose(plan, by=MARIA, at=at(3, 3))
    plan = jbp.sign(plan, by=MARIA, at=at(3, 3))
    return jbp.sign(plan, by=TOM, at=at(3, 4))


@cache
def held() -> jbp.Plan:
    plan = jbp.hold_review(
        agreed(),
        "april",
        entries=BOOKED,
        as_of=day(4, 29),
        held_on=day(4, 30),
        present=["maria", "tom"],
        wins=["The first deal"],
        blockers=["Nobody is certified"],
        ways_through=["An event together"],
        decisions=["Twenty deals will do"],
        actions=[
            jbp.Action(
                id="event",
                name="Hold the event",
                side=jbp.Side.PARTNER,
                due_on=day(5, 10),
                goal_id="new-revenue",
                expected_impact=jbp.Money("9000", "USD"),
            ),
            jbp.Action(
                id="call-list",
                name="Send the call list",
                side=jbp.Side.VENDOR,
                due_on=day(5, 12),
            ),
        ],
        commitments=[
            jbp.Commitment(
                id="demo",
                name="Lend a demo kit",
                side=jbp.Side.VENDOR,
                due_on=day(5, 14),
            )
        ],
        goal_changes=fewer_deals,
        by=MARIA,
        at=at(4, 30),
    )
    plan = jbp.accept_minutes(plan, "april", by=MARIA, at=at(5, 1))
    plan = jbp.accept_minutes(plan, "april", by=TOM, at=at(5, 1))
    plan = jbp.sign_amendment(plan, by=MARIA, at=at(5, 2))
    return jbp.sign_amendment(plan, by=TOM, at=at(5, 2))
