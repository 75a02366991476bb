"""Splitting a goal into one for each week, fiscal month or quarter."""

from __future__ import annotations

import attrs

from jbpcore.engine.buckets import GoalBucket, list_buckets
from jbpcore.engine.cut_phasing import cut_phasing
from jbpcore.engine.shape import shape_of
from jbpcore.engine.splits import check_adds_up
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.ids import GoalId

__all__ = ["split_by_time"]


def split_by_time(
    goal: Goal,
    calendar: FiscalCalendar,
    kind: PeriodKind,
    *,
    whole_counts: bool = False,
) -> tuple[Goal, ...]:
    """Split *goal* into one for each week, fiscal month or quarter that it touches.

    The parts are its buckets: each has what is due in it along the goal's phasing, and
    goes on along it inside. A level's part starts where the one before should end. The
    weight in the score is shared out by days.

    Args:
        goal: The goal.
        calendar: Whose weeks, months or quarters to cut at.
        kind: Which of them.
        whole_counts: Whether counts are to be whole numbers.

    Returns:
        One goal for each bucket, in order.

    Raises:
        InvalidValueError: If the goal has no target or, falling, no baseline, its
            phasing puts nothing on its days, or it is a ratio, a milestone or to be
            kept. Also if its target was revised.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.values.money import Money
        >>> calendar = FiscalCalendar.calendar_year()
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("1000", "USD"), period=calendar.year(2026),
        ... )
        >>> for part in split_by_time(goal, calendar, PeriodKind.QUARTER):
        ...     print(part.id, part.target)
        sales.FY26-Q1 246.58 USD
        sales.FY26-Q2 249.31 USD
        sales.FY26-Q3 252.06 USD
        sales.FY26-Q4 252.05 USD
    """
    check_adds_up(goal)

    def cut(amount: Amount | None) -> tuple[GoalBucket, ...]:
        alike = attrs.evolve(goal, target=amount)
        return list_buckets(alike, calendar, kind, whole_counts=whole_counts)

    aimed, promised, hoped = map(cut, (goal.target, goal.commit, goal.stretch))
    if aimed[0].reason is not None:
        expected = f"one that can be cut into buckets (not so: {aimed[0].reason})"
        raise InvalidValueError("goal", goal.id, expected)
    is_level = shape_of(goal).has_baseline
    baseline = goal.baseline
    parts = []
    for bucket, commit, stretch in zip(aimed, promised, hoped, strict=True):
        days = bucket.dates.length_days
        part = attrs.evolve(
            goal,
            id=GoalId(f"{goal.id}.{bucket.label}"),
            name=f"{goal.name} {bucket.label}",
            period=bucket.dates,
            phasing=cut_phasing(goal.phasing, goal.period, bucket.dates),
            weight=goal.weight * days / goal.period.length_days,
            baseline=baseline if is_level else None,
            commit=_aim(commit, is_level=is_level),
            target=_aim(bucket, is_level=is_level),
            stretch=_aim(stretch, is_level=is_level),
        )
        parts.append(part)
        baseline = bucket.scheduled_to_date
    return tuple(parts)


def _aim(bucket: GoalBucket, *, is_level: bool) -> Amount | None:
    return bucket.scheduled_to_date if is_level else bucket.scheduled
