"""How a goal's target spreads over its next period: as agreed, and as the year went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import attrs

from jbpcore.engine.projection.history import History
from jbpcore.engine.scope import iter_in_scope
from jbpcore.engine.seasonal_phasing import seasonal_phasing
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import UnitKind
from jbpcore.model.goal import Goal
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.next_period import DayMap, length_ratio

__all__ = ["NextPhasing", "carried_phasing", "cut_history", "learnt_phasing"]

_LEARNT: Final = {GoalShape.FLOW, GoalShape.CEILING}
_ONE_DAY: Final = timedelta(days=1)


@attrs.frozen
class NextPhasing:
    """A phasing, and how it came about.

    Attributes:
        phasing: The phasing.
        facts: What to tell about it.
    """

    phasing: Phasing
    facts: tuple[tuple[str, str], ...]


def carried_phasing(
    goal: Goal, place: DayMap, *, work_calendar: WorkCalendar | None = None
) -> NextPhasing:
    """Return the goal's phasing in its next period.

    Weights and agreed points go with their fiscal months. A straight line and an
    S-curve hold for any days. What cannot be carried becomes a straight line, and the
    facts say why: weights where the next period has more or fewer months, working days
    where nobody says which days those will be.

    Args:
        goal: The goal as it was.
        place: Its days, and where they go.
        work_calendar: The working days of the next period.

    Examples:
        >>> from jbpcore.model import metrics
        >>> years = FiscalCalendar.calendar_year()
        >>> quarter = years.quarter(2026, 1)
        >>> goal = Goal(id="g", name="G", metric=metrics.REVENUE, target=None,
        ...             period=quarter, phasing=WeightedPhasing.by_month(
        ...                 [20, 30, 50], period=quarter, calendar=years))
        >>> found = carried_phasing(goal, DayMap(quarter, years.quarter(2026, 2)))
        >>> [str(bucket.dates) for bucket in found.phasing.buckets][1:]
        ['2026-05-01..2026-05-31', '2026-06-01..2026-06-30']
    """
    phasing = goal.phasing
    if isinstance(phasing, WorkdayPhasing):
        return _by_workdays(phasing, place.new, work_calendar)
    if not isinstance(phasing, WeightedPhasing | CumulativePhasing):
        return NextPhasing(phasing, (("phasing", "carried"),))
    if length_ratio(place.new, place.old) != 1 and not _has_as_many_months(place):
        return _straight("the next period has other months")
    if isinstance(phasing, CumulativePhasing):
        days = {place.day(point.on): point.share for point in phasing.points}
        points = [CumulativePoint(day, share) for day, share in days.items()]
        return NextPhasing(CumulativePhasing(points), (("phasing", "carried"),))
    buckets = []
    for bucket in phasing.buckets:
        # Of a bucket that reaches outside only the part inside counts.
        dates = place.days(bucket.dates)
        if dates is not None:
            buckets.append(Bucket(dates, bucket.weight))
    if not any(bucket.weight for bucket in buckets):
        return _straight("no weight falls on its days")
    return NextPhasing(WeightedPhasing(buckets), (("phasing", "carried"),))


def learnt_phasing(  # noqa: PLR0913 - a goal, its entries, and what is known
    goal: Goal,
    entries: Sequence[ActualEntry],
    agreed: NextPhasing,
    period: DateRange,
    *,
    as_of: date,
    calendar: FiscalCalendar | None = None,
    history: History | None = None,
) -> NextPhasing:
    """Return a phasing drawn from *agreed* towards how the year gone by went.

    Only what adds up is learnt from, by fiscal months, and only from whole fiscal
    years: those of the goal's own days up to *as_of*, or of *history*. One year is
    believed in part; see :mod:`jbpcore.engine.seasonal_phasing`.

    Args:
        goal: The goal as it was.
        entries: What was booked for the partner.
        agreed: The phasing without that.
        period: The goal's next period.
        as_of: The last day that counts.
        calendar: The fiscal calendar; the calendar year for whole months if ``None``.
        history: Earlier years; the goal's own days are added if they are not in it.

    Returns:
        *agreed*, with the reason as a fact, where there is nothing to learn from.
    """
    if shape_of(goal) not in _LEARNT or goal.metric.unit.kind is UnitKind.RATIO:
        return agreed
    found = _history(goal, entries, as_of, calendar, history)
    if found is None:
        return _unlearnt(agreed, "no whole year to learn from")
    try:
        seasons = seasonal_phasing(found, period, agreed=agreed.phasing)
    except InvalidValueError:
        return _unlearnt(agreed, "the history does not reach to it")
    if not seasons.years_used:
        return _unlearnt(agreed, "no whole year to learn from")
    if not seasons.belief_ratio:
        return _unlearnt(agreed, "the years tell nothing about these days")
    facts = (
        ("phasing", "learnt"),
        ("years_learnt_from", str(seasons.years_used)),
        ("belief_ratio", str(seasons.belief_ratio)),
    )
    return NextPhasing(seasons.phasing, facts)


def _history(
    goal: Goal,
    entries: Sequence[ActualEntry],
    as_of: date,
    calendar: FiscalCalendar | None,
    before: History | None,
) -> History | None:
    """Return what was booked in the goal's days, after what is known from before."""
    days = goal.period
    cut = calendar or FiscalCalendar.calendar_year()
    kind = PeriodKind.MONTH
    if before is not None:
        cut, kind = before.calendar, before.kind
    if as_of < days.start or (before is not None and before.end > days.start):
        return before
    known = DateRange(days.start, min(days.end, as_of + _ONE_DAY))
    if before is None and not cut.list_periods(PeriodKind.YEAR, known):
        return None
    try:
        own = History.of_entries(
            iter_in_scope(goal, entries),
            metric=goal.metric,
            days=known,
            calendar=cut,
            kind=kind,
        )
        if before is None or before.end != own.start:
            return before or own
        amounts = (*before.amounts, *own.amounts)
        return attrs.evolve(before, amounts=amounts)
    except (CurrencyMismatchError, InvalidValueError, UnitMismatchError):
        return before  # no entry, or several currencies: nothing to add up


