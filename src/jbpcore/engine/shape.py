"""Which of the shapes of goal a goal has; the shape decides the formulas."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from jbpcore.engine.amounts import exact
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Direction

__all__ = ["GoalShape", "shape_of"]


class GoalShape(StrEnum):
    """How a goal moves and which way is good."""

    FLOW = "flow"
    CEILING = "ceiling"
    LEVEL_UP = "level_up"
    LEVEL_DOWN = "level_down"
    RATIO_UP = "ratio_up"
    RATIO_DOWN = "ratio_down"
    KEEP = "keep"
    MILESTONE = "milestone"

    @property
    def higher_is_better(self) -> bool:
        """Whether more is good."""
        return self not in _LESS_IS_BETTER

    @property
    def falls(self) -> bool:
        """Whether it is to come down from its baseline."""
        return self in _FALLING

    @property
    def has_baseline(self) -> bool:
        """Whether progress is measured from the goal's baseline, not from zero."""
        return self in _FROM_BASELINE

    @property
    def is_share(self) -> bool:
        """Whether what counts is a share of one, whatever the metric is counted in.

        Stretches kept of those due, or a milestone done or not.
        """
        return self in _SHARES


_FALLING: Final = frozenset({GoalShape.LEVEL_DOWN, GoalShape.RATIO_DOWN})
_LESS_IS_BETTER: Final = _FALLING | {GoalShape.CEILING}
_FROM_BASELINE: Final = _FALLING | {GoalShape.LEVEL_UP, GoalShape.RATIO_UP}
_SHARES: Final = frozenset({GoalShape.KEEP, GoalShape.MILESTONE})


def shape_of(goal: Goal, *, target: Amount | None = None) -> GoalShape:
    """Return the shape of *goal*, from its metric, target and baseline.

    A level or ratio goes down where its target lies below its baseline; the metric's
    direction decides only where one of them is missing or both are equal.

    Args:
        goal: The goal.
        target: The target that counts, if it is not the goal's own.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> goal = Goal(
        ...     id="mdf", name="MDF", metric=metrics.MARKETING_SPEND, target=None,
        ...     period=FiscalCalendar.calendar_year().year(2026),
        ... )
        >>> shape_of(goal)
        <GoalShape.CEILING: 'ceiling'>
    """
    metric = goal.metric
    if metric.accumulation is Accumulation.MILESTONE:
        return GoalShape.MILESTONE
    if metric.direction is Direction.KEEP:
        return GoalShape.KEEP
    goes_down = metric.direction is Direction.DOWN
    if metric.accumulation is Accumulation.FLOW:
        return GoalShape.CEILING if goes_down else GoalShape.FLOW
    wanted = goal.target if target is None else target
    if wanted is not None and goal.baseline is not None:
        end, start = exact(wanted), exact(goal.baseline)
        if end != start:
            goes_down = end < start
    if metric.accumulation is Accumulation.RATIO:
        return GoalShape.RATIO_DOWN if goes_down else GoalShape.RATIO_UP
    return GoalShape.LEVEL_DOWN if goes_down else GoalShape.LEVEL_UP
