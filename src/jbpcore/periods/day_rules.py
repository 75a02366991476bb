"""Which day of its step an occurrence falls on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, TypeAlias

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.weekday import Weekday, check_weekday

__all__ = [
    "DayRule",
    "Milestone",
    "OnFiscalWeek",
    "OnMilestone",
    "OnMonthDay",
    "OnNthWeekday",
    "OnWeekdays",
]

_MOST_NTH: Final = 5
_LONGEST_MONTH: Final = 31
_MOST_OFFSET_DAYS: Final = 366


def _whole(value: object, field: str, allowed: range, expected: str) -> None:
    if type(value) is not int or value not in allowed or value == 0:
        raise InvalidValueError(field, value, expected)


def _a(kind: type, value: object, field: str, expected: str) -> None:
    if not isinstance(value, kind):
        raise InvalidValueError(field, value, expected)


def _weekdays(weekdays: Iterable[Weekday]) -> tuple[Weekday, ...]:
    found = {check_weekday(day, "OnWeekdays.weekdays") for day in weekdays}
    return tuple(sorted(found))


@attrs.frozen
class OnWeekdays:
    """On certain days of the week; for weekly steps.

    Attributes:
        weekdays: Which, at least one; kept in order from Monday.

    Raises:
        InvalidValueError: If there is none, or one that is no ``Weekday``.

    Examples:
        >>> OnWeekdays([Weekday.THU, Weekday.TUE]).weekdays[0].name
        'TUE'
    """

    weekdays: tuple[Weekday, ...] = attrs.field(converter=_weekdays)

    def __attrs_post_init__(self) -> None:
        if not self.weekdays:
            expected = "at least one day of the week"
            raise InvalidValueError("OnWeekdays.weekdays", self.weekdays, expected)


@attrs.frozen
class OnMonthDay:
    """On a day of the month; for steps of months.

    A month that is too short has its last day instead: 31 is the last day of every
    month, and 30 is 28 or 29 February.

    Attributes:
        day: 1 to 31, or from the end: -1 is the last day, -31 the earliest.

    Raises:
        InvalidValueError: If *day* is none of these.

    Examples:
        >>> OnMonthDay(-1).day
        -1
    """

    day: int

    def __attrs_post_init__(self) -> None:
        allowed = range(-_LONGEST_MONTH, _LONGEST_MONTH + 1)
        _whole(self.day, "OnMonthDay.day", allowed, "1 to 31, or -1 to -31")


@attrs.frozen
class OnNthWeekday:
    """On the n-th Tuesday, or the last Friday, of the month; for steps of months.

    A month without a fifth such day is passed over.

    Attributes:
        nth: 1 to 5, or from the end: -1 is the last.
        weekday: The day of the week.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> OnNthWeekday(2, Weekday.TUE).nth
        2
    """

    nth: int
    weekday: Weekday

    def __attrs_post_init__(self) -> None:
        allowed = range(-_MOST_NTH, _MOST_NTH + 1)
        _whole(self.nth, "OnNthWeekday.nth", allowed, "1 to 5, or -1 to -5")
        check_weekday(self.weekday, "OnNthWeekday.weekday")


@attrs.frozen(kw_only=True)
class OnFiscalWeek:
    """In a certain week of a certain month of each fiscal quarter.

    Week *n* is the one with the *n*-th such weekday of the fiscal month. In calendars
    of weeks that is the month's *n*-th week.

    Attributes:
        calendar: The fiscal calendar.
        month: Month of the quarter: 1, 2, 3, or -1 for the last.
        week: 1 to 5, or from the end: -1 is the last. A month that has no fifth such
            weekday is passed over.
        weekday: The day of the week.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> qbr = OnFiscalWeek(
        ...     calendar=FiscalCalendar.calendar_year(), month=3, week=3,
        ...     weekday=Weekday.TUE,
        ... )
        >>> qbr.week
        3
    """

    calendar: FiscalCalendar
    month: int = -1
    week: int = 3
    weekday: Weekday = Weekday.TUE

    def __attrs_post_init__(self) -> None:
        _a(FiscalCalendar, self.calendar, "OnFiscalWeek.calendar", "a FiscalCalendar")
        _whole(self.month, "OnFiscalWeek.month", range(-1, 4), "1, 2, 3 or -1")
        allowed = range(-_MOST_NTH, _MOST_NTH + 1)
        _whole(self.week, "OnFiscalWeek.week", allowed, "1 to 5, or -1 to -5")
        check_weekday(self.weekday, "OnFiscalWeek.weekday")


class Milestone(StrEnum):
    """A day of a plan that something may be counted from.

    Attributes:
        PLAN_START: The plan's first day.
        PLAN_END: The plan's last day.
        AGREED: The day on which the second side signed.
        GOAL_END: The last day of a goal.
    """

    PLAN_START = "plan_start"
    PLAN_END = "plan_end"
    AGREED = "agreed"
    GOAL_END = "goal_end"


@attrs.frozen(kw_only=True)
class OnMilestone:
    """So many days before or after a milestone of the plan; it comes once.

    Attributes:
        milestone: Which.
        offset_days: Calendar days after it; negative before it, 366 at the most.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> OnMilestone(milestone=Milestone.PLAN_END, offset_days=-14).offset_days
        -14
    """

    milestone: Milestone
    offset_days: int = 0

    def __attrs_post_init__(self) -> None:
        expected = "a Milestone, such as Milestone.PLAN_END"
        _a(Milestone, self.milestone, "OnMilestone.milestone", expected)
        is_whole = type(self.offset_days) is int
        if not is_whole or abs(self.offset_days) > _MOST_OFFSET_DAYS:
            expected = f"a whole number of days, {_MOST_OFFSET_DAYS} at the most"
            field = "OnMilestone.offset_days"
            raise InvalidValueError(field, self.offset_days, expected)


DayRule: TypeAlias = OnWeekdays | OnMonthDay | OnNthWeekday | OnFiscalWeek | OnMilestone
"""How the day of an occurrence is found in its step."""