def cut_history(history: History, day: date) -> History | None:
    """Return the part of *history* that was over before *day*.

    Examples:
        >>> from jbpcore.values.money import Money
        >>> past = History(start=date(2025, 1, 1), amounts=[Money(1, "USD")] * 24)
        >>> len(cut_history(past, date(2026, 1, 1)).amounts)
        12
    """
    if history.start >= day:
        return None
    days = DateRange(history.start, min(history.end, day))
    whole = history.calendar.list_periods(history.kind, days)
    if not whole:
        return None
    return attrs.evolve(history, amounts=history.amounts[: len(whole)])


def _by_workdays(
    phasing: WorkdayPhasing, period: DateRange, work_calendar: WorkCalendar | None
) -> NextPhasing:
    for known in (work_calendar, phasing.calendar):
        if known is not None and known.span.contains(period):
            return NextPhasing(WorkdayPhasing(known), (("phasing", "carried"),))
    return _straight("the working days of the next period are not known")


def _has_as_many_months(place: DayMap) -> bool:
    calendar = place.calendar or FiscalCalendar.calendar_year()
    cut = [calendar.tiles(PeriodKind.MONTH, days) for days in (place.old, place.new)]
    return len(cut[0]) == len(cut[1])


def _straight(why: str) -> NextPhasing:
    facts = (("phasing", "linear"), ("phasing_note", why))
    return NextPhasing(LinearPhasing(), facts)


def _unlearnt(agreed: NextPhasing, why: str) -> NextPhasing:
    if any(name == "phasing_note" for name, _ in agreed.facts):
        return agreed
    return attrs.evolve(agreed, facts=(*agreed.facts, ("phasing_note", why)))
