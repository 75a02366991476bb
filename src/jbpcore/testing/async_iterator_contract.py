"""The promises of :class:`~jbpcore.ports.async_storage.AsyncStore` on its streams.

They come with :class:`jbpcore.testing.async_store_contract.AsyncStoreContract`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.testing.async_fixtures import AsyncStoreFixtures
from jbpcore.testing.async_steps import cancelled_after, collected, saved
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import small_entry
from jbpcore.testing.store_fixtures import OURS

__all__ = ["AsyncIteratorContract"]

_OnLoop = Callable[[Coroutine[Any, Any, Any]], Any]
_Open = Callable[[str], Awaitable[AsyncStore]]

_STREAMS: dict[str, Callable[[AsyncStore], AsyncIterator[Any]]] = {
    "iter_ids": lambda store: store.iter_ids(),
    "query": lambda store: store.query(),
}


async def _filled(store: AsyncStore, count: int) -> None:
    """Put that many plans and entries into the store."""
    for number in range(count):
        await saved(store, f"p-{number}")
    await store.append([small_entry(f"e-{number}") for number in range(count)])


async def _write_everywhere(store: AsyncStore, twin: AsyncStore, name: str) -> None:
    """Write by two openings, which must not have to wait for anything."""
    assert await saved(store, f"{name}-one") == 1
    assert await saved(twin, f"{name}-two") == 1
    assert await twin.append([small_entry(name)]) == (AppendOutcome.NEW,)


class AsyncIteratorContract(AsyncStoreFixtures):
    """What is read by ``async for`` (Y6, Y7)."""

    @pytest.mark.parametrize("stream", _STREAMS)
    def test_y6_nothing_is_asked_before_the_first_item(
        self, on_loop: _OnLoop, open_on_loop: _Open, stream: str
    ) -> None:
        """Y6: what was written after the iterator was made comes too."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            items = _STREAMS[stream](store)
            await _filled(store, 2)
            assert len(await collected(items)) == 2

        on_loop(story())

    @needs(Capability.EVENTS)
    def test_y6_events_are_asked_for_at_the_first_item(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y6: likewise."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            items = store.iter_events(after=1)
            await _filled(store, 3)
            assert [event.position async for event in items] == [2, 3]

        on_loop(story())

    def test_y6_a_bad_argument_is_refused_at_the_first_item(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y6: at the latest; the store goes on."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            with pytest.raises(InvalidValueError):
                await anext(aiter(store.query(metric="two words")))
            assert await store.append([small_entry()]) == (AppendOutcome.NEW,)

        on_loop(story())

    @pytest.mark.parametrize("stream", _STREAMS)
    def test_y7_an_iterator_left_early_hinders_nobody(
        self, on_loop: _OnLoop, open_on_loop: _Open, stream: str
    ) -> None:
        """Y7: two openings write beside it, and the one it is of closes."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            await _filled(store, 5)
            items = aiter(_STREAMS[stream](store))
            assert await anext(items) is not None
            await _write_everywhere(store, twin, "beside")
            await store.aclose()
            await _write_everywhere(twin, twin, "after")

        on_loop(story())

    @pytest.mark.parametrize("stream", _STREAMS)
    def test_y7_an_iterator_may_be_closed_early(
        self, on_loop: _OnLoop, open_on_loop: _Open, stream: str
    ) -> None:
        """Y7: whether it was begun or not; where it has something to close at all."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            await _filled(store, 5)
            for begun in (False, True):
                items = _STREAMS[stream](store)
                if begun:
                    assert await anext(items) is not None
                with suppress(AttributeError):
                    await items.aclose()  # type: ignore[attr-defined]  # if it has one
                await _write_everywhere(store, twin, f"closed-{begun}")
            assert len(await collected(_STREAMS[stream](store))) >= 5

        on_loop(story())

    @pytest.mark.parametrize("stream", _STREAMS)
    def test_y7_an_iterator_may_be_cancelled(
        self, on_loop: _OnLoop, open_on_loop: _Open, stream: str
    ) -> None:
        """Y7: at any item, and others write right after."""

        async def story() -> None:
            store, twin = await open_on_loop(OURS), await open_on_loop(OURS)
            await _filled(store, 5)
            for steps in (*range(12), 24, 36):
                await cancelled_after(steps, collected(_STREAMS[stream](store)))
                await _write_everywhere(store, twin, f"cancelled-{steps}")

        on_loop(story())

    def test_y7_several_are_read_in_turn(
        self, on_loop: _OnLoop, open_on_loop: _Open
    ) -> None:
        """Y7: an item of one, an item of the other, and a save between."""

        async def story() -> None:
            store = await open_on_loop(OURS)
            await _filled(store, 4)
            plans, entries = aiter(store.iter_ids()), aiter(store.query())
            found = []
            for number in range(4):
                found.append((str(await anext(plans)), (await anext(entries)).entry_id))
                assert await saved(store, f"a-{number}") == 1
            assert found == [(f"p-{number}", f"e-{number}") for number in range(4)]

        on_loop(story())
