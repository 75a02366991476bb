"""The edges of projections, where a figure must not be made up."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from tests.unit.projected_goals import (
    CALENDAR,
    QUARTER,
    YEAR,
    by_month,
    entry,
    make_goal,
    months_before_2026,
    usd,
)

import jbpcore as jbp
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.project import project_bookings, project_goal
from jbpcore.engine.projection.projection import Projection
from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.model.phasing import WeightedPhasing
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday


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
