"""The edges of one goal. The period is April 2026 (30 days) and the target $3,000."""

from __future__ import annotations

import decimal
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
REVENUE = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    period=APRIL,
)
SPEND = attrs.evolve(REVENUE, metric=jbp.metrics.MARKETING_SPEND)


def usd(amount: str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def entry(dollars: str, day: int = 5, **fields: Any) -> jbp.ActualEntry:
    return attrs.evolve(
        jbp.ActualEntry(metric="revenue", on=date(2026, 4, day), amount=usd(dollars)),
        **fields,
    )


def spent(amount: str, day: int = 5) -> jbp.ActualEntry:
    return entry(amount, day, metric="marketing-spend")


def assess(goal: jbp.Goal, *entries: jbp.ActualEntry, day: int = 10) -> jbp.GoalResult:
    return jbp.assess_goal(goal, entries, as_of=date(2026, 4, day))


def verdict(result: jbp.GoalResult) -> tuple[str, str]:
    return (result.health.value, result.reason.value)


def test_as_of_is_the_last_day_that_counts() -> None:
    """Ten of thirty days gone, so $1,000 is due; what comes on day 11 is not in."""
    result = assess(REVENUE, entry("400", 10), entry("999", 11))
    assert result.attained == usd("400")
    assert result.expected_to_date == usd("1000")


@pytest.mark.parametrize(
    ("booked", "health"),
    [
        ("1100", "ahead"),
        ("1099.99", "on_track"),
        ("950", "on_track"),
        ("949.99", "at_risk"),
        ("800", "at_risk"),
        ("799.99", "off_track"),
    ],
)
def test_each_bound_belongs_to_the_band_above_it(booked: str, health: str) -> None:
    """Of the $1,000 due: ahead from 1.10, on track from 0.95, at risk from 0.80."""
    assert assess(REVENUE, entry(booked)).health.value == health


def test_bands_can_be_agreed_otherwise() -> None:
    strict = jbp.HealthBands(ahead="1.5", on_track="1", at_risk="0.9")
    result = jbp.assess_goal(
        REVENUE, [entry("990")], as_of=date(2026, 4, 10), bands=strict
    )
    assert result.health is jbp.Health.AT_RISK


def test_before_the_first_day_nothing_has_started() -> None:
    result = jbp.assess_goal(REVENUE, [entry("400")], as_of=date(2026, 3, 31))
    assert verdict(result) == ("not_started", "not_started")
    assert result.attained == result.expected_to_date == usd("0")
    assert result.pace_index is None
    assert result.run_rate is None
    assert result.projected_finish is None
    assert result.why("pace_index") is jbp.Reason.NOT_STARTED
    assert result.required_run_rate is not None
    assert result.required_run_rate.rounded() == usd("100")


@pytest.mark.parametrize("as_of", [date(2026, 4, 30), date(2026, 12, 31)])
def test_once_the_period_is_over_the_target_decides(as_of: date) -> None:
    """On the last day no day is left, so there is no required rate and no error."""
    short = jbp.assess_goal(REVENUE, [entry("2999.99")], as_of=as_of)
    assert verdict(short) == ("missed", "period_ended")
    assert short.required_run_rate is None
    assert short.lift_needed is None
    assert short.why("lift_needed") is jbp.Reason.NO_DAYS_LEFT
    assert short.projected_finish == usd("2999.99")
    met = jbp.assess_goal(REVENUE, [entry("3000")], as_of=as_of)
    assert verdict(met) == ("met", "period_ended")


def test_a_flow_that_reaches_its_target_early_is_met_until_a_reversal() -> None:
    sale = entry("3100", 2, entry_id="sale")
    refund = entry("-500", 8, reverses="sale")
    assert verdict(assess(REVENUE, sale)) == ("met", "target_reached")
    assert verdict(assess(REVENUE, sale, refund)) == ("ahead", "pace")


def test_over_attainment_stays_above_one_and_the_gap_goes_negative() -> None:
    result = assess(REVENUE, entry("4500"))
    assert result.attainment_ratio == Fraction(3, 2)
    assert result.gap_to_target == usd("-1500")
    assert result.required_run_rate is not None
    assert result.required_run_rate.value == result.lift_needed == 0


def test_returns_can_push_a_flow_below_zero_and_keep_their_sign() -> None:
    result = assess(REVENUE, entry("100"), entry("-400"))
    assert result.attained == usd("-300")
    assert result.attainment_ratio == Fraction(-1, 10)
    assert result.pace_index == Fraction(-3, 10)
    assert result.gap_to_target == usd("3300")
    assert result.lift_needed is None
    assert result.why("lift_needed") is jbp.Reason.NOTHING_ATTAINED
    assert result.health is jbp.Health.OFF_TRACK


def test_missing_target_zero_target_and_no_data_are_three_answers() -> None:
    none = attrs.evolve(REVENUE, target=None)
    zero = attrs.evolve(REVENUE, target=usd("0"))
    assert verdict(assess(none, entry("5"))) == ("not_applicable", "no_target")
    assert verdict(assess(zero, entry("5"))) == ("not_applicable", "zero_target")
    assert verdict(assess(REVENUE)) == ("no_data", "no_entries")
    assert assess(none, entry("5")).attained == usd("5")
    assert assess(none).attained is None
    assert assess(zero, entry("5")).attainment_ratio is None
    assert assess(zero, entry("5")).why("attainment_ratio") is jbp.Reason.ZERO_TARGET
    assert assess(none, entry("5")).why("gap_to_target") is jbp.Reason.NO_TARGET


def test_no_data_still_counts_as_the_full_shortfall() -> None:
    result = assess(REVENUE)
    assert result.attained == usd("0")
    assert result.gap_to_target == usd("3000")
    assert result.gap_to_pace == usd("1000")


def test_entries_outside_the_period_are_data_but_do_not_count() -> None:
    """A partner who sold in March and nothing in April has sold nothing in April."""
    march = entry("800", on=date(2026, 3, 20))
    assert verdict(assess(REVENUE, march)) == ("off_track", "pace")
    assert assess(REVENUE, march).attained == usd("0")


def test_credit_is_shared() -> None:
    result = assess(REVENUE, entry("100", credit_ratio="1/4"), entry("100"))
    assert result.attained == usd("125")


def test_a_third_of_a_cent_is_rounded_once_and_half_even() -> None:
    """100 / 3 = 33.333... in; three such credits are the whole 100 again."""
    third = Fraction(1, 3)
    assert assess(REVENUE, entry("100", credit_ratio=third)).attained == usd("33.33")
    thirds = [entry("100", credit_ratio=third) for _ in range(3)]
    assert assess(REVENUE, *thirds).attained == usd("100")


def test_amounts_finer_than_a_cent_are_kept() -> None:
    assert assess(REVENUE, entry("0.0004"), entry("1.1")).attained == usd("1.1004")


def test_an_entry_id_counts_once_and_the_rest_is_reported() -> None:
    twice = entry("100", entry_id="so-1")
    result = assess(REVENUE, twice, twice, entry("50"))
    assert result.attained == usd("150")
    assert result.entry_count == 2
    assert [finding.code for finding in result.findings] == ["jbp.entry.duplicate"]
    assert "Left out 1" in jbp.explain(result)


def test_another_currency_is_left_out_and_reported_never_converted() -> None:
    euros = entry("0", amount=jbp.Money("70", "EUR"))
    deals = entry("0", amount=jbp.Quantity(3, "deals"))
    result = assess(REVENUE, entry("100"), euros, euros, deals)
    assert result.attained == usd("100")
    codes = [finding.code for finding in result.findings]
    assert codes == ["jbp.entry.currency", "jbp.entry.duplicate", "jbp.entry.unit"]
    assert "EUR" in result.findings[0].message


def test_without_a_target_the_entries_own_currency_serves_if_it_is_one() -> None:
    none = attrs.evolve(REVENUE, target=None)
    euros = entry("0", amount=jbp.Money("70", "EUR"))
    assert assess(none, euros).attained == jbp.Money("70", "EUR")
    mixed = assess(none, euros, entry("100"))
    assert mixed.attained is None
    assert [finding.code for finding in mixed.findings] == ["jbp.entry.currency"]


def test_other_metrics_are_passed_over() -> None:
    assert assess(REVENUE, spent("100"), entry("7")).attained == usd("7")


def test_a_ceiling_is_good_below_and_bad_above() -> None:
    """$1,000 of the $3,000 is due: 800 spent is a pace of 1.25, 1,250 one of 0.8."""
    assert assess(SPEND, spent("800")).pace_index == Fraction(5, 4)
    assert assess(SPEND, spent("1250")).pace_index == Fraction(4, 5)
    assert assess(SPEND, spent("1250")).gap_to_pace == usd("250")
    over = assess(SPEND, spent("3100"), day=30)
    assert verdict(over) == ("missed", "period_ended")
    assert over.gap_to_target == usd("100")
    assert verdict(assess(SPEND, spent("3000"), day=30)) == ("met", "period_ended")
    refunded = assess(SPEND, spent("10"), spent("-10"))
    assert verdict(refunded) == ("ahead", "nothing_attained")


def people(number: int, day: int, **fields: Any) -> jbp.ActualEntry:
    amount = jbp.Quantity(number, "people")
    return entry("0", day, metric="certified-people", amount=amount, **fields)


LEVEL = attrs.evolve(
    REVENUE,
    metric=jbp.metrics.CERTIFIED_PEOPLE,
    baseline=jbp.Quantity(4, "people"),
    target=jbp.Quantity(10, "people"),
)


def test_a_level_is_its_last_value_from_the_baseline() -> None:
    """4 -> 10 by day 30: 6 are due on day 10; 5 is half the way due."""
    result = assess(LEVEL, people(9, 2), people(5, 8))
    assert result.attained == jbp.Quantity(5, "people")
    assert result.expected_to_date == jbp.Quantity(6, "people")
    assert result.progress_ratio == Fraction(1, 6)
    assert result.pace_index == Fraction(1, 2)
    assert result.projected_finish == jbp.Quantity(7, "people")
    assert result.run_rate is not None
    assert result.run_rate.value == Fraction(1, 10)


def test_a_level_that_touches_its_target_early_may_fall_back() -> None:
    assert verdict(assess(LEVEL, people(10, 2))) == ("ahead", "pace")


def test_the_later_recorded_observation_of_a_day_wins_in_any_order() -> None:
    early = people(5, 8, recorded_at=datetime(2026, 4, 8, 9, tzinfo=UTC))
    late = people(6, 8, recorded_at=datetime(2026, 4, 8, 17, tzinfo=UTC))
    for entries in ((early, late), (late, early)):
        assert assess(LEVEL, *entries).attained == jbp.Quantity(6, "people")


def test_a_level_goes_down_where_its_target_lies_below_the_baseline() -> None:
    """Churn from 500 to 400: 420 is 80 % of the way, and 20 are still to go."""
    goal = attrs.evolve(
        LEVEL,
        baseline=jbp.Quantity(500, "people"),
        target=jbp.Quantity(400, "people"),
    )
    result = assess(goal, people(420, 8))
    assert not result.higher_is_better
    assert result.progress_ratio == Fraction(4, 5)
    assert result.gap_to_target == jbp.Quantity(20, "people")
    assert verdict(assess(goal, people(500, 8))) == ("off_track", "pace")
    assert verdict(assess(goal, people(400, 8), day=30)) == ("met", "period_ended")


def test_a_level_with_nothing_to_move_has_no_verdict() -> None:
    goal = attrs.evolve(LEVEL, baseline=LEVEL.target)
    result = assess(goal, people(10, 2))
    assert verdict(result) == ("not_applicable", "target_is_baseline")
    assert result.progress_ratio is None


def test_a_falling_level_needs_a_baseline() -> None:
    goal = attrs.evolve(REVENUE, metric=jbp.metrics.CHURN_RATE, target=jbp.Ratio("5%"))
    churn = entry("0", metric="churn-rate", amount=jbp.Ratio("6%"))
    assert verdict(assess(goal, churn)) == ("not_applicable", "no_baseline")
    assert assess(goal, churn).gap_to_target == jbp.Ratio("1%")


def test_a_level_nobody_observed_has_no_data() -> None:
    assert verdict(assess(LEVEL)) == ("no_data", "no_entries")
    assert assess(LEVEL).attained is None
    assert assess(LEVEL).why("gap_to_target") is jbp.Reason.NO_ENTRIES


def test_where_nothing_is_due_yet_nobody_is_late() -> None:
    """All of it falls on the last ten days."""
    late = jbp.WeightedPhasing(
        [jbp.Bucket(jbp.DateRange(date(2026, 4, 21), date(2026, 5, 1)), 1)]
    )
    goal = attrs.evolve(REVENUE, phasing=late)
    march = entry("1", on=date(2026, 3, 1))
    assert verdict(assess(goal, march)) == ("on_track", "nothing_due")
    assert verdict(assess(goal, entry("1"))) == ("ahead", "nothing_due")
    assert verdict(assess(goal, entry("-1"))) == ("off_track", "nothing_due")
    assert assess(goal, entry("1")).projected_finish is None
    assert "nothing is late" in jbp.explain(assess(goal, march))


def test_a_phasing_of_other_days_is_told_apart() -> None:
    june = jbp.DateRange(date(2026, 6, 1), date(2026, 7, 1))
    goal = attrs.evolve(REVENUE, phasing=jbp.WeightedPhasing([jbp.Bucket(june, 1)]))
    assert verdict(assess(goal, entry("1"))) == ("not_applicable", "phasing_empty")
    assert assess(goal, entry("1")).gap_to_target == usd("2999")


def test_an_unknown_figure_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InvalidValueError, match="one of attainment_ratio"):
        assess(REVENUE).why("pace")


