from __future__ import annotations

import pickle
from datetime import UTC, date, datetime

import attrs
import pytest

from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days, add_months, check_day

Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
FIRST = date(1900, 1, 1)
LAST = date(2200, 12, 31)


def spell(ranges: tuple[DateRange, ...]) -> list[str]:
    return [str(days) for days in ranges]


def test_a_quarter_has_its_days_and_no_others() -> None:
    # 30 days of April, 31 of May, 30 of June.
    assert Q2.length_days == 30 + 31 + 30
    assert (Q2.first_day, Q2.last_day) == (date(2026, 4, 1), date(2026, 6, 30))
    assert date(2026, 4, 1) in Q2
    assert date(2026, 6, 30) in Q2
    assert date(2026, 3, 31) not in Q2
    assert date(2026, 7, 1) not in Q2
    assert str(Q2) == "2026-04-01..2026-06-30"


def test_the_three_ways_to_say_a_range_agree() -> None:
    assert DateRange.inclusive(date(2026, 4, 1), date(2026, 6, 30)) == Q2
    assert DateRange.of_days(date(2026, 4, 1), 91) == Q2


@pytest.mark.parametrize("end", [date(2026, 4, 1), date(2026, 3, 31), date(1999, 1, 1)])
def test_there_are_no_empty_ranges(end: date) -> None:
    with pytest.raises(InvalidValueError, match="must be after 2026-04-01"):
        DateRange(date(2026, 4, 1), end)


@pytest.mark.parametrize("length_days", [0, -1, -400])
def test_a_length_below_one_day_is_refused(length_days: int) -> None:
    with pytest.raises(InvalidValueError, match="1 or more"):
        DateRange.of_days(date(2026, 4, 1), length_days)


@pytest.mark.parametrize(
    "bad", [datetime(2026, 4, 1, tzinfo=UTC), "2026-04-01", 20260401, None]
)
def test_what_is_no_plain_date_is_refused_everywhere(bad: object) -> None:
    day: date = bad  # type: ignore[assignment] # what an untyped caller may pass
    for ask in (
        lambda: DateRange(day, date(2027, 1, 1)),
        lambda: DateRange(date(2026, 1, 1), day),
        lambda: DateRange.inclusive(date(2026, 1, 1), day),
        lambda: day in Q2,
        lambda: Q2.elapsed_days(as_of=day),
        lambda: Q2.split_at(day),
        lambda: add_days(day, 1),
        lambda: add_months(day, 1),
    ):
        with pytest.raises(InvalidValueError, match=r"datetime\.date \(not a datetime"):
            ask()


def test_a_subclass_of_date_is_as_good_as_a_date() -> None:
    class FrozenDate(date):
        """As tools that freeze the clock make them."""

    assert FrozenDate(2026, 5, 15) in Q2
    assert DateRange(FrozenDate(2026, 4, 1), FrozenDate(2026, 7, 1)) == Q2


def test_the_supported_years_end_where_they_say() -> None:
    assert DateRange.inclusive(FIRST, LAST).end == date(2201, 1, 1)
    for first_day, last_day in (
        (date(1899, 12, 31), LAST),
        (FIRST, date(2201, 1, 1)),
        (date.min, date(2026, 1, 1)),
        (date(2026, 1, 1), date.max),
    ):
        with pytest.raises(InvalidValueError, match=r"or (later|earlier)"):
            DateRange.inclusive(first_day, last_day)


@pytest.mark.parametrize("days", [30, 366, 10**6, 10**12, -(10**12)])
def test_stepping_out_of_the_supported_years_is_an_error_of_ours(days: int) -> None:
    start = LAST if days > 0 else FIRST
    for ask in (
        lambda: add_days(start, days),
        lambda: add_months(start, days),
        lambda: DateRange.of_days(start, 1).shift_days(days),
        lambda: DateRange.of_days(start, 1).shift_months(days),
    ):
        with pytest.raises(InvalidValueError, match="1900"):
            ask()


@pytest.mark.parametrize("step", [1.0, "1", None, True])
def test_a_step_is_a_whole_number(step: object) -> None:
    with pytest.raises(InvalidValueError, match="a whole number"):
        add_days(FIRST, step)  # type: ignore[arg-type] # what an untyped caller may pass
    with pytest.raises(InvalidValueError, match="a whole number"):
        add_months(FIRST, step)  # type: ignore[arg-type] # what an untyped caller may pass


