"""When reviews come in the next period, and which are booked there already."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import OnFiscalWeek, OnMilestone, OnWeekdays
from jbpcore.periods.days import LATEST_DAY, add_days
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Frequency, Shift
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.next_period import DayMap
from jbpcore.planning.next_work import Fate, Rolled
from jbpcore.planning.references import without_references

__all__ = ["NextCadences", "next_cadences"]

_WEEK_DAYS: Final = 7
# Not which one: it may be a goal that only one side sees.
_GOAL_ENDS: Final = "Its goal is not carried on"
_TAKEN_ALONG: Final = (("note", "it was booked already"),)


@attrs.frozen(kw_only=True)
class NextCadences:
    """The rhythm of the next plan, and what became of the old one's.

    Attributes:
        cadences: Those that go on.
        reviews: Those booked in the next period already.
        fates: What became of these reviews, and of cadences that end.
    """

    cadences: tuple[ReviewCadence, ...]
    reviews: tuple[Review, ...]
    fates: tuple[Rolled, ...]


def next_cadences(
    plan: Plan,
    place: DayMap,
    *,
    carried_goals: AbstractSet[str],
    work_calendar: WorkCalendar | None = None,
) -> NextCadences:
    """Return the plan's cadences in its next period, and reviews booked there already.

    The n-th Tuesday stays the n-th Tuesday, a week of the fiscal quarter that week, a
    day counted from a milestone is counted from the same one of the new plan. Steps
    are counted anew, from the place of the first that came in the old plan. A day of
    the month keeps its place in the fiscal period; where no rule says what becomes of
    days off, it goes on to the next working day, if it is known which these are. The
    last day moves with the plan's.

    Args:
        plan: The plan that ends.
        place: Its days, and where they go.
        carried_goals: The goals that go on; what is counted from another ends with it.
        work_calendar: The working days of the next period.
    """
    cadences, fates = [], []
    for cadence in plan.cadences:
        is_lost = cadence.is_relative_to_goal and (
            cadence.milestone_goal_id not in carried_goals
        )
        if is_lost:
            subject = f"cadences:{cadence.id}"
            fates.append(Rolled(subject=subject, fate=Fate.DROPPED, why=_GOAL_ENDS))
            continue
        cadences.append(_anchored(cadence, place, work_calendar))
    kept = {cadence.id: cadence for cadence in cadences}
    reviews = []
    for review in plan.reviews:
        if review.held_on is not None or review.on not in place.new:
            continue
        is_of_the_old = review.cadence_id is not None and (
            review.cadence_id not in kept
            or kept[review.cadence_id].frequency is Frequency.ONCE
        )
        # What the old plan's milestones asked for, the new one's do not ask for.
        cadence_id = None if is_of_the_old else review.cadence_id
        reviews.append(attrs.evolve(review, cadence_id=cadence_id))
        subject = f"reviews:{review.id}"
        fates.append(Rolled(subject=subject, fate=Fate.CARRIED, facts=_TAKEN_ALONG))
    there: dict[str, set[str]] = {
        "amendments": set(),
        "cadences": {str(key) for key in kept},
        "goals": {str(goal_id) for goal_id in carried_goals},
        "reviews": {str(review.id) for review in reviews},
    }
    return NextCadences(
        cadences=tuple(without_references(one, there) for one in cadences),
        reviews=tuple(without_references(one, there) for one in reviews),
        fates=tuple(fates),
    )


def _anchored(
    cadence: ReviewCadence, place: DayMap, work_calendar: WorkCalendar | None
) -> ReviewCadence:
    first_on = cadence.first_on
    if first_on is not None and not isinstance(cadence.on, OnMilestone):
        first_on = _first_on(cadence, first_on, place, work_calendar)
    return attrs.evolve(
        cadence,
        first_on=first_on,
        until_on=_until_on(cadence.until_on, place),
        sequence=0,  # another series, of which nothing was sent out yet
    )


def _until_on(day: date | None, place: DayMap) -> date | None:
    if day is None or day < place.old.last_day:
        return None if day is None else place.day(day)
    beyond = (day - place.old.last_day).days
    return add_days(
        place.new.last_day, min(beyond, (LATEST_DAY - place.new.last_day).days)
    )


def _first_on(
    cadence: ReviewCadence,
    first_on: date,
    place: DayMap,
    work_calendar: WorkCalendar | None,
) -> date:
    rule = cadence.on
    if rule is not None:
        # Not the place of the first day itself: the second Tuesday of next January may
        # come before it.
        day = place.day(_first_in(cadence, first_on, place.old))
        return max(_start_of_step(cadence, day), place.new.start)
    day = place.day(first_on)
    if cadence.frequency is Frequency.WEEKLY:
        later = (first_on.weekday() - day.weekday()) % _WEEK_DAYS
        moved = add_days(day, later)
        moved = moved if moved in place.new else add_days(moved, -_WEEK_DAYS)
        return max(moved, place.new.start)
    if cadence.shift is Shift.NONE and work_calendar is not None:
        return _workday(day, place.new, work_calendar)
    return day


def _first_in(cadence: ReviewCadence, first_on: date, period: DateRange) -> date:
    """Return the first day of *cadence* in *period*; *first_on* where there is none."""
    try:
        found = list_occurrences(cadence.recurrence, first_on, within=period, limit=1)
    except InvalidValueError:
        return first_on  # the fiscal calendar does not know it
    return found[0] if found else first_on


def _start_of_step(cadence: ReviewCadence, day: date) -> date:
    rule = cadence.on
    if isinstance(rule, OnWeekdays):
        return date.fromordinal(day.toordinal() - day.weekday())
    if not isinstance(rule, OnFiscalWeek):
        return day.replace(day=1)
    try:
        return rule.calendar.of(day).period(PeriodKind.QUARTER).dates.start
    except InvalidValueError:
        return day  # the fiscal calendar does not know it


def _workday(day: date, period: DateRange, work_calendar: WorkCalendar) -> date:
    found = day
    while found in period and found in work_calendar.span:
        if work_calendar.is_workday(found):
            return found
        found = add_days(found, 1)
    return day
