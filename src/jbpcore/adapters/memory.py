"""Plans and booked facts in memory: the reference store, and a fake for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

import attrs

from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StaleRevisionError,
    StoreBusyError,
)
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import EntryId, PlanId, check_id
from jbpcore.values.text import check_name

__all__ = ["Memory", "MemoryStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)


@attrs.define
class _Shelf:
    """What one tenant keeps. One that others see is never changed, only replaced."""

    plans: dict[PlanId, tuple[StoredPlan, ...]] = attrs.field(factory=dict)
    entries: dict[EntryId, ActualEntry] = attrs.field(factory=dict)

    def copy(self) -> _Shelf:
        return _Shelf(dict(self.plans), dict(self.entries))


class Memory:
    """What several stores share, like the file of a database.

    Examples:
        >>> memory = Memory()
        >>> ours = MemoryStore(tenant="acme", memory=memory)
        >>> theirs = MemoryStore(tenant="globex", memory=memory)
    """

    __slots__ = ("_shelves", "_writing")

    def __init__(self) -> None:
        """Start empty."""
        self._shelves: dict[str, _Shelf] = {}
        self._writing = threading.Lock()

    def shelf(self, tenant: str) -> _Shelf:
        """Return what *tenant* keeps, not to be changed."""
        return self._shelves.get(tenant) or _Shelf()

    @contextmanager
    def changing(
        self, tenant: str, operation: str, busy_timeout: timedelta
    ) -> Iterator[_Shelf]:
        """Give a copy to change, which takes the place of the shelf if all goes well.

        Raises:
            StoreBusyError: If another is changing something for longer than
                *busy_timeout*.
        """
        seconds = busy_timeout.total_seconds()
        if not self._writing.acquire(timeout=seconds):
            raise StoreBusyError(operation, seconds)
        try:
            changed = self.shelf(tenant).copy()
            yield changed
            self._shelves[tenant] = changed
        finally:
            self._writing.release()


class MemoryStore:
    """A :class:`~jbpcore.ports.storage.Store` that lasts as long as its memory.

    Any number of threads may use it. A writer waits until the unit of work of another
    thread has ended; a reader never waits.

    Args:
        tenant: For whom: one line of 1 to 200 characters.
        memory: What to share with other stores; by default nothing.
        busy_timeout: How long to wait for another writer.

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
        if busy_timeout < timedelta(0):
            raise InvalidValueError("busy_timeout", busy_timeout, "zero or more")
        self._memory = memory or Memory()
        self._busy_timeout = busy_timeout
        self._unit = threading.local()
        self._closed = False

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        return self._tenant

    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        revisions = self._revisions(plan_id)
        if revision is None:
            return revisions[-1]
        for stored in revisions:
            if stored.revision == revision and not isinstance(revision, bool):
                return stored
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
    ) -> int:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        revision = Revision.following(expected_revision, by=by, at=at, note=note)
        stored = revision.with_plan(plan)
        with self._changing("save") as shelf:
            revisions = shelf.plans.get(plan.id, ())
            if expected_revision != len(revisions):
                raise StaleRevisionError(plan.id, expected_revision, len(revisions))
            shelf.plans[plan.id] = (*revisions, stored)
        return stored.revision

    def iter_ids(self) -> Iterator[PlanId]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        return iter(sorted(self._shelf().plans))

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        return tuple(
            Revision(
                revision=stored.revision,
                saved_by=stored.saved_by,
                saved_at=stored.saved_at,
                note=stored.note,
            )
            for stored in self._revisions(plan_id)
        )

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        outcomes = []
        with self._changing("append") as shelf:
            fresh: dict[EntryId, ActualEntry] = {}
            for entry in entries:
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
    ) -> Iterator[ActualEntry]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        wanted = EntryFilter(partner_id=partner_id, metric=metric, within=within)
        found = filter(wanted.accepts, self._shelf().entries.values())
        return iter(sorted(found, key=lambda entry: (entry.on, entry.entry_id)))

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

    def _own_shelf(self) -> _Shelf | None:
        """Return the shelf of this thread's unit of work, if it is in one."""
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open; open it again")
        return getattr(self._unit, "shelf", None)

    def _shelf(self) -> _Shelf:
        return self._own_shelf() or self._memory.shelf(self._tenant)

    @contextmanager
    def _changing(self, operation: str) -> Iterator[_Shelf]:
        own = self._own_shelf()
        if own is not None:
            yield own
            return
        with self._memory.changing(
            self._tenant, operation, self._busy_timeout
        ) as shelf:
            yield shelf

    def _revisions(self, plan_id: str) -> tuple[StoredPlan, ...]:
        key = PlanId(check_id(plan_id, "plan_id"))
        try:
            return self._shelf().plans[key]
        except KeyError:
            raise PlanNotFoundError(key) from None
