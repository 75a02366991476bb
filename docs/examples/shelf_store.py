"""A store in a key-value service: the smallest that is worth having, to copy.

All that one tenant has is one value, a JSON document. To write, the store reads it,
changes it and swaps it for the new one; if somebody else was faster, it does so again.
So no write is ever lost, and nobody sees half of one.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Any, ClassVar, Final, NoReturn, Self, TypeAlias, TypeVar

from jbpcore import ActualEntry, DateRange, Plan, PlanId, PlanRecord, from_data, to_data
from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
    StorageError,
    StoreBusyError,
)
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import check_plan_id, check_tenant, iter_offered
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_events import PlanEvent, check_position
from jbpcore.ports.plan_list import PlanFilter, PlanSummary
from jbpcore.ports.plan_paging import PageRequest, PlanCursor, PlanOrder, PlanPage
from jbpcore.ports.plan_revisions import (
    Revision,
    RevisionKind,
    StoredPlan,
    check_moment,
    check_records,
)

JBPCORE_API = 1
T = TypeVar("T")
Row: TypeAlias = dict[str, Any]
_EMPTY: Final = b'{"rows": [], "entries": []}'
_MOST_TRIES: Final = 1_000


class Shelf:
    """Stands in for the service: values with a version, swapped in one step."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, tuple[int, bytes]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> tuple[int, bytes]:
        """Return the version and the value."""
        return self._kept.get(key, (0, _EMPTY))

    def swap(self, key: str, version: int, value: bytes) -> bool:
        """Put *value* in the place of *version*, unless that is gone by now."""
        with self._lock:
            if self.get(key)[0] != version:
                return False
            self._kept[key] = (version + 1, value)
            return True


class NotOnAShelfError(StorageError):
    """Something was asked that this store cannot do."""

    code: ClassVar[str] = "shelf.cannot"

    def __str__(self) -> str:
        return "A shelf keeps no units of work and forgets nobody. Use another store."


class Document:
    """What one tenant has: a row for each revision in order, and the ledger."""

    def __init__(self, value: bytes) -> None:
        """Read the value of the service."""
        kept = json.loads(value)
        self.rows: list[Row] = kept["rows"]
        self.entries = [from_data(one, ActualEntry) for one in kept["entries"]]

    def value(self) -> bytes:
        """Return it as the service keeps it."""
        entries = [to_data(one) for one in self.entries]
        return json.dumps({"rows": self.rows, "entries": entries}).encode()

    def revisions(self, plan_id: str) -> list[Revision]:
        """Return every revision of a plan, which may be none."""
        return [_revision(row) for row in self.rows if row["plan_id"] == plan_id]

    def add(self, made: Revision, plan: Plan, event: PlanEvent) -> None:
        """Add a revision; of a deletion, *plan* is what was deleted."""
        kept = None if made.is_deleted else to_data(plan)
        row = {"plan_id": plan.id, "event": to_data(event), "note": made.note}
        self.rows.append({**row, "plan": kept})


def _revision(row: Row) -> Revision:
    event = from_data(row["event"], PlanEvent)  # says all but the note and the plan
    revision = Revision(
        revision=event.revision,
        saved_by=event.saved_by,
        saved_at=event.saved_at,
        note=row["note"],
        kind=event.kind,
        recorded_at=event.recorded_at,
    )
    return revision.with_plan(from_data(row["plan"], Plan)) if row["plan"] else revision


def _plan_of(plan_id: str, revision: Revision) -> StoredPlan:
    if isinstance(revision, StoredPlan):
        return revision
    raise PlanDeletedError(plan_id, revision.revision)


def _bare(revision: Revision) -> Revision:
    return revision.as_revision if isinstance(revision, StoredPlan) else revision


