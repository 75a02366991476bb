"""What a store in threads does beyond the promises of its port."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pytest

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.adapters.open_async_store import open_async_store
from jbpcore.errors import InvalidValueError, StoreFormatError
from jbpcore.model.actual import ActualEntry
from jbpcore.testing.async_steps import collected, ids_of, saved
from jbpcore.testing.sample_records import small_entry

REQUEST: ContextVar[str] = ContextVar("request", default="none")
ABANDONED = """
import asyncio
from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.memory import MemoryStore

store = AsyncStoreInThreads(MemoryStore(tenant="acme"))
unit = store.unit_of_work()
loop = asyncio.new_event_loop()
loop.run_until_complete(unit.__aenter__())
loop.close()
print("left")
"""


class Watched(MemoryStore):
    """Remembers in which thread and for whom each thing was done."""

    def __init__(self) -> None:
        super().__init__(tenant="acme", memory=Memory())
        self.threads: list[int] = []
        self.requests: list[str] = []
        self.taken = 0
        self.is_closed = False

    def iter_ids(self) -> Iterator[Any]:
        self.threads.append(threading.get_ident())
        self.requests.append(REQUEST.get())
        return super().iter_ids()

    def query(self, **how: Any) -> Iterator[ActualEntry]:
        del how
        for number in range(10_000):
            self.taken += 1
            yield small_entry(f"e-{number:05}")
        message = "the disk went away"
        raise OSError(message)

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        self.threads.append(threading.get_ident())
        with super().unit_of_work():
            yield
        self.threads.append(threading.get_ident())

    def close(self) -> None:
        self.is_closed = True
        super().close()


def test_a_unit_of_work_stays_in_one_thread() -> None:
    store = Watched()

    async def main() -> None:
        async with AsyncStoreInThreads(store) as ours, ours.unit_of_work():
            for _ in range(20):
                await asyncio.gather(collected(ours.iter_ids()))
                await collected(ours.iter_ids())

    asyncio.run(main())
    # What gather does, it does in tasks of its own.
    of_the_unit = [store.threads[0], *store.threads[2:-1:2], store.threads[-1]]
    assert len(of_the_unit) == 22
    assert set(of_the_unit) == {store.threads[0]}
    assert threading.get_ident() not in store.threads
    assert store.threads[0] not in store.threads[1:-1:2]


def test_a_stream_is_read_some_items_at_a_time() -> None:
    store = Watched()

    async def main() -> list[int]:
        taken: list[int] = []
        async for _ in AsyncStoreInThreads(store).query():
            taken.append(store.taken - len(taken))
            if len(taken) == 5_000:
                break
        return taken

    ahead = asyncio.run(main())
    assert max(ahead) <= 256


def test_an_error_in_a_stream_comes_after_its_items() -> None:
    found = []

    async def main() -> None:
        async for entry in AsyncStoreInThreads(Watched()).query():
            found.append(str(entry.entry_id))  # noqa: PERF401 - kept if one fails

    with pytest.raises(OSError, match="went away"):
        asyncio.run(main())
    assert found == [f"e-{number:05}" for number in range(10_000)]


def test_the_store_sees_the_context_of_whoever_calls() -> None:
    store = Watched()

    async def ask(request: str) -> None:
        REQUEST.set(request)
        await collected(AsyncStoreInThreads(store).iter_ids())

    async def main() -> None:
        await ask("one")
        await asyncio.gather(ask("two"), ask("three"))
        ours = AsyncStoreInThreads(store)
        REQUEST.set("four")
        async with ours.unit_of_work():
            REQUEST.set("five")
            await collected(ours.iter_ids())

    asyncio.run(main())
    assert store.requests[0] == "one"
    assert sorted(store.requests[1:3]) == ["three", "two"]
    assert store.requests[3:] == ["four"]


def test_a_unit_goes_on_while_every_thread_waits_for_it() -> None:
    async def main() -> tuple[list[str], list[str]]:
        async with AsyncStoreInThreads(MemoryStore(tenant="acme"), threads=1) as store:
            async with store.unit_of_work():
                others = [asyncio.create_task(saved(store, key)) for key in "abc"]
                await asyncio.sleep(0.02)
                await saved(store, "ours")
            assert await asyncio.gather(*others) == [1, 1, 1]
            return await ids_of(store)

    assert asyncio.run(main()) == (["a", "b", "c", "ours"], [])


def test_many_units_of_one_store_take_turns_in_a_few_threads() -> None:
    threads: set[str] = set()

    async def main() -> int:
        async with AsyncStoreInThreads(MemoryStore(tenant="acme"), threads=2) as store:

            async def work(number: int) -> None:
                async with store.unit_of_work():
                    await saved(store, f"p-{number}")

            await asyncio.gather(*(work(number) for number in range(50)))
            threads.update(
                one.name for one in threading.enumerate() if "unit" in one.name
            )
            return len((await ids_of(store))[0])

    assert asyncio.run(main()) == 50
    assert 1 <= len(threads) <= 2


def test_a_unit_that_waits_in_line_may_be_cancelled() -> None:
    async def main() -> list[str]:
        async with AsyncStoreInThreads(MemoryStore(tenant="acme"), threads=1) as store:

            async def work(number: int) -> None:
                async with store.unit_of_work():
                    await saved(store, f"p-{number}")

            async with store.unit_of_work():
                tasks = [asyncio.create_task(work(number)) for number in range(5)]
                await asyncio.sleep(0.01)
                for number in (0, 2, 4):
                    tasks[number].cancel()
            # One that is cancelled when its turn has come hands it on.
            done = await asyncio.gather(*tasks, return_exceptions=True)
            assert [type(one) for one in done[::2]] == [asyncio.CancelledError] * 3
            last = asyncio.create_task(work(9))
            await last
            return (await ids_of(store))[0]

    assert asyncio.run(main()) == ["p-1", "p-3", "p-9"]


def test_a_unit_that_waits_in_line_learns_that_the_store_was_closed() -> None:
    async def main() -> None:
        store = AsyncStoreInThreads(MemoryStore(tenant="acme"), threads=1)

        async def work() -> None:
            async with store.unit_of_work():
                await saved(store, "late")

        async with store.unit_of_work():
            tasks = [asyncio.create_task(work()) for _ in range(3)]
            await asyncio.sleep(0.01)
            closing = asyncio.create_task(store.aclose())
            await asyncio.sleep(0.01)
        await closing
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(one) for one in done] == [InvalidValueError] * 3

    asyncio.run(main())


def test_one_store_serves_one_loop_after_another() -> None:
    store = AsyncStoreInThreads(MemoryStore(tenant="acme"))
    assert [asyncio.run(saved(store, key)) for key in "ab"] == [1, 1]
    assert asyncio.run(ids_of(store)) == (["a", "b"], [])
    asyncio.run(store.aclose())


def test_a_store_that_opens_too_late_is_closed() -> None:
    store, asked, go_on = Watched(), threading.Event(), threading.Event()

    def opener() -> MemoryStore:
        asked.set()
        assert go_on.wait(30)
        return store

    async def main() -> None:
        task = asyncio.create_task(AsyncStoreInThreads.open(opener))
        while not asked.is_set():  # noqa: ASYNC110 - an event of a thread
            await asyncio.sleep(0.001)
        task.cancel()
        await asyncio.sleep(0.01)
        assert not task.done()
        go_on.set()
        await asyncio.wait([task])
        assert task.cancelled()

    asyncio.run(main())
    assert store.is_closed


@pytest.mark.parametrize("threads", [0, -1, True, 1.0, "2"])
def test_there_is_at_least_one_thread(threads: Any) -> None:
    with pytest.raises(InvalidValueError):
        AsyncStoreInThreads(MemoryStore(tenant="acme"), threads=threads)


def test_a_store_is_closed_that_cannot_be_used() -> None:
    store, none_at_all = Watched(), 0
    with pytest.raises(InvalidValueError):
        asyncio.run(AsyncStoreInThreads.open(lambda: store, threads=none_at_all))
    assert store.is_closed


@pytest.mark.parametrize("url", ["sqlite:///{}/plans.db", "json:///{}/plans"])
def test_the_door_opens_what_the_other_one_opens(tmp_path: Any, url: str) -> None:
    async def main() -> None:
        for revision in range(2):
            opened = await open_async_store(url.format(tmp_path), tenant="acme")
            async with opened as store:
                assert await saved(store, "a", revision) == revision + 1

    asyncio.run(main())


def test_the_door_says_what_the_other_one_says(tmp_path: Any) -> None:
    (tmp_path / "plans.db").write_text(
        "This is no database, but a text of some length."
    )
    with pytest.raises(StoreFormatError):
        asyncio.run(open_async_store(f"sqlite:///{tmp_path}/plans.db", tenant="acme"))
    with pytest.raises(InvalidValueError):
        asyncio.run(open_async_store("plans.db", tenant="acme"))


def test_an_abandoned_unit_does_not_keep_the_program_from_ending() -> None:
    command = [sys.executable, "-c", ABANDONED]
    done = subprocess.run(  # noqa: S603 - this very interpreter
        command, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "left\n"), done.stderr
