"""Working days of a span: counted, and found by number, in constant time."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.weekday import Weekday, check_weekday

__all__ = ["WorkCalendar"]

_SATURDAY_AND_SUNDAY: Final = frozenset({Weekday.SAT, Weekday.SUN})
_ONE_DAY: Final = timedelta(days=1)


def _sorted_days(values: Iterable[date]) -> tuple[date, ...]:
    return tuple(sorted(set(_checked_days(values, "non_working_days"))))


def _checked_days(values: Iterable[object], field: str) -> tuple[date, ...]:
    listed = []
    for value in values:
        if not isinstance(value, date) or isinstance(value, datetime):
            expected = "made of plain datetime.date objects, not text or datetimes"
            raise InvalidValueError(field, value, expected)
        listed.append(value)
    return tuple(listed)


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """Which days of a span are worked, as agreed: no rule is left to look up.

    A calendar is made once, with :meth:`resolve`, and then holds plain dates, so that
    a plan that stores it gives the same figures for ever, whatever becomes of the
    holiday data it was made from.

    Attributes:
        span: The days it knows about. To ask about others is an error.
        non_working_days: Every day of the span that is not worked, in order, weekends
            included.

    Raises:
        InvalidValueError: If one of *non_working_days* is no plain date, or lies
            outside *span*.

    Examples:
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> calendar = WorkCalendar.resolve(year, holidays={date(2026, 5, 25)})
        >>> calendar.count(DateRange(date(2026, 5, 1), date(2026, 6, 1)))
        20
        >>> calendar.nth(date(2026, 5, 23), 1)
        datetime.date(2026, 5, 26)
    """

    span: DateRange
    non_working_days: tuple[date, ...] = attrs.field(converter=_sorted_days)
    # Workdays before each day of the span, and before its end.
    _worked_before: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _workdays: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)

    @_worked_before.default
    def _count_workdays(self) -> tuple[int, ...]:
        if not isinstance(self.span, DateRange):
            raise InvalidValueError("WorkCalendar.span", self.span, "a DateRange")
        off = frozenset(self.non_working_days)
        for day in self.non_working_days:
            if day not in self.span:
                expected = f"inside the span {self.span}"
                raise InvalidValueError("non_working_days", day, expected)
        worked = (day not in off for day in self.span.iter_days())
        return tuple(accumulate(worked, initial=0))

    @_workdays.default
    def _list_workdays(self) -> tuple[int, ...]:
        off = {day.toordinal() for day in self.non_working_days}
        ordinals = range(self.span.start.toordinal(), self.span.end.toordinal())
        return tuple(ordinal for ordinal in ordinals if ordinal not in off)

    @classmethod
    def resolve(
        cls,
        span: DateRange,
        *,
        weekend: Iterable[Weekday] = _SATURDAY_AND_SUNDAY,
        holidays: Container[date] | Iterable[date] = (),
        worked_days: Iterable[date] = (),
    ) -> WorkCalendar:
        """Return the calendar of *span*, with every rule turned into plain days.

        Args:
            span: The days to know about; a year more than the plan is cheap.
            weekend: Days of the week that are never worked; none is allowed.
            holidays: Days off: a collection of dates, or any object that answers
                ``day in holidays``, such as one of the ``holidays`` package. Make sure
                that it covers the span: an object that knows nothing about a year
                just answers no.
            worked_days: Days worked although they are on a weekend or a holiday, such
                as the Saturdays that make up for a bridge day.

        Raises:
            InvalidValueError: If *weekend* holds anything but days of the week, or a
                collection of days anything but plain dates.

        Examples:
            >>> march = DateRange(date(2026, 3, 1), date(2026, 4, 1))
            >>> fridays = [Weekday.FRI]
            >>> WorkCalendar.resolve(march, weekend=fridays).count(march)
            27
        """
        days_off = frozenset(check_weekday(day, "weekend") for day in weekend)
        is_holiday = _container(holidays)
        worked = frozenset(_checked_days(worked_days, "worked_days"))
        non_working = (
            day
            for day in span.iter_days()
            if (day.weekday() in days_off or day in is_holiday) and day not in worked
        )
        return cls(span=span, non_working_days=non_working)

    def is_workday(self, day: date) -> bool:
        """Say whether *day* is worked.

        Raises:
            InvalidValueError: If *day* is outside the span.
        """
        index = self._index(day)
        return self._worked_before[index] < self._worked_before[index + 1]

    def count(self, days: DateRange) -> int:
        """Return how many of *days* are worked. Takes the same time for any range.

        Raises:
            InvalidValueError: If one of *days* is outside the span.
        """
        first, last = self._index(days.first_day), self._index(days.last_day)
        return self._worked_before[last + 1] - self._worked_before[first]

    def elapsed_workdays(self, days: DateRange, *, as_of: date) -> int:
        """Return how many workdays of *days* are over once *as_of* is.

        Raises:
            InvalidValueError: If one of *days* is outside the span; *as_of* need not
                be inside.
        """
        elapsed_days = days.elapsed_days(as_of=as_of)
        total = self.count(days)
        if elapsed_days == 0:
            return 0
        if elapsed_days == days.length_days:
            return total
        return self.count(DateRange(days.start, as_of + _ONE_DAY))

    def remaining_workdays(self, days: DateRange, *, as_of: date) -> int:
        """Return how many workdays of *days* are still to come after *as_of*.

        Raises:
            InvalidValueError: As for :meth:`elapsed_workdays`.
        """
        return self.count(days) - self.elapsed_workdays(days, as_of=as_of)

    def nth(self, start: date, number: int) -> date:
        """Return the n-th workday from *start* on, *start* being the first if worked.

        Args:
            start: Where to begin.
            number: 1 for the first workday on or after *start*, 2 for the next one;
                -1 for the last on or before *start*, -2 for the one before.

        Raises:
            InvalidValueError: If *number* is 0, or the answer lies outside the span.

        Examples:
            >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
            >>> calendar = WorkCalendar.resolve(year)
            >>> saturday = date(2026, 5, 16)
            >>> calendar.nth(saturday, 1), calendar.nth(saturday, -1)
            (datetime.date(2026, 5, 18), datetime.date(2026, 5, 15))
        """
        if type(number) is not int or number == 0:
            expected = "a whole number other than 0; 1 is the first from there on"
            raise InvalidValueError("number", number, expected)
        index = self._index(start)
        if number > 0:
            wanted = self._worked_before[index] + number - 1
        else:
            wanted = self._worked_before[index + 1] + number
        return self._workday(wanted, "number", number)

    def next_workday(self, day: date) -> date:
        """Return the first workday after *day*.

        Raises:
            InvalidValueError: If there is none in the span.
        """
        return self._workday(self._worked_before[self._index(day) + 1], "day", day)

    def previous_workday(self, day: date) -> date:
        """Return the last workday before *day*.

        Raises:
            InvalidValueError: If there is none in the span.
        """
        return self._workday(self._worked_before[self._index(day)] - 1, "day", day)

    def _index(self, day: date) -> int:
        if day not in self.span:
            expected = f"inside {self.span}; resolve a longer span to ask about it"
            raise InvalidValueError("day", day, expected)
        return (day - self.span.start).days

    def _workday(self, wanted: int, field: str, value: object) -> date:
        if 0 <= wanted < len(self._workdays):
            return date.fromordinal(self._workdays[wanted])
        expected = (
            f"such that the workday lies inside {self.span}; resolve a longer span"
        )
        raise InvalidValueError(field, value, expected)


def _container(holidays: object) -> Container[object]:
    if isinstance(holidays, Collection):
        # `in` would answer no for ever if the days were texts or datetimes.
        _checked_days(holidays, "holidays")
        return holidays
    if isinstance(holidays, Container):
        return holidays
    if isinstance(holidays, Iterable):
        return frozenset(_checked_days(holidays, "holidays"))
    expected = "a collection of dates, or an object that answers `day in holidays`"
    raise InvalidValueError("holidays", holidays, expected)
