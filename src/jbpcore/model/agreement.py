"""How far a plan is, and who agreed to it."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import PersonRole, Side
from jbpcore.model.validation import an_id, an_instant, is_a
from jbpcore.values.ids import PersonId

__all__ = ["PlanState", "Signoff"]

_DIGEST = re.compile("[0-9a-f]{64}")


class PlanState(StrEnum):
    """How far a plan is on its way from first draft to close."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def _a_digest(_: object, __: object, value: str) -> None:
    if not _DIGEST.fullmatch(value):
        expected = "a SHA-256 digest: 64 hexadecimal digits in lower case"
        raise InvalidValueError("Signoff.terms_digest", value, expected)


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
    terms_digest: str = attrs.field(validator=[is_a(str), _a_digest])
    signed_at: datetime = attrs.field(validator=an_instant)
    role: PersonRole = attrs.field(
        default=PersonRole.PARTNER_MANAGER, validator=is_a(PersonRole)
    )
