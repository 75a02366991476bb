"""What stands in the rows of a store that keeps documents in a database of SQL.

The columns are texts and whole numbers, so that no database changes a digit or a zone.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from jbpcore.codec.stored_text import (
    UNREADABLE,
    read_stored,
    reading_row,
    unreadable,
)
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import Revision, RevisionKind, StoredPlan
from jbpcore.values.ids import PartyId, PersonId, PlanId

__all__ = [
    "entry_of_row",
    "event_of_row",
    "revision_of_row",
    "stored_of_row",
    "summary_of_row",
]

_KINDS: Final = {kind.value: kind for kind in RevisionKind}


def stored_of_row(location: str, plan_id: str, row: tuple[Any, ...]) -> Revision:
    """Return the revision of a row, with its plan if it is no deletion.

    Args:
        location: Where the store is, for messages.
        plan_id: The plan whose row it is.
        row: The columns that :func:`revision_of_row` takes, then the document.

    Raises:
        StoreFormatError: If the row cannot be read.
    """
    *facts, document = row
    try:
        if document is None:
            return revision_of_row(*facts)
        plan = read_stored(document, Plan)
        if plan.id != plan_id:
            raise InvalidValueError("id", plan.id, f"{plan_id!r}, as the row says")
        return StoredPlan(plan=plan, **_facts(*facts))
    except UNREADABLE as error:
        what = f"revision {row[0]} of plan {plan_id!r}"
        raise unreadable(error, location, what) from error


def revision_of_row(
    revision: int, saved_by: str, saved_at: str, note: str, kind: str, recorded_at: str
) -> Revision:
    """Return the revision of a row, without its plan.

    Examples:
        >>> at = "2026-01-07T09:30:00.000000+00:00"
        >>> revision_of_row(3, "maria", at, "", "deleted", at).is_deleted
        True
    """
    return Revision(**_facts(revision, saved_by, saved_at, note, kind, recorded_at))


def summary_of_row(location: str, row: tuple[Any, ...]) -> PlanSummary:
    """Return what a list shows of a plan: the columns of its revision, then its own.

    Args:
        location: Where the store is, for messages.
        row: The columns that :func:`revision_of_row` takes, then id, name, the
            partner's id and name, state, kind, whom it is hidden from, first day and
            the day after the last.

    Raises:
        StoreFormatError: If the row cannot be read.
    """
    plan_id, name, partner_id, partner_name, state, kind, hidden, start, end = row[6:]
    with reading_row(location, f"plan {plan_id!r}"):
        return PlanSummary(
            plan_id=PlanId(plan_id),
            name=name,
            partner_id=PartyId(partner_id),
            partner_name=partner_name,
            period=DateRange(date.fromisoformat(start), date.fromisoformat(end)),
            state=PlanState(state),
            kind=PlanKind(kind),
            hidden_from=None if hidden is None else Side(hidden),
            revision=revision_of_row(*row[:6]),
        )


def entry_of_row(location: str, entry_id: str, document: str) -> ActualEntry:
    """Return the booked fact of a row.

    Args:
        location: Where the store is, for messages.
        entry_id: The id that the row says.
        document: The fact as text.

    Raises:
        StoreFormatError: If the row cannot be read.
    """
    with reading_row(location, f"entry {entry_id!r}"):
        entry = read_stored(document, ActualEntry)
        if entry.entry_id != entry_id:
            expected = f"{entry_id!r}, as the row says"
            raise InvalidValueError("entry_id", entry.entry_id, expected)
        return entry


def event_of_row(location: str, position: int, document: str) -> PlanEvent:
    """Return the event of a row.

    Args:
        location: Where the store is, for messages.
        position: The position that the row says.
        document: The event as text.

    Raises:
        StoreFormatError: If the row cannot be read.
    """
    with reading_row(location, f"event {position}"):
        return read_stored(document, PlanEvent)


def _facts(
    revision: int, saved_by: str, saved_at: str, note: str, kind: str, recorded_at: str
) -> dict[str, Any]:
    return {
        "revision": revision,
        "saved_by": PersonId(saved_by),
        "saved_at": datetime.fromisoformat(saved_at),
        "note": note,
        "kind": _KINDS[kind],
        "recorded_at": datetime.fromisoformat(recorded_at),
    }
