"""Fiscal years of 52 or 53 weeks whose long years are stated, not computed."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from itertools import accumulate

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.days import check_day
from jbpcore.periods.week_pattern import WeekGrouping
from jbpcore.periods.year_layout import YearLayout, YearShape, check_fiscal_year

__all__ = ["StatedWeekYears"]


def _years(values: object) -> tuple[int, ...]:
    try:
        listed = {check_fiscal_year(value) for value in values}  # type: ignore[attr-defined] # what cannot be listed is refused below
    except TypeError:
        expected = "the years of 53 weeks, such as [2010, 2016, 2022]"
        raise InvalidValueError("long_years", values, expected) from None
    return tuple(sorted(listed))


@attrs.frozen(kw_only=True)
class StatedWeekYears:
    """Years of 52 weeks, but for those listed, which have 53.

    Nothing is known beyond the years it was stated for, so it answers for no others.

    Attributes:
        anchor_year: One fiscal year whose end is known.
        anchor_end: Its last day; every year ends on the same weekday.
        long_years: The years that have 53 weeks, in order.
        first_year: First year that this calendar was laid down for.
        last_year: Last year that this calendar was laid down for.
        grouping: Months and quarters, and where the 53rd week goes.

    Raises:
        InvalidValueError: If *first_year* to *last_year* does not hold the anchor and
            every long year.

    Examples:
        >>> years = StatedWeekYears(
        ...     anchor_year=2010, anchor_end=date(2011, 2, 5),
        ...     long_years=range(2010, 2041, 6), first_year=2010, last_year=2040,
        ...     grouping=WeekGrouping.of("4-5-4"),
        ... )
        >>> date.fromordinal(years.layout(2026).first_ordinal)
        datetime.date(2026, 2, 1)
    """

    anchor_year: int
    anchor_end: date
    long_years: tuple[int, ...] = attrs.field(converter=_years)
    first_year: int
    last_year: int
    grouping: WeekGrouping
    _starts: tuple[int, ...] = attrs.field(init=False, eq=False, repr=False)
    _shapes: tuple[YearShape, YearShape] = attrs.field(init=False, eq=False, repr=False)

    @_starts.default
    def _starts_of_all_years(self) -> tuple[int, ...]:
        first_year = check_fiscal_year(self.first_year)
        stated = range(first_year, check_fiscal_year(self.last_year) + 1)
        expected = f"from first_year {first_year} to last_year {self.last_year}"
        if check_fiscal_year(self.anchor_year) not in stated:
            raise InvalidValueError("anchor_year", self.anchor_year, expected)
        if not set(self.long_years) <= set(stated):
            raise InvalidValueError("long_years", self.long_years, expected)
        weeks = [52 + (year in self.long_years) for year in stated]
        weeks_to_anchor = sum(weeks[: self.anchor_year - self.first_year + 1])
        anchor_end = check_day(self.anchor_end, "anchor_end")
        first = anchor_end + timedelta(days=1 - 7 * weeks_to_anchor)
        return tuple(
            first.toordinal() + 7 * before for before in accumulate(weeks, initial=0)
        )

    @_shapes.default
    def _both_shapes(self) -> tuple[YearShape, YearShape]:
        return self.grouping.shapes()

    def layout(self, year: int) -> YearLayout:
        """Return the fiscal year that is called *year*.

        Raises:
            InvalidValueError: If the calendar was not laid down for that year.
        """
        if not self.first_year <= year <= self.last_year:
            expected = (
                f"from {self.first_year} to {self.last_year}, which this calendar was "
                "laid down for; state more years of 53 weeks and a later last_year"
            )
            raise InvalidValueError("year", year, expected)
        shape = self._shapes[year in self.long_years]
        return YearLayout(year, self._starts[year - self.first_year], shape)

    def layout_at(self, day: date) -> YearLayout:
        """Return the fiscal year that *day* lies in.

        Raises:
            InvalidValueError: If the calendar was not laid down for that day.
        """
        years_before = bisect_right(self._starts, day.toordinal()) - 1
        return self.layout(self.first_year + years_before)
