"""What days, ranges, working days and phasings promise, whichever they are."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.curve import due_share
from jbpcore.engine.cut_phasing import cut_phasing
from jbpcore.model.phasing import CumulativePhasing, CumulativePoint, LinearPhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days, add_months
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Shift
from jbpcore.periods.shifting import shifted
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.testing.period_strategies import (
    date_ranges,
    days,
    fiscal_calendars,
    work_calendars,
)
from jbpcore.testing.plan_strategies import phasings

steps = st.integers(-400, 400)
months = st.integers(-60, 60)
ranges = date_ranges()
phased = ranges.flatmap(lambda period: st.tuples(st.just(period), phasings(period)))

# --- days -----------------------------------------------------------------------------


@given(days(), steps, steps)
def test_days_add_up_like_numbers(day: date, one: int, two: int) -> None:
    assert add_days(add_days(day, one), two) == add_days(day, one + two)
    assert add_days(day, one) == day + timedelta(days=one)


@given(days(), months)
def test_a_month_on_keeps_the_day_or_takes_the_last(day: date, count: int) -> None:
    moved = add_months(day, count)
    number = day.year * 12 + day.month - 1 + count
    assert (moved.year, moved.month - 1) == divmod(number, 12)
    assert moved.day == day.day or (
        moved.day < day.day and (moved + timedelta(days=1)).day == 1
    )


@given(days(), st.integers(0, 60), st.integers(0, 60))
def test_later_months_come_later(day: date, one: int, two: int) -> None:
    assume(one < two)
    assert add_months(day, one) < add_months(day, two)


@given(days(), st.sampled_from(Shift), st.none() | work_calendars())
def test_a_shifted_day_is_worked_and_near(
    day: date, shift: Shift, calendar: WorkCalendar | None
) -> None:
    moved = shifted(day, shift, work_calendar=calendar)
    if moved is None:
        assert shift is Shift.SKIP
    elif moved != day:
        assert abs((moved - day).days) <= 31
        assert shifted(moved, shift, work_calendar=calendar) == moved
        assert (moved > day) or shift is not Shift.NEXT
        assert (moved < day) or shift is not Shift.PREVIOUS


@given(days())
def test_the_nearest_worked_day_is_at_most_two_away(day: date) -> None:
    moved = shifted(day, Shift.NEAREST)
    assert moved is not None
    assert abs((moved - day).days) <= 1 + (day.weekday() > 4)
    assert moved.weekday() < 5


# --- ranges ---------------------------------------------------------------------------


@given(ranges, ranges)
def test_what_two_ranges_share_does_not_depend_on_who_asks(
    one: DateRange, other: DateRange
) -> None:
    assert one.intersection(other) == other.intersection(one)
    assert one.overlaps(other) == other.overlaps(one)
    assert one.overlaps(other) == (one.intersection(other) is not None)


@given(ranges, ranges, ranges)
def test_parts_of_parts_are_parts(
    one: DateRange, two: DateRange, three: DateRange
) -> None:
    shared = one.intersection(two)
    if shared is not None:
        assert one.contains(shared)
        assert two.contains(shared)
        assert shared.length_days <= min(one.length_days, two.length_days)
    if one.contains(two) and two.contains(three):
        assert one.contains(three)


@given(ranges)
def test_a_range_says_the_same_of_itself_in_every_way(one: DateRange) -> None:
    assert DateRange.inclusive(one.first_day, one.last_day) == one
    assert DateRange.of_days(one.start, one.length_days) == one
    assert (one.end - one.start).days == one.length_days
    assert one.union(one) == one.intersection(one) == one
    assert one.difference(one) == one.gaps([one]) == ()
    assert one.covers([one])


@given(ranges, days(), days())
def test_days_gone_never_fall_back(whole: DateRange, one: date, two: date) -> None:
    early, late = sorted((one, two))
    gone = whole.elapsed_days(as_of=late) - whole.elapsed_days(as_of=early)
    assert 0 <= gone <= (late - early).days
    assert whole.elapsed_days(as_of=whole.last_day) == whole.length_days
    assert (
        whole.remaining_days(as_of=whole.start - timedelta(days=1)) == whole.length_days
    )


@given(ranges, months)
def test_months_forth_and_back_stay_near(whole: DateRange, count: int) -> None:
    there = whole.shift_months(count)
    back = there.shift_months(-count)
    assert abs((back.start - whole.start).days) <= 3
    assert abs((back.end - whole.end).days) <= 3


# --- fiscal calendars -----------------------------------------------------------------


@given(fiscal_calendars(), days())
def test_tomorrow_is_the_next_day_of_every_period(
    calendar: FiscalCalendar, day: date
) -> None:
    today, tomorrow = calendar.of(day), calendar.of(add_days(day, 1))
    for kind in PeriodKind:
        if today.period(kind) == tomorrow.period(kind):
            assert tomorrow.day_of(kind) == today.day_of(kind) + 1
        else:
            assert tomorrow.day_of(kind) == 1
            assert today.period(kind).dates.end == add_days(day, 1)


@given(fiscal_calendars(), st.integers(1992, 2088))
def test_a_year_is_made_of_its_periods(calendar: FiscalCalendar, year: int) -> None:
    assert [calendar.count(kind, year) for kind in (PeriodKind.HALF,)] == [2]
    assert calendar.count(PeriodKind.QUARTER, year) == 4
    assert calendar.count(PeriodKind.MONTH, year) in {12, 13}
    assert calendar.count(PeriodKind.WEEK, year) in {52, 53, 54}
    assert 363 <= calendar.year(year).length_days <= 372


@given(fiscal_calendars(), date_ranges(max_days=800), st.sampled_from(PeriodKind))
def test_whole_periods_are_among_the_tiles(
    calendar: FiscalCalendar, within: DateRange, kind: PeriodKind
) -> None:
    tiles = calendar.tiles(kind, within)
    assert sum(tile.dates.length_days for tile in tiles) == within.length_days
    assert set(calendar.list_periods(kind, within)) <= set(tiles)
    touching = list(calendar.iter_touching(kind, within))
    assert len(touching) == len(tiles)


# --- working days ---------------------------------------------------------------------


@given(work_calendars(), st.data())
def test_the_next_working_day_is_worked_and_none_lies_between(
    calendar: WorkCalendar, data: st.DataObject
) -> None:
    span = calendar.span
    assume(calendar.count(span))
    day = data.draw(st.dates(span.first_day, span.last_day))
    worked = [one for one in span.iter_days() if calendar.is_workday(one)]
    after = [one for one in worked if one > day]
    before = [one for one in worked if one < day]
    if after:
        assert calendar.next_workday(day) == after[0]
    if before:
        assert calendar.previous_workday(day) == before[-1]


@given(work_calendars(), st.data())
def test_more_days_hold_no_fewer_working_days(
    calendar: WorkCalendar, data: st.DataObject
) -> None:
    span = calendar.span
    first, last = sorted(
        data.draw(st.tuples(*[st.dates(span.first_day, span.last_day)] * 2))
    )
    inner = DateRange.inclusive(first, last)
    assert 0 <= calendar.count(inner) <= min(inner.length_days, calendar.count(span))


# --- phasings -------------------------------------------------------------------------


@given(phased)
def test_a_share_due_lies_between_nothing_and_all(case: tuple[DateRange, Any]) -> None:
    period, phasing = case
    before = due_share(phasing, period, as_of=period.start - timedelta(days=1))
    after = due_share(phasing, period, as_of=period.last_day)
    assert (before, after) in {(Fraction(0), Fraction(1)), (None, None)}


@given(phased, st.integers(-5, 405), st.integers(-5, 405))
def test_what_is_due_only_grows(
    case: tuple[DateRange, Any], one: int, two: int
) -> None:
    period, phasing = case
    early, late = (period.start + timedelta(days=n) for n in sorted((one, two)))
    shares = [due_share(phasing, period, as_of=day) for day in (early, late)]
    if None not in shares:
        assert 0 <= shares[0] <= shares[1] <= 1  # type: ignore[operator] # no None


@given(phased)
def test_what_falls_on_single_days_adds_up_to_the_whole(
    case: tuple[DateRange, Any],
) -> None:
    period, phasing = case
    ends = [period.start - timedelta(days=1), *period.iter_days()]
    shares = [due_share(phasing, period, as_of=day) for day in ends]
    if None not in shares:
        parts = [late - early for early, late in pairwise(shares)]  # type: ignore[operator] # no None
        assert min(parts) >= 0
        assert sum(parts) == 1


@given(ranges, st.integers(0, 400))
def test_an_even_phasing_goes_by_the_days(period: DateRange, number: int) -> None:
    day = period.start + timedelta(days=number)
    gone = min(number + 1, period.length_days)
    share = due_share(LinearPhasing(), period, as_of=day)
    assert share == Fraction(gone, period.length_days)


@given(phased, st.data())
def test_a_part_of_a_phasing_goes_on_as_the_whole_did(
    case: tuple[DateRange, Any], data: st.DataObject
) -> None:
    period, phasing = case
    assume(not isinstance(phasing, CumulativePhasing) or phasing.points)
    first = data.draw(st.integers(0, period.length_days - 1))
    length = data.draw(st.integers(1, period.length_days - first))
    part = DateRange.of_days(add_days(period.start, first), length)
    day = add_days(part.start, data.draw(st.integers(0, length - 1)))
    before, now, end = (
        due_share(phasing, period, as_of=when)
        for when in (add_days(part.start, -1), day, part.last_day)
    )
    if before is None or now is None or end is None or before == end:
        return
    found = due_share(cut_phasing(phasing, period, part), part, as_of=day)
    assert found == (now - before) / (end - before)


@given(ranges, st.lists(st.integers(0, 100), min_size=1, max_size=6))
def test_points_that_were_agreed_are_met(period: DateRange, given_: list[int]) -> None:
    count = min(len(given_), period.length_days - 1)
    assume(count > 0)
    shares = sorted(Fraction(number, 100) for number in given_[:count])
    ends = [add_days(period.start, at) for at in range(count)]
    points = [
        CumulativePoint(day, share) for day, share in zip(ends, shares, strict=True)
    ]
    phasing = CumulativePhasing(points)
    for point in points:
        assert due_share(phasing, period, as_of=point.on) == point.share


@given(ranges, st.lists(st.integers(0, 9), min_size=2, max_size=5))
def test_the_scale_of_the_weights_changes_no_share(
    period: DateRange, weights: list[int]
) -> None:
    assume(any(weights) and period.length_days >= len(weights))
    cuts = [add_days(period.start, at) for at in range(len(weights))]
    bounds = [*cuts, period.end]
    dates = [DateRange(first, last) for first, last in pairwise(bounds)]

    def phasing(factor: int) -> jbp.WeightedPhasing:
        return jbp.WeightedPhasing(
            jbp.Bucket(days, weight * factor)
            for days, weight in zip(dates, weights, strict=True)
        )

    for day in (period.start, cuts[-1], period.last_day):
        share = due_share(phasing(1), period, as_of=day)
        assert share == due_share(phasing(7), period, as_of=day)
        first = [w for d, w in zip(dates, weights, strict=True) if d.last_day <= day]
        if day == period.start and dates[0].length_days == 1:
            assert share == Fraction(sum(first), sum(weights))
