"""Putting the terms of an amendment in the place of those that held."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime
from functools import partial
from itertools import count
from typing import Any, Final, TypeVar

import attrs

from jbpcore.model.amendment import Amendment
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import (
    NOT_SIGNED,
    Commitment,
    CommitmentStatus,
)
from jbpcore.model.goal import Goal
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.plan import Plan
from jbpcore.model.slip import Slip
from jbpcore.model.target_version import TargetVersion
from jbpcore.model.terms import Terms
from jbpcore.planning.references import rewired
from jbpcore.values.ids import GoalId

__all__ = ["versioned", "with_terms"]

_Item = TypeVar("_Item", Goal, Commitment)

# What nobody signs: where the amendment left it alone, it is as it has become since.
_GOAL_WORDING: Final = ("name", "description", "owner_id", "stale_after_days")


def with_terms(plan: Plan, amendment: Amendment, *, at: datetime) -> Plan:
    """Return *plan* with the terms of *amendment*.

    Names, owners and the like were free to change while the amendment was open; such
    changes stay. A goal that the amendment drops gets the outcome "dropped". Goals for
    one side alone are no part of the terms and stay as they are.

    Args:
        plan: The plan, on the terms that the amendment changes.
        amendment: The amendment.
        at: When it was agreed: new versions of targets are known from then on.
    """
    terms, base = amendment.terms, amendment.replaced
    plan = _with_room(plan, {goal.id for goal in terms.goals})
    base_goals = () if base is None else base.goals
    base_commitments = () if base is None else base.commitments
    joint = tuple(goal for goal in plan.goals if goal.audience is Audience.JOINT)
    inside = tuple(goal for goal in plan.goals if goal.audience is not Audience.JOINT)

    goals = _merged(
        joint,
        terms.goals,
        base_goals,
        _GOAL_WORDING,
        lambda made, now: _with_versions(made, now, at),
    )
    commitments = _merged(
        plan.commitments,
        terms.commitments,
        base_commitments,
        NOT_SIGNED,
        lambda made, now: _with_slips(made, now, at, amendment.why),
    )
    kept = {goal.id for goal in goals}
    dropped = [
        GoalOutcome(
            goal_id=goal.id,
            outcome=Outcome.DROPPED,
            lesson=amendment.why,
            target=goal.target_on(goal.period.last_day),
        )
        for goal in joint
        if goal.id not in kept
    ]
    said = {goal.id for goal in joint} | kept
    outcomes = [outcome for outcome in plan.outcomes if outcome.goal_id not in said]
    return attrs.evolve(
        plan,
        period=terms.period,
        health_bands=terms.health_bands,
        goals=_in_order(plan.goals, (*goals, *inside)),
        commitments=_in_order(plan.commitments, commitments),
        outcomes=(*outcomes, *dropped),
    )


def _with_versions(made: Goal, now: Goal | None, at: datetime) -> Goal:
    known = () if now is None else now.target_versions
    versions = tuple(
        version if version in known else _dated(version, at)
        for version in made.target_versions
    )
    metric = made.metric if now is None else now.metric
    if attrs.evolve(metric, name=made.metric.name) == made.metric:
        made = attrs.evolve(made, metric=metric)
    return attrs.evolve(made, target_versions=versions)


def _with_slips(
    made: Commitment, now: Commitment | None, at: datetime, why: str
) -> Commitment:
    if now is None:
        return made
    made = attrs.evolve(made, slips=now.slips)
    if made.due_on <= now.due_on:
        return made
    # Whatever comes of it now, it is not what was promised first.
    slip = Slip(moved_on=at.date(), was_due_on=now.due_on, due_on=made.due_on, why=why)
    is_missed = made.status is CommitmentStatus.MISSED
    return attrs.evolve(
        made,
        slips=(*now.slips, slip),
        # With a day that is still to come it can be kept again, if late.
        status=CommitmentStatus.OPEN if is_missed else made.status,
    )


def _with_room(plan: Plan, wanted: Collection[str]) -> Plan:
    """Give goals of one side another id where the terms have a goal of theirs.

    Who proposed those terms may not know that there is such a goal; to refuse the id
    would tell them.
    """
    taken = {*wanted, *(goal.id for goal in plan.goals)}
    for goal in plan.goals:
        if goal.audience is Audience.JOINT or goal.id not in wanted:
            continue
        names = (f"{goal.id[:120]}.{number}" for number in count(2))
        free = GoalId(next(name for name in names if name not in taken))
        taken.add(free)
        moved = attrs.evolve(goal, id=free)
        plan = attrs.evolve(
            plan, goals=[moved if one is goal else one for one in plan.goals]
        )
        plan = rewired(plan, partial(_renamed, goal.id, free))
    return plan


def _renamed(old: str, new: str, kind: str, key: str) -> str:
    return new if (kind, key) == ("goals", old) else key


def _dated(version: TargetVersion, at: datetime) -> TargetVersion:
    return version if version.recorded_at else attrs.evolve(version, recorded_at=at)


def _merged(
    now: Iterable[_Item],
    new: Iterable[_Item],
    base: Iterable[_Item],
    wording: Iterable[str],
    finish: Callable[[_Item, _Item | None], _Item],
) -> tuple[_Item, ...]:
    """Return *new*, in wording as it is *now* where the amendment left it alone."""
    present = {item.id: item for item in now}
    before = {item.id: item for item in base}
    made = []
    for item in new:
        current, old = present.get(item.id), before.get(item.id)
        words: dict[str, Any] = {}
        if current is not None:
            words = {
                name: getattr(current, name)
                for name in wording
                if old is None or getattr(old, name) == getattr(item, name)
            }
        made.append(finish(attrs.evolve(item, **words), current))
    return tuple(made)


def _in_order(old: Iterable[_Item], new: Iterable[_Item]) -> tuple[_Item, ...]:
    """Return *new* in the order of *old*, what is added at the end."""
    places = {item.id: place for place, item in enumerate(old)}
    return tuple(sorted(new, key=lambda item: places.get(item.id, len(places))))


def versioned(plan: Plan, terms: Terms, day: date, why: str) -> Terms:
    """Return the terms with changed targets as versions of the original ones."""
    old = {goal.id: goal for goal in plan.goals if goal.audience is Audience.JOINT}
    goals = [_with_version(old.get(goal.id), goal, day, why) for goal in terms.goals]
    return attrs.evolve(terms, goals=goals)


def _with_version(old: Goal | None, goal: Goal, day: date, why: str) -> Goal:
    is_plain = old is not None and goal.target_versions == old.target_versions
    if old is None or old.target in {None, goal.target} or not is_plain:
        return goal
    if goal.target is None or goal.currency != old.currency:
        return goal  # no version of a target is in another currency
    version = TargetVersion(effective_on=day, target=goal.target, reason=why)
    versions = (*old.target_versions, version)
    return attrs.evolve(goal, target=old.target, target_versions=versions)
