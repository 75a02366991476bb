"""What may be wrong with a goal: owner, amounts, days, phasing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jbpcore.engine.amounts import exact
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import Finding
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.phasing import (
    CumulativePhasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.planning.check_codes import found
from jbpcore.wording import Sentence, message

__all__ = ["check_goal", "iter_double_counted"]

_ADDED_UP: Final = {GoalShape.FLOW, GoalShape.CEILING}
_UNMEASURED: Final = {GoalShape.KEEP, GoalShape.MILESTONE}

_ORDER: Final = {
    "commit": message(
        "The commit of {goal} ({level}) is harder than its target ({target}). Swap "
        "them, or correct one."
    ),
    "stretch": message(
        "The stretch of {goal} ({level}) is easier than its target ({target}). Swap "
        "them, or correct one."
    ),
}


def check_goal(plan: Plan, goal: Goal, path: str) -> Iterator[Finding]:
    """Find what may be wrong with one goal.

    Args:
        plan: The plan it is in.
        goal: The goal.
        path: Where it is.
    """
    if goal.owner_id is None:
        message = Sentence(
            "Nobody answers for {goal}. Name one person.", goal=goal.name
        )
        yield found("no_owner", f"{path}.owner_id", message)
    if not plan.period.contains(goal.period):
        message = Sentence(
            "{goal} is for {period}, the plan for {plan_period}. Give it "
            "days inside the plan.",
            goal=goal.name,
            period=goal.period,
            plan_period=plan.period,
        )
        yield found("outside_plan", f"{path}.period", message)
    yield from _iter_amounts(goal, path)
    yield from _iter_order(goal, path)
    yield from _iter_phasing(goal, path)
    yield from _iter_keep(goal, path)


def _iter_amounts(goal: Goal, path: str) -> Iterator[Finding]:
    target = goal.target_on(goal.period.last_day)
    shape = shape_of(goal, target=target)
    if shape in _UNMEASURED:
        return
    where = f"{path}.target"
    if target is None:
        yield found(
            "no_target",
            where,
            Sentence("{goal} has no target. Agree on one.", goal=goal.name),
        )
        return
    wanted = exact(target)
    if shape is GoalShape.FLOW and not wanted:
        message = Sentence(
            "{goal} has a target of zero, so nothing counts. Raise it.", goal=goal.name
        )
        yield found("target_zero", where, message)
    if shape in _ADDED_UP and wanted < 0:
        message = Sentence(
            "{goal} has a target below zero ({target}). Correct it.",
            goal=goal.name,
            target=target,
        )
        yield found("target_negative", where, message)
    if shape.has_baseline:
        yield from _iter_start(goal, target, path, falls=shape.falls)


def _iter_start(
    goal: Goal, target: Amount, path: str, *, falls: bool
) -> Iterator[Finding]:
    if goal.baseline is None:
        if falls:
            message = Sentence(
                "{goal} is to come down to {target}, and nobody says where "
                "from. Give its baseline.",
                goal=goal.name,
                target=target,
            )
            yield found("no_baseline", f"{path}.baseline", message)
    elif exact(goal.baseline) == exact(target):
        message = Sentence(
            "{goal} is at its target of {target} from the start. Move the "
            "target, or make it something to be kept.",
            goal=goal.name,
            target=target,
        )
        yield found("nothing_to_move", f"{path}.target", message)


def _iter_order(goal: Goal, path: str) -> Iterator[Finding]:
    target = goal.target_on(goal.period.last_day)
    shape = shape_of(goal, target=target)
    if target is None or shape in _UNMEASURED:
        return
    way = 1 if shape.higher_is_better else -1
    for name, level, sign in (
        ("commit", goal.commit, way),
        ("stretch", goal.stretch, -way),
    ):
        if level is not None and (exact(level) - exact(target)) * sign > 0:
            facts = {"goal": goal.name, "level": level, "target": target}
            message = Sentence(_ORDER[name], **facts)
            yield found("levels_order", f"{path}.{name}", message)


def _iter_phasing(goal: Goal, path: str) -> Iterator[Finding]:
    where = f"{path}.phasing"
    phasing, period = goal.phasing, goal.period
    if isinstance(phasing, WorkdayPhasing):
        days = phasing.calendar.count(period)
        if not days:
            message = Sentence(
                "{goal} has no working day. Phase it by calendar days.", goal=goal.name
            )
            yield found("phasing_empty", where, message)
    elif isinstance(phasing, WeightedPhasing):
        yield from _iter_buckets(goal, phasing, where)
    elif isinstance(phasing, CumulativePhasing):
        outside = [str(p.on) for p in phasing.points if p.on not in period]
        if outside:
            message = Sentence(
                "{outside} is outside {goal} ({period}). Give the points of "
                "its own days.",
                outside=", ".join(outside),
                goal=goal.name,
                period=period,
            )
            yield found("phasing_outside", where, message)


def _iter_buckets(
    goal: Goal, phasing: WeightedPhasing, where: str
) -> Iterator[Finding]:
    period = goal.period
    weighed = [bucket for bucket in phasing.buckets if bucket.weight]
    inside = [bucket for bucket in weighed if bucket.dates.overlaps(period)]
    if not inside:
        message = Sentence(
            "No weight falls on the days of {goal} ({period}). Phase it for them.",
            goal=goal.name,
            period=period,
        )
        yield found("phasing_empty", where, message)
        return
    if any(not period.contains(bucket.dates) for bucket in weighed):
        message = Sentence(
            "Weights of {goal} lie outside its days ({period}), and do "
            "not count there. Phase it for its own days.",
            goal=goal.name,
            period=period,
        )
        yield found("phasing_outside", where, message)
    gaps = period.gaps(bucket.dates for bucket in phasing.buckets)
    if gaps:
        listed = ", ".join(map(str, gaps))
        message = Sentence(
            "Nothing of {goal} falls on {listed}. Add it if not meant.",
            goal=goal.name,
            listed=listed,
        )
        yield found("phasing_gap", where, message)


def _iter_keep(goal: Goal, path: str) -> Iterator[Finding]:
    if shape_of(goal) is not GoalShape.KEEP:
        return
    if goal.keep is None:
        message = Sentence(
            "{goal} is to be kept, within no bounds. State a band.", goal=goal.name
        )
        yield found("keep_missing", f"{path}.keep", message)
        return
    gaps = goal.period.gaps(goal.keep.checks)
    if gaps:
        listed = ", ".join(map(str, gaps))
        message = Sentence(
            "Nobody looks at {goal} on {listed}. Leave it so if meant.",
            goal=goal.name,
            listed=listed,
        )
        yield found("keep_gap", f"{path}.keep", message)


def iter_double_counted(plan: Plan) -> Iterator[Finding]:
    """Find goals of the same sides that the same bookings count for."""
    seen: dict[object, list[Goal]] = {}
    for place, goal in enumerate(plan.goals):
        if goal.audience is not Audience.JOINT:
            continue
        others = seen.setdefault((goal.metric.key, goal.side, goal.scope), [])
        for other in others:
            if other.period.overlaps(goal.period):
                message = Sentence(
                    "What counts for {goal} counts for {other} as well. Give them "
                    "scopes or days of their own, or drop one.",
                    goal=goal.name,
                    other=other.name,
                )
                yield found("double_counted", f"goals[{place}]", message)
                break
        others.append(goal)
