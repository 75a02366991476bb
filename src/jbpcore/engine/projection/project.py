"""Where a goal's period finishes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from jbpcore.engine.amounts import MOST_AMOUNT, exact, like, rounded_like
from jbpcore.engine.projection.bookings import Bookings, check_same_unit
from jbpcore.engine.projection.case import Case, case_of, finest_unit
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.outlook import Outlook, look_ahead
from jbpcore.engine.projection.projection import Projection
from jbpcore.engine.projection.spread import Spread
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.goal import Goal
from jbpcore.model.validation import check_instant
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.weekday import Weekday

__all__ = [
    "DEFAULT_LEVEL_RATIO",
    "PROJECTED_SHAPES",
    "check_level",
    "project_bookings",
    "project_goal",
]

DEFAULT_LEVEL_RATIO = Fraction(4, 5)
"""How often the finish should fall in the interval, unless another level is asked."""

PROJECTED_SHAPES: Final = (GoalShape.FLOW, GoalShape.CEILING)
"""The shapes of goals whose finish is projected: sums of what is booked."""

_FOUR_DIGITS = 10_000
_LIMIT = MOST_AMOUNT - 1
_ONE_DAY = timedelta(days=1)


def project_goal(  # noqa: PLR0913 - a goal, its entries, and ways to ask
    goal: Goal,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    history: History | None = None,
    method: ProjectionMethod = ProjectionMethod.AUTO,
    level_ratio: Fraction = DEFAULT_LEVEL_RATIO,
    known_at: datetime | None = None,
) -> Projection:
    """Project where *goal* finishes, from its entries up to *as_of*.

    The entries are added up by the stretches that *history* is cut in, without one by
    seven days, counted from the first of the period; the rest is
    :func:`project_bookings`.

    Args:
        goal: The goal. Only sums of bookings are projected, not levels and ratios.
        entries: Booked facts; those of other metrics are passed over.
        as_of: The last day that counts, as a whole day.
        history: What was booked before the period.
        method: How to project.
        level_ratio: How often the finish should fall in the interval.
        known_at: An instant in UTC, to project from what was known then; ``None`` to
            know all there is.

    Raises:
        InvalidValueError: As :func:`project_bookings`.

    Examples:
        Halfway through the second quarter, and 30 % of the goal is in:

        >>> from jbpcore.model import metrics
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
        >>> found.method.value, found.reason.value, found.projected_finish
        ('along_phasing', 'no_history', Money('15166.67', 'USD'))
        >>> found.low, found.high, round(float(found.hit_probability), 2)
        (Money('7500.00', 'USD'), Money('29927.68', 'USD'), 0.19)
    """
    check_instant(known_at, "known_at")
    if known_at is not None:
        goal = goal.as_known_at(known_at)
    bookings = None
    is_summed = goal.metric.unit.kind is not UnitKind.RATIO
    if is_summed and shape_of(goal) in PROJECTED_SHAPES:
        bookings = Bookings.of_entries(
            goal,
            entries,
            as_of=as_of,
            calendar=history.calendar if history else _seven_days_from(goal.period),
            kind=history.kind if history else PeriodKind.WEEK,
            known_at=known_at,
        )
        reason = ProjectionReason.NO_CURRENCY
    else:
        reason = ProjectionReason.SHAPE_NOT_PROJECTED
    if bookings is None:
        return Projection(
            goal=goal,
            as_of=as_of,
            method=method,
            reason=reason,
            booked=None,
            projected_finish=None,
            level_ratio=check_level(level_ratio),
            low=None,
            high=None,
            hit_probability=None,
            interval_reason=reason,
        )
    return project_bookings(
        goal, bookings, history=history, method=method, level_ratio=level_ratio
    )


def _seven_days_from(period: DateRange) -> FiscalCalendar:
    """Return a calendar whose weeks begin on the weekday of the first day.

    It knows no year, so that none of them is cut off but the last.
    """
    last = Weekday((period.start.weekday() - 1) % 7)
    return FiscalCalendar.weeks(end_weekday=last, end_month=12)


def project_bookings(
    goal: Goal,
    bookings: Bookings,
    *,
    history: History | None = None,
    method: ProjectionMethod = ProjectionMethod.AUTO,
    level_ratio: Fraction = DEFAULT_LEVEL_RATIO,
) -> Projection:
    """Project where *goal* finishes, from bookings that are added up already.

    ``auto`` takes the seasonal method where *history* holds a whole year, else the
    agreed phasing, else (nothing being due yet) the straight line.

    Args:
        goal: The goal; its target, direction and phasing are used.
        bookings: What is booked in its period so far.
        history: What was booked before the period, cut as *bookings* are.
        method: How to project.
        level_ratio: How often the finish should fall in the interval.

    Raises:
        InvalidValueError: If *bookings* are of another period, *history* is cut
            otherwise or reaches past *as_of* or into the period, or *level_ratio* is
            not between 0 and 1.
        CurrencyMismatchError: If target, bookings and history are in several
            currencies.
        UnitMismatchError: If they count different things.

    Examples:
        Half of a year's business falls on its last quarter:

        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> calendar = FiscalCalendar.calendar_year()
        >>> goal = Goal(id="r", name="Revenue", metric=metrics.REVENUE,
        ...             target=Money(700, "EUR"), period=calendar.year(2026))
        >>> past = History(start=date(2023, 1, 1), kind=PeriodKind.QUARTER,
        ...                amounts=[Money(n, "EUR") for n in (100, 110, 90, 305) * 3])
        >>> so_far = Bookings(period=goal.period, as_of=date(2026, 6, 30),
        ...                   kind=PeriodKind.QUARTER,
        ...                   amounts=[Money(110, "EUR"), Money(121, "EUR")])
        >>> found = project_bookings(goal, so_far, history=past)
        >>> found.method.value, found.reason.value, found.projected_finish
        ('seasonal', 'seasons_known', Money('664.88', 'EUR'))
    """
    level = check_level(level_ratio)
    _check_fit(goal, bookings, history)
    known = (goal.sample, *bookings.amounts, *(history.amounts[:1] if history else ()))
    sample = next((amount for amount in known if amount is not None), None)
    case = case_of(bookings, goal.phasing, history, unit=finest_unit(sample))
    outlook = look_ahead(case, method)
    booked = case.booked
    finish = None if outlook.rest is None else booked + outlook.rest
    low = high = hit = None
    if outlook.spread is not None and finish is not None:
        # Twelve digits of a factor may fall on the other side of half a cent.
        low = min(_at(outlook, outlook.spread, booked, (1 - level) / 2), finish)
        high = max(_at(outlook, outlook.spread, booked, (1 + level) / 2), finish)
        hit = _hit_probability(goal, case, outlook)
    profile = outlook.profile
    return Projection(
        goal=goal,
        as_of=bookings.as_of,
        method=outlook.method,
        reason=_reason(outlook.reason, finish),
        booked=None if sample is None else like(booked, sample),
        projected_finish=_amount(finish, sample),
        level_ratio=level,
        low=_amount(low, sample),
        high=_amount(high, sample),
        hit_probability=hit,
        interval_reason=_reason(outlook.spread_reason, low, high),
        years_used=profile.years if profile else 0,
        belief_ratio=_four_digits(profile.belief) if profile else None,
        growth_ratio=_four_digits(outlook.growth - 1) if profile else None,
    )


def check_level(level_ratio: Fraction) -> Fraction:
    """Return *level_ratio*, if it is a level an interval can have.

    Raises:
        InvalidValueError: If it is no ``Fraction`` from 0.01 to 0.99.
    """
    if not isinstance(level_ratio, Fraction) or not 1 <= level_ratio * 100 <= 99:  # noqa: PLR2004 - percent
        expected = "a Fraction from 1/100 to 99/100, such as Fraction(4, 5)"
        raise InvalidValueError("level_ratio", level_ratio, expected)
    return level_ratio


def _check_fit(goal: Goal, bookings: Bookings, history: History | None) -> None:
    if bookings.period != goal.period:
        expected = f"the goal's days, {goal.period}"
        raise InvalidValueError("bookings.period", bookings.period, expected)
    amounts = [goal.sample, *bookings.amounts[:1]]
    if history is not None:
        amounts.append(history.amounts[0])
        if (history.calendar, history.kind) != (bookings.calendar, bookings.kind):
            expected = "cut by the same calendar and kind of period as the bookings"
            raise InvalidValueError("history", history.kind, expected)
        if history.end > min(goal.period.start, bookings.as_of + _ONE_DAY):
            expected = f"before {goal.period} and over by {bookings.as_of}"
            raise InvalidValueError("history.end", history.end, expected)
    known = [amount for amount in amounts if amount is not None]
    for amount in known[1:]:
        check_same_unit(known[0], amount)


def _at(
    outlook: Outlook, spread: Spread, booked: Fraction, probability: Fraction
) -> Fraction:
    return booked + outlook.scale * spread.quantile(float(probability))


def _hit_probability(goal: Goal, case: Case, outlook: Outlook) -> Fraction | None:
    target = goal.target_on(case.as_of)
    if target is None or outlook.spread is None:
        return None
    missing = exact(target) - case.booked
    is_ceiling = shape_of(goal) is GoalShape.CEILING
    if outlook.reason is ProjectionReason.PERIOD_ENDED:
        return Fraction(missing >= 0 if is_ceiling else missing <= 0)
    reaches = outlook.spread.at_least(missing / outlook.scale)
    found = _four_digits(reaches)
    if 0 < reaches < 1 or (reaches == 1 and case.takes_back):
        # Next to certain is not certain, and what can be taken back is not safe.
        found = min(
            max(found, Fraction(1, _FOUR_DIGITS)), 1 - Fraction(1, _FOUR_DIGITS)
        )
    return 1 - found if is_ceiling else found


def _reason(reason: ProjectionReason, *values: Fraction | None) -> ProjectionReason:
    is_too_large = any(value is not None and abs(value) >= _LIMIT for value in values)
    return ProjectionReason.OUT_OF_RANGE if is_too_large else reason


def _amount(value: Fraction | None, sample: Amount | None) -> Amount | None:
    if value is None or sample is None or abs(value) >= _LIMIT:
        return None
    return rounded_like(value, sample)


def _four_digits(value: float) -> Fraction:
    return Fraction(math.floor(value * _FOUR_DIGITS + 0.5), _FOUR_DIGITS)
