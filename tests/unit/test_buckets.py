"""Buckets of goals of every shape, against sums done by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from jbpcore.engine.buckets import BucketState, GoalBucket, list_buckets
from jbpcore.engine.reasons import Reason
from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, Unit
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Direction, Metric
from jbpcore.model.phasing import WeightedPhasing, WorkdayPhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

CALENDAR = FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)  # 30, 31 and 30 days
STAFF = Metric(
    key="staff",
    name="Certified staff",
    unit=Unit.count("staff"),
    accumulation=Accumulation.LEVEL,
)
CHURN = Metric(
    key="churn",
    name="Churn",
    unit=Unit.ratio(),
    accumulation=Accumulation.LEVEL,
    direction=Direction.DOWN,
)


def a_goal(**fields: Any) -> Goal:
    plain: dict[str, Any] = {
        "id": "g",
        "name": "Goal",
        "metric": metrics.REVENUE,
        "target": Money("25000", "USD"),
        "period": Q2,
    }
    return Goal(**{**plain, **fields})


def usd(*amounts: str) -> list[Amount]:
    return [Money(amount, "USD") for amount in amounts]


def months(goal: Goal, **options: Any) -> tuple[GoalBucket, ...]:
    return list_buckets(goal, CALENDAR, PeriodKind.MONTH, **options)


def scheduled(buckets: Sequence[GoalBucket]) -> list[Amount | None]:
    return [bucket.scheduled for bucket in buckets]


def booked(*facts: tuple[date, Amount], metric: str = "revenue") -> list[ActualEntry]:
    return [ActualEntry(metric=metric, on=on, amount=amount) for on, amount in facts]


def test_months_are_differences_of_what_is_due_at_their_ends() -> None:
    """25,000 x 30/91 = 8,241.758; x 61/91 = 16,758.242; each rounded once."""
    buckets = months(a_goal())
    assert [bucket.label for bucket in buckets] == ["FY26-P04", "FY26-P05", "FY26-P06"]
    assert scheduled(buckets) == usd("8241.76", "8516.48", "8241.76")
    dues = [bucket.scheduled_to_date for bucket in buckets]
    assert dues == usd("8241.76", "16758.24", "25000")


def test_weeks_are_cut_at_both_ends_of_the_quarter() -> None:
    """1 April 2026 is a Wednesday, 30 June a Tuesday: 5 days, 12 weeks, 2 days.

    25,000 x 5/91 = 1,373.626 and what is left after 89 days, 25,000 x 89/91 =
    24,450.549.
    """
    buckets = list_buckets(a_goal(), CALENDAR, PeriodKind.WEEK)
    assert [bucket.dates.length_days for bucket in buckets] == [5, *[7] * 12, 2]
    assert scheduled(buckets)[0] == Money("1373.63", "USD")
    assert scheduled(buckets)[-1] == Money("549.45", "USD")


def test_a_cent_that_does_not_divide_falls_somewhere_and_is_not_lost() -> None:
    """0.01 USD over three months: 0.0033 and 0.0067 are due, that is 0 and 0.01."""
    assert scheduled(months(a_goal(target=Money("0.01", "USD")))) == usd(
        "0", "0.01", "0"
    )


def test_a_target_below_zero_is_cut_like_the_one_above() -> None:
    """Credit notes of 100: the same months with the other sign."""
    above = months(a_goal(target=Money(100, "USD")))
    below = months(a_goal(target=Money(-100, "USD")))
    assert [-b.scheduled for b in above if isinstance(b.scheduled, Money)] == (
        scheduled(below)
    )


def test_a_goal_that_starts_late_has_a_short_first_month() -> None:
    """From 16 May with 20/30/50 a month: 16/31 of 30, and 50, of 9,500.

    9,500 x (480/31) ÷ (480/31 + 50) = 9,500 x 480 ÷ 2,030 = 2,246.305.
    """
    phasing = WeightedPhasing.by_month([20, 30, 50], period=Q2, calendar=CALENDAR)
    late = DateRange(date(2026, 5, 16), Q2.end)
    target = Money("9500", "USD")
    buckets = months(a_goal(target=target, period=late, phasing=phasing))
    assert scheduled(buckets) == usd("2246.31", "7253.69")
    assert buckets[0].period.is_stub
    assert str(buckets[0].dates) == "2026-05-16..2026-05-31"


def test_counts_may_be_scheduled_in_halves_or_in_whole_numbers() -> None:
    """Ten deals: 3.297 and 6.703 due by the ends of April and May."""
    goal = a_goal(metric=metrics.DEALS_WON, target=Quantity(10, "deals"))
    deals = [Quantity(count, "deals") for count in ("3.3", "3.4", "3.3")]
    assert scheduled(months(goal)) == deals
    whole = [Quantity(count, "deals") for count in (3, 4, 3)]
    assert scheduled(months(goal, whole_counts=True)) == whole


def test_what_is_finer_than_the_rounding_comes_last_and_takes_nothing_back() -> None:
    """0.6 deals in whole numbers, 95 % of it due by May: never 1 and then -0.4."""
    phasing = WeightedPhasing.by_month([45, 50, 5], period=Q2, calendar=CALENDAR)
    target = Quantity("0.6", "deals")
    goal = a_goal(metric=metrics.DEALS_WON, target=target, phasing=phasing)
    deals = [Quantity(count, "deals") for count in (0, "0.6", 0)]
    assert scheduled(months(goal, whole_counts=True)) == deals


def test_what_is_finer_than_the_rounding_is_due_where_the_last_of_it_is() -> None:
    phasing = WeightedPhasing.by_month([1, 1, 0], period=Q2, calendar=CALENDAR)
    target = Quantity("0.001", "deals")
    goal = a_goal(metric=metrics.DEALS_WON, target=target, phasing=phasing)
    deals = [Quantity(count, "deals") for count in (0, "0.001", 0)]
    assert scheduled(months(goal)) == deals


def test_a_level_moves_from_its_baseline() -> None:
    """From 6 to 12: 7.978 due by the end of April, 10.022 by the end of May."""
    six, twelve = Quantity(6, "staff"), Quantity(12, "staff")
    goal = a_goal(metric=STAFF, baseline=six, target=twelve)
    buckets = months(goal, whole_counts=True)
    assert scheduled(buckets) == [Quantity(2, "staff")] * 3
    dues = [bucket.scheduled_to_date for bucket in buckets]
    assert dues == [Quantity(count, "staff") for count in (8, 10, 12)]


def test_a_level_that_falls_is_short_by_what_it_did_not_fall() -> None:
    """Churn from 8 % to 5 %: 3 % x 30/91 = 9/910 in April, but it fell by 1/200."""
    goal = a_goal(metric=CHURN, baseline=Ratio("8%"), target=Ratio("5%"))
    seen = booked((date(2026, 4, 30), Ratio("7.5%")), metric="churn")
    april, may, june = months(goal, entries=seen, as_of=date(2026, 5, 10))
    assert april.scheduled == Ratio("-9/910")
    assert april.attained == Ratio("-1/200")
    assert april.gap == Ratio("89/18200")  # 9/910 - 1/200
    assert april.attained_to_date == Ratio("7.5%")
    # Nobody has looked since, so in May nothing has moved.
    assert may.attained == Ratio(0)
    assert may.gap == -(may.scheduled or Ratio(0))
    assert june.attained is june.gap is None


def test_a_level_that_nobody_has_seen_is_unknown_and_not_zero() -> None:
    goal = a_goal(metric=CHURN, baseline=Ratio("8%"), target=Ratio("5%"))
    april, *_ = months(goal, entries=[], as_of=date(2026, 5, 10))
    assert (april.attained, april.gap) == (None, None)
    assert april.state is BucketState.ENDED


def test_a_month_without_bookings_is_a_full_shortfall_once_it_has_begun() -> None:
    """7,500 in April; in May nothing yet, and June is still to come."""
    facts = booked((date(2026, 4, 20), Money(7500, "USD")))
    buckets = months(a_goal(), entries=facts, as_of=date(2026, 5, 1))
    assert [bucket.state for bucket in buckets] == [
        BucketState.ENDED,
        BucketState.BEGUN,
        BucketState.PENDING,
    ]
    assert [bucket.attained for bucket in buckets] == [*usd("7500", "0"), None]
    assert [bucket.gap for bucket in buckets] == [*usd("741.76", "8516.48"), None]
    assert [b.attained_to_date for b in buckets] == [*usd("7500", "7500"), None]


def test_a_month_has_begun_on_its_first_day_and_ended_on_its_last() -> None:
    def states(day: date) -> list[str | None]:
        return [bucket.state for bucket in months(a_goal(), as_of=day)]

    assert states(date(2026, 3, 31)) == ["pending"] * 3
    assert states(date(2026, 4, 1)) == ["begun", "pending", "pending"]
    assert states(date(2026, 4, 30)) == ["ended", "pending", "pending"]
    assert states(date(2026, 6, 30)) == ["ended"] * 3


def test_what_came_back_makes_a_month_shorter_still() -> None:
    facts = booked(
        (date(2026, 4, 20), Money(7500, "USD")),
        (date(2026, 5, 4), Money(-500, "USD")),
        (date(2026, 7, 1), Money(900, "USD")),  # after the quarter
    )
    buckets = months(a_goal(), entries=facts, as_of=date(2026, 12, 31))
    assert [bucket.attained for bucket in buckets] == usd("7500", "-500", "0")
    assert [bucket.gap for bucket in buckets] == usd("741.76", "9016.48", "8241.76")


def test_spending_more_than_a_month_may_is_a_gap() -> None:
    """A ceiling of 9,100 is 3,000 in April; 3,500 were spent."""
    goal = a_goal(metric=metrics.MARKETING_SPEND, target=Money(9100, "USD"))
    facts = booked(
        (date(2026, 4, 9), Money(3500, "USD")), metric=metrics.MARKETING_SPEND.key
    )
    april, may, _ = months(goal, entries=facts, as_of=date(2026, 5, 31))
    assert (april.scheduled, april.gap) == (Money(3000, "USD"), Money(500, "USD"))
    assert (may.scheduled, may.gap) == (Money(3100, "USD"), Money(-3100, "USD"))


def test_days_off_have_nothing_scheduled() -> None:
    """Golden Week of 2026 closes 29 April to 6 May; the rest of that week is open."""
    closed = {date(2026, 4, day) for day in (29, 30)}
    closed |= {date(2026, 5, day) for day in range(1, 9)}
    phasing = WorkdayPhasing(WorkCalendar.resolve(Q2, holidays=closed))
    buckets = list_buckets(a_goal(phasing=phasing), CALENDAR, PeriodKind.WEEK)
    by_start = {bucket.dates.start: bucket.scheduled for bucket in buckets}
    assert by_start[date(2026, 5, 4)] == Money(0, "USD")


def test_retail_months_of_four_and_five_weeks_add_up() -> None:
    """4-5-4 weeks of 13: 52,000 a quarter is 16,000, 20,000 and 16,000."""
    retail = FiscalCalendar.nrf_retail()
    goal = a_goal(target=Money(52_000, "USD"), period=retail.quarter(2026, 1))
    buckets = list_buckets(goal, retail, PeriodKind.MONTH)
    assert scheduled(buckets) == usd("16000", "20000", "16000")


def test_a_year_of_thirteen_months_has_thirteen_buckets() -> None:
    """364 days of 100 USD; thirteen times 2,800."""
    calendar = FiscalCalendar.weeks(
        end_weekday=Weekday.SAT, end_month=12, pattern="13x4"
    )
    year = calendar.year(2026)
    goal = a_goal(target=Money(36_400, "USD"), period=year)
    assert scheduled(list_buckets(goal, calendar, PeriodKind.MONTH)) == usd(
        *["2800"] * 13
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"target": None}, Reason.NO_TARGET),
        ({"metric": CHURN, "target": Ratio("5%")}, Reason.NO_BASELINE),
        (
            {"metric": metrics.WIN_RATE, "target": Ratio("30%")},
            Reason.NO_BUCKETS,
        ),
    ],
)
def test_where_nothing_can_be_scheduled_the_bucket_says_why(
    fields: dict[str, Any], reason: Reason
) -> None:
    buckets = months(a_goal(**fields), entries=[], as_of=date(2026, 5, 15))
    assert [bucket.reason for bucket in buckets] == [reason] * 3
    assert scheduled(buckets) == [None] * 3


def test_a_level_without_a_baseline_still_shows_where_it_stood() -> None:
    goal = a_goal(metric=CHURN, target=Ratio("5%"))
    seen = booked((date(2026, 4, 30), Ratio("7.5%")), metric="churn")
    april, *_ = months(goal, entries=seen, as_of=date(2026, 4, 30))
    assert (april.attained, april.attained_to_date) == (None, Ratio("7.5%"))


def test_a_goal_over_days_off_alone_has_nothing_scheduled() -> None:
    weekend = DateRange(date(2026, 4, 4), date(2026, 4, 6))
    phasing = WorkdayPhasing(WorkCalendar.resolve(Q2))
    buckets = months(a_goal(period=weekend, phasing=phasing))
    assert [bucket.reason for bucket in buckets] == [Reason.PHASING_EMPTY]


def test_bookings_need_a_day_to_be_counted_to() -> None:
    with pytest.raises(InvalidValueError, match="as_of"):
        months(a_goal(), entries=[])
