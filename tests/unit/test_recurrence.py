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
    third = OnFiscalWeek(calendar=calendar, month=3, week=1, weekday=Weekday.SUN)
    found = days(Frequency.QUARTERLY, third, str(last.start), last)
    assert found == [str(date.fromordinal(last.start.toordinal() + 8 * 7))]


@pytest.mark.parametrize(
    ("month", "week", "expected"),
    [
        (1, 1, ["2026-01-06", "2026-04-07", "2026-07-07", "2026-10-06"]),
        (2, -1, ["2026-02-24", "2026-05-26", "2026-08-25", "2026-11-24"]),
        (3, 5, ["2026-03-31", "2026-06-30", "2026-09-29", "2026-12-29"]),
    ],
)
def test_each_month_of_the_calendar_quarter(
    month: int, week: int, expected: list[str]
) -> None:
    rule = OnFiscalWeek(
        calendar=FiscalCalendar.calendar_year(), month=month, week=week, weekday=TUE
    )
    assert days(Frequency.QUARTERLY, rule) == expected


def test_the_second_month_of_a_retail_quarter_begins_after_four_weeks() -> None:
    # 1 February 2026 and 28 days, and then every 13 weeks.
    rule = OnFiscalWeek(
        calendar=FiscalCalendar.nrf_retail(), month=2, week=1, weekday=Weekday.SUN
    )
    assert days(Frequency.QUARTERLY, rule, "2026-02-01") == [
        "2026-03-01",
        "2026-05-31",
        "2026-08-30",
        "2026-11-29",
    ]


def test_where_a_calendar_ends_nothing_comes_any_more() -> None:
    calendar = FiscalCalendar.custom_weeks(
        anchor_year=2025,
        anchor_end=date(2026, 1, 31),
        long_years=[],
        last_year=2026,
    )
    rule = OnFiscalWeek(calendar=calendar, week=1, weekday=Weekday.SUN)
    assert len(days(Frequency.QUARTERLY, rule, "2026-02-01", EVER)) == 4
    # Asked about the time after, the answer is the same: nothing.
    later = DateRange(date(2027, 2, 1), date(2028, 2, 1))
    assert days(Frequency.QUARTERLY, rule, "2026-02-01", later) == []
    with pytest.raises(InvalidValueError, match="2025 to 2026"):
        days(Frequency.QUARTERLY, rule, "2027-02-01", later)


def test_a_calendar_may_number_its_years_as_it_likes() -> None:
    # FY2100 ends on Saturday 31 January 2026: 52 weeks from Sunday 2 February 2025.
    calendar = FiscalCalendar.custom_weeks(
        anchor_year=2100, anchor_end=date(2026, 1, 31), long_years=[], last_year=2101
    )
    rule = OnFiscalWeek(calendar=calendar, week=1, weekday=Weekday.SUN)
    # 4-4-5: the last month of a quarter begins 8 weeks in, and quarters have 13.
    assert days(Frequency.QUARTERLY, rule, "2026-02-01") == [
        "2026-03-29",
        "2026-06-28",
        "2026-09-27",
        "2026-12-27",
    ]


def test_quarters_are_counted_from_that_of_the_first_day() -> None:
    # From the second quarter of 2026 on, every third: Q2 2026, Q1 2027, Q4 2027.
    rule = OnFiscalWeek(calendar=FiscalCalendar.calendar_year(), week=1, weekday=TUE)
    within = DateRange(date(2026, 1, 1), date(2028, 1, 1))
    found = days(Frequency.QUARTERLY, rule, "2026-05-15", within, every=3)
    assert found == ["2026-06-02", "2027-03-02", "2027-12-07"]
    later = DateRange(date(2027, 4, 1), date(2028, 1, 1))
    assert days(Frequency.QUARTERLY, rule, "2026-05-15", later, every=3) == [
        "2027-12-07"
    ]


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


