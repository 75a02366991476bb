"""A goal by week, fiscal month or quarter: what is due in each, and what came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_bucket import BucketState, GoalBucket, bucket_state
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.engine.whole_buckets import (
    compare_wholes,
    obstacle_of_whole,
    with_level_due,
)
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.values.decimals import half_even
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["BucketState", "GoalBucket", "list_buckets"]

_SPREAD: Final = frozenset(
    {
        GoalShape.FLOW,
        GoalShape.CEILING,
        GoalShape.LEVEL_UP,
        GoalShape.LEVEL_DOWN,
        GoalShape.MILESTONE,
    }
)


def list_buckets(
    goal: Goal,
    calendar: FiscalCalendar,
    kind: PeriodKind,
    *,
    entries: Iterable[ActualEntry] | None = None,
    as_of: date | None = None,
    whole_counts: bool = False,
) -> tuple[GoalBucket, ...]:
    """Cut *goal* at the bounds of fiscal periods.

    What is due up to the end of each bucket is rounded half-even once, and a bucket is
    the difference of two such amounts, so that no cent is lost or made: months add up
    to their quarters, and all of them to the target.

    A milestone is due in its last bucket. A ratio of two sums, or what is to be kept,
    does not add up over days: its buckets have no amount of their own but say where it
    should stand at their ends, and how it did in each.

    Args:
        goal: The goal.
        calendar: Whose weeks, months or quarters to cut at.
        kind: Which of them.
        entries: Booked facts, to compare each bucket with.
        as_of: The last day that counts; needed with *entries*. Of a target that was
            revised, the version of that day is spread; without a day, the original.
        whole_counts: Whether to schedule counts in whole numbers: no half deals. Else
            they have two digits.

    Returns:
        The buckets in order; they cover the goal's days without a gap.

    Raises:
        InvalidValueError: If *entries* are given without *as_of*.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.values.money import Money
        >>> calendar = FiscalCalendar.calendar_year()
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"), period=calendar.quarter(2026, 2),
        ... )
        >>> for bucket in list_buckets(goal, calendar, PeriodKind.MONTH):
        ...     print(bucket.label, bucket.scheduled)
        FY26-P04 8241.76 USD
        FY26-P05 8516.48 USD
        FY26-P06 8241.76 USD
    """
    if entries is not None and as_of is None:
        raise InvalidValueError("as_of", as_of, "a day, where entries are given")
    if as_of is not None and goal.target_versions:
        current = goal.target_on(as_of)
        goal = attrs.evolve(goal, target=current, target_versions=())
    tiles = calendar.tiles(kind, goal.period)
    sample = Ratio(0) if shape_of(goal) is GoalShape.MILESTONE else goal.target
    levels, reason = _levels(goal, tiles, whole_counts=whole_counts)
    buckets = []
    for number, period in enumerate(tiles):
        bucket = GoalBucket(
            period=period,
            scheduled=None,
            scheduled_to_date=None,
            state=None if as_of is None else bucket_state(period.dates, as_of=as_of),
            reason=reason,
        )
        if sample is not None and levels:
            step = levels[number + 1] - levels[number]
            bucket = attrs.evolve(
                bucket,
                scheduled=like(step, sample),
                scheduled_to_date=like(levels[number + 1], sample),
            )
        elif reason is Reason.NO_BUCKETS:
            bucket = with_level_due(goal, bucket)
        buckets.append(bucket)
    if entries is None or as_of is None:
        return tuple(buckets)
    if shape_of(goal) not in _SPREAD:
        return compare_wholes(goal, buckets, list(entries), as_of=as_of)
    return _compared(goal, buckets, list(entries), as_of)


def _levels(
    goal: Goal, tiles: tuple[FiscalPeriod, ...], *, whole_counts: bool
) -> tuple[list[Fraction], Reason | None]:
    """Return where the goal starts and what is due at the end of each tile."""
    shape = shape_of(goal)
    if shape is GoalShape.MILESTONE:
        return [*[Fraction(0)] * len(tiles), Fraction(1)], None
    if shape not in _SPREAD:
        return [], obstacle_of_whole(goal)
    if goal.target is None:
        return [], Reason.NO_TARGET
    target, start = exact(goal.target), _start(goal)
    if start is None:
        return [], Reason.NO_BASELINE
    low, high = sorted((start, target))
    levels = [start]
    for tile in tiles[:-1]:
        share = due_share(goal.phasing, goal.period, as_of=tile.dates.last_day)
        if share is None:
            return [], Reason.PHASING_EMPTY
        due = formulas.expected(start, target, share)
        rounded = _rounded(due, goal.target, whole_counts=whole_counts)
        # An amount finer than the rounding may not be passed, lest a bucket takes back,
        # and is reached where all is due, not in a later bucket where nothing is.
        levels.append(target if share == 1 else min(max(rounded, low), high))
    last = tiles[-1].dates.last_day
    if due_share(goal.phasing, goal.period, as_of=last) is None:
        return [], Reason.PHASING_EMPTY
    return [*levels, target], None


def _start(goal: Goal) -> Fraction | None:
    shape = shape_of(goal)
    if shape.has_baseline and goal.baseline is not None:
        return exact(goal.baseline)
    return None if shape is GoalShape.LEVEL_DOWN else Fraction(0)


def _rounded(value: Fraction, sample: Amount, *, whole_counts: bool) -> Fraction:
    if whole_counts and isinstance(sample, Quantity):
        return Fraction(half_even(value.numerator, value.denominator))
    return exact(rounded_like(value, sample))


def _compared(
    goal: Goal, buckets: list[GoalBucket], entries: list[ActualEntry], as_of: date
) -> tuple[GoalBucket, ...]:
    """Add what came in: differences of what stood at the end of each bucket."""
    begun = [b for b in buckets if b.state is not BucketState.PENDING]
    ends = [min(bucket.dates.last_day, as_of) for bucket in begun]
    stood = [None] + [assess_goal(goal, entries, as_of=end).attained for end in ends]
    found = [
        _with_attained(goal, bucket, before, now)
        for bucket, (before, now) in zip(begun, pairwise(stood), strict=True)
    ]
    return (*found, *buckets[len(begun) :])


def _with_attained(
    goal: Goal, bucket: GoalBucket, before: Amount | None, now: Amount | None
) -> GoalBucket:
    start = _start(goal) if before is None else exact(before)
    if now is None or start is None:
        return attrs.evolve(bucket, attained_to_date=now)
    moved = exact(now) - start
    gap = None
    if bucket.scheduled is not None:
        short = formulas.shortfall(
            exact(bucket.scheduled),
            moved,
            higher_is_better=shape_of(goal).higher_is_better,
        )
        gap = like(short, now)
    return attrs.evolve(
        bucket, attained=like(moved, now), attained_to_date=now, gap=gap
    )
