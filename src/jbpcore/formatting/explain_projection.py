"""A projection in two or three sentences: the figure, why this method, how sure."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.projection import Projection
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.formatting.words import Words, words_for
from jbpcore.wording import message

__all__ = ["explain_projection"]

# Translators: {how} is one of the phrases that begin with "with every day", "along" or
# "at the"; {why} is one of those that begin with "as". Let each read well after a comma
# or a colon, without a full stop.
_FINISH: Final = message("With {booked} in by {day}, it ends at {finish} {how}, {why}.")
# Translators: as above; {growth} is a percentage.
_GROWING: Final = message(
    "With {booked} in by {day}, it ends at {finish} {how} and growing by {growth} a "
    "year, {why}."
)
# Translators: as above; {growth} is a percentage.
_SHRINKING: Final = message(
    "With {booked} in by {day}, it ends at {finish} {how} and shrinking by {growth} a "
    "year, {why}."
)
_METHODS: Final = {
    ProjectionMethod.STRAIGHT_LINE: message(
        "with every day to come like the average day gone"
    ),
    ProjectionMethod.ALONG_PHASING: message("along the agreed phasing"),
    ProjectionMethod.RECENT_RATE: message(
        "with every day to come like those of the last 90"
    ),
    ProjectionMethod.SEASONAL: message("at the present pace along the seasons"),
}
_AVERAGE: Final = message("at the average of two years along the agreed phasing")
_WHY: Final = {
    ProjectionReason.ASKED_FOR: message("as was asked for"),
    ProjectionReason.ONE_YEAR_KNOWN: message(
        "as one earlier year is known, believed by half"
    ),
    ProjectionReason.HISTORY_SPARSE: message(
        "as most months before brought nothing and show no seasons"
    ),
    ProjectionReason.NO_HISTORY: message("as no earlier bookings are known"),
    ProjectionReason.HISTORY_TOO_SHORT: message("as no whole earlier year can be used"),
    ProjectionReason.NOTHING_DUE: message("as the phasing expects nothing yet"),
    ProjectionReason.PERIOD_ENDED: message("as the period is over"),
}
_WHY_NOT: Final = {
    ProjectionReason.NOTHING_DUE: message(
        "No projection: the phasing expects nothing yet."
    ),
    ProjectionReason.NOT_STARTED: message(
        "No projection: the period has not begun, so it has no pace."
    ),
    ProjectionReason.NO_CURRENCY: message(
        "No projection: neither goal nor bookings tell the currency."
    ),
    ProjectionReason.SHAPE_NOT_PROJECTED: message(
        "No projection: levels, ratios and milestones are not sums that a pace could "
        "carry on."
    ),
    ProjectionReason.NO_HISTORY: message(
        "No projection: no earlier bookings show the seasons."
    ),
    ProjectionReason.HISTORY_TOO_SHORT: message(
        "No projection: no whole earlier year shows the seasons."
    ),
    ProjectionReason.OUT_OF_RANGE: message(
        "No projection: it would be larger than an amount can be."
    ),
}
_RESTS_ON: Final = {
    ProjectionReason.RECENT_ERRORS: message(
        "The {level} interval runs from {low} to {high}, by how far the pace strayed "
        "from month to month."
    ),
    ProjectionReason.EARLIER_YEARS: message(
        "The {level} interval runs from {low} to {high}, by what this method missed by "
        "in earlier years."
    ),
    ProjectionReason.BOOKINGS_SO_FAR: message(
        "The {level} interval runs from {low} to {high}, by how unevenly the bookings "
        "so far came in."
    ),
    ProjectionReason.UNEVEN_MONTHS: message(
        "The {level} interval runs from {low} to {high}, by how unevenly two years of "
        "bookings came in."
    ),
}
_NO_INTERVAL: Final = {
    ProjectionReason.TOO_FEW_BOOKINGS: message(
        "There is no interval, as there are too few bookings to tell it from."
    ),
    ProjectionReason.NOTHING_AHEAD: message(
        "There is no interval, as the method expects nothing more to come."
    ),
    ProjectionReason.OUT_OF_RANGE: message(
        "There is no interval, as it would be larger than an amount can be."
    ),
}
_LEAST_GROWTH: Final = Fraction(1, 2_000)
_HALF_A_PERCENT: Final = Fraction(1, 200)


def explain_projection(projection: Projection, *, locale: str | Words = "en_US") -> str:
    """Say where a goal finishes, by which method, why that one, and how sure it is.

    Args:
        projection: What :func:`~jbpcore.engine.projection.project.project_goal` found.
        locale: For whom; or words with the catalogues of the host.

    Returns:
        One to three sentences.

    Raises:
        UnsupportedLocaleError: If no locale is known by that name.

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
    words = words_for(locale)
    if projection.projected_finish is None or projection.booked is None:
        why_not = _WHY_NOT.get(projection.reason)
        return words.text(why_not or message("No projection: nothing can be told."))
    if projection.reason is ProjectionReason.PERIOD_ENDED:
        return words.text(
            "The period ended on {day} with {booked}; that is the finish.",
            day=projection.goal.period.last_day,
            booked=projection.booked,
        )
    told = (
        _finish(projection, words),
        _interval(projection, words),
        _chance(projection, words),
    )
    return " ".join(filter(None, told))


def _finish(projection: Projection, words: Words) -> str:
    is_sparse = projection.interval_reason is ProjectionReason.UNEVEN_MONTHS
    growth = projection.growth_ratio
    if growth is None or abs(growth) < _LEAST_GROWTH:
        sentence, growth = _FINISH, Fraction(0)
    else:
        sentence = _GROWING if growth > 0 else _SHRINKING
    if projection.reason is ProjectionReason.SEASONS_KNOWN:
        why = words.count(
            "as {n} earlier year shows the seasons",
            "as {n} earlier years show the seasons",
            projection.years_used,
        )
    else:
        why = words.text(_WHY[projection.reason])
    return words.text(
        sentence,
        booked=projection.booked,
        day=projection.as_of,
        finish=projection.projected_finish,
        how=words.text(_AVERAGE if is_sparse else _METHODS[projection.method]),
        growth=words.percent(abs(growth), digits=1),
        why=why,
    )


def _interval(projection: Projection, words: Words) -> str:
    low, high, reason = projection.low, projection.high, projection.interval_reason
    if low is None or high is None:
        known = None if reason is None else _NO_INTERVAL.get(reason)
        return words.text(known or message("There is no interval, as none is known."))
    level = words.percent(projection.level_ratio)
    return words.text(_RESTS_ON[reason], level=level, low=low, high=high)


def _chance(projection: Projection, words: Words) -> str:
    target, hit = (
        projection.goal.target_on(projection.as_of),
        projection.hit_probability,
    )
    if hit is None or target is None:
        return ""
    # Next to certain is not certain, neither way.
    chance = words.percent(hit, of_goal=True)
    is_hardly = 0 < hit < _HALF_A_PERCENT
    if is_hardly:
        chance = words.percent(Fraction(1, 100))
    if shape_of(projection.goal) is GoalShape.CEILING:
        if is_hardly:
            return words.text(
                "The chance to stay within {target} is below {chance}.",
                target=target,
                chance=chance,
            )
        return words.text(
            "The chance to stay within {target} is {chance}.",
            target=target,
            chance=chance,
        )
    if is_hardly:
        return words.text(
            "The chance to reach {target} is below {chance}.",
            target=target,
            chance=chance,
        )
    return words.text(
        "The chance to reach {target} is {chance}.", target=target, chance=chance
    )
