"""Plans and booked facts in PostgreSQL or SQLite, through SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, Engine

from jbpcore.adapters.sqlalchemy.batches import (
    append_all,
    iter_entries,
    iter_events,
    iter_ids,
    iter_items,
)
from jbpcore.adapters.sqlalchemy.binding import bound_to, opened_engine
from jbpcore.adapters.sqlalchemy.entries import EntryPlace
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.work import StoreWork
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

__all__ = ["SqlAlchemyStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)
_DEFAULT_NAMES: Final = TableNames()


class SqlAlchemyStore:
    """A :class:`~jbpcore.ports.storage.Store` in a database of the host's.

    On an ``Engine``, each thing is done in a transaction of its own, by any number of
    threads and processes; what meets another transaction is done again as a whole. On a
    ``Connection``, it is done inside the host's transaction, each write in a savepoint,
    and neither committed nor rolled back: the host's rollback undoes it with its
    events. Such a store is for one thread, as its connection is, and what meets another
    transaction is a :exc:`~jbpcore.errors.StoreBusyError`, after which the host begins
    its transaction anew.

    The tables have to be there, see
    :func:`~jbpcore.adapters.sqlalchemy.upgrading.upgrade_tables`. One writer at a time
    writes for a tenant.

    Args:
        bind: An ``Engine`` or a ``Connection``, to PostgreSQL or SQLite.
        tenant: For whom: one line of 1 to 200 characters.
        names: What the tables are called.
        busy_timeout: How long to go on trying where transactions meet, up to a day. How
            long the database itself waits for a lock is the host's to set.

    Raises:
        InvalidValueError: If an argument is bad.
        StoreFormatError: If the tables are missing, older or newer.
        StorageError: If the database cannot be asked.

    Examples:
        >>> from sqlalchemy import create_engine
        >>> from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
        >>> engine = create_engine("sqlite+pysqlite://")
        >>> with engine.begin() as connection:
        ...     upgrade_tables(connection)
        ...     with SqlAlchemyStore(connection, tenant="acme") as store:
        ...         list(store.iter_ids())
        []
        >>> engine.dispose()
    """

    def __init__(
        self,
        bind: Engine | Connection,
        *,
        tenant: str,
        names: TableNames = _DEFAULT_NAMES,
        busy_timeout: timedelta = _BUSY_TIMEOUT,
    ) -> None:
        """See that the tables are there."""
        self._tenant = check_name(tenant, "tenant")
        if not isinstance(names, TableNames):
            raise InvalidValueError("names", names, "TableNames")
        check_wait(busy_timeout, "busy_timeout")
        seconds = busy_timeout.total_seconds()
        self._database = bound_to(bind, self._tenant, names, patience_seconds=seconds)
        self._location = location_of(bind.engine.url, names)

    @classmethod
    def open(cls, url: str, *, tenant: str, names: TableNames = _DEFAULT_NAMES) -> Self:
        """Open a store on an engine of its own, and make its tables if need be.

        Args:
            url: As SQLAlchemy writes it, such as
                ``postgresql+psycopg://user@host/database``.
            tenant: For whom.
            names: What the tables are called.

        Raises:
            InvalidValueError: If an argument is bad, or the driver is not installed.
            StoreFormatError: If a newer jbpcore made the tables.
            StorageError: If the database refuses.

        Examples:
            >>> import tempfile
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     url = f"sqlite+pysqlite:///{folder}/plans.db"
            ...     with SqlAlchemyStore.open(url, tenant="acme") as store:
            ...         list(store.iter_ids())
            []
        """
        check_name(tenant, "tenant")
        with opened_engine(url, names) as engine:
            store = cls(engine, tenant=tenant, names=names)
            store._database.dispose_at_close()
            return store

    def __repr__(self) -> str:
        """Where it is, without a password, and for whom."""
        return f"<SqlAlchemyStore {self._location!r} tenant={self._tenant!r}>"

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
        check_moment(revision, known_at=known_at)

        def ask(work: StoreWork) -> StoredPlan:
            return work.read(plan_id, revision=revision, known_at=known_at)

        return self._database.run("read", ask)

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
        checked = revision.with_plan(plan).plan
        told = check_records(plan, records)
        self._database.write("save", lambda work: work.save(revision, checked, told))
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
        check_id(plan_id, "plan_id")
        self._database.write("delete", lambda work: work.delete(plan_id, revision))
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
        check_id(plan_id, "plan_id")
        self._database.write("restore", lambda work: work.restore(plan_id, revision))
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
        return self._database.run("find", lambda work: work.find(request))

    def iter_ids(self) -> Iterator[PlanId]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        self._database.check_open()
        return iter_ids(self._database)

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.storage.PlanStore`."""
        check_id(plan_id, "plan_id")
        return self._database.run("history", lambda work: work.history(plan_id))

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """See :class:`~jbpcore.ports.plan_events.PlanEvents`."""
        check_position(after)
        last = self._database.run("iter_events", StoreWork.last_position)
        return iter_events(self._database, after, last)

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.actuals.ActualsStore`."""
        return append_all(self._database, entries)

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
        last_place = self._database.run("query", StoreWork.last_place)
        return iter_entries(self._database, wanted, EntryPlace(last_place))

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """See :class:`~jbpcore.ports.personal_data.PersonalData`."""
        check_id(person_id, "person_id")
        self._database.check_open()
        return iter_items(self._database, person_id)

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
        with self._database.step("erase_subject"):
            erased = self._database.write(
                "erase_subject", lambda work: work.erase(erasing)
            )
        self._database.forget()
        return erased

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
