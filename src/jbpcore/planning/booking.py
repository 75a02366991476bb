"""Booking the reviews of a whole period in one call, moving one, calling one off."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Final

import attrs

from jbpcore.engine.review_slots import ReviewSlot, review_slots
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_reason
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import CadenceId, PersonId, ReviewId

__all__ = ["book_reviews", "cancel_review", "open_review", "reschedule_review"]

_BY_HAND: Final = frozenset({"reschedule_review"})
_LONGEST_CADENCE_ID: Final = 100
_CHANGED: Final = "The cadence was changed"


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

    Made again it adds nothing. After a cadence was changed, its reviews that are still
    to come follow it: those whose slot is left get its new time and day, the others are
    called off, new slots are booked. What was held, called off or moved by hand stays
    as it is.

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
    cadences = _cadences(plan, cadence_ids)
    today = at.date()
    moved = {
        record.subject.partition(":")[2]
        for record in plan.records
        if record.move in _BY_HAND
    }
    reviews = {review.id: review for review in plan.reviews}
    for cadence in cadences:
        slots = review_slots(plan, cadence, work_calendar=work_calendar)
        own = [one for one in plan.reviews if one.cadence_id == cadence.id]
        for review in _iter_followed(cadence, slots, own, moved, today):
            reviews[review.id] = review
    new = attrs.evolve(plan, reviews=_in_order(plan.reviews, reviews.values()))
    before = {review.id: review for review in plan.reviews}
    booked = sum(1 for review in new.reviews if review.id not in before)
    changed = sum(
        1 for one in new.reviews if one.id in before and one != before[one.id]
    )
    return worked(
        plan,
        new,
        move="book_reviews",
        by=by,
        at=at,
        why=why,
        facts={"booked": booked, "changed": changed},
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


def _iter_followed(
    cadence: ReviewCadence,
    slots: tuple[ReviewSlot, ...],
    own: list[Review],
    moved: set[str],
    today: date,
) -> Iterator[Review]:
    """Yield the reviews of one cadence that are new, or other than before."""
    by_slot = {review.slot_on or review.on: review for review in own}
    asked = {slot.slot_on for slot in slots}
    for slot in slots:
        there = by_slot.get(slot.slot_on)
        if there is None:
            # What lies behind is not booked after the fact.
            if slot.on >= today:
                yield _booked(cadence, slot)
        elif _is_to_come(there, today) and there.id not in moved:
            yield _following(there, cadence, slot)
    for review in own:
        is_left = (review.slot_on or review.on) in asked
        if not is_left and _is_to_come(review, today) and review.id not in moved:
            yield attrs.evolve(
                review,
                cancelled_on=today,
                cancelled_why=_CHANGED,
                sequence=review.sequence + 1,
            )


def _is_to_come(review: Review, today: date) -> bool:
    return review.is_open and review.on >= today


def _review_id(cadence_id: str, slot_on: date) -> ReviewId:
    stem: str = cadence_id
    if len(stem) > _LONGEST_CADENCE_ID:
        stem = stem[:80] + "." + hashlib.sha256(stem.encode()).hexdigest()[:16]
    return ReviewId(f"{stem}.{slot_on:%Y%m%d}")


def _booked(cadence: ReviewCadence, slot: ReviewSlot) -> Review:
    return Review(
        id=_review_id(cadence.id, slot.slot_on),
        name=cadence.name,
        on=slot.on,
        cadence_id=cadence.id,
        wall_time=cadence.wall_time,
        zone=cadence.zone,
        duration_minutes=cadence.duration_minutes,
        link=cadence.link,
        location=cadence.location,
        slot_on=None if slot.on == slot.slot_on else slot.slot_on,
    )


def _following(review: Review, cadence: ReviewCadence, slot: ReviewSlot) -> Review:
    new = attrs.evolve(_booked(cadence, slot), id=review.id, sequence=review.sequence)
    kept = attrs.evolve(
        review,
        name=new.name,
        on=new.on,
        wall_time=new.wall_time,
        zone=new.zone,
        duration_minutes=new.duration_minutes,
        link=new.link,
        location=new.location,
        slot_on=new.slot_on,
    )
    if kept == review:
        return review
    return attrs.evolve(kept, sequence=review.sequence + 1)


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
        problem = f"{review.name} was held on {review.held_on}"
        raise TransitionError(move, "already_held", problem, "Book another one.")
    if review.cancelled_on is not None:
        problem = f"{review.name} was called off on {review.cancelled_on}"
        raise TransitionError(move, "called_off", problem, "Book another one.")
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
