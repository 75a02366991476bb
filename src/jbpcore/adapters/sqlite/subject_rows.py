"""What one tenant's rows hold about a person, and how they forget it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

import attrs

from jbpcore.adapters.sqlite.database import Database
from jbpcore.adapters.sqlite.plan_writing import add_revision, describe_plan
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import entry_of_row, event_of_row, stored_of_row
from jbpcore.model.actual import ActualEntry
from jbpcore.planning.personal_data import Subject
from jbpcore.planning.subject_data import Erasing, PlanTrail, iter_entry_items
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["SubjectRows"]

_AT_A_TIME: Final = 1_000

# An id is ASCII, as is what lower() lowers; so this misses none, and may find too many.
_MAY_KNOW: Final = """
    SELECT plan_id FROM plan_revision
    WHERE tenant = :tenant AND (
        instr(lower(saved_by), lower(:person_id)) > 0
        OR instr(lower(note), lower(:person_id)) > 0
        OR instr(lower(document), lower(:person_id)) > 0
    )
    UNION
    SELECT plan_id FROM plan_event
    WHERE tenant = :tenant AND instr(lower(document), lower(:person_id)) > 0
    ORDER BY plan_id
"""
_REVISIONS: Final = """
    SELECT revision, saved_by, saved_at, note, kind, recorded_at, document
    FROM plan_revision WHERE tenant = ? AND plan_id = ? ORDER BY revision
"""
_EVENTS: Final = """
    SELECT position, document FROM plan_event
    WHERE tenant = ? AND plan_id = ? ORDER BY position
"""
_ENTRIES: Final = """
    SELECT place, entry_id, document FROM actual_entry
    WHERE tenant = ? AND entry_id > ? ORDER BY entry_id LIMIT ?
"""
_REWRITE_REVISION: Final = """
    UPDATE plan_revision SET saved_by = ?, note = ?, document = ?
    WHERE tenant = ? AND plan_id = ? AND revision = ?
"""
_REWRITE_EVENT: Final = """
    UPDATE plan_event SET document = ? WHERE tenant = ? AND position = ?
"""
_REWRITE_ENTRY: Final = "UPDATE actual_entry SET document = ? WHERE place = ?"


@attrs.define
class _Counts:
    revisions: int = 0
    events: int = 0
    entries: int = 0


class SubjectRows:
    """What one tenant keeps, searched for a person."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def iter_items(self, person_id: str) -> Iterator[SubjectItem]:
        """Yield everything about a person."""
        plan_ids, subject = self._known(person_id)
        for plan_id in plan_ids:
            yield from self._trail(plan_id).iter_items(subject)
        entries = (entry for _, entry in self._iter_entries(subject))
        yield from iter_entry_items(entries, subject)

    def erase(self, erasing: Erasing) -> SubjectErasure:
        """Put the alias in place of the person everywhere, or nowhere.

        Raises:
            InvalidValueError: If somebody has the alias already.
        """
        with self._database.step("erase_subject"):
            if self._known(erasing.alias)[0]:
                erasing.refuse_alias()
            plan_ids, subject = self._known(erasing.person_id)
            counts = _Counts()
            for plan_id in plan_ids:
                self._erase_plan(self._trail(plan_id), subject, erasing, counts)
            self._erase_entries(subject, erasing.alias, counts)
        self._database.forget()
        return SubjectErasure(
            alias=erasing.alias,
            plan_ids=plan_ids,
            revision_count=counts.revisions,
            event_count=counts.events,
            entry_count=counts.entries,
        )

    def _known(self, person_id: str) -> tuple[tuple[PlanId, ...], Subject]:
        """Return the plans that know a person, and all the words for them."""
        bounds = {"tenant": self._tenant, "person_id": person_id}
        subject = Subject(PersonId(person_id))
        known = []
        for (plan_id,) in self._rows(_MAY_KNOW, bounds):
            found = self._trail(plan_id).subject(person_id)
            if found is not None:
                subject = subject.with_words_of(found)
                known.append(PlanId(plan_id))
        return tuple(known), subject

    def _trail(self, plan_id: str) -> PlanTrail:
        key = (self._tenant, plan_id)
        location = self._database.location
        return PlanTrail(
            plan_id=PlanId(plan_id),
            revisions=tuple(
                stored_of_row(location, plan_id, row)
                for row in self._rows(_REVISIONS, key)
            ),
            events=tuple(
                event_of_row(location, *row) for row in self._rows(_EVENTS, key)
            ),
        )

    def _erase_plan(
        self, trail: PlanTrail, subject: Subject, erasing: Erasing, counts: _Counts
    ) -> None:
        cleaned = trail.without(subject, erasing.alias)
        revisions = [
            (
                now.saved_by,
                now.note,
                dumps(now.plan) if isinstance(now, StoredPlan) else None,
                self._tenant,
                trail.plan_id,
                now.revision,
            )
            for was, now in zip(trail.revisions, cleaned.revisions, strict=True)
            if was != now
        ]
        events = [
            (dumps(now), self._tenant, now.position)
            for was, now in zip(trail.events, cleaned.events, strict=True)
            if was != now
        ]
        counts.revisions += len(revisions)
        counts.events += len(events)
        last = [one for one in cleaned.revisions if isinstance(one, StoredPlan)][-1]
        now = cleaned.current
        shown = PlanSummary.of(
            last.plan, now.as_revision if isinstance(now, StoredPlan) else now
        )
        added = trail.next_revision(subject, erasing)

        def work(connection: sqlite3.Connection) -> None:
            connection.executemany(_REWRITE_REVISION, revisions)
            connection.executemany(_REWRITE_EVENT, events)
            describe_plan(connection, self._tenant, shown)
            if added is not None:
                summary = PlanSummary.of(added.plan, added.as_revision)
                told = added.plan.records[-1:]
                document = dumps(added.plan)
                add_revision(connection, self._tenant, summary, document, told)

        self._database.write("erase_subject", work)

    def _erase_entries(
        self, subject: Subject, alias: PersonId, counts: _Counts
    ) -> None:
        for place, entry in self._iter_entries(subject):
            cleaned = subject.without(entry, alias)
            if cleaned != entry:
                self._rows(_REWRITE_ENTRY, (dumps(cleaned), place))
                counts.entries += 1

    def _iter_entries(self, subject: Subject) -> Iterator[tuple[int, ActualEntry]]:
        """Yield every booked fact that may hold something about a person."""
        # As they stand in JSON, where some characters are written otherwise.
        words = {json.dumps(word, ensure_ascii=False)[1:-1] for word in subject.words}
        in_text = attrs.evolve(subject, words=words)
        last = ""
        while rows := self._rows(_ENTRIES, (self._tenant, last, _AT_A_TIME)):
            for place, entry_id, document in rows:
                if in_text.is_mentioned(document):
                    location = self._database.location
                    yield place, entry_of_row(location, entry_id, document)
            last = rows[-1][1]

    def _rows(self, question: str, bounds: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - by name or by place
        return self._database.run(
            "erase_subject",
            lambda found: found.execute(question, bounds).fetchall(),
        )
