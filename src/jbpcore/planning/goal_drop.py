"""Giving a goal up while the plan goes on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.audience import Audience
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import Happening, acting
from jbpcore.planning.policy import Policy
from jbpcore.planning.renewal import require_alive, settled_renewal
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import GoalId, PersonId

__all__ = ["drop_goal"]

_ENDED: Final = {ActionStatus.DONE, ActionStatus.DROPPED}


def drop_goal(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    goal_id: GoalId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    effective_on: date | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Give up a goal, with what was to be done for it.

    Its open actions are dropped; commitments are owed all the same, and stay without
    the goal, and so do initiatives. Of an agreed plan a goal that both sides signed
    goes by an amendment; make the move again once that is signed, and its actions
    follow.

    Args:
        plan: A draft, or an agreed plan.
        goal_id: The goal.
        by: Who drops it.
        at: When, in UTC.
        why: The reason.
        effective_on: The first day that the amendment counts; the day of *at* if
            ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If *by* sees no such goal, and nothing refers to one.
        TransitionError: If the plan is neither a draft nor agreed, nothing would be
            left to sign, another amendment is open, or no reason is given.
        NotAllowedError: If *by* may not renew plans, or amend them.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_alive(plan, "drop_goal")
    require_reason("drop_goal", why)
    goal = next((one for one in plan.goals if one.id == goal_id), None)
    is_seen = (
        _is_named(plan, goal_id) if goal is None else goal.audience.sees(person.side)
    )
    if not is_seen:
        raise _unknown(plan, goal_id, person)
    new = attrs.evolve(
        plan,
        goals=tuple(one for one in plan.goals if one.id != goal_id),
        commitments=tuple(
            attrs.evolve(one, goal_id=None) if one.goal_id == goal_id else one
            for one in plan.commitments
        ),
        initiatives=tuple(
            attrs.evolve(one, goal_id=None) if one.goal_id == goal_id else one
            for one in plan.initiatives
        ),
        actions=tuple(_dropped(one, goal_id) for one in plan.actions),
        confidences=tuple(one for one in plan.confidences if one.goal_id != goal_id),
    )
    audience = Audience.JOINT if goal is None else goal.audience
    target = None if goal is None else goal.target_on(goal.period.last_day)
    happening = Happening(
        move="drop_goal",
        why=why,
        subject=f"goals:{goal_id}",
        audience=audience,
        facts={} if target is None else {"target": target},
    )
    return settled_renewal(
        plan,
        new,
        [happening],
        by=person,
        at=at,
        why=why,
        effective_on=effective_on,
        policy=policy,
    )


def _is_named(plan: Plan, goal_id: str) -> bool:
    named = {action.goal_id for action in plan.actions}
    named |= {initiative.goal_id for initiative in plan.initiatives}
    named |= {commitment.goal_id for commitment in plan.commitments}
    return goal_id in named


def _unknown(plan: Plan, goal_id: str, person: Person) -> InvalidValueError:
    seen = [goal.id for goal in plan.goals if goal.audience.sees(person.side)]
    expected = f"a goal of the plan ({', '.join(seen) or 'none yet'})"
    return InvalidValueError("goal_id", goal_id, expected)


def _dropped(action: Action, goal_id: str) -> Action:
    if action.goal_id != goal_id:
        return action
    if action.status in _ENDED:
        return attrs.evolve(action, goal_id=None)
    return attrs.evolve(action, goal_id=None, status=ActionStatus.DROPPED)
