"""Threads that do the work of a store, and what waits for them in an event loop.

Only ``asyncio`` is used, so this does not run under trio.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from contextvars import copy_context
from itertools import islice
from types import TracebackType
from typing import Any, Final, Generic, TypeVar
from weakref import WeakKeyDictionary

from jbpcore.adapters.in_threads.lanes import Lane, Lanes
from jbpcore.errors import InvalidValueError

__all__ = ["UnitOnOneThread", "Workers"]

T = TypeVar("T")

_AT_A_TIME: Final = 256


async def _settled(future: Future[T], *, may_be_dropped: bool = True) -> T:
    """Wait until the work is over, also if the waiting task is cancelled meanwhile.

    So nothing goes on behind whoever is told that it was cancelled. Work that has not
    begun by then never does, unless it has to be done.
    """
    waiting = asyncio.wrap_future(future)
    cancelled: asyncio.CancelledError | None = None
    while not waiting.done():
        try:
            await asyncio.wait([waiting])
        except asyncio.CancelledError as error:
            cancelled = error
            if may_be_dropped:
                future.cancel()
    if cancelled is None:
        return waiting.result()
    if not waiting.cancelled():
        waiting.exception()  # seen, so that nobody reports it as forgotten
    raise cancelled


class _Answer(Generic[T]):
    """What is taken of an iterator, some items at a time, in whatever thread."""

    def __init__(self, ask: Callable[[], Iterator[T]]) -> None:
        self._ask = ask
        self._items: Iterator[T] | None = None
        self.is_over = False
        self.error: Exception | None = None

    def take(self) -> list[T]:
        items: list[T] = []
        try:
            if self._items is None:
                self._items = self._ask()
            for item in islice(self._items, _AT_A_TIME):
                items.append(item)  # noqa: PERF402 - kept if the next one fails
        except Exception as error:  # noqa: BLE001 - it is raised after the items
            self.error = error
        self.is_over = len(items) < _AT_A_TIME
        return items


class Workers:
    """Some threads for calls, and as many for units of work.

    Calls of a task that is in a unit of work go to the unit's thread, all others to any
    that is idle: so a unit goes on also while every other thread waits for it. They see
    the context variables of whoever calls; in a unit of work, those of whoever began
    it.

    Args:
        threads: How many there are of each kind.

    Raises:
        InvalidValueError: If there is not at least one.
    """

    def __init__(self, threads: int) -> None:
        """Begin without any thread; they start when they are needed."""
        if type(threads) is not int or threads < 1:
            raise InvalidValueError("threads", threads, "1 or more")
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="jbpcore")
        self._free_lanes = Lanes(threads)
        self._lanes: WeakKeyDictionary[asyncio.Task[Any], Lane] = WeakKeyDictionary()
        self._ended = False

    async def run(self, work: Callable[[], T]) -> T:
        """Return what *work* returns.

        Raises:
            InvalidValueError: If the threads were ended.
        """
        return await _settled(self._submit(work))

    async def iterate(self, ask: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
        """Yield what the iterator that *ask* returns yields, some at a time."""
        answer = _Answer(ask)
        while not answer.is_over:
            for item in await self.run(answer.take):
                yield item
        if answer.error is not None:
            raise answer.error

    async def end(self, last: Callable[[], object]) -> None:
        """Do the last work, once, and let the threads end."""
        if self._ended:
            return
        future = self._submit(last)
        self._ended = True
        try:
            await _settled(future, may_be_dropped=False)
        finally:
            self._pool.shutdown(wait=False)
            self._free_lanes.end()

    async def begin_lane(self) -> Lane:
        """Give this task a thread of its own, when there is one.

        Raises:
            InvalidValueError: If it has one already, or the threads were ended.
        """
        self._check_open()
        task = asyncio.current_task()
        if task is None or task in self._lanes:
            expected = "the only one of its task: end the outer one first"
            raise InvalidValueError("unit_of_work", "one inside another", expected)
        lane = await self._free_lanes.take()
        try:
            self._check_open()
        except InvalidValueError:
            self.end_lane(lane)
            raise
        lane.belong_to(task)
        self._lanes[task] = lane
        return lane

    def end_lane(self, lane: Lane) -> None:
        """Let others have the thread."""
        if lane.task is not None:
            self._lanes.pop(lane.task, None)
        lane.belong_to(None)
        self._free_lanes.give_back(lane)
        if self._ended:
            self._free_lanes.end()

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        task = asyncio.current_task()
        lane = None if task is None else self._lanes.get(task)
        if lane is not None:
            return lane.submit(work)
        self._check_open()
        return self._pool.submit(copy_context().run, work)

    def _check_open(self) -> None:
        if self._ended:
            raise InvalidValueError("store", "a closed one", "open; open it again")


class UnitOnOneThread:
    """A unit of work of the task that enters it.

    Args:
        workers: Who does the work.
        begin: What makes the store's own unit of work.
    """

    def __init__(
        self, workers: Workers, begin: Callable[[], AbstractContextManager[None]]
    ) -> None:
        """Do nothing yet."""
        self._workers = workers
        self._begin = begin
        self._lane: Lane | None = None
        self._entered: AbstractContextManager[None] | None = None

    async def __aenter__(self) -> None:
        self._lane = lane = await self._workers.begin_lane()
        try:
            await _settled(lane.submit(self._enter))
        except BaseException as error:
            # It may have been entered before it was cancelled.
            await self._leave(lane, type(error), error, error.__traceback__)
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> bool | None:
        if self._lane is None:
            return None
        return await self._leave(self._lane, kind, error, traceback)

    def _enter(self) -> None:
        unit = self._begin()
        unit.__enter__()
        self._entered = unit

    async def _leave(
        self,
        lane: Lane,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        unit, self._entered = self._entered, None
        try:
            if unit is None:
                return None
            future = lane.submit(lambda: unit.__exit__(kind, error, traceback))
            return await _settled(future, may_be_dropped=False)
        finally:
            self._workers.end_lane(lane)
