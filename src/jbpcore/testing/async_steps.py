"""The steps that the kit of asynchronous stores takes again and again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import attrs

from jbpcore.errors import PlanNotFoundError, StoreBusyError
from jbpcore.model.plan import Plan
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.ports.plan_revisions import StoredPlan
from jbpcore.testing.sample_records import small_plan
from jbpcore.testing.store_steps import AT

__all__ = [
    "begun",
    "cancelled_after",
    "collected",
    "holding_a_unit",
    "ids_of",
    "saved",
    "saved_in_turn",
    "whole_or_nothing",
]

T = TypeVar("T")


async def saved(
    store: AsyncStore,
    plan: Plan | str,
    expected_revision: int = 0,
    **how: Any,  # noqa: ANN401 - the arguments of a save
) -> int:
    """Save a plan, or the least plan with that id, as Maria."""
    what = small_plan(plan) if isinstance(plan, str) else plan
    told: dict[str, Any] = {"by": "maria", "at": AT} | how
    return await store.save(what, expected_revision=expected_revision, **told)


async def saved_in_turn(store: AsyncStore, plan_id: str) -> int:
    """Save the least plan with that id, however long others take."""
    while True:
        try:
            return await saved(store, plan_id)
        except StoreBusyError:
            continue


async def collected(items: AsyncIterator[T]) -> list[T]:
    """Return everything that comes."""
    return [item async for item in items]


async def ids_of(store: AsyncStore) -> tuple[list[str], list[str]]:
    """Return the ids of all plans, and those of all booked facts."""
    plan_ids = [str(plan_id) async for plan_id in store.iter_ids()]
    return plan_ids, [str(entry.entry_id) async for entry in store.query()]


async def whole_or_nothing(
    store: AsyncStore, plan: Plan, note: str, *, events: bool = True
) -> int:
    """See that a plan is there with all that one save writes, or with nothing of it.

    Returns:
        The revision: 1, or 0 if there is nothing.
    """
    history = 0
    found: StoredPlan | None = None
    try:
        found = await store.read(plan.id)
        history = len(await store.history(plan.id))
    except PlanNotFoundError:
        pass
    listed = [one async for one in store.iter_ids() if one == plan.id]
    told = []
    if events:
        told = [one async for one in store.iter_events() if one.plan_id == plan.id]
    counted = [history, len(listed)] + ([len(told)] if events else [])
    if found is None:
        assert counted == [0] * len(counted), "something of it is there"
        return 0
    assert counted == [1] * len(counted), "something of it is missing"
    assert (found.plan, found.note, found.saved_by) == (plan, note, "maria")
    return found.revision


async def begun(work: Coroutine[Any, Any, T], steps: int) -> asyncio.Task[T]:
    """Begin a task, and return when the loop has gone round so many times.

    From 20 times on, each is half a millisecond, so that some come after the first wait
    for a disk or a network.
    """
    task = asyncio.get_running_loop().create_task(work)
    for step in range(steps):
        await asyncio.sleep(0 if step < 20 else 0.0005)
    return task


async def cancelled_after(steps: int, work: Coroutine[Any, Any, object]) -> None:
    """Begin a task, cancel it that many steps later, and wait for its end.

    Raises:
        Exception: What it raised, other than that it was cancelled.
    """
    task = await begun(work, steps)
    task.cancel()
    await asyncio.wait([task])
    if not task.cancelled():
        task.result()


@attrs.define
class _Held:
    """A unit of work of another task, which ends when it is told to."""

    release: asyncio.Event = attrs.field(factory=asyncio.Event)


@asynccontextmanager
async def holding_a_unit(store: AsyncStore, plan_id: str) -> AsyncIterator[_Held]:
    """Let another task save a plan in a unit of work, and keep the unit open.

    It goes on until it is released or the block ends, and then ends well.
    """
    held, is_open = _Held(), asyncio.Event()

    async def hold() -> None:
        async with store.unit_of_work():
            await saved(store, plan_id)
            is_open.set()
            await held.release.wait()

    holder = asyncio.get_running_loop().create_task(hold())
    opening = asyncio.get_running_loop().create_task(is_open.wait())
    await asyncio.wait([holder, opening], return_when=asyncio.FIRST_COMPLETED)
    try:
        opening.cancel()
        if holder.done():
            holder.result()
        yield held
    finally:
        held.release.set()
        await holder
