"""What periods refuse, and what each refusal names; and the days of months by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError
from jbpcore.periods.local_time import instant_at
from jbpcore.periods.work_calendar import WorkCalendar

YEARS = jbp.FiscalCalendar.calendar_year()
RETAIL = jbp.FiscalCalendar.nrf_retail()
Q2 = YEARS.quarter(2026, 2)
WORKED = WorkCalendar.resolve(Q2)
JULY = date(2026, 7, 1)
TEXT: Any = "2026-05-25"
AT = datetime(2026, 5, 15, 9, tzinfo=UTC)
# The retail year 2023 had a week more than the one before, which has no like there.
EXTRA = RETAIL.period(jbp.PeriodKind.WEEK, 2023, 53)


def custom(**fields: Any) -> jbp.FiscalCalendar:
    known: dict[str, Any] = {
        "anchor_year": 2024,
        "anchor_end": date(2024, 12, 29),
        "long_years": [],
        "first_year": 2020,
        "last_year": 2026,
    }
    return jbp.FiscalCalendar.custom_weeks(**known | fields)


@pytest.mark.parametrize(
    ("call", "field", "value"),
    [
        (lambda: jbp.DateRange(JULY, JULY), "DateRange.end", JULY),
        (
            lambda: jbp.DateRange(date(1899, 1, 1), JULY),
            "DateRange.start",
            date(1899, 1, 1),
        ),
        (
            lambda: jbp.DateRange(JULY, date(2201, 1, 2)),
            "DateRange.end",
            date(2201, 1, 2),
        ),
        (lambda: WorkCalendar.resolve(Q2, holidays=[TEXT]), "holidays", TEXT),
        (lambda: WORKED.is_workday(JULY), "day", JULY),
        (lambda: instant_at(TEXT, time(9), "UTC"), "day", TEXT),
        (lambda: instant_at(AT, time(9), "UTC"), "day", AT),
        (lambda: RETAIL.prior_year(EXTRA), "period", EXTRA.label),
        (lambda: custom(anchor_year=2027), "anchor_year", 2027),
        (lambda: custom(anchor_year=2019), "anchor_year", 2019),
        (lambda: custom(long_years=[2027]), "long_years", (2027,)),
    ],
)
def test_a_refusal_names_the_field_and_what_was_given(
    call: Callable[[], object], field: str, value: object
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        call()
    assert (caught.value.field, caught.value.value) == (field, value)


def test_the_first_and_the_last_stated_year_are_stated() -> None:
    assert custom(anchor_year=2026).year(2026).length_days == 52 * 7
    assert custom(long_years=[2020, 2026]).year(2026).length_days == 53 * 7


@pytest.mark.parametrize(
    ("start_month", "lengths"),
    [
        # Of the year that ends in 2024, which has a February of 29 days.
        (1, [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]),
        (4, [30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31]),
        (7, [31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30]),
        (12, [31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30]),
    ],
)
def test_months_of_a_fiscal_year_have_their_days(
    start_month: int, lengths: list[int]
) -> None:
    calendar = jbp.FiscalCalendar.months(start_month=start_month)
    year = calendar.of(date(2024, 2, 15)).period(jbp.PeriodKind.YEAR).dates
    months = calendar.tiles(jbp.PeriodKind.MONTH, year)
    assert [month.dates.length_days for month in months] == lengths
    quarters = calendar.tiles(jbp.PeriodKind.QUARTER, year)
    assert [quarter.dates.length_days for quarter in quarters] == [
        sum(lengths[at : at + 3]) for at in (0, 3, 6, 9)
    ]
