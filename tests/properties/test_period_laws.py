"""Laws of periods that hold for every calendar and every day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.periods.prior_year import PriorYear
from jbpcore.periods.two_calendars import name_in_calendar
from jbpcore.periods.week_pattern import WeekPattern
from jbpcore.periods.week_years import WeekYears, YearEndRule
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.periods.year_layout import YearName
from jbpcore.testing.period_strategies import (
    date_ranges,
    days,
    fiscal_calendars,
    work_calendars,
)

kinds = st.sampled_from(PeriodKind)
calendars = fiscal_calendars()
# Every period has 20 to 400 days around it that all calendars drawn here know.
years = st.integers(1992, 2088)


def periods_of(
    calendar: FiscalCalendar, kind: PeriodKind, year: int
) -> list[FiscalPeriod]:
    numbers = range(1, calendar.count(kind, year) + 1)
    return [calendar.period(kind, year, number) for number in numbers]


def follow_each_other(ranges: list[DateRange]) -> bool:
    return all(earlier.end == later.start for earlier, later in pairwise(ranges))


# --- ranges -------------------------------------------------------------------------


@given(date_ranges(), date_ranges())
def test_set_operations_are_those_of_sets_of_days(
    one: DateRange, other: DateRange
) -> None:
    ours, theirs = set(one.iter_days()), set(other.iter_days())
    both = one.intersection(other)
    assert set(both.iter_days() if both else ()) == ours & theirs
    assert one.overlaps(other) is bool(ours & theirs)
    assert one.contains(other) is (theirs <= ours)
    rest = one.difference(other)
    assert {day for days in rest for day in days.iter_days()} == ours - theirs
    if one.overlaps(other):
        assert set(one.union(other).iter_days()) == ours | theirs
    else:
        assert rest == (one,)


@given(date_ranges(), st.lists(date_ranges(max_days=60), max_size=6))
def test_gaps_and_what_was_taken_make_up_the_range(
    whole: DateRange, taken: list[DateRange]
) -> None:
    inside = [part for part in map(whole.intersection, taken) if part]
    gaps = whole.gaps(inside)
    assert whole.covers([*inside, *gaps])
    assert not any(gap.overlaps(part) for gap in gaps for part in inside)
    assert whole.gaps(taken) == gaps


@given(date_ranges(), days())
def test_elapsed_and_remaining_days_add_up(whole: DateRange, as_of: date) -> None:
    elapsed = whole.elapsed_days(as_of=as_of)
    assert elapsed == sum(day <= as_of for day in whole.iter_days())
    assert elapsed + whole.remaining_days(as_of=as_of) == whole.length_days


@given(date_ranges(max_days=40), st.data())
def test_splitting_loses_no_day(whole: DateRange, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from(list(whole.iter_days())))
    if day == whole.start:
        with pytest.raises(InvalidValueError):
            whole.split_at(day)
        return
    before, after = whole.split_at(day)
    assert [*before.iter_days(), *after.iter_days()] == list(whole.iter_days())


@given(days(), st.integers(1, 60), st.integers(-60, 60))
def test_whole_months_stay_whole(day: date, count: int, months: int) -> None:
    first = day.replace(day=1)
    whole = DateRange(first, DateRange.of_days(first, 1).shift_months(count).start)
    moved = whole.shift_months(months)
    assert moved.start.day == moved.end.day == 1
    assert months_between(whole.start, moved.start) == months
    assert months_between(moved.start, moved.end) == count


def months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


@given(date_ranges(), st.integers(-400, 400), st.integers(-24, 24))
def test_moving_never_empties_a_range(whole: DateRange, step: int, months: int) -> None:
    moved = whole.shift_days(step)
    assert moved.length_days == whole.length_days
    assert moved.shift_days(-step) == whole
    assert whole.shift_months(months).length_days >= 1


# --- fiscal calendars ---------------------------------------------------------------


@given(calendars, years, kinds)
def test_periods_tile_their_year(
    calendar: FiscalCalendar, year: int, kind: PeriodKind
) -> None:
    ranges = [period.dates for period in periods_of(calendar, kind, year)]
    whole = calendar.year(year)
    assert follow_each_other(ranges)
    assert (ranges[0].start, ranges[-1].end) == (whole.start, whole.end)
    assert calendar.year(year + 1).start == whole.end


@given(calendars, years, st.sampled_from([PeriodKind.HALF, PeriodKind.QUARTER]))
def test_larger_periods_are_made_of_whole_smaller_ones(
    calendar: FiscalCalendar, year: int, kind: PeriodKind
) -> None:
    smaller = {
        PeriodKind.HALF: PeriodKind.QUARTER,
        PeriodKind.QUARTER: PeriodKind.MONTH,
    }
    for period in periods_of(calendar, kind, year):
        assert calendar.stub_periods(smaller[kind], period.dates) == ()
        assert len(calendar.list_periods(smaller[kind], period.dates)) in (2, 3, 4)


@given(calendars, days(), kinds)
def test_a_day_is_in_the_period_that_it_says(
    calendar: FiscalCalendar, day: date, kind: PeriodKind
) -> None:
    here = calendar.of(day)
    period = here.period(kind)
    assert day in period.dates
    assert period == calendar.period(kind, here.year, here.number(kind))
    assert add_days(period.dates.start, here.day_of(kind) - 1) == day
    named = {
        PeriodKind.YEAR: (here.year, here.day_of_year),
        PeriodKind.HALF: (here.half, here.day_of(PeriodKind.HALF)),
        PeriodKind.QUARTER: (here.quarter, here.day_of_quarter),
        PeriodKind.MONTH: (here.month, here.day_of_month),
        PeriodKind.WEEK: (here.week, here.day_of(PeriodKind.WEEK)),
    }
    number = here.year if kind is PeriodKind.YEAR else here.number(kind)
    assert named[kind] == (number, here.day_of(kind))


@given(calendars, days(), kinds)
def test_labels_parse_back(
    calendar: FiscalCalendar, day: date, kind: PeriodKind
) -> None:
    period = calendar.of(day).period(kind)
    assert calendar.parse(period.label) == period
    assert calendar.parse(period.long_label) == period
    assert calendar.of(day).label(kind) == period.label


@given(calendars, date_ranges(max_days=900), kinds)
def test_whole_periods_and_stubs_cover_a_range_exactly(
    calendar: FiscalCalendar, within: DateRange, kind: PeriodKind
) -> None:
    tiles = calendar.tiles(kind, within)
    ranges = [tile.dates for tile in tiles]
    assert follow_each_other(ranges)
    assert (ranges[0].start, ranges[-1].end) == (within.start, within.end)
    whole = calendar.list_periods(kind, within)
    stubs = calendar.stub_periods(kind, within)
    assert sorted((*whole, *stubs), key=lambda p: p.dates) == list(tiles)
    assert all(p.dates == calendar.parse(p.long_label).dates for p in whole)
    assert len(stubs) <= 2
    for stub in stubs:
        assert stub.whole_dates == calendar.parse(stub.long_label).dates
        assert not within.contains(stub.whole_dates)
        assert 0 < stub.active_ratio < 1


@given(calendars, days(), kinds)
def test_a_period_is_found_again_by_its_days(
    calendar: FiscalCalendar, day: date, kind: PeriodKind
) -> None:
    period = calendar.of(day).period(kind)
    found = calendar.try_period(period.dates)
    assert found is not None
    assert found.dates == period.dates
    assert str(name_in_calendar(period.dates, calendar)) == found.label


@given(calendars, date_ranges(max_days=900))
def test_a_name_has_all_the_days_and_says_if_it_has_more(
    calendar: FiscalCalendar, dates: DateRange
) -> None:
    name = name_in_calendar(dates, calendar)
    assert name.dates.contains(dates)
    assert name.is_exact is (name.dates == dates)


# --- 52/53-week years ---------------------------------------------------------------


@st.composite
def week_calendars(draw: st.DrawFn) -> FiscalCalendar:
    return draw(calendars.filter(lambda c: isinstance(c.years, WeekYears)))


@given(week_calendars(), years)
def test_years_by_rule_have_52_or_53_weeks_and_stay_where_they_are(
    calendar: FiscalCalendar, year: int
) -> None:
    """The definition itself, a day at a time, without the closed form."""
    rule = calendar.years
    assert isinstance(rule, WeekYears)
    dates = calendar.year(year)
    assert dates.length_days in (52 * 7, 53 * 7)
    early = rule.named_by is YearName.START
    month_end = last_day_of_month(year + early, rule.end_month)
    near = [month_end + timedelta(days=step) for step in range(-6, 7)]
    ends = [day for day in near if day.weekday() == rule.end_weekday]
    if rule.rule is YearEndRule.LAST:
        expected = max(day for day in ends if day <= month_end)
    else:
        expected = min(ends, key=lambda day: abs(day - month_end))
    assert dates.last_day == expected


def last_day_of_month(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


# Ends of 16 quarters as the FY5253Quarter offset of pandas 3.1 gives them. Fiscal 2025
# of the first and 2020 of the second have 53 weeks.
LAST_MONDAY_OF_MARCH = """
    2022-06-27 2022-09-26 2022-12-26 2023-03-27 2023-06-26 2023-09-25 2023-12-25
    2024-03-25 2024-06-24 2024-09-23 2024-12-30 2025-03-31 2025-06-30 2025-09-29
    2025-12-29 2026-03-30
