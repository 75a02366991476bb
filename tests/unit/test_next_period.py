"""Expected days are read off a wall calendar and the retail calendar's own page."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.planning.next_period import (
    DayMap,
    check_follows,
    length_ratio,
    next_period,
)

YEARS = FiscalCalendar.calendar_year()
RETAIL = FiscalCalendar.nrf_retail()
JULY = FiscalCalendar.months(start_month=7)


def days(first: str, last: str) -> DateRange:
    return DateRange.inclusive(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("old", "calendar", "new"),
    [
        (YEARS.year(2026), YEARS, days("2027-01-01", "2027-12-31")),
        (YEARS.year(2027), None, days("2028-01-01", "2028-12-31")),
        (YEARS.quarter(2026, 4), YEARS, days("2027-01-01", "2027-03-31")),
        (YEARS.half(2026, 1), None, days("2026-07-01", "2026-12-31")),
        (JULY.year(2026), JULY, days("2026-07-01", "2027-06-30")),
        # 53 weeks follow 52, and 52 follow 53.
        (RETAIL.year(2022), RETAIL, days("2023-01-29", "2024-02-03")),
        (RETAIL.year(2023), RETAIL, days("2024-02-04", "2025-02-01")),
        # The quarter that has the 53rd week has 14 weeks.
        (RETAIL.quarter(2023, 3), RETAIL, days("2023-10-29", "2024-02-03")),
        # A late start is followed by a whole year; two quarters by two.
        (days("2026-03-10", "2026-12-31"), YEARS, days("2027-01-01", "2027-12-31")),
        (days("2026-04-01", "2026-09-30"), YEARS, days("2026-10-01", "2027-03-31")),
        # No fiscal periods: as many months, or as many days.
        (days("2026-01-15", "2026-04-14"), YEARS, days("2026-04-15", "2026-07-14")),
        (days("2026-01-15", "2026-02-03"), None, days("2026-02-04", "2026-02-23")),
    ],
)
def test_the_next_period_is_the_one_people_would_name(
    old: DateRange, calendar: FiscalCalendar | None, new: DateRange
) -> None:
    assert next_period(old, calendar) == new


@pytest.mark.parametrize(
    ("new", "old", "ratio"),
    [
        (YEARS.year(2028), YEARS.year(2027), Fraction(1)),
        (YEARS.quarter(2026, 2), YEARS.quarter(2026, 1), Fraction(1)),
        (YEARS.year(2027), days("2026-04-01", "2026-12-31"), Fraction(12, 9)),
        (RETAIL.year(2023), RETAIL.year(2022), Fraction(53, 52)),
        (days("2026-01-01", "2026-01-10"), days("2025-12-01", "2025-12-20"), "1/2"),
    ],
)
def test_length_counts_months_else_weeks_else_days(
    new: DateRange, old: DateRange, ratio: Fraction | str
) -> None:
    assert length_ratio(new, old) == Fraction(ratio)


def test_a_day_keeps_its_place_in_its_fiscal_month() -> None:
    place = DayMap(YEARS.year(2027), YEARS.year(2028), YEARS)
    assert place.day(date(2027, 3, 17)) == date(2028, 3, 17)
    assert place.day(date(2027, 12, 31)) == date(2028, 12, 31)
    back = DayMap(YEARS.year(2028), YEARS.year(2029), YEARS)
    assert back.day(date(2028, 2, 29)) == date(2029, 2, 28)
    assert back.days(YEARS.month(2028, 2)) == YEARS.month(2029, 2)


def test_weeks_go_with_their_fiscal_months_into_a_year_of_53_weeks() -> None:
    place = DayMap(RETAIL.year(2022), RETAIL.year(2023), RETAIL)
    assert place.days(RETAIL.month(2022, 12)) == RETAIL.month(2023, 12)
    assert place.days(RETAIL.quarter(2022, 2)) == RETAIL.quarter(2023, 2)


def test_nine_months_go_to_the_same_months_of_the_whole_year() -> None:
    place = DayMap(days("2026-04-01", "2026-12-31"), YEARS.year(2027), YEARS)
    assert place.day(date(2026, 5, 20)) == date(2027, 5, 20)


def test_days_outside_go_to_the_nearest_bound() -> None:
    place = DayMap(YEARS.quarter(2026, 1), YEARS.quarter(2026, 2), YEARS)
    assert place.day(date(2025, 12, 1)) == date(2026, 4, 1)
    assert place.day(date(2026, 9, 1)) == date(2026, 6, 30)
    assert place.days(days("2025-11-01", "2025-12-31")) is None


def test_weeks_without_a_calendar_keep_their_weekday() -> None:
    old = DateRange.of_days(date(2026, 1, 5), 364)
    place = DayMap(old, next_period(old))
    assert place.day(date(2026, 3, 11)).weekday() == date(2026, 3, 11).weekday()


def test_a_next_period_begins_after_the_one_before() -> None:
    with pytest.raises(InvalidValueError, match="begins after 2026-01-01"):
        check_follows(YEARS.year(2026), YEARS.year(2026))
