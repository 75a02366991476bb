"""Ratios, things to keep and milestones, against a second, slower implementation.

The second one walks day by day and knows plain fractions only.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs
from hypothesis import given
from hypothesis import strategies as st

import jbpcore as jbp

START = date(2026, 1, 1)
PERIOD = jbp.DateRange.of_days(START, 60)
# Larger parts can meet in one that no ratio can hold, which the engine then rounds.
SHARES = st.fractions(0, 1, max_denominator=10**6)
DAYS = st.integers(-3, 63)
Booked = list[tuple[int, int, int]]
BOOKED = st.lists(st.tuples(DAYS, st.integers(-3, 9), st.integers(0, 9)), max_size=12)
RATE = attrs.evolve(jbp.metrics.WIN_RATE, direction=jbp.Direction.KEEP)
DONE = attrs.evolve(jbp.metrics.DEALS_WON, accumulation=jbp.Accumulation.MILESTONE)


def day(number: int) -> date:
    return START + timedelta(days=number)


def entries(booked: Booked, metric: jbp.Metric) -> list[jbp.ActualEntry]:
    is_ratio = metric.accumulation is jbp.Accumulation.RATIO
    return [
        jbp.ActualEntry(
            metric=metric.key,
            on=day(on),
            amount=jbp.Quotient.of(above, below, "deals")
            if is_ratio
            else jbp.Quantity(above, "deals"),
        )
        for on, above, below in booked
    ]


def slow_ratio(booked: Booked, first: int, last: int) -> Fraction | None:
    above = below = Fraction(0)
    for on, upper, lower in booked:
        if first <= on <= last:
            above += upper
            below += lower
    return above / below if below else None


@given(BOOKED, DAYS, SHARES, SHARES)
def test_a_ratio_agrees(
    booked: Booked, now: int, baseline: Fraction, target: Fraction
) -> None:
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.WIN_RATE,
        baseline=jbp.Ratio(baseline),
        target=jbp.Ratio(target),
        period=PERIOD,
    )
    made = entries(booked, jbp.metrics.WIN_RATE)
    result = jbp.assess_goal(goal, made, as_of=day(now))
    ratio = slow_ratio(booked, 0, min(now, 59))
    assert result.attained == (None if ratio is None else jbp.Ratio(ratio))
    gone = sum(0 <= number <= now for number in range(60))
    due = baseline + (target - baseline) * gone / 60
    assert result.expected_to_date == jbp.Ratio(due)
    if ratio is None or target == baseline:
        assert result.pace_index is None
        return
    assert result.progress_ratio == (ratio - baseline) / (target - baseline)
    assert result.higher_is_better is (target > baseline)
    short = target - ratio if target > baseline else ratio - target
    assert result.gap_to_target == jbp.Ratio(short)
    if gone:
        assert result.pace_index == (ratio - baseline) / (due - baseline)


@given(BOOKED, DAYS, st.sets(st.integers(1, 59), max_size=5), SHARES)
def test_what_is_to_be_kept_agrees(
    booked: Booked, now: int, cuts: set[int], lower: Fraction
) -> None:
    bounds = [0, *sorted(cuts), 60]
    checks = [jbp.DateRange(day(a), day(b)) for a, b in pairwise(bounds)]
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=RATE,
        target=None,
        period=PERIOD,
        keep=jbp.KeepBand.at_least(jbp.Ratio(lower), checks=checks),
    )
    result = jbp.assess_goal(goal, entries(booked, RATE), as_of=day(now))
    kept = []
    for a, b in pairwise(bounds):
        if b - 1 <= now:
            value = slow_ratio(booked, a, b - 1)
            kept.append(value is not None and value >= lower)
    assert [check.is_kept for check in result.checks] == kept
    share = Fraction(sum(kept), len(kept)) if kept else None
    assert result.attainment_ratio == share
    if now >= 59 and any(on <= now for on, _, _ in booked):
        assert result.health.value == ("met" if all(kept) else "missed")


@given(BOOKED, DAYS)
def test_a_milestone_agrees(booked: Booked, now: int) -> None:
    goal = jbp.Goal(id="g", name="Goal", metric=DONE, target=None, period=PERIOD)
    result = jbp.assess_goal(goal, entries(booked, DONE), as_of=day(now))
    is_done = sum(above for on, above, _ in booked if on <= min(now, 59)) > 0
    assert result.attainment_ratio == int(is_done)
    if now < 0:
        assert result.health.value == "not_started"
    elif is_done:
        assert result.health.value == "met"
    else:
        assert result.health.value == ("missed" if now >= 59 else "on_track")
