"""What may be wrong with what waits, slips, comes round and was promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from jbpcore.errors import Finding
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.planning.check_codes import found
from jbpcore.wording import Sentence

__all__ = ["iter_promises"]

_OVER: Final = {ActionStatus.DONE, ActionStatus.DROPPED}
_OFTEN: Final = 3


def iter_promises(plan: Plan) -> Iterator[Finding]:
    """Find what may be wrong with how work hangs together, and how it was recorded.

    Args:
        plan: The plan.
    """
    known: dict[str, Action] = {action.id: action for action in plan.actions}
    for place, action in enumerate(plan.actions):
        path = f"actions[{place}]"
        if action.status is ActionStatus.DONE and action.done_on is None:
            message = Sentence(
                "{action} is done, and nobody said when. Give the day.",
                action=action.name,
            )
            yield found("no_day", f"{path}.done_on", message)
        if action.status not in _OVER:
            yield from _iter_open(plan, action, path, known)
            yield from _iter_slips(action, path)
    for place, made in enumerate(plan.commitments):
        yield from _iter_promise(made, f"commitments[{place}]")


def _iter_open(
    plan: Plan, action: Action, path: str, known: Mapping[str, Action]
) -> Iterator[Finding]:
    is_blocked = action.status is ActionStatus.BLOCKED
    if is_blocked and not action.blocked_reason.strip():
        message = Sentence(
            "{action} is blocked, and nobody said why. Say what is missing.",
            action=action.name,
        )
        yield found("blocked_no_reason", f"{path}.blocked_reason", message)
    for at, one in enumerate(action.depends_on):
        needed = known.get(one.action_id)
        if needed is not None:
            yield from _iter_waits(action, needed, f"{path}.depends_on[{at}].action_id")
    rule, last = action.recurrence, plan.period.last_day
    if rule is None:
        return
    if action.due_on > last:
        message = Sentence(
            "{action} comes round again on {due_on}, after the plan ends "
            "on {last}. Roll the plan forward, and it goes on there.",
            action=action.name,
            due_on=action.due_on,
            last=last,
        )
        yield found("recurs_after_end", f"{path}.due_on", message)
    elif rule.until_on is not None and rule.until_on > last:
        message = Sentence(
            "{action} comes round until {until_on}, after the plan ends "
            "on {last}. It goes on in the plan that follows.",
            action=action.name,
            until_on=rule.until_on,
            last=last,
        )
        yield found("recurs_after_end", f"{path}.recurrence.until_on", message)


def _iter_waits(action: Action, needed: Action, path: str) -> Iterator[Finding]:
    if needed.status is ActionStatus.DROPPED:
        message = Sentence(
            "{action} waits for {needed}, which was dropped. Take that "
            "out, or let it wait for something else.",
            action=action.name,
            needed=needed.name,
        )
        yield found("waits_for_dropped", path, message)
    elif needed.status is not ActionStatus.DONE and needed.due_on > action.due_on:
        message = Sentence(
            "{action} is due on {due_on} and waits for {needed}, due on "
            "{needed_on}. Move one of the two.",
            action=action.name,
            due_on=action.due_on,
            needed=needed.name,
            needed_on=needed.due_on,
        )
        yield found("waits_too_long", path, message)


def _iter_slips(work: Action | Commitment, path: str) -> Iterator[Finding]:
    times = len(work.slips)
    if times >= _OFTEN:
        message = Sentence(
            "{work} was put off {times} times. Do it first, make it "
            "smaller, or give it up.",
            work=work.name,
            times=times,
        )
        yield found("slipped_often", f"{path}.slips", message)


def _iter_promise(made: Commitment, path: str) -> Iterator[Finding]:
    if made.status is CommitmentStatus.KEPT and made.kept_on is None:
        message = Sentence(
            "{made} was kept, and nobody said when. Give the day.", made=made.name
        )
        yield found("no_day", f"{path}.kept_on", message)
    if not made.weight:
        message = Sentence(
            "{made} does not count in a weighted follow-through. Leave it so if meant.",
            made=made.name,
        )
        yield found("promise_no_weight", f"{path}.weight", message)
    if made.status is CommitmentStatus.OPEN:
        yield from _iter_slips(made, path)
