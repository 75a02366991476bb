"""Any store that waits, as one for an event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from jbpcore.adapters.in_threads.workers import UnitOnOneThread, Workers
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder, PlanPage
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.ports.storage import Store
from jbpcore.values.ids import PlanId

__all__ = ["AsyncStoreInThreads"]

_THREADS: Final = 8


class AsyncStoreInThreads:
    """A :class:`~jbpcore.ports.async_storage.AsyncStore` made of any other store.

    What the store does, it does in threads: each call in one of a few, each unit of
    work in one thread from its beginning to its end. Streams are read some items at
    a time. A task that is cancelled gets to know of it when the thread is done with its
    call, or has not begun it. Any number of tasks may use it, in one event loop after
    another. It needs asyncio; under trio it does not run.

    Context variables are seen by the store as the caller has them; inside a unit of
    work, as they were when it began.

    Args:
        store: The store, which nobody else may close. Several threads must be able to
            use it at once.
        threads: How many calls are done at once, and besides, how many units of work
            are open. Others wait in line, for as long as it takes.

    Raises:
        InvalidValueError: If *threads* is not 1 or more.

    Examples:
        >>> import asyncio
        >>> from jbpcore.adapters.memory import MemoryStore
        >>> async def main():
        ...     async with AsyncStoreInThreads(MemoryStore(tenant="acme")) as store:
        ...         return [plan_id async for plan_id in store.iter_ids()]
        >>> asyncio.run(main())
        []
    """

    def __init__(self, store: Store, *, threads: int = _THREADS) -> None:
        """Take the store over."""
        self._workers = Workers(threads)
        self._store = store

    def __repr__(self) -> str:
        """What it hands the work to."""
        return f"<AsyncStoreInThreads of {self._store!r}>"

    @classmethod
    async def open(
        cls, opener: Callable[[], Store], *, threads: int = _THREADS
    ) -> Self:
        """Open a store in a thread, where it may wait.

        Args:
            opener: What opens it.
            threads: How many calls are done at once.

        Raises:
            InvalidValueError: If *threads* is not 1 or more.

        Examples:
            >>> import asyncio
            >>> from functools import partial
            >>> from jbpcore.adapters.memory import MemoryStore
            >>> async def main():
            ...     opener = partial(MemoryStore, tenant="acme")
            ...     async with await AsyncStoreInThreads.open(opener) as store:
            ...         return store.tenant
            >>> asyncio.run(main())
            'acme'
        """
        opening = Workers(1)
        opened: list[Store] = []

        def close_what_is_left() -> None:
            for store in opened:
                store.close()

        try:
            await opening.run(lambda: opened.append(opener()))
            made = cls(opened[0], threads=threads)
            opened.clear()
        finally:
            await opening.end(close_what_is_left)
        return made

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        return self._store.tenant

    async def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return await self._workers.run(
            lambda: self._store.read(plan_id, revision=revision, known_at=known_at)
        )

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
        return await self._workers.run(
            lambda: self._store.save(
                plan,
                expected_revision=expected_revision,
                by=by,
                at=at,
                note=note,
                records=records,
            )
        )

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
        return await self._workers.run(
            lambda: self._store.delete(
                plan_id, expected_revision=expected_revision, by=by, at=at, note=note
            )
        )

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
        return await self._workers.run(
            lambda: self._store.restore(
                plan_id, expected_revision=expected_revision, by=by, at=at, note=note
            )
        )

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
        return await self._workers.run(
            lambda: self._store.find(wanted, order=order, after=after, size=size)
        )

    def iter_ids(self) -> AsyncIterator[PlanId]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return self._workers.iterate(self._store.iter_ids)

    async def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return await self._workers.run(lambda: self._store.history(plan_id))

    def iter_events(self, *, after: int = 0) -> AsyncIterator[PlanEvent]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanEvents`."""
        return self._workers.iterate(lambda: self._store.iter_events(after=after))

    async def append(
        self, entries: Iterable[ActualEntry], /
    ) -> tuple[AppendOutcome, ...]:
        """See :class:`~jbpcore.ports.async_storage.AsyncActualsStore`."""
        return await self._workers.run(lambda: self._store.append(entries))

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> AsyncIterator[ActualEntry]:
        """See :class:`~jbpcore.ports.async_storage.AsyncActualsStore`."""
        return self._workers.iterate(
            lambda: self._store.query(
                partner_id=partner_id, metric=metric, within=within, known_at=known_at
            )
        )

    def export_subject(self, person_id: str, /) -> AsyncIterator[SubjectItem]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPersonalData`."""
        return self._workers.iterate(lambda: self._store.export_subject(person_id))

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
        return await self._workers.run(
            lambda: self._store.erase_subject(
                person_id, by=by, at=at, note=note, alias=alias
            )
        )

    def unit_of_work(self) -> AbstractAsyncContextManager[None]:
        """See :class:`~jbpcore.ports.async_storage.AsyncPlanStore`."""
        return UnitOnOneThread(self._workers, self._store.unit_of_work)

    async def aclose(self) -> None:
        """See :class:`~jbpcore.ports.async_storage.AsyncStore`."""
        await self._workers.end(self._store.close)

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
