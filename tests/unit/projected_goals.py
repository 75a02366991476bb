"""Goals to project, by hand: years of equal quarters, and months with a past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import jbpcore as jbp
from jbpcore.engine.amounts import exact
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.project import project_bookings
from jbpcore.engine.projection.projection import Projection
from jbpcore.model.amount import Amount
from jbpcore.model.phasing import LinearPhasing, Phasing
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

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
