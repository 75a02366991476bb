"""Only errors of our own leave an asynchronous store, whatever PostgreSQL answers."""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from tests.integration.async_joining import STORIES, make_host_table

from jbpcore.adapters.open_async_store import open_async_store
from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.errors import (
    InvalidValueError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.testing.async_steps import begun, ids_of, saved
from jbpcore.testing.sample_records import small_entry

DRIVERS = ("psycopg", "asyncpg")
LOCKS_FOR_LITTLE: dict[str, dict[str, Any]] = {
    "psycopg": {"options": "-c lock_timeout=200ms"},
    "asyncpg": {"server_settings": {"lock_timeout": "200ms"}},
}
# Of the schema of this process alone: others run tests beside it.
IN_A_UNIT = (
    "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' "
    "AND query LIKE '%' || :schema || '%'"
)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
    "AND query LIKE '%' || :schema || '%'"
)
Main = Callable[[AsyncEngine], Awaitable[None]]


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def run_on(driver: str, server_url: str, engine: Engine) -> Callable[..., None]:
    """Return what runs a story with an engine that is disposed of afterwards."""
    del engine  # it has emptied the tables

    def run_on(main: Main, **how: Any) -> None:
        url = make_url(server_url).set(drivername=f"postgresql+{driver}")
        url = url.set(**how.pop("url", {}))

        async def story() -> None:
            made = create_async_engine(url, **how)
            try:
                await main(made)
            finally:
                await made.dispose()

        asyncio.run(story())

    return run_on


@asynccontextmanager
async def held_by_another(
    engine: AsyncEngine, names: TableNames
) -> AsyncIterator[None]:
    """Hold what a writer for the tenant needs."""
    await saved(AsyncSqlAlchemyStore(engine, tenant="acme", names=names), "first")
    async with engine.connect() as other:
        held = f"SELECT 1 FROM {names.of('tenant')} WHERE tenant = 'acme' FOR UPDATE"  # noqa: S608 - our own name
        await other.execute(text(held))
        yield


@pytest.mark.parametrize("story", STORIES)
def test_it_joins_the_transaction_of_a_host(
    run_on: Callable[..., None], names: TableNames, story: str
) -> None:
    async def main(engine: AsyncEngine) -> None:
        async with engine.begin() as connection:
            await make_host_table(connection)
        await STORIES[story](engine, names)

    run_on(main)


def test_a_connection_that_commits_by_itself_cannot_be_joined(
    run_on: Callable[..., None], names: TableNames
) -> None:
    async def main(engine: AsyncEngine) -> None:
        async with engine.connect() as connection:
            store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
            with pytest.raises(InvalidValueError, match="AUTOCOMMIT"):
                await saved(store, "a")

    run_on(main, isolation_level="AUTOCOMMIT")


