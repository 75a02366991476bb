"""An asynchronous store, shown as one that waits.

So one text of a test serves both kinds: what runs on the bridge is what the store does
in its loop. Each call is a task of its own; a unit of work is one task from its
beginning to its end, which belongs to the thread that began it.
"""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Final, Generic, Self, TypeVar

from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_paging import PlanPage
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.testing.loop_thread import LoopThread, TaskOnLoop
from jbpcore.values.ids import PlanId

__all__ = ["BridgedStore"]

T = TypeVar("T")

_AT_A_TIME: Final = 100


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()


class _Answer(Generic[T]):
    """What is taken of an iterator, some items at a time."""

    def __init__(self, ask: Callable[[], AsyncIterator[T]]) -> None:
        self._ask = ask
        self._items: AsyncIterator[T] | None = None
        self.is_over = False

    async def take(self, most: int) -> list[T]:
        if self._items is None:
            self._items = aiter(self._ask())
        items: list[T] = []
        while len(items) < most:
            try:
                items.append(await anext(self._items))
            except StopAsyncIteration:
                self.is_over = True
                break
        return items


class BridgedStore:
    """A :class:`~jbpcore.ports.storage.Store` that asks an asynchronous one.

    Args:
        loop: Where that one lives.
        store: It.

    Examples:
        >>> from jbpcore.adapters.in_threads import AsyncStoreInThreads
        >>> from jbpcore.adapters.memory import MemoryStore
        >>> made = AsyncStoreInThreads(MemoryStore(tenant="acme"))
        >>> with LoopThread() as loop, BridgedStore(loop, made) as store:
        ...     list(store.iter_ids())
        []
    """

    # The arguments are those of the store, whatever they are: a bad one is to reach it.

    def __init__(self, loop: LoopThread, store: AsyncStore) -> None:
        """Take the store."""
        self._loop = loop
        self._store = store
        self._unit = threading.local()

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        return self._store.tenant

    def read(self, plan_id: str, /, **how: Any) -> StoredPlan:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.read(plan_id, **how))

    def save(self, plan: Plan, /, **how: Any) -> int:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.save(plan, **how))

    def delete(self, plan_id: str, /, **how: Any) -> int:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.delete(plan_id, **how))

    def restore(self, plan_id: str, /, **how: Any) -> int:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.restore(plan_id, **how))

    def find(self, *wanted: Any, **how: Any) -> PlanPage:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.find(*wanted, **how))

    def iter_ids(self) -> Iterator[PlanId]:
        """Ask the store."""
        return self._iterate(self._store.iter_ids)

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """Ask the store."""
        return self._ask(lambda: self._store.history(plan_id))

    def iter_events(self, **how: Any) -> Iterator[PlanEvent]:  # noqa: ANN401 - above
        """Ask the store."""
        return self._iterate(lambda: self._store.iter_events(**how))

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """Ask the store."""
        return self._ask(lambda: self._store.append(entries))

    def query(self, **how: Any) -> Iterator[ActualEntry]:  # noqa: ANN401 - above
        """Ask the store."""
        return self._iterate(lambda: self._store.query(**how))

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """Ask the store."""
        return self._iterate(lambda: self._store.export_subject(person_id))

    def erase_subject(self, person_id: str, /, **how: Any) -> SubjectErasure:  # noqa: ANN401 - above
        """Ask the store."""
        return self._ask(lambda: self._store.erase_subject(person_id, **how))

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        """Ask the store, and let one task do all that this thread asks inside."""
        outer = self._task()
        task = outer or self._loop.task()
        try:
            unit = self._store.unit_of_work()
            task.do(unit.__aenter__)
            self._unit.task = task
            try:
                yield
            except BaseException as error:
                told = (type(error), error, error.__traceback__)
                if not task.do(lambda: unit.__aexit__(*told)):
                    raise
            else:
                task.do(lambda: unit.__aexit__(None, None, None))
        finally:
            self._unit.task = outer
            if outer is None:
                task.end()

    def close(self) -> None:
        """Ask the store."""
        self._ask(self._store.aclose)

    def __enter__(self) -> Self:
        entered = self._ask(self._store.__aenter__)
        assert entered is self._store, "a block gives the store itself"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        self._ask(lambda: self._store.__aexit__(kind, error, traceback))

    def _task(self) -> TaskOnLoop | None:
        """Return the task of this thread's unit of work, if it is in one."""
        return getattr(self._unit, "task", None)

    def _ask(self, work: Callable[[], Awaitable[T]]) -> T:
        task = self._task()
        return self._loop.run(_awaited(work)) if task is None else task.do(work)

    def _iterate(self, ask: Callable[[], AsyncIterator[T]]) -> Iterator[T]:
        """Ask for the first item at once: it is the first one that asks (Y6)."""
        answer = _Answer(ask)
        return self._rest(answer, self._ask(lambda: answer.take(1)))

    def _rest(self, answer: _Answer[T], items: list[T]) -> Iterator[T]:
        while True:
            yield from items
            if answer.is_over:
                return
            items = self._ask(lambda: answer.take(_AT_A_TIME))
