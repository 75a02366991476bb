"""What one side promised the other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.party import Side
from jbpcore.model.slip import Slip
from jbpcore.model.validation import a_date, a_name, a_text, an_id, exact_ratio, is_a
from jbpcore.values.ids import CommitmentId, GoalId, PersonId, ReviewId

__all__ = ["NOT_SIGNED", "Commitment", "CommitmentStatus"]

NOT_SIGNED: Final = (
    "status",
    "notes",
    "owner_id",
    "carry_count",
    "kept_on",
    "why",
    "slips",
    "review_id",
)
"""Fields that say what came of a promise; the others are what was promised."""

_OPTIONAL_ID = attrs.validators.optional(an_id)


class CommitmentStatus(StrEnum):
    """Whether a promise was kept."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


def _a_count(_: object, __: object, value: int) -> None:
    if value < 0:
        raise InvalidValueError("Commitment.carry_count", value, "zero or more")


def _a_weight(_: object, __: attrs.Attribute[Any], value: Fraction) -> None:
    if value < 0:
        raise InvalidValueError("Commitment.weight", value, "zero or more")


def _slips(slips: Iterable[Slip]) -> tuple[Slip, ...]:
    return tuple(slips)


@attrs.frozen(kw_only=True)
class Commitment:
    """What one side owes the other.

    Attributes:
        id: Unique within the plan.
        name: What is promised.
        side: Who promised it.
        due_on: The last day for it.
        status: Whether it was kept.
        goal_id: The goal it serves.
        notes: Anything else.
        owner_id: The person who sees to it.
        carry_count: How many times it was carried from one plan into the next.
        kept_on: The day on which it was kept; ``None`` if it is not, or nobody said.
        why: Why it was missed, withdrawn, or kept late.
        weight: What it counts in the follow-through, beside others.
        slips: The times it was put off to a later day, in order. Whatever comes of it
            then, it was not kept by the day that was promised.
        review_id: The review in which it was made.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> mdf = Commitment(id="mdf", name="Pay half of the campaign",
        ...                  side=Side.VENDOR, due_on=date(2026, 3, 31))
        >>> mdf.status.value, mdf.promised_on
        ('open', datetime.date(2026, 3, 31))
    """

    id: CommitmentId = attrs.field(converter=CommitmentId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    side: Side = attrs.field(validator=is_a(Side))
    due_on: date = attrs.field(validator=a_date)
    status: CommitmentStatus = attrs.field(
        default=CommitmentStatus.OPEN, validator=is_a(CommitmentStatus)
    )
    goal_id: GoalId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(GoalId),
        validator=_OPTIONAL_ID,
    )
    notes: str = attrs.field(default="", validator=a_text)
    owner_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=_OPTIONAL_ID,
    )
    carry_count: int = attrs.field(default=0, validator=[is_a(int), _a_count])
    kept_on: date | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_date)
    )
    why: str = attrs.field(default="", validator=a_text)
    weight: Fraction = attrs.field(
        default=Fraction(1),
        converter=exact_ratio,
        validator=[is_a(Fraction), _a_weight],
    )
    slips: tuple[Slip, ...] = attrs.field(
        default=(), converter=_slips, validator=is_a(Slip, each=True)
    )
    review_id: ReviewId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(ReviewId),
        validator=_OPTIONAL_ID,
    )

    @property
    def promised_on(self) -> date:
        """The day that was promised first, before it was put off."""
        return self.slips[0].was_due_on if self.slips else self.due_on
