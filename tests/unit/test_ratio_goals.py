"""Goals that are a ratio of two sums; all worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest
from tests.unit.shaped_goals import APRIL, TENTH, WIN_RATE, deals, entry, verdict

import jbpcore as jbp
from jbpcore.errors import InvalidValueError


def test_a_ratio_divides_sums_and_is_no_mean_of_ratios() -> None:
    """1 of 2 and 9 of 90 make 10 of 92, not the mean of 50 % and 10 %."""
    booked = [deals(1, 2, 3), deals(9, 90, 8), deals(50, 50, 11)]
    result = jbp.assess_goal(WIN_RATE, booked, as_of=TENTH)
    assert result.attained == jbp.Ratio("10/92")
    assert result.entry_count == 2


def test_a_ratio_is_measured_from_its_baseline_like_a_level() -> None:
    """15 % -> 30 % over 30 days: 20 % is due on day 10. 18 % is 3 of the 5 points due.

    Progress 3 of 15 points; at that pace 15 + 3 x 3 = 24 % at the end.
    """
    result = jbp.assess_goal(WIN_RATE, [deals(18, 100)], as_of=TENTH)
    assert result.expected_to_date == jbp.Ratio("20%")
    assert result.progress_ratio == Fraction(1, 5)
    assert result.pace_index == Fraction(3, 5)
    assert result.gap_to_target == jbp.Ratio("12%")
    assert result.gap_to_pace == jbp.Ratio("2%")
    assert result.projected_finish == jbp.Ratio("24%")
    assert verdict(result) == ("off_track", "pace")


def test_a_ratio_of_more_digits_than_one_can_hold_is_rounded_not_refused() -> None:
    """1/43,900,007 -> 1/p over 30 days: the exact first day takes over 40 digits."""
    long = Fraction(1, 380125068760715961413222956793855880)
    goal = attrs.evolve(
        WIN_RATE, baseline=jbp.Ratio("1/43900007"), target=jbp.Ratio(long)
    )
    due = jbp.assess_goal(goal, [], as_of=APRIL.first_day).expected_to_date
    assert isinstance(due, jbp.Ratio)
    wanted = Fraction(1, 43900007) + (long - Fraction(1, 43900007)) / 30
    assert 0 < abs(due.value - wanted) <= Fraction(1, 2 * 10**18)


def test_a_ratio_can_be_meant_to_fall() -> None:
    """Returns from 10 % to 4 %: 8 % are due on day 10; 7 % is 3 of 2 points."""
    metric = attrs.evolve(jbp.metrics.WIN_RATE, direction=jbp.Direction.DOWN)
    goal = attrs.evolve(
        WIN_RATE, metric=metric, baseline=jbp.Ratio("10%"), target=jbp.Ratio("4%")
    )
    result = jbp.assess_goal(goal, [deals(7, 100)], as_of=TENTH)
    assert not result.higher_is_better
    assert result.expected_to_date == jbp.Ratio("8%")
    assert result.pace_index == Fraction(3, 2)
    assert result.gap_to_target == jbp.Ratio("3%")
    assert result.is_favourable("gap_to_target") is False
    assert result.is_favourable("gap_to_pace") is True
    without = attrs.evolve(goal, baseline=None)
    result = jbp.assess_goal(without, [deals(7, 100)], as_of=TENTH)
    assert verdict(result) == ("not_applicable", "no_baseline")
    # Nobody said from where it is to fall, so nothing is due by now.
    assert result.expected_to_date is None
    assert result.why("gap_to_pace") is jbp.Reason.NO_BASELINE
    assert result.levels[0].expected_to_date is None


def test_a_ratio_that_touches_its_target_early_is_not_met() -> None:
    result = jbp.assess_goal(WIN_RATE, [deals(1, 1)], as_of=TENTH)
    assert verdict(result) == ("ahead", "pace")
    result = jbp.assess_goal(WIN_RATE, [deals(3, 10)], as_of=date(2026, 4, 30))
    assert verdict(result) == ("met", "period_ended")


def test_a_ratio_of_nothing_is_no_zero() -> None:
    result = jbp.assess_goal(WIN_RATE, [deals(0, 0)], as_of=TENTH)
    assert result.attained is None
    assert verdict(result) == ("no_data", "nothing_to_divide_by")
    assert result.why("pace_index") is jbp.Reason.NOTHING_TO_DIVIDE_BY
    assert "nothing to divide by" in jbp.explain(result)
    empty = jbp.assess_goal(WIN_RATE, [], as_of=TENTH)
    assert verdict(empty) == ("no_data", "no_entries")


def test_a_ratio_needs_both_parts_in_one_unit() -> None:
    mixed = [
        deals(1, 4),
        entry("win-rate", TENTH, jbp.Ratio("1/2")),
        deals(2, 4, credit_ratio="1/2"),
    ]
    result = jbp.assess_goal(WIN_RATE, mixed, as_of=TENTH)
    assert result.attained == jbp.Ratio("2/6")
    assert [finding.code for finding in result.findings] == ["jbp.entry.unit"]
    dollars = jbp.Quotient(jbp.Money(1, "USD"), jbp.Money(2, "USD"))
    result = jbp.assess_goal(
        WIN_RATE, [deals(1, 4), entry("win-rate", TENTH, dollars)], as_of=TENTH
    )
    assert result.attained is None
    assert [finding.code for finding in result.findings] == ["jbp.entry.currency"]


@pytest.mark.parametrize(
    "lower", [jbp.Money(1, "EUR"), jbp.Quantity(1, "deals")], ids=str
)
def test_a_quotient_of_two_units_is_no_ratio(lower: jbp.Money | jbp.Quantity) -> None:
    with pytest.raises(InvalidValueError, match=r"Quotient\.denominator"):
        jbp.Quotient(jbp.Money(1, "USD"), lower)


def test_a_quotient_is_no_amount_of_a_level() -> None:
    level = attrs.evolve(jbp.metrics.WIN_RATE, accumulation=jbp.Accumulation.LEVEL)
    goal = attrs.evolve(WIN_RATE, metric=level)
    result = jbp.assess_goal(goal, [deals(1, 4)], as_of=TENTH)
    assert [finding.code for finding in result.findings] == ["jbp.entry.unit"]
