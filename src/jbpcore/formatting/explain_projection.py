"""A projection in two or three sentences: the figure, why this method, how sure."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.projection import Projection
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.numbers import (
    show_amount,
    show_day,
    show_number,
    show_percent,
)

__all__ = ["explain_projection"]

_METHODS: Final = {
    ProjectionMethod.STRAIGHT_LINE: "with every day to come like the average day gone",
    ProjectionMethod.ALONG_PHASING: "along the agreed phasing",
    ProjectionMethod.RECENT_RATE: "with every day to come like those of the last 90",
    ProjectionMethod.SEASONAL: "at the present pace along the seasons",
}
_AVERAGE: Final = "at the average of two years along the agreed phasing"
_WHY: Final = {
    ProjectionReason.ASKED_FOR: "as was asked for",
    ProjectionReason.SEASONS_KNOWN: "as {years} earlier years show the seasons",
    ProjectionReason.ONE_YEAR_KNOWN: "as one earlier year is known, believed by half",
    ProjectionReason.HISTORY_SPARSE: (
        "as most months before brought nothing and show no seasons"
    ),
    ProjectionReason.NO_HISTORY: "as no earlier bookings are known",
    ProjectionReason.HISTORY_TOO_SHORT: "as no whole earlier year can be used",
    ProjectionReason.NOTHING_DUE: "as the phasing expects nothing yet",
    ProjectionReason.PERIOD_ENDED: "as the period is over",
}
_WHY_NOT: Final = {
    ProjectionReason.NOTHING_DUE: "the phasing expects nothing yet",
    ProjectionReason.NOT_STARTED: "the period has not begun, so it has no pace",
    ProjectionReason.NO_CURRENCY: "neither goal nor bookings tell the currency",
    ProjectionReason.SHAPE_NOT_PROJECTED: (
        "levels, ratios and milestones are not sums that a pace could carry on"
    ),
    ProjectionReason.NO_HISTORY: "no earlier bookings show the seasons",
    ProjectionReason.HISTORY_TOO_SHORT: "no whole earlier year shows the seasons",
    ProjectionReason.OUT_OF_RANGE: "it would be larger than an amount can be",
}
_RESTS_ON: Final = {
    ProjectionReason.RECENT_ERRORS: "by how far the pace strayed from month to month",
    ProjectionReason.EARLIER_YEARS: "by what this method missed by in earlier years",
    ProjectionReason.BOOKINGS_SO_FAR: "by how unevenly the bookings so far came in",
    ProjectionReason.UNEVEN_MONTHS: "by how unevenly two years of bookings came in",
}
_NO_INTERVAL: Final = {
    ProjectionReason.TOO_FEW_BOOKINGS: "there are too few bookings to tell it from",
    ProjectionReason.NOTHING_AHEAD: "the method expects nothing more to come",
    ProjectionReason.OUT_OF_RANGE: "it would be larger than an amount can be",
}
_LEAST_GROWTH: Final = Fraction(1, 2_000)
_HALF_A_PERCENT: Final = Fraction(1, 200)


def explain_projection(projection: Projection, *, locale: str = "en_US") -> str:
    """Say where a goal finishes, by which method, why that one, and how sure it is.

    Args:
        projection: What :func:`~jbpcore.engine.projection.project.project_goal` found.
        locale: How numbers and days are written; its language must be English.

    Returns:
        One to three sentences.

    Raises:
        UnsupportedLocaleError: If there is no wording in the locale's language.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.projection.project import project_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> found = project_goal(goal, booked, as_of=date(2026, 5, 15))
        >>> print(explain_projection(found))
        With $7,500.00 in by May 15, 2026, it ends at $15,166.67 along the agreed
        phasing, as no earlier bookings are known. The 80% interval runs from $7,500.00
        to $29,927.68, by how unevenly the bookings so far came in. The chance to reach
        $25,000.00 is 19%.
    """
    parse_locale(locale)
    if projection.projected_finish is None or projection.booked is None:
        why = _WHY_NOT.get(projection.reason, "nothing can be told")
        return f"No projection: {why}."
    booked = show_amount(projection.booked, locale=locale)
    finish = show_amount(projection.projected_finish, locale=locale)
    if projection.reason is ProjectionReason.PERIOD_ENDED:
        last_day = show_day(projection.goal.period.last_day, locale=locale)
        return f"The period ended on {last_day} with {booked}; that is the finish."
    as_of = show_day(projection.as_of, locale=locale)
    why = _WHY[projection.reason].format(
        years=show_number(projection.years_used, locale=locale)
    )
    is_sparse = projection.interval_reason is ProjectionReason.UNEVEN_MONTHS
    how = _AVERAGE if is_sparse else _METHODS[projection.method]
    first = f"With {booked} in by {as_of}, it ends at {finish} {how}"
    told = [
        f"{first}{_growth(projection, locale)}, {why}.",
        _interval(projection, locale),
        _chance(projection, locale),
    ]
    return " ".join(filter(None, told))


def _growth(projection: Projection, locale: str) -> str:
    growth = projection.growth_ratio
    if growth is None or abs(growth) < _LEAST_GROWTH:
        return ""
    way = "growing" if growth > 0 else "shrinking"
    shown = show_percent(abs(growth), locale=locale, digits=1)
    return f" and {way} by {shown} a year"


def _interval(projection: Projection, locale: str) -> str:
    low, high, reason = projection.low, projection.high, projection.interval_reason
    if low is None or high is None:
        return f"There is no interval, as {_NO_INTERVAL.get(reason, 'none is known')}."
    level = show_percent(projection.level_ratio, locale=locale)
    reach = f"{show_amount(low, locale=locale)} to {show_amount(high, locale=locale)}"
    return f"The {level} interval runs from {reach}, {_RESTS_ON[reason]}."


def _chance(projection: Projection, locale: str) -> str:
    target = projection.goal.target_on(projection.as_of)
    if projection.hit_probability is None or target is None:
        return ""
    is_ceiling = shape_of(projection.goal) is GoalShape.CEILING
    what = "stay within" if is_ceiling else "reach"
    hit = projection.hit_probability
    # Next to certain is not certain, neither way.
    chance = show_percent(hit, locale=locale, of_goal=True)
    if 0 < hit < _HALF_A_PERCENT:
        chance = f"below {show_percent(Fraction(1, 100), locale=locale)}"
    return f"The chance to {what} {show_amount(target, locale=locale)} is {chance}."
