"""Which cadences are a rule that every calendar program reads alike.

Only weekly rules with days, and monthly ones with a day of the month or an n-th
weekday: what is beyond that, programs read differently or not at all.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.cadence import ReviewCadence
from jbpcore.periods.day_rules import (
    OnFiscalWeek,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.frequency import Frequency

__all__ = ["PortableRule", "rule_of"]

_DAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3, Frequency.YEARLY: 12}
_LAST_DAY_OF_ALL = 28
_LONGEST_MONTH = 31
_MOST_STEPS = 1_500


@attrs.frozen(kw_only=True)
class PortableRule:
    """A rule in the part of RFC 5545 that is read alike everywhere.

    Attributes:
        every: Weeks or months from one step to the next.
        weekdays: For weekly steps: which days, 0 for Monday.
        nth: For months: which of these weekdays, from the end where negative.
        weekday: The weekday that *nth* counts.
        month_day: For months: the day, from the end where negative.
        is_sure: Whether it says the same as the cadence for every year, and not only
            for the days that happen to be booked.
    """

    every: int
    weekdays: tuple[int, ...] = ()
    nth: int = 0
    weekday: int = 0
    month_day: int = 0
    is_sure: bool = True

    def __attrs_post_init__(self) -> None:
        """Check that all that is written into the rule is numbers."""
        for number in (self.every, self.nth, self.weekday, self.month_day):
            if type(number) is not int:
                raise InvalidValueError("rule", number, "made of whole numbers")

    def days_from(self, first: date) -> Iterator[date]:
        """Yield its days from the first one on, which is one of them, for a while."""
        found = self._weekly(first) if self.weekdays else self._monthly(first)
        yield from (day for day in found if day >= first)

    def _weekly(self, first: date) -> Iterator[date]:
        monday = first - timedelta(days=first.weekday())
        for step in range(_MOST_STEPS):
            week = monday + timedelta(weeks=step * self.every)
            yield from (week + timedelta(days=day) for day in self.weekdays)

    def _monthly(self, first: date) -> Iterator[date]:
        for step in range(_MOST_STEPS):
            months = first.month - 1 + step * self.every
            year, month = first.year + months // 12, months % 12 + 1
            if year > date.max.year:
                return
            day = self._day_in(year, month)
            if day:
                yield date(year, month, day)

    def _day_in(self, year: int, month: int) -> int | None:
        weekday, length = monthrange(year, month)
        if self.month_day:
            day = self.month_day if self.month_day > 0 else length + 1 + self.month_day
        elif self.nth > 0:
            day = 1 + (self.weekday - weekday) % 7 + 7 * (self.nth - 1)
        else:
            last = (weekday + length - 1) % 7
            day = length - (last - self.weekday) % 7 + 7 * (self.nth + 1)
        return day if 1 <= day <= length else None

    def text(self, count: int) -> str:
        """Return it as the value of an RRULE that ends after *count* occurrences.

        Examples:
            >>> PortableRule(every=2, weekdays=(1,)).text(6)
            'FREQ=WEEKLY;INTERVAL=2;COUNT=6;BYDAY=TU'
        """
        if self.weekdays:
            days = ",".join(_DAY_NAMES[day] for day in self.weekdays)
            frequency, which = "WEEKLY", f"BYDAY={days}"
        elif self.month_day:
            frequency, which = "MONTHLY", f"BYMONTHDAY={self.month_day}"
        else:
            frequency, which = "MONTHLY", f"BYDAY={self.nth}{_DAY_NAMES[self.weekday]}"
        step = f"INTERVAL={self.every};" if self.every > 1 else ""
        return f"FREQ={frequency};{step}COUNT={count};{which}"


def rule_of(cadence: ReviewCadence, first: date) -> PortableRule | None:
    """Return the rule that a cadence may be, or ``None`` where there is none.

    Args:
        cadence: The cadence.
        first: The first day that it gave.

    Examples:
        >>> cadence = ReviewCadence(id="c", name="C", frequency=Frequency.WEEKLY,
        ...                         first_on=date(2026, 1, 6), every=2)
        >>> rule_of(cadence, date(2026, 1, 6)).text(3)
        'FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=TU'
    """
    on, start = cadence.on, cadence.first_on or first
    if cadence.frequency is Frequency.WEEKLY:
        chosen = on.weekdays if isinstance(on, OnWeekdays) else (start.weekday(),)
        days = tuple(int(day) for day in chosen)
        return PortableRule(every=cadence.every, weekdays=days)
    if cadence.frequency not in _MONTHS:
        return None
    every = cadence.every * _MONTHS[cadence.frequency]
    if isinstance(on, OnNthWeekday):
        return PortableRule(every=every, nth=on.nth, weekday=int(on.weekday))
    if isinstance(on, OnFiscalWeek):
        day = int(on.weekday)
        return PortableRule(every=every, nth=on.week, weekday=day, is_sure=False)
    day = on.day if isinstance(on, OnMonthDay) else start.day
    return _on_month_day(every, day)


def _on_month_day(every: int, day: int) -> PortableRule | None:
    if day == _LONGEST_MONTH:
        day = -1
    # Day 29 or 30 is skipped by a rule where the month is too short, not brought
    # forward; the same counted from the end.
    if not -_LAST_DAY_OF_ALL <= day <= _LAST_DAY_OF_ALL:
        return None
    return PortableRule(every=every, month_day=day)