def test_errors_are_of_our_tree_and_name_the_field() -> None:
    with pytest.raises(JbpError) as caught:
        check_day("yesterday", "Goal.due_on")
    assert isinstance(caught.value, InvalidValueError)
    assert caught.value.field == "Goal.due_on"


@pytest.mark.parametrize(
    ("as_of", "elapsed", "remaining"),
    [
        (date(2026, 3, 30), 0, 91),
        (date(2026, 3, 31), 0, 91),
        (date(2026, 4, 1), 1, 90),
        (date(2026, 5, 15), 45, 46),  # 30 days of April and 15 of May
        (date(2026, 6, 29), 90, 1),
        (date(2026, 6, 30), 91, 0),
        (date(2026, 7, 1), 91, 0),
        (date.min, 0, 91),
        (date.max, 91, 0),
    ],
)
def test_days_elapsed_count_the_day_itself(
    as_of: date, elapsed: int, remaining: int
) -> None:
    assert Q2.elapsed_days(as_of=as_of) == elapsed
    assert Q2.remaining_days(as_of=as_of) == remaining


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (DateRange(date(2026, 3, 1), date(2026, 4, 1)), None),
        (DateRange(date(2026, 7, 1), date(2026, 8, 1)), None),
        (DateRange(date(2026, 3, 1), date(2026, 4, 2)), "2026-04-01..2026-04-01"),
        (DateRange(date(2026, 6, 30), date(2026, 8, 1)), "2026-06-30..2026-06-30"),
        (DateRange(date(2026, 5, 1), date(2026, 6, 1)), "2026-05-01..2026-05-31"),
        (DateRange(date(2026, 1, 1), date(2027, 1, 1)), "2026-04-01..2026-06-30"),
    ],
)
def test_what_two_ranges_share(other: DateRange, shared: str | None) -> None:
    both = Q2.intersection(other)
    assert (None if both is None else str(both)) == shared
    assert Q2.overlaps(other) is other.overlaps(Q2) is (shared is not None)


def test_ranges_that_touch_are_one_and_ranges_apart_are_not() -> None:
    july = DateRange(date(2026, 7, 1), date(2026, 8, 1))
    assert str(Q2.union(july)) == str(july.union(Q2)) == "2026-04-01..2026-07-31"
    august = DateRange(date(2026, 8, 1), date(2026, 9, 1))
    with pytest.raises(InvalidValueError, match="keep the two apart"):
        Q2.union(august)
    with pytest.raises(InvalidValueError, match="keep the two apart"):
        august.union(Q2)


def test_taking_days_away_leaves_none_one_or_two_ranges() -> None:
    may = DateRange(date(2026, 5, 1), date(2026, 6, 1))
    assert spell(Q2.difference(may)) == [
        "2026-04-01..2026-04-30",
        "2026-06-01..2026-06-30",
    ]
    assert spell(may.difference(Q2)) == []
    assert spell(Q2.difference(may.shift_months(1))) == ["2026-04-01..2026-05-31"]
    assert spell(Q2.difference(may.shift_months(4))) == [str(Q2)]


def test_gaps_are_the_days_that_nobody_took() -> None:
    taken = [
        DateRange.inclusive(date(2026, 6, 20), date(2026, 8, 1)),
        DateRange.inclusive(date(2026, 4, 5), date(2026, 4, 30)),
        DateRange.inclusive(date(2026, 4, 10), date(2026, 4, 12)),
        DateRange.inclusive(date(2027, 1, 1), date(2027, 1, 2)),
    ]
    assert spell(Q2.gaps(taken)) == ["2026-04-01..2026-04-04", "2026-05-01..2026-06-19"]
    assert spell(Q2.gaps([])) == [str(Q2)]


def test_months_cover_their_quarter_and_one_less_does_not() -> None:
    april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
    months = [april.shift_months(step) for step in range(3)]
    assert Q2.covers(reversed(months))
    assert not Q2.covers(months[:2])
    assert not Q2.covers(months[1:])
    assert not Q2.covers([*months, april.shift_months(3)]), "July lies outside"


def test_splitting_needs_a_day_that_leaves_something_on_both_sides() -> None:
    first, second = Q2.split_at(date(2026, 5, 1))
    assert spell((first, second)) == [
        "2026-04-01..2026-04-30",
        "2026-05-01..2026-06-30",
    ]
    for day in (date(2026, 4, 1), date(2026, 7, 1), date(2026, 3, 1)):
        with pytest.raises(InvalidValueError, match="not its first"):
            Q2.split_at(day)


