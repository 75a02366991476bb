"""How a goal stands against the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from operator import attrgetter
from typing import Final

import attrs

from jbpcore.engine.curve import due_share
from jbpcore.engine.freshness import knows_zero
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.judgement import judge
from jbpcore.engine.ledger import read_ledger
from jbpcore.engine.levels import scheduled
from jbpcore.engine.measure import Measure
from jbpcore.engine.plain_flow import assess_plainly
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.model.actual import ActualEntry
from jbpcore.model.confidence import Confidence
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands
from jbpcore.model.phasing import WorkdayPhasing
from jbpcore.model.validation import check_instant
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import PersonId
from jbpcore.values.ratio import Ratio

__all__ = ["assess_goal"]

_BANDS: Final = HealthBands()
_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)


def assess_goal(  # noqa: PLR0913 - one question, and each part of it by name
    goal: Goal,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    bands: HealthBands | None = None,
    work_calendar: WorkCalendar | None = None,
    known_at: datetime | None = None,
    data_through: date | None = None,
    confidences: Iterable[Confidence] = (),
) -> GoalResult:
    """Measure *goal* against its phasing, up to and including *as_of*.

    Pure and exact: the same answer whatever the host's decimal context or clock, and
    the order of entries.

    A target that was revised counts over the whole period from the day the revision is
    effective: what should be in by now is computed on it, along the same phasing. The
    original is compared in ``levels``.

    Args:
        goal: The goal.
        entries: Booked facts; those of other metrics are passed over.
        as_of: The last day that counts, as a whole day. Before the period nothing has
            started, after it the target itself decides.
        bands: From which pace index up a goal is healthy; default bands if ``None``.
        work_calendar: Working days for rates by the working day. Where ``None``, the
            calendar of a workday phasing serves.
        known_at: An instant in UTC, to see the figures as they were known then: what
            was recorded later is left aside. ``None`` to know all there is.
        data_through: The last day that the source of the entries has delivered, if that
            is known. An empty ledger then means zero, not that there are no data.
        confidences: What people believe; of each the last that is valid on *as_of*
            stands beside the health.

    Returns:
        Every figure, the health, and the rule that decided it.

    Raises:
        InvalidValueError: If *work_calendar* does not cover the goal's period, or
            *known_at* is not an aware datetime in UTC.

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
    bands = _BANDS if bands is None else bands
    if known_at is None and work_calendar is None and not confidences:
        entries = tuple(entries)
        plain = assess_plainly(
            goal, entries, as_of=as_of, bands=bands, data_through=data_through
        )
        if plain is not None:
            return plain
    check_instant(known_at, "known_at")
    if known_at is not None:
        goal = goal.as_known_at(known_at)
    current = goal.target_on(as_of)
    shape = shape_of(goal, target=current)
    reading = read_ledger(goal, shape, entries, as_of=as_of, known_at=known_at)
    elapsed_workdays, total_workdays = _workdays(goal, as_of, work_calendar)
    share = _due(goal, shape, reading.measure, as_of)
    target = Ratio(1) if shape.is_share else current
    result = GoalResult(
        goal=goal,
        as_of=as_of,
        attained=reading.measure.attained,
        attained_reason=reading.measure.reason,
        expected_ratio=share,
        expected_to_date=scheduled(goal, shape, target, share),
        health=Health.NOT_APPLICABLE,
        reason=Reason.NO_TARGET,
        bands=bands,
        entry_count=reading.measure.entry_count,
        checks=reading.measure.checks,
        disputed=reading.disputed,
        pipeline=reading.pipeline,
        known_at=known_at,
        data_through=data_through,
        last_entry_on=reading.last_entry_on,
        confidences=_believed(goal, confidences, as_of, known_at),
        findings=reading.findings,
        elapsed_workdays=elapsed_workdays,
        total_workdays=total_workdays,
    )
    has_entries = reading.has_entries or knows_zero(goal.period, data_through)
    health, reason = judge(
        result.standing(), has_entries=has_entries, bands=result.bands
    )
    return attrs.evolve(result, health=health, reason=reason)


def _believed(
    goal: Goal,
    confidences: Iterable[Confidence],
    as_of: date,
    known_at: datetime | None,
) -> tuple[Confidence, ...]:
    """Return the last belief of each person that is valid, by person."""
    latest: dict[PersonId, Confidence] = {}
    for stated in sorted(confidences, key=_moment):
        is_known = stated.is_known_at(known_at) and stated.stated_on <= as_of
        if stated.goal_id == goal.id and is_known:
            latest[stated.person_id] = stated
    valid = (stated for stated in latest.values() if stated.is_valid_on(as_of))
    return tuple(sorted(valid, key=attrgetter("person_id")))


def _moment(stated: Confidence) -> tuple[date, datetime, str]:
    return (stated.stated_on, stated.recorded_at or _EARLIEST, repr(stated))


def _due(goal: Goal, shape: GoalShape, found: Measure, as_of: date) -> Fraction | None:
    """Return the share that is due: all of what is to be kept, from its first check."""
    if shape is GoalShape.KEEP:
        return Fraction(1 if found.checks else 0)
    if shape is GoalShape.MILESTONE:
        return Fraction(1 if as_of >= goal.period.last_day else 0)
    return due_share(goal.phasing, goal.period, as_of=as_of)


def _workdays(
    goal: Goal, as_of: date, calendar: WorkCalendar | None
) -> tuple[int, int] | tuple[None, None]:
    if calendar is None and isinstance(goal.phasing, WorkdayPhasing):
        calendar = goal.phasing.calendar
    if calendar is None:
        return None, None
    gone = calendar.elapsed_workdays(goal.period, as_of=as_of)
    return gone, calendar.count(goal.period)
