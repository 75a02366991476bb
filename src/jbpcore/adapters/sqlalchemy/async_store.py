"""Plans and booked facts in PostgreSQL or SQLite, for code in an event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from types import TracebackType
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from jbpcore.adapters.sqlalchemy.async_batches import (
    append_all,
    iter_entries,
    iter_events,
    iter_ids,
    iter_items,
)
from jbpcore.adapters.sqlalchemy.async_binding import async_bound_to, async_opened
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

__all__ = ["AsyncSqlAlchemyStore"]

_BUSY_TIMEOUT: Final = timedelta(seconds=5)
_DEFAULT_NAMES: Final = TableNames()


class AsyncSqlAlchemyStore:
    """An :class:`~jbpcore.ports.async_storage.AsyncStore` in a database of the host's.

    It is the twin of :class:`~jbpcore.adapters.sqlalchemy.store.SqlAlchemyStore`, on
    the same tables. On an ``AsyncEngine``, each thing is done in a transaction of its
    own, by any number of tasks. On an ``AsyncConnection``, it is done inside the host's
    transaction, each write in a savepoint, and neither committed nor rolled back; there
    tasks take turns.

    In PostgreSQL, a call that is cancelled while it waits for another writer is broken
    off. A commit that has begun, and anything inside a unit of work, on a connection of
    the host's or in SQLite, is waited for. How long the database waits for a lock is
    the host's to set.

    The tables have to be there, which is seen at the first use. In code with an event
    loop they are made by ``await connection.run_sync(upgrade_tables)``.

    Args:
        bind: An ``AsyncEngine`` or an ``AsyncConnection``, to PostgreSQL or SQLite.
        tenant: For whom: one line of 1 to 200 characters.
        names: What the tables are called.
        busy_timeout: How long to go on trying where transactions meet, up to a day.

    Raises:
        InvalidValueError: If an argument is bad.

    Examples:
        >>> import asyncio
        >>> from sqlalchemy.ext.asyncio import create_async_engine
        >>> from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
        >>> async def main():
        ...     engine = create_async_engine("sqlite+aiosqlite://")
        ...     async with engine.begin() as connection:
        ...         await connection.run_sync(upgrade_tables)
        ...         async with AsyncSqlAlchemyStore(connection, tenant="acme") as store:
        ...             found = [plan_id async for plan_id in store.iter_ids()]
        ...     await engine.dispose()
        ...     return found
        >>> asyncio.run(main())
        []
    """

    def __init__(
        self,
        bind: AsyncEngine | AsyncConnection,
        *,
        tenant: str,
        names: TableNames = _DEFAULT_NAMES,
        busy_timeout: timedelta = _BUSY_TIMEOUT,
    ) -> None:
        """Ask nothing yet."""
        self._tenant = check_name(tenant, "tenant")
        if not isinstance(names, TableNames):
            raise InvalidValueError("names", names, "TableNames")
        check_wait(busy_timeout, "busy_timeout")
        seconds = busy_timeout.total_seconds()
        self._database = async_bound_to(
            bind, self._tenant, names, patience_seconds=seconds
        )
        self._location = location_of(bind.engine.url, names)

    @classmethod
    async def open(
        cls, url: str, *, tenant: str, names: TableNames = _DEFAULT_NAMES
    ) -> Self:
        """Open a store on an engine of its own, and make its tables if need be.

        Args:
            url: As SQLAlchemy writes it, with an asynchronous driver, such as
                ``postgresql+asyncpg://user@host/database``.
            tenant: For whom.
            names: What the tables are called.

        Raises:
            InvalidValueError: If an argument is bad, or the driver is not installed.
            StoreFormatError: If a newer jbpcore made the tables.
            StorageError: If the database refuses.

        Examples:
            >>> import asyncio, tempfile
            >>> async def main(folder):
            ...     url = f"sqlite+aiosqlite:///{folder}/plans.db"
            ...     store = await AsyncSqlAlchemyStore.open(url, tenant="acme")
            ...     async with store:
            ...         return [plan_id async for plan_id in store.iter_ids()]
            >>> with tempfile.TemporaryDirectory() as folder:
            ...     asyncio.run(main(folder))
            []
        """
        check_name(tenant, "tenant")
        engine = await async_opened(url, names)
        store = cls(engine, tenant=tenant, names=names)
        store._database.dispose_at_close()
        return store

    def __repr__(self) -> str:
        """Where it is, without a password, and for whom."""
        return f"<AsyncSqlAlchemyStore {self._location!r} tenant={self._tenant!r}>"

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        return self._tenant

    async def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        check_id(plan_id, "plan_id")
        check_moment(revision, known_at=known_at)

        def ask(work: StoreWork) -> StoredPlan:
            return work.read(plan_id, revision=revision, known_at=known_at)

        return await self._database.run("read", ask)

    async def save(
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
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        revision = Revision.following(expected_revision, by=by, at=at, note=note)
        checked = revision.with_plan(plan).plan
        told = check_records(plan, records)
        await self._database.write(
            "save", lambda work: work.save(revision, checked, told)
        )
        return revision.revision

    async def delete(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        kind = RevisionKind.DELETED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        check_id(plan_id, "plan_id")
        await self._database.write(
            "delete", lambda work: work.delete(plan_id, revision)
        )
        return revision.revision

    async def restore(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        kind = RevisionKind.RESTORED
        revision = Revision.following(
            expected_revision, by=by, at=at, note=note, kind=kind
        )
        check_id(plan_id, "plan_id")
        await self._database.write(
            "restore", lambda work: work.restore(plan_id, revision)
        )
        return revision.revision

    async def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: PlanOrder = PlanOrder.ID,
        after: PlanCursor | None = None,
        size: int = 100,
    ) -> PlanPage:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        request = PageRequest(wanted, order, after, size)
        return await self._database.run("find", lambda work: work.find(request))

    def iter_ids(self) -> AsyncIterator[PlanId]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return iter_ids(self._database)

    async def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        check_id(plan_id, "plan_id")
        return await self._database.run("history", lambda work: work.history(plan_id))

    def iter_events(self, *, after: int = 0) -> AsyncIterator[PlanEvent]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanEvents`."""
        return iter_events(self._database, check_position(after))

    async def append(
        self, entries: Iterable[ActualEntry], /
    ) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.async_storage.AsyncActualsStore`."""
        return await append_all(self._database, entries)

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> AsyncIterator[ActualEntry]:
        """See :class:`~jbpcore.ports.async_storage.AsyncActualsStore`."""
        wanted = EntryFilter(
            partner_id=None if partner_id is None else PartyId(partner_id),
            metric=None if metric is None else MetricKey(metric),
            within=within,
            known_at=known_at,
        )
        return iter_entries(self._database, wanted)

    def export_subject(self, person_id: str, /) -> AsyncIterator[SubjectItem]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPersonalData`."""
        return iter_items(self._database, check_id(person_id, "person_id"))

    async def erase_subject(
        self,
        person_id: str,
        /,
        *,
        by: str,
        at: datetime,
        note: str = "",
        alias: str | None = None,
    ) -> SubjectErasure:
        """See :class:`~jbpcore.ports.async_storage.AsyncPersonalData`."""
        erasing = Erasing.of(person_id, by=by, at=at, note=note, alias=alias)
        async with self._database.step("erase_subject"):
            erased = await self._database.write(
                "erase_subject", lambda work: work.erase(erasing)
            )
        await self._database.forget()
        return erased

    def unit_of_work(self) -> AbstractAsyncContextManager[None]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return self._database.unit_of_work()

    async def aclose(self) -> None:
        """See :class:`~jbpcore.ports.async_storage.AsyncStore`."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        await self.aclose()
