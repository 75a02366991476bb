"""Plans and booked facts in one SQLite file, on the standard library alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from os import PathLike, fsdecode, fsencode
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from jbpcore.adapters.sqlite.database import Database
from jbpcore.adapters.sqlite.entry_rows import EntryRows
from jbpcore.adapters.sqlite.event_rows import EventRows
from jbpcore.adapters.sqlite.plan_list_rows import PlanListRows
from jbpcore.adapters.sqlite.plan_rows import PlanRows
from jbpcore.adapters.sqlite.plan_writing import PlanWriting
from jbpcore.adapters.sqlite.subject_rows import SubjectRows
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.subject_data import Erasing
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import check_wait
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
from jbpcore.values.ids import MetricKey, PartyId, PlanId, check_id
from jbpcore.values.text import check_name

__all__ = ["SqliteStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)


class SqliteStore:
    """A :class:`~jbpcore.ports.storage.Store` in one file.

    What was saved outlives a crash of the program and a loss of power. Any number of
    threads and processes may use the file, each thread by a connection of its own:
    readers never wait, and writers take turns. A forked process may go on with the
    store. The file must be on a local disk.

    Args:
        path: The file; it is made if there is none. The files beside it that end in
            ``-wal`` and ``-shm`` belong to it while it is open.
        tenant: For whom: one line of 1 to 200 characters.
        busy_timeout: How long to wait for another writer, up to a day.

    Raises:
        InvalidValueError: If an argument is bad.
        StoreFormatError: If the file is something else, damaged, or made by a newer
            jbpcore.
        StoreUnavailableError: If it cannot be opened.

    Examples:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with SqliteStore(f"{folder}/plans.db", tenant="acme") as store:
        ...         list(store.iter_ids())
        []
    """

    def __init__(
        self,
        path: str | PathLike[str],
        *,
        tenant: str,
        busy_timeout: timedelta = _BUSY_TIMEOUT,
    ) -> None:
        """Open the file."""
        self._tenant = check_name(tenant, "tenant")
        name = _file_name(path)
        check_wait(busy_timeout, "busy_timeout")
        self._database = Database(Path(name), busy_timeout=busy_timeout)
        self._plans = PlanRows(self._database, self._tenant)
        self._list = PlanListRows(self._database, self._tenant)
        self._writing = PlanWriting(self._database, self._tenant)
        self._events = EventRows(self._database, self._tenant)
        self._subjects = SubjectRows(self._database, self._tenant)
        self._entries = EntryRows(self._database, self._tenant)

    def __repr__(self) -> str:
        """Where it is, and for whom."""
        return f"<SqliteStore {self._database.location!r} tenant={self._tenant!r}>"

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
        check_id(plan_id, "plan_id")
        if known_at is not None:
            check_moment(revision, known_at=known_at)
            return self._plans.read_known(plan_id, known_at)
        if revision is not None:
            return self._plans.read_revision(plan_id, revision)
        return self._plans.read(plan_id)

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
        if type(plan) is not Plan:
            revision.with_plan(plan)  # refuses what is none
        self._writing.save(revision, plan, check_records(plan, records))
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
        self._writing.delete(check_id(plan_id, "plan_id"), revision)
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
        self._writing.restore(check_id(plan_id, "plan_id"), revision)
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
        return self._list.find(PageRequest(wanted, order, after, size))

    def iter_ids(self) -> Iterator[PlanId]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        self._database.check_open()
        return self._plans.iter_ids()

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        return self._plans.history(check_id(plan_id, "plan_id"))

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """See :class:`~jbpcore.ports.plan_events.PlanEvents`."""
        return self._events.iter_after(check_position(after))

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        return self._entries.append(entries)

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
            partner_id=None if partner_id is None else PartyId(partner_id),
            metric=None if metric is None else MetricKey(metric),
            within=within,
            known_at=known_at,
        )
        return self._entries.find(wanted)

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """See :class:`~jbpcore.ports.personal_data.PersonalData`."""
        check_id(person_id, "person_id")
        self._database.check_open()
        return self._subjects.iter_items(person_id)

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
        return self._subjects.erase(erasing)

    def unit_of_work(self) -> AbstractContextManager[None]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        return self._database.unit_of_work()

    def close(self) -> None:
        """See :class:`~jbpcore.ports.storage.Store`."""
        self._database.close()

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


def _file_name(path: str | PathLike[str]) -> str:
    expected = "the name of a file; for a store in memory use 'memory://'"
    try:
        name = fsdecode(path)
        fsencode(name)
    except (TypeError, UnicodeError):
        raise InvalidValueError("path", path, expected) from None
    if not name or name == ":memory:" or "\0" in name:
        raise InvalidValueError("path", name, expected)
    return name
