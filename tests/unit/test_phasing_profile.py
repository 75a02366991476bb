"""Named profiles, laid over whole and part periods."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.curve import due_share
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import LinearPhasing
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday

CALENDAR = FiscalCalendar.calendar_year()
APPLE = FiscalCalendar.weeks(end_weekday=Weekday.SAT, end_month=9, extra_week_quarter=1)
HOCKEY_STICK = PhasingProfile(
    name="Hockey stick", per=ProfileStep.MONTH_OF_QUARTER, weights=[20, 30, 50]
)
RETAIL = PhasingProfile(
    name="Retail", per=ProfileStep.MONTH, weights=[5, 5, *[8] * 9, 18]
)
QUARTERS = PhasingProfile(
    name="Quarters", per=ProfileStep.QUARTER, weights=["0.8", "0.9", "0.7", "1.6"]
)


def shares(
    profile: PhasingProfile,
    period: DateRange,
    *days: date,
    calendar: FiscalCalendar = CALENDAR,
) -> list[Fraction | None]:
    phasing = profile.phasing(period, calendar)
    return [due_share(phasing, period, as_of=day) for day in days]


def test_the_same_profile_serves_a_quarter_and_the_year() -> None:
    quarter, year = CALENDAR.quarter(2026, 2), CALENDAR.year(2026)
    april, may = date(2026, 4, 30), date(2026, 5, 31)
    found = shares(HOCKEY_STICK, quarter, april, may)
    assert found == [Fraction(20, 100), Fraction(50, 100)]
    # In the year one quarter of four is over, and 20 and 50 % of the second.
    found = shares(HOCKEY_STICK, year, april, may)
    assert found == [Fraction(120, 400), Fraction(150, 400)]


def test_a_late_start_gets_the_rest_of_the_profile_and_the_whole_of_the_target() -> (
    None
):
    """From 16 November: 15 of its 30 days with weight 8 are 4, December has 18."""
    stub = DateRange(date(2026, 11, 16), date(2027, 1, 1))
    found = shares(RETAIL, stub, date(2026, 11, 30), date(2026, 12, 31))
    assert found == [Fraction(4, 22), 1]


def test_an_early_end_is_cut_the_same_way() -> None:
    """1 January to 14 February: 5, and 14 of 28 days of 5."""
    stub = DateRange(date(2026, 1, 1), date(2026, 2, 15))
    assert shares(RETAIL, stub, date(2026, 1, 31)) == [Fraction(5, Fraction(15, 2))]


def test_a_period_over_the_turn_of_the_year_takes_each_month_its_weight() -> None:
    """December 18, January 5."""
    winter = DateRange(date(2026, 12, 1), date(2027, 2, 1))
    assert shares(RETAIL, winter, date(2026, 12, 31)) == [Fraction(18, 23)]


def test_a_month_of_five_weeks_has_the_weight_of_its_month() -> None:
    """FY23 of the calendar has its 53rd week in the first quarter: 4-4-6 weeks."""
    quarter = APPLE.quarter(2023, 1)
    last = APPLE.month(2023, 3)
    assert last.length_days == 42
    days = (last.start - timedelta(days=1), last.start + timedelta(days=20))
    found = shares(HOCKEY_STICK, quarter, *days, calendar=APPLE)
    assert found == [Fraction(1, 2), Fraction(3, 4)]


def test_seasonal_factors_need_not_add_up_to_anything() -> None:
    """600,000 a year with an index of 0.7 for the third quarter: 105,000."""
    year = CALENDAR.year(2026)
    before, after = shares(QUARTERS, year, date(2026, 6, 30), date(2026, 9, 30))
    assert before is not None
    assert after is not None
    assert (after - before) * 600_000 == 105_000
    assert sum(QUARTERS.shares) == 1


def test_parts_end_within_a_day_and_stay_exact() -> None:
    """Three parts of 10/3 days with 1, 2 and 3 sixths: on day 4 the first part and
    two thirds of a day of the second are over: 1/6 + 1/3 x (2/3 ÷ 10/3) = 7/30."""
    thirds = PhasingProfile(name="T", per=ProfileStep.PART, weights=[1, 2, 3])
    period = DateRange.of_days(date(2026, 3, 1), 10)
    phasing = thirds.phasing(period)
    found = [due_share(phasing, period, as_of=date(2026, 3, d)) for d in (2, 3, 4, 7)]
    assert found == [
        Fraction(1, 10),  # 2 days of 10/3, of 1/6
        Fraction(3, 20),
        Fraction(7, 30),
        Fraction(1, 2) + Fraction(1, 2) * Fraction(1, 10),  # 1/3 day of 10/3
    ]


def test_parts_may_have_lengths_of_their_own() -> None:
    """A tenth of the days, then the rest; half the target on each."""
    launch = PhasingProfile(
        name="Launch", per=ProfileStep.PART, weights=[1, 1], lengths=[1, 9]
    )
    period = DateRange.of_days(date(2026, 3, 1), 20)
    phasing = launch.phasing(period)
    found = [due_share(phasing, period, as_of=date(2026, 3, d)) for d in (1, 2, 11)]
    assert found == [Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]


def test_parts_of_a_longer_period_are_cut_to_what_is_left_of_it() -> None:
    """Of 20 days with 1, 1, 2, 4 eighths for five days each, the last 12: in them
    2/5 of the second part (0.4), and the rest (2 and 4): 6.4 in all."""
    ramp = PhasingProfile(name="Ramp", per=ProfileStep.PART, weights=[1, 1, 2, 4])
    whole = DateRange.of_days(date(2026, 3, 1), 20)
    late = DateRange(date(2026, 3, 9), whole.end)
    phasing = ramp.phasing(late, part_of=whole)
    found = [due_share(phasing, late, as_of=date(2026, 3, d)) for d in (8, 10, 15, 20)]
    assert found == [0, Fraction(4, 64), Fraction(24, 64), 1]


def test_a_period_of_one_day_needs_no_curve() -> None:
    ramp = PhasingProfile(name="Ramp", per=ProfileStep.PART, weights=[1, 9])
    assert ramp.phasing(DateRange.of_days(date(2026, 3, 1), 1)) == LinearPhasing()


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=12),
    st.integers(1, 100),
    st.integers(0, 60),
    st.data(),
)
def test_a_second_reckoning_hour_by_hour_agrees(
    weights: list[int], days: int, late: int, data: st.DataObject
) -> None:
    """Cut each day in as many slices as there are parts: each slice is in one part."""
    if not any(weights):
        weights = [*weights, 1]
    profile = PhasingProfile(name="P", per=ProfileStep.PART, weights=weights)
    whole = DateRange.of_days(date(2026, 1, 1), days + late)
    period = DateRange(whole.start + timedelta(days=late), whole.end)
    parts, total_days = len(weights), days + late
    slices = [
        Fraction(weights[number // total_days], total_days)
        for number in range(parts * total_days)
    ]
    wanted = sum(slices[parts * late :], Fraction(0))
    if not wanted:
        with pytest.raises(InvalidValueError, match="puts a part"):
            profile.phasing(period, part_of=whole)
        return
    day = data.draw(st.integers(0, days))
    gone = sum(slices[parts * late : parts * (late + day)], Fraction(0))
    as_of = period.start + timedelta(days=day - 1)
    phasing = profile.phasing(period, part_of=whole)
    assert due_share(phasing, period, as_of=as_of) == gone / wanted


@given(st.integers(1, 400), st.integers(0, 400))
def test_a_straight_profile_of_quarters_gives_each_quarter_a_fourth(
    days: int, late: int
) -> None:
    flat = PhasingProfile(name="F", per=ProfileStep.QUARTER, weights=[1, 1, 1, 1])
    start = date(2026, 1, 1) + timedelta(days=late)
    period = DateRange.of_days(start, days)
    wanted = sum(t.active_ratio for t in CALENDAR.tiles(PeriodKind.QUARTER, period))
    first = CALENDAR.tiles(PeriodKind.QUARTER, period)[0]
    found = shares(flat, period, first.dates.last_day)
    assert found == [first.active_ratio / wanted]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weights": []}, "not all zero"),
        ({"weights": [0, 0, 0]}, "not all zero"),
        ({"weights": [1, -1, 1]}, "none below zero"),
        ({"weights": [1, 1]}, "3 numbers, one for each month_of_quarter"),
        ({"weights": [1, 1, 0.5]}, "weights"),
        ({"lengths": [1, 1, 1]}, "empty"),
        ({"per": ProfileStep.PART, "lengths": [1, 1]}, "as many as"),
        ({"per": ProfileStep.PART, "lengths": [1, 0, 1]}, "above zero"),
        ({"per": ProfileStep.QUARTER}, "4 numbers"),
        ({"per": ProfileStep.MONTH}, "12 or 13 numbers"),
        ({"per": "month"}, "ProfileStep"),
        ({"name": ""}, "name"),
    ],
)
def test_a_profile_that_cannot_be_is_refused(wrong: dict[str, Any], words: str) -> None:
    fields: dict[str, Any] = {
        "name": "P",
        "per": ProfileStep.MONTH_OF_QUARTER,
        "weights": [20, 30, 50],
    }
    with pytest.raises(InvalidValueError, match=words):
        PhasingProfile(**{**fields, **wrong})


def test_a_profile_says_what_it_misses() -> None:
    quarter = CALENDAR.quarter(2026, 2)
    with pytest.raises(InvalidValueError, match="a fiscal calendar"):
        HOCKEY_STICK.phasing(quarter)
    part = PhasingProfile(name="P", per=ProfileStep.PART, weights=[1])
    with pytest.raises(InvalidValueError, match="contains"):
        part.phasing(CALENDAR.year(2026), part_of=quarter)
    nothing = PhasingProfile(name="N", per=ProfileStep.QUARTER, weights=[1, 0, 1, 1])
    with pytest.raises(InvalidValueError, match="puts a part"):
        nothing.phasing(quarter, CALENDAR)


def test_a_year_of_thirteen_months_needs_thirteen_weights() -> None:
    thirteen = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=12, pattern="13x4"
    )
    year = thirteen.year(2026)
    with pytest.raises(InvalidValueError, match="13 numbers"):
        RETAIL.phasing(year, thirteen)
    with pytest.raises(InvalidValueError, match="three months"):
        HOCKEY_STICK.phasing(year, thirteen)
    flat = PhasingProfile(name="F", per=ProfileStep.MONTH, weights=[1] * 13)
    phasing = flat.phasing(year, thirteen)
    first = thirteen.month(2026, 1).last_day
    assert due_share(phasing, year, as_of=first) == Fraction(1, 13)
