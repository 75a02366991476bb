"""The booked facts of one tenant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

import attrs
from sqlalchemy import Executable, bindparam, insert, or_, select, tuple_

from jbpcore.adapters.sqlalchemy.rows import AT_A_TIME, MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.tenant_lock import hold_tenant, place_booked
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import entry_of_row
from jbpcore.codec.stored_text import instant_text
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome, EntryFilter

__all__ = ["EntryPlace", "append", "entries_after"]

_AFTER_EVERY_DAY: Final = "~"


@attrs.frozen
class EntryPlace:
    """How far an answer from the ledger was read.

    Attributes:
        last_place: The last place in the ledger when it was asked.
        day: The day of the last entry that came.
        entry_id: Its id.
    """

    last_place: int
    day: str = ""
    entry_id: str = ""

    def after(self, entry: ActualEntry) -> EntryPlace:
        """Return the place after *entry*."""
        return attrs.evolve(self, day=entry.on.isoformat(), entry_id=entry.entry_id)


@cache
def _known(tables: Tables) -> Executable:
    entry = tables.entry.c
    return select(entry.entry_id, entry.document).where(
        entry.tenant == MY_TENANT,
        entry.entry_id.in_(bindparam("entry_ids", expanding=True)),
    )


def append(rows: TenantRows, batch: Sequence[ActualEntry]) -> list[AppendOutcome]:
    """Write what is new of some entries, and say of each what became of it.

    Raises:
        InvalidValueError: If one of them is no entry; nothing was written.
    """
    documents = [_document(entry) for entry in batch]
    last = hold_tenant(rows)
    ids = sorted({entry.entry_id for entry in batch})
    found = rows.all(_known(rows.tables), entry_ids=ids)
    known: dict[str, str] = {row.entry_id: row.document for row in found}
    added: list[dict[str, Any]] = []
    outcomes = []
    for entry, document in zip(batch, documents, strict=True):
        if entry.entry_id not in known:
            known[entry.entry_id] = document
            place = last + len(added) + 1
            added.append(_row(rows.tenant, entry, document, place))
            outcomes.append(AppendOutcome.NEW)
        elif known[entry.entry_id] == document:
            outcomes.append(AppendOutcome.SAME)
        else:
            before = entry_of_row(rows.location, entry.entry_id, known[entry.entry_id])
            outcomes.append(AppendOutcome.of(before, entry))
    if added:
        rows.connection.execute(insert(rows.tables.entry), added)
        place_booked(rows, last + len(added))
    return outcomes


def entries_after(
    rows: TenantRows, wanted: EntryFilter, place: EntryPlace
) -> tuple[ActualEntry, ...]:
    """Return the next entries that are wanted; none after the last one."""
    entry = rows.tables.entry.c
    span = wanted.within
    after = (place.day, place.entry_id)
    end = _AFTER_EVERY_DAY
    if span is not None:
        after = max(after, (span.start.isoformat(), ""))
        end = span.end.isoformat()
    question = select(entry.entry_id, entry.document).where(
        entry.tenant == MY_TENANT,
        tuple_(entry.on_day, entry.entry_id) > tuple_(*after),
        entry.on_day < end,
        entry.place <= place.last_place,
    )
    if wanted.partner_id is not None:
        question = question.where(entry.partner_id == wanted.partner_id)
    if wanted.metric is not None:
        question = question.where(entry.metric == wanted.metric)
    if wanted.known_at is not None:
        recorded, known_at = entry.recorded_at, instant_text(wanted.known_at)
        question = question.where(or_(recorded.is_(None), recorded <= known_at))
    found = rows.all(question.order_by(entry.on_day, entry.entry_id).limit(AT_A_TIME))
    return tuple(entry_of_row(rows.location, *row) for row in found)


def _document(entry: ActualEntry) -> str:
    if not isinstance(entry, ActualEntry):
        raise InvalidValueError("entries", entry, "made of ActualEntry")
    return dumps(entry)


def _row(
    tenant: str, entry: ActualEntry, document: str, place: int
) -> dict[str, str | int | None]:
    return {
        "tenant": tenant,
        "entry_id": entry.entry_id,
        "place": place,
        "on_day": entry.on.isoformat(),
        "partner_id": entry.partner_id,
        "metric": entry.metric,
        "recorded_at": _instant(entry.recorded_at),
        "document": document,
    }


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)
