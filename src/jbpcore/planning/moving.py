"""What every move does: ask who acts, and write down what was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import attrs

from jbpcore.errors import PlanNotFoundError
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.tags import Tags
from jbpcore.model.validation import check_instant
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.planning.rights import FieldClass, Right
from jbpcore.planning.terms import terms_digest
from jbpcore.values.ids import PersonId, RecordId

__all__ = [
    "Happening",
    "acting",
    "person_id_of",
    "recorded",
    "recorded_all",
    "seen_by",
    "taking_part",
]

_LONGEST_FACT: Final = 200
_ID_DIGITS: Final = 32


def person_id_of(by: Person | PersonId | str) -> PersonId:
    """Return the id of a person, or the id itself."""
    return by.id if isinstance(by, Person) else PersonId(by)


def acting(
    plan: Plan, by: Person | PersonId | str, right: Right, policy: Policy | None = None
) -> Person:
    """Return the person who makes a move, if the policy lets them.

    Args:
        plan: The plan.
        by: Who acts: a person of the plan, or their id.
        right: What it takes.
        policy: The policy; the default one if ``None``.

    Raises:
        NotAllowedError: If they have no such right, or are not among the plan's people.
        PlanNotFoundError: If the plan is a draft that their side does not see: to them
            there is no such plan.
    """
    person = (policy or DEFAULT_POLICY).require(plan, right, by=by)
    _refuse_unseen(plan, person)
    return person


def taking_part(
    plan: Plan, by: Person | PersonId | str, policy: Policy | None = None
) -> Person:
    """Return the person, if they may see that there is such a plan; as :func:`acting`.

    What they may change in it is asked part by part.
    """
    person = (policy or DEFAULT_POLICY).require(
        plan, Right.SEE, by=by, field_class=FieldClass.PUBLIC
    )
    _refuse_unseen(plan, person)
    return person


def _refuse_unseen(plan: Plan, person: Person) -> None:
    if plan.hidden_from is person.side:
        raise PlanNotFoundError(plan.id)


def seen_by(plan: Plan, person: Person | None) -> Plan:
    """Return *plan* with the goals and actions that the side of *person* knows.

    Who names another one in a move is to be told the same as of one that is not there.
    ``None`` is the host itself, which knows all.
    """
    if person is None:
        return plan
    return attrs.evolve(
        plan,
        goals=[one for one in plan.goals if one.audience.sees(person.side)],
        actions=[one for one in plan.actions if one.audience.sees(person.side)],
    )


def recorded(  # noqa: PLR0913 - each is a fact of its own
    before: Plan | None,
    after: Plan,
    *,
    move: str,
    by: Person | PersonId | str | None,
    at: datetime,
    why: str = "",
    subject: str = "",
    audience: Audience = Audience.JOINT,
    facts: Mapping[str, object] | Iterable[tuple[str, object]] = (),
) -> Plan:
    """Return *after* with one more record, of the move that led to it.

    The id of the record follows from its contents and those before it, so that the same
    move on the same plan has the same id wherever it is made.

    Args:
        before: The plan before the move; ``None`` if there was none.
        after: The plan after it, with the records of *before*.
        move: What was done, as a permanent code.
        by: Who did it; ``None`` if it was no person.
        at: When, in UTC.
        why: The reason given.
        subject: The part of the plan it was done to, such as ``"goals:g1"``.
        audience: Who may read it; of a hidden draft only the side that sees it.
        facts: What else is worth knowing; a value is written as text of one line, cut
            at 200 characters.

    Raises:
        InvalidValueError: If *at* is no aware datetime in UTC, or another argument is
            not what a record can hold.
    """
    happening = Happening(
        move=move, why=why, subject=subject, audience=audience, facts=facts
    )
    return recorded_all(before, after, [happening], by=by, at=at)


@attrs.frozen(kw_only=True)
class Happening:
    """What one record says, beside who and when; the words of :func:`recorded`."""

    move: str
    why: str = ""
    subject: str = ""
    audience: Audience = Audience.JOINT
    facts: Mapping[str, object] | Iterable[tuple[str, object]] = ()


def recorded_all(
    before: Plan | None,
    after: Plan,
    happenings: Iterable[Happening],
    *,
    by: Person | PersonId | str | None,
    at: datetime,
) -> Plan:
    """Return *after* with a record of each thing that one move did.

    Args:
        before: The plan before the move; ``None`` if there was none.
        after: The plan after it, with the records of *before*.
        happenings: What it did, in order.
        by: Who did it; ``None`` if it was no person.
        at: When, in UTC.

    Raises:
        InvalidValueError: As :func:`recorded`.
    """
    check_instant(at, "at")
    person_id = None if by is None else person_id_of(by)
    # Somebody may take themselves off the plan.
    people = after.people if before is None else (*after.people, *before.people)
    side = next((one.side for one in people if one.id == person_id), None)
    digests = None if before is None else terms_digest(before), terms_digest(after)
    only = None if after.hidden_from is None else Audience.of(after.hidden_from.other)
    records = list(after.records)
    for happening in happenings:
        facts = happening.facts
        pairs = facts.items() if isinstance(facts, Mapping) else facts
        record = PlanRecord(
            id=RecordId("unnamed"),
            move=happening.move,
            at=at,
            by=person_id,
            side=side,
            why=happening.why,
            subject=happening.subject,
            before_digest=digests[0],
            after_digest=digests[1],
            before_state=None if before is None else before.state,
            after_state=after.state,
            audience=happening.audience if only is None else only,
            facts=Tags({name: _one_line(value) for name, value in pairs}),
        )
        records.append(attrs.evolve(record, id=_id(after.id, records, record)))
    return attrs.evolve(after, records=tuple(records))


def _one_line(value: object) -> str:
    text = " ".join(str(value).split()) or "-"
    return text if len(text) <= _LONGEST_FACT else f"{text[: _LONGEST_FACT - 1]}…"


def _id(plan_id: str, before: list[PlanRecord], record: PlanRecord) -> RecordId:
    contents = [
        plan_id,
        len(before),
        before[-1].id if before else None,
        *(str(getattr(record, field.name)) for field in attrs.fields(PlanRecord)),
    ]
    text = json.dumps(contents, ensure_ascii=True)
    return RecordId(hashlib.sha256(text.encode()).hexdigest()[:_ID_DIGITS])
