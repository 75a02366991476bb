"""Buckets of goals that do not add up: ratios, and what is to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_bucket import BucketState, GoalBucket
from jbpcore.engine.keep_check import KeepCheck
from jbpcore.engine.levels import scheduled
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.phasing import LinearPhasing
from jbpcore.values.ratio import Ratio

__all__ = ["compare_wholes", "obstacle_of_whole", "with_level_due"]


def obstacle_of_whole(goal: Goal) -> Reason:
    """Return why nothing is scheduled in a bucket of *goal*.

    That it does not add up, unless it has no target, baseline, band or phasing at all.
    """
    if shape_of(goal) is GoalShape.KEEP:
        return Reason.NO_KEEP_BAND if goal.keep is None else Reason.NO_BUCKETS
    if goal.target is None:
        return Reason.NO_TARGET
    if shape_of(goal).falls and goal.baseline is None:
        return Reason.NO_BASELINE
    share = due_share(goal.phasing, goal.period, as_of=goal.period.last_day)
    return Reason.PHASING_EMPTY if share is None else Reason.NO_BUCKETS


def with_level_due(goal: Goal, bucket: GoalBucket) -> GoalBucket:
    """Return *bucket* with where *goal* should stand at its end."""
    last_day = bucket.dates.last_day
    due: Amount | None = None
    if goal.keep is not None:
        is_due = goal.keep.checks[0].last_day <= last_day
        due = Ratio(1) if is_due else None
    else:
        share = due_share(goal.phasing, goal.period, as_of=last_day)
        due = scheduled(goal, shape_of(goal), goal.target, share)
    return attrs.evolve(bucket, scheduled_to_date=due)


def compare_wholes(
    goal: Goal,
    buckets: Sequence[GoalBucket],
    entries: Sequence[ActualEntry],
    *,
    as_of: date,
) -> tuple[GoalBucket, ...]:
    """Return *buckets* with how *goal* did in each, and where it stood at its end."""
    return tuple(
        bucket
        if bucket.state is BucketState.PENDING
        else _compared(goal, bucket, entries, min(bucket.dates.last_day, as_of))
        for bucket in buckets
    )


def _compared(
    goal: Goal, bucket: GoalBucket, entries: Sequence[ActualEntry], end: date
) -> GoalBucket:
    result = assess_goal(goal, entries, as_of=end)
    checks = tuple(
        check for check in result.checks if check.dates.last_day in bucket.dates
    )
    if result.shape is GoalShape.KEEP:
        own = _share_kept(checks)
    else:
        alone = attrs.evolve(goal, period=bucket.dates, phasing=LinearPhasing())
        own = assess_goal(alone, entries, as_of=end).attained
    stood, due, gap = result.attained, bucket.scheduled_to_date, None
    if stood is not None and due is not None:
        better = result.higher_is_better
        short = formulas.shortfall(exact(due), exact(stood), higher_is_better=better)
        gap = like(short, stood)
    return attrs.evolve(
        bucket, attained=own, attained_to_date=stood, gap=gap, checks=checks
    )


def _share_kept(checks: Sequence[KeepCheck]) -> Amount | None:
    share = formulas.kept(sum(check.is_kept for check in checks), len(checks))
    return None if share is None else like(Fraction(share), Ratio(0))
