"""Saying that an action cannot go on, and that it can again."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.execution import ActionStatus
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.action_move import (
    action_moved,
    cleared,
    known_action,
    open_action,
)
from jbpcore.planning.moving import person_id_of
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import ActionId, PersonId
from jbpcore.wording import Sentence, Worded

__all__ = ["block_action", "unblock_action"]


def block_action(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    action_id: ActionId | str,
    *,
    reason: str,
    by: Person | PersonId | str,
    at: datetime,
    by_side: Side | None = None,
    by_person: Person | PersonId | str | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Say that an action cannot go on, why, and who can clear it.

    Args:
        plan: The plan.
        action_id: The action.
        reason: What keeps it from going on.
        by: Who says so.
        at: When, in UTC; blocked from that day on.
        by_side: The side that can clear it; that of *by_person* if ``None``.
        by_person: The person of the plan who can clear it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action or person, or *by_person* is
            not of *by_side*.
        TransitionError: If it is done or dropped, the plan is over, or no reason is
            given.
        NotAllowedError: If *by* may not change it.
    """
    action = open_action(plan, action_id, "block_action")
    require_reason("block_action", reason)
    by_side, by_id = _clearing(plan, by_side, by_person)
    was_blocked = action.status is ActionStatus.BLOCKED
    new = attrs.evolve(
        action,
        status=ActionStatus.BLOCKED,
        blocked_reason=reason,
        blocked_by_side=by_side,
        blocked_by_id=by_id,
        blocked_on=(action.blocked_on if was_blocked else None) or at.date(),
    )
    return action_moved(
        plan,
        new,
        move="block_action",
        by=by,
        at=at,
        why=reason,
        facts={} if by_side is None else {"side": by_side},
        policy=policy,
    )


def _clearing(
    plan: Plan, side: Side | None, by_person: Person | PersonId | str | None
) -> tuple[Side | None, PersonId | None]:
    if by_person is None:
        return side, None
    key = person_id_of(by_person)
    person = next((one for one in plan.people if one.id == key), None)
    if person is None or side not in {None, person.side}:
        expected = "somebody of the plan"
        if side is not None:
            expected = f"somebody of the {side} side in the plan"
        raise InvalidValueError("by_person", key, expected)
    return person.side, person.id


def unblock_action(
    plan: Plan,
    action_id: ActionId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say that nothing is in the way of an action any more; work on it goes on.

    One whose first day of work is still to come is open again.

    Args:
        plan: The plan.
        action_id: The action.
        by: Who says so.
        at: When, in UTC.
        why: What cleared it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action.
        TransitionError: If it is not blocked, or the plan is over.
        NotAllowedError: If *by* may not change it.
    """
    action = known_action(plan, action_id)
    if action.status is not ActionStatus.BLOCKED:
        problem = Sentence(
            "{action} is {status}, not blocked",
            action=action.name,
            status=Worded(action.status.replace("_", " "), action.status),
        )
        way = Sentence("Start it, or leave it as it is.")
        raise TransitionError("unblock_action", "not_blocked", problem, way)
    days = None if action.blocked_on is None else (at.date() - action.blocked_on).days
    is_to_begin = action.start_on is not None and action.start_on > at.date()
    new = attrs.evolve(
        cleared(action),
        status=ActionStatus.OPEN if is_to_begin else ActionStatus.IN_PROGRESS,
    )
    return action_moved(
        plan,
        new,
        move="unblock_action",
        by=by,
        at=at,
        why=why,
        facts={} if days is None else {"days": days},
        policy=policy,
    )
