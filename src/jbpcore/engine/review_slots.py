"""The meetings that a cadence asks for, from the first to the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.periods.days import LATEST_DAY, add_days, check_day
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.local_time import LocalInstant, instant_at
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.shifting import shifted
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.ids import CadenceId

__all__ = ["ReviewSlot", "local_start", "review_slots"]

_SIGNED: Final = frozenset({PlanState.AGREED, PlanState.CLOSED})


@attrs.frozen(kw_only=True)
class ReviewSlot:
    """One meeting that a cadence asks for.

    Attributes:
        cadence_id: The cadence.
        name: What it is called.
        slot_on: The day that the rule gives.
        on: The day of the meeting: the same, unless that is a day off.
        also_for: Other days of the rule that were moved to this one: two meetings of a
            cadence on one day are one meeting.
        wall_time: When it begins, by the clock on the wall; ``None`` if only days are
            agreed.
        zone: The time zone of that clock.
        duration_minutes: How long it takes.
    """

    cadence_id: CadenceId
    name: str
    slot_on: date
    on: date
    also_for: tuple[date, ...] = ()
    wall_time: time | None = None
    zone: str = ""
    duration_minutes: int = 60

    @property
    def is_moved(self) -> bool:
        """Whether the day that the rule gives is a day off."""
        return self.on != self.slot_on

    @property
    def starts_at(self) -> datetime | None:
        """When it begins, in UTC; ``None`` if only the day is agreed.

        By today's law of the zone. What the clocks show then is what
        :func:`local_start` tells.

        Raises:
            InvalidValueError: If this machine does not know the zone.
        """
        start = local_start(self)
        return None if start is None else start.at

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, in UTC; ``None`` if only the day is agreed."""
        start = self.starts_at
        length = timedelta(minutes=self.duration_minutes)
        return None if start is None else start + length


def local_start(meeting: ReviewSlot | Review) -> LocalInstant | None:
    """Return when a review begins, by today's law of its zone.

    Args:
        meeting: A review, or a slot for one.

    Returns:
        The instant, what the clocks show then, and whether that is what was agreed;
        ``None`` if only the day is agreed.

    Raises:
        InvalidValueError: If this machine does not know the zone.

    Examples:
        >>> qbr = Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...              wall_time=time(9, 30), zone="Europe/Berlin")
        >>> local_start(qbr).at.isoformat()
        '2026-06-16T07:30:00+00:00'
    """
    if meeting.wall_time is None:
        return None
    return instant_at(meeting.on, meeting.wall_time, meeting.zone)


def review_slots(
    plan: Plan,
    cadence: ReviewCadence,
    *,
    work_calendar: WorkCalendar | None = None,
    horizon: date | None = None,
) -> tuple[ReviewSlot, ...]:
    """Return the meetings that *cadence* asks for in *plan*, in order.

    The rule's days lie in the plan's period, and go on to the cadence's ``until_on``
    where that is later. What comes once comes on its day, wherever that lies. A day
    that is moved off a day off may leave the period.

    Args:
        plan: The plan. What is counted from its signing is there as soon as both sides
            signed one text; the day is that of UTC, and no amendment changes it.
        cadence: One of its cadences, or one that it might have.
        work_calendar: Which days are worked; from Monday to Friday if ``None``.
        horizon: The last day of the rule to look at, where that is earlier.

    Raises:
        InvalidValueError: If the cadence is counted from a goal that the plan has not,
            or from a day that its fiscal calendar does not know, or leaves the years
            1900 to 2200.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.frequency import Shift
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
    if horizon is not None:
        check_day(horizon, "horizon")
    found: dict[date, list[date]] = {}
    for day in _iter_days(plan, cadence, horizon):
        on = shifted(day, cadence.shift, work_calendar=work_calendar)
        if on is not None:
            found.setdefault(on, []).append(day)
    return tuple(_slot(cadence, on, days) for on, days in sorted(found.items()))


def _iter_days(
    plan: Plan, cadence: ReviewCadence, horizon: date | None
) -> Iterator[date]:
    first_on = _first_on(plan, cadence)
    if first_on is None:
        return
    if cadence.frequency is Frequency.ONCE:
        within = DateRange.of_days(first_on, 1)
    else:
        last = max(plan.period.last_day, cadence.until_on or plan.period.last_day)
        within = DateRange.inclusive(plan.period.start, min(last, LATEST_DAY))
    for day in list_occurrences(cadence.recurrence, first_on, within=within):
        if horizon is None or day <= horizon:
            yield day


def _slot(cadence: ReviewCadence, on: date, days: list[date]) -> ReviewSlot:
    # The meeting that was on this day anyway is the one that stays.
    slot_on = on if on in days else days[0]
    return ReviewSlot(
        cadence_id=cadence.id,
        name=cadence.name,
        slot_on=slot_on,
        on=on,
        also_for=tuple(day for day in days if day != slot_on),
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
        return _agreed_on(plan)
    if cadence.milestone_goal_id is None:
        expected = "the goal whose last day it is counted from"
        raise InvalidValueError("ReviewCadence.milestone_goal_id", None, expected)
    return plan.goal(cadence.milestone_goal_id).period.last_day


def _agreed_on(plan: Plan) -> date | None:
    """Return the day on which both sides had first signed one text."""
    if plan.state not in _SIGNED:
        return None
    signed: dict[str, set[Side]] = {}
    for signoff in sorted(plan.signoffs, key=lambda one: one.signed_at):
        sides = signed.setdefault(signoff.terms_digest, set())
        sides.add(signoff.side)
        if len(sides) == len(Side):
            return signoff.signed_at.date()
    return None