CALENDARS = [
    FiscalCalendar.calendar_year(),
    FiscalCalendar.nrf_retail(),
    FiscalCalendar.weeks(end_weekday=Weekday.SAT, end_month=12, pattern="13x4"),
    FiscalCalendar.custom_weeks(
        anchor_year=1901,
        anchor_end=date(1902, 1, 31),
        long_years=range(1901, 2199, 6),
        first_year=1900,
        last_year=2199,
    ),
]
HOSTILE_RULES: list[tuple[Frequency, DayRule | None]] = [
    (Frequency.WEEKLY, OnWeekdays(list(Weekday))),
    (Frequency.WEEKLY, None),
    (Frequency.MONTHLY, OnNthWeekday(5, Weekday.SUN)),
    (Frequency.MONTHLY, OnNthWeekday(-5, Weekday.SUN)),
    (Frequency.QUARTERLY, OnNthWeekday(5, Weekday.SUN)),
    (Frequency.YEARLY, OnNthWeekday(5, Weekday.SUN)),
    (Frequency.YEARLY, OnMonthDay(-31)),
    (Frequency.YEARLY, None),
    # In months of four weeks there is never a fifth: a rule without any day.
    *(
        (
            Frequency.QUARTERLY,
            OnFiscalWeek(calendar=calendar, week=week, weekday=Weekday.SAT, month=1),
        )
        for calendar in CALENDARS
        for week in (5, -5)
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
    first_on = date(1904, 2, 29)
    found, calls = counting_calls(recurrence, first_on, within)
    assert len(found) <= 1_000
    # 297 years have 1,188 quarters and 3,564 months. Each is looked at once at most: a
    # fiscal quarter in 16 calls, with its year, its month and its weekday. What lies
    # before the first day, or before a window where nothing is counted, is not.
    is_reached_at_once = within.start.year == 2200 and count is None
    is_before = within.last_day < first_on
    assert calls < (250 if is_reached_at_once or is_before else 30_000)


def counting_calls(
    recurrence: Recurrence, first_on: date, within: DateRange
) -> tuple[tuple[date, ...], int]:
    """Return the days, and how many functions of Python were called for them."""
    calls = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        found = list_occurrences(recurrence, first_on, within=within)
    finally:
        sys.setprofile(before)
    return found, calls


def test_a_window_far_away_costs_no_more_than_one_near_by() -> None:
    weekly = Recurrence(frequency=Frequency.WEEKLY, every=3)
    near, far = (
        counting_calls(weekly, date(1900, 1, 2), DateRange.of_days(start, 366))[1]
        for start in (date(1900, 1, 2), date(2199, 1, 1))
    )
    assert far <= near + 5


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


def test_beyond_its_span_a_calendar_leaves_weekends_off() -> None:
    # It knows 2026 alone, where Saturdays are worked and Fridays are not.
    gulf = WorkCalendar.resolve(YEAR, weekend=[Weekday.FRI])
    friday, saturday, after = date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 2)
    assert shifted(friday, Shift.NEXT, work_calendar=gulf) == saturday
    assert shifted(saturday, Shift.NEXT, work_calendar=gulf) == saturday
    assert shifted(after, Shift.NEXT, work_calendar=gulf) == date(2027, 1, 4)
    # 1 January 2027 is a Friday, and beyond: a day like any other.
    last = WorkCalendar.resolve(YEAR, holidays={date(2026, 12, 31)})
    assert shifted(date(2026, 12, 31), Shift.NEXT, work_calendar=last) == date(
        2027, 1, 1
    )


@pytest.mark.parametrize("shift", [Shift.NEXT, Shift.NEAREST, Shift.NEXT_IN_MONTH])
def test_where_no_day_is_worked_it_stays(shift: Shift) -> None:
    never = WorkCalendar.resolve(YEAR, weekend=list(Weekday))
    day = date(2026, 6, 15)
    assert shifted(day, shift, work_calendar=never) == day


def test_at_the_last_day_of_all_there_is_none_to_go_on_to() -> None:
    december = DateRange(date(2200, 12, 1), date(2201, 1, 1))
    last = WorkCalendar.resolve(december, holidays={date(2200, 12, 31)})
    day = date(2200, 12, 31)
    assert shifted(day, Shift.NEXT, work_calendar=last) == day
    assert shifted(day, Shift.NEAREST, work_calendar=last) == date(2200, 12, 30)


def test_a_shift_is_one_of_those_there_are() -> None:
    with pytest.raises(InvalidValueError, match=r"Shift\.NEXT"):
        shifted(date(2026, 5, 30), "next")  # type: ignore[arg-type] # the point
