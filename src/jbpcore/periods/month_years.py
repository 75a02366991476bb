"""Fiscal years made of whole calendar months."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.weekday import Weekday, check_weekday
from jbpcore.periods.year_layout import (
    YearLayout,
    YearName,
    YearShape,
    check_year_name,
)

__all__ = ["MonthYears", "check_month"]


def check_month(value: object, field: str) -> int:
    """Return *value* if it numbers a calendar month.

    Raises:
        InvalidValueError: If it is not a whole number from 1 to 12.

    Examples:
        >>> check_month(7, "start_month")
        7
    """
    if type(value) is int and 1 <= value <= 12:  # noqa: PLR2004 - months in a year
        return value
    raise InvalidValueError(field, value, "a month from 1 to 12")


def _shape(start_month: int, february_year: int) -> YearShape:
    months = [(start_month - 1 + step) % 12 + 1 for step in range(12)]
    lengths = [monthrange(february_year, month)[1] for month in months]
    return YearShape.of_months(lengths, [3, 3, 3, 3])


# By start month; the plain year and the one with 29 February in it.
_SHAPES: Final = {
    month: (_shape(month, 2001), _shape(month, 2000)) for month in range(1, 13)
}


@attrs.frozen(kw_only=True)
class MonthYears:
    """Years of twelve whole months, the first of them *start_month*.

    Attributes:
        start_month: Month that a fiscal year begins with, 1 to 12.
        named_by: Which calendar year names the fiscal one; always ``END`` for
            calendar years, where it makes no difference.
        week_start: First day of a week. Week 1 begins with the year and is short
            unless the year begins on that day; so is the last week.

    Examples:
        >>> years = MonthYears(start_month=7)
        >>> date.fromordinal(years.layout(2026).first_ordinal)
        datetime.date(2025, 7, 1)
    """

    start_month: int
    named_by: YearName = YearName.END
    week_start: Weekday = Weekday.MON

    def __attrs_post_init__(self) -> None:
        check_month(self.start_month, "start_month")
        check_year_name(self.named_by)
        check_weekday(self.week_start, "week_start")
        if self.start_month == 1:
            object.__setattr__(self, "named_by", YearName.END)

    def layout(self, year: int) -> YearLayout:
        """Return the fiscal year that is called *year*."""
        by_end = self.named_by is YearName.END and self.start_month > 1
        return self._beginning_in(year - by_end)

    def layout_at(self, day: date) -> YearLayout:
        """Return the fiscal year that *day* lies in."""
        return self._beginning_in(day.year - (day.month < self.start_month))

    def _beginning_in(self, first_year: int) -> YearLayout:
        start = date(first_year, self.start_month, 1).toordinal()
        february_year = first_year + (self.start_month > 2)  # noqa: PLR2004 - February
        is_leap = february_year % 4 == 0 and (
            february_year % 100 != 0 or february_year % 400 == 0
        )
        by_end = self.named_by is YearName.END and self.start_month > 1
        # Ordinal 1 is a Monday, which Python numbers 0.
        missing_days = (start - 1 - self.week_start) % 7
        shape = _SHAPES[self.start_month][is_leap]
        return YearLayout(first_year + by_end, start, shape, missing_days)
