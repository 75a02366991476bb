"""What was promised at the last review or since, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.action_days import anchor_of
from jbpcore.engine.follow_through import Promise, promise_of
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.review_pack_parts import PromiseLine

__all__ = ["action_promise", "list_promises"]

# What is not as promised is to be talked about.
_ORDER: Final = {
    Promise.MISSED: 0,
    Promise.PUT_OFF: 1,
    Promise.PENDING: 2,
    Promise.KEPT_LATE: 3,
    Promise.WITHDRAWN: 4,
    Promise.KEPT_ON_TIME: 5,
}
_KEPT: Final = {Promise.KEPT_ON_TIME, Promise.KEPT_LATE}
_SIDES: Final = {side: place for place, side in enumerate(Side)}


def action_promise(action: Action, *, as_of: date) -> Promise:
    """Say what became of an action by the end of a day, as of a commitment.

    Args:
        action: The action.
        as_of: The last day that counts, as a whole day.

    Examples:
        >>> from datetime import date
        >>> event = Action(id="event", name="Event", side=Side.PARTNER,
        ...                due_on=date(2026, 6, 1), done_on=date(2026, 6, 3),
        ...                status=ActionStatus.DONE)
        >>> action_promise(event, as_of=date(2026, 6, 16)).value
        'kept_late'
    """
    status = CommitmentStatus.OPEN
    if action.status is ActionStatus.DONE:
        status = CommitmentStatus.KEPT
    elif action.status is ActionStatus.DROPPED:
        status = CommitmentStatus.WITHDRAWN
    as_promise = Commitment(
        id="action",
        name=action.name,
        side=action.side,
        due_on=action.due_on,
        status=status,
        kept_on=action.done_on,
        slips=action.slips,
    )
    return promise_of(as_promise, as_of=as_of)


def list_promises(
    plan: Plan, last: Review | None, *, since: date, as_of: date
) -> tuple[PromiseLine, ...]:
    """List what was agreed on in the last review, came due or was settled since.

    What was late or put off already then and is still open is there, too; what is not
    due yet and was not agreed on then is not.

    Args:
        plan: The plan.
        last: The last review that was held; ``None`` if there was none.
        since: The day of it, or the day before the plan's first.
        as_of: The last day that counts.

    Returns:
        The vendor's and then the partner's; of each what was missed first, then what
        was put off, is pending, was kept late, withdrawn, and kept; the oldest first.
    """
    lines = [
        line
        for line in _iter_lines(plan, last, as_of)
        if _counts(plan, line, since=since, as_of=as_of)
    ]
    return tuple(sorted(lines, key=_place))


def _place(line: PromiseLine) -> tuple[object, ...]:
    outcome = _ORDER[line.outcome]
    return (_SIDES[line.side], outcome, line.promised_on, line.subject)


def _iter_lines(plan: Plan, last: Review | None, as_of: date) -> Iterator[PromiseLine]:
    last_id = None if last is None else last.id
    for made in plan.commitments:
        line = PromiseLine(
            subject=f"commitments:{made.id}",
            name=made.name,
            side=made.side,
            owner_id=made.owner_id,
            promised_on=made.promised_on,
            due_on=made.due_on,
            outcome=promise_of(made, as_of=as_of),
            is_open=made.status is CommitmentStatus.OPEN,
            came_on=made.kept_on,
            why=made.why or _why_slipped(made),
            slip_count=len(made.slips),
            is_from_last=last_id is not None and made.review_id == last_id,
        )
        yield _with_why(plan, line, as_of)
    for action in plan.actions:
        line = PromiseLine(
            subject=f"actions:{action.id}",
            name=action.name,
            side=action.side,
            owner_id=action.owner_id,
            promised_on=anchor_of(action),
            due_on=action.due_on,
            outcome=action_promise(action, as_of=as_of),
            is_open=action.status not in {ActionStatus.DONE, ActionStatus.DROPPED},
            came_on=action.done_on,
            why=action.blocked_reason or _why_slipped(action),
            slip_count=len(action.slips),
            is_from_last=last_id is not None and action.review_id == last_id,
        )
        yield _with_why(plan, line, as_of)


def _why_slipped(work: Commitment | Action) -> str:
    return work.slips[-1].why if work.slips else ""


def _with_why(plan: Plan, line: PromiseLine, as_of: date) -> PromiseLine:
    """Return the line with what the last move on it said, if it says nothing itself."""
    if line.why:
        return line
    for record in reversed(plan.records):
        is_about = record.subject == line.subject and record.at.date() <= as_of
        if is_about and record.why:
            return attrs.evolve(line, why=record.why)
    return line


def _counts(plan: Plan, line: PromiseLine, *, since: date, as_of: date) -> bool:
    if line.is_from_last:
        return True
    if line.outcome in _KEPT and line.came_on is not None:
        return since < line.came_on
    if line.is_open:
        return line.promised_on <= as_of
    settled = [
        record.at.date() for record in plan.records if record.subject == line.subject
    ]
    # Nobody wrote the day down: it was about when it was due.
    day = settled[-1] if settled else line.due_on
    return since < day <= as_of
