"""Goals without the history of their targets, and which of them can be added up."""

from __future__ import annotations

from typing import Final

import attrs

from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.model.amount import UnitKind
from jbpcore.model.goal import Goal

__all__ = ["adds_up", "flattened"]

_SHARED: Final = {
    GoalShape.FLOW,
    GoalShape.CEILING,
    GoalShape.LEVEL_UP,
    GoalShape.LEVEL_DOWN,
}


def adds_up(goal: Goal) -> bool:
    """Say whether the goals of two firms are the goal of both, added up.

    Sums are, and levels of money or things; ratios, milestones and what is to be kept
    are not.
    """
    is_ratio = goal.metric.unit.kind is UnitKind.RATIO
    return shape_of(goal) in _SHARED and not is_ratio


def flattened(goal: Goal) -> Goal:
    """Return the goal with the target that counts at its end as the only one."""
    target = goal.target_on(goal.period.last_day)
    return attrs.evolve(goal, target=target, target_versions=())
