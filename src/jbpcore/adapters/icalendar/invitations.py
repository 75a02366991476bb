"""Inviting both sides to the reviews of a plan, changing it, and calling it off."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from jbpcore.adapters.icalendar.calendar_file import CalendarFile, CalendarMethod
from jbpcore.adapters.icalendar.envelope import Envelope
from jbpcore.adapters.icalendar.events import SeriesEvents, SingleEvent
from jbpcore.adapters.icalendar.meetings import Meeting
from jbpcore.adapters.icalendar.options import InvitationOptions, InvitationPer
from jbpcore.adapters.icalendar.series import Series, series_of, slot_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.cadence import ReviewCadence
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review

__all__ = ["calendar_cancellation", "calendar_invitations", "calendar_update"]

_MOST_REVIEWS = 1_000


def calendar_invitations(
    plan: Plan,
    *,
    organizer: Person,
    domain: str,
    stamped_at: datetime,
    reviews: Collection[str] | None = None,
    options: InvitationOptions | None = None,
) -> tuple[CalendarFile, ...]:
    """Return the invitations to the reviews of a plan, a file for each.

    A cadence whose rule every calendar program reads alike becomes one series; reviews
    that were moved are told apart in it, reviews that were called off are left out. Of
    other cadences, such as one in fiscal weeks, each review is an invitation of its
    own.

    Args:
        plan: The plan, with its reviews booked.
        organizer: Who invites, with a mail address.
        domain: The name of a host of yours. With the ids of the plan and the review it
            makes up the uid, so give the same one every time, and one per tenant.
        stamped_at: When it is sent, in UTC.
        reviews: Ids of reviews to invite to; ``None`` for all that are open. Of a
            series, one brings the others with it.
        options: What else there is to it.

    Raises:
        InvalidValueError: If something cannot stand in a calendar as it is, there is no
            such review or it is called off, or there is nobody to invite.
        MissingExtraError: If icalendar is not installed.
        CalendarMismatchError: If something else came out than was meant.

    Examples:
        >>> from datetime import UTC, date, time
        >>> from jbpcore.model.party import Partner, Party, Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> maria = Person(id="maria", name="Maria", side=Side.VENDOR,
        ...                email="maria@acme.example")
        >>> tom = Person(id="tom", name="Tom", side=Side.PARTNER,
        ...              email="tom@northwind.example")
        >>> plan = Plan(
        ...     id="northwind-2026", name="Northwind 2026", people=[maria, tom],
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[Review(id="q2", name="Q2 review", on=date(2026, 6, 16),
        ...                     wall_time=time(9, 30), zone="Europe/Berlin")],
        ... )
        >>> [file] = calendar_invitations(
        ...     plan, organizer=maria, domain="acme.example",
        ...     stamped_at=datetime(2026, 1, 7, 9, tzinfo=UTC),
        ... )
        >>> file.recipients
        ('tom@northwind.example',)
        >>> b"DTSTART;TZID=Europe/Berlin:20260616T093000" in file.content
        True
    """
    envelope = Envelope.addressed(plan, organizer, domain, stamped_at, options)
    wanted = _wanted(plan, reviews)
    if reviews is not None:
        expected = "not called off; calendar_cancellation takes those out"
        _refuse_any(plan, wanted, expected, called_off=True)
    return tuple(
        _request(envelope, events)
        for events in _events(envelope)
        if any(
            review.id in wanted if reviews is not None else review.is_open
            for review in events.kept
        )
    )


def calendar_update(
    plan: Plan,
    *,
    organizer: Person,
    domain: str,
    stamped_at: datetime,
    reviews: Collection[str] | None = None,
    options: InvitationOptions | None = None,
) -> tuple[CalendarFile, ...]:
    """Return the invitations again whose reviews were changed since they were sent.

    They have the uid of the first ones and a higher sequence, which the review and the
    cadence keep. A series comes whole, with all that was moved and called off in it.

    Args:
        plan: The plan as it is now.
        organizer: As for the invitation.
        domain: As for the invitation.
        stamped_at: When it is sent, in UTC.
        reviews: Ids of reviews that were changed; ``None`` for all that ever were.
        options: As for the invitation.

    Raises:
        InvalidValueError: As :func:`calendar_invitations`.
        MissingExtraError: If icalendar is not installed.
        CalendarMismatchError: If something else came out than was meant.

    Examples:
        See :func:`calendar_invitations`, which takes and returns the same.
    """
    envelope = Envelope.addressed(plan, organizer, domain, stamped_at, options)
    wanted = _wanted(plan, reviews)
    return tuple(
        _request(envelope, events)
        for events in _events(envelope)
        if events.sequence > 0
        and events.kept
        and any(review.id in wanted for review in (*events.kept, *events.called_off))
    )


def calendar_cancellation(
    plan: Plan,
    *,
    organizer: Person,
    domain: str,
    stamped_at: datetime,
    reviews: Collection[str] | None = None,
    options: InvitationOptions | None = None,
) -> tuple[CalendarFile, ...]:
    """Return what takes reviews that were called off out of everyone's calendar.

    Where every review of a series was called off, the series is; otherwise those of
    its meetings are that were.

    Args:
        plan: The plan, in which the reviews are called off.
        organizer: As for the invitation.
        domain: As for the invitation.
        stamped_at: When it is sent, in UTC.
        reviews: Ids of reviews that were called off; ``None`` for all that were.
        options: As for the invitation.

    Raises:
        InvalidValueError: As :func:`calendar_invitations`, and if one of the reviews
            is not called off.
        MissingExtraError: If icalendar is not installed.
        CalendarMismatchError: If something else came out than was meant.

    Examples:
        See :func:`calendar_invitations`, which takes and returns the same.
    """
    envelope = Envelope.addressed(plan, organizer, domain, stamped_at, options)
    wanted = _wanted(plan, reviews)
    if reviews is not None:
        expected = "called off in the plan before it is in the calendars"
        _refuse_any(plan, wanted, expected, called_off=False)
    return tuple(
        envelope.file(
            CalendarMethod.CANCEL,
            events.cancelled_parts(gone),
            stem=events.stem,
            uid=events.uid,
            review_ids=[review.id for review in gone],
        )
        for events in _events(envelope)
        if (gone := [one for one in events.called_off if one.id in wanted])
    )


def _wanted(plan: Plan, reviews: Collection[str] | None) -> frozenset[str]:
    known = frozenset(review.id for review in plan.reviews)
    if len(known) > _MOST_REVIEWS:
        expected = f"at most {_MOST_REVIEWS:,} reviews of a plan"
        raise InvalidValueError("Plan.reviews", len(known), expected)
    if reviews is None:
        return known
    if isinstance(reviews, str):
        raise InvalidValueError("reviews", reviews, "a list of ids of reviews")
    for review_id in reviews:
        if review_id not in known:
            raise InvalidValueError("reviews", review_id, "ids of reviews of the plan")
    return frozenset(reviews)


def _refuse_any(
    plan: Plan, wanted: frozenset[str], expected: str, *, called_off: bool
) -> None:
    for review in plan.reviews:
        is_off = review.cancelled_on is not None
        if review.id in wanted and is_off is called_off:
            raise InvalidValueError("reviews", review.id, expected)


def _request(envelope: Envelope, events: SeriesEvents | SingleEvent) -> CalendarFile:
    return envelope.file(
        CalendarMethod.REQUEST,
        events.parts(),
        stem=events.stem,
        uid=events.uid,
        review_ids=[review.id for review in events.kept],
    )


def _events(envelope: Envelope) -> Iterator[SeriesEvents | SingleEvent]:
    plan = envelope.plan
    in_series: set[str] = set()
    for cadence in plan.cadences:
        given = [one for one in plan.reviews if one.cadence_id == cadence.id]
        series = _series(envelope, cadence, given)
        if series is not None:
            in_series |= {review.id for review in series.reviews}
            changes = cadence.sequence + sum(review.sequence for review in given)
            yield SeriesEvents.of(envelope, series, changes)
    changed = {cadence.id: cadence.sequence for cadence in plan.cadences}
    for review in plan.reviews:
        if review.id not in in_series:
            changes = changed.get(review.cadence_id, 0) if review.cadence_id else 0
            yield SingleEvent.of(envelope, review, changes)


def _series(
    envelope: Envelope, cadence: ReviewCadence, given: list[Review]
) -> Series | None:
    if envelope.options.per is InvitationPer.MEETING:
        return None
    # A series tells the time of day, or does not, for all of its meetings.
    alike = [r for r in given if (r.wall_time is None) is (cadence.wall_time is None)]
    series = series_of(cadence, alike)
    if series is None:
        return None
    slots = (Meeting.of(cadence, slot_of(one), "", "") for one in series.reviews)
    # Programs differ in what they make of a time that is not there, or there twice.
    return series if all(slot.is_plain for slot in slots) else None
