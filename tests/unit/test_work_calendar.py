from __future__ import annotations

import pickle
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar

YEAR = DateRange(date(2026, 1, 1), date(2027, 1, 1))
Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
MEMORIAL_DAY = date(2026, 5, 25)
JUNETEENTH = date(2026, 6, 19)
PLAIN = WorkCalendar.resolve(YEAR)
CALENDAR = WorkCalendar.resolve(YEAR, holidays=[MEMORIAL_DAY, JUNETEENTH])


def test_the_second_quarter_of_2026_has_65_weekdays() -> None:
    # 1 April is a Wednesday: 13 whole weeks and no day more, 13 * 5.
    assert PLAIN.count(Q2) == 65
    assert CALENDAR.count(Q2) == 63


def test_a_holiday_on_a_weekend_costs_nothing() -> None:
    fourth_of_july = date(2026, 7, 4)
    assert fourth_of_july.weekday() == Weekday.SAT
    calendar = WorkCalendar.resolve(YEAR, holidays={fourth_of_july})
    assert calendar == PLAIN


def test_where_friday_and_saturday_are_the_weekend() -> None:
    calendar = WorkCalendar.resolve(YEAR, weekend={Weekday.FRI, Weekday.SAT})
    assert not calendar.is_workday(date(2026, 5, 15))
    assert calendar.is_workday(date(2026, 5, 17))


def test_saturdays_can_be_worked_to_make_up_for_a_bridge_day() -> None:
    saturday = date(2026, 5, 23)
    calendar = WorkCalendar.resolve(
        YEAR, holidays=[MEMORIAL_DAY], worked_days=[saturday]
    )
    assert calendar.is_workday(saturday)
    assert calendar.count(Q2) == 65


