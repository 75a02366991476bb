"""Hypothesis strategies for days, fiscal calendars and work calendars.

They draw what is likely to break: leap days, the ends of months and years, and weeks
that belong to two years at once. Needs hypothesis.
"""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.week_pattern import WeekPattern
from jbpcore.periods.week_years import YearEndRule
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.periods.year_layout import YearName

__all__ = ["date_ranges", "days", "fiscal_calendars", "work_calendars"]

_FIRST = date(1990, 1, 1)
_LAST = date(2090, 12, 31)


def days(*, first: date = _FIRST, last: date = _LAST) -> st.SearchStrategy[date]:
    """Days from *first* to *last*, more often than by chance at the end of a month."""
    plain = st.dates(first, last)
    return st.one_of(plain, plain.map(lambda day: max(first, _month_end(day))))


@st.composite
def date_ranges(draw: st.DrawFn, *, max_days: int = 400) -> DateRange:
    """Ranges of 1 to *max_days* days, leap days and year ends included."""
    start = draw(days())
    return DateRange.of_days(start, draw(st.integers(1, max_days)))


@st.composite
def fiscal_calendars(draw: st.DrawFn) -> FiscalCalendar:
    """Calendars of every sort: of months, of weeks by rule, of stated weeks.

    Each knows every day from 1990 to 2091.
    """
    sort = draw(st.sampled_from(["months", "weeks", "custom"]))
    if sort == "months":
        return FiscalCalendar.months(
            start_month=draw(st.integers(1, 12)),
            named_by=draw(st.sampled_from(YearName)),
            week_start=draw(st.sampled_from(Weekday)),
        )
    pattern = draw(st.sampled_from(WeekPattern))
    is_13x4 = pattern is WeekPattern.P13X4
    extra_week_month = draw(st.integers(1, 13 if is_13x4 else 12))
    four_month_quarter = draw(st.integers(1, 4)) if is_13x4 else None
    if sort == "weeks":
        return FiscalCalendar.weeks(
            end_weekday=draw(st.sampled_from(Weekday)),
            end_month=draw(st.integers(1, 12)),
            rule=draw(st.sampled_from(YearEndRule)),
            pattern=pattern,
            extra_week_month=extra_week_month,
            four_month_quarter=four_month_quarter,
            named_by=draw(st.sampled_from(YearName)),
        )
    anchor_year = draw(st.integers(1995, 2080))
    every = draw(st.integers(5, 6))
    return FiscalCalendar.custom_weeks(
        anchor_year=anchor_year,
        anchor_end=date(anchor_year, 1, 1) + timedelta(days=draw(st.integers(0, 364))),
        long_years=range(1980 + anchor_year % every, 2101, every),
        first_year=1980,
        last_year=2100,
        pattern=pattern,
        extra_week_month=extra_week_month,
        four_month_quarter=four_month_quarter,
    )


@st.composite
def work_calendars(draw: st.DrawFn, *, max_days: int = 400) -> WorkCalendar:
    """Calendars with any weekend, none and all seven days included, and holidays."""
    span = draw(date_ranges(max_days=max_days))
    return WorkCalendar.resolve(
        span,
        weekend=draw(st.sets(st.sampled_from(Weekday))),
        holidays=draw(st.sets(st.dates(span.first_day, span.last_day), max_size=20)),
    )


def _month_end(day: date) -> date:
    return day.replace(day=1) - timedelta(days=1)
