from __future__ import annotations

from datetime import date

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.prior_year import PriorYear
from jbpcore.periods.weekday import Weekday

CALENDAR = FiscalCalendar.calendar_year()
NRF = FiscalCalendar.nrf_retail()
SAME_WEEKS = PriorYear.SAME_WEEKS


@pytest.mark.parametrize(
    ("label", "same_number", "same_weeks"),
    [
        # The federation restates its 53-week year 2017 without its first week.
        ("FY18", "2017-01-29..2018-02-03", "2017-02-05..2018-02-03"),
        ("FY18-Q1", "2017-01-29..2017-04-29", "2017-02-05..2017-05-06"),
        ("FY18-P12", "2017-12-31..2018-02-03", "2018-01-07..2018-02-03"),
        ("FY18-W01", "2017-01-29..2017-02-04", "2017-02-05..2017-02-11"),
        # After a year of 52 weeks both are the same.
        ("FY19", "2018-02-04..2019-02-02", "2018-02-04..2019-02-02"),
        ("FY19-W52", "2019-01-27..2019-02-02", "2019-01-27..2019-02-02"),
        # A year of 53 weeks has 52 to be compared with, or 53 that overlap it.
        ("FY17", "2016-01-31..2017-01-28", "2016-01-31..2017-02-04"),
    ],
)
def test_retail_periods_and_the_53rd_week(
    label: str, same_number: str, same_weeks: str
) -> None:
    period = NRF.parse(label)
    assert str(NRF.prior_year(period)) == same_number
    assert str(NRF.prior_year(period, align=SAME_WEEKS)) == same_weeks


def test_week_53_has_no_week_of_its_number_a_year_before() -> None:
    week = NRF.parse("FY23-W53")
    with pytest.raises(InvalidValueError, match=r"compare with PriorYear\.SAME_WEEKS"):
        NRF.prior_year(week)
    # What was then called week 1 of the same year.
    assert str(NRF.prior_year(week, align=SAME_WEEKS)) == str(NRF.week(2023, 1))


def test_a_long_first_quarter_shifts_the_three_after_it() -> None:
    apple = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=9, extra_week_quarter=1
    )
    second = apple.parse("FY23-Q2")
    assert str(second.dates) == "2023-01-01..2023-04-01"
    assert str(apple.prior_year(second)) == "2021-12-26..2022-03-26"
    assert str(apple.prior_year(second, align=SAME_WEEKS)) == "2022-01-02..2022-04-02"


def test_months_are_compared_with_months_whatever_february_does() -> None:
    assert str(CALENDAR.prior_year(CALENDAR.parse("FY24-P02"))) == (
        "2023-02-01..2023-02-28"
    )
    assert str(CALENDAR.prior_year(CALENDAR.parse("FY25-Q1"))) == (
        "2024-01-01..2024-03-31"
    )
    february = CALENDAR.parse("FY25-P02")
    assert str(CALENDAR.prior_year(february, align=SAME_WEEKS)) == (
        "2024-02-03..2024-03-01"
    )


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        (date(2026, 2, 10), date(2026, 3, 31), "2025-02-10..2025-03-31"),
        # The same days of the month, not the same count from the quarter's start.
        (date(2024, 3, 1), date(2024, 3, 31), "2023-03-01..2023-03-31"),
        (date(2024, 1, 1), date(2024, 2, 29), "2023-01-01..2023-02-28"),
        (date(2024, 2, 29), date(2024, 2, 29), "2023-02-28..2023-02-28"),
    ],
)
def test_a_stub_of_months_is_compared_with_the_same_dates(
    first_day: date, last_day: date, expected: str
) -> None:
    days = DateRange.inclusive(first_day, last_day)
    (stub,) = CALENDAR.tiles(PeriodKind.QUARTER, days)
    assert str(CALENDAR.prior_year(stub)) == expected


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        # December period 2018 begins on 2019-01-06, that of 2017 on 2017-12-31.
        (date(2019, 1, 13), date(2019, 2, 2), "2018-01-07..2018-02-03"),
        (date(2019, 1, 6), date(2019, 1, 12), "2017-12-31..2018-01-06"),
        (date(2019, 1, 13), date(2019, 1, 19), "2018-01-07..2018-01-13"),
    ],
)
def test_a_stub_of_weeks_keeps_its_place_in_the_period(
    first_day: date, last_day: date, expected: str
) -> None:
    days = DateRange.inclusive(first_day, last_day)
    (stub,) = NRF.tiles(PeriodKind.MONTH, days)
    assert str(NRF.prior_year(stub)) == expected


def test_a_stub_that_the_year_before_is_too_short_for_is_refused() -> None:
    # The fifth week of the last period of 2017, which had four in 2016.
    days = DateRange.inclusive(date(2018, 1, 28), date(2018, 2, 3))
    (stub,) = NRF.tiles(PeriodKind.MONTH, days)
    with pytest.raises(InvalidValueError, match="the year before has days for"):
        NRF.prior_year(stub)
    assert str(NRF.prior_year(stub, align=SAME_WEEKS)) == "2017-01-29..2017-02-04"
    # All but its last day has more days than the whole month of 2016: take them all.
    (longer,) = NRF.tiles(
        PeriodKind.MONTH, DateRange.inclusive(date(2017, 12, 31), date(2018, 2, 2))
    )
    assert NRF.prior_year(longer) == NRF.month(2016, 12)


def test_short_weeks_of_a_month_calendar_are_matched_by_number() -> None:
    week = CALENDAR.parse("FY26-W01")
    # 2026 begins on a Thursday, 2025 on a Wednesday.
    assert str(week.dates) == "2026-01-01..2026-01-04"
    assert str(CALENDAR.prior_year(week)) == "2025-01-01..2025-01-05"


def test_a_period_of_another_calendar_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="a period of this calendar"):
        CALENDAR.prior_year(NRF.parse("FY18-Q1"))


def test_there_is_nothing_before_the_first_supported_year() -> None:
    with pytest.raises(InvalidValueError, match="from 1900 to 2200"):
        CALENDAR.prior_year(CALENDAR.parse("FY1900"))
    with pytest.raises(InvalidValueError, match="1900"):
        CALENDAR.prior_year(CALENDAR.parse("FY1900"), align=SAME_WEEKS)
