"""The store: the ports of jbpcore, on a journal."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Final, NoReturn, Self

from jbpcore import ActualEntry, DateRange, Plan, PlanId, PlanRecord
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    PlanNotFoundError,
    StorageError,
    StoreFormatError,
)
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import check_plan_id, check_tenant
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_events import PlanEvent, check_position
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PageRequest, PlanCursor, PlanOrder, PlanPage
from jbpcore.ports.plan_revisions import (
    Revision,
    RevisionKind,
    StoredPlan,
    check_moment,
    check_records,
)
from jbpcore_journal.journal import BEGINNING, Journal
from jbpcore_journal.state import Draft, State, plan_of

__all__ = ["CannotForgetError", "JournalStore"]

_BUSY_SECONDS: Final = 5.0


class CannotForgetError(StorageError):
    """A person's data was asked for or to be forgotten; a journal can do neither."""

    code: ClassVar[str] = "journal.cannot_forget"

    def __str__(self) -> str:
        return "A journal is never changed, so it cannot forget. Use another store."


class JournalStore:
    """A :class:`jbpcore.ports.storage.Store` in one file that is only appended to.

    All that one tenant has is held in memory, so it is for some thousands of plans.
    Any number of threads and processes may use it; a reader never waits.

    Args:
        path: The file; it is made if there is none, its folder is not.
        tenant: For whom: one line of 1 to 200 characters.
        busy_seconds: How long to wait for another writer.

    Raises:
        InvalidValueError: If *tenant* is bad.
        StoreFormatError: If the file is no journal.
        StoreUnavailableError: If it cannot be used.
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        tenant: str,
        busy_seconds: float = _BUSY_SECONDS,
    ) -> None:
        """Open the journal."""
        self._tenant = check_tenant(tenant)
        self._path = Path(path).absolute()  # whatever folder is the current one later
        self._journal = Journal(self._path, busy_seconds=busy_seconds)
        self._reading = threading.Lock()
        self._read = BEGINNING
        self._known = State()
        self._unit = threading.local()
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
        """Return the current revision, or the one asked for."""
        check_moment(revision, known_at=known_at)
        revisions = self._revisions(plan_id)
        if known_at is not None:
            known = [one for one in revisions if one.recorded_at <= known_at]
            if not known:
                raise PlanNotFoundError(plan_id)
            return plan_of(plan_id, known[-1])
        if revision is None:
            return plan_of(plan_id, revisions[-1])
        if type(revision) is int and 1 <= revision <= len(revisions):
            return plan_of(plan_id, revisions[revision - 1])
        expected = f"one of the plan's revisions, 1 to {len(revisions)}"
        raise InvalidValueError("revision", revision, expected)

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
        """Save, and return the new revision."""
        revision = Revision.following(expected_revision, by=by, at=at, note=note)
        checked = revision.with_plan(plan).plan
        told = check_records(checked, records)
        with self._changing("save") as draft:
            draft.put(revision, checked, tenant=self._tenant, records=told)
        return revision.revision

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
        """Delete, and return the tombstone's revision."""
        kind = RevisionKind.DELETED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        key = check_plan_id(plan_id)
        with self._changing("delete") as draft:
            last = draft.state.revisions(key)[-1]
            draft.check_current(key, expected_revision)
            draft.put(revision, plan_of(key, last).plan, tenant=self._tenant)
        return revision.revision

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
        """Bring a deleted plan back, and return the new revision."""
        kind = RevisionKind.RESTORED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        key = check_plan_id(plan_id)
        with self._changing("restore") as draft:
            *before, last = draft.state.revisions(key)
            draft.check_current(key, expected_revision)
            if not last.is_deleted:
                raise InvalidValueError("plan_id", plan_id, "that of a deleted plan")
            draft.put(revision, plan_of(key, before[-1]).plan, tenant=self._tenant)
        return revision.revision

    def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: PlanOrder = PlanOrder.ID,
        after: PlanCursor | None = None,
        size: int = 100,
    ) -> PlanPage:
        """Return a page of the plans that are wanted."""
        request = PageRequest(wanted, order, after, size)
        return request.page_of(self._state().iter_summaries())

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield the id of every plan that is there."""
        page = self._state().iter_summaries()
        return iter(sorted(one.plan_id for one in page if not one.is_deleted))

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """Return what is known of every revision, the first one first."""
        return tuple(
            one.as_revision if isinstance(one, StoredPlan) else one
            for one in self._revisions(plan_id)
        )

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """Yield the events with a position greater than *after*, in order."""
        check_position(after)
        return iter(self._state().events[after:])

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """Write what is new, and say of each entry what became of it."""
        outcomes: list[AppendOutcome] = []
        with self._changing("append") as draft:
            fresh: dict[str, ActualEntry] = {}
            for entry in entries:
                if not isinstance(entry, ActualEntry):
                    raise InvalidValueError("entries", entry, "made of ActualEntry")
                key = entry.entry_id
                known = draft.state.entries.get(key) or fresh.get(key)
                outcomes.append(AppendOutcome.of(known, entry))
                if known is None:
                    fresh[key] = entry
            # Not before all of them are here: if one fails, none is written.
            draft.append(fresh.values())
        return tuple(outcomes)

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> Iterator[ActualEntry]:
        """Yield the entries that meet every condition given."""
        wanted = EntryFilter(
            partner_id=partner_id, metric=metric, within=within, known_at=known_at
        )
        found = filter(wanted.accepts, self._state().entries.values())
        return iter(sorted(found, key=lambda entry: (entry.on, entry.entry_id)))

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """Refuse: what cannot be forgotten is better not collected."""
        self._refuse_to_forget(person_id)

    def erase_subject(
        self,
        person_id: str,
        /,
        *,
        by: str,  # noqa: ARG002 - the port's
        at: datetime,  # noqa: ARG002 - the port's
        note: str = "",  # noqa: ARG002 - the port's
        alias: str | None = None,  # noqa: ARG002 - the port's
    ) -> SubjectErasure:
        """Refuse: a journal is never changed."""
        self._refuse_to_forget(person_id)

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        """Make everything written inside happen together or not."""
        if self._own_draft() is not None:
            expected = "the only one of its thread: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        with self._changing("unit_of_work") as draft:
            self._unit.draft = draft
            try:
                yield
            finally:
                self._unit.draft = None

    def close(self) -> None:
        """Let go of everything; what was saved stays."""
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

    def _own_draft(self) -> Draft | None:
        """Return what this thread's unit of work has changed, if it is in one."""
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")
        return getattr(self._unit, "draft", None)

    def _state(self) -> State:
        own = self._own_draft()
        return self._catch_up() if own is None else own.state

    def _revisions(self, plan_id: str) -> tuple[Revision, ...]:
        return self._state().revisions(check_plan_id(plan_id))

    def _catch_up(self) -> State:
        """Return what the file says by now."""
        with self._reading:
            found = self._journal.lines_after(self._read)
            if found is None:
                self._known, self._read = State(), BEGINNING
                found = self._journal.lines_after(self._read) or ([], BEGINNING)
            lines, end = found
            ours = [line for line in lines if line["tenant"] == self._tenant]
            if ours:
                state = self._known.copy()
                try:
                    for line in ours:
                        state.take(line)
                except (JbpError, LookupError, TypeError) as error:
                    problem = "a newer version wrote it, or another program"
                    raise StoreFormatError(str(self._path), problem) from error
                self._known = state
            self._read = end
            return self._known

    @contextmanager
    def _changing(self, operation: str) -> Iterator[Draft]:
        """Give a draft to change, and write what was done when all went well."""
        own = self._own_draft()
        if own is not None:
            yield own
            return
        with self._journal.writing(operation):
            # Nobody else writes now, so the file ends where this has read to.
            draft = Draft(self._catch_up().copy())
            yield draft
            if not draft.is_empty:
                line = draft.as_line(self._tenant)
                self._journal.append(line, after=self._read, operation=operation)

    def _refuse_to_forget(self, person_id: str) -> NoReturn:
        self._own_draft()
        raise CannotForgetError(person_id)
