"""The store in memory."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from jbpcore.adapters.memory.erasing import erase, exported
from jbpcore.adapters.memory.shelf import Memory, Shelf, Shelves, plan_of
from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.subject_data import Erasing
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import check_wait, iter_offered
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
from jbpcore.values.ids import EntryId, PlanId, check_id
from jbpcore.values.text import check_name

__all__ = ["MemoryStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)


class MemoryStore:
    """A :class:`~jbpcore.ports.storage.Store` that lasts as long as its memory.

    Any number of threads may use it. A writer waits until the unit of work of another
    thread has ended; a reader never waits.

    Args:
        tenant: For whom: one line of 1 to 200 characters.
        memory: What to share with other stores; by default nothing.
        busy_timeout: How long to wait for another writer, up to a day.

    Raises:
        InvalidValueError: If an argument is bad.

    Examples:
        >>> with MemoryStore(tenant="acme") as store:
        ...     list(store.iter_ids())
        []
    """

    def __init__(
        self,
        *,
        tenant: str,
        memory: Memory | None = None,
        busy_timeout: timedelta = _BUSY_TIMEOUT,
    ) -> None:
        """Open the store."""
        self._tenant = check_name(tenant, "tenant")
        check_wait(busy_timeout, "busy_timeout")
        self._memory: Shelves = memory or Memory()
        self._busy_timeout = busy_timeout
        self._unit = threading.local()
        self._closed = False

    def __repr__(self) -> str:
        """What it is, and for whom."""
        return f"<{type(self).__name__} tenant={self._tenant!r}>"

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
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        check_moment(revision, known_at=known_at)
        revisions = self._revisions(plan_id)
        if known_at is not None:
            known = [one for one in revisions if one.recorded_at <= known_at]
            if not known:
                raise PlanNotFoundError(plan_id)
            return plan_of(plan_id, known[-1])
        if revision is None:
            return plan_of(plan_id, revisions[-1])
        for stored in revisions:
            if type(revision) is int and stored.revision == revision:
                return plan_of(plan_id, stored)
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
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        revision = Revision.following(expected_revision, by=by, at=at, note=note)
        stored = revision.with_plan(plan)
        told = check_records(plan, records)
        with self._changing("save") as shelf:
            shelf.put(plan.id, revision, stored.plan, told)
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
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        kind = RevisionKind.DELETED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        key = PlanId(check_id(plan_id, "plan_id"))
        with self._changing("delete") as shelf:
            shelf.revisions(key)
            shelf.check_current(key, expected_revision)
            shelf.put(key, revision, shelf.living(key).plan)
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
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        kind = RevisionKind.RESTORED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        key = PlanId(check_id(plan_id, "plan_id"))
        with self._changing("restore") as shelf:
            *before, last = shelf.revisions(key)
            shelf.check_current(key, expected_revision)
            if not last.is_deleted:
                raise InvalidValueError("plan_id", plan_id, "that of a deleted plan")
            shelf.put(key, revision, plan_of(key, before[-1]).plan)
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
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        request = PageRequest(wanted, order, after, size)
        return request.page_of(self._shelf().iter_summaries())

    def iter_ids(self) -> Iterator[PlanId]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        plans = self._shelf().plans.items()
        return iter(sorted(key for key, kept in plans if not kept[-1].is_deleted))

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        return tuple(
            one.as_revision if isinstance(one, StoredPlan) else one
            for one in self._revisions(plan_id)
        )

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """See :class:`~jbpcore.ports.plan_events.PlanEvents`."""
        check_position(after)
        return iter(self._shelf().events[after:])

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        outcomes = []
        offered = iter_offered(entries)
        with self._changing("append") as shelf:
            fresh: dict[EntryId, ActualEntry] = {}
            for entry in offered:
                if not isinstance(entry, ActualEntry):
                    raise InvalidValueError("entries", entry, "made of ActualEntry")
                known = shelf.entries.get(entry.entry_id) or fresh.get(entry.entry_id)
                outcomes.append(AppendOutcome.of(known, entry))
                if known is None:
                    fresh[entry.entry_id] = entry
            shelf.entries |= fresh
        return tuple(outcomes)

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> Iterator[ActualEntry]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        wanted = EntryFilter(
            partner_id=partner_id, metric=metric, within=within, known_at=known_at
        )
        found = filter(wanted.accepts, self._shelf().entries.values())
        return iter(sorted(found, key=lambda entry: (entry.on, entry.entry_id)))

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """See :class:`~jbpcore.ports.personal_data.PersonalData`."""
        return iter(exported(self._shelf(), check_id(person_id, "person_id")))

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
        """See :class:`~jbpcore.ports.personal_data.PersonalData`."""
        erasing = Erasing.of(person_id, by=by, at=at, note=note, alias=alias)
        with self._changing("erase_subject") as shelf:
            return erase(shelf, erasing)

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        if self._own_shelf() is not None:
            expected = "the only one of its thread: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        with self._changing("unit_of_work") as shelf:
            self._unit.shelf = shelf
            try:
                yield
            finally:
                self._unit.shelf = None

    def close(self) -> None:
        """See :class:`~jbpcore.ports.storage.Store`."""
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

    def _own_shelf(self) -> Shelf | None:
        """Return the shelf of this thread's unit of work, if it is in one."""
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")
        return getattr(self._unit, "shelf", None)

    def _shelf(self) -> Shelf:
        return self._own_shelf() or self._memory.shelf(self._tenant)

    @contextmanager
    def _changing(self, operation: str) -> Iterator[Shelf]:
        """Give a shelf to change; in a unit, errors have to come before changes."""
        own = self._own_shelf()
        if own is not None:
            yield own
            return
        with self._memory.changing(
            self._tenant, operation, self._busy_timeout
        ) as shelf:
            yield shelf

    def _revisions(self, plan_id: str) -> tuple[Revision, ...]:
        return self._shelf().revisions(check_id(plan_id, "plan_id"))
