"""A plan in each of its states, led there by its moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs

import jbpcore as jbp
from jbpcore.model.plan import Plan

T0 = datetime(2026, 1, 7, 9, tzinfo=UTC)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
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
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
GOAL = jbp.Goal(
    id="g1",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=YEAR,
)


def at(minutes: int = 0) -> datetime:
    return T0 + timedelta(minutes=minutes)


def draft(**fields: Any) -> Plan:
    given: dict[str, Any] = {"goals": [GOAL], "by": MARIA, "at": T0, **fields}
    return jbp.draft_plan(
        id="p",
        name="P",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id="nw", name="Northwind"),
        period=YEAR,
        people=[MARIA, BOSS, TOM, REP],
        **given,
    )


def aim(amount: str) -> Callable[[Plan], Plan]:
    """Return the edit that makes *amount* the first goal's target."""

    def change(plan: Plan) -> Plan:
        first, *rest = plan.goals
        goal = attrs.evolve(first, target=jbp.Money(amount, "USD"))
        return attrs.evolve(plan, goals=(goal, *rest))

    return change


def noted(text: str) -> Callable[[Plan], Plan]:
    return lambda plan: attrs.evolve(plan, notes=text)


def proposed() -> Plan:
    return jbp.propose(draft(), by=MARIA, at=at(1))


def agreed(plan: Plan | None = None) -> Plan:
    plan = jbp.sign(plan or proposed(), by=MARIA, at=at(2))
    return jbp.sign(plan, by=TOM, at=at(3))


MISSED = jbp.GoalOutcome(goal_id="g1", outcome=jbp.Outcome.MISSED, lesson="Start early")
