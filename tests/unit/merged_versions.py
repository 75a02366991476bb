"""A plan of which there are two versions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs

import jbpcore as jbp

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
AT = datetime(2026, 1, 7, 9, tzinfo=UTC)


def goal(key: str = "g1", target: str | None = "25000", **fields: Any) -> jbp.Goal:
    made = jbp.Goal(
        id=key,
        name="New revenue" if key == "g1" else f"Goal {key}",
        metric=jbp.metrics.REVENUE,
        target=None if target is None else jbp.Money(target, "USD"),
        period=YEAR,
    )
    return attrs.evolve(made, **fields)


def action(key: str = "a1", **fields: Any) -> jbp.Action:
    made = jbp.Action(
        id=key,
        name=f"Action {key}",
        side=jbp.Side.VENDOR,
        due_on=date(2026, 3, 31),
        goal_id="g1",
    )
    return attrs.evolve(made, **fields)


BASE = jbp.Plan(
    id="p",
    name="Northwind 2026",
    vendor=jbp.Party(id="acme", name="Acme"),
    partner=jbp.Partner(id="nw", name="Northwind", tier="Silver"),
    period=YEAR,
    people=[
        jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
        jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER),
    ],
    goals=[goal(), goal("g2"), goal("g3")],
    actions=[action()],
)


def with_goals(*goals: jbp.Goal) -> jbp.Plan:
    return attrs.evolve(BASE, goals=goals)


def at(minute: int) -> datetime:
    return AT.replace(minute=minute)
