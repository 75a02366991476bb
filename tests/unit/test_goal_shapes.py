"""Ratios, things to keep, milestones, and the levels of a goal; all worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.levels import GoalLevel
from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.views.goal_line import goal_line
from jbpcore.views.marks import UNICODE_MARKS
from jbpcore.views.voice import voice_for

CALENDAR = jbp.FiscalCalendar.calendar_year()
APRIL = CALENDAR.month(2026, 4)
YEAR = CALENDAR.year(2026)
MONTHS = [month.dates for month in CALENDAR.tiles(jbp.PeriodKind.MONTH, YEAR)]
TENTH = date(2026, 4, 10)

WIN_RATE = jbp.Goal(
    id="win-rate",
    name="Win rate",
    metric=jbp.metrics.WIN_RATE,
    target=jbp.Ratio("30%"),
    baseline=jbp.Ratio("15%"),
    period=APRIL,
)


def entry(metric: str, on: date, amount: Any, **fields: Any) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric=metric, on=on, amount=amount, **fields)


def deals(won: int, closed: int, day: int = 5, **fields: Any) -> jbp.ActualEntry:
    amount = jbp.Quotient.of(won, closed, "deals")
    return entry("win-rate", date(2026, 4, day), amount, **fields)


def verdict(result: jbp.GoalResult) -> tuple[str, str]:
    return (result.health.value, result.reason.value)


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


SEATS = jbp.Metric(
    key="seats",
    name="Active seats",
    unit=jbp.Unit.count("seats"),
    accumulation=jbp.Accumulation.LEVEL,
    direction=jbp.Direction.KEEP,
)
BAND = jbp.KeepBand.around(jbp.Quantity(250, "seats"), "5%", checks=MONTHS)
KEEP = jbp.Goal(
    id="seats",
    name="Keep the seats",
    metric=SEATS,
    target=jbp.Quantity(250, "seats"),
    period=YEAR,
    keep=BAND,
)


def seats(number: str, month: int, day: int = 28) -> jbp.ActualEntry:
    on = date(2026, month, day)
    return entry("seats", on, jbp.Quantity(number, "seats"))


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


AUDIT = jbp.Goal(
    id="audit",
    name="Security audit",
    metric=jbp.Metric(
        key="audit",
        name="Audit",
        unit=jbp.Unit.count("audits"),
        accumulation=jbp.Accumulation.MILESTONE,
    ),
    target=None,
    period=APRIL,
)


def audit(number: int, day: int) -> jbp.ActualEntry:
    return entry("audit", date(2026, 4, day), jbp.Quantity(number, "audits"))


@pytest.mark.parametrize(
    ("booked", "day", "wanted"),
    [
        ([], 10, ("on_track", "nothing_due")),
        ([audit(1, 9)], 10, ("met", "target_reached")),
        ([audit(1, 9)], 30, ("met", "period_ended")),
        ([audit(1, 9), audit(-1, 10)], 10, ("on_track", "nothing_due")),
        ([audit(1, 9), audit(-1, 10)], 30, ("missed", "period_ended")),
        ([], 30, ("missed", "period_ended")),
    ],
    ids=["open", "done", "done at the end", "taken back", "taken back for good", "not"],
)
def test_a_milestone_is_done_or_not(
    booked: list[jbp.ActualEntry], day: int, wanted: tuple[str, str]
) -> None:
    result = jbp.assess_goal(AUDIT, booked, as_of=date(2026, 4, day))
    assert verdict(result) == wanted
    is_done = wanted[0] == "met"
    assert result.attained == jbp.Ratio(int(is_done))
    assert result.expected_to_date == jbp.Ratio(int(day == 30))
    assert result.attainment_ratio == result.progress_ratio == int(is_done)
    assert result.gap_to_target == jbp.Ratio(int(not is_done))
    assert result.projected_finish is None
    assert result.why("run_rate") is jbp.Reason.NO_RATE


def test_a_milestone_is_told_in_words() -> None:
    def told(day: int, *booked: jbp.ActualEntry) -> str:
        return jbp.explain(jbp.assess_goal(AUDIT, booked, as_of=date(2026, 4, day)))

    assert told(10) == (
        "On track: Security audit is not done; it is due on Apr 30, 2026."
    )
    assert told(10, audit(1, 9)) == (
        "Met: Security audit is done by Apr 10, 2026, with 20 days left."
    )
    assert told(30) == (
        "Missed: Security audit was not done by Apr 30, 2026, when it was due."
    )


REVENUE = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("3000", "USD"),
    commit=jbp.Money("2400", "USD"),
    stretch=jbp.Money("3600", "USD"),
    period=APRIL,
)


def test_commit_target_and_stretch_are_each_compared() -> None:
    """2,400 is in on day 10: of the commit 100 %, of 3,000 80 %, of 3,600 2/3."""
    booked = [entry("revenue", TENTH, jbp.Money(2400, "USD"))]
    result = jbp.assess_goal(REVENUE, booked, as_of=TENTH)
    assert [
        (level.level, level.is_reached, level.attainment_ratio)
        for level in result.levels
    ] == [
        (GoalLevel.COMMIT, True, Fraction(1)),
        (GoalLevel.TARGET, False, Fraction(4, 5)),
        (GoalLevel.STRETCH, False, Fraction(2, 3)),
    ]
    stretch = result.levels[2]
    assert stretch.gap == jbp.Money(1200, "USD")
    assert stretch.expected_to_date == jbp.Money(1200, "USD")
    assert stretch.gap_to_pace == jbp.Money(-1200, "USD")
    only = attrs.evolve(REVENUE, commit=None, stretch=None)
    assert [
        level.level.value for level in jbp.assess_goal(only, booked, as_of=TENTH).levels
    ] == ["target"]


def test_minimise_500k_to_400k_at_420k_is_80_percent() -> None:
    cost = attrs.evolve(
        jbp.metrics.REVENUE,
        accumulation=jbp.Accumulation.LEVEL,
        direction=jbp.Direction.DOWN,
    )
    goal = attrs.evolve(
        REVENUE,
        metric=cost,
        baseline=jbp.Money(500_000, "USD"),
        target=jbp.Money(400_000, "USD"),
        commit=jbp.Money(430_000, "USD"),
        stretch=None,
    )
    booked = [entry("revenue", TENTH, jbp.Money(420_000, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    assert result.progress_ratio == Fraction(80, 100)
    assert [level.is_reached for level in result.levels] == [True, False]


def test_maximise_one_to_one_and_a_half_million_at_1_35_is_70_percent() -> None:
    value = attrs.evolve(jbp.metrics.REVENUE, accumulation=jbp.Accumulation.LEVEL)
    goal = attrs.evolve(
        REVENUE,
        metric=value,
        baseline=jbp.Money(1_000_000, "USD"),
        target=jbp.Money(1_500_000, "USD"),
        commit=None,
        stretch=None,
    )
    booked = [entry("revenue", TENTH, jbp.Money(1_350_000, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    assert result.progress_ratio == Fraction(70, 100)


@pytest.mark.parametrize(
    ("month", "percent"), [(1, "88.0"), (2, "96.0"), (3, "94.7"), (4, "96.8")]
)
def test_cumulative_planned_and_actual(month: int, percent: str) -> None:
    """25 planned a month; 22, 26, 23 and 25.8 come in, so 22, 48, 71 and 96.8."""
    period = jbp.DateRange(date(2026, 1, 1), date(2026, 5, 1))
    phasing = jbp.WeightedPhasing.by_month(
        [25, 25, 25, 25], period=period, calendar=CALENDAR
    )
    goal = attrs.evolve(
        REVENUE,
        target=jbp.Money(100, "USD"),
        commit=None,
        stretch=None,
        period=period,
        phasing=phasing,
    )
    booked = [
        entry("revenue", MONTHS[n].last_day, jbp.Money(amount, "USD"))
        for n, amount in enumerate(["22", "26", "23", "25.8"])
    ]
    as_of = MONTHS[month - 1].last_day
    result = jbp.assess_goal(goal, booked, as_of=as_of)
    assert result.pace_index is not None
    assert f"{float(result.pace_index) * 100:.1f}" == percent


@pytest.mark.parametrize(
    ("metric", "amount", "good"),
    [
        (jbp.metrics.REVENUE, 1000, [False, False, True, False, True, True]),
        (jbp.metrics.REVENUE, 3000, [True] * 6),
        (jbp.metrics.MARKETING_SPEND, 500, [True] * 6),
        (jbp.metrics.MARKETING_SPEND, 3001, [False, False, False, False, False, True]),
    ],
    ids=["short", "there", "thrift", "overspent"],
)
def test_every_result_knows_which_figures_are_good(
    metric: jbp.Metric, amount: int, good: list[bool]
) -> None:
    goal = attrs.evolve(REVENUE, metric=metric)
    booked = [entry(metric.key, TENTH, jbp.Money(amount, "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=TENTH)
    names = [
        "attainment_ratio",
        "gap_to_target",
        "pace_index",
        "progress_ratio",
        "gap_to_pace",
        "lift_needed",
    ]
    assert [result.is_favourable(name) for name in names] == good
    with pytest.raises(InvalidValueError, match="one of attainment_ratio"):
        result.is_favourable("run_rate")


@pytest.mark.parametrize("goal", [WIN_RATE, KEEP, AUDIT, REVENUE], ids=lambda g: g.id)
def test_every_shape_is_written_and_read_again(goal: jbp.Goal) -> None:
    booked = [deals(1, 3), seats("250", 1), seats("3", 2), audit(1, 9)]
    booked += [entry("revenue", TENTH, jbp.Money("7.5", "USD"))]
    result = jbp.assess_goal(goal, booked, as_of=date(2026, 4, 12))
    assert jbp.loads(jbp.dumps(result), jbp.GoalResult) == result
    figures = jbp.to_data(result)["data"]["figures"]
    assert figures["shape"] == result.shape.value
    assert figures["higher_is_better"] is True
    for one in booked:
        assert jbp.loads(jbp.dumps(one), jbp.ActualEntry) == one


@pytest.mark.parametrize(
    ("goal", "booked", "as_of", "cells"),
    [
        (KEEP, [seats("250", 1)], date(2026, 2, 28), ("1 of 2 kept", "50%", "—")),
        (KEEP, [seats("250", 1)], date(2026, 1, 30), ("none due yet", "—", "—")),
        (AUDIT, [], TENTH, ("not done", "0%", "—")),
        (AUDIT, [audit(1, 9)], TENTH, ("done", "100%", "—")),
    ],
    ids=["kept", "none due", "open", "done"],
)
def test_a_table_shows_what_is_kept_or_done(
    goal: jbp.Goal,
    booked: list[jbp.ActualEntry],
    as_of: date,
    cells: tuple[str, str, str],
) -> None:
    result = jbp.assess_goal(goal, booked, as_of=as_of)
    line = goal_line(result, voice=voice_for("en_US"), marks=UNICODE_MARKS)
    assert (line.attained, line.done, line.gap) == cells
