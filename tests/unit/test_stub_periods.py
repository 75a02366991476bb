from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.year_layout import YearName

CALENDAR = FiscalCalendar.calendar_year()


def test_a_plan_that_begins_on_10_february_keeps_its_first_weeks() -> None:
    plan = DateRange.inclusive(date(2026, 2, 10), date(2026, 12, 31))
    first = CALENDAR.tiles(PeriodKind.QUARTER, plan)[0]
    assert first.is_stub
    assert str(first.dates) == "2026-02-10..2026-03-31"
    assert str(first.whole_dates) == "2026-01-01..2026-03-31"
    # 19 days of February and 31 of March, out of 90.
    assert first.active_ratio == Fraction(50, 90)
    assert [p.label for p in CALENDAR.list_periods(PeriodKind.QUARTER, plan)] == [
        "FY26-Q2",
        "FY26-Q3",
        "FY26-Q4",
    ]


def test_a_plan_from_february_to_may_has_a_stub_at_both_ends() -> None:
    plan = DateRange.inclusive(date(2026, 2, 10), date(2026, 5, 20))
    stubs = CALENDAR.stub_periods(PeriodKind.MONTH, plan)
    assert [(p.label, str(p.dates)) for p in stubs] == [
        ("FY26-P02", "2026-02-10..2026-02-28"),
        ("FY26-P05", "2026-05-01..2026-05-20"),
    ]
    whole = CALENDAR.list_periods(PeriodKind.MONTH, plan)
    assert [p.label for p in whole] == ["FY26-P03", "FY26-P04"]


def test_a_year_from_april_to_march_is_two_stubs_of_calendar_years() -> None:
    plan = FiscalCalendar.months(start_month=4).year(2027)
    assert CALENDAR.list_periods(PeriodKind.YEAR, plan) == ()
    stubs = CALENDAR.stub_periods(PeriodKind.YEAR, plan)
    assert [(p.label, p.dates.length_days) for p in stubs] == [
        ("FY26", 275),
        ("FY27", 90),
    ]


def test_days_inside_one_period_are_one_stub() -> None:
    days = DateRange.of_days(date(2026, 5, 15), 1)
    (stub,) = CALENDAR.stub_periods(PeriodKind.QUARTER, days)
    assert stub.dates == days
    assert stub.active_ratio == Fraction(1, 91)


def test_a_whole_year_has_no_stubs() -> None:
    retail = FiscalCalendar.nrf_retail()
    year = retail.year(2023)
    for kind, count in zip(PeriodKind, (1, 2, 4, 12, 53), strict=True):
        assert retail.stub_periods(kind, year) == ()
        assert len(retail.list_periods(kind, year)) == count


def test_periods_are_found_across_years() -> None:
    days = DateRange.inclusive(date(2025, 11, 1), date(2026, 2, 28))
    periods = CALENDAR.list_periods(PeriodKind.MONTH, days)
    labels = [period.label for period in periods]
    assert labels == ["FY25-P11", "FY25-P12", "FY26-P01", "FY26-P02"]


def test_touching_periods_come_whole() -> None:
    days = DateRange.inclusive(date(2026, 3, 31), date(2026, 4, 1))
    touching = tuple(CALENDAR.iter_touching(PeriodKind.QUARTER, days))
    assert [str(p.dates) for p in touching] == [
        "2026-01-01..2026-03-31",
        "2026-04-01..2026-06-30",
    ]


def test_a_part_has_no_part_where_it_has_no_days() -> None:
    may = CALENDAR.period(PeriodKind.MONTH, 2026, 5)
    assert may.clipped_to(CALENDAR.month(2026, 6)) is None
    assert may.clipped_to(CALENDAR.quarter(2026, 2)) == may


def test_the_largest_period_with_these_days_is_found() -> None:
    july = FiscalCalendar.months(start_month=7)
    found = july.try_period(CALENDAR.quarter(2026, 2))
    assert found is not None
    assert found.label == "FY26-Q4"
    assert july.try_period(CALENDAR.year(2026)) is None
    assert july.try_period(DateRange.of_days(date(2026, 4, 1), 90)) is None


def test_all_periods_of_the_supported_years_can_be_listed() -> None:
    everything = DateRange.inclusive(date(1900, 1, 1), date(2200, 12, 31))
    assert len(CALENDAR.list_periods(PeriodKind.MONTH, everything)) == 301 * 12


def test_a_stub_of_a_year_that_reaches_out_is_an_error_of_ours() -> None:
    july = FiscalCalendar.months(start_month=7, named_by=YearName.START)
    with pytest.raises(InvalidValueError, match="2201-01-01 or earlier"):
        july.tiles(PeriodKind.YEAR, CALENDAR.year(2200))
    assert len(july.tiles(PeriodKind.MONTH, CALENDAR.year(2200))) == 12
