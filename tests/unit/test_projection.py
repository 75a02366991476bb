"""Projections worked by hand, and the edges where a figure must not be made up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.engine.amounts import exact
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.project import project_bookings, project_goal
from jbpcore.engine.projection.projection import Projection
from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.phasing import LinearPhasing, Phasing, WeightedPhasing
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday

CALENDAR = FiscalCalendar.calendar_year()
YEAR = CALENDAR.year(2026)
QUARTER = CALENDAR.quarter(2026, 2)
# Every year has 52 weeks until 2028, so that equal years are equal to the day.
EVEN_YEARS = FiscalCalendar.custom_weeks(
    anchor_year=2020, anchor_end=date(2020, 12, 27), long_years=(), last_year=2030
)


def usd(amount: int | str) -> jbp.Money:
    return jbp.Money(amount, "USD")


def number(amount: Amount | None) -> Fraction:
    assert amount is not None
    return exact(amount)


def make_goal(
    target: int | str | None = 25_000,
    *,
    period: jbp.DateRange = QUARTER,
    phasing: Phasing | None = None,
    metric: jbp.Metric = jbp.metrics.REVENUE,
) -> jbp.Goal:
    return jbp.Goal(
        id="g",
        name="Goal",
        metric=metric,
        target=None if target is None else usd(target),
        period=period,
        phasing=LinearPhasing() if phasing is None else phasing,
    )


def entry(on: date, amount: int | str) -> jbp.ActualEntry:
    return jbp.ActualEntry(metric="revenue", on=on, amount=usd(amount))


def by_month(
    amounts: Sequence[int], as_of: date, goal: jbp.Goal | None = None, **how: object
) -> Projection:
    goal = make_goal(period=YEAR) if goal is None else goal
    so_far = Bookings(
        period=goal.period, as_of=as_of, amounts=[usd(amount) for amount in amounts]
    )
    return project_bookings(goal, so_far, **how)  # type: ignore[arg-type]  # handed through


def months_before_2026(amounts: Sequence[int]) -> History:
    first = 2026 * 12 - len(amounts)
    return History(
        start=date(first // 12, first % 12 + 1, 1),
        amounts=[usd(amount) for amount in amounts],
    )


def even_quarters(
    years: int, pattern: Sequence[int], growth: Fraction = Fraction(1)
) -> History:
    """Quarters of 13 weeks up to the end of 2025, each year *growth* times the last."""
    amounts = [
        usd(int(amount * growth**year)) for year in range(years) for amount in pattern
    ]
    return History(
        start=EVEN_YEARS.year(2026 - years).start,
        amounts=amounts,
        calendar=EVEN_YEARS,
        kind=PeriodKind.QUARTER,
    )


def even_project(
    history: History | None, amounts: Sequence[int], target: int = 1_000
) -> Projection:
    year = EVEN_YEARS.year(2026)
    as_of = date.fromordinal(year.start.toordinal() + 91 * len(amounts) - 1)
    so_far = Bookings(
        period=year,
        as_of=as_of,
        amounts=[usd(amount) for amount in amounts],
        calendar=EVEN_YEARS,
        kind=PeriodKind.QUARTER,
    )
    return project_bookings(make_goal(target, period=year), so_far, history=history)


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


def test_a_phasing_that_expects_nothing_yet_gives_way_to_the_straight_line() -> None:
    phasing = WeightedPhasing.by_month([0, 0, 1], period=QUARTER, calendar=CALENDAR)
    found = project_goal(
        make_goal(phasing=phasing),
        [entry(date(2026, 4, 20), 100)],
        as_of=date(2026, 4, 30),
    )
    assert found.method is ProjectionMethod.STRAIGHT_LINE
    assert found.reason is ProjectionReason.NOTHING_DUE
    assert found.projected_finish == usd("303.33")


def test_a_retail_year_of_53_weeks_is_projected_by_weeks_and_months() -> None:
    retail = FiscalCalendar.nrf_retail()
    for kind in (PeriodKind.WEEK, PeriodKind.MONTH):
        start = retail.year(2019).start
        days = jbp.DateRange(start, retail.year(2023).start)
        stretches = retail.list_periods(kind, days)
        history = History(
            start=start,
            amounts=[usd(10 * period.dates.length_days) for period in stretches],
            calendar=retail,
            kind=kind,
        )
        year = retail.year(2023)
        assert year.length_days == 53 * 7
        done = retail.quarter(2023, 1)
        tiles = retail.list_periods(kind, done)
        so_far = Bookings(
            period=year,
            as_of=done.last_day,
            amounts=[usd(10 * tile.dates.length_days) for tile in tiles],
            calendar=retail,
            kind=kind,
        )
        found = project_bookings(make_goal(None, period=year), so_far, history=history)
        assert found.projected_finish == usd(3_710)
        assert found.years_used == 4


def test_entries_count_as_they_do_for_the_goal() -> None:
    goal = make_goal()
    third = Fraction(1, 3)
    entries = [
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 4, day), amount=usd(10), credit_ratio=third
        )
        for day in (1, 9, 17, 25)
    ]
    entries += [entries[0], entry(date(2026, 4, 30), -2), entry(date(2026, 6, 1), 99)]
    as_of = date(2026, 5, 15)
    found = project_goal(goal, entries, as_of=as_of)
    assert found.booked == jbp.assess_goal(goal, entries, as_of=as_of).attained


def test_a_projection_can_be_made_again_as_things_were_known() -> None:
    late = datetime(2026, 5, 2, tzinfo=UTC)
    entries = [
        entry(date(2026, 4, 10), 900),
        jbp.ActualEntry(
            metric="revenue", on=date(2026, 4, 20), amount=usd(910), recorded_at=late
        ),
    ]
    found = [
        project_goal(make_goal(), entries, as_of=date(2026, 4, 30), known_at=known_at)
        for known_at in (datetime(2026, 5, 1, tzinfo=UTC), late)
    ]
    assert [one.booked for one in found] == [usd(900), usd(1_810)]


def test_counts_are_projected_to_two_digits() -> None:
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.DEALS_WON,
        target=jbp.Quantity(30, "deals"),
        period=QUARTER,
    )
    deals = [
        jbp.ActualEntry(
            metric=goal.metric.key,
            on=date(2026, 4, day),
            amount=jbp.Quantity(1, "deals"),
        )
        for day in (2, 3, 20, 28)
    ]
    found = project_goal(goal, deals, as_of=date(2026, 5, 15))
    assert found.projected_finish == jbp.Quantity("8.09", "deals")


def test_levels_are_not_projected() -> None:
    goal = jbp.Goal(
        id="g",
        name="Goal",
        metric=jbp.metrics.CERTIFIED_PEOPLE,
        target=jbp.Quantity(30, "people"),
        period=QUARTER,
    )
    found = project_goal(goal, [], as_of=date(2026, 5, 15))
    assert found.reason is ProjectionReason.SHAPE_NOT_PROJECTED
    assert found.booked is None


def test_a_currency_nobody_states_is_not_made_up() -> None:
    found = project_goal(make_goal(None), [], as_of=date(2026, 5, 15))
    assert found.reason is ProjectionReason.NO_CURRENCY


def test_a_figure_beyond_any_amount_is_told_as_that() -> None:
    goal = make_goal(None, period=YEAR)
    found = project_goal(
        goal, [entry(date(2026, 1, 1), 9 * 10**23)], as_of=date(2026, 1, 1)
    )
    assert found.projected_finish is None
    assert found.reason is ProjectionReason.OUT_OF_RANGE


@pytest.mark.parametrize("level", [0.8, Fraction(0), Fraction(1), Fraction(999, 1000)])
def test_a_level_no_interval_can_have_is_refused(level: Fraction) -> None:
    with pytest.raises(InvalidValueError, match="level_ratio"):
        by_month((1,), date(2026, 1, 31), level_ratio=level)


def test_what_does_not_fit_together_is_refused() -> None:
    past = months_before_2026([100] * 24)
    with pytest.raises(InvalidValueError, match="history must be cut"):
        project_goal_by(PeriodKind.QUARTER, past)
    inside = History(start=date(2025, 1, 1), amounts=[usd(1)] * 13)
    with pytest.raises(InvalidValueError, match=r"history\.end"):
        by_month((1,), date(2026, 1, 31), history=inside)
    with pytest.raises(InvalidValueError, match=r"history\.end"):
        by_month((), date(2025, 12, 30), history=past)
    euros = History(start=date(2025, 1, 1), amounts=[jbp.Money(1, "EUR")] * 12)
    with pytest.raises(CurrencyMismatchError):
        by_month((1,), date(2026, 1, 31), history=euros)
    other = Bookings(period=QUARTER, as_of=date(2026, 4, 1), amounts=[usd(1)])
    with pytest.raises(InvalidValueError, match=r"bookings\.period"):
        project_bookings(make_goal(period=YEAR), other)


def project_goal_by(kind: PeriodKind, history: History) -> Projection:
    so_far = Bookings(period=YEAR, as_of=date(2026, 3, 31), amounts=[usd(1)], kind=kind)
    return project_bookings(make_goal(period=YEAR), so_far, history=history)


def test_weekdays_of_the_calendar_are_kept_apart() -> None:
    sunday = FiscalCalendar.calendar_year(week_start=Weekday.SUN)
    with pytest.raises(InvalidValueError, match="history must be cut"):
        project_bookings(
            make_goal(period=YEAR),
            Bookings(
                period=YEAR, as_of=date(2026, 1, 31), amounts=[usd(1)], calendar=sunday
            ),
            history=months_before_2026([1] * 12),
        )


@pytest.mark.parametrize(("returned", "sure"), [(0, "1"), (-1, "9999/10000")])
def test_what_is_reached_is_sure_unless_it_can_be_taken_back(
    returned: int, sure: str
) -> None:
    year = CALENDAR.year(2026)
    past = History(
        start=date(2023, 1, 1),
        kind=PeriodKind.QUARTER,
        amounts=[usd(n) for n in (100, 110, 90, 100, 100, returned, 90, 100)]
        + [usd(n) for n in (100, 110, 90, 100)],
    )
    goal = jbp.Goal(
        id="g", name="G", metric=jbp.metrics.REVENUE, target=usd(150), period=year
    )
    bookings = Bookings(
        period=year,
        as_of=date(2026, 6, 30),
        kind=PeriodKind.QUARTER,
        amounts=[usd(100), usd(110)],
    )
    found = project_bookings(goal, bookings, history=past)
    assert found.hit_probability == Fraction(sure)
