"""Laws of pacing, and a second implementation that knows nothing of the first.

The second one is the slowest that works: it walks day by day, in plain fractions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.engine.curve import due_share

START = date(2026, 1, 1)


@st.composite
def periods(draw: st.DrawFn) -> jbp.DateRange:
    start = START + timedelta(days=draw(st.integers(-400, 400)))
    return jbp.DateRange.of_days(start, draw(st.integers(1, 400)))


@st.composite
def weighted(draw: st.DrawFn, period: jbp.DateRange) -> jbp.WeightedPhasing:
    """Buckets with gaps that may reach over both ends of the period."""
    day = period.start - timedelta(days=draw(st.integers(0, 20)))
    buckets = []
    for weight in draw(st.lists(st.integers(0, 9), min_size=1, max_size=6)):
        day += timedelta(days=draw(st.integers(0, 5)))
        dates = jbp.DateRange.of_days(day, draw(st.integers(1, 90)))
        buckets.append(jbp.Bucket(dates, weight))
        day = dates.end
    buckets.append(jbp.Bucket(jbp.DateRange.of_days(day, 1), 1))
    return jbp.WeightedPhasing(buckets)


@st.composite
def cases(
    draw: st.DrawFn,
) -> tuple[jbp.Goal, tuple[jbp.ActualEntry, ...], date]:
    period = draw(periods())
    phasing = draw(st.one_of(st.just(jbp.LinearPhasing()), weighted(period)))
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money.from_minor(draw(st.integers(1, 10**9)), "USD"),
        period=period,
        phasing=phasing,
    )
    days = st.integers(-10, period.length_days + 10)
    entries = tuple(
        jbp.ActualEntry(
            metric="revenue",
            on=period.start + timedelta(days=day),
            amount=jbp.Money.from_minor(minor, "USD"),
        )
        for day, minor in draw(
            st.lists(st.tuples(days, st.integers(-(10**8), 10**9)), max_size=8)
        )
    )
    return goal, entries, period.start + timedelta(days=draw(days))


def times(amount: jbp.Amount | jbp.Quotient | None, factor: int) -> jbp.Money:
    assert isinstance(amount, jbp.Money)
    return amount * factor


def number(amount: jbp.Amount | jbp.Quotient | None) -> Fraction:
    assert isinstance(amount, jbp.Money)
    return Fraction(amount.amount)


def slow_share(
    phasing: jbp.LinearPhasing | jbp.WeightedPhasing, period: jbp.DateRange, as_of: date
) -> Fraction | None:
    """Give each day its weight, and add up the days gone."""

    def weight(day: date) -> Fraction:
        if isinstance(phasing, jbp.LinearPhasing):
            return Fraction(1)
        for bucket in phasing.buckets:
            if bucket.dates.start <= day < bucket.dates.end:
                return bucket.weight / (bucket.dates.end - bucket.dates.start).days
        return Fraction(0)

    total = gone = Fraction(0)
    day = period.start
    while day < period.end:
        total += weight(day)
        if day <= as_of:
            gone += weight(day)
        day += timedelta(days=1)
    return gone / total if total else None


def slow_health(attained: Fraction, target: Fraction, due: Fraction, left: int) -> str:
    if left == 0:
        return "met" if attained >= target else "missed"
    if attained >= target:
        return "met"
    if due == 0:
        return "ahead" if attained > 0 else "off_track" if attained < 0 else "on_track"
    percent = attained / due * 100
    for bound, name in ((110, "ahead"), (95, "on_track"), (80, "at_risk")):
        if percent >= bound:
            return name
    return "off_track"


@given(cases())
def test_a_second_implementation_agrees(
    case: tuple[jbp.Goal, tuple[jbp.ActualEntry, ...], date],
) -> None:
    goal, entries, as_of = case
    result = jbp.assess_goal(goal, entries, as_of=as_of)
    share = slow_share(goal.phasing, goal.period, as_of)  # type: ignore[arg-type]  # only two kinds are drawn
    assert result.expected_ratio == share
    if share is None:
        assert result.health.value == "not_applicable"
        return
    known = [entry for entry in entries if entry.on <= as_of]
    attained = sum(
        (
            number(entry.amount)
            for entry in known
            if goal.period.start <= entry.on < goal.period.end
        ),
        Fraction(0),
    )
    target = number(goal.target)
    due = Fraction(round(target * share * 100), 100)
    gone = sum(
        goal.period.start + timedelta(days=n) <= as_of
        for n in range((goal.period.end - goal.period.start).days)
    )
    left = (goal.period.end - goal.period.start).days - gone
    assert number(result.attained) == attained
    assert number(result.expected_to_date) == due
    assert (result.elapsed_days, result.remaining_days) == (gone, left)
    assert result.attainment_ratio == attained / target
    if gone == 0:
        assert result.health.value == "not_started"
    elif not known:
        assert result.health.value == "no_data"
    else:
        assert result.health.value == slow_health(attained, target, due, left)
    if gone and due:
        assert result.pace_index == attained / due
    if share:
        finish = result.projected_finish
        assert number(finish) == Fraction(round(attained / share * 100), 100)
    if left:
        assert result.required_run_rate is not None
        assert (
            result.required_run_rate.value == max(target - attained, Fraction(0)) / left
        )


@given(cases(), st.randoms())
def test_the_order_of_entries_changes_nothing(
    case: tuple[jbp.Goal, tuple[jbp.ActualEntry, ...], date],
    random: object,
) -> None:
    goal, entries, as_of = case
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # st.randoms is untyped
    assert jbp.assess_goal(goal, shuffled, as_of=as_of) == jbp.assess_goal(
        goal, entries, as_of=as_of
    )


@given(cases(), st.integers(2, 1000))
def test_planning_in_thousands_gives_the_same_attainment(
    case: tuple[jbp.Goal, tuple[jbp.ActualEntry, ...], date], factor: int
) -> None:
    goal, entries, as_of = case
    larger = attrs.evolve(goal, target=times(goal.target, factor))
    more = [attrs.evolve(e, amount=times(e.amount, factor)) for e in entries]
    in_thousands = jbp.assess_goal(larger, more, as_of=as_of)
    in_ones = jbp.assess_goal(goal, entries, as_of=as_of)
    assert in_thousands.attainment_ratio == in_ones.attainment_ratio
    assert in_thousands.lift_needed == in_ones.lift_needed


@given(cases())
def test_doing_exactly_what_is_due_is_a_pace_of_one(
    case: tuple[jbp.Goal, Sequence[jbp.ActualEntry], date],
) -> None:
    goal, _, as_of = case
    due = jbp.assess_goal(goal, [], as_of=as_of).expected_to_date
    if due is None or due.is_zero:
        return
    booked = [jbp.ActualEntry(metric="revenue", on=goal.period.start, amount=due)]
    assert jbp.assess_goal(goal, booked, as_of=as_of).pace_index == 1


@given(cases(), st.integers(1, 40))
def test_the_share_due_never_falls(
    case: tuple[jbp.Goal, Sequence[jbp.ActualEntry], date], days: int
) -> None:
    goal, _, as_of = case
    today = due_share(goal.phasing, goal.period, as_of=as_of)
    later = due_share(goal.phasing, goal.period, as_of=as_of + timedelta(days=days))
    if today is None or later is None:
        assert today is later is None
    else:
        assert 0 <= today <= later <= 1