"""
WEDNESDAY_NEAREST_31_MAY = """
    2019-08-28 2019-12-04 2020-03-04 2020-06-03 2020-09-02 2020-12-02 2021-03-03
    2021-06-02 2021-09-01 2021-12-01 2022-03-02 2022-06-01 2022-08-31 2022-11-30
    2023-03-01 2023-05-31
"""


@pytest.mark.parametrize(
    ("weekday", "end_month", "rule", "extra_week_quarter", "first_year", "listed"),
    [
        (Weekday.MON, 3, YearEndRule.LAST, 3, 2023, LAST_MONDAY_OF_MARCH),
        (Weekday.WED, 5, YearEndRule.NEAREST, 2, 2020, WEDNESDAY_NEAREST_31_MAY),
    ],
)
def test_quarters_end_where_another_library_ends_them(
    weekday: Weekday,
    end_month: int,
    rule: YearEndRule,
    extra_week_quarter: int,
    first_year: int,
    listed: str,
) -> None:
    calendar = FiscalCalendar.weeks(
        end_weekday=weekday,
        end_month=end_month,
        rule=rule,
        extra_week_quarter=extra_week_quarter,
    )
    ends = [
        str(calendar.quarter(year, number).last_day)
        for year in range(first_year, first_year + 4)
        for number in range(1, 5)
    ]
    assert ends == listed.split()


@given(week_calendars(), years)
def test_only_the_stated_month_is_longer_in_a_long_year(
    calendar: FiscalCalendar, year: int
) -> None:
    assert isinstance(calendar.years, WeekYears)
    grouping = calendar.years.grouping
    plain = (
        [4] * 13
        if grouping.pattern is WeekPattern.P13X4
        else [int(weeks) for weeks in grouping.pattern.split("-")] * 4
    )
    lengths = [
        p.dates.length_days for p in periods_of(calendar, PeriodKind.MONTH, year)
    ]
    is_long = calendar.count(PeriodKind.WEEK, year) == 53
    month = grouping.extra_week_month if is_long else 0
    assert lengths == [7 * (w + (n == month)) for n, w in enumerate(plain, start=1)]


@given(calendars, days(first=date(1993, 1, 1)), kinds)
def test_a_year_before_is_as_long_or_as_numbered(
    calendar: FiscalCalendar, day: date, kind: PeriodKind
) -> None:
    period = calendar.of(day).period(kind)
    weeks = calendar.prior_year(period, align=PriorYear.SAME_WEEKS)
    assert weeks.length_days == period.dates.length_days
    assert weeks.start == period.dates.start - timedelta(weeks=52)
    if period.number <= calendar.count(kind, period.year - 1):
        expected = calendar.period(kind, period.year - 1, period.number).dates
        assert calendar.prior_year(period) == expected
    else:
        with pytest.raises(InvalidValueError, match="SAME_WEEKS"):
            calendar.prior_year(period)


# --- workdays -----------------------------------------------------------------------


@given(work_calendars(), st.data())
def test_workdays_are_those_that_a_loop_would_count(
    calendar: WorkCalendar, data: st.DataObject
) -> None:
    first, last = sorted(data.draw(st.tuples(*[days_of(calendar.span)] * 2)))
    dates = DateRange.inclusive(first, last)
    worked = [day for day in dates.iter_days() if day not in calendar.non_working_days]
    assert calendar.count(dates) == len(worked)
    assert worked == [day for day in dates.iter_days() if calendar.is_workday(day)]
    for number, day in enumerate(worked, start=1):
        assert calendar.nth(first, number) == day
        assert calendar.nth(last, number - len(worked) - 1) == day


@given(work_calendars(), st.data())
def test_workdays_of_parts_add_up(calendar: WorkCalendar, data: st.DataObject) -> None:
    span = calendar.span
    day = data.draw(days_of(span))
    elapsed = calendar.elapsed_workdays(span, as_of=day)
    assert elapsed == sum(d <= day and calendar.is_workday(d) for d in span.iter_days())
    assert elapsed + calendar.remaining_workdays(span, as_of=day) == calendar.count(
        span
    )
    if day != span.start:
        before, after = span.split_at(day)
        assert calendar.count(before) + calendar.count(after) == calendar.count(span)


@given(work_calendars(), st.data())
def test_a_stored_calendar_answers_as_the_resolved_one(
    calendar: WorkCalendar, data: st.DataObject
) -> None:
    stored = WorkCalendar(
        span=calendar.span,
        non_working_days=data.draw(st.permutations(calendar.non_working_days)),
    )
    assert stored == calendar
    assert hash(stored) == hash(calendar)
    assert stored.count(stored.span) == calendar.count(calendar.span)


def days_of(span: DateRange) -> st.SearchStrategy[date]:
    return st.dates(span.first_day, span.last_day)
