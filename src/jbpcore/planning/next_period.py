"""From one period of a plan to the next: its days, its length, and each day's place."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind

__all__ = ["DayMap", "check_follows", "length_ratio", "next_period"]

_WEEK_DAYS: Final = 7
_MONTHS_A_YEAR: Final = 12


def _months(days: DateRange) -> int | None:
    """Return how many months *days* are, if they are whole ones."""
    if days.start.day != days.end.day:
        return None
    years = days.end.year - days.start.year
    return years * _MONTHS_A_YEAR + days.end.month - days.start.month


def length_ratio(new: DateRange, old: DateRange) -> Fraction:
    """Return how many times as long *new* is as *old*, as business counts.

    Whole months are counted as months, so that a leap year is no longer than another;
    else whole weeks as weeks, so that 53 weeks are 53/52 of 52; else days.

    Examples:
        >>> year = DateRange(date(2027, 1, 1), date(2028, 1, 1))
        >>> leap_year = DateRange(date(2028, 1, 1), date(2029, 1, 1))
        >>> nine_months = DateRange(date(2026, 4, 1), date(2027, 1, 1))
        >>> length_ratio(leap_year, year), length_ratio(year, nine_months)
        (Fraction(1, 1), Fraction(4, 3))
        >>> start = date(2023, 1, 29)
        >>> weeks = DateRange.of_days(start, 53 * 7), DateRange.of_days(start, 52 * 7)
        >>> length_ratio(*weeks)
        Fraction(53, 52)
    """
    months = _months(new), _months(old)
    if months[0] and months[1]:
        return Fraction(months[0], months[1])
    return Fraction(new.length_days, old.length_days)


def next_period(days: DateRange, calendar: FiscalCalendar | None = None) -> DateRange:
    """Return the period that follows *days*.

    With a calendar: a fiscal year is followed by the next one, however many weeks it
    has; a quarter by the next quarter; a run of two quarters by two more. What a year
    (half, quarter) is cut to by a late start is followed by a whole one. Without, or
    where *days* are no fiscal periods, whole months are followed by as many months, and
    anything else by as many days.

    Args:
        days: The period that ends.
        calendar: The fiscal calendar that both sides plan in. Years of 52 and 53 weeks
            cannot be told apart without it.

    Raises:
        InvalidValueError: If the calendar does not know the days after.

    Examples:
        >>> retail = FiscalCalendar.nrf_retail()
        >>> print(next_period(retail.year(2022), retail))
        2023-01-29..2024-02-03
        >>> print(next_period(DateRange(date(2026, 4, 1), date(2026, 7, 1))))
        2026-07-01..2026-09-30
    """
    if calendar is not None:
        found = _next_in(calendar, days)
        if found is not None:
            return found
    months = _months(days)
    if months:
        shifted = days.shift_months(months)
        return DateRange(days.end, shifted.end)
    return days.shift_days(days.length_days)


def _next_in(calendar: FiscalCalendar, days: DateRange) -> DateRange | None:
    exact = calendar.try_period(days)
    if exact is not None:
        return calendar.of(days.end).period(exact.kind).dates
    for kind in PeriodKind:
        tiles = calendar.tiles(kind, days)
        if tiles[-1].dates.end != tiles[-1].whole_dates.end:
            continue  # cut off at its end: what follows is not a whole one
        is_one_stub = len(tiles) == 1 and kind is not PeriodKind.WEEK
        if tiles[0].is_stub and not is_one_stub:
            continue
        end = days.end
        for _ in tiles:
            end = calendar.of(end).period(kind).dates.end
        return DateRange(days.end, end)
    return None


@attrs.frozen
class DayMap:
    """Where a day of one period stands in another.

    The two are cut into fiscal months. The months of the same number are matched where
    all have their like (a year with the next, nine months with the whole year after),
    else the first with the first, the second with the second. A day keeps its place in
    its month, as far as that is long enough; a day outside goes to the nearest bound.

    Without a calendar, periods of whole weeks that are no whole months are matched day
    by day from the start, so that days of the week stay; others by calendar months.

    Attributes:
        old: The one period.
        new: The other.
        calendar: The fiscal calendar, if there is one.

    Examples:
        >>> years = FiscalCalendar.calendar_year()
        >>> place = DayMap(years.quarter(2026, 1), years.quarter(2026, 2), years)
        >>> print(place.day(date(2026, 1, 31)), place.day(date(2026, 3, 15)))
        2026-04-30 2026-06-15
    """

    old: DateRange
    new: DateRange
    calendar: FiscalCalendar | None = None

    def bound(self, day: date) -> date:
        """Return where a bound between days goes: the start stays the start."""
        if day <= self.old.start:
            return self.new.start
        if day >= self.old.end:
            return self.new.end
        if self._keeps_weekdays:
            return min(add_days(self.new.start, self._offset(day)), self.new.end)
        for mine, theirs in self._months():
            if mine.start <= day < mine.end:
                place = min((day - mine.start).days, theirs.length_days)
                return add_days(theirs.start, place)
        return self.new.end

    def day(self, day: date) -> date:
        """Return where a day goes; it is inside the new period."""
        last = self.new.last_day
        if day >= self.old.end:
            return last
        if day <= self.old.start:
            return self.new.start
        if self._keeps_weekdays:
            return min(add_days(self.new.start, self._offset(day)), last)
        for mine, theirs in self._months():
            if mine.start <= day < mine.end:
                place = min((day - mine.start).days, theirs.length_days - 1)
                return add_days(theirs.start, place)
        return last

    def days(self, days: DateRange) -> DateRange | None:
        """Return where a stretch of days goes; ``None`` if nothing of it is left.

        A whole fiscal month stays a whole one, however long.
        """
        start, end = self.bound(days.start), self.bound(days.end)
        return DateRange(start, end) if start < end else None

    @property
    def _keeps_weekdays(self) -> bool:
        is_in_weeks = self.old.length_days % _WEEK_DAYS == 0
        return self.calendar is None and is_in_weeks and not _months(self.old)

    def _offset(self, day: date) -> int:
        return (day - self.old.start).days

    def _months(self) -> list[tuple[DateRange, DateRange]]:
        calendar = self.calendar or FiscalCalendar.calendar_year()
        mine = calendar.tiles(PeriodKind.MONTH, self.old)
        theirs = calendar.tiles(PeriodKind.MONTH, self.new)
        matched = _by_number(mine, theirs)
        if matched is None:
            matched = list(theirs)  # months beyond the last have no like
        return [(old.dates, new.dates) for old, new in zip(mine, matched, strict=False)]


def _by_number(
    mine: tuple[FiscalPeriod, ...], theirs: tuple[FiscalPeriod, ...]
) -> list[FiscalPeriod] | None:
    numbers = {month.number: month for month in theirs}
    wanted = [month.number for month in mine]
    is_one_to_one = len(numbers) == len(theirs) and len(set(wanted)) == len(wanted)
    if not is_one_to_one or not numbers.keys() >= set(wanted):
        return None
    found = [numbers[number] for number in wanted]
    in_order = all(a.dates < b.dates for a, b in pairwise(found))
    return found if in_order else None


def check_follows(new: DateRange, old: DateRange) -> None:
    """Refuse a next period that does not begin after the old one began.

    Raises:
        InvalidValueError: If it does not.
    """
    if new.start <= old.start:
        expected = f"one that begins after {old.start}, when the plan before began"
        raise InvalidValueError("period", str(new), expected)