class ShelfStore:
    """A :class:`jbpcore.ports.storage.Store`, but for what it lacks."""

    def __init__(self, shelf: Shelf, *, tenant: str) -> None:
        """Open the store of one tenant."""
        self._shelf = shelf
        self._tenant = check_tenant(tenant)
        self._closed = False

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        return self._tenant

    def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """Return the current revision, or the one asked for (R1, R2, R6, T2-T5)."""
        check_moment(revision, known_at=known_at)
        revisions = self._revisions(plan_id)
        if known_at is not None:
            revisions = [one for one in revisions if one.recorded_at <= known_at]
        if not revisions:
            raise PlanNotFoundError(plan_id)
        if revision is None:
            return _plan_of(plan_id, revisions[-1])
        if type(revision) is not int or not 1 <= revision <= len(revisions):
            raise InvalidValueError("revision", revision, "one that the plan has")
        return _plan_of(plan_id, revisions[revision - 1])

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """Return what is known of every revision (R2, R7, D2)."""
        return tuple(map(_bare, self._revisions(plan_id)))

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield the id of every plan that is there (R5, D1)."""
        there = (one for one in self._summaries() if not one.is_deleted)
        return iter(sorted(one.plan_id for one in there))

    def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: PlanOrder = PlanOrder.ID,
        after: PlanCursor | None = None,
        size: int = 100,
    ) -> PlanPage:
        """Return a page of the plans that are wanted (L1-L9)."""
        request = PageRequest(wanted, order, after, size)
        return request.page_of(self._summaries())

    def save(
        self,
        plan: Plan,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
        records: Iterable[PlanRecord] = (),
    ) -> int:
        """Save, and return the new revision (R3, R4, R13, D4, D5)."""
        new = Revision.following(expected_revision, by=by, at=at, note=note)
        checked = new.with_plan(plan).plan
        told = check_records(checked, records)
        return self._write(checked.id, new, lambda _: checked, told)

    def delete(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Delete, and return the tombstone's revision (D1-D4, D7, D8)."""
        kind = RevisionKind.DELETED
        new = Revision.following(expected_revision, by=by, at=at, note=note, kind=kind)

        def last_plan(revisions: list[Revision]) -> Plan:
            return _plan_of(plan_id, revisions[-1]).plan

        return self._write(plan_id, new, last_plan)

    def restore(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Bring a deleted plan back, and return the new revision (D3, D6-D8)."""
        kind = RevisionKind.RESTORED
        new = Revision.following(expected_revision, by=by, at=at, note=note, kind=kind)

        def deleted_plan(revisions: list[Revision]) -> Plan:
            if not revisions[-1].is_deleted:
                raise InvalidValueError("plan_id", plan_id, "that of a deleted plan")
            return _plan_of(plan_id, revisions[-2]).plan

        return self._write(plan_id, new, deleted_plan)

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """Yield the events with a position greater than *after* (E1-E9)."""
        check_position(after)
        rows = self._read().rows[after:]
        return iter([from_data(row["event"], PlanEvent) for row in rows])

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """Write what is new, and say what became of each entry (A3-A5, A8)."""
        offered = list(iter_offered(entries))
        for entry in offered:
            if not isinstance(entry, ActualEntry):
                raise InvalidValueError("entries", entry, "made of ActualEntry")

        def add(document: Document) -> tuple[AppendOutcome, ...]:
            known = {one.entry_id: one for one in document.entries}
            outcomes = []
            for entry in offered:
                outcomes.append(AppendOutcome.of(known.get(entry.entry_id), entry))
                known.setdefault(entry.entry_id, entry)
            document.entries = list(known.values())
            return tuple(outcomes)

        return self._change("append", add)

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> Iterator[ActualEntry]:
        """Yield the entries that meet every condition given (A1, A2, A6, A9, A11)."""
        wanted = EntryFilter(
            partner_id=partner_id, metric=metric, within=within, known_at=known_at
        )
        found = filter(wanted.accepts, self._read().entries)
        return iter(sorted(found, key=lambda entry: (entry.on, entry.entry_id)))

    def unit_of_work(self) -> AbstractContextManager[None]:
        """Refuse: each write is one swap."""
        self._refuse()

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """Refuse."""
        del person_id
        self._refuse()

    def erase_subject(
        self,
        person_id: str,
        /,
        *,
        by: str,
        at: datetime,
        note: str = "",
        alias: str | None = None,
    ) -> SubjectErasure:
        """Refuse."""
        del person_id, by, at, note, alias
        self._refuse()

    def close(self) -> None:
        """Let go of everything; what was saved stays (C1)."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        self.close()

    def _fetch(self) -> tuple[int, Document]:
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")
        version, value = self._shelf.get(self._tenant)
        return version, Document(value)

    def _read(self) -> Document:
        return self._fetch()[1]

    def _revisions(self, plan_id: str) -> list[Revision]:
        revisions = self._read().revisions(check_plan_id(plan_id))
        if not revisions:
            raise PlanNotFoundError(plan_id)
        return revisions

    def _summaries(self) -> list[PlanSummary]:
        document = self._read()
        plans: dict[str, tuple[Plan, Revision]] = {}
        for row in document.rows:
            revision = _revision(row)
            if isinstance(revision, StoredPlan):
                plans[row["plan_id"]] = revision.plan, _bare(revision)
            else:  # a tombstone: shown as what it was before
                plans[row["plan_id"]] = plans[row["plan_id"]][0], revision
        return [PlanSummary.of(plan, revision) for plan, revision in plans.values()]

    def _write(
        self,
        plan_id: str,
        new: Revision,
        plan_from: Callable[[list[Revision]], Plan],
        records: tuple[PlanRecord, ...] = (),
    ) -> int:
        key = check_plan_id(plan_id)

        def add(document: Document) -> int:
            revisions = document.revisions(key)
            if not revisions and new.kind is not RevisionKind.SAVED:
                raise PlanNotFoundError(key)
            if new.expected_revision != len(revisions):
                raise StaleRevisionError(key, new.expected_revision, len(revisions))
            before = revisions[-1].recorded_at if revisions else None
            made = new.recorded_after(before)
            plan = plan_from(revisions)
            event = PlanEvent.of(
                PlanSummary.of(plan, made),
                tenant=self._tenant,
                position=len(document.rows) + 1,
                records=records,
            )
            document.add(made, plan, event)
            return made.revision

        return self._change("save", add)

    def _change(self, operation: str, change: Callable[[Document], T]) -> T:
        """Read, change and swap, until nobody came between."""
        for _ in range(_MOST_TRIES):
            version, document = self._fetch()
            outcome = change(document)
            if self._shelf.swap(self._tenant, version, document.value()):
                return outcome
        raise StoreBusyError(operation, 0.0)

    def _refuse(self) -> NoReturn:
        self._fetch()
        raise NotOnAShelfError


_SHELF: Final = Shelf()


def open_shelf(url: str, *, tenant: str) -> ShelfStore:
    """Open ``shelf://``; the entry point of the plugin names this function."""
    if url != "shelf://":
        raise InvalidValueError("url", "shelf://…", "'shelf://' and nothing after it")
    return ShelfStore(_SHELF, tenant=tenant)
