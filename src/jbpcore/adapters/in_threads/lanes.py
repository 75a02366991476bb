"""Threads that do everything of one unit of work, a few of them, in turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import Context, copy_context
from typing import Any, TypeVar

__all__ = ["Lane", "Lanes"]

T = TypeVar("T")


class Lane:
    """One thread, and one context for all that is done in a unit of work."""

    def __init__(self) -> None:
        """Begin without a thread; it starts when it is needed."""
        # An executor, as its thread lets a program end that has abandoned a unit.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="jbpcore-unit")
        self._context = Context()
        self.task: asyncio.Task[Any] | None = None

    def belong_to(self, task: asyncio.Task[Any] | None) -> None:
        """Be of a task, and see the context variables as they are for it now."""
        self.task = task
        self._context = copy_context()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Let the thread do something after all that it was given before."""
        return self._thread.submit(self._context.run, work)

    def end(self) -> None:
        """Let the thread end when it has done what it was given."""
        self._thread.shutdown(wait=False)


class Lanes:
    """At most so many lanes; whoever comes when all are taken waits in line.

    Args:
        most: How many.
    """

    def __init__(self, most: int) -> None:
        """Begin with none."""
        self._most = most
        self._made = 0
        self._idle: list[Lane] = []
        self._waiting: deque[asyncio.Future[Lane]] = deque()

    async def take(self) -> Lane:
        """Return a lane that nobody else has."""
        if self._idle:
            return self._idle.pop()
        if self._made < self._most:
            self._made += 1
            return Lane()
        turn: asyncio.Future[Lane] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back(turn.result())
            raise

    def give_back(self, lane: Lane) -> None:
        """Let somebody else have it."""
        while self._waiting:
            turn = self._waiting.popleft()
            if not (turn.done() or turn.get_loop().is_closed()):
                turn.set_result(lane)
                return
        self._idle.append(lane)

    def end(self) -> None:
        """Let the threads end that have nothing to do."""
        while self._idle:
            self._idle.pop().end()
