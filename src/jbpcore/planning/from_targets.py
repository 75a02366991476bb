"""From a list of targets, and what was booked, to plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.party import Partner, Party
from jbpcore.model.phasing import Bucket, LinearPhasing, WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.planning.target_checks import apart, is_outlier, try_unusable
from jbpcore.values.ids import GoalId, PartyId, PlanId

__all__ = ["goal_path", "plans_from_targets"]


def goal_path(plan_id: str, goal_id: str) -> str:
    """Return the path that findings about a goal of a plan have.

    Examples:
        >>> goal_path("northwind-FY26", "revenue-FY26-Q2")
        'northwind-FY26.goals[revenue-FY26-Q2]'
    """
    return f"{plan_id}.goals[{goal_id}]"


def plans_from_targets(  # noqa: PLR0913 - each is a fact only the caller knows
    lines: Iterable[TargetLine],
    entries: Iterable[ActualEntry] = (),
    *,
    calendar: FiscalCalendar,
    by: PeriodKind,
    vendor: Party,
    metric: Metric,
    names: Mapping[PartyId, str] | None = None,
    currency: str | None = None,
) -> tuple[tuple[Plan, ...], tuple[Finding, ...]]:
    """Make a plan for each owner and fiscal year, with a goal for each period.

    The target of a goal is the sum of the lines in its period, and its phasing has a
    bucket for each of them, so that monthly targets shape what is expected of a quarter.
    An owner with bookings in a period but no line gets a goal there without a target.

    What is found:

    * ``error``: a line that cannot be used (wrong unit or currency, below zero, finer
      than the minor unit), reaches over the edge of a period (it was agreed as a whole,
      and how much of it belongs to which side nobody said), or overlaps another one;
    * ``warning``: lines that leave days of the period out, which may be right for
      somebody who started late; a target far from its neighbours, which is used all the
      same; a line that repeats another.

    Args:
        lines: The targets, in any order.
        entries: What was booked; only who and when is looked at.
        calendar: The fiscal calendar that periods follow.
        by: The size of a goal's period.
        vendor: The vendor of all plans.
        metric: What lines and entries count.
        names: What people call the owners; their ids where a name is missing.
        currency: The currency of targets; others are left out. ``None`` takes any.

    Returns:
        The plans, in order of owner and year, and what is worth a look. The path of a
        finding about a goal is :func:`goal_path`, its row that of the line.

    Examples:
        >>> from jbpcore.model.metrics import REVENUE
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> months = [DateRange(date(2026, m, 1), date(2026, m + 1, 1)) for m in (4, 5)]
        >>> plans, findings = plans_from_targets(
        ...     [TargetLine(partner_id="ann", dates=month, amount=Money(500, "USD"))
        ...      for month in months],
        ...     calendar=FiscalCalendar.calendar_year(), by=PeriodKind.QUARTER,
        ...     vendor=Party(id="acme", name="Acme"), metric=REVENUE,
        ... )
        >>> plans[0].goals[0].target, plans[0].goals[0].name
        (Money('1000', 'USD'), 'Revenue FY26-Q2')
        >>> findings[0].message
        'Targets cover 2 of 3 months; there is none for 2026-06-01..2026-06-30.'
    """
    maker = _Maker(calendar=calendar, by=by, metric=metric, currency=currency)
    goals = maker.goals_with_targets(lines)
    maker.add_goals_without(goals, entries)
    plans = []
    for owner, year in sorted(goals):
        partner = Partner(id=owner, name=(names or {}).get(owner, owner))
        label = calendar.period(PeriodKind.YEAR, year).label
        inside = sorted(goals[owner, year], key=lambda goal: goal.period)
        plans.append(
            Plan(
                id=_plan_id(owner, label),
                name=f"{partner.name[:_LONGEST_NAME]} {label}",
                vendor=vendor,
                partner=partner,
                period=calendar.year(year),
                goals=inside,
            )
        )
    return tuple(plans), tuple(maker.findings)
