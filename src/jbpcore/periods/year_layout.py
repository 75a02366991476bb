"""How one fiscal year is cut into halves, quarters, months and weeks."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from enum import StrEnum
from itertools import accumulate, pairwise

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind, period_label

__all__ = [
    "YearLayout",
    "YearName",
    "YearShape",
    "check_fiscal_year",
    "check_year_name",
]

_FISCAL_YEARS = range(1900, 2201)


class YearName(StrEnum):
    """Which calendar year a fiscal year takes its number from.

    What counts is the *nominal* year, the twelve whole months that a 52/53-week year
    stays close to, so that a year which happens to end on 3 January is still named
    after the December before.
    """

    END = "end"
    """The year in which its last month lies: most companies."""

    START = "start"
    """The year in which its first month lies: most retailers."""


def check_fiscal_year(year: object) -> int:
    """Return *year* if it is a whole number from 1900 to 2200.

    Raises:
        InvalidValueError: If it is anything else.

    Examples:
        >>> check_fiscal_year(2026)
        2026
    """
    if type(year) is int and year in _FISCAL_YEARS:
        return year
    raise InvalidValueError("year", year, "a whole number from 1900 to 2200")


def check_year_name(value: object) -> YearName:
    """Return *value* if it is a :class:`YearName`.

    Raises:
        InvalidValueError: If it is anything else.

    Examples:
        >>> check_year_name(YearName.END)
        <YearName.END: 'end'>
    """
    if isinstance(value, YearName):
        return value
    raise InvalidValueError("named_by", value, "YearName.END or YearName.START")


@attrs.frozen
class YearShape:
    """Where the months and quarters of a year begin, counted in days from its start.

    Attributes:
        month_starts: Offset of each month, and at the end the length of the year.
        quarter_starts: The same for the four quarters.

    Examples:
        >>> shape = YearShape.of_months([28, 28, 35] * 4, [3, 3, 3, 3])
        >>> shape.quarter_starts
        (0, 91, 182, 273, 364)
    """

    month_starts: tuple[int, ...]
    quarter_starts: tuple[int, ...]

    @classmethod
    def of_months(
        cls, month_lengths: list[int], months_per_quarter: list[int]
    ) -> YearShape:
        """Return the shape of a year with these months, so many to each quarter."""
        month_starts = tuple(accumulate(month_lengths, initial=0))
        firsts = accumulate(months_per_quarter, initial=0)
        return cls(month_starts, tuple(month_starts[first] for first in firsts))

    @property
    def length_days(self) -> int:
        """How many days the year has."""
        return self.month_starts[-1]


@attrs.frozen
class YearLayout:
    """One fiscal year laid down on the calendar.

    Attributes:
        year: The number the calendar gives it.
        first_ordinal: Proleptic ordinal of its first day.
        shape: Where its months and quarters begin.
        missing_days: How many days of week 1 lie before the year begins, 0 to 6;
            always 0 in a 52/53-week year.
    """

    year: int
    first_ordinal: int
    shape: YearShape
    missing_days: int = 0

    def count(self, kind: PeriodKind) -> int:
        """Return how many periods of *kind* the year has."""
        if kind is PeriodKind.WEEK:
            return -(-(self.shape.length_days + self.missing_days) // 7)
        return len(self._starts(kind)) - 1

    def bounds(self, kind: PeriodKind, number: int) -> tuple[int, int]:
        """Return the first day of a period and the first after it, as offsets.

        Raises:
            InvalidValueError: If the year has no such period.
        """
        if type(number) is not int or not 1 <= number <= self.count(kind):
            label = period_label(PeriodKind.YEAR, self.year, 1, long=True)
            expected = f"from 1 to {self.count(kind)} in {label}"
            raise InvalidValueError(f"{kind}.number", number, expected)
        if kind is PeriodKind.WEEK:
            end = 7 * number - self.missing_days
            return max(end - 7, 0), min(end, self.shape.length_days)
        starts = self._starts(kind)
        return starts[number - 1], starts[number]

    def lengths(self, kind: PeriodKind) -> tuple[int, ...]:
        """Return how many days each period of *kind* has, in order.

        Examples:
            >>> shape = YearShape.of_months([28, 28, 35] * 4, [3, 3, 3, 3])
            >>> YearLayout(2026, 739_500, shape).lengths(PeriodKind.QUARTER)
            (91, 91, 91, 91)
        """
        if kind is not PeriodKind.WEEK:
            starts = self._starts(kind)
            return tuple(end - start for start, end in pairwise(starts))
        numbers = range(1, self.count(kind) + 1)
        bounds = (self.bounds(kind, number) for number in numbers)
        return tuple(end - start for start, end in bounds)

    def number_at(self, kind: PeriodKind, offset: int) -> int:
        """Return which period of *kind* the day *offset* days in belongs to."""
        if kind is PeriodKind.WEEK:
            return (offset + self.missing_days) // 7 + 1
        return bisect_right(self._starts(kind), offset)

    def period(self, kind: PeriodKind, number: int) -> FiscalPeriod:
        """Return a period of the year.

        Raises:
            InvalidValueError: If the year has no such period, or it leaves the
                years 1900 to 2200.
        """
        start, end = (
            date.fromordinal(self.first_ordinal + offset)
            for offset in self.bounds(kind, number)
        )
        dates = DateRange(start, end)
        return FiscalPeriod(kind=kind, year=self.year, number=number, dates=dates)

    def _starts(self, kind: PeriodKind) -> tuple[int, ...]:
        if kind is PeriodKind.MONTH:
            return self.shape.month_starts
        if kind is PeriodKind.QUARTER:
            return self.shape.quarter_starts
        if kind is PeriodKind.HALF:
            return self.shape.quarter_starts[::2]
        return self.shape.quarter_starts[::4]
