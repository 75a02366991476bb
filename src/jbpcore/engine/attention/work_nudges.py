"""Nudges about actions: blocked, slipping, overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.nudge import Nudge, NudgeFact, SinceReason
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.values.ids import PersonId

__all__ = ["iter_action_nudges"]

_OPEN: Final = frozenset(
    {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}
)


def iter_action_nudges(
    plan: Plan, settings: AttentionSettings, *, as_of: date
) -> Iterator[Nudge]:
    """Find open actions that do not move; one nudge for each.

    What is blocked is not asked for until it is cleared, and what slipped too often not
    until it has a new plan: to finish it is then not the thing to do.

    Args:
        plan: The plan.
        settings: How late, how long blocked, how often moved.
        as_of: The day asked about.
    """
    for action in plan.actions:
        if action.status not in _OPEN:
            continue
        found = (
            _blocked(plan, action, settings, as_of)
            or _slipping(plan, action, settings, as_of)
            or _overdue(plan, action, settings, as_of)
        )
        if found is not None:
            yield found


def _blocked(
    plan: Plan, action: Action, settings: AttentionSettings, as_of: date
) -> Nudge | None:
    if action.status is not ActionStatus.BLOCKED:
        return None
    since = action.blocked_on
    if since is not None and since + timedelta(days=settings.blocked_days) > as_of:
        return None
    facts = [NudgeFact("due_on", action.due_on)]
    if action.blocked_reason:
        facts.append(NudgeFact("blocked_reason", action.blocked_reason))
    side = action.blocked_by_side or _side_of(plan, action.blocked_by_id)
    person = action.blocked_by_id
    if person is None and side in {None, action.side}:
        person = action.owner_id
    return Nudge(
        code=NudgeCode.ACTION_BLOCKED,
        plan_id=plan.id,
        subject=f"actions:{action.id}",
        name=action.name,
        sides=_able(action, side or action.side),
        person_id=person,
        since=since,
        since_reason=SinceReason.NOT_WRITTEN_DOWN if since is None else None,
        at_stake=action.expected_impact,
        step=NudgeStep.CLEAR_BLOCKER,
        arguments=[NudgeFact("action_id", action.id)],
        facts=facts,
    )


def _slipping(
    plan: Plan, action: Action, settings: AttentionSettings, as_of: date
) -> Nudge | None:
    moved = sorted(slip.moved_on for slip in action.slips if slip.moved_on <= as_of)
    if len(moved) < settings.slip_count:
        return None
    return Nudge(
        code=NudgeCode.ACTION_SLIPPING,
        plan_id=plan.id,
        subject=f"actions:{action.id}",
        name=action.name,
        sides=_able(action, action.side),
        person_id=action.owner_id,
        since=moved[settings.slip_count - 1],
        at_stake=action.expected_impact,
        step=NudgeStep.REPLAN_ACTION,
        arguments=[NudgeFact("action_id", action.id)],
        facts=[
            NudgeFact("slip_count", len(moved)),
            NudgeFact("was_due_on", action.slips[0].was_due_on),
            NudgeFact("due_on", action.due_on),
        ],
    )


def _overdue(
    plan: Plan, action: Action, settings: AttentionSettings, as_of: date
) -> Nudge | None:
    since = action.due_on + timedelta(days=1)
    if since + timedelta(days=settings.overdue_days) > as_of:
        return None
    return Nudge(
        code=NudgeCode.ACTION_OVERDUE,
        plan_id=plan.id,
        subject=f"actions:{action.id}",
        name=action.name,
        sides=_able(action, action.side),
        person_id=action.owner_id,
        since=since,
        at_stake=action.expected_impact,
        step=NudgeStep.FINISH_ACTION,
        arguments=[NudgeFact("action_id", action.id)],
        facts=[
            NudgeFact("due_on", action.due_on),
            NudgeFact("days_late", (as_of - action.due_on).days),
        ],
    )


def _able(action: Action, side: Side) -> Iterable[Side]:
    """Return the side, or whoever sees the action where that one does not."""
    seers = [one for one in Side if action.audience.sees(one)]
    return [side] if side in seers else seers


def _side_of(plan: Plan, person_id: PersonId | None) -> Side | None:
    found = (person.side for person in plan.people if person.id == person_id)
    return next(found, None)
