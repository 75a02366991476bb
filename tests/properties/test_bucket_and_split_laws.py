"""Whatever a goal looks like and however it is cut, nothing is lost or made."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.buckets import GoalBucket, list_buckets
from jbpcore.engine.curve import due_share
from jbpcore.engine.reasons import Reason
from jbpcore.engine.roll_up import roll_up
from jbpcore.engine.splits import split_by_label
from jbpcore.engine.time_splits import split_by_time
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, Unit
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation, Metric
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.testing.period_strategies import date_ranges, fiscal_calendars
from jbpcore.testing.value_strategies import money, quantities, ratios
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

STAFF = Metric(
    key="staff",
    name="Staff",
    unit=Unit.count("staff"),
    accumulation=Accumulation.LEVEL,
)
KINDS = st.sampled_from(list(PeriodKind))


@st.composite
def phasings(draw: st.DrawFn, period: DateRange) -> Phasing:
    sort = draw(st.sampled_from(["linear", "workdays", "weights", "points", "s", "p"]))
    if sort == "workdays":
        weekend = draw(st.sets(st.sampled_from(Weekday), max_size=6))
        return WorkdayPhasing(WorkCalendar.resolve(period, weekend=weekend))
    if sort == "weights":
        day, buckets = period.start - timedelta(days=draw(st.integers(0, 20))), []
        for weight in draw(st.lists(st.integers(0, 9), min_size=1, max_size=6)):
            dates = DateRange.of_days(day, draw(st.integers(1, 90)))
            buckets.append(Bucket(dates, weight))
            day = dates.end + timedelta(days=draw(st.integers(0, 5)))
        return WeightedPhasing([*buckets, Bucket(DateRange.of_days(day, 1), 1)])
    if sort == "points":
        days = sorted(draw(st.sets(st.integers(-5, 410), min_size=1, max_size=5)))
        dues = sorted(draw(st.fractions(0, 1, max_denominator=99)) for _ in days)
        return CumulativePhasing(
            CumulativePoint(period.start + timedelta(days=n), due)
            for n, due in zip(days, dues, strict=True)
        )
    if sort == "s":
        peak = draw(st.fractions(0, 1, max_denominator=100))
        return SCurvePhasing(peak, draw(st.integers(1, 5)))
    if sort == "p":
        weights = draw(st.lists(st.integers(1, 9), min_size=1, max_size=9))
        profile = PhasingProfile(name="P", per=ProfileStep.PART, weights=weights)
        return profile.phasing(period)
    return LinearPhasing()


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """Flows, ceilings and levels; money, counts and ratios; up, down and not at all."""
    period = draw(date_ranges())
    sort = draw(st.sampled_from(["flow", "ceiling", "count", "level", "ratio"]))
    metric = metrics.REVENUE
    baseline: Amount | None = None
    target: Amount = draw(money())
    if sort == "ceiling":
        metric = metrics.MARKETING_SPEND
    if sort == "count":
        places = draw(st.integers(0, 3))
        metric = metrics.DEALS_WON
        target = draw(quantities(unit="deals", places=places, max_amount=500))
    if sort == "level":
        metric = STAFF
        baseline = draw(quantities(unit="staff", min_amount=0, max_amount=99))
        target = draw(quantities(unit="staff", min_amount=0, max_amount=99, places=1))
    if sort == "ratio":
        metric = metrics.CHURN_RATE
        baseline = draw(ratios(min_value=0, max_value=1, max_denominator=100))
        target = draw(ratios(min_value=0, max_value=1, max_denominator=100))
    return Goal(
        id="g",
        name="Goal",
        metric=metric,
        target=target,
        baseline=baseline,
        period=period,
        phasing=draw(phasings(period)),
    )


def number(amount: Amount | None) -> Fraction:
    assert amount is not None
    return exact(amount)


def total(buckets: tuple[GoalBucket, ...]) -> Fraction:
    return sum((number(bucket.scheduled) for bucket in buckets), Fraction(0))


def way(goal: Goal) -> Fraction:
    start = Fraction(0) if goal.baseline is None else exact(goal.baseline)
    return number(goal.target) - start


@given(goals(), fiscal_calendars(), KINDS, st.booleans())
def test_buckets_add_up_to_the_target_to_the_last_digit(
    goal: Goal,
    calendar: FiscalCalendar,
    kind: PeriodKind,
    whole_counts: bool,  # noqa: FBT001 - Hypothesis hands it over by place
) -> None:
    buckets = list_buckets(goal, calendar, kind, whole_counts=whole_counts)
    assert sum(bucket.dates.length_days for bucket in buckets) == (
        goal.period.length_days
    )
    if buckets[0].reason is not None:
        assert {bucket.reason for bucket in buckets} == {Reason.PHASING_EMPTY}
        return
    assert total(buckets) == way(goal)
    assert number(buckets[-1].scheduled_to_date) == number(goal.target)
    # No bucket takes back what another gave, and none is in parts of a cent.
    signs = {number(bucket.scheduled) > 0 for bucket in buckets if bucket.scheduled
             and not bucket.scheduled.is_zero}  # fmt: skip
    assert len(signs) <= 1
    for bucket in buckets:
        if isinstance(bucket.scheduled, Money):
            assert bucket.scheduled.is_whole_minor
        if isinstance(bucket.scheduled, Quantity) and whole_counts:
            last = bucket is buckets[-1]
            crumbs = number(goal.target).denominator != 1
            assert number(bucket.scheduled).denominator == 1 or last or crumbs


@given(goals(), fiscal_calendars())
def test_months_add_up_to_their_quarters(goal: Goal, calendar: FiscalCalendar) -> None:
    quarters = list_buckets(goal, calendar, PeriodKind.QUARTER)
    months = list_buckets(goal, calendar, PeriodKind.MONTH)
    if quarters[0].reason is not None:
        return
    for quarter in quarters:
        inside = tuple(m for m in months if quarter.dates.contains(m.dates))
        assert total(inside) == number(quarter.scheduled)


@given(goals(), fiscal_calendars(), KINDS, st.integers(-20, 420))
def test_what_is_scheduled_to_date_is_what_an_assessment_expects(
    goal: Goal, calendar: FiscalCalendar, kind: PeriodKind, days: int
) -> None:
    as_of = goal.period.start + timedelta(days=days)
    for bucket in list_buckets(goal, calendar, kind, as_of=as_of)[:-1]:
        end = bucket.dates.last_day
        result = assess_goal(goal, [], as_of=end)
        if bucket.reason is None and not isinstance(goal.target, Quantity):
            assert result.expected_to_date == bucket.scheduled_to_date
        assert bucket.state is not None
        assert (bucket.state.value == "ended") == (end <= as_of)
        assert (bucket.state.value == "pending") == (as_of < bucket.dates.start)


@st.composite
def ledgers(draw: st.DrawFn, goal: Goal) -> list[ActualEntry]:
    entries = []
    for _ in range(draw(st.integers(0, 6))):
        minor = draw(st.integers(-(10**4), 10**6))
        amount: Amount = Money.from_minor(minor, goal.currency or "USD")
        if isinstance(goal.target, Quantity):
            amount = Quantity(minor, goal.target.unit)
        on = goal.period.start + timedelta(days=draw(st.integers(-5, 405)))
        thirds = Fraction(draw(st.integers(0, 3)), 3)
        entry = ActualEntry(
            metric=goal.metric.key, on=on, amount=amount, credit_ratio=thirds
        )
        entries.append(entry)
    return entries


@given(goals(), fiscal_calendars(), KINDS, st.data())
def test_what_came_in_adds_up_to_what_was_attained(
    goal: Goal, calendar: FiscalCalendar, kind: PeriodKind, data: st.DataObject
) -> None:
    if goal.metric == metrics.CHURN_RATE:
        dollar = Money(1, "USD")
        goal = attrs.evolve(goal, metric=metrics.REVENUE, baseline=None, target=dollar)
    entries = data.draw(ledgers(goal))
    as_of: date = goal.period.start + timedelta(days=data.draw(st.integers(-9, 420)))
    buckets = list_buckets(goal, calendar, kind, entries=entries, as_of=as_of)
    begun = [b for b in buckets if b.attained is not None]
    assert all(b.state is not None and b.state.value != "pending" for b in begun)
    if not begun:
        return
    result = assess_goal(goal, entries, as_of=min(as_of, goal.period.last_day))
    start = Fraction(0) if goal.baseline is None else exact(goal.baseline)
    came_in = sum((number(b.attained) for b in begun), Fraction(0))
    assert came_in + start == number(result.attained)
    if begun[0].reason is None:
        gaps = sum((number(b.gap) for b in begun), Fraction(0))
        due = sum((number(b.scheduled) for b in begun), Fraction(0))
        missing = due - came_in
        assert gaps == (missing if result.higher_is_better else -missing) or (
            goal.metric == STAFF
        )


def with_scope(goal: Goal, entries: list[ActualEntry]) -> list[ActualEntry]:
    """Label the entries in turn with the values 0, 1, 2."""
    return [
        attrs.evolve(entry, tags={"region": str(number % 3)})
        for number, entry in enumerate(entries)
        if entry.metric == goal.metric.key
    ]


@given(goals(), st.lists(st.integers(0, 9), min_size=3, max_size=9), st.data())
def test_a_split_goal_rolls_up_to_the_digits_of_the_whole(
    goal: Goal, weights: list[int], data: st.DataObject
) -> None:
    if goal.metric == metrics.CHURN_RATE or not any(weights):
        return
    labels = {str(number): weight for number, weight in enumerate(weights)}
    parts = split_by_label(goal, "region", labels)
    assert sum((number(part.target) for part in parts), Fraction(0)) == number(
        goal.target
    )
    assert sum((part.weight for part in parts), Fraction(0)) == goal.weight
    if goal.baseline is not None:
        ways = [way(part) for part in parts]
        assert all(part >= 0 for part in ways) or all(part <= 0 for part in ways)
    entries = with_scope(goal, data.draw(ledgers(goal)))
    as_of = goal.period.start + timedelta(days=data.draw(st.integers(-9, 420)))
    total = roll_up(assess_goal(part, entries, as_of=as_of) for part in parts)
    whole = assess_goal(goal, entries, as_of=as_of)
    if goal.target == goal.baseline:
        return
    assert total.target == goal.target
    if isinstance(goal.target, Money) or goal.baseline is not None:
        assert total.expected_to_date == whole.expected_to_date
    if goal.baseline is None:
        thirds = abs(number(total.attained) - number(whole.attained))
        assert thirds <= Fraction(len(parts), 10 ** minor_places(goal))
        if all(entry.credit_ratio in {0, 1} for entry in entries):
            assert total.attained == whole.attained
            assert total.gap_to_target == whole.gap_to_target
            assert total.attainment_ratio == whole.attainment_ratio


@given(goals(), fiscal_calendars(), KINDS, st.integers(-9, 420))
def test_a_goal_split_by_time_goes_on_along_its_phasing(
    goal: Goal, calendar: FiscalCalendar, kind: PeriodKind, days: int
) -> None:
    share = due_share(goal.phasing, goal.period, as_of=goal.period.last_day)
    if share is None:
        return
    parts = split_by_time(goal, calendar, kind)
    assert sum((part.weight for part in parts), Fraction(0)) == goal.weight
    assert parts[-1].period.end == goal.period.end
    as_of = goal.period.start + timedelta(days=days)
    whole = due_share(goal.phasing, goal.period, as_of=as_of)
    found = Fraction(0)
    for part in parts:
        day_before = part.period.start - timedelta(days=1)
        before = due_share(goal.phasing, goal.period, as_of=day_before)
        after = due_share(goal.phasing, goal.period, as_of=part.period.last_day)
        inside = due_share(part.phasing, part.period, as_of=as_of)
        assert before is not None
        assert after is not None
        found += (after - before) * (inside or 0)
    assert found == whole
    if goal.baseline is None:
        total = roll_up(assess_goal(part, [], as_of=as_of) for part in parts)
        assert total.target == goal.target
        off = number(total.expected_to_date) - number(
            assess_goal(goal, [], as_of=as_of).expected_to_date
        )
        assert abs(off) <= Fraction(1, 10 ** minor_places(goal))


def minor_places(goal: Goal) -> int:
    return goal.target.minor_digits if isinstance(goal.target, Money) else 2
