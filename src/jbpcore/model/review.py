"""One meeting about the plan, booked or held, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.digest import a_digest
from jbpcore.model.figures import GoalFigures
from jbpcore.model.meeting import a_duration, a_link, a_wall_time, a_zone
from jbpcore.model.party import Side
from jbpcore.model.validation import a_date, a_name, a_text, an_id, an_instant, is_a
from jbpcore.values.ids import AmendmentId, CadenceId, PersonId, ReviewId

__all__ = ["Attendance", "MinutesAcceptance", "Review"]

_OPTIONAL_DATE: Final = attrs.validators.optional(a_date)
_OPTIONAL_ID: Final = attrs.validators.optional(an_id)


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(lines)


def _texts(
    instance: object,
    attribute: attrs.Attribute[tuple[str, ...]],
    value: tuple[str, ...],
) -> None:
    for text in value:
        a_text(instance, attribute, text)


_LINES: Final = [is_a(str, each=True), _texts]


def _a_count(instance: object, attribute: attrs.Attribute[Any], value: int) -> None:
    if value < 0:
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "zero or more")


@attrs.frozen(kw_only=True)
class Attendance:
    """Whether somebody was at a review.

    Attributes:
        person_id: Who.
        is_present: Whether they were there.
    """

    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    is_present: bool = attrs.field(default=True, validator=is_a(bool))


@attrs.frozen(kw_only=True)
class MinutesAcceptance:
    """One side's word that the minutes of a review are right.

    Attributes:
        side: Which side.
        person_id: Who accepts them for it.
        minutes_digest: SHA-256 of the minutes that were accepted.
        accepted_at: When, in UTC.
    """

    side: Side = attrs.field(validator=is_a(Side))
    person_id: PersonId = attrs.field(converter=PersonId, validator=an_id)
    minutes_digest: str = attrs.field(validator=a_digest)
    accepted_at: datetime = attrs.field(validator=an_instant)


def _attendances(found: Iterable[Attendance]) -> tuple[Attendance, ...]:
    return tuple(found)


def _figures(found: Iterable[GoalFigures]) -> tuple[GoalFigures, ...]:
    return tuple(found)


def _acceptances(found: Iterable[MinutesAcceptance]) -> tuple[MinutesAcceptance, ...]:
    return tuple(found)


@attrs.frozen(kw_only=True)
class Review:
    """One meeting about the plan, booked or held.

    The wall time and the zone are what is agreed; the instant follows from them by the
    law of the zone, and moves if that changes.

    Attributes:
        id: Unique within the plan.
        name: Such as ``"Q2 business review"``.
        on: The day it is booked for.
        cadence_id: The cadence it comes from; ``None`` for one of its own.
        held_on: The day it took place; ``None`` while it has not.
        wins: The big wins.
        blockers: Where the plan is stuck.
        ways_through: How to get through it.
        decisions: What was decided.
        wall_time: When it begins, by the clock on the wall in *zone*; ``None`` while
            only the day is booked.
        zone: The time zone as an IANA key, such as ``"Europe/Berlin"``.
        duration_minutes: How long it is booked for, 5 to 1,440.
        link: Where to dial in; empty if nowhere.
        location: Where to meet; empty if nowhere.
        slot_on: The day that the cadence gave it, if it was moved from there.
        sequence: How many times its booking was changed after it was sent out.
        cancelled_on: The day on which it was called off; ``None`` if it was not.
        cancelled_why: Why it was called off.
        as_of: The last day that counts in *figures*.
        figures: How each goal stood, as the review saw it, for good.
        attendance: Who was there and who was not.
        acceptances: Who accepted the minutes for their side.
        amendment_id: The amendment in which it changed goals and commitments.
        next_review_id: The review that was agreed to be next.
        minutes_by: Who wrote the minutes.

    Raises:
        InvalidValueError: If a field has a bad value, or it has a time without a zone.

    Examples:
        >>> from datetime import date
        >>> qbr = Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...              wall_time=time(9, 30), zone="Europe/Berlin")
        >>> qbr.duration_minutes
        60
    """

    id: ReviewId = attrs.field(converter=ReviewId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    on: date = attrs.field(validator=a_date)
    cadence_id: CadenceId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(CadenceId),
        validator=_OPTIONAL_ID,
    )
    held_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    wins: tuple[str, ...] = attrs.field(default=(), converter=_lines, validator=_LINES)
    blockers: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=_LINES
    )
    ways_through: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=_LINES
    )
    decisions: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=_LINES
    )
    wall_time: time | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_wall_time)
    )
    zone: str = attrs.field(default="", validator=a_zone)
    duration_minutes: int = attrs.field(default=60, validator=a_duration)
    link: str = attrs.field(default="", validator=a_link)
    location: str = attrs.field(default="", validator=a_text)
    slot_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    sequence: int = attrs.field(default=0, validator=[is_a(int), _a_count])
    cancelled_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    cancelled_why: str = attrs.field(default="", validator=a_text)
    as_of: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    figures: tuple[GoalFigures, ...] = attrs.field(
        default=(), converter=_figures, validator=is_a(GoalFigures, each=True)
    )
    attendance: tuple[Attendance, ...] = attrs.field(
        default=(), converter=_attendances, validator=is_a(Attendance, each=True)
    )
    acceptances: tuple[MinutesAcceptance, ...] = attrs.field(
        default=(),
        converter=_acceptances,
        validator=is_a(MinutesAcceptance, each=True),
    )
    amendment_id: AmendmentId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(AmendmentId),
        validator=_OPTIONAL_ID,
    )
    next_review_id: ReviewId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(ReviewId),
        validator=_OPTIONAL_ID,
    )
    minutes_by: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=_OPTIONAL_ID,
    )

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        if self.wall_time is not None and not self.zone:
            expected = "a zone such as 'Europe/Berlin': a time alone is no time"
            raise InvalidValueError("Review.zone", self.zone, expected)

    @property
    def is_open(self) -> bool:
        """Whether it is still to come: neither held nor called off."""
        return self.held_on is None and self.cancelled_on is None
