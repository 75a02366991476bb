"""An agreed plan, and an amendment that lowers its target."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.model.plan import Plan

T0 = datetime(2026, 4, 1, 9, tzinfo=UTC)
Q2 = jbp.DateRange(date(2026, 4, 1), date(2026, 7, 1))
MARIA = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
BOSS = jbp.Person(
    id="boss",
    name="Boss",
    side=jbp.Side.VENDOR,
    role=jbp.PersonRole.EXECUTIVE_SPONSOR,
)
TOM = jbp.Person(
    id="tom", name="Tom", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_ADMIN
)
BOOKED = jbp.ActualEntry(
    metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
)
DEALS = jbp.Goal(
    id="deals",
    name="Deals won",
    metric=jbp.metrics.DEALS_WON,
    target=jbp.Quantity(10, "deals"),
    period=Q2,
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def at(minutes: int) -> datetime:
    return T0 + timedelta(minutes=minutes)


def agreed(**fields: Any) -> Plan:
    plan = jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=Q2,
        people=[MARIA, BOSS, TOM],
        by=MARIA,
        at=at(0),
        goals=[
            jbp.Goal(
                id="revenue",
                name="New revenue",
                metric=jbp.metrics.REVENUE,
                target=usd("25000"),
                period=Q2,
            ),
            DEALS,
            attrs.evolve(DEALS, id="own", audience=jbp.Audience.VENDOR),
        ],
        commitments=[
            jbp.Commitment(
                id="mdf", name="Fund", side=jbp.Side.VENDOR, due_on=date(2026, 5, 1)
            )
        ],
        **fields,
    )
    plan = jbp.propose(plan, by=MARIA, at=at(1))
    if fields:
        plan = jbp.approve(plan, by=BOSS, at=at(1))
    plan = jbp.sign(plan, by=MARIA, at=at(2))
    return jbp.sign(plan, by=TOM, at=at(3))


def on_goal(goal_id: str, **changes: Any) -> Callable[[Plan], Plan]:
    def change(plan: Plan) -> Plan:
        goals = [
            attrs.evolve(goal, **changes) if goal.id == goal_id else goal
            for goal in plan.goals
        ]
        return attrs.evolve(plan, goals=goals)

    return change


def lower(plan: Plan | None = None) -> Plan:
    """Return the plan with an amendment that lowers the revenue target from 1 May."""
    return jbp.propose_amendment(
        plan or agreed(),
        on_goal("revenue", target=usd("20000")),
        by=TOM,
        at=at(10),
        why="Product withdrawn",
        effective_on=date(2026, 5, 1),
    )


def both_sign(plan: Plan) -> Plan:
    plan = jbp.sign_amendment(plan, by=TOM, at=at(11))
    return jbp.sign_amendment(plan, by=MARIA, at=at(12))
