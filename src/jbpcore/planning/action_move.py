"""What the moves on actions have in common."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.periods.days import check_day
from jbpcore.planning.policy import Policy
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import PersonId
from jbpcore.wording import Sentence

__all__ = [
    "OVER",
    "action_moved",
    "check_has_come",
    "cleared",
    "known_action",
    "open_action",
]

OVER: Final = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})
"""An action with one of these has come to its end."""


def check_has_come(on: date, at: datetime) -> None:
    """Refuse a day that is still to come.

    Where people are it may be the day after that of *at*, which is in UTC.

    Raises:
        InvalidValueError: If it is later than that.
    """
    check_day(on, "on")
    if (on - at.date()).days > 1:
        expected = f"on or before {at.date()}, or the day after where that has begun"
        raise InvalidValueError("on", on, expected)


def known_action(plan: Plan, action_id: str) -> Action:
    """Return an action of *plan*.

    Raises:
        InvalidValueError: If it has none of this id.
    """
    for action in plan.actions:
        if action.id == action_id:
            return action
    expected = "an action of the plan; list plan.actions to find it"
    raise InvalidValueError("action_id", action_id, expected)


def open_action(plan: Plan, action_id: str, move: str) -> Action:
    """Return an action that is neither done nor dropped.

    Raises:
        InvalidValueError: If *plan* has none of this id.
        TransitionError: If it is over.
    """
    action = known_action(plan, action_id)
    if action.status in OVER:
        problem = Sentence(
            "{action} is {status}", action=action.name, status=action.status
        )
        way = Sentence(
            "Add another action, or set its status back by an edit if that is wrong.",
        )
        raise TransitionError(move, "over", problem, way)
    return action


def action_moved(  # noqa: PLR0913 - each is a fact of the move
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
    """Return *plan* with *action* as it is now, others added, and a record of it."""
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


def cleared(action: Action) -> Action:
    """Return *action* with nothing in its way."""
    return attrs.evolve(
        action,
        blocked_reason="",
        blocked_by_side=None,
        blocked_by_id=None,
        blocked_on=None,
    )
