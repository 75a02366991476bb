"""The promises of :class:`~jbpcore.ports.async_storage.AsyncStore` on being cancelled.

They come with :class:`jbpcore.testing.async_store_contract.AsyncStoreContract`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import pytest

from jbpcore.errors import StoreBusyError
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.testing.async_fixtures import AsyncStoreFixtures
from jbpcore.testing.async_steps import (
    begun,
    cancelled_after,
    collected,
    holding_a_unit,
    ids_of,
    saved,
    whole_or_nothing,
)
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import small_entry
from jbpcore.testing.store_fixtures import OURS
from jbpcore.testing.store_steps import named_plan

__all__ = ["CancellationContract"]

_OnLoop = Callable[[Coroutine[Any, Any, Any]], Any]
_Open = Callable[[str], Awaitable[AsyncStore]]

# Some steps of the loop, and then some half milliseconds.
_WHEN: Final = (*range(20), *range(20, 44, 3))

_ANSWERS: dict[str, Callable[[AsyncStore], Coroutine[Any, Any, object]]] = {
    "read": lambda store: store.read("there"),
    "history": lambda store: store.history("there"),
    "find": lambda store: store.find(),
    "iter_ids": lambda store: collected(store.iter_ids()),
    "query": lambda store: collected(store.query()),
}


class CancellationContract(AsyncStoreFixtures):
    """Calls and units of work whose task is cancelled (Y1, Y2)."""

    def test_y1_a_cancelled_save_is_whole_or_nothing(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y1: whenever that happens; the next save goes on from what is there."""
        events = Capability.EVENTS not in self.lacks

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            for steps in _WHEN:
                plan, note = named_plan(f"p-{steps}", "One"), f"after {steps}"
                await cancelled_after(steps, saved(store, plan, note=note))
                found = await whole_or_nothing(twin, plan, note, events=events)
                assert await saved(store, plan, found) == found + 1

        on_loop(story())

    def test_y1_a_cancelled_append_is_whole_or_nothing(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y1: of some hundred entries all are there, or none."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            for steps in _WHEN:
                entries = [small_entry(f"{steps}-{n}") for n in range(300)]
                await cancelled_after(steps, store.append(entries))
                outcomes = set(await twin.append(entries))
                assert outcomes in ({AppendOutcome.NEW}, {AppendOutcome.SAME})

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK, Capability.READERS_NEVER_WAIT)
    def test_y1_nothing_goes_on_behind(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y1: what a cancelled save has not written by then, it never writes."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            async with holding_a_unit(store, "held") as held:
                waiting = await begun(saved(store, "a"), 40)
                waiting.cancel()
                await asyncio.wait([waiting], timeout=0.05)
                if not waiting.done():
                    held.release.set()
                    await asyncio.wait([waiting])
                plans, _ = await ids_of(twin)
            await asyncio.sleep(0.1)
            later, _ = await ids_of(twin)
            assert ("a" in plans) == ("a" in later)

        on_loop(story())

    @pytest.mark.parametrize("answer", _ANSWERS)
    def test_y1_the_store_is_as_good_as_before(
        self, on_loop: _OnLoop, open_on_loop: _Open, answer: str
    ) -> None:
        """Y1: after answers that were cancelled it reads, saves and appends."""
        ask = _ANSWERS[answer]

        async def story() -> None:
            store = await open_on_loop(OURS)
            await saved(store, "there")
            await store.append([small_entry("e-1")])
            expected = await ask(store)
            for steps in _WHEN:
                await cancelled_after(steps, ask(store))
            assert await ask(store) == expected
            assert await saved(store, "there", 1) == 2
            assert await store.append([small_entry("e-2")]) == (AppendOutcome.NEW,)

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y2_a_cancelled_block_did_not_happen(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y2: neither its plans nor its entries are there, and others may write."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            written = asyncio.Event()

            async def write_and_wait() -> None:
                async with store.unit_of_work():
                    await saved(store, "a")
                    await store.append([small_entry("e-1")])
                    written.set()
                    await asyncio.Event().wait()

            task = asyncio.create_task(write_and_wait())
            await asyncio.wait_for(written.wait(), 30)
            task.cancel()
            await asyncio.wait([task])
            assert task.cancelled()
            assert await ids_of(twin) == await ids_of(store) == ([], [])
            assert [await saved(twin, "a"), await saved(store, "b")] == [1, 1]

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y2_a_unit_cancelled_while_it_begins_keeps_nobody_waiting(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y2: whenever it is cancelled, another opening saves right after."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            for steps in _WHEN:
                await cancelled_after(steps, _wait_in_a_unit(store))
                assert await saved(twin, f"p-{steps}") == 1

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y2_a_unit_cancelled_while_it_waits_keeps_nobody_waiting(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y2: nor one that had to wait for another writer."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            async with holding_a_unit(twin, "held"):
                waiting = await begun(_wait_in_a_unit(store), 40)
                waiting.cancel()
            await asyncio.wait([waiting])
            assert waiting.cancelled() or isinstance(
                waiting.exception(), StoreBusyError
            )
            # What goes on behind may need a moment to get in the way.
            await asyncio.sleep(0.05)
            assert await saved(twin, "a") == 1
            assert await saved(store, "a", 1) == 2

        on_loop(story())

    @needs(Capability.UNITS_OF_WORK)
    def test_y2_a_unit_cancelled_while_it_ends_is_whole_or_nothing(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y2: both of its plans are there, or neither."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            for steps in _WHEN:
                both, at_its_end = [f"a-{steps}", f"b-{steps}"], asyncio.Event()

                async def write(
                    both: list[str] = both, at_its_end: asyncio.Event = at_its_end
                ) -> None:
                    async with store.unit_of_work():
                        for plan_id in both:
                            await saved(store, plan_id)
                        at_its_end.set()

                task = asyncio.create_task(write())
                await asyncio.wait_for(at_its_end.wait(), 30)
                await cancelled_after(steps, _following(task))
                plans, _ = await ids_of(twin)
                assert len([one for one in plans if one in both]) in {0, 2}
                assert await saved(twin, f"c-{steps}") == 1

        on_loop(story())


async def _wait_in_a_unit(store: AsyncStore) -> None:
    async with store.unit_of_work():
        await asyncio.Event().wait()


async def _following(task: asyncio.Task[None]) -> None:
    """Wait for *task*, and cancel it when this is cancelled."""
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.wait([task])
        raise
