"""Booking the reviews of a whole period in one call, moving one, calling one off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final

import attrs

from jbpcore.engine.review_slots import review_slots
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.model.validation import check_instant
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.moving import taking_part
from jbpcore.planning.policy import Policy
from jbpcore.planning.slot_booking import SlotBooking
from jbpcore.planning.transitions import require_reason, require_state
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import CadenceId, PersonId, ReviewId
from jbpcore.wording import Sentence

__all__ = ["book_reviews", "cancel_review", "open_review", "reschedule_review"]

_BY_HAND: Final = frozenset({"cancel_review", "carry", "edit", "reschedule_review"})


def book_reviews(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    cadence_ids: Iterable[CadenceId | str] | None = None,
    work_calendar: WorkCalendar | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Book every review that the plan's cadences ask for.

    Made again it adds nothing. After a cadence or the days worked were changed, the
    reviews that this booked and that are still to come follow: those whose day of the
    rule is left get their new day, time and place, the others are called off, and new
    ones are booked. One that was called off in this way comes back if it is asked for
    again. What was held, or moved, called off or edited by somebody stays as it is; so
    does what the plan before had booked already.

    Args:
        plan: The plan.
        by: Who books.
        at: When, in UTC; reviews of days before are left as they are.
        cadence_ids: Which cadences; all of them if ``None``.
        work_calendar: Which days are worked; from Monday to Friday if ``None``.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan with its reviews, in order of their days; *plan* itself where nothing
        is to be done.

    Raises:
        InvalidValueError: If there is no such cadence, or it cannot be worked out.
        TransitionError: If the plan is closed or cancelled.
        NotAllowedError: If *by* may not change reviews.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC
        >>> maria = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
        >>> qbr = jbp.ReviewCadence(
        ...     id="qbr", name="QBR", frequency=jbp.Frequency.QUARTERLY,
        ...     first_on=date(2026, 1, 1), wall_time=time(9, 30), zone="Europe/Berlin",
        ...     on=jbp.OnFiscalWeek(
        ...         calendar=jbp.FiscalCalendar.calendar_year(), month=3, week=3,
        ...         weekday=jbp.Weekday.TUE,
        ...     ),
        ... )
        >>> now = datetime(2025, 12, 1, 9, tzinfo=UTC)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     cadences=[qbr], by=maria, at=now,
        ... )
        >>> plan = book_reviews(plan, by=maria, at=now)
        >>> [str(review.on) for review in plan.reviews]
        ['2026-03-17', '2026-06-16', '2026-09-15', '2026-12-15']
    """
    _require_part(plan, by, at, policy)
    before = {review.id: review for review in plan.reviews}
    touched = set(_iter_touched(plan))
    reviews = dict(before)
    for cadence in _cadences(plan, cadence_ids):
        booking = SlotBooking(
            cadence=cadence,
            slots=review_slots(plan, cadence, work_calendar=work_calendar),
            known=before,
            touched=touched,
            today=at.date(),
            work_calendar=work_calendar,
        )
        reviews |= {review.id: review for review in booking.iter_reviews()}
    others = [one for one in reviews.values() if before.get(one.id) != one]
    off = sum(not one.is_open for one in others)
    booked = sum(one.id not in before for one in others)
    new = attrs.evolve(plan, reviews=_in_order(plan.reviews, reviews.values()))
    return worked(
        plan,
        new,
        move="book_reviews",
        by=by,
        at=at,
        why=why,
        facts={
            "booked": booked,
            "changed": len(others) - booked - off,
            "called_off": off,
        },
        policy=policy,
    )


def _cadences(
    plan: Plan, cadence_ids: Iterable[CadenceId | str] | None
) -> tuple[ReviewCadence, ...]:
    if cadence_ids is None:
        return plan.cadences
    wanted = set(cadence_ids)
    known = {cadence.id for cadence in plan.cadences}
    if strange := sorted(wanted - known):
        expected = f"cadences of the plan ({', '.join(sorted(known)) or 'none yet'})"
        raise InvalidValueError("cadence_ids", strange, expected)
    return tuple(cadence for cadence in plan.cadences if cadence.id in wanted)


def _in_order(before: tuple[Review, ...], after: Iterable[Review]) -> list[Review]:
    known = {review.id for review in before}
    found = list(after)
    if all(review.id in known for review in found):
        return found
    return sorted(found, key=lambda review: (review.on, review.id))


