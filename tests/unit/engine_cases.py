"""The smallest goals and plans that lead to the edges of the engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import jbpcore as jbp

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
MAY_15 = date(2026, 5, 15)  # day 45 of the 91 of the quarter


def usd(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def a_goal(**fields: Any) -> jbp.Goal:
    known: dict[str, Any] = {
        "id": "g",
        "name": "Goal",
        "metric": jbp.metrics.REVENUE,
        "target": usd(9_100),
        "period": Q2,
    }
    return jbp.Goal(**{**known, **fields})


def booked(amount: Any, on: date = date(2026, 4, 20), **fields: Any) -> jbp.ActualEntry:
    known: dict[str, Any] = {"metric": "revenue", "on": on, "amount": amount}
    return jbp.ActualEntry(**{**known, **fields})


def a_plan(*goals: jbp.Goal, **fields: Any) -> jbp.Plan:
    known: dict[str, Any] = {
        "id": "p",
        "name": "Plan",
        "vendor": jbp.Party(id="acme", name="Acme"),
        "partner": jbp.Partner(id="nw", name="Northwind"),
        "period": Q2,
        "goals": goals,
    }
    return jbp.Plan(**{**known, **fields})


AGREED = {
    "state": jbp.PlanState.AGREED,
    "people": [
        jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
        jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER),
    ],
}
