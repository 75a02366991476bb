from __future__ import annotations

from datetime import date

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.two_calendars import name_in_both, name_in_calendar

CALENDAR = FiscalCalendar.calendar_year()
JULY = FiscalCalendar.months(start_month=7)
FEBRUARY = FiscalCalendar.months(start_month=2)
NRF = FiscalCalendar.nrf_retail()


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ("2026-04-01..2026-06-30", "FY26-Q4"),
        ("2025-07-01..2026-06-30", "FY26"),
        ("2025-07-01..2027-06-30", "FY26..FY27"),
        ("2026-01-01..2026-12-31", "FY26-H2..FY27-H1"),
        ("2026-04-01..2026-09-30", "FY26-Q4..FY27-Q1"),
        ("2026-05-01..2026-05-31", "FY26-P11"),
        ("2026-05-01..2026-08-31", "FY26-P11..FY27-P02"),
        ("2026-05-11..2026-05-24", "FY26-W46..FY26-W47"),
        ("2026-05-01..2026-06-15", "~FY26-P11..FY26-P12"),
        ("2026-05-02..2026-05-30", "~FY26-P11"),
        ("2026-05-15..2026-05-15", "~FY26-W46"),
    ],
)
def test_days_have_their_largest_exact_name(days: str, expected: str) -> None:
    first_day, last_day = map(date.fromisoformat, days.split(".."))
    name = name_in_calendar(DateRange.inclusive(first_day, last_day), JULY)
    assert str(name) == expected
    assert name.is_exact is not expected.startswith("~")
    assert name.dates.contains(DateRange.inclusive(first_day, last_day))


def test_two_sides_name_the_same_quarter() -> None:
    names = name_in_both(JULY.quarter(2026, 4), vendor=JULY, partner=CALENDAR)
    assert str(names.vendor) == "FY26-Q4"
    assert str(names.partner) == "FY26-Q2"
    assert names.dates == CALENDAR.quarter(2026, 2)
    assert str(names) == "2026-04-01..2026-06-30 (vendor FY26-Q4, partner FY26-Q2)"


def test_a_quarter_of_one_may_be_months_of_the_other() -> None:
    names = name_in_both(CALENDAR.quarter(2026, 2), vendor=CALENDAR, partner=FEBRUARY)
    # A year from February 2026 is named 2027, and April is its third month.
    assert str(names.partner) == "FY27-P03..FY27-P05"
    assert names.partner.is_exact


def test_weeks_and_months_meet_only_roughly() -> None:
    names = name_in_both(CALENDAR.quarter(2026, 2), vendor=CALENDAR, partner=NRF)
    assert str(names.partner) == "~FY26-P02..FY26-P05"
    # From 1 March to 4 July.
    assert str(names.partner.dates) == "2026-03-01..2026-07-04"
    assert not names.partner.is_exact


def test_days_that_one_side_does_not_know_are_an_error_of_ours() -> None:
    stated = FiscalCalendar.custom_weeks(
        anchor_year=2025, anchor_end=date(2025, 12, 28), long_years=[], last_year=2026
    )
    with pytest.raises(InvalidValueError, match="laid down for"):
        name_in_both(CALENDAR.quarter(2027, 2), vendor=CALENDAR, partner=stated)
