"""What one tenant's rows hold about a person, and how they forget it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    bindparam,
    func,
    or_,
    select,
    update,
)

from jbpcore.adapters.sqlalchemy.plan_writing import (
    add_revision,
    describe_plan,
    read_head,
)
from jbpcore.adapters.sqlalchemy.rows import AT_A_TIME, MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.tenant_lock import hold_tenant
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import entry_of_row, event_of_row, stored_of_row
from jbpcore.model.actual import ActualEntry
from jbpcore.planning.personal_data import Subject
from jbpcore.planning.subject_data import Erasing, PlanTrail, iter_entry_items
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["entry_items_after", "erase", "known_plans", "plan_items"]


@attrs.frozen
class _Statements:
    may_know: Executable
    revisions: Executable
    events: Executable
    entries: Executable
    rewrite_revision: Executable
    rewrite_event: Executable
    rewrite_entry: Executable


@attrs.define
class _Counts:
    revisions: int = 0
    events: int = 0
    entries: int = 0


@cache
def _statements(tables: Tables, *, are_in_postgresql: bool) -> _Statements:
    revision, event, entry = tables.revision.c, tables.event.c, tables.entry.c
    place_of = func.strpos if are_in_postgresql else func.instr

    def mentions(*columns: ColumnElement[Any]) -> ColumnElement[bool]:
        # An id is ASCII, and lower() lowers at least that; so this misses none, and may
        # find too many.
        person = func.lower(bindparam("person_id"))
        return or_(*(place_of(func.lower(column), person) > 0 for column in columns))

    of_plan: BindParameter[str] = bindparam("plan_id")
    in_revisions = select(revision.plan_id).where(
        revision.tenant == MY_TENANT,
        mentions(revision.saved_by, revision.note, revision.document),
    )
    in_events = select(event.plan_id).where(
        event.tenant == MY_TENANT, mentions(event.document)
    )
    either = in_revisions.union(in_events)
    return _Statements(
        may_know=either.order_by(either.selected_columns.plan_id),
        revisions=select(
            revision.revision,
            revision.saved_by,
            revision.saved_at,
            revision.note,
            revision.kind,
            revision.recorded_at,
            revision.document,
        )
        .where(revision.tenant == MY_TENANT, revision.plan_id == of_plan)
        .order_by(revision.revision),
        events=select(event.position, event.document)
        .where(event.tenant == MY_TENANT, event.plan_id == of_plan)
        .order_by(event.position),
        entries=select(entry.entry_id, entry.document)
        .where(entry.tenant == MY_TENANT, entry.entry_id > bindparam("after"))
        .order_by(entry.entry_id)
        .limit(AT_A_TIME),
        rewrite_revision=update(tables.revision)
        .where(
            revision.tenant == MY_TENANT,
            revision.plan_id == bindparam("in_plan"),
            revision.revision == bindparam("of_revision"),
        )
        .values(
            saved_by=bindparam("new_saved_by"),
            note=bindparam("new_note"),
            document=bindparam("new_document"),
        ),
        rewrite_event=update(tables.event)
        .where(event.tenant == MY_TENANT, event.position == bindparam("at_position"))
        .values(document=bindparam("new_document")),
        rewrite_entry=update(tables.entry)
        .where(entry.tenant == MY_TENANT, entry.entry_id == bindparam("of_entry"))
        .values(document=bindparam("new_document")),
    )


def known_plans(rows: TenantRows, person_id: str) -> tuple[tuple[PlanId, ...], Subject]:
    """Return the plans that know a person, and all the words for them."""
    subject = Subject(PersonId(person_id))
    known = []
    for (plan_id,) in rows.all(_asked(rows).may_know, person_id=person_id):
        found = _trail(rows, plan_id).subject(person_id)
        if found is not None:
            subject = subject.with_words_of(found)
            known.append(PlanId(plan_id))
    return tuple(known), subject


def plan_items(
    rows: TenantRows, plan_id: PlanId, subject: Subject
) -> tuple[SubjectItem, ...]:
    """Return everything that a plan holds about a person."""
    return tuple(_trail(rows, plan_id).iter_items(subject))


def entry_items_after(
    rows: TenantRows, entry_id: str, subject: Subject
) -> tuple[str | None, tuple[SubjectItem, ...]]:
    """Return what the next booked facts hold about a person, and where to go on.

    Args:
        rows: Of the tenant.
        entry_id: Where to go on; text without a character for the first ones.
        subject: The person.
    """
    last, entries = _entries_after(rows, entry_id, subject)
    return last, tuple(iter_entry_items(entries, subject))


def erase(rows: TenantRows, erasing: Erasing) -> SubjectErasure:
    """Put the alias in place of the person everywhere; to be undone if it fails.

    Raises:
        InvalidValueError: If somebody has the alias already.
    """
    hold_tenant(rows)
    if known_plans(rows, erasing.alias)[0]:
        erasing.refuse_alias()
    plan_ids, subject = known_plans(rows, erasing.person_id)
    counts = _Counts()
    for plan_id in plan_ids:
        _erase_plan(rows, _trail(rows, plan_id), subject, erasing, counts)
    _erase_entries(rows, subject, erasing.alias, counts)
    return SubjectErasure(
        alias=erasing.alias,
        plan_ids=plan_ids,
        revision_count=counts.revisions,
        event_count=counts.events,
        entry_count=counts.entries,
    )


def _asked(rows: TenantRows) -> _Statements:
    return _statements(rows.tables, are_in_postgresql=rows.are_in_postgresql)


def _trail(rows: TenantRows, plan_id: str) -> PlanTrail:
    asked, location = _asked(rows), rows.location
    revisions = rows.all(asked.revisions, plan_id=plan_id)
    events = rows.all(asked.events, plan_id=plan_id)
    return PlanTrail(
        plan_id=PlanId(plan_id),
        revisions=tuple(stored_of_row(location, plan_id, row) for row in revisions),
        events=tuple(event_of_row(location, *row) for row in events),
    )


def _erase_plan(
    rows: TenantRows,
    trail: PlanTrail,
    subject: Subject,
    erasing: Erasing,
    counts: _Counts,
) -> None:
    cleaned, asked = trail.without(subject, erasing.alias), _asked(rows)
    revisions = [
        {
            "in_plan": trail.plan_id,
            "of_revision": now.revision,
            "new_saved_by": now.saved_by,
            "new_note": now.note,
            "new_document": dumps(now.plan) if isinstance(now, StoredPlan) else None,
        }
        for was, now in zip(trail.revisions, cleaned.revisions, strict=True)
        if was != now
    ]
    events = [
        {"at_position": now.position, "new_document": dumps(now)}
        for was, now in zip(trail.events, cleaned.events, strict=True)
        if was != now
    ]
    counts.revisions += len(revisions)
    counts.events += len(events)
    rows.change_each(asked.rewrite_revision, revisions)
    rows.change_each(asked.rewrite_event, events)
    last = [one for one in cleaned.revisions if isinstance(one, StoredPlan)][-1]
    now = cleaned.current
    current = now.as_revision if isinstance(now, StoredPlan) else now
    describe_plan(rows, PlanSummary.of(last.plan, current))
    added = trail.next_revision(subject, erasing)
    if added is not None:
        head = read_head(rows, trail.plan_id)
        summary = PlanSummary.of(added.plan, added.as_revision)
        told = added.plan.records[-1:]
        add_revision(rows, head, summary, dumps(added.plan), told)


def _erase_entries(
    rows: TenantRows, subject: Subject, alias: PersonId, counts: _Counts
) -> None:
    for entry in _iter_entries(rows, subject):
        cleaned = subject.without(entry, alias)
        if cleaned != entry:
            values = {"of_entry": entry.entry_id, "new_document": dumps(cleaned)}
            rows.change(_asked(rows).rewrite_entry, **values)
            counts.entries += 1


def _iter_entries(rows: TenantRows, subject: Subject) -> Iterator[ActualEntry]:
    last: str | None = ""
    while last is not None:
        last, entries = _entries_after(rows, last, subject)
        yield from entries


def _entries_after(
    rows: TenantRows, entry_id: str, subject: Subject
) -> tuple[str | None, list[ActualEntry]]:
    """Return some booked facts that may hold something about a person."""
    # As they stand in JSON, where some characters are written otherwise.
    words = {json.dumps(word, ensure_ascii=False)[1:-1] for word in subject.words}
    in_text = attrs.evolve(subject, words=words)
    found, entries = rows.all(_asked(rows).entries, after=entry_id), []
    for key, document in found:
        if in_text.is_mentioned(document):
            entries.append(entry_of_row(rows.location, key, document))
    return found[-1][0] if found else None, entries
