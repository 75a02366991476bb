"""Fiscal calendars: which days a fiscal year, quarter, month or week has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from jbpcore.periods.month_years import MonthYears
from jbpcore.periods.period_lookup import PeriodLookup
from jbpcore.periods.stated_week_years import StatedWeekYears
from jbpcore.periods.week_pattern import WeekGrouping, WeekPattern
from jbpcore.periods.week_years import WeekYears, YearEndRule
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.year_layout import YearName

__all__ = ["FiscalCalendar"]


@attrs.frozen
class FiscalCalendar(PeriodLookup):
    """A way of cutting days into fiscal years, halves, quarters, months and weeks.

    Make one with :meth:`calendar_year`, :meth:`months`, :meth:`weeks`,
    :meth:`custom_weeks` or :meth:`nrf_retail`. Calendars are plain values: equal if
    they mean the same rule, hashable, safe to share between threads and tenants.

    Attributes:
        years: The rule that lays down each fiscal year.

    Examples:
        >>> print(FiscalCalendar.calendar_year().quarter(2026, 2))
        2026-04-01..2026-06-30
        >>> retail = FiscalCalendar.nrf_retail()
        >>> print(retail.month(2023, 12), retail.year(2023).length_days // 7)
        2023-12-31..2024-02-03 53
        >>> retail.of(date(2024, 2, 3)).week
        53
    """

    @classmethod
    def calendar_year(cls, *, week_start: Weekday = Weekday.MON) -> FiscalCalendar:
        """Return the calendar whose years begin on 1 January."""
        return cls.months(start_month=1, week_start=week_start)

    @classmethod
    def months(
        cls,
        *,
        start_month: int,
        named_by: YearName = YearName.END,
        week_start: Weekday = Weekday.MON,
    ) -> FiscalCalendar:
        """Return a calendar of whole months.

        Args:
            start_month: Month that a fiscal year begins with, 1 to 12.
            named_by: Whether July 2025 to June 2026 is fiscal 2026 (``END``) or 2025.
            week_start: First day of a week. The first and the last week of a year
                are cut off at its bounds, so that weeks too add up to the year.

        Raises:
            InvalidValueError: If an argument is none of these.

        Examples:
            >>> print(FiscalCalendar.months(start_month=7).quarter(2026, 1))
            2025-07-01..2025-09-30
        """
        years = MonthYears(
            start_month=start_month, named_by=named_by, week_start=week_start
        )
        return cls(years)

    @classmethod
    def weeks(  # noqa: PLR0913 - each is a fact that companies differ in
        cls,
        *,
        end_weekday: Weekday,
        end_month: int,
        rule: YearEndRule = YearEndRule.LAST,
        pattern: WeekPattern | str = WeekPattern.P445,
        extra_week_quarter: int | None = None,
        extra_week_month: int | None = None,
        four_month_quarter: int | None = None,
        named_by: YearName = YearName.END,
    ) -> FiscalCalendar:
        """Return a calendar of 52/53-week years.

        Args:
            end_weekday: Day of the week that every year ends on.
            end_month: Month near whose end it ends, 1 to 12.
            rule: Whether it ends on the last such day in the month, or on the one
                nearest to the month's last day (which may lie in the next month).
            pattern: Weeks per month: ``"4-4-5"``, ``"4-5-4"``, ``"5-4-4"`` or
                ``"13x4"``.
            extra_week_quarter: Quarter that a 53rd week goes to; the last by default.
            extra_week_month: Month that it goes to; the last of that quarter by
                default.
            four_month_quarter: With ``"13x4"``, the quarter that has four of the
                thirteen months; the last by default.
            named_by: The calendar year that names the fiscal one: where its last
                nominal month lies (*end_month*), or its first (the month after).

        Raises:
            InvalidValueError: If an argument is none of these, or they disagree.

        Examples:
            >>> apple = FiscalCalendar.weeks(
            ...     end_weekday=Weekday.SAT, end_month=9, extra_week_quarter=1
            ... )
            >>> print(apple.quarter(2023, 1))
            2022-09-25..2022-12-31
        """
        grouping = WeekGrouping.of(
            pattern,
            extra_week_quarter=extra_week_quarter,
            extra_week_month=extra_week_month,
            four_month_quarter=four_month_quarter,
        )
        years = WeekYears(
            end_weekday=end_weekday,
            end_month=end_month,
            rule=rule,
            grouping=grouping,
            named_by=named_by,
        )
        return cls(years)

    @classmethod
    def custom_weeks(  # noqa: PLR0913 - each is a fact that companies differ in
        cls,
        *,
        anchor_year: int,
        anchor_end: date,
        long_years: Iterable[int],
        last_year: int,
        first_year: int | None = None,
        pattern: WeekPattern | str = WeekPattern.P445,
        extra_week_quarter: int | None = None,
        extra_week_month: int | None = None,
        four_month_quarter: int | None = None,
    ) -> FiscalCalendar:
        """Return a calendar of 52-week years, but for the listed ones of 53.

        Args:
            anchor_year: A fiscal year whose end is known, by the name it goes by.
            anchor_end: Its last day.
            long_years: The years that have 53 weeks.
            last_year: Last year that *long_years* was stated for; later ones are
                refused rather than guessed.
            first_year: First year that it was stated for; *anchor_year* by default.
            pattern: As for :meth:`weeks`.
            extra_week_quarter: As for :meth:`weeks`.
            extra_week_month: As for :meth:`weeks`.
            four_month_quarter: As for :meth:`weeks`.

        Raises:
            InvalidValueError: If an argument is none of these, or they disagree.

        Examples:
            >>> calendar = FiscalCalendar.custom_weeks(
            ...     anchor_year=2010, anchor_end=date(2011, 2, 5),
            ...     long_years=range(2010, 2041, 6), last_year=2040, pattern="4-5-4",
            ... )
            >>> print(calendar.year(2010), calendar.year(2011))
            2010-01-31..2011-02-05 2011-02-06..2012-02-04
        """
        grouping = WeekGrouping.of(
            pattern,
            extra_week_quarter=extra_week_quarter,
            extra_week_month=extra_week_month,
            four_month_quarter=four_month_quarter,
        )
        years = StatedWeekYears(
            anchor_year=anchor_year,
            anchor_end=anchor_end,
            long_years=long_years,
            first_year=anchor_year if first_year is None else first_year,
            last_year=last_year,
            grouping=grouping,
        )
        return cls(years)

    @classmethod
    def nrf_retail(cls) -> FiscalCalendar:
        """Return the 4-5-4 calendar of the US National Retail Federation.

        Weeks run from Sunday to Saturday, a year ends on the Saturday nearest to
        31 January, is named by the year it starts in, and a 53rd week goes to its
        last month. Source: https://nrf.com/resources/4-5-4-calendar

        Examples:
            >>> print(FiscalCalendar.nrf_retail().year(2024))
            2024-02-04..2025-02-01
        """
        return cls.weeks(
            end_weekday=Weekday.SAT,
            end_month=1,
            rule=YearEndRule.NEAREST,
            pattern=WeekPattern.P454,
            named_by=YearName.START,
        )
