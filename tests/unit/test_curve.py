from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.engine.curve import due_share
from jbpcore.errors import InvalidValueError

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
MONTHLY = jbp.WeightedPhasing.by_month([20, 30, 50], period=Q2, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2026, 3, 31), Fraction(0)),
        (date(2026, 4, 30), Fraction(20, 100)),
        (date(2026, 5, 31), Fraction(50, 100)),
        (date(2026, 6, 15), Fraction(75, 100)),  # half of June's thirty days
        (date(2026, 6, 30), Fraction(1)),
        (date(2027, 1, 1), Fraction(1)),
    ],
)
def test_months_fill_one_after_the_other(day: date, share: Fraction) -> None:
    assert due_share(MONTHLY, Q2, as_of=day) == share


def test_a_profile_of_the_year_serves_a_goal_that_starts_in_mid_year() -> None:
    """From 16 May: 16 of May's 31 days (weight 30 x 16/31) and June (50)."""
    stub = jbp.DateRange(date(2026, 5, 16), Q2.end)
    may = Fraction(30 * 16, 31)
    assert due_share(MONTHLY, stub, as_of=date(2026, 5, 31)) == may / (may + 50)
    assert due_share(MONTHLY, stub, as_of=date(2026, 6, 30)) == 1


def test_days_in_no_bucket_get_nothing() -> None:
    first_week = jbp.DateRange.of_days(Q2.start, 7)
    phasing = jbp.WeightedPhasing([jbp.Bucket(first_week, 3)])
    assert due_share(phasing, Q2, as_of=date(2026, 4, 3)) == Fraction(3, 7)
    assert due_share(phasing, Q2, as_of=date(2026, 4, 8)) == 1


def test_a_bucket_without_weight_keeps_the_curve_level() -> None:
    phasing = jbp.WeightedPhasing.by_month([1, 0, 1], period=Q2, calendar=CALENDAR)
    may = [due_share(phasing, Q2, as_of=date(2026, 5, day)) for day in (1, 31)]
    assert may == [Fraction(1, 2), Fraction(1, 2)]


def test_agreed_points_are_joined_by_straight_lines() -> None:
    """20 % by the end of April (day 30), 60 % by the end of May (day 61), then all."""
    phasing = jbp.CumulativePhasing(
        [
            jbp.CumulativePoint(date(2026, 4, 30), "0.2"),
            jbp.CumulativePoint(date(2026, 5, 31), "0.6"),
        ]
    )
    shares = {
        date(2026, 4, 15): Fraction(10, 100),
        date(2026, 4, 30): Fraction(20, 100),
        date(2026, 5, 1): Fraction(20, 100) + Fraction(40, 100) / 31,
        date(2026, 6, 15): Fraction(80, 100),
        date(2026, 6, 30): Fraction(1),
    }
    found = {day: due_share(phasing, Q2, as_of=day) for day in shares}
    assert found == shares


def test_points_outside_the_period_do_not_bend_it() -> None:
    phasing = jbp.CumulativePhasing([jbp.CumulativePoint(date(2026, 12, 1), "0.9")])
    assert due_share(phasing, Q2, as_of=date(2026, 4, 1)) == Fraction(1, 91)


def test_working_days_stand_still_on_holidays_and_weekends() -> None:
    """Good Friday 3 April and Easter Monday 6 April 2026 off: 63 working days."""
    off = {date(2026, 4, 3), date(2026, 4, 6)}
    phasing = jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(Q2, holidays=off))
    shares = [due_share(phasing, Q2, as_of=date(2026, 4, day)) for day in (2, 6, 7)]
    assert shares == [Fraction(2, 63), Fraction(2, 63), Fraction(3, 63)]


def test_a_goal_over_days_off_alone_has_no_curve() -> None:
    weekend = jbp.DateRange(date(2026, 4, 4), date(2026, 4, 6))
    phasing = jbp.WorkdayPhasing(jbp.WorkCalendar.resolve(Q2))
    assert due_share(phasing, weekend, as_of=date(2026, 4, 5)) is None


def test_each_month_needs_its_weight() -> None:
    with pytest.raises(InvalidValueError, match="3 weights"):
        jbp.WeightedPhasing.by_month([50, 50], period=Q2, calendar=CALENDAR)


@pytest.mark.parametrize("weights", [[0, 0, 0], []])
def test_weights_must_weigh_something(weights: list[int]) -> None:
    months = [CALENDAR.month(2026, number) for number in (4, 5, 6)]
    buckets = [jbp.Bucket(m, w) for m, w in zip(months, weights, strict=False)]
    with pytest.raises(InvalidValueError, match="weight above zero"):
        jbp.WeightedPhasing(buckets)


def test_buckets_may_not_overlap_or_go_back() -> None:
    april, may = CALENDAR.month(2026, 4), CALENDAR.month(2026, 5)
    for pair in ((may, april), (april, april)):
        with pytest.raises(InvalidValueError, match="in order and apart"):
            jbp.WeightedPhasing([jbp.Bucket(dates, 1) for dates in pair])


def test_points_may_not_fall() -> None:
    points = [("0.5", date(2026, 4, 30)), ("0.4", date(2026, 5, 31))]
    with pytest.raises(InvalidValueError, match="never falling"):
        jbp.CumulativePhasing([jbp.CumulativePoint(on, s) for s, on in points])


def test_nobody_needs_more_buckets_than_a_year_has_days() -> None:
    days = [
        jbp.DateRange.of_days(date(2026, 1, 1), 1).shift_days(n) for n in range(401)
    ]
    assert (
        len(jbp.WeightedPhasing([jbp.Bucket(d, 1) for d in days[:400]]).buckets) == 400
    )
    with pytest.raises(InvalidValueError, match="at most 400"):
        jbp.WeightedPhasing([jbp.Bucket(day, 1) for day in days])
    points = [jbp.CumulativePoint(day.start, "1/2") for day in days]
    with pytest.raises(InvalidValueError, match="at most 400"):
        jbp.CumulativePhasing(points)
