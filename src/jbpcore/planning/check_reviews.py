"""What may be wrong with reviews: none booked, two at once, days off, clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Final

from jbpcore.engine.review_slots import local_start, review_slots
from jbpcore.errors import Finding, InvalidValueError
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.day_rules import Milestone, OnMilestone
from jbpcore.periods.local_time import ClockNote, load_zone
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.check_codes import found
from jbpcore.wording import Sentence, message

__all__ = ["iter_reviews"]

_ALIVE: Final = frozenset({PlanState.DRAFT, PlanState.PROPOSED, PlanState.AGREED})
_DAY: Final = timedelta(days=1)

_TWICE: Final = message(
    "The clocks change: {time} in {zone} on {day} comes twice, and the first time is "
    "meant. Choose another time of the day."
)
_SKIPPED: Final = message(
    "The clocks change: there is no {time} in {zone} on {day}, and it is moved on. "
    "Choose another time of the day."
)


def iter_reviews(
    plan: Plan, *, work_calendar: WorkCalendar | None = None
) -> Iterator[Finding]:
    """Find what may be wrong with cadences and with reviews that are still to come.

    Args:
        plan: The plan.
        work_calendar: Which days are worked, to find also reviews on days off; those
            outside its span are passed over.
    """
    if plan.kind is PlanKind.JOINT and not plan.cadences and not plan.reviews:
        message = Sentence(
            "No review is booked. Book them at the start, in everyone's calendar.",
        )
        yield found("no_review", "cadences", message)
    for place, cadence in enumerate(plan.cadences):
        yield from _iter_cadence(plan, cadence, f"cadences[{place}]")
    reviews = {
        f"reviews[{place}]": review
        for place, review in enumerate(plan.reviews)
        if review.is_open
    }
    for path, review in reviews.items():
        yield from _iter_review(plan, review, path, work_calendar)
    yield from _iter_at_once(reviews)


def _iter_cadence(plan: Plan, cadence: ReviewCadence, path: str) -> Iterator[Finding]:
    if cadence.first_on is not None and cadence.first_on not in plan.period:
        message = Sentence(
            "{cadence} begins on {first_on}, outside the plan ({period}). "
            "Move it inside.",
            cadence=cadence.name,
            first_on=cadence.first_on,
            period=plan.period,
        )
        yield found("review_outside", f"{path}.first_on", message)
    yield from _iter_zone(cadence, path)
    goal_id = cadence.milestone_goal_id
    is_lost = goal_id not in {goal.id for goal in plan.goals}
    if cadence.is_relative_to_goal and is_lost:
        if goal_id is None:
            message = Sentence(
                "{cadence} is counted from the end of a goal, and no goal is named "
                "among the plan's goals. Name one of them, or drop the cadence.",
                cadence=cadence.name,
            )
        else:
            message = Sentence(
                "{cadence} is counted from the end of a goal, and there is no {goal} "
                "among the plan's goals. Name one of them, or drop the cadence.",
                cadence=cadence.name,
                goal=repr(goal_id),
            )
        yield found("reference", f"{path}.milestone_goal_id", message)
        return
    if plan.state not in _ALIVE:
        return
    if any(review.cadence_id == cadence.id for review in plan.reviews):
        return
    yield from _iter_unbooked(plan, cadence, path)


def _iter_unbooked(plan: Plan, cadence: ReviewCadence, path: str) -> Iterator[Finding]:
    try:
        slots = review_slots(plan, cadence)
    except InvalidValueError as reason:
        message = Sentence(
            "{cadence} asks for no review: {reason}",
            cadence=cadence.name,
            reason=reason,
        )
        yield found("cadence_empty", path, message)
        return
    if slots:
        message = Sentence.counted(
            "{cadence} asks for {n} review, the first on {on}, and none is booked. "
            "Book them all in one call, with book_reviews; what is not in a calendar "
            "is not held.",
            "{cadence} asks for {n} reviews, the first on {on}, and none is booked. "
            "Book them all in one call, with book_reviews; what is not in a calendar "
            "is not held.",
            len(slots),
            cadence=cadence.name,
            on=slots[0].on,
        )
        yield found("cadence_unbooked", path, message)
    elif not _waits(cadence):
        message = Sentence(
            "{cadence} asks for no review from {first_day} to {last_day}. "
            "Change its days, or drop it.",
            cadence=cadence.name,
            first_day=plan.period.first_day,
            last_day=plan.period.last_day,
        )
        yield found("cadence_empty", path, message)


def _waits(cadence: ReviewCadence) -> bool:
    """Whether it is counted from the signing, which may be still to come."""
    rule = cadence.on
    return isinstance(rule, OnMilestone) and rule.milestone is Milestone.AGREED


def _iter_review(
    plan: Plan, review: Review, path: str, work_calendar: WorkCalendar | None
) -> Iterator[Finding]:
    if review.on not in plan.period:
        message = Sentence(
            "{review} is booked for {on}, outside the plan ({period}). "
            "Move it, or leave it to the next plan.",
            review=review.name,
            on=review.on,
            period=plan.period,
        )
        yield found("review_outside", f"{path}.on", message)
    if _is_off(review, work_calendar):
        message = Sentence(
            "{review} is booked for {on}, which is a day off. Move it, or "
            "give its cadence a rule for days off.",
            review=review.name,
            on=review.on,
        )
        yield found("review_day_off", f"{path}.on", message)
    yield from _iter_zone(review, path)
    start = _try_start(review)
    if start is not None and start[1] is not ClockNote.EXACT:
        is_twice = start[1] is ClockNote.FOLD
        message = Sentence(
            _TWICE if is_twice else _SKIPPED,
            time=f"{review.wall_time:%H:%M}",
            zone=review.zone,
            day=review.on,
        )
        yield found("clock_change", f"{path}.wall_time", message)


def _is_off(review: Review, work_calendar: WorkCalendar | None) -> bool:
    if work_calendar is None or review.on not in work_calendar.span:
        return False
    return not work_calendar.is_workday(review.on)


def _iter_zone(meeting: ReviewCadence | Review, path: str) -> Iterator[Finding]:
    if not meeting.zone:
        return
    try:
        load_zone(meeting.zone)
    except InvalidValueError:
        message = Sentence(
            "This machine knows no time zone {zone}, so nobody can say "
            "when {meeting} begins. Correct it, or bring the zones up to "
            "date.",
            zone=repr(meeting.zone),
            meeting=meeting.name,
        )
        yield found("zone_unknown", f"{path}.zone", message)


def _try_start(review: Review) -> tuple[datetime, ClockNote] | None:
    try:
        start = local_start(review)
    except InvalidValueError:
        return None  # the zone is found to be unknown
    return None if start is None else (start.at, start.note)


def _iter_at_once(reviews: dict[str, Review]) -> Iterator[Finding]:
    """Find reviews that begin while another goes on, or share a day without times."""
    timed: list[tuple[datetime, datetime, str]] = []
    untimed: list[tuple[datetime, datetime, str]] = []
    for path, review in reviews.items():
        start = _try_start(review)
        if start is not None:
            length = timedelta(minutes=review.duration_minutes)
            timed.append((start[0], start[0] + length, path))
        elif review.wall_time is None:
            day = datetime.combine(review.on, time(), UTC)
            untimed.append((day, day + _DAY, path))
    for meetings in (timed, untimed):
        latest_end, latest = datetime.min.replace(tzinfo=UTC), ""
        for start_at, end_at, path in sorted(meetings):
            if start_at < latest_end:
                one, other = reviews[path], reviews[latest]
                message = Sentence(
                    "{one} on {on} and {other} are at the same time. Move one of "
                    "them, or hold them as one.",
                    one=one.name,
                    on=one.on,
                    other=other.name,
                )
                yield found("reviews_at_once", f"{path}.on", message)
            if end_at > latest_end:
                latest_end, latest = end_at, path
