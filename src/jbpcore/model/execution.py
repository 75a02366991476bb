"""What the two sides do about their goals."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.party import Side
from jbpcore.model.validation import a_date, a_name, a_text, an_id, is_a
from jbpcore.values.ids import ActionId, CommitmentId, GoalId, InitiativeId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Action", "ActionStatus", "Commitment", "CommitmentStatus", "Initiative"]

_OPTIONAL_ID = attrs.validators.optional(an_id)
_OPTIONAL_DATE = attrs.validators.optional(a_date)


def _a_count(instance: object, attribute: attrs.Attribute[Any], value: int) -> None:
    if value < 0:
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "zero or more")


class ActionStatus(StrEnum):
    """How far an action is."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    DROPPED = "dropped"


class CommitmentStatus(StrEnum):
    """Whether a promise was kept."""

    OPEN = "open"
    KEPT = "kept"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


@attrs.frozen(kw_only=True)
class Initiative:
    """A theme that groups actions under a goal.

    Attributes:
        id: Unique within the plan.
        name: What people call it.
        goal_id: The goal it serves.
        description: What it is about.
        audience: Who sees it.
    """

    id: InitiativeId = attrs.field(converter=InitiativeId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    goal_id: GoalId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(GoalId),
        validator=_OPTIONAL_ID,
    )
    description: str = attrs.field(default="", validator=a_text)
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))


@attrs.frozen(kw_only=True)
class Action:
    """Something one side does by a day.

    Attributes:
        id: Unique within the plan.
        name: What is to be done.
        side: Who does it.
        due_on: The last day for it.
        start_on: The first day of work on it.
        status: How far it is.
        owner_id: The person doing it.
        goal_id: The goal it helps.
        initiative_id: The initiative it belongs to.
        notes: Anything else.
        expected_impact: How far it should bring its goal, in the goal's unit; positive
            is towards the target, also where less is better. ``None`` if nobody said.
        audience: Who sees it.
        carry_count: How many times it was carried from one plan into the next.

    Raises:
        InvalidValueError: If it starts after it is due.
    """

    id: ActionId = attrs.field(converter=ActionId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    side: Side = attrs.field(validator=is_a(Side))
    due_on: date = attrs.field(validator=a_date)
    start_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    status: ActionStatus = attrs.field(
        default=ActionStatus.OPEN, validator=is_a(ActionStatus)
    )
    owner_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=_OPTIONAL_ID,
    )
    goal_id: GoalId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(GoalId),
        validator=_OPTIONAL_ID,
    )
    initiative_id: InitiativeId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(InitiativeId),
        validator=_OPTIONAL_ID,
    )
    notes: str = attrs.field(default="", validator=a_text)
    expected_impact: Amount | None = attrs.field(
        default=None,
        validator=attrs.validators.optional(is_a(Money, Quantity, Ratio)),
    )
    audience: Audience = attrs.field(default=Audience.JOINT, validator=is_a(Audience))
    carry_count: int = attrs.field(default=0, validator=[is_a(int), _a_count])

    def __attrs_post_init__(self) -> None:
        """Check the days against each other."""
        if self.start_on is not None and self.start_on > self.due_on:
            expected = f"on or before due_on, {self.due_on}"
            raise InvalidValueError("Action.start_on", self.start_on, expected)


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
        notes: Anything else, such as why it was missed.
        owner_id: The person who sees to it.
        carry_count: How many times it was carried from one plan into the next.
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
