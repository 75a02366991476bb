"""What happens to actions while a plan runs."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.slip import Slip
from jbpcore.planning.action_move import (
    OVER,
    action_moved,
    check_has_come,
    cleared,
    known_action,
    open_action,
)
from jbpcore.planning.next_occurrence import next_occurrence
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import ActionId, PersonId

__all__ = [
    "complete_action",
    "drop_action",
    "reschedule_action",
    "start_action",
    "waiting_for",
]


def waiting_for(plan: Plan, action_id: ActionId | str) -> tuple[Action, ...]:
    """Return what has to be done before an action, and is not.

    Args:
        plan: The plan.
        action_id: The action.

    Raises:
        InvalidValueError: If the plan has no such action.

    Examples:
        >>> from jbpcore.model.party import Partner, Party, Side
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
    needed = {one.action_id for one in known_action(plan, action_id).depends_on}
    return tuple(
        one for one in plan.actions if one.id in needed and one.status not in OVER
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
    action = open_action(plan, action_id, "start_action")
    facts = _early(plan, action)
    new = attrs.evolve(cleared(action), status=ActionStatus.IN_PROGRESS)
    return action_moved(
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
        InvalidValueError: If the plan has no such action, or *on* is still to come.
        TransitionError: If it is done or dropped, or the plan is over.
        NotAllowedError: If *by* may not change it.
    """
    action = open_action(plan, action_id, "complete_action")
    check_has_come(on, at)
    facts = {"on": on, "due_on": action.due_on, **_early(plan, action)}
    following = next_occurrence(plan, action, after=on)
    done = attrs.evolve(
        cleared(action), status=ActionStatus.DONE, done_on=on, recurrence=None
    )
    if following is not None:
        facts["next"] = following.id
    return action_moved(
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
    action = open_action(plan, action_id, "reschedule_action")
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
    return action_moved(
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
    action = open_action(plan, action_id, "drop_action")
    require_reason("drop_action", why)
    return action_moved(
        plan,
        attrs.evolve(cleared(action), status=ActionStatus.DROPPED),
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
