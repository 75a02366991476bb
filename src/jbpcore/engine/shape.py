"""Which of the shapes of goal a goal has; the shape decides the formulas."""

from __future__ import annotations

from enum import StrEnum

from jbpcore.engine.amounts import exact
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Direction

__all__ = ["GoalShape", "shape_of"]


class GoalShape(StrEnum):
    """How a goal moves and which way is good."""

    FLOW = "flow"
    CEILING = "ceiling"
    LEVEL_UP = "level_up"
    LEVEL_DOWN = "level_down"
    RATIO = "ratio"
    KEEP = "keep"
    MILESTONE = "milestone"

    @property
    def higher_is_better(self) -> bool:
        """Whether more is good."""
        return self not in {GoalShape.CEILING, GoalShape.LEVEL_DOWN}

    @property
    def has_baseline(self) -> bool:
        """Whether progress is measured from the goal's baseline, not from zero."""
        return self in {GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN}


def shape_of(goal: Goal) -> GoalShape:
    """Return the shape of *goal*, from its metric, target and baseline.

    A level goes down where its target lies below its baseline; the metric's direction
    decides only where one of them is missing or both are equal.

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
    if metric.accumulation is Accumulation.RATIO:
        return GoalShape.RATIO
    goes_down = metric.direction is Direction.DOWN
    if metric.accumulation is Accumulation.FLOW:
        return GoalShape.CEILING if goes_down else GoalShape.FLOW
    if goal.target is not None and goal.baseline is not None:
        target, baseline = exact(goal.target), exact(goal.baseline)
        if target != baseline:
            goes_down = target < baseline
    return GoalShape.LEVEL_DOWN if goes_down else GoalShape.LEVEL_UP
