"""The S-curve, against values worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.curve import due_share
from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.goal import Goal
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.values.money import Money

START = date(2026, 4, 1)


def share(curve: SCurvePhasing, day: int, days: int) -> Fraction | None:
    period = DateRange.of_days(START, days)
    return due_share(curve, period, as_of=START + timedelta(days=day - 1))


@pytest.mark.parametrize(
    ("curve", "values"),
    [
        # Before the peak 1/2 x (2x)^2, after it 1 - 1/2 x (2 - 2x)^2.
        (
            SCurvePhasing(),
            {0: "0", 1: "0.02", 3: "0.18", 5: "0.5", 8: "0.92", 10: "1"},
        ),
        # 1/4 x (4x)^2; then 1 - 3/4 x ((1 - x) / (3/4))^2: at x = 1/2 that is
        # 1 - 3/4 x 4/9, and at x = 8/10 it is 1 - 3/4 x 16/225.
        (SCurvePhasing.front_loaded(), {1: "0.04", 2: "0.16", 5: "2/3", 8: "71/75"}),
        # 3/4 x (x / (3/4))^3: at x = 1/2 that is 3/4 x 8/27.
        (SCurvePhasing.back_loaded(steepness=3), {5: "2/9", 10: "1"}),
        # Only slowing down: 1 - (1 - x)^2. Only speeding up: x^2.
        (SCurvePhasing(0), {0: "0", 3: "0.51", 5: "0.75", 10: "1"}),
        (SCurvePhasing(1), {0: "0", 3: "0.09", 5: "0.25", 10: "1"}),
        # A steepness of one is a straight line, wherever the peak is.
        (SCurvePhasing("0.3", 1), {1: "0.1", 3: "0.3", 7: "0.7"}),
    ],
)
def test_the_curve_runs_through_the_points_of_its_formula(
    curve: SCurvePhasing, values: dict[int, str]
) -> None:
    found = {day: share(curve, day, 10) for day in values}
    assert found == {day: Fraction(value) for day, value in values.items()}


def test_a_back_loaded_goal_is_not_off_track_in_its_first_half() -> None:
    """Day 45 of 91 with n = 2 and m = 3/4: 3/4 x (45/91 x 4/3)^2 = 2700/8281 is due,
    of 25,000 that is 8,151.19; 7,500 of it is a pace of 0.920."""
    goal = Goal(
        id="g",
        name="Launch",
        metric=metrics.REVENUE,
        target=Money("25000", "USD"),
        period=DateRange.of_days(START, 91),
        phasing=SCurvePhasing.back_loaded(),
    )
    result = assess_goal(goal, [], as_of=date(2026, 5, 15))
    assert result.expected_ratio == Fraction(2700, 8281)
    assert result.expected_to_date == Money("8151.19", "USD")


@given(
    st.fractions(0, 1, max_denominator=100),
    st.integers(1, 5),
    st.integers(1, 800),
    st.data(),
)
def test_it_never_falls_and_ends_at_the_whole(
    peak: Fraction, steepness: int, days: int, data: st.DataObject
) -> None:
    curve = SCurvePhasing(peak, steepness)
    day = data.draw(st.integers(0, days - 1))
    today, tomorrow = share(curve, day, days), share(curve, day + 1, days)
    assert today is not None
    assert tomorrow is not None
    assert 0 <= today <= tomorrow <= 1
    assert share(curve, 0, days) == 0
    assert share(curve, days, days) == 1


@given(st.fractions(0, 1, max_denominator=100), st.integers(1, 5), st.integers(0, 60))
def test_turned_round_it_is_the_curve_with_the_peak_at_the_other_side(
    peak: Fraction, steepness: int, day: int
) -> None:
    forth = share(SCurvePhasing(peak, steepness), day, 60)
    back = share(SCurvePhasing(1 - peak, steepness), 60 - day, 60)
    assert forth is not None
    assert back is not None
    assert forth + back == 1


@given(st.integers(1, 99), st.integers(1, 5))
def test_no_day_runs_faster_than_the_steepness_says(peak: int, steepness: int) -> None:
    curve = SCurvePhasing(Fraction(peak, 100), steepness)
    shares = [share(curve, day, 100) or Fraction(0) for day in range(101)]
    fastest = max(after - before for before, after in pairwise(shares))
    assert fastest <= Fraction(steepness, 100)
    assert shares[peak] == Fraction(peak, 100)


@pytest.mark.parametrize(
    "wrong",
    [{"peak": "1.01"}, {"peak": -1}, {"peak": "1/101"}, {"peak": 0.5}]
    + [{"steepness": value} for value in (0, 6, True, "2")],
)
def test_what_is_no_such_curve_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match=next(iter(wrong))):
        SCurvePhasing(**wrong)
