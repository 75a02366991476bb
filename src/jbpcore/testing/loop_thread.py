"""An event loop on a thread of its own, for tests that are not in one."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final, Self, TypeVar

__all__ = ["LoopThread", "TaskOnLoop"]

T = TypeVar("T")

_LONGEST_SECONDS: Final = 60.0


class LoopThread:
    """Runs coroutines while other threads wait for them, each as a task of its own.

    Args:
        longest_seconds: How long anything may take before it counts as stuck.

    Examples:
        >>> with LoopThread() as loop:
        ...     loop.run(asyncio.sleep(0, "done"))
        'done'
    """

    def __init__(self, longest_seconds: float = _LONGEST_SECONDS) -> None:
        """Start the thread."""
        self.longest_seconds: float = longest_seconds
        self._loop = asyncio.new_event_loop()
        # A store that holds up its loop for ever must not hold up the run of the tests.
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="loop under test", daemon=True
        )
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Return what *work* returns, having run it as one task.

        Raises:
            AssertionError: If it takes too long, or holds up the loop.
        """
        answer: Future[T] = Future()
        self.call(lambda: self._keep(self._loop.create_task(_told(work, answer))))
        return self.wait(answer)

    def task(self) -> TaskOnLoop:
        """Return a task that does one thing after another, until it is ended."""
        return TaskOnLoop(self)

    def call(self, act: Callable[[], object]) -> None:
        """Call *act* in the loop, at once and without an answer."""
        self._loop.call_soon_threadsafe(act)

    def wait(self, answer: Future[T]) -> T:
        """Return an answer from the loop.

        Raises:
            AssertionError: If it takes too long.
        """
        try:
            return answer.result(self.longest_seconds)
        except TimeoutError as error:
            # A store may raise one too.
            if answer.done():
                raise
            message = f"no answer within {self.longest_seconds} s: the loop is held up"
            raise AssertionError(message) from error

    def close(self) -> None:
        """Cancel what is left, and end the thread.

        Raises:
            AssertionError: If it does not end.
        """
        if self._loop.is_closed():
            return
        self.run(_cancel_others())
        self.run(self._loop.shutdown_asyncgens())
        self.run(self._loop.shutdown_default_executor())
        self.call(self._loop.stop)
        self._thread.join(self.longest_seconds)
        assert not self._thread.is_alive(), "the loop does not end"
        self._loop.close()

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

    def _keep(self, task: asyncio.Task[None]) -> None:
        # A loop itself does not keep its tasks alive.
        self._tasks = {one for one in getattr(self, "_tasks", ()) if not one.done()}
        self._tasks.add(task)


class TaskOnLoop:
    """One task of a loop, which does what other threads ask it to, in order.

    Args:
        loop: The loop.

    Examples:
        >>> async def name():
        ...     return asyncio.current_task().get_name()
        >>> with LoopThread() as loop:
        ...     task = loop.task()
        ...     is_one = task.do(name) == task.do(name)
        ...     task.end()
        >>> is_one
        True
    """

    def __init__(self, loop: LoopThread) -> None:
        """Begin the task."""
        self._loop = loop
        self._todo: asyncio.Queue[Coroutine[Any, Any, None] | None] = asyncio.Queue()
        self._ended: Future[None] = Future()
        loop.call(self._begin)

    def do(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what *work* returns, done by the task.

        Raises:
            AssertionError: If it takes too long.
        """
        answer: Future[T] = Future()
        self._loop.call(lambda: self._todo.put_nowait(_told(work(), answer)))
        return self._loop.wait(answer)

    def end(self) -> None:
        """Let the task end, and wait for it."""
        self._loop.call(lambda: self._todo.put_nowait(None))
        self._loop.wait(self._ended)

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(
            _told(self._work(), self._ended)
        )

    async def _work(self) -> None:
        while (work := await self._todo.get()) is not None:
            await work


async def _told(work: Awaitable[T], answer: Future[T]) -> None:
    """Tell what comes of *work*, whatever it raises, and let the loop go on."""
    try:
        result = await work
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        answer.set_exception(error)
    else:
        answer.set_result(result)


async def _cancel_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    if others:
        await asyncio.wait(others)
