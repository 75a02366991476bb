"""The promises of :class:`~jbpcore.ports.async_storage.AsyncStore` to several tasks.

They come with :class:`jbpcore.testing.async_store_contract.AsyncStoreContract`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from itertools import chain
from typing import Any

import attrs
import pytest

from jbpcore.errors import StaleRevisionError, StoreBusyError
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.testing.async_fixtures import AsyncStoreFixtures
from jbpcore.testing.async_steps import (
    holding_a_unit,
    ids_of,
    saved,
    saved_in_turn,
)
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.store_fixtures import OURS
from jbpcore.testing.store_steps import named_plan

__all__ = ["TaskContract"]

_OnLoop = Callable[[Coroutine[Any, Any, Any]], Any]
_Open = Callable[[str], Awaitable[AsyncStore]]


class _EndedEarlyError(Exception):
    """What the block under test is left with."""


async def _try_to_save(store: AsyncStore, number: int) -> int | None:
    try:
        await saved(store, named_plan("a", f"By {number}"), 1)
    except (StaleRevisionError, StoreBusyError):
        return None
    return number


async def _save_next(store: AsyncStore, name: str) -> int:
    """Add a line to the plan, and begin again when somebody else was first."""
    while True:
        found = await store.read("a")
        changed = attrs.evolve(found.plan, notes=f"{found.plan.notes}{name}\n")
        with suppress(StaleRevisionError, StoreBusyError):
            return await saved(store, changed, found.revision, note=name)


async def _ticks_during(
    work: Coroutine[Any, Any, object], release: asyncio.Event
) -> int:
    """Return how often the loop ticked while *work* waited for what is released.

    It is released at the 20th tick. If the loop is held up, that never comes.
    """
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.001)
            ticks += 1
            if ticks == 20:
                release.set()

    ticker = asyncio.create_task(tick())
    with suppress(StoreBusyError):
        await work
    ticker.cancel()
    await asyncio.wait([ticker])
    return ticks


class TaskContract(AsyncStoreFixtures):
    """Several tasks of one loop, and units of work among them (Y3 to Y5)."""

    def test_y3_of_many_tasks_at_once_one_succeeds(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y3: of eight that save one plan from one revision, by gather."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            await saved(store, "a")
            tries = [_try_to_save(store, number) for number in range(8)]
            winners = [n for n in await asyncio.gather(*tries) if n is not None]
            assert len(winners) == 1
            found = await store.read("a")
            assert (found.plan.name, found.revision) == (f"By {winners[0]}", 2)

        on_loop(story())

    def test_y3_no_save_of_many_tasks_is_lost(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y3: four tasks, two by one opening, save five times each; all are there."""

        async def story() -> None:
            one, other = await open_on_loop(OURS), await open_on_loop(OURS)
            await saved(one, "a")

            async def save_five(store: AsyncStore, number: int) -> list[str]:
                names = [f"{number}/{k}" for k in range(5)]
                for name in names:
                    await _save_next(store, name)
                return names

            by = enumerate([one, one, other, other])
            tasks = [save_five(store, number) for number, store in by]
            acknowledged = sorted(chain.from_iterable(await asyncio.gather(*tasks)))
            history = await one.history("a")
            assert [known.revision for known in history] == list(range(1, 22))
            assert sorted((await one.read("a")).plan.notes.split()) == acknowledged

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y4_each_task_may_have_a_unit_of_its_own(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y4: of one opening too; that of another task is not in the way."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            await saved(store, "a")

            async def work(number: int) -> None:
                while True:
                    with suppress(StaleRevisionError, StoreBusyError):
                        async with store.unit_of_work():
                            current = (await store.read("a")).revision
                            await saved(store, "a", current, note=str(number))
                            await saved(store, f"p-{number}")
                        return

            await asyncio.gather(*(work(number) for number in range(4)))
            notes = [known.note for known in await store.history("a")]
            assert sorted(notes[1:]) == ["0", "1", "2", "3"]
            assert (await ids_of(store))[0] == ["a", "p-0", "p-1", "p-2", "p-3"]

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK, Capability.READERS_NEVER_WAIT)
    @pytest.mark.parametrize("begins", ["before", "inside"])
    def test_y4_no_other_task_sees_what_a_unit_wrote(
        self, on_loop: _OnLoop, open_on_loop: _Open, begins: str
    ) -> None:
        """Y4: before the unit ends; by the same opening too."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            written = asyncio.Event()

            async def look() -> tuple[list[str], list[str]]:
                await written.wait()
                return await ids_of(store)

            task = asyncio.create_task(look()) if begins == "before" else None
            async with store.unit_of_work():
                await saved(store, "a")
                task = task or asyncio.create_task(look())
                written.set()
                assert await asyncio.wait_for(task, 30) == ([], [])
                assert await ids_of(store) == (["a"], [])
            assert await ids_of(store) == (["a"], [])

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    @pytest.mark.parametrize("begins", ["before", "inside"])
    def test_y4_what_another_task_saves_outlives_a_unit_that_fails(
        self, on_loop: _OnLoop, open_on_loop: _Open, begins: str
    ) -> None:
        """Y4: it is saved after the unit, which undoes its own alone."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            is_open = asyncio.Event()

            async def save_theirs() -> int:
                await is_open.wait()
                return await saved_in_turn(store, "theirs")

            task = asyncio.create_task(save_theirs()) if begins == "before" else None
            with suppress(_EndedEarlyError):
                async with store.unit_of_work():
                    await saved(store, "ours")
                    task = task or asyncio.create_task(save_theirs())
                    is_open.set()
                    await asyncio.sleep(0.02)
                    raise _EndedEarlyError
            assert task is not None
            assert await asyncio.wait_for(task, 30) == 1
            assert await ids_of(store) == (["theirs"], [])

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y5_a_save_that_waits_lets_others_run(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y5: while another opening has a unit of work, the loop goes round."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            async with holding_a_unit(twin, "held") as held:
                ticks = await _ticks_during(saved(store, "a"), held.release)
            assert ticks >= 10

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y5_a_unit_that_waits_lets_others_run(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y5: also when it has to wait before it begins."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)

            async def save_in_a_unit() -> None:
                async with store.unit_of_work():
                    await saved(store, "a")

            async with holding_a_unit(twin, "held") as held:
                ticks = await _ticks_during(save_in_a_unit(), held.release)
            assert ticks >= 10

        on_loop(story())
