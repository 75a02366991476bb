"""The meetings that a cadence asks for, from the first to the last."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.periods.days import LATEST_DAY, add_days
from jbpcore.periods.local_time import LocalInstant, instant_at
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.shifting import shifted
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import CadenceId

__all__ = ["ReviewSlot", "review_slots", "starts_at"]


@attrs.frozen(kw_only=True)
class ReviewSlot:
    """One meeting that a cadence asks for.

    Attributes:
        cadence_id: The cadence.
        name: What it is called.
        slot_on: The day that the rule gives.
        on: The day of the meeting: the same, unless that is a day off.
        wall_time: When it begins, by the clock on the wall; ``None`` if only days are
            agreed.
        zone: The time zone of that clock.
        duration_minutes: How long it takes.
    """

    cadence_id: CadenceId
    name: str
    slot_on: date
    on: date
    wall_time: time | None = None
    zone: str = ""
    duration_minutes: int = 60

    @property
    def starts_at(self) -> LocalInstant | None:
        """When it begins; ``None`` if only the day is agreed.

        Raises:
            InvalidValueError: If this machine does not know the zone.
        """
        return starts_at(self)

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, in UTC; ``None`` if only the day is agreed."""
        begin = self.starts_at
        if begin is None:
            return None
        return begin.at + timedelta(minutes=self.duration_minutes)


def starts_at(meeting: ReviewSlot | Review) -> LocalInstant | None:
    """Return when a review begins, by today's law of its zone.

    Args:
        meeting: A review, or a slot for one.

    Returns:
        The instant; ``None`` if only the day is agreed.

    Raises:
        InvalidValueError: If this machine does not know the zone.

    Examples:
        >>> qbr = Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...              wall_time=time(9, 30), zone="Europe/Berlin")
        >>> starts_at(qbr).at.isoformat()
        '2026-06-16T07:30:00+00:00'
    """
    if meeting.wall_time is None:
        return None
    return instant_at(meeting.on, meeting.wall_time, meeting.zone)


def review_slots(
    plan: Plan, cadence: ReviewCadence, *, work_calendar: WorkCalendar | None = None
) -> tuple[ReviewSlot, ...]:
    """Return the meetings that *cadence* asks for in *plan*, in order.

    They lie in the plan's days, or up to the cadence's ``until_on`` where that is
    later; what the plan's signing is the milestone of is not there before it is signed.
    Where two are moved off days off to one day, the first of them is left.

    Args:
        plan: The plan.
        cadence: One of its cadences, or one that it might have.
        work_calendar: Which days are worked; from Monday to Friday if ``None``.

    Raises:
        InvalidValueError: If the cadence is counted from a goal that the plan has not.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.frequency import Frequency, Shift
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2026, 7, 1)),
        ... )
        >>> check_in = ReviewCadence(
        ...     id="check-in", name="Check-in", frequency=Frequency.MONTHLY,
        ...     first_on=date(2026, 1, 31), shift=Shift.NEXT_IN_MONTH,
        ... )
        >>> [slot.on.isoformat()[5:] for slot in review_slots(plan, check_in)]
        ['01-30', '02-27', '03-31', '04-30', '05-29', '06-30']
    """
    first_on = _first_on(plan, cadence)
    if first_on is None:
        return ()
    end = plan.period.end
    if cadence.until_on is not None and cadence.until_on < LATEST_DAY:
        end = max(end, add_days(cadence.until_on, 1))
    begin = min(plan.period.start, first_on)
    days = list_occurrences(
        cadence.recurrence,
        first_on,
        within=DateRange(begin, max(end, add_days(first_on, 1))),
    )
    slots: dict[date, ReviewSlot] = {}
    for day in days:
        on = shifted(day, cadence.shift, work_calendar=work_calendar)
        if on is not None:
            slots.setdefault(on, _slot(cadence, day, on))
    return tuple(slots.values())


def _slot(cadence: ReviewCadence, slot_on: date, on: date) -> ReviewSlot:
    return ReviewSlot(
        cadence_id=cadence.id,
        name=cadence.name,
        slot_on=slot_on,
        on=on,
        wall_time=cadence.wall_time,
        zone=cadence.zone,
        duration_minutes=cadence.duration_minutes,
    )


def _first_on(plan: Plan, cadence: ReviewCadence) -> date | None:
    rule = cadence.on
    if not isinstance(rule, OnMilestone):
        return cadence.first_on
    day = _milestone(plan, cadence, rule.milestone)
    return None if day is None else add_days(day, rule.offset_days)


def _milestone(plan: Plan, cadence: ReviewCadence, milestone: Milestone) -> date | None:
    if milestone is Milestone.PLAN_START:
        return plan.period.first_day
    if milestone is Milestone.PLAN_END:
        return plan.period.last_day
    if milestone is Milestone.AGREED:
        is_signed = plan.state in {PlanState.AGREED, PlanState.CLOSED}
        signed = [signoff.signed_at.date() for signoff in plan.signoffs]
        return max(signed) if is_signed and signed else None
    if cadence.milestone_goal_id is None:
        expected = "the goal whose last day it is counted from"
        raise InvalidValueError("ReviewCadence.milestone_goal_id", None, expected)
    return plan.goal(cadence.milestone_goal_id).period.last_day
