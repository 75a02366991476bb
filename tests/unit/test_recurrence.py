"""Rules of days at their limits, fiscal quarters, and days off."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from types import FrameType

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import (
    DayRule,
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency, Shift
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.shifting import shifted
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar

YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))
EVER = DateRange(date(1900, 1, 1), date(2201, 1, 1))
TUE = Weekday.TUE


def days(
    frequency: Frequency,
    on: DayRule | None,
    first_on: str = "2026-01-01",
    within: DateRange = YEAR,
    every: int = 1,
    count: int | None = None,
) -> list[str]:
    recurrence = Recurrence(frequency=frequency, on=on, every=every, count=count)
    found = list_occurrences(recurrence, date.fromisoformat(first_on), within=within)
    return [str(day) for day in found]


def test_the_third_week_of_the_last_month_of_each_calendar_quarter() -> None:
    # The third Tuesdays of March, June, September and December 2026.
    rule = OnFiscalWeek(calendar=FiscalCalendar.calendar_year(), week=3, weekday=TUE)
    assert days(Frequency.QUARTERLY, rule) == [
        "2026-03-17",
        "2026-06-16",
        "2026-09-15",
        "2026-12-15",
    ]


def test_the_third_week_of_the_last_month_of_each_retail_quarter() -> None:
    # NRF 2026 begins on Sunday 1 February; a quarter is 4 + 5 + 4 weeks, so the third
    # week of its last month is its twelfth: 77 days on, and Tuesday two days later.
    rule = OnFiscalWeek(calendar=FiscalCalendar.nrf_retail(), week=3, weekday=TUE)
    within = DateRange(date(2026, 2, 1), date(2027, 1, 31))
    assert days(Frequency.QUARTERLY, rule, "2026-02-01", within) == [
        "2026-04-21",  # 1 February + 79 days
        "2026-07-21",
        "2026-10-20",
        "2027-01-19",
    ]


def test_a_quarter_of_four_months_has_its_last_one_too() -> None:
    # 13 months of four weeks from Sunday 28 December 2025; the last quarter has four.
    calendar = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=12, pattern="13x4"
    )
    last = calendar.quarter(2026, 4)
    assert last.length_days == 16 * 7
    rule = OnFiscalWeek(calendar=calendar, week=1, weekday=Weekday.SUN)
    found = days(Frequency.QUARTERLY, rule, str(last.start), last)
    # The fourth month begins after 12 of the 16 weeks.
    assert found == [str(date.fromordinal(last.start.toordinal() + 12 * 7))]


def test_where_a_calendar_ends_nothing_comes_any_more() -> None:
    calendar = FiscalCalendar.custom_weeks(
        anchor_year=2025,
        anchor_end=date(2026, 1, 31),
        long_years=[],
        last_year=2026,
    )
    rule = OnFiscalWeek(calendar=calendar, week=1, weekday=Weekday.SUN)
    assert len(days(Frequency.QUARTERLY, rule, "2026-02-01", EVER)) == 4


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (31, ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]),
        (-1, ["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"]),
        (-31, ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]),
        (30, ["2024-01-30", "2024-02-29", "2024-03-30", "2024-04-30"]),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last(day: int, expected: list[str]) -> None:
    spring = DateRange(date(2024, 1, 1), date(2024, 5, 1))
    assert days(Frequency.MONTHLY, OnMonthDay(day), "2024-01-01", spring) == expected


def test_29_february_comes_every_year_and_steps_do_not_stick() -> None:
    within = DateRange(date(2024, 1, 1), date(2029, 1, 1))
    assert days(Frequency.YEARLY, None, "2024-02-29", within) == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


def test_a_fifth_tuesday_comes_where_there_is_one() -> None:
    assert days(Frequency.MONTHLY, OnNthWeekday(5, TUE)) == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-29",
        "2026-12-29",
    ]


def test_what_comes_once_comes_on_its_day() -> None:
    rule = OnMilestone(milestone=Milestone.PLAN_END, offset_days=-14)
    assert days(Frequency.ONCE, rule, "2026-12-17") == ["2026-12-17"]


HOSTILE_RULES: list[tuple[Frequency, DayRule | None]] = [
    (Frequency.WEEKLY, OnWeekdays(list(Weekday))),
    (Frequency.WEEKLY, None),
    (Frequency.MONTHLY, OnNthWeekday(5, Weekday.SUN)),
    (Frequency.MONTHLY, OnNthWeekday(-5, Weekday.SUN)),
    (Frequency.YEARLY, OnNthWeekday(5, Weekday.SUN)),
    (Frequency.YEARLY, OnMonthDay(-31)),
    (
        Frequency.QUARTERLY,
        OnFiscalWeek(
            calendar=FiscalCalendar.nrf_retail(), week=5, weekday=Weekday.SAT, month=1
        ),
    ),
]


@pytest.mark.parametrize(
    ("rule", "every", "count", "within"),
    list(
        product(
            HOSTILE_RULES,
            (1, 52),
            (None, 1, 1_000),
            (
                EVER,
                DateRange(date(2200, 12, 1), date(2201, 1, 1)),
                DateRange(date(1900, 1, 1), date(1900, 1, 2)),
            ),
        )
    ),
)
def test_no_rule_keeps_the_search_busy(
    rule: tuple[Frequency, DayRule | None],
    every: int,
    count: int | None,
    within: DateRange,
) -> None:
    frequency, on = rule
    recurrence = Recurrence(frequency=frequency, on=on, every=every, count=count)
    calls = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        found = list_occurrences(recurrence, date(1900, 1, 8), within=within)
    finally:
        sys.setprofile(before)
    assert len(found) <= 1_000
    # 300 years have 3,612 months and 1,204 quarters; none is looked at twice. A call is
    # far below a microsecond, so this keeps each answer well below 50 milliseconds.
    assert calls < 45_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("every", 0),
        ("every", -1),
        ("every", 53),
        ("every", 10**4000),
        ("every", True),
        ("count", 0),
        ("count", 10**9),
        ("until_on", "2026-12-31"),
        ("frequency", "weekly"),
        ("on", OnMonthDay(1)),
        ("on", "TU"),
    ],
)
def test_a_rule_without_bounds_is_refused(field: str, value: object) -> None:
    fields = {"frequency": Frequency.WEEKLY, field: value}
    with pytest.raises(InvalidValueError, match=f"Recurrence.{field}"):
        Recurrence(**fields)  # type: ignore[arg-type] # what is wrong is the point


@pytest.mark.parametrize(
    ("shift", "expected"),
    [
        (Shift.NONE, "2026-05-30"),
        (Shift.NEXT, "2026-06-01"),
        (Shift.PREVIOUS, "2026-05-29"),
        (Shift.NEAREST, "2026-05-29"),
        (Shift.NEXT_IN_MONTH, "2026-05-29"),
        (Shift.SKIP, "None"),
    ],
)
def test_a_saturday_is_moved_as_the_rule_says(shift: Shift, expected: str) -> None:
    assert str(shifted(date(2026, 5, 30), shift)) == expected


def test_holidays_count_and_equally_near_means_later() -> None:
    # Good Friday and Easter Monday 2026 are off: Thursday 2 to Tuesday 7 April.
    off = {date(2026, 4, 3), date(2026, 4, 6)}
    calendar = WorkCalendar.resolve(YEAR, holidays=off)
    assert shifted(date(2026, 4, 5), Shift.NEXT, work_calendar=calendar) == date(
        2026, 4, 7
    )
    # Saturday is two days from Thursday and three from Tuesday; Sunday the other way.
    nearest = [
        shifted(date(2026, 4, day), Shift.NEAREST, work_calendar=calendar)
        for day in (4, 5)
    ]
    assert nearest == [date(2026, 4, 2), date(2026, 4, 7)]
    midweek = WorkCalendar.resolve(YEAR, holidays={date(2026, 5, 13)})
    assert shifted(date(2026, 5, 13), Shift.NEAREST, work_calendar=midweek) == date(
        2026, 5, 14
    )
