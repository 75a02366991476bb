"""Which parts of a plan an edit touched, whose they are, and which none may touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError, NotAllowedError, TransitionError
from jbpcore.model.agreement import ApprovalStep
from jbpcore.model.answer import Answer
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import NOT_SIGNED, Commitment
from jbpcore.model.confidence import Confidence
from jbpcore.model.execution import Action, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.minutes_guard import refuse_other_minutes
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.planning.rights import FieldClass, Right
from jbpcore.wording import Sentence

__all__ = ["ChangedPart", "changed_plan", "list_parts", "require_all"]

_BY_ID: Final = (
    "goals",
    "people",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
    "reviews",
    "answers",
)
_WHOLE: Final[Mapping[str, FieldClass]] = MappingProxyType(
    {
        "name": FieldClass.JOINT,
        "period": FieldClass.TERMS,
        "health_bands": FieldClass.TERMS,
        "notes": FieldClass.JOINT,
    }
)
_FIRMS: Final = "the moves that merge, split, transfer or re-tier partners"
_ELSEWHERE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "draft_plan, as another plan",
        "vendor": _FIRMS,
        "partner": _FIRMS,
        "state": "propose, sign, close or cancel",
        "signoffs": "sign",
        "previous_id": "roll_forward",
        "successor_id": "roll_forward",
        "kind": "promote",
        "template": "upgrade",
        "hidden_from": "hide or reveal",
        "comments": "comment",
        "proposals": "propose and its answers",
        "approvals": "approve",
        "amendments": "propose_amendment and its answers",
        "outcomes": "close",
        "records": "no move: they are only ever added to, by the others",
    }
)
_OF_A_PARTNER: Final = ("name", "region", "tags")


@attrs.frozen
class ChangedPart:
    """A part that was added, edited or removed.

    Attributes:
        subject: Which, such as ``"goals:g1"`` or ``"notes"``.
        field_class: Whom it concerns.
        side: Whose it is; ``None`` for both.
        audience: Who sees it.
    """

    subject: str
    field_class: FieldClass
    side: Side | None = None
    audience: Audience = Audience.JOINT

    def require(self, plan: Plan, by: Person, policy: Policy | None) -> None:
        """Refuse unless *by* may change it.

        Raises:
            NotAllowedError: If the policy gives them no right to.
        """
        (policy or DEFAULT_POLICY).require(
            plan,
            Right.CHANGE,
            by=by,
            field_class=self.field_class,
            side=self.side,
        )


def changed_plan(plan: Plan, change: Plan | Callable[[Plan], Plan], move: str) -> Plan:
    """Return what *plan* becomes by *change*, if that touches only what may be edited.

    Args:
        plan: The plan.
        change: The plan as it should be, or a function that makes it from *plan*.
        move: Which move it is for, for the message.

    Raises:
        InvalidValueError: If *change* is neither.
        TransitionError: If it touches what only a move of its own may, or minutes.
    """
    new: object = change(plan) if callable(change) else change
    if not isinstance(new, Plan):
        expected = "a Plan, or a function that takes one and returns one"
        raise InvalidValueError("change", new, expected)
    for name, way in _ELSEWHERE.items():
        before, after = getattr(plan, name), getattr(new, name)
        if name == "partner":
            kept = {part: getattr(after, part) for part in _OF_A_PARTNER}
            before = attrs.evolve(before, **kept)
        if before != after:
            problem = Sentence("{name} is no part that people edit", name=repr(name))
            raise TransitionError(
                move, "not_by_editing", problem, Sentence("Use {way}.", way=way)
            )
    refuse_other_minutes(plan, new, move)
    return new


def require_all(
    plan: Plan,
    parts: Iterable[ChangedPart],
    new: Plan,
    by: Person,
    policy: Policy | None,
) -> None:
    """Refuse unless *by* may change all of *parts*, and keeps their own place.

    Args:
        plan: The plan before.
        parts: What is different.
        new: The plan after.
        by: Who changes it.
        policy: Who may change what.

    Raises:
        NotAllowedError: If the policy gives them no right to, or they would give
            themselves another role or side, or take themselves off the plan.
    """
    for part in parts:
        part.require(plan, by, policy)
    same = next((one for one in new.people if one.id == by.id), None)
    if same is None or (same.role, same.side) != (by.role, by.side):
        raise NotAllowedError(
            person_id=str(by.id),
            role=str(by.role),
            right="change",
            subject="their own role, side or place in the plan",
        )


def list_parts(old: Plan, new: Plan) -> tuple[ChangedPart, ...]:
    """Return what is different, in the order of a plan's fields.

    A part that changes hands, or that is shown to others than before, is listed once
    for each: both have to allow it.
    """
    return tuple(dict.fromkeys(_iter_parts(old, new)))


def _iter_parts(old: Plan, new: Plan) -> Iterator[ChangedPart]:
    for name, field_class in _WHOLE.items():
        if getattr(old, name) != getattr(new, name):
            yield ChangedPart(name, field_class)
    for name in _OF_A_PARTNER:
        if getattr(old.partner, name) != getattr(new.partner, name):
            inside = name == "tags"
            yield ChangedPart(
                f"partner.{name}",
                FieldClass.VENDOR_INTERNAL if inside else FieldClass.PUBLIC,
                Side.VENDOR if inside else None,
                Audience.VENDOR if inside else Audience.JOINT,
            )
    for name in _BY_ID:
        yield from _iter_items(name, getattr(old, name), getattr(new, name))
    yield from _iter_unnamed("confidences", old.confidences, new.confidences, new)
    yield from _iter_steps(old.approvers, new.approvers)


def _iter_items(
    name: str, before: tuple[Any, ...], after: tuple[Any, ...]
) -> Iterator[ChangedPart]:
    old = {item.id: item for item in before}
    new = {item.id: item for item in after}
    for key in {**old, **new}:
        subject = f"{name}:{key}"
        before_it, after_it = old.get(key), new.get(key)
        if isinstance(before_it, Commitment) and isinstance(after_it, Commitment):
            yield from _iter_promise(subject, before_it, after_it)
        elif before_it != after_it:
            for item in (before_it, after_it):
                if item is not None:
                    yield _part(subject, item)
    kept_before = [key for key in old if key in new]
    if kept_before != [key for key in new if key in old]:
        yield ChangedPart(name, FieldClass.JOINT)


def _iter_promise(
    subject: str, before: Commitment, after: Commitment
) -> Iterator[ChangedPart]:
    """Yield what is different in a promise: what was promised, and what came of it."""
    came = {name: getattr(after, name) for name in NOT_SIGNED}
    if attrs.evolve(before, **came) != after:
        yield ChangedPart(subject, FieldClass.TERMS)
    if any(getattr(before, name) != came[name] for name in NOT_SIGNED):
        yield ChangedPart(subject, FieldClass.JOINT, after.side)


def _part(subject: str, item: object) -> ChangedPart:
    if isinstance(item, Person):
        return ChangedPart(subject, FieldClass.PERSONAL, item.side)
    if isinstance(item, Goal | Initiative | Action | Answer):
        if item.audience is not Audience.JOINT:
            side = Side(item.audience.value)
            inside = FieldClass.internal_to(side)
            return ChangedPart(subject, inside, side, item.audience)
        if isinstance(item, Action):
            return ChangedPart(subject, FieldClass.JOINT, item.side)
    is_signed = subject.startswith(("goals:", "commitments:"))
    return ChangedPart(subject, FieldClass.TERMS if is_signed else FieldClass.JOINT)


def _iter_unnamed(
    name: str,
    before: tuple[Confidence, ...],
    after: tuple[Confidence, ...],
    plan: Plan,
) -> Iterator[ChangedPart]:
    sides = {person.id: person.side for person in plan.people}
    for item in {*before} ^ {*after}:
        subject = f"{name}:{item.goal_id}"
        yield ChangedPart(subject, FieldClass.JOINT, sides.get(item.person_id))


def _iter_steps(
    before: tuple[ApprovalStep, ...], after: tuple[ApprovalStep, ...]
) -> Iterator[ChangedPart]:
    for side in Side:
        old = [step for step in before if step.side is side]
        if old != [step for step in after if step.side is side]:
            inside = FieldClass.internal_to(side)
            yield ChangedPart("approvers", inside, side, Audience.of(side))
