"""What may be wrong with actions and commitments, and references that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from jbpcore.errors import Finding
from jbpcore.model.agreement import PlanKind
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.check_codes import found
from jbpcore.wording import Sentence

__all__ = ["iter_broken_references", "iter_work"]

_OPEN: Final = {
    ActionStatus.OPEN,
    ActionStatus.IN_PROGRESS,
    ActionStatus.BLOCKED,
    CommitmentStatus.OPEN,
}
_OFTEN: Final = 2
_HOMES: Final = {
    "goal_id": "goals",
    "initiative_id": "initiatives",
    "cadence_id": "cadences",
    "review_id": "reviews",
    "next_review_id": "reviews",
    "amendment_id": "amendments",
    "owner_id": "people",
    "blocked_by_id": "people",
}
_REFERRING: Final = (
    "goals",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
    "reviews",
)


def iter_broken_references(plan: Plan) -> Iterator[Finding]:
    """Find what refers to goals, people and so on that are not in the plan.

    Owners of work that is done are passed over, and so is who was at a review: they may
    have left since.
    """
    known = {name: {one.id for one in getattr(plan, name)} for name in _HOMES.values()}
    for name in _REFERRING:
        for place, item in enumerate(getattr(plan, name)):
            is_over = isinstance(item, Action | Commitment) and item.status not in _OPEN
            for field, home in _HOMES.items():
                refers_to = getattr(item, field, None)
                if refers_to is None or refers_to in known[home]:
                    continue
                if is_over and home == "people":
                    continue
                message = Sentence(
                    "There is no {refers_to} among the plan's {home}. Correct it, "
                    "or leave it empty.",
                    refers_to=repr(refers_to),
                    home=Sentence.named("field", home),
                )
                yield found("reference", f"{name}[{place}].{field}", message)
    yield from _iter_needed(plan)
    for place, belief in enumerate(plan.confidences):
        if belief.goal_id not in known["goals"]:
            message = Sentence(
                "There is no {goal_id} among the plan's goals.",
                goal_id=repr(belief.goal_id),
            )
            yield found("reference", f"confidences[{place}].goal_id", message)


def _iter_needed(plan: Plan) -> Iterator[Finding]:
    actions = {action.id for action in plan.actions}
    for place, action in enumerate(plan.actions):
        for at, needed in enumerate(action.depends_on):
            if needed.action_id not in actions:
                message = Sentence(
                    "There is no {action_id} among the plan's actions. Let it "
                    "wait for another one, or for none.",
                    action_id=repr(needed.action_id),
                )
                path = f"actions[{place}].depends_on[{at}].action_id"
                yield found("reference", path, message)


def iter_work(plan: Plan, *, as_of: date | None) -> Iterator[Finding]:
    """Find what may be wrong with actions and commitments.

    Args:
        plan: The plan.
        as_of: A day, to find also what is overdue on it.
    """
    sides: dict[str | None, Side] = {one.id: one.side for one in plan.people}
    for place, action in enumerate(plan.actions):
        path = f"actions[{place}]"
        if action.owner_id is None and action.status in _OPEN:
            message = Sentence(
                "Nobody does {action}. Name one person.", action=action.name
            )
            yield found("no_owner", f"{path}.owner_id", message)
        yield from _iter_both(plan, action, path, sides, as_of)
    for place, commitment in enumerate(plan.commitments):
        path = f"commitments[{place}]"
        yield from _iter_both(plan, commitment, path, sides, as_of)
    made_by = {commitment.side for commitment in plan.commitments}
    if plan.kind is PlanKind.JOINT and len(made_by) == 1:
        (side,) = made_by
        message = Sentence(
            "Only the {side} side commits to anything. Ask what the "
            "{other} side brings; one-sided plans are not kept.",
            side=side,
            other=side.other,
        )
        yield found("one_sided", "commitments", message)


def _iter_both(
    plan: Plan,
    work: Action | Commitment,
    path: str,
    sides: dict[str | None, Side],
    as_of: date | None,
) -> Iterator[Finding]:
    if work.status not in _OPEN:
        return
    owner_side = sides.get(work.owner_id)
    if owner_side is not None and owner_side is not work.side:
        message = Sentence(
            "{work} is the {side} side's, and its owner works for the "
            "{owner_side}. Change one of them.",
            work=work.name,
            side=work.side,
            owner_side=owner_side,
        )
        yield found("owner_other_side", f"{path}.owner_id", message)
    # One that comes round has its next day there, and is found for that.
    is_round = isinstance(work, Action) and work.recurrence is not None
    if work.due_on > plan.period.last_day and not is_round:
        message = Sentence(
            "{work} is due on {due_on}, after the plan ends on "
            "{last_day}. Bring it forward, or leave it to the next plan.",
            work=work.name,
            due_on=work.due_on,
            last_day=plan.period.last_day,
        )
        yield found("after_end", f"{path}.due_on", message)
    elif work.due_on < plan.period.start:
        message = Sentence(
            "{work} was due on {due_on}, before the plan begins on "
            "{start}. Give it a day in the plan.",
            work=work.name,
            due_on=work.due_on,
            start=plan.period.start,
        )
        yield found("before_start", f"{path}.due_on", message)
    if as_of is not None and work.due_on < as_of:
        late = (as_of - work.due_on).days
        message = Sentence.counted(
            "{work} was due on {due_on}, {n} day ago. Do it, move it, or drop it.",
            "{work} was due on {due_on}, {n} days ago. Do it, move it, or drop it.",
            late,
            work=work.name,
            due_on=work.due_on,
        )
        yield found("overdue", f"{path}.due_on", message)
    if work.carry_count >= _OFTEN:
        message = Sentence(
            "{work} was carried {carry_count} times. Do it first, make it "
            "smaller, or drop it.",
            work=work.name,
            carry_count=work.carry_count,
        )
        yield found("carried_often", f"{path}.carry_count", message)
