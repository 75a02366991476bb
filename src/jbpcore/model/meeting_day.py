"""Which day of its step a review falls on, said in words: "3rd tuesday of month 3"."""

from __future__ import annotations

import re
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.day_rules import (
    DayRule,
    OnFiscalWeek,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.weekday import Weekday

__all__ = ["MeetingDay"]

_NAMES: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_NTH: Final = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
_LONGEST: Final = 80
_MONTH_DAY = re.compile("day ([0-9]{1,2})", re.ASCII)
_WEEKDAY = re.compile(
    "(1st|2nd|3rd|4th|5th|last) ([a-z]{6,9})(?: of month ([123]))?", re.ASCII
)
_EXPECTED: Final = (
    "a day such as 'tuesday', 'monday, thursday', '2nd tuesday', 'last friday', "
    "'day 15', 'last day' or '3rd tuesday of month 3'"
)


@attrs.frozen(kw_only=True)
class MeetingDay:
    """A day of the week, the month or the quarter, without a calendar.

    Attributes:
        weekdays: The days of the week; empty if it is a day of the month.
        nth: Which of these in its month, -1 being the last; ``None`` for every one.
        month: The month of the quarter, 1 to 3; ``None`` if it is not said.
        day: The day of the month, -1 being the last; ``None`` if it is a weekday.

    Examples:
        >>> print(MeetingDay.parse("3rd tuesday of month 3").rule(Frequency.QUARTERLY))
        OnFiscalWeek(calendar=..., month=3, week=3, weekday=<Weekday.TUE: 1>)
    """

    weekdays: tuple[Weekday, ...] = ()
    nth: int | None = None
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> MeetingDay:
        """Return the day that *text* says.

        Raises:
            InvalidValueError: If it says none.

        Examples:
            >>> print(MeetingDay.parse("monday, thursday"))
            monday, thursday
        """
        if isinstance(text, str) and len(text) <= _LONGEST:
            if text == "last day":
                return cls(day=-1)
            if match := _MONTH_DAY.fullmatch(text):
                return cls(day=OnMonthDay(int(match[1])).day)
            match = _WEEKDAY.fullmatch(text)
            if match and match[2] in _NAMES:
                month = None if match[3] is None else int(match[3])
                days = (Weekday(_NAMES.index(match[2])),)
                return cls(weekdays=days, nth=_NTH[match[1]], month=month)
            names = text.split(", ")
            if all(name in _NAMES for name in names):
                found = sorted(Weekday(_NAMES.index(name)) for name in set(names))
                return cls(weekdays=tuple(found))
        raise InvalidValueError("day", text, _EXPECTED)

    def rule(self, step: Frequency, calendar: FiscalCalendar | None = None) -> DayRule:
        """Return the rule for steps of this kind.

        Args:
            step: The step of the cadence.
            calendar: The fiscal calendar, for a month of the quarter; calendar years
                if ``None``.

        Raises:
            InvalidValueError: If the day does not go with the step.
        """
        if self.day is not None:
            return OnMonthDay(self.day)
        if self.nth is None:
            return OnWeekdays(self.weekdays)
        if step is Frequency.QUARTERLY:
            return OnFiscalWeek(
                calendar=calendar or FiscalCalendar.calendar_year(),
                month=-1 if self.month is None else self.month,
                week=self.nth,
                weekday=self.weekdays[0],
            )
        return OnNthWeekday(self.nth, self.weekdays[0])

    def try_unfit(self, step: Frequency) -> str | None:
        """Return why it does not go with a step, or ``None`` if it does.

        Examples:
            >>> MeetingDay.parse("tuesday").try_unfit(Frequency.MONTHLY)
            "one day of the step, such as '2nd tuesday'"
        """
        if step is Frequency.ONCE:
            return "left out, or a relative day such as '14 days before end'"
        is_weekly = self.day is None and self.nth is None
        if is_weekly is not (step is Frequency.WEEKLY):
            if is_weekly:
                day = _NAMES[self.weekdays[0]]
                return f"one day of the step, such as '2nd {day}'"
            return "a day of the week such as 'tuesday', for weekly steps"
        if step is Frequency.QUARTERLY and self.day is not None:
            return "a weekday of the quarter, such as '3rd tuesday of month 3'"
        if self.month is not None and step is not Frequency.QUARTERLY:
            return "without 'of month', unless the steps are quarterly"
        return None

    def __str__(self) -> str:
        if self.day is not None:
            return "last day" if self.day == -1 else f"day {self.day}"
        names = ", ".join(_NAMES[day] for day in self.weekdays)
        if self.nth is None:
            return names
        which = next(word for word, number in _NTH.items() if number == self.nth)
        month = "" if self.month is None else f" of month {self.month}"
        return f"{which} {names}{month}"
