"""A plan that many edit at once, and what every whole copy of it says.

Each writer has a count, which stands in three places far apart in the plan: as the
target of a goal, in the notes of an action and in those of a commitment. Every edit
raises the count of one writer by one. So in every revision the three agree for every
writer, and all counts together are the revision's number less one.

Every second edit of a writer is a unit of work, which raises the writer's count in a
second plan and books a fact as well. So the count there is half of the count here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action
from jbpcore.model.goal import Goal
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.testing.sample_records import small_entry, small_plan
from jbpcore.values.quantity import Quantity

__all__ = [
    "MIRROR",
    "PLAN",
    "HalfAPlanError",
    "booked",
    "counted",
    "counts",
    "raised",
    "units_among",
]

PLAN, MIRROR = "contested", "mirror"
_DAY = date(2026, 6, 30)


class HalfAPlanError(Exception):
    """Parts of one plan are of different edits."""


def counted(plan_id: str, writers: Iterable[str]) -> Plan:
    """Return a plan in which every writer's count is 0."""
    plan = small_plan(plan_id)
    names = list(writers)
    return attrs.evolve(
        plan,
        goals=[
            Goal(
                id=name,
                name=f"Deals of {name}",
                metric=metrics.DEALS_WON,
                target=Quantity(0, "deals"),
                period=plan.period,
            )
            for name in names
        ],
        actions=[
            Action(id=name, name=name, side=Side.PARTNER, due_on=_DAY, notes="0")
            for name in names
        ],
        commitments=[
            Commitment(id=name, name=name, side=Side.VENDOR, due_on=_DAY, notes="0")
            for name in names
        ],
    )


def raised(plan: Plan, writer: str, count: int) -> Plan:
    """Return the plan with another count of one writer."""
    deals, notes = Quantity(count, "deals"), str(count)
    return attrs.evolve(
        plan,
        goals=[
            attrs.evolve(goal, target=deals) if goal.id == writer else goal
            for goal in plan.goals
        ],
        actions=[
            attrs.evolve(action, notes=notes) if action.id == writer else action
            for action in plan.actions
        ],
        commitments=[
            attrs.evolve(one, notes=notes) if one.id == writer else one
            for one in plan.commitments
        ],
    )


def counts(found: StoredPlan) -> dict[str, int]:
    """Return the count of each writer.

    Raises:
        HalfAPlanError: If this is no whole revision.
    """
    plan = found.plan
    goals = {str(goal.id): _deals(goal) for goal in plan.goals}
    actions = {str(action.id): int(action.notes) for action in plan.actions}
    commitments = {str(one.id): int(one.notes) for one in plan.commitments}
    if not goals == actions == commitments:
        raise HalfAPlanError(found.revision, goals, actions, commitments)
    if sum(goals.values()) != found.revision - 1:
        raise HalfAPlanError(found.revision, goals)
    return goals


def booked(writer: str, count: int) -> ActualEntry:
    """Return the fact that a unit of work books."""
    return small_entry(f"{writer}:{count}")


def units_among(count: int) -> int:
    """Return how many of so many edits were units of work."""
    return count // 2


def _deals(goal: Goal) -> int:
    if not isinstance(goal.target, Quantity):
        raise HalfAPlanError(goal.target)
    return int(goal.target.amount)
