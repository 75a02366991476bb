"""When the two sides meet, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_date, a_name, a_text, an_id, is_a
from jbpcore.values.ids import CadenceId, ReviewId

__all__ = ["Review", "ReviewCadence", "ReviewFrequency"]


class ReviewFrequency(StrEnum):
    """How often reviews come."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


def _a_step(_: object, __: object, value: int) -> None:
    if not 1 <= value <= 52:  # noqa: PLR2004 - a year of weeks
        raise InvalidValueError("ReviewCadence.every", value, "from 1 to 52")


def _lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(lines)


def _texts(
    instance: object,
    attribute: attrs.Attribute[tuple[str, ...]],
    value: tuple[str, ...],
) -> None:
    for text in value:
        a_text(instance, attribute, text)


@attrs.frozen(kw_only=True)
class ReviewCadence:
    """How often the two sides review the plan.

    Attributes:
        id: Unique within the plan.
        name: Such as ``"Monthly check-in"`` or ``"QBR"``.
        frequency: The step.
        every: How many steps from one review to the next, 1 to 52.
        first_on: The day of the first review; the others are counted from it.
    """

    id: CadenceId = attrs.field(converter=CadenceId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    frequency: ReviewFrequency = attrs.field(validator=is_a(ReviewFrequency))
    first_on: date = attrs.field(validator=a_date)
    every: int = attrs.field(default=1, validator=[is_a(int), _a_step])


@attrs.frozen(kw_only=True)
class Review:
    """One meeting about the plan, booked or held.

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
    """

    id: ReviewId = attrs.field(converter=ReviewId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    on: date = attrs.field(validator=a_date)
    cadence_id: CadenceId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(CadenceId),
        validator=attrs.validators.optional(an_id),
    )
    held_on: date | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_date)
    )
    wins: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=[is_a(str, each=True), _texts]
    )
    blockers: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=[is_a(str, each=True), _texts]
    )
    ways_through: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=[is_a(str, each=True), _texts]
    )
    decisions: tuple[str, ...] = attrs.field(
        default=(), converter=_lines, validator=[is_a(str, each=True), _texts]
    )
