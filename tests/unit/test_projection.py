"""Projections worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.unit.projected_goals import (
    CALENDAR,
    QUARTER,
    YEAR,
    by_month,
    entry,
    even_project,
    even_quarters,
    make_goal,
    months_before_2026,
    number,
    usd,
)

import jbpcore as jbp
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.project import project_goal
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.model.target_version import TargetVersion


def test_the_straight_line_carries_on_the_average_day() -> None:
    found = project_goal(
        make_goal(),
        [entry(date(2026, 4, 20), 7_500)],
        as_of=date(2026, 5, 15),
        method=ProjectionMethod.STRAIGHT_LINE,
    )
    # 7,500 in 45 of 91 days: 7,500 × 91 ÷ 45
    assert found.projected_finish == usd("15166.67")
    assert found.reason is ProjectionReason.ASKED_FOR


def test_along_the_phasing_divides_by_the_share_due() -> None:
    phasing = WeightedPhasing.by_month([20, 30, 50], period=QUARTER, calendar=CALENDAR)
    found = project_goal(
        make_goal(phasing=phasing),
        [entry(date(2026, 4, 20), 7_500)],
        as_of=date(2026, 5, 15),
    )
    # due are 20 % + 15 ÷ 31 of 30 %, which is 107 ÷ 310
    assert found.projected_finish == usd("21728.97")
    assert found.method is ProjectionMethod.ALONG_PHASING
    assert found.reason is ProjectionReason.NO_HISTORY


def test_the_recent_rate_counts_back_ninety_days_in_whole_stretches() -> None:
    found = by_month(
        (900, 100, 100, 400, 400),
        date(2026, 5, 31),
        method=ProjectionMethod.RECENT_RATE,
    )
    # May and April are 61 days, with March 92: 900 in 92 days, and 214 days to go.
    assert found.projected_finish == usd("3993.48")


def test_the_recent_rate_reaches_back_before_the_period() -> None:
    found = by_month(
        (310,),
        date(2026, 1, 31),
        history=months_before_2026([300, 310]),
        method=ProjectionMethod.RECENT_RATE,
    )
    # January, December and November are 92 days with 920: ten a day, 334 days to go.
    assert found.projected_finish == usd(310 + 3_340)


def test_equal_years_finish_alike() -> None:
    history = even_quarters(4, (100, 150, 50, 200))
    found = even_project(history, (100, 150))
    assert found.projected_finish == found.low == found.high == usd(500)
    assert found.method is ProjectionMethod.SEASONAL
    assert found.reason is ProjectionReason.SEASONS_KNOWN
    assert found.interval_reason is ProjectionReason.RECENT_ERRORS
    assert found.years_used == 4
    assert found.belief_ratio == 1
    assert found.growth_ratio == 0
    assert found.hit_probability == 0


def test_half_of_the_growth_is_carried_on() -> None:
    # Years of 1,000, 1,210 and 1,464.1: growth of 21 %, and √1.21 = 1.1 is kept.
    history = even_quarters(3, (250, 250, 250, 250), Fraction(121, 100))
    found = even_project(history, ())
    assert found.growth_ratio == Fraction(1, 10)


def test_nothing_is_projected_before_the_start_without_a_past() -> None:
    found = by_month((), date(2025, 12, 1))
    assert (found.projected_finish, found.low, found.hit_probability) == (None,) * 3
    assert found.reason is ProjectionReason.NOT_STARTED
    assert found.booked == usd(0)


def test_a_past_projects_a_year_before_it_starts() -> None:
    found = by_month((), date(2025, 12, 31), history=months_before_2026([100] * 36))
    # Even months have uneven days; the year has as many as those before.
    assert abs(number(found.projected_finish) - 1_200) < 10


def test_months_between_the_past_and_the_period_are_passed_over() -> None:
    year_before = History(
        start=date(2023, 1, 1), amounts=[usd(100 + n % 12) for n in range(24)]
    )
    goal = make_goal(period=CALENDAR.quarter(2026, 2))
    near = by_month((109,), date(2026, 4, 30), goal, history=year_before)
    assert near.method is ProjectionMethod.SEASONAL
    assert near.low is not None


def test_after_the_end_what_is_booked_is_the_finish() -> None:
    for target, hit in ((300, 1), (301, 0)):
        goal = make_goal(target)
        found = by_month((100, 100, 100), date(2026, 7, 9), goal)
        assert found.projected_finish == found.low == found.high == usd(300)
        assert found.hit_probability == hit
        assert found.interval_reason is ProjectionReason.PERIOD_ENDED


def test_a_target_in_hand_is_certain_unless_something_was_ever_taken_back() -> None:
    goal = make_goal(1_000, period=YEAR)
    history = months_before_2026([100, 110, 90] * 12)
    found = by_month((600, 600), date(2026, 2, 28), goal, history=history)
    assert found.hit_probability == 1
    assert number(found.low) >= 1_200
    weekly = [entry(date(2026, 1, day), amount) for day, amount in (
        (5, 900), (12, -500), (19, 700), (26, 100)
    )]  # fmt: skip
    goal = make_goal(1_200, period=YEAR)
    found = project_goal(goal, weekly, as_of=date(2026, 2, 8))
    assert found.booked == usd(1_200)
    assert found.hit_probability is not None
    assert 0 < found.hit_probability < 1
    assert number(found.low) < 1_200


def test_a_ceiling_is_hit_by_staying_below() -> None:
    amounts = (100, 120, 80, 110, 90, 100)
    goals = {
        name: jbp.Goal(
            id="g", name="Goal", metric=metric, target=usd(1_210), period=YEAR
        )
        for name, metric in (
            ("flow", jbp.metrics.REVENUE),
            ("ceiling", jbp.metrics.MARKETING_SPEND),
        )
    }
    found = {
        name: by_month(amounts, date(2026, 6, 30), goal) for name, goal in goals.items()
    }
    flow, ceiling = (found[name].hit_probability for name in ("flow", "ceiling"))
    assert flow is not None
    assert ceiling == 1 - flow


def test_the_target_in_force_decides_what_is_a_hit() -> None:
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.REVENUE,
        target=usd(100_000),
        period=YEAR,
        target_versions=[TargetVersion(effective_on=date(2026, 5, 1), target=usd(300))],
    )
    before, after = (
        by_month((100,) * months, day, goal).hit_probability
        for months, day in ((4, date(2026, 4, 30)), (5, date(2026, 5, 31)))
    )
    assert before is not None
    assert before < Fraction(1, 100)
    assert after == 1


def test_nothing_booked_projects_nothing_and_claims_no_certainty() -> None:
    found = by_month((0, 0, 0, 0), date(2026, 4, 30))
    assert found.projected_finish == usd(0)
    assert (found.low, found.hit_probability) == (None, None)
    assert found.interval_reason is ProjectionReason.TOO_FEW_BOOKINGS
