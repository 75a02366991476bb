"""A material change of a plan that was agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

import attrs

from jbpcore.model.agreement import Signoff
from jbpcore.model.digest import a_digest
from jbpcore.model.party import Side
from jbpcore.model.terms import Terms
from jbpcore.model.validation import a_date, a_text, an_id, an_instant, is_a
from jbpcore.values.ids import AmendmentId, PersonId

__all__ = ["Amendment", "AmendmentStatus"]


class AmendmentStatus(StrEnum):
    """How far an amendment is."""

    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def _signoffs(signoffs: Iterable[Signoff]) -> tuple[Signoff, ...]:
    return tuple(signoffs)


@attrs.frozen(kw_only=True)
class Amendment:
    """New terms for an agreed plan; the old ones hold until both sides signed it.

    Attributes:
        id: Unique within the plan.
        terms: The terms as they will be once both sides signed.
        base_digest: SHA-256 of the terms that it changes.
        proposed_by: Who proposed it.
        side: For which side.
        proposed_at: When, in UTC.
        effective_on: The first day on which revised targets count.
        why: The reason for it.
        signoffs: Who agreed to *terms*.
        status: How far it is.
        answered_by: Who declined or withdrew it.
        answered_at: When, in UTC.
        answer_note: What was said with that.
        replaced: The terms that it changes, as they were when it was proposed.
    """

    id: AmendmentId = attrs.field(converter=AmendmentId, validator=an_id)
    terms: Terms = attrs.field(validator=is_a(Terms))
    base_digest: str = attrs.field(validator=a_digest)
    proposed_by: PersonId = attrs.field(converter=PersonId, validator=an_id)
    side: Side = attrs.field(validator=is_a(Side))
    proposed_at: datetime = attrs.field(validator=an_instant)
    effective_on: date = attrs.field(validator=a_date)
    why: str = attrs.field(default="", validator=a_text)
    signoffs: tuple[Signoff, ...] = attrs.field(
        default=(), converter=_signoffs, validator=is_a(Signoff, each=True)
    )
    status: AmendmentStatus = attrs.field(
        default=AmendmentStatus.OPEN, validator=is_a(AmendmentStatus)
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
    replaced: Terms | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Terms))
    )
