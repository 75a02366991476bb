"""Goals that are to be kept within a band; all worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.shaped_goals import (
    APRIL,
    BAND,
    KEEP,
    MONTHS,
    SEATS,
    WIN_RATE,
    deals,
    entry,
    seats,
    verdict,
)

import jbpcore as jbp
from jbpcore.errors import InvalidValueError, UnitMismatchError


def test_five_percent_around_250_is_237_5_to_262_5_with_both_bounds_in() -> None:
    assert (BAND.lower, BAND.upper) == (
        jbp.Quantity("237.5", "seats"),
        jbp.Quantity("262.5", "seats"),
    )
    values = ["237.5", "262.5", "237.49", "262.51"]
    booked = [seats(value, n) for n, value in enumerate(values, start=1)]
    result = jbp.assess_goal(KEEP, booked, as_of=date(2026, 4, 30))
    assert [check.is_kept for check in result.checks] == [True, True, False, False]
    assert result.attained == jbp.Ratio("1/2")


def test_eleven_of_twelve_periods_kept_is_92_percent() -> None:
    booked = [seats("250", month) for month in range(1, 13) if month != 3]
    result = jbp.assess_goal(KEEP, booked, as_of=date(2026, 12, 31))
    assert result.attained == jbp.Ratio("11/12")
    assert round(float(result.attained.value) * 100) == 92
    assert verdict(result) == ("missed", "period_ended")
    assert result.checks[2].value is None
    assert jbp.explain(result) == (
        "Missed: Active seats within 237.5 seats to 262.5 seats in 11 of 12 "
        "periods due (92%) when the period ended on Dec 31, 2026. Without a value: "
        "Mar 1, 2026 to Mar 31, 2026."
    )
    kept = jbp.assess_goal(KEEP, [*booked, seats("240", 3)], as_of=date(2027, 1, 5))
    assert verdict(kept) == ("met", "period_ended")


def test_a_period_is_due_once_its_last_day_is_over() -> None:
    """On 30 March only January and February are due; March is not looked at."""
    booked = [seats("250", 1), seats("200", 2), seats("10", 3)]
    result = jbp.assess_goal(KEEP, booked, as_of=date(2026, 3, 30))
    assert [check.is_kept for check in result.checks] == [True, False]
    assert result.attained == jbp.Ratio("1/2")
    assert result.pace_index == Fraction(1, 2)
    assert result.expected_to_date == jbp.Ratio(1)
    assert verdict(result) == ("off_track", "pace")
    assert result.run_rate is result.required_run_rate is None
    assert result.why("required_run_rate") is jbp.Reason.NO_RATE
    assert "Outside: Feb 1, 2026 to Feb 28, 2026 (200 seats)." in jbp.explain(result)
    assert "(1 ÷ 2; off track is below 0.80)" in jbp.explain(result)


def test_before_the_first_period_is_due_nobody_is_late() -> None:
    result = jbp.assess_goal(KEEP, [seats("1", 1, 5)], as_of=date(2026, 1, 6))
    assert result.attained is None
    assert verdict(result) == ("on_track", "nothing_due")
    assert result.why("attainment_ratio") is jbp.Reason.NOTHING_DUE
    assert "first due on Jan 31, 2026" in jbp.explain(result)
    nothing = jbp.assess_goal(KEEP, [], as_of=date(2026, 2, 1))
    assert verdict(nothing) == ("no_data", "no_entries")


def test_a_flow_and_a_ratio_can_be_kept_too() -> None:
    """Each month at least $100: 60 + 40 keeps January, 99 breaks February."""
    spend = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)
    band = jbp.KeepBand.at_least(jbp.Money(100, "USD"), checks=MONTHS)
    goal = attrs.evolve(KEEP, metric=spend, target=None, keep=band)
    booked = [
        entry("revenue", date(2026, 1, 2), jbp.Money(60, "USD")),
        entry("revenue", date(2026, 1, 31), jbp.Money(40, "USD")),
        entry("revenue", date(2026, 2, 1), jbp.Money(99, "USD")),
    ]
    result = jbp.assess_goal(goal, booked, as_of=date(2026, 3, 1))
    assert [check.value for check in result.checks] == [
        jbp.Money(100, "USD"),
        jbp.Money(99, "USD"),
    ]
    assert result.attained == jbp.Ratio("1/2")
    rate = attrs.evolve(jbp.metrics.WIN_RATE, direction=jbp.Direction.KEEP)
    at_most = jbp.KeepBand.at_most(jbp.Ratio("50%"), checks=[APRIL])
    goal = attrs.evolve(WIN_RATE, metric=rate, target=None, baseline=None, keep=at_most)
    result = jbp.assess_goal(goal, [deals(1, 2), deals(1, 1)], as_of=APRIL.last_day)
    assert result.checks[0].value == jbp.Ratio("2/3")
    assert not result.checks[0].is_kept


def test_what_is_to_be_kept_needs_a_band() -> None:
    goal = attrs.evolve(KEEP, keep=None)
    result = jbp.assess_goal(goal, [seats("250", 1)], as_of=date(2026, 2, 1))
    assert verdict(result) == ("not_applicable", "no_keep_band")
    assert jbp.explain(result).startswith("No verdict: nobody said within which bounds")


def test_a_band_must_make_sense() -> None:
    one, two = jbp.Quantity(1, "seats"), jbp.Quantity(2, "seats")
    with pytest.raises(InvalidValueError, match="at most 1 seats"):
        jbp.KeepBand(lower=two, upper=one, checks=MONTHS)
    with pytest.raises(InvalidValueError, match="one stretch of days"):
        jbp.KeepBand.at_least(one, checks=[])
    with pytest.raises(InvalidValueError, match="in order and apart"):
        jbp.KeepBand.at_least(one, checks=MONTHS[::-1])
    with pytest.raises(InvalidValueError, match=r"KeepBand\.lower"):
        jbp.KeepBand(checks=MONTHS)
    with pytest.raises(UnitMismatchError):
        attrs.evolve(KEEP, keep=jbp.KeepBand.at_least(jbp.Ratio(1), checks=MONTHS))
    with pytest.raises(InvalidValueError, match="direction is to keep"):
        attrs.evolve(KEEP, metric=attrs.evolve(SEATS, direction=jbp.Direction.UP))
    with pytest.raises(InvalidValueError, match="clip"):
        attrs.evolve(KEEP, period=APRIL)
