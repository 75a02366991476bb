"""Changing a plan: freely while it is a draft, in wording and work while it runs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Final

import attrs

from jbpcore.errors import NotAllowedError, TransitionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.comment import Comment
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.changed_parts import (
    ChangedPart,
    changed_plan,
    list_parts,
    require_all,
)
from jbpcore.planning.moving import recorded, taking_part
from jbpcore.planning.policy import Policy
from jbpcore.planning.promise_guard import refuse_one_sided
from jbpcore.planning.rights import FieldClass
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import CommentId, PersonId
from jbpcore.wording import Sentence

__all__ = ["comment", "edit"]

_ID_DIGITS: Final = 16


def edit(
    plan: Plan,
    change: Plan | Callable[[Plan], Plan],
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Change a plan, with a record of what was touched.

    A draft may be changed in every part. Once it is proposed its terms are locked: the
    same text lies before both sides. Wording, people, actions, reviews, notes and what
    came of promises may still change, and they may after both sides signed. A plan that
    is closed or cancelled stays as it is.

    Args:
        plan: The plan.
        change: The plan as it should be, or a function that makes it from *plan*.
        by: Who changes it.
        at: When, in UTC.
        why: The reason.
        policy: Who may change what; the default policy if ``None``.

    Returns:
        The changed plan with one more record, or two where what only one side sees was
        changed along with the rest; *plan* itself where nothing is different.

    Raises:
        TransitionError: If the state does not allow it, or the change touches what has
            a move of its own, or withdraws a promise for the side that made it.
        NotAllowedError: If *by* may not change one of the parts, or would give
            themselves another role.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> maria = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
        >>> now = datetime(2025, 12, 1, 9, tzinfo=UTC)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=now,
        ... )
        >>> plan = edit(
        ...     plan, lambda plan: attrs.evolve(plan, notes="Kick-off on 7 January"),
        ...     by=maria, at=now,
        ... )
        >>> plan.records[-1].facts["changed"]
        'notes'
    """
    person = taking_part(plan, by, policy)
    require_state(plan, "edit")
    new = changed_plan(plan, change, "edit")
    if new == plan:
        return plan
    if terms_digest(new) != terms_digest(plan):
        _refuse_locked(plan)
    parts = list_parts(plan, new)
    require_all(plan, parts, new, person, policy)
    refuse_one_sided(plan, new, person.side, "edit")
    return _with_records(plan, new, parts, by=person, at=at, why=why)


def _refuse_locked(plan: Plan) -> None:
    if plan.state is PlanState.PROPOSED:
        problem = Sentence(
            "the plan is proposed, and its terms are locked until that is answered",
        )
        way = Sentence(
            "Withdraw the proposal if it is yours, or counter-propose "
            "with the change. Names, descriptions, actions and notes may "
            "be edited as they are.",
        )
        raise TransitionError("edit_terms", "locked_while_proposed", problem, way)
    if plan.state is PlanState.AGREED:
        problem = Sentence("both sides signed these terms")
        way = Sentence(
            "Propose an amendment with the change; the signed terms hold "
            "until both sides sign it.",
        )
        raise TransitionError("edit_terms", "locked_by_signatures", problem, way)


def _with_records(
    plan: Plan,
    new: Plan,
    parts: tuple[ChangedPart, ...],
    *,
    by: Person,
    at: datetime,
    why: str,
) -> Plan:
    """Return *new* with a record for each audience of what was changed."""
    before = plan
    for audience in Audience:
        subjects = dict.fromkeys(
            part.subject for part in parts if part.audience is audience
        )
        if not subjects and (parts or audience is not Audience.JOINT):
            continue
        new = recorded(
            before,
            new,
            move="edit",
            by=by,
            at=at,
            why=why,
            subject=next(iter(subjects)) if len(subjects) == 1 else "",
            audience=audience,
            facts={"changed": ", ".join(subjects)} if subjects else {},
        )
        before = new
    return new


def comment(  # noqa: PLR0913 - what a comment says
    plan: Plan,
    text: str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    about: str = "",
    audience: Audience = Audience.JOINT,
    policy: Policy | None = None,
) -> Plan:
    """Add a remark to a plan, in whatever state that is.

    Args:
        plan: The plan.
        text: What is said.
        by: Who says it.
        at: When, in UTC.
        about: The part it is about, such as ``"goals:g1"``.
        audience: Who may read it: both sides, or the side of *by* alone.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        NotAllowedError: If *by* may not work on the plan, or the remark would be for
            the other side alone.
    """
    person = taking_part(plan, by, policy)
    part = ChangedPart("comments", FieldClass.JOINT, person.side)
    part.require(plan, person, policy)
    if not audience.sees(person.side):
        raise NotAllowedError(
            person_id=person.id,
            role=str(person.role),
            right="write",
            subject=f"comments that only the {audience} sees",
        )
    key = f"{plan.id} {len(plan.comments)} {person.id} {at} {about} {text}"
    digest = hashlib.sha256(key.encode()).hexdigest()[:_ID_DIGITS]
    made = Comment(
        id=CommentId(f"c-{digest}"),
        text=text,
        author_id=person.id,
        written_at=at,
        audience=audience,
        about=about,
    )
    new = attrs.evolve(plan, comments=(*plan.comments, made))
    return recorded(
        plan,
        new,
        move="comment",
        by=person,
        at=at,
        subject=f"comments:{made.id}",
        audience=audience,
    )
