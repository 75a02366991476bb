"""Where plans and booked facts live, for code that runs in an event loop.

Each class here is the twin of one that waits: the same names, the same arguments, the
same promises under the same numbers, kept between tasks as they are between threads.
Single answers are awaited, streams are read by ``async for``. What only these have to
promise is in :class:`AsyncStore`.

To prove a store, subclass
:class:`jbpcore.testing.async_store_contract.AsyncStoreContract` and give it the store.
The loop is that of ``asyncio``; no store here runs under trio.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

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
from jbpcore.values.ids import PlanId

__all__ = [
    "AsyncActualsStore",
    "AsyncPersonalData",
    "AsyncPlanEvents",
    "AsyncPlanStore",
    "AsyncStore",
]


class AsyncPlanStore(Protocol):
    """Keeps plans, with all promises of :class:`~jbpcore.ports.storage.PlanStore`.

    Where these speak of threads, read tasks: see Y3 and Y4.
    """

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        ...

    async def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """See :meth:`jbpcore.ports.storage.PlanStore.read`."""
        ...

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
        """See :meth:`jbpcore.ports.storage.PlanStore.save`, and Y1."""
        ...

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
        """See :meth:`jbpcore.ports.storage.PlanStore.delete`, and Y1."""
        ...

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
        """See :meth:`jbpcore.ports.storage.PlanStore.restore`, and Y1."""
        ...

    async def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: PlanOrder = PlanOrder.ID,
        after: PlanCursor | None = None,
        size: int = 100,
    ) -> PlanPage:
        """See :meth:`jbpcore.ports.storage.PlanStore.find`."""
        ...

    def iter_ids(self) -> AsyncIterator[PlanId]:
        """See :meth:`jbpcore.ports.storage.PlanStore.iter_ids`, and Y6."""
        ...

    async def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """See :meth:`jbpcore.ports.storage.PlanStore.history`."""
        ...

    def unit_of_work(self) -> AbstractAsyncContextManager[None]:
        """See :meth:`jbpcore.ports.storage.PlanStore.unit_of_work`, Y2 and Y4."""
        ...


class AsyncPlanEvents(Protocol):
    """Tells what happened, as :class:`~jbpcore.ports.plan_events.PlanEvents`."""

    def iter_events(self, *, after: int = 0) -> AsyncIterator[PlanEvent]:
        """See :meth:`jbpcore.ports.plan_events.PlanEvents.iter_events`, and Y6."""
        ...


class AsyncActualsStore(Protocol):
    """Keeps booked facts, as :class:`~jbpcore.ports.actuals.ActualsStore`."""

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        ...

    async def append(
        self, entries: Iterable[ActualEntry], /
    ) -> tuple[AppendOutcome, ...]:
        """See :meth:`jbpcore.ports.actuals.ActualsStore.append`, and Y1.

        The entries may be taken in another thread.
        """
        ...

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> AsyncIterator[ActualEntry]:
        """See :meth:`jbpcore.ports.actuals.ActualsStore.query`, and Y6."""
        ...


class AsyncPersonalData(Protocol):
    """Shows and forgets, as :class:`~jbpcore.ports.personal_data.PersonalData`."""

    def export_subject(self, person_id: str, /) -> AsyncIterator[SubjectItem]:
        """See :meth:`jbpcore.ports.personal_data.PersonalData.export_subject`."""
        ...

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
        """See :meth:`jbpcore.ports.personal_data.PersonalData.erase_subject`."""
        ...


class AsyncStore(
    AsyncPlanStore, AsyncPlanEvents, AsyncActualsStore, AsyncPersonalData, Protocol
):
    """Keeps plans and booked facts together, and is closed after use.

    It has all promises of :class:`~jbpcore.ports.storage.Store`, and these:

    * **Y1** A call that is cancelled happened as a whole or not at all. That is decided
      when :exc:`asyncio.CancelledError` comes out of it: nothing goes on behind. The
      store is as good as before.
    * **Y2** A unit of work whose block is cancelled did not happen. One that is
      cancelled while it begins or ends happened as a whole or not at all, and keeps
      nobody waiting.
    * **Y3** Any number of tasks of one loop may use one store at once. Of several that
      save from the same revision exactly one succeeds, and no save that returned is
      ever lost.
    * **Y4** A unit of work belongs to the task that opened it. Any other task, also one
      begun inside the block, neither sees nor joins it; it writes after it.
    * **Y5** While a call waits, for a disk, a network or another writer, the loop and
      its other tasks run.
    * **Y6** An iterator asks when its first item is awaited, and nothing before. What
      is promised of an answer counts from then, and a bad argument is refused then at
      the latest.
    * **Y7** An iterator may be left, closed or cancelled at any item; it holds nothing
      that others need. Several may be read in turn.
    """

    async def aclose(self) -> None:
        """Let go of everything; what was saved stays (C1)."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
