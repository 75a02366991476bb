"""How a plan stands to those before it: targets against what was attained, and loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import Finding
from jbpcore.model.commitment import CommitmentStatus
from jbpcore.model.execution import ActionStatus
from jbpcore.model.goal import Goal
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.plan import Plan
from jbpcore.planning.check_codes import found
from jbpcore.planning.next_period import length_ratio
from jbpcore.wording import Sentence

__all__ = ["iter_against_history"]

_FAR: Final = Fraction(3, 2)
"""How many times what was attained is far from it."""

_USUALLY_MISSED: Final = Fraction(9, 10)
"""Attained over targets of earlier plans, below which they were too high."""

_FOLLOWED: Final = {
    GoalShape.FLOW,
    GoalShape.LEVEL_UP,
    GoalShape.LEVEL_DOWN,
    GoalShape.RATIO_UP,
    GoalShape.RATIO_DOWN,
}
_OPEN_WORK: Final = {
    ActionStatus.OPEN,
    ActionStatus.IN_PROGRESS,
    ActionStatus.BLOCKED,
    CommitmentStatus.OPEN,
}


@attrs.frozen
class _Year:
    """What a goal aimed at and came to in an earlier plan, for as many days as now."""

    plan_id: str
    target: Fraction
    attained: Fraction


def iter_against_history(plan: Plan, previous: Sequence[Plan]) -> Iterator[Finding]:
    """Find targets that are far from history, and what was lost on the way.

    Args:
        plan: The plan.
        previous: Earlier plans; those that did not begin before *plan* are passed over.
    """
    earlier = sorted(
        (one for one in previous if one.period.start < plan.period.start),
        key=lambda one: (one.period.start, one.id),
    )
    known = [_figures(one) for one in earlier]
    for place, goal in enumerate(plan.goals):
        yield from _iter_realism(goal, known, f"goals[{place}].target")
    yield from _iter_unfinished(plan)
    for one in earlier:
        if one.period.overlaps(plan.period):
            message = Sentence(
                "{one} ({period}) has days of this plan, whose bookings would "
                "count in both. Cut one of them short.",
                one=one.name,
                period=one.period,
            )
            yield found("previous_overlaps", "period", message)
        if one.id == plan.previous_id:
            yield from _iter_lost(plan, one)


def _figures(plan: Plan) -> dict[str, tuple[Plan, Goal, GoalOutcome]]:
    """Return the goals that *plan* was closed with, and how they ended, by id."""
    outcomes = {outcome.goal_id: outcome for outcome in plan.outcomes}
    return {
        goal.id: (plan, goal, outcomes[goal.id])
        for goal in plan.goals
        if goal.id in outcomes
    }


def _years(
    goal: Goal, earlier: Sequence[Mapping[str, tuple[Plan, Goal, GoalOutcome]]]
) -> list[_Year]:
    years = []
    for known in earlier:
        if goal.id not in known:
            continue
        plan, old, figures = known[goal.id]
        attained, target = figures.attained, figures.target
        is_alike = old.metric.key == goal.metric.key and old.currency == goal.currency
        is_final = figures.as_of is not None and figures.as_of >= old.period.last_day
        if attained is None or target is None or not (is_alike and is_final):
            continue
        length = Fraction(1)
        if shape_of(goal) is GoalShape.FLOW:
            length = length_ratio(goal.period, old.period)
        years.append(_Year(plan.id, exact(target) * length, exact(attained) * length))
    return years


def _iter_realism(
    goal: Goal,
    earlier: Sequence[Mapping[str, tuple[Plan, Goal, GoalOutcome]]],
    path: str,
) -> Iterator[Finding]:
    target = goal.target_on(goal.period.last_day)
    shape = shape_of(goal, target=target)
    years = _years(goal, earlier)
    if target is None or shape not in _FOLLOWED or not years:
        return
    wanted, last = exact(target), years[-1]
    shown = like(last.attained, target)
    is_easier = wanted > last.attained if shape.falls else wanted < last.attained
    if is_easier:
        message = Sentence(
            "{goal} aims at {target}; {plan_id} attained {shown}, like "
            "for like. Ask what got harder, or raise it.",
            goal=goal.name,
            target=target,
            plan_id=last.plan_id,
            shown=shown,
        )
        yield found("sandbagged", path, message)
        return
    if last.attained > 0 and _is_far(wanted, last.attained, falls=shape.falls):
        message = Sentence(
            "{goal} aims at {target}; {plan_id} attained {shown}, like "
            "for like. Say what will be different, or lower it.",
            goal=goal.name,
            target=target,
            plan_id=last.plan_id,
            shown=shown,
        )
        yield found("heroic", path, message)
        return
    asked = sum((year.target for year in years), Fraction(0))
    came = sum((year.attained for year in years), Fraction(0))
    if shape.falls or asked <= 0 or came >= asked * _USUALLY_MISSED:
        return
    if wanted >= last.target:
        message = Sentence(
            "{goal} came to {percent} % of its targets so far, and aims "
            "at {target}, no less than the last one. Lower it, or say "
            "what will be different.",
            goal=goal.name,
            percent=_percent(came / asked),
            target=target,
        )
        yield found("heroic", path, message)


def _is_far(wanted: Fraction, attained: Fraction, *, falls: bool) -> bool:
    return wanted * _FAR < attained if falls else wanted > attained * _FAR


def _percent(share: Fraction) -> int:
    return share.numerator * 100 // share.denominator


def _iter_unfinished(plan: Plan) -> Iterator[Finding]:
    places = {f"goals:{goal.id}": place for place, goal in enumerate(plan.goals)}
    for record in plan.records:
        is_early = record.facts.get("note") == "the period is not over"
        if record.move == "carry" and is_early and record.subject in places:
            path = f"goals[{places[record.subject]}].target"
            message = Sentence(
                "It is built on {base}, which was in before the period was "
                "over. Roll forward from the projected finish instead.",
                base=record.facts["base_amount"],
            )
            yield found("base_unfinished", path, message)


def _iter_lost(plan: Plan, before: Plan) -> Iterator[Finding]:
    told = {record.subject for record in plan.records if record.move in _TELLS}
    over = {o.goal_id for o in before.outcomes if o.outcome is Outcome.DROPPED}
    for name in ("goals", "actions", "commitments"):
        here = {item.id for item in getattr(plan, name)}
        for item in getattr(before, name):
            subject = f"{name}:{item.id}"
            is_open = name == "goals" or item.status in _OPEN_WORK
            if item.id in here or subject in told or not is_open or item.id in over:
                continue
            message = Sentence(
                "{item} was in {before}, and is neither here nor dropped with "
                "a reason. Carry it on, or say why not.",
                item=item.name,
                before=before.name,
            )
            yield found("lost", name, message)


_TELLS: Final = {"carry", "drop", "drop_goal", "finish", "take_over", "edit"}
