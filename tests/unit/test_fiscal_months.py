from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.year_layout import YearName

CALENDAR = FiscalCalendar.calendar_year()
JULY = FiscalCalendar.months(start_month=7)


def test_the_calendar_year_is_the_calendar_year() -> None:
    assert str(CALENDAR.year(2026)) == "2026-01-01..2026-12-31"
    assert str(CALENDAR.half(2026, 2)) == "2026-07-01..2026-12-31"
    assert str(CALENDAR.quarter(2026, 2)) == "2026-04-01..2026-06-30"
    assert str(CALENDAR.month(2026, 2)) == "2026-02-01..2026-02-28"
    assert str(CALENDAR.month(2024, 2)) == "2024-02-01..2024-02-29"


def test_a_year_that_begins_in_july_is_named_by_either_end() -> None:
    by_start = FiscalCalendar.months(start_month=7, named_by=YearName.START)
    assert str(JULY.year(2026)) == "2025-07-01..2026-06-30"
    assert str(by_start.year(2025)) == "2025-07-01..2026-06-30"
    assert str(JULY.quarter(2026, 3)) == "2026-01-01..2026-03-31"
    assert str(JULY.month(2026, 8)) == "2026-02-01..2026-02-28"
    assert str(by_start.half(2025, 2)) == "2026-01-01..2026-06-30"


@pytest.mark.parametrize("start_month", range(1, 13))
@pytest.mark.parametrize("year", [2000, 2023, 2024, 2100])
def test_every_start_month_gets_its_leap_day_right(start_month: int, year: int) -> None:
    dates = FiscalCalendar.months(start_month=start_month).year(year)
    leap_days = [d for d in dates.iter_days() if (d.month, d.day) == (2, 29)]
    assert dates.length_days == 365 + len(leap_days)
    assert dates.first_day.day == 1
    assert dates.first_day.month == start_month


def test_where_a_day_stands() -> None:
    here = JULY.of(date(2026, 5, 15))
    assert (here.year, here.half, here.quarter, here.month) == (2026, 2, 4, 11)
    # July to April have 304 days in a plain year; April has 30.
    assert (here.day_of_year, here.day_of_quarter, here.day_of_month) == (319, 45, 15)
    assert here.period(PeriodKind.QUARTER).dates == JULY.quarter(2026, 4)
    assert [here.label(kind) for kind in PeriodKind] == [
        "FY26",
        "FY26-H2",
        "FY26-Q4",
        "FY26-P11",
        "FY26-W46",
    ]


def test_weeks_begin_with_the_year_and_are_cut_at_its_end() -> None:
    # 1 January 2026 is a Thursday, 31 December too.
    assert str(CALENDAR.week(2026, 1)) == "2026-01-01..2026-01-04"
    assert str(CALENDAR.week(2026, 2)) == "2026-01-05..2026-01-11"
    assert CALENDAR.count(PeriodKind.WEEK, 2026) == 53
    assert str(CALENDAR.week(2026, 53)) == "2026-12-28..2026-12-31"
    sundays = FiscalCalendar.calendar_year(week_start=Weekday.SUN)
    assert str(sundays.week(2026, 1)) == "2026-01-01..2026-01-03"


def test_a_leap_year_may_touch_54_weeks() -> None:
    # 1 January 2000 is a Saturday, 31 December 2000 a Sunday.
    sundays = FiscalCalendar.calendar_year(week_start=Weekday.SUN)
    assert sundays.count(PeriodKind.WEEK, 2000) == 54
    assert sundays.week(2000, 1) == DateRange.of_days(date(2000, 1, 1), 1)
    assert sundays.week(2000, 54) == DateRange.of_days(date(2000, 12, 31), 1)


