"""Half-open spans of calendar days, and set operations on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import attrs
from dateutil.relativedelta import relativedelta

from jbpcore.errors import InvalidValueError
from jbpcore.periods.days import EARLIEST_DAY, LATEST_DAY, add_days, add_months

__all__ = ["DateRange"]

_ONE_DAY = timedelta(days=1)
_AFTER_LATEST_DAY = LATEST_DAY + _ONE_DAY


def _check_plain_date(field: str, value: object) -> None:
    if not isinstance(value, date) or isinstance(value, datetime):
        expected = "a datetime.date (not a datetime: its day depends on the time zone)"
        raise InvalidValueError(field, value, expected)


@attrs.frozen(order=True)
class DateRange:
    """The days from *start* up to, but not including, *end*.

    Ranges sort by start, then end. ``day in days`` asks about one day.

    Attributes:
        start: First day inside.
        end: First day outside.

    Raises:
        InvalidValueError: If either is not a plain ``date``, *end* is not after
            *start* (there are no empty ranges), or a day inside lies outside the
            years 1900 to 2200.

    Examples:
        >>> q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> q2.length_days, q2.last_day
        (91, datetime.date(2026, 6, 30))
        >>> today = date(2026, 5, 15)
        >>> q2.elapsed_days(as_of=today), q2.remaining_days(as_of=today)
        (45, 46)
        >>> print(q2)
        2026-04-01..2026-06-30
    """

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        _check_plain_date("DateRange.start", self.start)
        _check_plain_date("DateRange.end", self.end)
        if self.end <= self.start:
            raise InvalidValueError("DateRange.end", self.end, f"after {self.start}")
        if self.start < EARLIEST_DAY:
            expected = f"{EARLIEST_DAY} or later"
            raise InvalidValueError("DateRange.start", self.start, expected)
        if self.end > _AFTER_LATEST_DAY:
            expected = f"{_AFTER_LATEST_DAY} or earlier"
            raise InvalidValueError("DateRange.end", self.end, expected)

    @classmethod
    def inclusive(cls, first_day: date, last_day: date) -> DateRange:
        """Return the days from *first_day* to *last_day*, both inside.

        Raises:
            InvalidValueError: As for the class.

        Examples:
            >>> DateRange.inclusive(date(2026, 4, 1), date(2026, 6, 30)).length_days
            91
        """
        _check_plain_date("DateRange.last_day", last_day)
        if last_day > LATEST_DAY:
            expected = f"{LATEST_DAY} or earlier"
            raise InvalidValueError("DateRange.last_day", last_day, expected)
        return cls(first_day, last_day + _ONE_DAY)

    @classmethod
    def of_days(cls, start: date, length_days: int) -> DateRange:
        """Return *length_days* days, the first of them *start*.

        Raises:
            InvalidValueError: As for the class, or if *length_days* is below 1.

        Examples:
            >>> print(DateRange.of_days(date(2026, 1, 1), 90))
            2026-01-01..2026-03-31
        """
        if length_days < 1:
            raise InvalidValueError("length_days", length_days, "1 or more")
        return cls.inclusive(start, add_days(start, length_days - 1))

    @property
    def first_day(self) -> date:
        """First day inside, the same as ``start``."""
        return self.start

    @property
    def last_day(self) -> date:
        """Last day inside: the day before ``end``."""
        return self.end - _ONE_DAY

    @property
    def length_days(self) -> int:
        """How many days are inside; at least 1."""
        return (self.end - self.start).days

    def __contains__(self, day: object) -> bool:
        _check_plain_date("day", day)
        return isinstance(day, date) and self.start <= day < self.end

    def __str__(self) -> str:
        return f"{self.start}..{self.last_day}"

    def contains(self, other: DateRange) -> bool:
        """Say whether every day of *other* is inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: DateRange) -> bool:
        """Say whether at least one day is in both."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: DateRange) -> DateRange | None:
        """Return the days in both, or ``None`` if there are none."""
        if not self.overlaps(other):
            return None
        return DateRange(max(self.start, other.start), min(self.end, other.end))

    def union(self, other: DateRange) -> DateRange:
        """Return the days in either, where that is one unbroken range.

        Raises:
            InvalidValueError: If days between the two are in neither.
        """
        if self.start > other.end or other.start > self.end:
            expected = f"a range that overlaps or touches {self}; keep the two apart"
            raise InvalidValueError("other", other, expected)
        return DateRange(min(self.start, other.start), max(self.end, other.end))

    def difference(self, other: DateRange) -> tuple[DateRange, ...]:
        """Return the days that are not in *other*: no, one or two ranges.

        Examples:
            >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
            >>> q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
            >>> [str(rest) for rest in year.difference(q2)]
            ['2026-01-01..2026-03-31', '2026-07-01..2026-12-31']
        """
        return self.gaps((other,))

    def gaps(self, ranges: Iterable[DateRange]) -> tuple[DateRange, ...]:
        """Return the days that are in none of *ranges*, in order.

        Args:
            ranges: In any order; they may overlap and reach outside.
        """
        found = []
        open_from = self.start
        for taken in sorted(ranges):
            if taken.start >= self.end:
                break
            if taken.start > open_from:
                found.append(DateRange(open_from, taken.start))
            open_from = max(open_from, taken.end)
        if open_from < self.end:
            found.append(DateRange(open_from, self.end))
        return tuple(found)

    def covers(self, ranges: Iterable[DateRange]) -> bool:
        """Say whether *ranges* are all inside and leave no day of this one out.

        Overlaps are allowed; compare summed lengths to rule them out too.
        """
        listed = tuple(ranges)
        return all(map(self.contains, listed)) and not self.gaps(listed)

    def iter_days(self) -> Iterator[date]:
        """Yield each day inside, in order."""
        for ordinal in range(self.start.toordinal(), self.end.toordinal()):
            yield date.fromordinal(ordinal)

    def elapsed_days(self, *, as_of: date) -> int:
        """Return how many days are over once *as_of* is: 0 before, all after.

        That is clip(*as_of* - first day + 1, 0, length), *as_of* counting as a whole
        day.
        """
        _check_plain_date("as_of", as_of)
        return min(max((as_of - self.start).days + 1, 0), self.length_days)

    def remaining_days(self, *, as_of: date) -> int:
        """Return how many days are still to come after *as_of*."""
        return self.length_days - self.elapsed_days(as_of=as_of)

    def shift_days(self, days: int) -> DateRange:
        """Return the range *days* later (earlier if negative), as long as this one.

        Raises:
            InvalidValueError: If the result leaves the years 1900 to 2200.
        """
        return DateRange.of_days(add_days(self.start, days), self.length_days)

    def shift_months(self, months: int) -> DateRange:
        """Return the range *months* later, whole months staying whole months.

        Both bounds move by whole months and are clamped to the month's end; where
        that would leave nothing, one day is left. Shift the first range of a series
        by 1, 2, 3 months, never the last result again: clamping would stick.

        Raises:
            InvalidValueError: If the result leaves the years 1900 to 2200.

        Examples:
            >>> february = DateRange(date(2026, 2, 1), date(2026, 3, 1))
            >>> print(february.shift_months(1))
            2026-03-01..2026-03-31
        """
        start = add_months(self.start, months)
        # Not add_months: the bound after the latest day is none of the allowed days.
        end = self.end + relativedelta(months=months)
        return DateRange(start, max(end, start + _ONE_DAY))

    def split_at(self, day: date) -> tuple[DateRange, DateRange]:
        """Return the days before *day*, and those from *day* on.

        Raises:
            InvalidValueError: If either part would be empty.
        """
        if day not in self or day == self.start:
            expected = f"a day inside {self} and not its first"
            raise InvalidValueError("day", day, expected)
        return DateRange(self.start, day), DateRange(day, self.end)
