"""A portfolio of goals, each measured, and its lines of text."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.engine.portfolio import Portfolio
from jbpcore.errors import Finding
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.party import Partner, PartnerKind, Party
from jbpcore.model.phasing import LinearPhasing, Phasing
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money
from jbpcore.views.marks import UNICODE_MARKS, Marks
from jbpcore.views.portfolio_table import portfolio_table

CALENDAR = FiscalCalendar.calendar_year()
QUARTER = CALENDAR.quarter(2026, 2)  # 91 days
AS_OF = date(2026, 5, 15)  # the 45th of them
BOOKED_ON = date(2026, 4, 20)
ACME = Party(id="acme", name="Acme")


def usd(amount: str) -> Money:
    return Money(amount, "USD")


def goal(
    name: str,
    target: Amount | None,
    *,
    metric: Metric = metrics.REVENUE,
    baseline: Amount | None = None,
    phasing: Phasing | None = None,
) -> Goal:
    return Goal(
        id=key_of(name),
        name=name,
        metric=metric,
        target=target,
        baseline=baseline,
        period=QUARTER,
        phasing=phasing or LinearPhasing(),
    )


def key_of(name: str) -> str:
    return f"id-{name.encode().hex()}"


def assessed(
    name: str,
    *goals: tuple[Goal, Amount | None],
    as_of: date = AS_OF,
    plan_id: str | None = None,
    kind: PartnerKind = PartnerKind.RESELLER,
    tier: str = "",
    region: str = "",
) -> PlanResult:
    """Measure a plan of goals, each with what was booked for it."""
    key = key_of(name)
    own = [
        (attrs.evolve(goal, metric=attrs.evolve(goal.metric, key=goal.id)), amount)
        for goal, amount in goals
    ]
    plan = Plan(
        id=plan_id or key,
        name=f"{name} {plan_id or 'plan'}",
        vendor=ACME,
        partner=Partner(id=key, name=name, kind=kind, tier=tier, region=region),
        period=QUARTER,
        goals=tuple(goal for goal, _ in own),
    )
    entries = [
        ActualEntry(metric=goal.metric.key, on=BOOKED_ON, amount=amount)
        for goal, amount in own
        if amount is not None
    ]
    return assess_plan(plan, entries, as_of=as_of)


def lines_of(
    *plans: PlanResult,
    width: int = 80,
    marks: Marks = UNICODE_MARKS,
    locale: str = "en_US",
) -> list[str]:
    text = text_of(*plans, width=width, marks=marks, locale=locale)
    return text.splitlines()


def text_of(
    *plans: PlanResult,
    width: int = 80,
    marks: Marks = UNICODE_MARKS,
    locale: str = "en_US",
    findings: tuple[Finding, ...] = (),
) -> str:
    as_of = plans[0].as_of if plans else AS_OF
    portfolio = Portfolio(as_of=as_of, plans=plans, findings=findings)
    table = portfolio_table(portfolio)
    return table.to_text(width=width, marks=marks, locale=locale)


def line_with(text: str, lines: list[str]) -> str:
    (found,) = (line for line in lines if text in line)
    return " ".join(found.split())


FOUNDING = (goal("Subscriptions", usd("25000")), usd("7500"))
