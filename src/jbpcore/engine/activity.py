"""When somebody last did something about a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan

__all__ = [
    "first_edit",
    "iter_bookings",
    "last_activity",
    "last_booking",
    "last_edit",
    "last_review",
    "touched_subjects",
]


def last_activity(
    plan: Plan, entries: Iterable[ActualEntry], *, as_of: date
) -> date | None:
    """Return the last day with an edit, a review or a booking; ``None`` if none is.

    Args:
        plan: The plan. Its records, comments, stated beliefs and reviews count. What
            was done at an instant counts on its day in UTC.
        entries: Booked facts; those that fit no goal of the plan are passed over.
        as_of: The last day that counts; what came later is passed over.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.model.review import Review
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="p", name="Plan", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[Review(id="r", name="Kick-off", on=date(2026, 1, 12),
        ...                     held_on=date(2026, 1, 13))],
        ... )
        >>> last_activity(plan, [], as_of=date(2026, 5, 15))
        datetime.date(2026, 1, 13)
    """
    days = (
        last_edit(plan, as_of=as_of),
        last_review(plan, as_of=as_of),
        last_booking(plan, entries, as_of=as_of),
    )
    return max((day for day in days if day is not None), default=None)


def last_edit(plan: Plan, *, as_of: date, side: Side | None = None) -> date | None:
    """Return the last day on which something was done to the plan or said about it.

    Args:
        plan: The plan.
        as_of: The last day that counts.
        side: Only by this side; ``None`` for anybody.
    """
    days = (day for day, who in _iter_edits(plan) if side is None or who is side)
    return max((day for day in days if day <= as_of), default=None)


def first_edit(plan: Plan, *, as_of: date) -> date | None:
    """Return the first day on which anybody did something to the plan."""
    return min((day for day, _ in _iter_edits(plan) if day <= as_of), default=None)


def last_review(plan: Plan, *, as_of: date) -> date | None:
    """Return the last day on which a review was held."""
    held = (review.held_on for review in plan.reviews)
    return max((day for day in held if day and day <= as_of), default=None)


def last_booking(
    plan: Plan, entries: Iterable[ActualEntry], *, as_of: date
) -> date | None:
    """Return the last day on which something was booked for one of the plan's goals.

    It is the day that the entry counts on, or on which it was recorded if that is
    later: who corrects the figures of March in May is at work in May.
    """
    keys = {goal.metric.key for goal in plan.goals}
    days = [
        day
        for entry in iter_bookings(plan, entries)
        if entry.metric in keys
        for day in _days_of(entry)
        if day <= as_of
    ]
    return max(days, default=None)


def touched_subjects(plan: Plan, *, since: date, as_of: date) -> frozenset[str]:
    """Return what was edited, said or believed something about in some days.

    Args:
        plan: The plan.
        since: The first day.
        as_of: The last day.

    Returns:
        Subjects such as ``"goals:g1"``.
    """
    found: set[str] = set()
    for record in plan.records:
        if since <= record.at.date() <= as_of:
            # An edit of several parts lists them, as far as a fact has room.
            found |= {record.subject, *record.facts.get("changed", "").split(", ")}
    found |= {
        comment.about
        for comment in plan.comments
        if comment.about and since <= comment.written_at.date() <= as_of
    }
    found |= {
        f"goals:{belief.goal_id}"
        for belief in plan.confidences
        if since <= belief.stated_on <= as_of
    }
    return frozenset(found - {""})


def iter_bookings(plan: Plan, entries: Iterable[ActualEntry]) -> Iterator[ActualEntry]:
    """Go through the booked facts of the plan's partner."""
    own = {None, plan.partner.id}
    for entry in entries:
        if entry.partner_id in own and entry.status is EntryStatus.BOOKED:
            yield entry


def _days_of(entry: ActualEntry) -> Iterator[date]:
    yield entry.on
    if entry.recorded_at is not None:
        yield max(entry.on, entry.recorded_at.date())


def _iter_edits(plan: Plan) -> Iterator[tuple[date, Side | None]]:
    sides = {person.id: person.side for person in plan.people}
    for record in plan.records:
        who = None if record.by is None else sides.get(record.by)
        yield record.at.date(), record.side or who
    for comment in plan.comments:
        yield comment.written_at.date(), sides.get(comment.author_id)
    for belief in plan.confidences:
        yield belief.stated_on, sides.get(belief.person_id)
