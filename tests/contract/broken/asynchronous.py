"""Asynchronous stores that break a promise which only these have, each in one way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, ClassVar

import attrs
import pytest
from tests.contract.broken.revisions import LastWriteWins as LastThreadWins

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.in_threads import workers as in_threads
from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.errors import InvalidValueError, StoreUnavailableError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.testing.async_store_contract import AsyncStoreContract
from jbpcore.values.ids import PlanId

CONTRACT = AsyncStoreContract()


def bite(broken: type[Any], test: Callable[..., None], **parameters: Any) -> Any:
    """Say that *test*, with these parameters, fails for *broken*."""
    name = f"{broken.__name__}-{test.__name__}"
    return pytest.param(broken, test, parameters, id=name)


class Asynchronous(AsyncStoreInThreads):
    """A store that can be broken; on its own it keeps every promise."""

    sync: ClassVar[type[MemoryStore]] = MemoryStore
    workers: ClassVar[type[in_threads.Workers]] = in_threads.Workers

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        # What a mistake keeps waiting is not to keep the tests waiting too.
        store = self.sync(
            tenant=tenant, memory=memory, busy_timeout=timedelta(seconds=0.3)
        )
        super().__init__(store)
        self._workers = self.workers(8)
        self.memory = memory


class TearsCancelledSaves(Asynchronous):
    """Writes the plan first and why a moment later."""

    async def save(self, plan: Plan, /, *, note: str = "", **saved: Any) -> int:
        revision = await super().save(plan, **saved)
        await asyncio.sleep(0.002)
        shelf = self.memory.shelf(self.tenant)
        *older, last = shelf.plans[plan.id]
        shelf.plans[plan.id] = (*older, attrs.evolve(last, note=note))
        return revision


class AppendsOneByOne(Asynchronous):
    async def append(
        self, entries: Iterable[ActualEntry], /
    ) -> tuple[AppendOutcome, ...]:
        outcomes: tuple[AppendOutcome, ...] = ()
        for entry in entries:
            outcomes += await super().append([entry])
        return outcomes


class GoesOnBehind(Asynchronous):
    async def save(self, plan: Plan, /, **saved: Any) -> int:
        if asyncio.current_task() in self._workers._lanes:  # noqa: SLF001 - in a unit
            return await super().save(plan, **saved)
        return await asyncio.shield(super().save(plan, **saved))


class IsLostWhenCancelled(Asynchronous):
    """Takes a reader that was cancelled for a database that is gone."""

    is_lost = False

    async def read(self, plan_id: str, /, **how: Any) -> StoredPlan:
        try:
            return await super().read(plan_id, **how)
        except asyncio.CancelledError:
            self.is_lost = True
            raise

    async def save(self, plan: Plan, /, **saved: Any) -> int:
        if self.is_lost:
            raise StoreUnavailableError("save")
        return await super().save(plan, **saved)


class CommitsWhenCancelled(Asynchronous):
    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        cancelled: BaseException | None = None
        async with super().unit_of_work():
            try:
                yield
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled


class ForgetsWhatItBegan(Asynchronous):
    """Lets a unit of work be that begins after its task was cancelled."""

    begun: ClassVar[list[Any]] = []

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        unit: Any = super().unit_of_work()
        self.begun.append(unit)
        await asyncio.shield(asyncio.ensure_future(unit.__aenter__()))
        # It began in another task; from here on it is this one's.
        lanes = self._workers._lanes  # noqa: SLF001 - the mistake under test
        lanes.pop(unit._lane.task, None)  # noqa: SLF001 - as above
        task: Any = asyncio.current_task()
        unit._lane.task = task  # noqa: SLF001 - as above
        lanes[task] = unit._lane  # noqa: SLF001 - as above
        async with AsyncExitStack() as leaving:
            leaving.push_async_exit(unit.__aexit__)
            yield


class EndsInHalves(Asynchronous):
    """Keeps what a unit writes, and writes one after the other at its end."""

    kept: list[tuple[Plan, dict[str, Any]]] | None = None

    async def save(self, plan: Plan, /, **saved: Any) -> int:
        if self.kept is None:
            return await super().save(plan, **saved)
        self.kept.append((plan, saved))
        return int(saved["expected_revision"]) + 1

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        self.kept = []
        try:
            yield
        finally:
            kept, self.kept = self.kept, None
        for plan, saved in kept:
            await super().save(plan, **saved)
            await asyncio.sleep(0.001)


class LastWriteWins(Asynchronous):
    class _Sync(LastThreadWins):
        def __init__(self, *, busy_timeout: timedelta, **opened: Any) -> None:
            del busy_timeout
            super().__init__(**opened)

    sync = _Sync


class HasOneUnit(Asynchronous):
    """Knows that a unit is open, and not whose."""

    is_open = False

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        if self.is_open:
            raise InvalidValueError("unit_of_work", "one inside another", "alone")
        self.is_open = True
        try:
            async with super().unit_of_work():
                await asyncio.sleep(0)
                yield
        finally:
            self.is_open = False


class SharesTheUnitWithTasks(Asynchronous):
    """Lets every task do its work in the unit that is open."""

    class _Workers(in_threads.Workers):
        def _submit(self, work: Callable[[], Any]) -> Future[Any]:
            for lane in list(self._lanes.values()):
                return lane.submit(work)
            return super()._submit(work)

    workers = _Workers


class BequeathsTheUnit(Asynchronous):
    """Finds the unit by a context variable, which a new task takes over."""

    class _Workers(in_threads.Workers):
        unit: ContextVar[Any] = ContextVar("unit", default=None)

        async def begin_lane(self) -> Any:
            lane = await super().begin_lane()
            self.unit.set(lane)
            return lane

        def end_lane(self, lane: Any) -> None:
            super().end_lane(lane)
            self.unit.set(None)

        def _submit(self, work: Callable[[], Any]) -> Future[Any]:
            lane = self.unit.get()
            if lane is not None and lane.task in self._lanes:
                future: Future[Any] = lane.submit(work)
                return future
            return super()._submit(work)

    workers = _Workers


class HoldsUpTheLoop(Asynchronous):
    """Does the work where it is asked to."""

    class _Workers(in_threads.Workers):
        def _submit(self, work: Callable[[], Any]) -> Future[Any]:
            done: Future[Any] = Future()
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - it is raised by the future
                done.set_exception(error)
            return done

        async def begin_lane(self) -> Any:
            lane: Any = await super().begin_lane()
            lane.submit = self._submit
            return lane

    workers = _Workers


class AsksAtOnce(Asynchronous):
    def query(self, **how: Any) -> AsyncIterator[ActualEntry]:
        return _all_of(list(self._store.query(**how)))

    def iter_ids(self) -> AsyncIterator[PlanId]:
        return _all_of(list(self._store.iter_ids()))

    def iter_events(self, **how: Any) -> AsyncIterator[PlanEvent]:
        return _all_of(list(self._store.iter_events(**how)))


class ForgivesQuestions(Asynchronous):
    async def query(self, **how: Any) -> AsyncIterator[ActualEntry]:
        try:
            async for entry in super().query(**how):
                yield entry
        except InvalidValueError:
            return


class HoldsWhileItReads(Asynchronous):
    """Keeps writers out until the last item was read."""

    async def query(self, **how: Any) -> AsyncIterator[ActualEntry]:
        held = self._held()
        async for entry in super().query(**how):
            yield entry
        held.release()

    async def iter_ids(self) -> AsyncIterator[PlanId]:
        held = self._held()
        async for plan_id in super().iter_ids():
            yield plan_id
        held.release()

    def _held(self) -> Any:
        writing = self.memory._writing  # noqa: SLF001 - the mistake under test
        writing.acquire(timeout=0.3)
        return writing


async def _all_of(items: list[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


def _bites() -> Iterator[Any]:
    test: Callable[..., None]
    yield bite(
        TearsCancelledSaves, CONTRACT.test_y1_a_cancelled_save_is_whole_or_nothing
    )
    yield bite(AppendsOneByOne, CONTRACT.test_y1_a_cancelled_append_is_whole_or_nothing)
    yield bite(GoesOnBehind, CONTRACT.test_y1_nothing_goes_on_behind)
    as_before = CONTRACT.test_y1_the_store_is_as_good_as_before
    yield bite(IsLostWhenCancelled, as_before, answer="read")
    yield bite(CommitsWhenCancelled, CONTRACT.test_y2_a_cancelled_block_did_not_happen)
    for test in (
        CONTRACT.test_y2_a_unit_cancelled_while_it_begins_keeps_nobody_waiting,
        CONTRACT.test_y2_a_unit_cancelled_while_it_waits_keeps_nobody_waiting,
    ):
        yield bite(ForgetsWhatItBegan, test)
    yield bite(
        EndsInHalves,
        CONTRACT.test_y2_a_unit_cancelled_while_it_ends_is_whole_or_nothing,
    )
    yield bite(LastWriteWins, CONTRACT.test_y3_of_many_tasks_at_once_one_succeeds)
    yield bite(LastWriteWins, CONTRACT.test_y3_no_save_of_many_tasks_is_lost)
    yield bite(HasOneUnit, CONTRACT.test_y4_each_task_may_have_a_unit_of_its_own)
    for test in (
        CONTRACT.test_y4_no_other_task_sees_what_a_unit_wrote,
        CONTRACT.test_y4_what_another_task_saves_outlives_a_unit_that_fails,
    ):
        yield bite(SharesTheUnitWithTasks, test, begins="before")
        yield bite(BequeathsTheUnit, test, begins="inside")
    yield bite(HoldsUpTheLoop, CONTRACT.test_y5_a_save_that_waits_lets_others_run)
    yield bite(HoldsUpTheLoop, CONTRACT.test_y5_a_unit_that_waits_lets_others_run)
    first = CONTRACT.test_y6_nothing_is_asked_before_the_first_item
    yield bite(AsksAtOnce, first, stream="iter_ids")
    yield bite(AsksAtOnce, first, stream="query")
    yield bite(AsksAtOnce, CONTRACT.test_y6_events_are_asked_for_at_the_first_item)
    yield bite(
        ForgivesQuestions,
        CONTRACT.test_y6_a_bad_argument_is_refused_at_the_first_item,
    )
    for test in (
        CONTRACT.test_y7_an_iterator_left_early_hinders_nobody,
        CONTRACT.test_y7_an_iterator_may_be_closed_early,
        CONTRACT.test_y7_an_iterator_may_be_cancelled,
    ):
        for stream in ("iter_ids", "query"):
            yield bite(HoldsWhileItReads, test, stream=stream)
    yield bite(HoldsWhileItReads, CONTRACT.test_y7_several_are_read_in_turn)


BITES = list(_bites())
