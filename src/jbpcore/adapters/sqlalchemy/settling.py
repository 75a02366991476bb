"""Waiting for what must not be left half done when a task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

__all__ = ["settled"]

T = TypeVar("T")


async def settled(work: Awaitable[T]) -> T:
    """Return what *work* gives; a task that is cancelled meanwhile waits for it too.

    It gets to know that it was cancelled when the work is over.

    Examples:
        >>> asyncio.run(settled(asyncio.sleep(0, "done")))
        'done'
    """
    results: list[T] = []
    errors: list[BaseException] = []

    async def do() -> None:
        try:
            results.append(await work)
        except BaseException as error:  # noqa: BLE001 - it is raised below
            errors.append(error)

    task = asyncio.get_running_loop().create_task(do())
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
    if errors:
        raise errors[0]
    return results[0]
