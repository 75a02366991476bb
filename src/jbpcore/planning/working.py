"""What happens to actions while a plan runs."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.slip import Slip
from jbpcore.planning.moving import person_id_of
from jbpcore.planning.next_occurrence import next_occurrence
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_reason
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import ActionId, PersonId

__all__ = [
    "block_action",
    "complete_action",
    "drop_action",
    "reschedule_action",
    "start_action",
    "unblock_action",
    "waiting_for",
]

_OVER = {ActionStatus.DONE, ActionStatus.DROPPED}


def waiting_for(plan: Plan, action_id: ActionId | str) -> tuple[Action, ...]:
    """Return what has to be done before an action, and is not.

    Args:
        plan: The plan.
        action_id: The action.

    Raises:
        InvalidValueError: If the plan has no such action.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> def action(key: str, *needed: str) -> Action:
        ...     return Action(id=key, name=key, side=Side.VENDOR,
        ...                   due_on=date(2026, 4, 1), depends_on=needed)
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     actions=[action("contract"), action("launch", "contract")],
        ... )
        >>> [one.id for one in waiting_for(plan, "launch")]
        ['contract']
    """
    needed = {one.action_id for one in _known(plan, action_id).depends_on}
    return tuple(
        one for one in plan.actions if one.id in needed and one.status not in _OVER
    )


def _known(plan: Plan, action_id: str) -> Action:
    for action in plan.actions:
        if action.id == action_id:
            return action
    expected = "an action of the plan; list plan.actions to find it"
    raise InvalidValueError("action_id", action_id, expected)


def _open(plan: Plan, action_id: str, move: str) -> Action:
    action = _known(plan, action_id)
    if action.status in _OVER:
        problem = f"{action.name} is {action.status}"
        way = "Add another action, or set its status back by an edit if that is wrong."
        raise TransitionError(move, "over", problem, way)
    return action


def _moved(  # noqa: PLR0913 - each is a fact of the move
    plan: Plan,
    action: Action,
    *added: Action,
    move: str,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    facts: dict[str, object],
    policy: Policy | None,
) -> Plan:
    kept = tuple(action if one.id == action.id else one for one in plan.actions)
    return worked(
        plan,
        attrs.evolve(plan, actions=(*kept, *added)),
        move=move,
        by=by,
        at=at,
        why=why,
        subject=f"actions:{action.id}",
        audience=action.audience,
        facts=facts,
        policy=policy,
    )


def start_action(
    plan: Plan,
    action_id: ActionId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say that work on an action has begun.

    It may begin before what it waits for is done: the record says so, and nobody has to
    hide it.

    Args:
        plan: The plan.
        action_id: The action.
        by: Who says so.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action.
        TransitionError: If it is done or dropped, or the plan is over.
        NotAllowedError: If *by* may not change it.
    """
    action = _open(plan, action_id, "start_action")
    facts = _early(plan, action)
    new = attrs.evolve(_cleared(action), status=ActionStatus.IN_PROGRESS)
    return _moved(
        plan,
        new,
        move="start_action",
        by=by,
        at=at,
        why=why,
        facts=facts,
        policy=policy,
    )


