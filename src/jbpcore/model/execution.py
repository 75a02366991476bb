"""What the two sides do about their goals: actions, in initiatives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.audience import Audience
from jbpcore.model.party import Side
from jbpcore.model.slip import Slip
from jbpcore.model.validation import a_date, a_name, a_text, an_id, exact_ratio, is_a
from jbpcore.periods.recurrence import Recurrence
from jbpcore.values.ids import ActionId, GoalId, InitiativeId, PersonId, ReviewId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Action", "ActionStatus", "Dependency", "Initiative"]

_OPTIONAL_ID = attrs.validators.optional(an_id)
_OPTIONAL_DATE = attrs.validators.optional(a_date)


def _a_count(
    instance: object, attribute: attrs.Attribute[Any], value: int | Fraction
) -> None:
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


@attrs.frozen
class Dependency:
    """That an action cannot begin before another one is done.

    Attributes:
        action_id: The one that has to be done first.
    """

    action_id: ActionId = attrs.field(converter=ActionId, validator=an_id)


def _dependencies(
    needed: Iterable[Dependency | str],
) -> tuple[Dependency, ...]:
    found = (Dependency(one) if isinstance(one, str) else one for one in needed)
    return tuple(dict.fromkeys(found))


def _slips(slips: Iterable[Slip]) -> tuple[Slip, ...]:
    return tuple(slips)


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
        done_on: The day on which it was done; ``None`` if it is not, or nobody said.
        effort_days: The work it takes, in days of one person; ``None`` if nobody said.
        depends_on: Actions that have to be done first; ids will do.
        blocked_reason: What keeps it from going on, while it is blocked.
        blocked_by_side: The side that can clear it.
        blocked_by_id: The person who can clear it.
        blocked_on: The day from which on it is blocked.
        slips: The times it was moved to a later day, in order.
        recurrence: How it comes round once it is done; ``None`` if it does not.
        review_id: The review in which it was agreed on.

    Raises:
        InvalidValueError: If it starts after it is due, or depends on itself.
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
    done_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    effort_days: Fraction | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(exact_ratio),
        validator=attrs.validators.optional(
            attrs.validators.and_(is_a(Fraction), _a_count)
        ),
    )
    depends_on: tuple[Dependency, ...] = attrs.field(
        default=(), converter=_dependencies, validator=is_a(Dependency, each=True)
    )
    blocked_reason: str = attrs.field(default="", validator=a_text)
    blocked_by_side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    blocked_by_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=_OPTIONAL_ID,
    )
    blocked_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    slips: tuple[Slip, ...] = attrs.field(
        default=(), converter=_slips, validator=is_a(Slip, each=True)
    )
    recurrence: Recurrence | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Recurrence))
    )
    review_id: ReviewId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(ReviewId),
        validator=_OPTIONAL_ID,
    )

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        if any(needed.action_id == self.id for needed in self.depends_on):
            expected = "other actions: none waits for itself"
            raise InvalidValueError("Action.depends_on", self.id, expected)
        if self.start_on is not None and self.start_on > self.due_on:
            expected = f"on or before due_on, {self.due_on}"
            raise InvalidValueError("Action.start_on", self.start_on, expected)
