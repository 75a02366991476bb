"""Somebody leaves: what they looked after goes to somebody else, or to nobody yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import Happening, person_id_of, recorded_all, taking_part
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.planning.rights import FieldClass, Right
from jbpcore.values.ids import PersonId
from jbpcore.wording import Sentence

__all__ = ["person_leaves"]

_OVER: Final = {PlanState.CLOSED, PlanState.CANCELLED}
_ENDED: Final = {
    ActionStatus.DONE,
    ActionStatus.DROPPED,
    CommitmentStatus.KEPT,
    CommitmentStatus.MISSED,
    CommitmentStatus.WITHDRAWN,
}
_OWNED: Final = ("goals", "actions", "commitments")


def person_leaves(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    person_id: Person | PersonId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    takes_over: Person | PersonId | str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Take somebody off a plan, and hand over what they look after.

    Goals, open actions, open commitments, what they were to clear the way for, and
    steps of approval go to *takes_over*, or to nobody, which
    :func:`jbpcore.planning.check.check` then finds. What they did stays: signatures,
    records, and who owned what is done. They may act no more. To remove their data as
    well, use ``erase_person`` before.

    Args:
        plan: The plan, not closed or cancelled.
        person_id: Who leaves.
        by: Who says so; somebody of the same side, by the default policy.
        at: When, in UTC.
        takes_over: Who follows: a person of the plan, or a new one.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the plan has no such person, or the one who takes over is
            of the other side, unknown, or the same.
        TransitionError: If the plan is closed or cancelled.
        NotAllowedError: If *by* may not change the people of that side.
    """
    gone = _person(plan, person_id_of(person_id), "person_id")
    actor = taking_part(plan, by, policy)
    (policy or DEFAULT_POLICY).require(
        plan, Right.CHANGE, by=by, field_class=FieldClass.PERSONAL, side=gone.side
    )
    if plan.state in _OVER:
        problem = Sentence("the plan is {state}, and stays as it is", state=plan.state)
        raise TransitionError(
            "person_leaves", "wrong_state", problem, Sentence("Roll it forward.")
        )
    follower = _follower(plan, gone, takes_over)
    new_id = None if follower is None else follower.id
    people = [one for one in plan.people if one.id != gone.id]
    if follower is not None and all(one.id != follower.id for one in people):
        people.append(follower)
    handed: dict[str, Any] = {
        name: tuple(_handed(item, gone.id, new_id) for item in getattr(plan, name))
        for name in _OWNED
    }
    approvers = tuple(
        attrs.evolve(step, person_id=new_id) if step.person_id == gone.id else step
        for step in plan.approvers
    )
    new = attrs.evolve(plan, people=tuple(people), approvers=approvers, **handed)
    return recorded_all(
        plan, new, _happenings(plan, new, gone, new_id, why), by=actor, at=at
    )


def _person(plan: Plan, person_id: str, name: str) -> Person:
    for person in plan.people:
        if person.id == person_id:
            return person
    raise InvalidValueError(name, person_id, "somebody of the plan")


def _follower(
    plan: Plan, gone: Person, takes_over: Person | PersonId | str | None
) -> Person | None:
    if takes_over is None:
        return None
    known = any(one.id == person_id_of(takes_over) for one in plan.people)
    if isinstance(takes_over, Person) and not known:
        found = takes_over
    else:
        found = _person(plan, person_id_of(takes_over), "takes_over")
    if found.id == gone.id or found.side is not gone.side:
        expected = f"somebody else of the {gone.side} side"
        raise InvalidValueError("takes_over", found.id, expected)
    return found


def _handed(item: Any, old: PersonId, new: PersonId | None) -> Any:  # noqa: ANN401 - of three classes
    if isinstance(item, Action | Commitment) and item.status in _ENDED:
        return item
    if isinstance(item, Action) and item.blocked_by_id == old:
        item = attrs.evolve(item, blocked_by_id=new)
    return attrs.evolve(item, owner_id=new) if item.owner_id == old else item


def _happenings(
    plan: Plan, new: Plan, gone: Person, new_id: PersonId | None, why: str
) -> list[Happening]:
    """Tell each audience what of its own was handed over."""
    subjects = _handed_over(plan, new, gone)
    found = []
    for audience, handed in subjects.items():
        if not handed and audience is not Audience.JOINT:
            continue
        facts: dict[str, object] = {"handed_over": len(handed)}
        if handed:
            facts["parts"] = ", ".join(handed)
        if new_id is not None:
            facts["takes_over"] = new_id
        found.append(
            Happening(
                move="person_leaves",
                why=why,
                subject=f"people:{gone.id}",
                audience=audience,
                facts=facts,
            )
        )
    return found


def _handed_over(plan: Plan, new: Plan, gone: Person) -> dict[Audience, list[str]]:
    subjects: dict[Audience, list[str]] = {audience: [] for audience in Audience}
    for name in _OWNED:
        pairs = zip(getattr(plan, name), getattr(new, name), strict=True)
        for before, after in pairs:
            if before != after:
                audience = getattr(before, "audience", Audience.JOINT)
                subjects[audience].append(f"{name}:{before.id}")
    if plan.approvers != new.approvers:
        subjects[Audience.of(gone.side)].append("approvers")
    return subjects
