"""How far a plan is, who proposed and approved it, and who agreed to it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.digest import a_digest
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.validation import a_text, an_id, an_instant, is_a
from jbpcore.values.ids import PersonId, ProposalId

__all__ = [
    "Approval",
    "ApprovalStep",
    "PlanKind",
    "PlanState",
    "Proposal",
    "ProposalAnswer",
    "Signoff",
]


class PlanState(StrEnum):
    """How far a plan is on its way from first draft to close."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PlanKind(StrEnum):
    """Whether both sides sign a plan, or it only measures goals."""

    JOINT = "joint"
    LITE = "lite"


class ProposalAnswer(StrEnum):
    """What became of a proposal."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    COUNTERED = "countered"
    WITHDRAWN = "withdrawn"


def _a_step(_: object, __: object, value: int) -> None:
    if value < 1:
        raise InvalidValueError("Approval.step", value, "1 or more")


@attrs.frozen(kw_only=True)
class Signoff:
    """One side's agreement to an exact text.

    Attributes:
        side: Which side agrees.
        person_id: Who signs for it.
        role: In which role.
        terms_digest: SHA-256 of the terms signed, 64 lower-case hexadecimal digits.
        signed_at: When, in UTC.
    """

    side: Side = attrs.field(validator=is_a(Side))
    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    terms_digest: str = attrs.field(validator=a_digest)
    signed_at: datetime = attrs.field(validator=an_instant)
    role: PersonRole = attrs.field(
        default=PersonRole.PARTNER_MANAGER, validator=is_a(PersonRole)
    )


@attrs.frozen(kw_only=True)
class ApprovalStep:
    """Whose approval one side wants before it signs.

    A side's steps come in the order in which the plan lists them.

    Attributes:
        side: The side that asks for it.
        role: The role that approves.
        person_id: The one person who may; ``None`` for anybody in that role.
    """

    side: Side = attrs.field(validator=is_a(Side))
    role: PersonRole = attrs.field(validator=is_a(PersonRole))
    person_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )


@attrs.frozen(kw_only=True)
class Approval:
    """One side's approval of an exact text, given inside before it signs.

    Attributes:
        side: The side.
        person_id: Who approves.
        role: In which role.
        terms_digest: SHA-256 of the terms approved.
        approved_at: When, in UTC.
        step: Which of the side's steps it is, counted from 1.
    """

    side: Side = attrs.field(validator=is_a(Side))
    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    role: PersonRole = attrs.field(validator=is_a(PersonRole))
    terms_digest: str = attrs.field(validator=a_digest)
    approved_at: datetime = attrs.field(validator=an_instant)
    step: int = attrs.field(default=1, validator=[is_a(int), _a_step])


@attrs.frozen(kw_only=True)
class Proposal:
    """An exact text put to the other side, and what it said.

    Attributes:
        id: Unique within the plan.
        side: The side that proposed.
        person_id: Who did it.
        proposed_at: When, in UTC.
        terms_digest: SHA-256 of the terms proposed.
        note: What was said with it.
        answer: What became of it; ``None`` while nobody answered.
        answered_by: Who answered, or withdrew it.
        answered_at: When, in UTC.
        answer_note: What was said with the answer.

    Raises:
        InvalidValueError: If an answer does not say when it was given, or there is no
            answer and it does.
    """

    id: ProposalId = attrs.field(converter=ProposalId, validator=an_id)
    side: Side = attrs.field(validator=is_a(Side))
    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    proposed_at: datetime = attrs.field(validator=an_instant)
    terms_digest: str = attrs.field(validator=a_digest)
    note: str = attrs.field(default="", validator=a_text)
    answer: ProposalAnswer | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(ProposalAnswer))
    )
    answered_by: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )
    answered_at: datetime | None = attrs.field(
        default=None, validator=attrs.validators.optional(an_instant)
    )
    answer_note: str = attrs.field(default="", validator=a_text)

    def __attrs_post_init__(self) -> None:
        """Check the answer against its time."""
        if (self.answer is None) is not (self.answered_at is None):
            expected = "given with an answer, and only with one"
            raise InvalidValueError("Proposal.answered_at", self.answered_at, expected)