def test_months_are_stepped_from_the_first_day_and_clamped() -> None:
    day = date(2026, 1, 31)
    assert [add_months(day, step) for step in (1, 2, 3, 13)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2027, 2, 28),
    ]
    chained = add_months(add_months(day, 1), 1)
    assert chained == date(2026, 3, 28), "the trap that anchoring avoids"


@pytest.mark.parametrize(
    ("years", "expected"),
    [(1, date(2025, 2, 28)), (4, date(2028, 2, 29)), (76, date(2100, 2, 28))],
)
def test_a_leap_day_is_clamped_in_plain_years(years: int, expected: date) -> None:
    # 2000 is a leap year and 2100 is not.
    assert add_months(date(2024, 2, 29), 12 * years) == expected


def test_the_leap_years_of_centuries() -> None:
    assert DateRange(date(2000, 2, 1), date(2000, 3, 1)).length_days == 29
    assert DateRange(date(2100, 2, 1), date(2100, 3, 1)).length_days == 28


@pytest.mark.parametrize(
    ("start", "end", "months", "expected"),
    [
        # Whole months stay whole, whatever their length.
        (date(2026, 1, 1), date(2026, 2, 1), 1, "2026-02-01..2026-02-28"),
        (date(2026, 2, 1), date(2026, 3, 1), 1, "2026-03-01..2026-03-31"),
        (date(2026, 2, 1), date(2026, 3, 1), -12, "2025-02-01..2025-02-28"),
        # One day at the end of a month.
        (date(2026, 1, 31), date(2026, 2, 1), 1, "2026-02-28..2026-02-28"),
        # Both bounds clamp to the same day: one day is left.
        (date(2026, 1, 29), date(2026, 1, 31), 1, "2026-02-28..2026-02-28"),
        (date(2024, 2, 29), date(2024, 3, 1), 12, "2025-02-28..2025-02-28"),
    ],
)
def test_ranges_move_by_months(
    start: date, end: date, months: int, expected: str
) -> None:
    assert str(DateRange(start, end).shift_months(months)) == expected


def test_the_last_supported_month_moves_too() -> None:
    last = DateRange(date(2200, 12, 1), date(2201, 1, 1))
    assert str(last.shift_months(0)) == "2200-12-01..2200-12-31"
    assert str(last.shift_months(-1)) == "2200-11-01..2200-11-30"
    assert str(last.shift_months(-10)) == "2200-02-01..2200-02-28"
    november = DateRange(date(2200, 11, 1), date(2200, 12, 1))
    assert november.shift_months(1) == last
    with pytest.raises(InvalidValueError):
        november.shift_months(2)


@pytest.mark.parametrize(
    ("year", "days_of_quarters"), [(2026, [90, 91, 92, 92]), (2024, [91, 91, 92, 92])]
)
def test_ninety_days_are_not_a_quarter(year: int, days_of_quarters: list[int]) -> None:
    first = DateRange(date(year, 1, 1), date(year, 4, 1))
    quarters = [first.shift_months(3 * step) for step in range(4)]
    assert [quarter.length_days for quarter in quarters] == days_of_quarters
    window = DateRange.of_days(date(year, 1, 1), 90)
    assert (window.end == quarters[0].end) is (year == 2026)


def test_thirty_sixty_and_ninety_days_nest() -> None:
    start = date(2026, 1, 31)
    short, middle, long = (DateRange.of_days(start, n) for n in (30, 60, 90))
    assert (short.end, middle.end, long.end) == (
        date(2026, 3, 2),
        date(2026, 4, 1),
        date(2026, 5, 1),
    )
    assert long.contains(middle)
    assert middle.contains(short)
    assert not short.contains(middle)


def test_ranges_are_values() -> None:
    again = DateRange(date(2026, 4, 1), date(2026, 7, 1))
    assert {Q2, again} == {Q2}
    assert pickle.loads(pickle.dumps(Q2)) == Q2  # noqa: S301 - our own bytes
    assert sorted([Q2.shift_days(1), Q2]) == [Q2, Q2.shift_days(1)]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Q2.end = date(2027, 1, 1)  # type: ignore[misc] # the point of the test
