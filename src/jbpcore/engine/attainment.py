"""How a goal stands against the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, rounded_like
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.judgement import judge
from jbpcore.engine.ledger import read_ledger
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands
from jbpcore.model.phasing import WorkdayPhasing
from jbpcore.periods.work_calendar import WorkCalendar

__all__ = ["assess_goal"]

_ASSESSED = {
    GoalShape.FLOW,
    GoalShape.CEILING,
    GoalShape.LEVEL_UP,
    GoalShape.LEVEL_DOWN,
}


def assess_goal(
    goal: Goal,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    bands: HealthBands | None = None,
    work_calendar: WorkCalendar | None = None,
) -> GoalResult:
    """Measure *goal* against its phasing, up to and including *as_of*.

    Pure and exact: the same answer whatever the host's decimal context or clock, and
    the order of entries.

    Args:
        goal: The goal.
        entries: Booked facts; those of other metrics are passed over.
        as_of: The last day that counts, as a whole day. Before the period nothing has
            started, after it the target itself decides.
        bands: From which pace index up a goal is healthy; default bands if ``None``.
        work_calendar: Working days for rates by the working day. Where ``None``, the
            calendar of a workday phasing serves.

    Returns:
        Every figure, the health, and the rule that decided it.

    Raises:
        InvalidValueError: If *work_calendar* does not cover the goal's period.

    Examples:
        Halfway through the second quarter, and 30 % of the goal is in:

        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> result = assess_goal(goal, booked, as_of=date(2026, 5, 15))
        >>> result.health.value, result.expected_to_date, result.gap_to_target
        ('off_track', Money('12362.64', 'USD'), Money('17500', 'USD'))
    """
    reading = read_ledger(goal, entries, as_of=as_of)
    elapsed_workdays, total_workdays = _workdays(goal, as_of, work_calendar)
    share = due_share(goal.phasing, goal.period, as_of=as_of)
    is_assessed = shape_of(goal) in _ASSESSED
    result = GoalResult(
        goal=goal,
        as_of=as_of,
        attained=reading.total if is_assessed else None,
        expected_ratio=share,
        expected_to_date=_expected(goal, share) if is_assessed else None,
        health=Health.NOT_APPLICABLE,
        reason=Reason.SHAPE_NOT_ASSESSED,
        bands=HealthBands() if bands is None else bands,
        entry_count=reading.entry_count,
        findings=reading.findings,
        elapsed_workdays=elapsed_workdays,
        total_workdays=total_workdays,
    )
    if not is_assessed:
        return result
    health, reason = judge(
        result.standing(), has_entries=reading.has_entries, bands=result.bands
    )
    return attrs.evolve(result, health=health, reason=reason)


def _expected(goal: Goal, share: Fraction | None) -> Amount | None:
    if goal.target is None or share is None:
        return None
    target = exact(goal.target)
    start = Fraction(0)
    if shape_of(goal).has_baseline and goal.baseline is not None:
        start = exact(goal.baseline)
    return rounded_like(formulas.expected(start, target, share), goal.target)


def _workdays(
    goal: Goal, as_of: date, calendar: WorkCalendar | None
) -> tuple[int, int] | tuple[None, None]:
    if calendar is None and isinstance(goal.phasing, WorkdayPhasing):
        calendar = goal.phasing.calendar
    if calendar is None:
        return None, None
    gone = calendar.elapsed_workdays(goal.period, as_of)
    return gone, calendar.count(goal.period)
