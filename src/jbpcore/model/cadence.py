"""How often the two sides meet."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.meeting import a_duration, a_link, a_wall_time, a_zone
from jbpcore.model.validation import a_date, a_name, a_text, an_id, is_a
from jbpcore.periods.day_rules import (
    DayRule,
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.frequency import Frequency, Shift
from jbpcore.periods.recurrence import Recurrence
from jbpcore.values.ids import CadenceId, GoalId

__all__ = ["ReviewCadence"]

_OPTIONAL_DATE: Final = attrs.validators.optional(a_date)
_DAY_RULES: Final = (
    OnWeekdays,
    OnMonthDay,
    OnNthWeekday,
    OnFiscalWeek,
    OnMilestone,
)


def _a_step(_: object, __: object, value: int) -> None:
    if not 1 <= value <= 52:  # noqa: PLR2004 - a year of weeks
        raise InvalidValueError("ReviewCadence.every", value, "from 1 to 52")


def _a_count(instance: object, attribute: attrs.Attribute[Any], value: int) -> None:
    if value < 0:
        field = f"{type(instance).__name__}.{attribute.name}"
        raise InvalidValueError(field, value, "zero or more")


@attrs.frozen(kw_only=True)
class ReviewCadence:
    """How often the two sides review the plan, and at what time of the day.

    Attributes:
        id: Unique within the plan.
        name: Such as ``"Monthly check-in"`` or ``"QBR"``.
        frequency: The step.
        first_on: The first day that a review may fall on; the steps are counted from
            it. ``None`` only where the day is counted from a milestone.
        every: How many steps from one review to the next, 1 to 52.
        on: Which day of its step; ``None`` for the weekday, or the day of the month, of
            *first_on*.
        until_on: The last day for a review; ``None`` for the plan's last day.
        count: How many reviews at the most; ``None`` for as many as there are.
        shift: Where a review goes whose day is not worked.
        wall_time: When it begins, by the clock on the wall in *zone*; ``None`` while
            only days are agreed.
        zone: The time zone as an IANA key, such as ``"Europe/Berlin"``.
        duration_minutes: How long a review is booked for, 5 to 1,440.
        link: Where to dial in; empty if nowhere.
        location: Where to meet; empty if nowhere.
        milestone_goal_id: The goal whose last day is the milestone.
        sequence: How many times the series was changed after it was sent out.

    Raises:
        InvalidValueError: If a field has a bad value, or two do not go together.

    Examples:
        >>> from jbpcore.periods.weekday import Weekday
        >>> check_in = ReviewCadence(
        ...     id="check-in", name="Monthly check-in", frequency=Frequency.MONTHLY,
        ...     first_on=date(2026, 1, 1), on=OnNthWeekday(2, Weekday.TUE),
        ...     wall_time=time(9, 30), zone="Europe/Berlin",
        ... )
        >>> check_in.recurrence.every
        1
    """

    id: CadenceId = attrs.field(converter=CadenceId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    frequency: Frequency = attrs.field(validator=is_a(Frequency))
    first_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    every: int = attrs.field(default=1, validator=[is_a(int), _a_step])
    on: DayRule | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(*_DAY_RULES))
    )
    until_on: date | None = attrs.field(default=None, validator=_OPTIONAL_DATE)
    count: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(int))
    )
    shift: Shift = attrs.field(default=Shift.NONE, validator=is_a(Shift))
    wall_time: time | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_wall_time)
    )
    zone: str = attrs.field(default="", validator=a_zone)
    duration_minutes: int = attrs.field(default=60, validator=a_duration)
    link: str = attrs.field(default="", validator=a_link)
    location: str = attrs.field(default="", validator=a_text)
    milestone_goal_id: GoalId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(GoalId),
        validator=attrs.validators.optional(an_id),
    )
    sequence: int = attrs.field(default=0, validator=[is_a(int), _a_count])

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        self._recurrence()
        is_counted = isinstance(self.on, OnMilestone)
        if self.first_on is None and not is_counted:
            expected = "the day that the steps are counted from"
            raise InvalidValueError("ReviewCadence.first_on", None, expected)
        if self.wall_time is not None and not self.zone:
            expected = "a zone such as 'Europe/Berlin': a time alone is no time"
            raise InvalidValueError("ReviewCadence.zone", self.zone, expected)

    def _recurrence(self) -> Recurrence:
        return Recurrence(
            frequency=self.frequency,
            every=self.every,
            on=self.on,
            until_on=self.until_on,
            count=self.count,
        )

    @property
    def recurrence(self) -> Recurrence:
        """The rule of the days by itself."""
        return self._recurrence()

    @property
    def is_relative_to_goal(self) -> bool:
        """Whether it is counted from the last day of a goal."""
        rule = self.on
        return isinstance(rule, OnMilestone) and rule.milestone is Milestone.GOAL_END
