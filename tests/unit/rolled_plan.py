"""A plan of a year that is over, and what was booked on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import jbpcore as jbp

YEARS = jbp.FiscalCalendar.calendar_year()
YEAR = YEARS.year(2026)
LAST = date(2026, 12, 31)
MARIA = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
ANN = jbp.Person(
    id="ann", name="Ann", side=jbp.Side.PARTNER, role=jbp.PersonRole.PARTNER_REP
)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def goal(goal_id: str = "revenue", **fields: Any) -> jbp.Goal:
    given: dict[str, Any] = {
        "name": goal_id,
        "metric": jbp.metrics.REVENUE,
        "target": usd("120000"),
        "period": YEAR,
    } | fields
    return jbp.Goal(id=goal_id, **given)


def plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    given: dict[str, Any] = {
        "id": "northwind-2026",
        "name": "Northwind 2026",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="northwind", name="Northwind"),
        "period": YEAR,
        "people": [MARIA, ANN],
        "goals": goals,
    } | fields
    return jbp.Plan(**given)


def facts_of(new: jbp.Plan, subject: str) -> dict[str, str]:
    (record,) = [one for one in new.records if one.subject == subject]
    return dict(record.facts)
