"""What a person believes about a goal, beside what is computed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_date, a_text, an_id, an_instant
from jbpcore.values.ids import GoalId, PersonId

__all__ = ["Confidence"]

_MOST = 10


def _a_score(_: object, __: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or not 0 <= value <= _MOST:
        expected = f"a whole number from 0 to {_MOST}"
        raise InvalidValueError("Confidence.score", value, expected)


@attrs.frozen(kw_only=True)
class Confidence:
    """How sure a person is that a goal will be met.

    It stands beside the computed health and never takes its place: a partner manager
    may know of an order that no ledger holds yet.

    Attributes:
        goal_id: The goal it is about.
        score: From 0, no hope, to 10, certain.
        person_id: Who believes it.
        stated_on: The day they said so.
        expires_on: The last day that it is worth anything; a belief nobody renews must
            not stand for ever.
        reason: Why they believe it.
        recorded_at: When it was written down, in UTC; ``None`` if nobody noted that,
            and then it counts as always known.

    Raises:
        InvalidValueError: If a field has a bad value, or it expires before it was
            stated.

    Examples:
        >>> hunch = Confidence(
        ...     goal_id="new-revenue", score=8, person_id="maria@acme.example",
        ...     stated_on=date(2026, 5, 11), expires_on=date(2026, 5, 31),
        ...     reason="The city's order is promised for June",
        ... )
        >>> hunch.is_valid_on(date(2026, 5, 31)), hunch.is_valid_on(date(2026, 6, 1))
        (True, False)
    """

    goal_id: GoalId = attrs.field(converter=GoalId, validator=an_id)
    score: int = attrs.field(validator=_a_score)
    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    stated_on: date = attrs.field(validator=a_date)
    expires_on: date = attrs.field(validator=a_date)
    reason: str = attrs.field(default="", validator=a_text)
    recorded_at: datetime | None = attrs.field(
        default=None, validator=attrs.validators.optional(an_instant)
    )

    def __attrs_post_init__(self) -> None:
        """Check the days against each other."""
        if self.expires_on < self.stated_on:
            expected = f"{self.stated_on}, the day it was stated, or later"
            given = str(self.expires_on)
            raise InvalidValueError("Confidence.expires_on", given, expected)

    def is_valid_on(self, day: date) -> bool:
        """Whether it was stated by *day* and has not expired."""
        return self.stated_on <= day <= self.expires_on

    def is_known_at(self, instant: datetime | None) -> bool:
        """Whether it was recorded by *instant*; always if that is ``None``."""
        if instant is None or self.recorded_at is None:
            return True
        return self.recorded_at <= instant
