"""How many plans stand together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.ledger_check import check_ledger
from jbpcore.engine.plan_assessment import PlanResult, assess_by_metric
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.health import Health
from jbpcore.model.plan import Plan
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import MetricKey, PartyId
from jbpcore.values.money import Money
from jbpcore.wording import Sentence

__all__ = ["PlanGoal", "Portfolio", "assess_portfolio"]

_MOST_NAMED = 5
_ByMetric: TypeAlias = defaultdict[MetricKey, list[ActualEntry]]


@attrs.frozen
class PlanGoal:
    """One goal's result, beside the plan it belongs to.

    Attributes:
        plan: The plan.
        result: How one of its goals stands.
    """

    plan: Plan
    result: GoalResult


@attrs.frozen(kw_only=True)
class Portfolio:
    """How the goals of many plans stand at the end of a day.

    Attributes:
        as_of: The last day that counts, as a whole day.
        plans: One result for each plan, in the order given.
        findings: What concerns no plan alone, such as bookings that belong to none.
    """

    as_of: date
    plans: tuple[PlanResult, ...]
    findings: tuple[Finding, ...] = ()

    def __repr__(self) -> str:
        """On which day, and how much there is in it."""
        plans, findings = len(self.plans), len(self.findings)
        return f"<Portfolio as_of={self.as_of} plans={plans} findings={findings}>"

    def iter_goals(self) -> Iterator[PlanGoal]:
        """Yield every goal, plan by plan."""
        for plan in self.plans:
            for result in plan.results:
                yield PlanGoal(plan.plan, result)

    @property
    def health_counts(self) -> dict[Health, int]:
        """How many goals have each health; those with none are left out."""
        counts = Counter(goal.result.health for goal in self.iter_goals())
        return {health: counts[health] for health in Health if counts[health]}

    @property
    def off_track(self) -> Mapping[str, tuple[PlanGoal, ...]]:
        """The goals that are off track, the furthest behind first, by unit.

        The unit is the currency, or what is counted: money in two currencies cannot be
        put in one order, nor deals beside money.
        """
        found: defaultdict[str, list[tuple[Fraction, PlanGoal]]] = defaultdict(list)
        for goal in self.iter_goals():
            gap = goal.result.gap_to_pace
            if goal.result.health is Health.OFF_TRACK and gap is not None:
                unit = gap.currency if isinstance(gap, Money) else None
                unit = unit or str(goal.result.goal.metric.unit)
                found[unit].append((exact(gap), goal))
        ordered = {
            unit: sorted(goals, key=lambda pair: pair[0], reverse=True)
            for unit, goals in sorted(found.items())
        }
        return MappingProxyType(
            {unit: tuple(goal for _, goal in goals) for unit, goals in ordered.items()}
        )


def assess_portfolio(
    plans: Iterable[Plan],
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    work_calendar: WorkCalendar | None = None,
    known_at: datetime | None = None,
    data_through: date | None = None,
) -> Portfolio:
    """Measure every goal of *plans*, up to and including *as_of*.

    Entries are sorted by partner once. Unlike for a single plan, an entry that names no
    partner counts for none: it is reported, as are those of partners without a plan.

    Args:
        plans: The plans, of any partners.
        entries: Booked facts of all of them.
        as_of: The last day that counts, as a whole day.
        work_calendar: Working days for rates by the working day.
        known_at: An instant in UTC, to see the figures as they were known then; entries
            recorded later are not known.
        data_through: The last day that the source of the entries has delivered.

    Returns:
        A result for each plan, in the order given.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="Plan", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> booked = ActualEntry(
        ...     metric="revenue", on=date(2026, 5, 4), amount=Money("50", "USD")
        ... )
        >>> assess_portfolio([plan], [booked], as_of=date(2026, 5, 15)).findings[0].code
        'jbp.entry.nobody'
    """
    ledgers: defaultdict[PartyId | None, _ByMetric] = defaultdict(_by_metric)
    linked = []
    for entry in entries:
        ledgers[entry.partner_id][entry.metric].append(entry)
        if entry.credit_of is not None or entry.reverses is not None:
            linked.append(entry)
    results = tuple(
        assess_by_metric(
            plan,
            ledgers.get(plan.partner.id, {}),
            as_of=as_of,
            work_calendar=work_calendar,
            known_at=known_at,
            data_through=data_through,
        )
        for plan in plans
    )
    planned = {result.plan.partner.id for result in results}
    findings = []
    if nobody := _count(ledgers.get(None, {})):
        message = Sentence(
            "Left out {nobody}: they name no partner.", nobody=f"{nobody:,}"
        )
        findings.append(_left_out("jbp.entry.nobody", message))
    strangers = sorted(owner for owner in ledgers if owner and owner not in planned)
    if strangers:
        count = sum(_count(ledgers[owner]) for owner in strangers)
        named = ", ".join(strangers[:_MOST_NAMED])
        if len(strangers) > _MOST_NAMED:
            named = f"{named} and {len(strangers) - _MOST_NAMED} more"
        message = Sentence(
            "Left out {count}: they belong to partners without a plan ({named}).",
            count=f"{count:,}",
            named=named,
        )
        findings.append(_left_out("jbp.entry.no_plan", message))
    # Each partner's results tell what is wrong with its own; here partners meet.
    findings += [
        finding
        for finding in check_ledger(linked, known_at=known_at)
        if finding.code == "jbp.credit.over"
    ]
    return Portfolio(as_of=as_of, plans=results, findings=tuple(findings))


def _by_metric() -> _ByMetric:
    return defaultdict(list)


def _count(ledger: _ByMetric | dict[MetricKey, list[ActualEntry]]) -> int:
    return sum(map(len, ledger.values()))


def _left_out(code: str, message: str) -> Finding:
    return Finding(
        code=code, path="entries", message=message, severity=Severity.WARNING
    )
