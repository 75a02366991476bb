"""What happened to a plan, one entry for each move."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.digest import a_digest
from jbpcore.model.party import Side
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_text, an_id, an_instant, is_a
from jbpcore.values.ids import PersonId, RecordId

__all__ = ["PlanRecord"]

_A_DIGEST = attrs.validators.optional(a_digest)
_A_STATE = attrs.validators.optional(is_a(PlanState))


@attrs.frozen(kw_only=True)
class PlanRecord:
    """One move: who made it, when, why, and what it did to terms and state.

    A plan carries its records, so that its history goes wherever it goes. They are only
    ever added to. People stand in them by id alone.

    Attributes:
        id: Unique within the plan.
        move: What was done, as a permanent code such as ``"propose"``.
        at: When, in UTC.
        by: Who did it; ``None`` if it was no person, or nobody said.
        side: For which side.
        why: The reason given.
        subject: The part of the plan it was done to, such as ``"goals:g1"``; empty for
            the plan as a whole.
        before_digest: SHA-256 of the terms before; ``None`` if there was no plan yet.
        after_digest: SHA-256 of the terms after.
        before_state: The state before.
        after_state: The state after.
        audience: Who may read it.
        facts: What else is worth knowing, by name.
    """

    id: RecordId = attrs.field(converter=RecordId, validator=an_id)
    move: str = attrs.field(validator=an_id)
    at: datetime = attrs.field(validator=an_instant)
    by: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    why: str = attrs.field(default="", validator=a_text)
    subject: str = attrs.field(default="", validator=a_text)
    before_digest: str | None = attrs.field(default=None, validator=_A_DIGEST)
    after_digest: str | None = attrs.field(default=None, validator=_A_DIGEST)
    before_state: PlanState | None = attrs.field(default=None, validator=_A_STATE)
    after_state: PlanState | None = attrs.field(default=None, validator=_A_STATE)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    facts: Tags = attrs.field(factory=Tags, converter=Tags)

    @property
    def changes_terms(self) -> bool:
        """Whether the terms are others after it than before."""
        return self.before_digest != self.after_digest