def _require_part(
    plan: Plan, by: Person | PersonId | str, at: datetime, policy: Policy | None
) -> None:
    """Refuse those who may not know the plan, before anything tells them of it."""
    check_instant(at, "at")
    taking_part(plan, by, policy)
    require_state(plan, "edit")


def _iter_touched(plan: Plan) -> Iterator[str]:
    """Yield the ids of reviews that somebody moved, called off, edited or carried."""
    for record in plan.records:
        if record.move in _BY_HAND:
            subjects = (record.subject, *record.facts.get("changed", "").split(", "))
            for subject in subjects:
                kind, _, review_id = subject.partition(":")
                if kind == "reviews":
                    yield review_id


def open_review(plan: Plan, review_id: ReviewId | str, move: str) -> Review:
    """Return a review that is still to come.

    Raises:
        InvalidValueError: If the plan has no such review.
        TransitionError: If it was held or called off.
    """
    review = next((one for one in plan.reviews if one.id == review_id), None)
    if review is None:
        known = ", ".join(one.id for one in plan.reviews) or "none yet"
        expected = f"a review of the plan ({known})"
        raise InvalidValueError("review_id", review_id, expected)
    if review.held_on is not None:
        problem = Sentence(
            "{review} was held on {held_on}", review=review.name, held_on=review.held_on
        )
        raise TransitionError(
            move, "already_held", problem, Sentence("Book another one.")
        )
    if review.cancelled_on is not None:
        problem = Sentence(
            "{review} was called off on {cancelled_on}",
            review=review.name,
            cancelled_on=review.cancelled_on,
        )
        raise TransitionError(
            move, "called_off", problem, Sentence("Book another one.")
        )
    return review


def reschedule_review(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    review_id: ReviewId | str,
    *,
    on: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    wall_time: time | None = None,
    zone: str | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Move one review to another day or time; the others of its cadence stay.

    It keeps the day that it was first booked for, so that everybody can see that it
    came late.

    Args:
        plan: The plan.
        review_id: Which review.
        on: The new day.
        by: Who moves it.
        at: When, in UTC.
        why: The reason.
        wall_time: The new time; the same as before if ``None``.
        zone: The new zone; the same as before if ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If there is no such review, or a value is bad.
        TransitionError: If it was held or called off, the plan is over, or no reason
            is given.
        NotAllowedError: If *by* may not change reviews.
    """
    _require_part(plan, by, at, policy)
    review = open_review(plan, review_id, "reschedule_review")
    require_reason("reschedule_review", why)
    slot_on = review.slot_on or review.on
    moved = attrs.evolve(
        review,
        on=on,
        wall_time=review.wall_time if wall_time is None else wall_time,
        zone=review.zone if zone is None else zone,
        slot_on=None if slot_on == on else slot_on,
        sequence=review.sequence + 1,
    )
    if attrs.evolve(moved, sequence=review.sequence) == review:
        return plan
    return worked(
        plan,
        _with(plan, moved),
        move="reschedule_review",
        by=by,
        at=at,
        why=why,
        subject=f"reviews:{review.id}",
        facts={"on": on, "was_on": review.on},
        policy=policy,
    )


def cancel_review(
    plan: Plan,
    review_id: ReviewId | str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Call one review off; it stays in the plan, with the reason.

    Args:
        plan: The plan.
        review_id: Which review.
        by: Who calls it off.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If there is no such review.
        TransitionError: If it was held or called off, the plan is over, or no reason
            is given.
        NotAllowedError: If *by* may not change reviews.
    """
    _require_part(plan, by, at, policy)
    review = open_review(plan, review_id, "cancel_review")
    require_reason("cancel_review", why)
    off = attrs.evolve(
        review,
        cancelled_on=at.date(),
        cancelled_why=why,
        sequence=review.sequence + 1,
    )
    return worked(
        plan,
        _with(plan, off),
        move="cancel_review",
        by=by,
        at=at,
        why=why,
        subject=f"reviews:{review.id}",
        facts={"was_on": review.on},
        policy=policy,
    )


def _with(plan: Plan, changed: Review) -> Plan:
    reviews = [changed if one.id == changed.id else one for one in plan.reviews]
    return attrs.evolve(plan, reviews=reviews)
