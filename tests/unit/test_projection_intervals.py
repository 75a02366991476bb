"""Intervals of projections, and what a past is worth to them; worked by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.unit.projected_goals import (
    EVEN_YEARS,
    by_month,
    even_project,
    even_quarters,
    make_goal,
    months_before_2026,
    number,
    usd,
)

from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.project import project_bookings
from jbpcore.periods.fiscal_period import PeriodKind


def test_three_stretches_are_too_few_to_tell_an_interval_from() -> None:
    found = by_month((10, 20, 30), date(2026, 3, 31))
    assert found.interval_reason is ProjectionReason.TOO_FEW_BOOKINGS
    found = by_month((10, 20, 30, 20), date(2026, 4, 30))
    assert found.interval_reason is ProjectionReason.BOOKINGS_SO_FAR


def test_an_interval_from_uneven_bookings_by_hand() -> None:
    year = EVEN_YEARS.year(2026)
    goal = make_goal(1_000, period=year)
    # Ten a week, give or take two, in four of 52 weeks:
    amounts = [usd(amount) for amount in (8, 12, 8, 12)]
    as_of = date.fromordinal(year.start.toordinal() + 27)
    so_far = Bookings(
        period=year,
        as_of=as_of,
        amounts=amounts,
        calendar=EVEN_YEARS,
        kind=PeriodKind.WEEK,
    )
    found = project_bookings(goal, so_far, method=ProjectionMethod.STRAIGHT_LINE)
    # s² = 4 × 2² ÷ 3 = 16/3 a week. The 48 weeks to come bring 480, with a deviation of
    # √(16/3 × 48 × (1 + 48/4)) = √3328 = 57.69. Student's t, three degrees of freedom,
    # 90 %: 1.638 by the tables, so 480 ± 94.5 on top of the 40 that are in.
    assert found.projected_finish == usd(520)
    assert round(number(found.low)) in {425, 426}
    assert round(number(found.high)) in {614, 615}


def test_an_interval_from_earlier_years_by_hand() -> None:
    # After half of each year the straight line expected the first half again; what came
    # was 2, 1/2 and 2 times that: logarithms ±ln 2, root mean square ln 2.
    quarters = [(50, 50, 100, 100), (100, 100, 50, 50), (50, 50, 100, 100)]
    history = History(
        start=EVEN_YEARS.year(2023).start,
        amounts=[usd(amount) for year in quarters for amount in year],
        calendar=EVEN_YEARS,
        kind=PeriodKind.QUARTER,
    )
    year = EVEN_YEARS.year(2026)
    so_far = Bookings(
        period=year,
        as_of=date.fromordinal(year.start.toordinal() + 181),
        amounts=[usd(100), usd(100)],
        calendar=EVEN_YEARS,
        kind=PeriodKind.QUARTER,
    )
    found = project_bookings(
        make_goal(1_000, period=year),
        so_far,
        history=history,
        method=ProjectionMethod.STRAIGHT_LINE,
    )
    # 90 % of t with three degrees of freedom: 1.638; 200 × 2^±1.638 on top of 200
    assert found.projected_finish == usd(400)
    assert found.interval_reason is ProjectionReason.EARLIER_YEARS
    assert abs(number(found.low) - 264) < 1
    assert abs(number(found.high) - 822) < 3


def test_a_month_that_is_not_over_adds_and_does_not_move_the_pace() -> None:
    history = months_before_2026([310, 280, 310, 300, 310, 300] * 6)
    at_end = by_month((310,), date(2026, 1, 31), history=history)
    later = by_month((310, 100), date(2026, 2, 14), history=history)
    more = by_month((310, 190), date(2026, 2, 14), history=history)
    finishes = [number(found.projected_finish) for found in (at_end, later, more)]
    assert finishes[2] - finishes[1] == 90
    # Half of February had brought about 140 at the pace; 40 less are simply missing.
    assert abs(finishes[0] - finishes[1] - 40) < 3


def test_more_surprising_months_make_the_interval_wider() -> None:
    # Five months do not fit into a year, so these are no seasons.
    widths = []
    for swing in (1, 30):
        amounts = [100 + swing * step for step in (0, 1, -1, 2, -2) * 8][:36]
        found = by_month((100,), date(2026, 1, 31), history=months_before_2026(amounts))
        widths.append(number(found.high) - number(found.low))
    assert widths[0] < widths[1]


def test_a_higher_level_makes_the_interval_wider() -> None:
    history = months_before_2026([100, 130, 90, 110] * 9)
    narrow, wide = (
        by_month((100,), date(2026, 1, 31), history=history, level_ratio=level)
        for level in (Fraction(1, 2), Fraction(95, 100))
    )
    assert number(wide.low) < number(narrow.low)
    assert number(narrow.high) < number(wide.high)
    assert narrow.projected_finish == wide.projected_finish


def test_a_single_year_is_believed_by_half() -> None:
    found = even_project(even_quarters(1, (100, 100, 100, 300)), (100, 100))
    assert found.reason is ProjectionReason.ONE_YEAR_KNOWN
    assert found.belief_ratio == Fraction(1, 2)
    assert number(found.low) < number(found.projected_finish) < number(found.high)


def test_less_than_a_year_of_past_falls_back_on_the_phasing() -> None:
    history = months_before_2026([100] * 11)
    found = by_month((100,) * 4, date(2026, 4, 30), history=history)
    assert found.method is ProjectionMethod.ALONG_PHASING
    assert found.reason is ProjectionReason.HISTORY_TOO_SHORT
    asked = by_month(
        (100,) * 4,
        date(2026, 4, 30),
        history=history,
        method=ProjectionMethod.SEASONAL,
    )
    assert asked.projected_finish is None
    assert asked.reason is ProjectionReason.HISTORY_TOO_SHORT
    assert asked.method is ProjectionMethod.SEASONAL


def test_years_that_brought_nothing_are_no_past() -> None:
    found = by_month((50,) * 4, date(2026, 4, 30), history=months_before_2026([0] * 36))
    assert found.reason is ProjectionReason.HISTORY_TOO_SHORT


def test_single_deals_tell_no_seasons() -> None:
    amounts = [0] * 36
    amounts[3] = amounts[16] = amounts[29] = 1_200
    found = by_month((0, 0, 0), date(2026, 3, 31), history=months_before_2026(amounts))
    assert found.reason is ProjectionReason.HISTORY_SPARSE
    assert found.interval_reason is ProjectionReason.UNEVEN_MONTHS
    # 2,400 in the 731 days of two years and the 90 days since: 2,400 ÷ 821 × 275
    assert found.projected_finish == usd("803.90")
    assert found.low == usd(0)
    assert found.belief_ratio == 0


def test_a_past_with_returns_and_empty_months_is_projected() -> None:
    amounts = [100, 0, -40, 200] * 9
    found = by_month((100, 0), date(2026, 2, 28), history=months_before_2026(amounts))
    assert found.method is ProjectionMethod.SEASONAL
    assert number(found.projected_finish) > 0
