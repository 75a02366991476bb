"""Plans of partners, what is booked on them, and who is in a sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import jbpcore as jbp
from jbpcore.engine.partner_roll_up import PartnerRollUp

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
TENTH = date(2026, 4, 10)  # a third of the days


def goal(target: Any, goal_id: str = "sales", **fields: Any) -> jbp.Goal:
    if isinstance(target, str):
        amount, _, unit = target.partition(" ")
        is_money = unit.isupper()
        kind = jbp.Money if is_money else jbp.Quantity
        fields.setdefault(
            "metric", jbp.metrics.REVENUE if is_money else jbp.metrics.DEALS_WON
        )
        target = kind(amount, unit)
    fields.setdefault("metric", jbp.metrics.REVENUE)
    return jbp.Goal(
        id=goal_id, name=goal_id, target=target, **{"period": APRIL, **fields}
    )


def plan(
    partner: str, *goals: jbp.Goal, people: Sequence[jbp.Person] = (), **fields: Any
) -> jbp.Plan:
    return jbp.Plan(
        id=fields.pop("plan_id", f"plan-{partner}"),
        name=partner,
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id=partner, name=partner.title(), **fields),
        period=APRIL,
        goals=goals,
        people=people,
    )


def booked(partner: str, amount: str, metric: str = "revenue") -> jbp.ActualEntry:
    number, unit = amount.split()
    kind = jbp.Money if unit.isupper() else jbp.Quantity
    if not unit.isupper() and metric == "revenue":
        metric = "deals-won"
    return jbp.ActualEntry(
        metric=metric, on=date(2026, 4, 2), amount=kind(number, unit),
        partner_id=partner, entry_id=f"{partner}-{metric}-{number}",
    )  # fmt: skip


def assessed(
    plans: Sequence[jbp.Plan], *entries: jbp.ActualEntry, as_of: date = TENTH
) -> jbp.Portfolio:
    return jbp.assess_portfolio(plans, entries, as_of=as_of)


def members(found: PartnerRollUp) -> dict[str | None, tuple[str, ...]]:
    return {group.key: group.members for group in found.groups}
