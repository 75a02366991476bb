"""A plan on the founding case, and the nudges it brings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import jbpcore as jbp
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.review import Review

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
MAY_15 = date(2026, 5, 15)
VENDOR, PARTNER = jbp.Side.VENDOR, jbp.Side.PARTNER
Code, Step = jbp.NudgeCode, jbp.NudgeStep


def usd(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "USD")


GOAL = jbp.Goal(
    id="new",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=usd(25000),
    period=Q2,
    owner_id="tom",
    stale_after_days=90,
)
THIRTY = [
    jbp.ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=usd(7500)),
]
AHEAD = Review(id="june", name="June", on=date(2026, 6, 16))
PLAN = jbp.Plan(
    id="nw-q2",
    name="Northwind Q2",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind"),
    period=Q2,
    state=jbp.PlanState.AGREED,
    people=[
        jbp.Person(id="maria", name="Maria", side=VENDOR),
        jbp.Person(id="tom", name="Tom", side=PARTNER),
    ],
    goals=[GOAL],
    reviews=[AHEAD],
    successor_id="nw-q3",
    # So that nobody calls it idle before June 4.
    records=[PlanRecord(id="0", move="edit", at=datetime(2026, 5, 4, tzinfo=UTC))],
)


def action(key: str, impact: int | None = None, **fields: Any) -> jbp.Action:
    given: dict[str, Any] = {
        "side": PARTNER,
        "due_on": date(2026, 6, 20),
        "goal_id": "new",
        "expected_impact": None if impact is None else usd(impact),
    } | fields
    return jbp.Action(id=key, name=key.title(), **given)


def only(plan: jbp.Plan, on: date = MAY_15, **asked: Any) -> jbp.Nudge:
    (nudge,) = jbp.attention(plan, THIRTY, as_of=on, **asked)
    return nudge