class Fridays13:
    """A rule that answers `in` and can do nothing else."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and day.weekday() == 4 and day.day == 13


def test_anything_that_answers_in_serves_as_holidays() -> None:
    # 2026 has a Friday the 13th in February, March and November.
    calendar = WorkCalendar.resolve(YEAR, holidays=Fridays13())
    assert PLAIN.count(YEAR) - calendar.count(YEAR) == 3


@pytest.mark.parametrize("make", [list, tuple, set, frozenset, iter, dict.fromkeys])
def test_every_collection_of_dates_means_the_same(make: type[Iterable[date]]) -> None:
    days = [MEMORIAL_DAY, JUNETEENTH]
    holidays: Iterable[date] = make(days)  # type: ignore[call-arg] # list(), set() …
    assert WorkCalendar.resolve(YEAR, holidays=holidays) == CALENDAR


def test_objects_of_the_holidays_package_work() -> None:
    holidays = pytest.importorskip("holidays")
    calendar = WorkCalendar.resolve(YEAR, holidays=holidays.country_holidays("US"))
    assert not calendar.is_workday(MEMORIAL_DAY)
    assert not calendar.is_workday(JUNETEENTH)
    # 3 July 2026, a Friday, is off because the 4th is a Saturday.
    assert not calendar.is_workday(date(2026, 7, 3))
    # 261 weekdays; eleven federal holidays, all of them observed on a weekday.
    assert (PLAIN.count(YEAR), calendar.count(YEAR)) == (261, 250)
    german = holidays.country_holidays("DE", subdiv="BY", years=2026)
    resolved = WorkCalendar.resolve(YEAR, holidays=german)
    working = sum(german.is_working_day(day) for day in YEAR.iter_days())
    assert resolved.count(YEAR) == working


@pytest.mark.parametrize(
    "holidays",
    [
        ["2026-05-25"],
        "2026-05-25",
        [datetime(2026, 5, 25, tzinfo=UTC)],
        {"2026-05-25": "Memorial Day"},
        [20260525],
    ],
)
def test_days_that_would_never_be_found_are_refused(holidays: list[date]) -> None:
    with pytest.raises(InvalidValueError, match="not text or datetimes"):
        WorkCalendar.resolve(YEAR, holidays=holidays)


def test_what_is_no_holidays_at_all_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="an object that answers"):
        WorkCalendar.resolve(YEAR, holidays=20260525)  # type: ignore[arg-type] # what an untyped caller may pass
    with pytest.raises(InvalidValueError, match="a Weekday, such as"):
        WorkCalendar.resolve(YEAR, weekend=[5, 6])  # type: ignore[list-item] # what an untyped caller may pass


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2026, 5, 22), 1, date(2026, 5, 22)),
        (date(2026, 5, 22), 2, date(2026, 5, 26)),  # over a weekend and a holiday
        (date(2026, 5, 23), 1, date(2026, 5, 26)),
        (date(2026, 5, 25), -1, date(2026, 5, 22)),
        (date(2026, 5, 26), -1, date(2026, 5, 26)),
        (date(2026, 5, 26), -2, date(2026, 5, 22)),
        (date(2026, 4, 1), 63, date(2026, 6, 30)),
        (date(2026, 6, 30), -63, date(2026, 4, 1)),
    ],
)
def test_the_nth_workday(start: date, number: int, expected: date) -> None:
    assert CALENDAR.nth(start, number) == expected


@pytest.mark.parametrize("number", [0, 1.0, "1", None, True])
def test_there_is_no_nth_workday_of_no_number(number: object) -> None:
    with pytest.raises(InvalidValueError, match="a whole number other than 0"):
        CALENDAR.nth(date(2026, 5, 22), number)  # type: ignore[arg-type] # what an untyped caller may pass


def test_the_workday_before_and_after() -> None:
    for day in (date(2026, 5, 22), date(2026, 5, 23), MEMORIAL_DAY):
        assert CALENDAR.next_workday(day) == date(2026, 5, 26)
    for day in (date(2026, 5, 26), MEMORIAL_DAY, date(2026, 5, 23)):
        assert CALENDAR.previous_workday(day) == date(2026, 5, 22)


def test_elapsed_and_remaining_workdays_follow_the_day() -> None:
    # 22 weekdays of April, then 11 of the first 15 days of May.
    assert CALENDAR.elapsed_workdays(Q2, as_of=date(2026, 5, 15)) == 33
    assert CALENDAR.remaining_workdays(Q2, as_of=date(2026, 5, 15)) == 30
    for as_of, elapsed in (
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), 1),
        (date(2026, 6, 29), 62),
        (date(2026, 6, 30), 63),
        (date(2030, 1, 1), 63),
        (date(1980, 1, 1), 0),
    ):
        assert CALENDAR.elapsed_workdays(Q2, as_of=as_of) == elapsed
        assert CALENDAR.remaining_workdays(Q2, as_of=as_of) == 63 - elapsed


def test_a_window_without_workdays_has_none() -> None:
    weekend = DateRange(date(2026, 5, 16), date(2026, 5, 18))
    assert CALENDAR.count(weekend) == 0
    every_day = WorkCalendar.resolve(YEAR, weekend=Weekday)
    assert every_day.count(YEAR) == 0
    with pytest.raises(InvalidValueError, match="resolve a longer span"):
        every_day.nth(date(2026, 5, 16), 1)


def test_days_beyond_the_span_are_not_guessed() -> None:
    for ask in (
        lambda: CALENDAR.count(DateRange(date(2026, 12, 1), date(2027, 1, 2))),
        lambda: CALENDAR.count(DateRange(date(2025, 12, 31), date(2026, 1, 2))),
        lambda: CALENDAR.is_workday(date(2027, 1, 1)),
        lambda: CALENDAR.nth(date(2027, 1, 1), 1),
        lambda: CALENDAR.nth(date(2026, 12, 1), 300),
        lambda: CALENDAR.nth(date(2026, 1, 5), -300),
        lambda: CALENDAR.next_workday(date(2026, 12, 31)),
        lambda: CALENDAR.previous_workday(date(2026, 1, 1)),
        lambda: CALENDAR.elapsed_workdays(YEAR.shift_days(1), as_of=date(2026, 2, 1)),
        lambda: CALENDAR.elapsed_workdays(YEAR.shift_days(1), as_of=date(1990, 1, 1)),
    ):
        with pytest.raises(InvalidValueError, match="resolve a longer span"):
            ask()


def test_what_was_resolved_is_plain_days_in_order() -> None:
    fortnight = DateRange.of_days(date(2026, 5, 18), 14)
    calendar = WorkCalendar.resolve(fortnight, holidays=[MEMORIAL_DAY])
    assert calendar.non_working_days == (
        date(2026, 5, 23),
        date(2026, 5, 24),
        date(2026, 5, 25),
        date(2026, 5, 30),
        date(2026, 5, 31),
    )
    again = WorkCalendar(
        span=fortnight,
        non_working_days=reversed([*calendar.non_working_days, MEMORIAL_DAY]),
    )
    assert again == calendar
    assert hash(again) == hash(calendar)
    assert repr(again) == repr(calendar)
    assert "worked_before" not in repr(calendar)
    thawed = pickle.loads(pickle.dumps(calendar))  # noqa: S301 - our own bytes
    assert thawed.count(fortnight) == calendar.count(fortnight) == 9


def test_a_stored_day_outside_the_span_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="inside the span"):
        WorkCalendar(span=Q2, non_working_days=[date(2026, 7, 1)])
    with pytest.raises(InvalidValueError, match="not text or datetimes"):
        WorkCalendar(span=Q2, non_working_days=["2026-06-01"])  # type: ignore[list-item] # what a file may hold


def test_what_changes_after_resolving_changes_nothing() -> None:
    holidays = {MEMORIAL_DAY}
    calendar = WorkCalendar.resolve(YEAR, holidays=holidays)
    holidays.clear()
    assert not calendar.is_workday(MEMORIAL_DAY)