@pytest.mark.parametrize(
    "level", ["AUTOCOMMIT", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"]
)
def test_whatever_the_level_what_meets_another_is_done_again(
    run_on: Callable[..., None], names: TableNames, level: str
) -> None:
    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        tries = [saved(store, f"p-{number}") for number in range(12)]
        assert await asyncio.gather(*tries) == [1] * 12
        positions = [event.position async for event in store.iter_events()]
        assert positions == list(range(1, 13))
        with pytest.raises(ZeroDivisionError):
            async with store.unit_of_work():
                await saved(store, "q")
                await store.append([small_entry()])
                _ = 1 / 0
        assert len((await ids_of(store))[0]) == 12

    run_on(main, isolation_level=level)


def test_without_patience_it_is_busy(
    run_on: Callable[..., None], names: TableNames
) -> None:
    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(
            engine, tenant="acme", names=names, busy_timeout=timedelta(0)
        )
        tries = [saved(store, f"p-{number}") for number in range(12)]
        found = await asyncio.gather(*tries, return_exceptions=True)
        busy = [one for one in found if isinstance(one, StoreBusyError)]
        assert found.count(1) + len(busy) == 12
        assert busy
        assert found.count(1) == len((await ids_of(store))[0])

    run_on(main, isolation_level="SERIALIZABLE")


def test_a_lock_that_is_held_for_too_long_is_busy(
    run_on: Callable[..., None], names: TableNames, driver: str
) -> None:
    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        async with held_by_another(engine, names):
            with pytest.raises(StoreBusyError):
                await saved(store, "a")
            with pytest.raises(StoreBusyError):
                await store.unit_of_work().__aenter__()
        assert await saved(store, "a") == 1

    run_on(main, connect_args=LOCKS_FOR_LITTLE[driver])


def test_waiting_for_a_lock_is_broken_off(
    run_on: Callable[..., None], names: TableNames
) -> None:
    """Nobody would ever let go of it, and the server does not limit the time."""

    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        async with held_by_another(engine, names):
            for waiting in (saved(store, "a"), store.unit_of_work().__aenter__()):
                task = await begun(waiting, 60)
                task.cancel()
                await asyncio.wait_for(asyncio.wait([task]), 10)
                assert task.cancelled()
        await asyncio.sleep(0.1)
        assert (await ids_of(store))[0] == ["first"]
        assert await saved(store, "a") == 1

    run_on(main)


def test_nobody_gets_a_connection_on_which_something_was_broken_off(
    run_on: Callable[..., None], names: TableNames
) -> None:
    """What was begun on it may still be under way."""

    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        thrown_away: list[object] = []
        async with held_by_another(engine, names):
            task = await begun(saved(store, "a"), 60)
            async with engine.connect() as other:
                waiting = await other.scalar(text(WAITING), {"schema": names.schema})
            event.listen(
                engine.sync_engine.pool,
                "invalidate",
                lambda connection, *_: thrown_away.append(connection),
            )
            task.cancel()
            await asyncio.wait_for(asyncio.wait([task]), 10)
        assert waiting == 1
        assert len(thrown_away) == 1
        assert await saved(store, "a") == 1

    run_on(main)


def test_what_cannot_be_reached_is_unavailable(
    run_on: Callable[..., None], names: TableNames
) -> None:
    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        for ask in (store.find, store.unit_of_work().__aenter__):
            with pytest.raises(StoreUnavailableError) as caught:
                await ask()
            assert caught.value.__cause__ is not None
        with pytest.raises(StoreUnavailableError):
            await saved(store, "a")

    # Nobody listens there; or there is no such database, or user.
    run_on(main, url={"port": 1})
    run_on(main, url={"database": "nowhere"})
    run_on(main, url={"username": "nobody"})


def test_the_door_says_so_too(server_url: str, driver: str) -> None:
    url = make_url(server_url).set(drivername=f"postgresql+{driver}", port=1)
    hidden = "correct-horse"
    text_of_it = url.set(password=hidden).render_as_string(hide_password=False)
    with pytest.raises(StoreUnavailableError) as caught:
        asyncio.run(open_async_store(text_of_it, tenant="acme"))
    assert hidden not in str(caught.value)


def test_without_tables_it_is_no_store(run_on: Callable[..., None]) -> None:
    nowhere = TableNames(prefix="nowhere_")

    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=nowhere)
        with pytest.raises(StoreFormatError, match="no tables"):
            await store.find()
        with pytest.raises(StoreFormatError, match="no tables"):
            await saved(store, "a")

    run_on(main)


def test_a_lost_connection_is_unavailable_and_then_there_is_another(
    run_on: Callable[..., None], names: TableNames, shared_engine: Engine
) -> None:
    def end_session(process_id: int) -> None:
        with shared_engine.begin() as connection:
            connection.execute(text(f"SELECT pg_terminate_backend({process_id})"))

    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        await saved(store, "a")
        async with engine.connect() as connection:
            process_id = await connection.scalar(text("SELECT pg_backend_pid()"))
        end_session(process_id)
        with pytest.raises(StoreUnavailableError):
            await saved(store, "b")
        assert await saved(store, "b") == 1
        with pytest.raises(StorageError):
            async with store.unit_of_work():
                await saved(store, "c")
                with shared_engine.begin() as other:
                    ours = {"schema": names.schema}
                    process_ids = list(other.scalars(text(IN_A_UNIT), ours))
                assert len(process_ids) == 1
                for one in process_ids:
                    end_session(one)
        assert (await ids_of(store))[0] == ["a", "b"]

    run_on(main, pool_size=1, max_overflow=0)


def test_a_pool_without_a_connection_left_is_busy(
    run_on: Callable[..., None], names: TableNames
) -> None:
    async def main(engine: AsyncEngine) -> None:
        store = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
        await store.find()
        async with engine.connect():
            with pytest.raises(StoreBusyError):
                await store.find()
        assert await saved(store, "a") == 1

    run_on(main, pool_size=1, max_overflow=0, pool_timeout=0.1)