def complete_action(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    action_id: ActionId | str,
    *,
    on: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say that an action is done; one that comes round opens its next occurrence.

    The one that is done stays as it is. The next is an action of its own, with the
    next day that the rule gives after both the day it was due and the day it was done,
    so that what was left out does not pile up.

    Args:
        plan: The plan.
        action_id: The action.
        on: The day it was done.
        by: Who says so.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action, or *on* is after *at*.
        TransitionError: If it is done or dropped, or the plan is over.
        NotAllowedError: If *by* may not change it.
    """
    action = _open(plan, action_id, "complete_action")
    if on > at.date():
        expected = f"on or before {at.date()}: what is to come is not done"
        raise InvalidValueError("on", on, expected)
    facts = {"on": on, "due_on": action.due_on, **_early(plan, action)}
    following = next_occurrence(plan, action, after=on)
    done = attrs.evolve(
        _cleared(action), status=ActionStatus.DONE, done_on=on, recurrence=None
    )
    if following is not None:
        facts["next"] = following.id
    return _moved(
        plan,
        done,
        *(() if following is None else (following,)),
        move="complete_action",
        by=by,
        at=at,
        why=why,
        facts=facts,
        policy=policy,
    )


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
        by_side: The side that can clear it.
        by_person: The person who can clear it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action.
        TransitionError: If it is done or dropped, the plan is over, or no reason is
            given.
        NotAllowedError: If *by* may not change it.
    """
    action = _open(plan, action_id, "block_action")
    require_reason("block_action", reason)
    was_blocked = action.status is ActionStatus.BLOCKED
    new = attrs.evolve(
        action,
        status=ActionStatus.BLOCKED,
        blocked_reason=reason,
        blocked_by_side=by_side,
        blocked_by_id=None if by_person is None else person_id_of(by_person),
        blocked_on=(action.blocked_on if was_blocked else None) or at.date(),
    )
    return _moved(
        plan,
        new,
        move="block_action",
        by=by,
        at=at,
        why=reason,
        facts={} if by_side is None else {"side": by_side},
        policy=policy,
    )


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
    action = _known(plan, action_id)
    if action.status is not ActionStatus.BLOCKED:
        problem = f"{action.name} is {action.status.replace('_', ' ')}, not blocked"
        way = "Start it, or leave it as it is."
        raise TransitionError("unblock_action", "not_blocked", problem, way)
    days = None if action.blocked_on is None else (at.date() - action.blocked_on).days
    new = attrs.evolve(_cleared(action), status=ActionStatus.IN_PROGRESS)
    return _moved(
        plan,
        new,
        move="unblock_action",
        by=by,
        at=at,
        why=why,
        facts={} if days is None else {"days": days},
        policy=policy,
    )


def reschedule_action(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    action_id: ActionId | str,
    *,
    due_on: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Give an action another day; a later one is a slip, and wants a reason.

    Args:
        plan: The plan.
        action_id: The action.
        due_on: The new last day for it.
        by: Who moves it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action.
        TransitionError: If it is done or dropped, the plan is over, or it slips and no
            reason is given.
        NotAllowedError: If *by* may not change it.
    """
    action = _open(plan, action_id, "reschedule_action")
    slips = action.slips
    if due_on > action.due_on:
        require_reason("reschedule_action", why)
        slip = Slip(
            moved_on=at.date(), was_due_on=action.due_on, due_on=due_on, why=why
        )
        slips = (*slips, slip)
    start_on = action.start_on
    if start_on is not None and start_on > due_on:
        start_on = due_on
    new = attrs.evolve(action, due_on=due_on, start_on=start_on, slips=slips)
    return _moved(
        plan,
        new,
        move="reschedule_action",
        by=by,
        at=at,
        why=why,
        facts={"due_on": due_on, "was_due_on": action.due_on, "slips": len(slips)},
        policy=policy,
    )


def drop_action(
    plan: Plan,
    action_id: ActionId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Give an action up; it stays in the plan, with the reason in its history.

    Args:
        plan: The plan.
        action_id: The action.
        by: Who drops it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such action.
        TransitionError: If it is done or dropped, the plan is over, or no reason is
            given.
        NotAllowedError: If *by* may not change it.
    """
    action = _open(plan, action_id, "drop_action")
    require_reason("drop_action", why)
    return _moved(
        plan,
        attrs.evolve(_cleared(action), status=ActionStatus.DROPPED),
        move="drop_action",
        by=by,
        at=at,
        why=why,
        facts={},
        policy=policy,
    )


def _early(plan: Plan, action: Action) -> dict[str, object]:
    waits = [
        one.id
        for one in waiting_for(plan, action.id)
        if one.audience in {action.audience, "joint"}
    ]
    return {"before": ", ".join(f"actions:{key}" for key in waits)} if waits else {}


def _cleared(action: Action) -> Action:
    return attrs.evolve(
        action,
        blocked_reason="",
        blocked_by_side=None,
        blocked_by_id=None,
        blocked_on=None,
    )
