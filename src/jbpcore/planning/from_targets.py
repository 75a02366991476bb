"""From a list of targets, and what was booked, to plans."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from jbpcore.engine.amounts import exact, like
from jbpcore.errors import Finding
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.party import Partner, Party
from jbpcore.model.phasing import Bucket, LinearPhasing, WeightedPhasing
from jbpcore.model.plan import Plan
from jbpcore.model.target_line import TargetLine
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind, period_label
from jbpcore.planning.target_checks import apart, try_gap, try_outlier, try_unusable
from jbpcore.values.ids import GoalId, PartyId, PlanId
from jbpcore.wording import Sentence

__all__ = ["goal_path", "plans_from_targets"]

_LONGEST_ID: Final = 128
_LONGEST_NAME: Final = 170  # leaves room for a label in a name of 200 characters
_Goals: TypeAlias = defaultdict[tuple[PartyId, int], list[Goal]]


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
    bucket for each of them, so that monthly targets shape what a quarter expects. A
    goal runs from the first to the last day that its lines state: somebody whose
    targets begin in mid-quarter is not measured by what was booked before. Bookings on
    days that no goal covers get one without a target, so that they are seen.

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
        The plans, in order of the owners' names and of years, and what is worth a look.
        The path of a finding about a goal is :func:`goal_path`, its row the line's.

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
        'Targets of ann cover 2 of 3 months of FY26-Q2; there is none for 2026-06-01...'
    """
    known = names or {}
    maker = _Maker(
        calendar=calendar, by=by, metric=metric, currency=currency, names=known
    )
    goals = maker.goals_with_targets(lines)
    maker.add_goals_without(goals, entries)
    plans = []
    for owner, year in sorted(goals, key=lambda of: (known.get(of[0], ""), *of)):
        partner = Partner(id=owner, name=known.get(owner, owner))
        label = _year_label(year)
        inside = sorted(goals[owner, year], key=lambda goal: goal.period)
        plans.append(
            Plan(
                id=_plan_id(owner, label),
                name=f"{partner.name[:_LONGEST_NAME]} {label}",
                vendor=vendor,
                partner=partner,
                period=calendar.year(year),
                goals=tuple(inside),
            )
        )
    return tuple(plans), tuple(maker.findings)


class _Maker:
    """Collects the goals of each owner and year, and what is found on the way."""

    def __init__(
        self,
        *,
        calendar: FiscalCalendar,
        by: PeriodKind,
        metric: Metric,
        currency: str | None,
        names: Mapping[PartyId, str],
    ) -> None:
        self.findings: list[Finding] = []
        self._calendar = calendar
        self._by = by
        self._metric = metric
        self._currency = currency
        self._names = names
        self._periods: dict[date, FiscalPeriod] = {}

    def goals_with_targets(self, lines: Iterable[TargetLine]) -> _Goals:
        goals: _Goals = defaultdict(list)
        kept, left_out = apart(self._iter_usable(lines))
        self.findings += left_out
        for owner, owned in kept.items():
            name = self._names.get(owner, owner)
            inside: defaultdict[FiscalPeriod, list[TargetLine]] = defaultdict(list)
            for at, line in enumerate(owned):
                period = self._period(line.dates.start)
                inside[period].append(line)
                path = self._path(owner, period)
                self._note(try_outlier(owned, at, name=name, path=path))
            for period, parts in inside.items():
                dates = [line.dates for line in parts]
                agreed = DateRange(min(dates).start, max(dates).end)
                goal = self._goal(period, agreed, parts)
                goals[owner, period.year].append(goal)
                self._note(
                    try_gap(
                        period,
                        dates,
                        calendar=self._calendar,
                        name=name,
                        path=self._path(owner, period),
                    )
                )
        return goals

    def add_goals_without(self, goals: _Goals, entries: Iterable[ActualEntry]) -> None:
        """Add a goal without a target where something was booked and none is wanted."""
        booked = {
            (entry.partner_id, entry.on)
            for entry in entries
            if entry.metric == self._metric.key and entry.partner_id is not None
        }
        agreed: defaultdict[tuple[PartyId, date], list[DateRange]] = defaultdict(list)
        for (owner, _), made in goals.items():
            for goal in made:
                start = self._period(goal.period.start).dates.start
                agreed[owner, start].append(goal.period)
        for owner, on in sorted(booked):
            period = self._period(on)
            there = agreed[owner, period.dates.start]
            if any(on in dates for dates in there):
                continue
            rest = next(days for days in period.dates.gaps(there) if on in days)
            there.append(rest)
            goals[owner, period.year].append(self._goal(period, rest, ()))

    def _iter_usable(self, lines: Iterable[TargetLine]) -> Iterator[TargetLine]:
        for line in lines:
            problem = try_unusable(line, metric=self._metric, currency=self._currency)
            if problem is None and not self._fits(line):
                message = Sentence(
                    "A target for {dates} reaches over the edge of a fiscal {by}. "
                    "Give one for each, or score by longer periods.",
                    dates=line.dates,
                    by=self._by,
                )
                problem = "jbp.targets.straddles", message
            if problem is None:
                yield line
                continue
            code, told = problem
            self.findings.append(
                Finding(code=code, path=line.place, message=told, row=line.row)
            )

    def _fits(self, line: TargetLine) -> bool:
        return self._period(line.dates.start).dates.contains(line.dates)

    def _period(self, day: date) -> FiscalPeriod:
        period = self._periods.get(day)
        if period is None:
            period = self._calendar.of(day).period(self._by)
            self._periods[day] = period
        return period

    def _goal(
        self, period: FiscalPeriod, dates: DateRange, lines: Sequence[TargetLine]
    ) -> Goal:
        target = None
        phasing: WeightedPhasing | LinearPhasing = LinearPhasing()
        if lines:
            amounts = [exact(line.amount) for line in lines]
            target = like(sum(amounts, Fraction(0)), lines[0].amount)
            if any(amounts):
                buckets = zip(lines, amounts, strict=True)
                phasing = WeightedPhasing(
                    tuple(Bucket(line.dates, amount) for line, amount in buckets)
                )
        is_rest = not lines and dates != period.dates
        label = f"{period.label}-from-{dates.start}" if is_rest else period.label
        return Goal(
            id=GoalId(_id(self._metric.key, label)),
            name=f"{self._metric.name[:_LONGEST_NAME]} {label}",
            metric=self._metric,
            target=target,
            period=dates,
            phasing=phasing,
        )

    def _note(self, finding: Finding | None) -> None:
        if finding is not None:
            self.findings.append(finding)

    def _goal_id(self, period: FiscalPeriod) -> GoalId:
        return GoalId(_id(self._metric.key, period.label))

    def _path(self, owner: PartyId, period: FiscalPeriod) -> str:
        plan_id = _plan_id(owner, _year_label(period.year))
        return goal_path(plan_id, self._goal_id(period))


def _year_label(year: int) -> str:
    return period_label(PeriodKind.YEAR, year, 1, long=False)


def _plan_id(owner: PartyId, year_label: str) -> PlanId:
    return PlanId(_id(owner, year_label))


def _id(name: str, label: str) -> str:
    """Join *name* and *label* to an id; a name that is too long becomes its digest."""
    if len(name) + len(label) >= _LONGEST_ID:
        name = hashlib.sha256(name.encode()).hexdigest()
    return f"{name}-{label}"
