"""The edges where other tools go wrong, one test each, with the sums written out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

import jbpcore as jbp

CALENDAR = jbp.FiscalCalendar.calendar_year()
Q2 = CALENDAR.quarter(2026, 2)
HALFWAY = date(2026, 5, 15)
LAST = date(2026, 6, 30)


def usd(amount: str | int) -> jbp.Money:
    return jbp.Money(amount, "USD")


def flow(target: jbp.Money | None = None, *, goal_id: str = "g") -> jbp.Goal:
    return jbp.Goal(
        id=goal_id,
        name="New revenue",
        metric=jbp.metrics.REVENUE,
        target=target,
        period=Q2,
    )


def booked(  # noqa: PLR0913 - each is a part of an entry that a test may state
    amount: str | int,
    on: date = date(2026, 4, 20),
    *,
    entry_id: str | None = None,
    reverses: str | None = None,
    partner: str | None = None,
    credit_of: str | None = None,
    credit: str = "1",
) -> jbp.ActualEntry:
    return jbp.ActualEntry(
        metric="revenue",
        on=on,
        amount=usd(amount),
        entry_id=entry_id or jbp.new_id(),
        reverses=reverses,
        partner_id=partner,
        credit_of=credit_of,
        credit_ratio=Fraction(credit),
    )


def plan(
    *goals: jbp.Goal, partner: str = "northwind", parent: str | None = None
) -> jbp.Plan:
    return jbp.Plan(
        id=f"plan-{partner}",
        name="Plan",
        vendor=jbp.Party(id="acme", name="Acme"),
        partner=jbp.Partner(id=partner, name=partner, parent_id=parent),
        period=CALENDAR.year(2026),
        goals=goals,
    )


def test_zero_and_missing_target() -> None:
    missing = jbp.assess_goal(flow(), [booked(7_500)], as_of=HALFWAY)
    zero = jbp.assess_goal(flow(usd(0)), [booked(7_500)], as_of=HALFWAY)
    assert (missing.reason, zero.reason) == (
        jbp.Reason.NO_TARGET,
        jbp.Reason.ZERO_TARGET,
    )
    assert (missing.gap_to_target, zero.gap_to_target) == (None, usd(-7_500))
    for result in (missing, zero):
        assert result.health is jbp.Health.NOT_APPLICABLE
        assert result.attained == usd(7_500)
        assert result.attainment_ratio is None


def test_target_equal_to_baseline() -> None:
    goal = attrs.evolve(
        flow(),
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(5, "people"),
        baseline=jbp.Quantity(5, "people"),
    )
    result = jbp.assess_goal(goal, [], as_of=HALFWAY)
    assert result.reason is jbp.Reason.TARGET_IS_BASELINE
    assert result.health is jbp.Health.NOT_APPLICABLE


def test_no_goals() -> None:
    result = jbp.assess_plan(plan(), [booked(1)], as_of=HALFWAY)
    assert (result.health, result.score_ratio) == (jbp.Health.NOT_APPLICABLE, None)
    assert jbp.assess_portfolio([], [], as_of=HALFWAY).health_counts == {}


def test_last_day_divides_by_no_day() -> None:
    result = jbp.assess_goal(flow(usd(25_000)), [booked(7_500)], as_of=LAST)
    assert result.required_run_rate is None
    assert result.why("required_run_rate") is jbp.Reason.NO_DAYS_LEFT
    assert result.why("lift_needed") is jbp.Reason.NO_DAYS_LEFT
    assert result.projected_finish == usd(7_500)
    assert result.health is jbp.Health.MISSED


def test_before_the_start_and_after_the_end() -> None:
    goal = flow(usd(25_000))
    before = jbp.assess_goal(goal, [], as_of=date(2026, 3, 31))
    assert (before.health, before.elapsed_days) == (jbp.Health.NOT_STARTED, 0)
    assert before.expected_to_date == usd(0)
    assert before.why("pace_index") is jbp.Reason.NOT_STARTED
    late = booked(99_999, date(2026, 7, 1))
    after = jbp.assess_goal(goal, [booked(7_500), late], as_of=date(2027, 1, 1))
    assert (after.attained, after.remaining_days) == (usd(7_500), 0)
    assert after.health is jbp.Health.MISSED


def test_as_of_in_the_future() -> None:
    """The source has delivered up to 15 May; by 30 June all is due, and not known."""
    goal = flow(usd(25_000))
    result = jbp.assess_goal(goal, [booked(7_500)], as_of=LAST, data_through=HALFWAY)
    assert result.attained == usd(7_500)
    assert result.freshness is jbp.Freshness.STALE
    assert "Stale: the data reach to May 15, 2026 only." in jbp.explain(result)
    forecast = booked(90_000, date(2026, 6, 1))
    today = jbp.assess_goal(goal, [booked(7_500), forecast], as_of=HALFWAY)
    assert today.attained == usd(7_500)


def test_decrease_goal_is_not_complete_at_its_start() -> None:
    """At 8 %, on the way from 8 % to 5 %, nothing is done; 8 ÷ 5 would be 160 %."""
    goal = attrs.evolve(
        flow(),
        metric=jbp.metrics.CHURN_RATE,
        target=jbp.Ratio("5%"),
        baseline=jbp.Ratio("8%"),
    )
    seen = jbp.ActualEntry(metric="churn-rate", on=Q2.first_day, amount=jbp.Ratio("8%"))
    result = jbp.assess_goal(goal, [seen], as_of=HALFWAY)
    assert result.progress_ratio == 0
    assert result.health is jbp.Health.OFF_TRACK
    assert result.is_favourable("attainment_ratio") is False


def test_99_6_percent_is_not_shown_as_100() -> None:
    result = jbp.assess_goal(flow(usd(25_000)), [booked(24_900)], as_of=LAST)
    assert result.attainment_ratio == Fraction(996, 1000)
    assert "(99%)" in jbp.explain(result)


def test_refunds_push_a_flow_below_zero() -> None:
    """500 less than nothing is in, so 25,500 is missing."""
    entries = [booked(1_000), booked(-1_500, date(2026, 5, 4))]
    result = jbp.assess_goal(flow(usd(25_000)), entries, as_of=HALFWAY)
    assert (result.attained, result.gap_to_target) == (usd(-500), usd(25_500))
    assert result.attainment_ratio == Fraction(-1, 50)
    assert result.why("lift_needed") is jbp.Reason.NOTHING_ATTAINED


def test_met_early_and_then_reversed() -> None:
    goal = flow(usd(25_000))
    entries = [
        booked(25_000, date(2026, 4, 2), entry_id="so-1"),
        booked(-20_000, date(2026, 5, 10), reverses="so-1"),
    ]
    early = jbp.assess_goal(goal, entries, as_of=date(2026, 5, 9))
    later = jbp.assess_goal(goal, entries, as_of=HALFWAY)
    assert (early.health, early.reason) == (
        jbp.Health.MET,
        jbp.Reason.TARGET_REACHED,
    )
    assert (later.health, later.gap_to_target) == (
        jbp.Health.OFF_TRACK,
        usd(20_000),
    )


def test_period_without_bookings_is_a_full_shortfall_once_it_has_begun() -> None:
    """May has 31 of 91 days of 9,100: 3,100, all of it missing on 1 May."""
    april, may, june = jbp.list_buckets(
        flow(usd(9_100)),
        CALENDAR,
        jbp.PeriodKind.MONTH,
        entries=[booked(3_000)],
        as_of=date(2026, 5, 1),
    )
    assert (april.gap, may.gap, june.gap) == (usd(0), usd(3_100), None)


def test_target_on_a_parent_group() -> None:
    """The group wants 10,000 of two firms; 4,000 and 3,000 are in, each once."""
    firms = [
        plan(flow(usd(5_000), goal_id=f"g-{firm}"), partner=firm, parent="group")
        for firm in ("north", "south")
    ]
    entries = [booked(4_000, partner="north"), booked(3_000, partner="south")]
    portfolio = jbp.assess_portfolio(firms, entries, as_of=HALFWAY)
    total = jbp.roll_up(found.result for found in portfolio.iter_goals())
    assert (total.target, total.attained) == (usd(10_000), usd(7_000))
    assert total.assigned_ratio(flow(usd(8_000))) == Fraction(5, 4)


@pytest.mark.parametrize("second", ["north", "south"])
def test_contributor_credited_twice(second: str) -> None:
    """Two thirds and a half of one order are 7/6 of it, whoever has them."""
    entries = [
        booked(900, partner="north", credit_of="so-1", credit="2/3"),
        booked(900, partner=second, credit_of="so-1", credit="1/2"),
    ]
    firms = [plan(flow(usd(5_000)), partner=firm) for firm in ("north", "south")]
    portfolio = jbp.assess_portfolio(firms, entries, as_of=HALFWAY)
    told = [found for found in portfolio.findings if found.code == "jbp.credit.over"]
    assert len(told) == 1
    assert "7/6" in told[0].message


def test_the_same_booking_twice_counts_once() -> None:
    one = booked(900, entry_id="so-1")
    result = jbp.assess_goal(flow(usd(5_000)), [one, one], as_of=HALFWAY)
    assert result.attained == usd(900)
    assert [found.code for found in result.findings] == ["jbp.entry.duplicate"]


def test_53_week_year_against_52() -> None:
    """The retail year 2023 has 53 weeks: 371 days, not 364. After 26 weeks 182 of
    371 days are due of it and 182 of 364 of the year before."""
    retail = jbp.FiscalCalendar.nrf_retail()
    for year, days in ((2022, 364), (2023, 371)):
        period = retail.year(year)
        assert period.length_days == days
        goal = attrs.evolve(flow(usd(days * 100)), period=period)
        weeks = jbp.list_buckets(goal, retail, jbp.PeriodKind.WEEK)
        assert [week.scheduled for week in weeks] == [usd(700)] * (days // 7)
        middle = weeks[25].dates.last_day
        result = jbp.assess_goal(goal, [], as_of=middle)
        assert result.expected_ratio == Fraction(182, days)
        months = jbp.list_buckets(goal, retail, jbp.PeriodKind.MONTH)
        assert len(months) == 12
        assert months[-1].scheduled == usd(2_800 if days == 364 else 3_500)
