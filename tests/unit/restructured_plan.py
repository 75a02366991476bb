"""A plan of two sides and its people, in draft and agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import jbpcore as jbp

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
NOW = datetime(2026, 6, 30, 9, tzinfo=UTC)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
TOM = jbp.Person(id="tom", name="Tom Weber", side=jbp.Side.PARTNER)
REP = jbp.Person(
    id="rep", name="Rep", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)
BY: dict[str, Any] = {"by": MARIA, "at": NOW, "why": "It changed"}
ECB = jbp.FxRate(
    base="USD",
    quote="EUR",
    rate="0.9217",
    on=date(2026, 6, 30),
    source="ECB reference rate",
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def eur(amount: str) -> jbp.Money:
    return jbp.Money(amount, "EUR")


def goal(goal_id: str = "revenue", **fields: Any) -> jbp.Goal:
    given: dict[str, Any] = {
        "name": goal_id,
        "metric": jbp.metrics.REVENUE,
        "target": usd("120000"),
        "period": YEAR,
        "owner_id": "tom",
    } | fields
    return jbp.Goal(id=goal_id, **given)


def staff(**fields: Any) -> jbp.Goal:
    return goal(
        "staff",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(21, "people"),
        baseline=jbp.Quantity(10, "people"),
        **fields,
    )


def plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "northwind-2026",
        "name": "Northwind 2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind", tier="Silver"),
        "period": YEAR,
        "people": [MARIA, TOM, REP],
        "goals": goals or (goal(),),
    } | fields
    return jbp.Plan(**given)


def agreed(draft: jbp.Plan) -> jbp.Plan:
    proposed = jbp.propose(draft, by=MARIA, at=NOW)
    once = jbp.sign(proposed, by=MARIA, at=NOW)
    return jbp.sign(once, by=TOM, at=NOW)


def both_sign(changed: jbp.Plan) -> jbp.Plan:
    once = jbp.sign_amendment(changed, by=MARIA, at=NOW)
    return jbp.sign_amendment(once, by=TOM, at=NOW)


def other_plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "tailspin-2026",
        "name": "Tailspin 2026",
        "partner": jbp.Partner(id="tailspin", name="Tailspin"),
    } | fields
    return plan(*goals, **given)


def merged(*plans: jbp.Plan) -> jbp.Plan:
    firm = jbp.Partner(id="north-tail", name="North Tail")
    return jbp.merge_plans(plans, firm, id="north-tail-2026", name="North Tail", **BY)