@pytest.mark.parametrize(
    ("day", "year", "week"),
    [(date(2027, 1, 1), 2027, 1), (date(2024, 12, 30), 2024, 53)],
)
def test_weeks_never_belong_to_the_year_of_the_iso_week(
    day: date, year: int, week: int
) -> None:
    # ISO counts these days to 2026-W53 and 2025-W01.
    assert day.isocalendar().year != year
    here = CALENDAR.of(day)
    assert (here.year, here.week) == (year, week)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (PeriodKind.YEAR, 2),
        (PeriodKind.HALF, 3),
        (PeriodKind.QUARTER, 0),
        (PeriodKind.QUARTER, 5),
        (PeriodKind.MONTH, 13),
        (PeriodKind.WEEK, 54),
        (PeriodKind.WEEK, -1),
        (PeriodKind.QUARTER, 1.0),
        (PeriodKind.QUARTER, True),
    ],
)
def test_a_number_that_the_year_does_not_have_is_refused(
    kind: PeriodKind, number: int
) -> None:
    with pytest.raises(InvalidValueError, match=r"must be from 1 to \d+ in FY2026"):
        CALENDAR.period(kind, 2026, number)


@pytest.mark.parametrize("year", [1899, 2201, 26, 0, -1, 2026.0, "2026", True, None])
def test_a_year_has_four_digits_and_is_supported(year: object) -> None:
    with pytest.raises(InvalidValueError, match="from 1900 to 2200"):
        CALENDAR.year(year)  # type: ignore[arg-type] # what an untyped caller may pass


@pytest.mark.parametrize("start_month", [0, 13, 7.0, "7", None, True])
def test_a_start_month_is_a_month(start_month: object) -> None:
    with pytest.raises(InvalidValueError, match="a month from 1 to 12"):
        FiscalCalendar.months(start_month=start_month)  # type: ignore[arg-type] # what an untyped caller may pass


def test_names_of_days_and_years_are_enums_not_numbers() -> None:
    with pytest.raises(InvalidValueError, match="a Weekday, such as"):
        FiscalCalendar.calendar_year(week_start=0)  # type: ignore[arg-type] # what an untyped caller may pass
    with pytest.raises(InvalidValueError, match=r"YearName\.END or YearName\.START"):
        FiscalCalendar.months(start_month=7, named_by="first")  # type: ignore[arg-type] # what an untyped caller may pass
    with pytest.raises(InvalidValueError, match="a PeriodKind, such as"):
        CALENDAR.period("Q", 2026, 1)  # type: ignore[arg-type] # what an untyped caller may pass


def test_a_year_that_reaches_out_of_the_supported_ones_is_an_error_of_ours() -> None:
    # Fiscal 1900 began in July 1899; fiscal 2200 named by its start ends in 2201.
    assert JULY.of(date(1900, 1, 1)).quarter == 3
    with pytest.raises(InvalidValueError, match="1900-01-01 or later"):
        JULY.year(1900)
    by_start = FiscalCalendar.months(start_month=7, named_by=YearName.START)
    with pytest.raises(InvalidValueError, match="2201-01-01 or earlier"):
        by_start.year(2200)
    assert CALENDAR.year(1900).start == date(1900, 1, 1)
    assert CALENDAR.year(2200).end == date(2201, 1, 1)


@pytest.mark.parametrize(
    "day", [date(1899, 12, 31), date(2201, 1, 1), datetime(2026, 5, 15, tzinfo=UTC)]
)
def test_days_that_no_calendar_knows_are_refused(day: date) -> None:
    with pytest.raises(InvalidValueError, match="a day from 1900-01-01 to 2200-12-31"):
        JULY.of(day)


def test_calendars_are_values() -> None:
    assert FiscalCalendar.months(start_month=7) == JULY
    assert hash(FiscalCalendar.months(start_month=7)) == hash(JULY)
    assert FiscalCalendar.months(start_month=7, named_by=YearName.START) != JULY
    assert FiscalCalendar.months(start_month=1, named_by=YearName.START) == CALENDAR
    assert pickle.loads(pickle.dumps(JULY)) == JULY  # noqa: S301 - our own bytes