def test_an_exact_half_cent_is_rounded_to_even() -> None:
    """2,745,159 cents x 10/60 days = 457,526.5 cents exactly; even is 457,526."""
    goal = attrs.evolve(
        REVENUE,
        target=usd("27451.59"),
        period=jbp.DateRange.of_days(date(2026, 4, 1), 60),
    )
    assert assess(goal).expected_to_date == usd("4575.26")


def test_the_hosts_decimal_context_changes_nothing() -> None:
    quiet = decimal.Context(prec=3, rounding=decimal.ROUND_CEILING, Emax=3, traps=[])
    wanted = assess(REVENUE, entry("1234.56"), entry("0.07"))
    with decimal.localcontext(quiet):
        found = assess(REVENUE, entry("1234.56"), entry("0.07"))
        assert found.gap_to_target == wanted.gap_to_target == usd("1765.37")
        assert jbp.explain(found) == jbp.explain(wanted)


def test_yen_and_dinars_have_their_own_minor_units() -> None:
    """A third of 1,000: 333 yen, 333.333 dinars."""
    for currency, expected in (("JPY", "333"), ("KWD", "333.333")):
        goal = attrs.evolve(REVENUE, target=jbp.Money("1000", currency))
        assert assess(goal).expected_to_date == jbp.Money(expected, currency)


def test_counts_are_scheduled_to_two_digits() -> None:
    goal = attrs.evolve(
        REVENUE, metric=jbp.metrics.DEALS_WON, target=jbp.Quantity(4, "deals")
    )
    assert assess(goal).expected_to_date == jbp.Quantity(Decimal("1.33"), "deals")


def test_a_finish_beyond_any_amount_is_told_as_that() -> None:
    """A share of one in 10**36 is due and $5,000 is in: 5 x 10**39 dollars."""
    first = jbp.Bucket(jbp.DateRange(date(2026, 4, 1), date(2026, 4, 11)), 1)
    rest = jbp.Bucket(jbp.DateRange(date(2026, 4, 11), date(2026, 5, 1)), 10**36)
    goal = attrs.evolve(
        REVENUE, target=usd("9000"), phasing=jbp.WeightedPhasing([first, rest])
    )
    result = assess(goal, entry("5000"))
    assert result.projected_finish is None
    assert result.why("projected_finish") is jbp.Reason.OUT_OF_RANGE
