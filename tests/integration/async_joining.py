"""What an asynchronous store does inside a host's transaction, on any database.

Each story is given an engine to empty tables, and one table of the host's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from sqlalchemy import Column, MetaData, Table, Text, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.errors import InvalidValueError, StaleRevisionError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.testing.async_steps import (
    cancelled_after,
    collected,
    ids_of,
    saved,
    whole_or_nothing,
)
from jbpcore.testing.sample_records import small_entry
from jbpcore.testing.store_steps import AT, named_plan

__all__ = ["STORIES", "make_host_table"]

_NOTES = Table("host_notes", MetaData(), Column("note", Text))


class _EndedEarlyError(Exception):
    """What a block is left with."""


async def make_host_table(connection: AsyncConnection) -> None:
    await connection.run_sync(_NOTES.metadata.drop_all)
    await connection.run_sync(_NOTES.metadata.create_all)


async def _note(connection: AsyncConnection, text: str) -> None:
    await connection.execute(insert(_NOTES), {"note": text})


async def _notes(engine: AsyncEngine) -> list[str]:
    async with engine.connect() as connection:
        return list((await connection.execute(select(_NOTES.c.note))).scalars())


async def it_stands_or_falls_with_the_host(
    engine: AsyncEngine, names: TableNames
) -> None:
    apart = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
    for commits in (False, True):
        async with engine.connect() as connection:
            store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
            await _note(connection, "ours")
            assert await saved(store, "a") == 1
            await store.append([small_entry("e-1")])
            assert await ids_of(store) == (["a"], ["e-1"])
            await (connection.commit() if commits else connection.rollback())
        there = (["a"], ["e-1"]) if commits else ([], [])
        assert await ids_of(apart) == there
        assert len(await collected(apart.iter_events())) == commits
        assert await _notes(engine) == ["ours"] * commits


async def what_is_refused_leaves_what_the_host_did(
    engine: AsyncEngine, names: TableNames
) -> None:
    async with engine.begin() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        await _note(connection, "before")
        with suppress(StaleRevisionError):
            await saved(store, "a", 7)
        with suppress(_EndedEarlyError):
            await store.append(_many_then_an_error())
        with suppress(_EndedEarlyError):
            async with store.unit_of_work():
                await saved(store, "b")
                await store.append([small_entry("e-1")])
                raise _EndedEarlyError
        await _note(connection, "after")
        await saved(store, "c")
        assert await ids_of(store) == (["c"], [])
    assert await _notes(engine) == ["before", "after"]


async def tasks_take_turns(engine: AsyncEngine, names: TableNames) -> None:
    async with engine.begin() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        tries = [saved(store, f"p-{n}") for n in range(5)]
        assert await asyncio.gather(*tries) == [1] * 5
        with suppress(_EndedEarlyError):
            async with store.unit_of_work():
                await saved(store, "ours")
                theirs = asyncio.create_task(saved(store, "theirs"))
                await asyncio.sleep(0.02)
                assert not theirs.done()
                raise _EndedEarlyError
        assert await theirs == 1
        assert (await ids_of(store))[0] == [*(f"p-{n}" for n in range(5)), "theirs"]


async def whoever_is_cancelled_leaves_a_transaction_that_goes_on(
    engine: AsyncEngine, names: TableNames
) -> None:
    async with engine.begin() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        await _note(connection, "before")
        for steps in (*range(20), *range(20, 32, 3)):
            plan = named_plan(f"p-{steps}", "One")
            await cancelled_after(steps, saved(store, plan, note="why"))
            found = await whole_or_nothing(store, plan, "why")
            assert await saved(store, plan, found) == found + 1
        await _note(connection, "after")
    assert await _notes(engine) == ["before", "after"]


async def a_unit_inside_another_is_refused(
    engine: AsyncEngine, names: TableNames
) -> None:
    async with engine.begin() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        async with store.unit_of_work():
            await saved(store, "a")
            refused = 0
            try:
                async with store.unit_of_work():
                    refused -= 1
            except InvalidValueError:
                refused += 1
            assert refused == 1
            await saved(store, "b")
        assert (await ids_of(store))[0] == ["a", "b"]


async def a_closed_store_leaves_the_connection(
    engine: AsyncEngine, names: TableNames
) -> None:
    async with engine.begin() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        await saved(store, "a")
        await store.aclose()
        refused = 0
        try:
            await saved(store, "b")
        except InvalidValueError:
            refused += 1
        assert refused == 1
        await _note(connection, "after")
    assert await _notes(engine) == ["after"]


async def a_person_is_forgotten_with_the_host(
    engine: AsyncEngine, names: TableNames
) -> None:
    apart = AsyncSqlAlchemyStore(engine, tenant="acme", names=names)
    await saved(apart, "a")
    async with engine.connect() as connection:
        store = AsyncSqlAlchemyStore(connection, tenant="acme", names=names)
        done = await store.erase_subject("maria", by="tom", at=AT)
        assert await collected(store.export_subject("maria")) == []
        assert done.revision_count == 1
        await connection.rollback()
    assert (await apart.history("a"))[0].saved_by == "maria"
    assert await apart.append([small_entry("e-1")]) == (AppendOutcome.NEW,)


def _many_then_an_error() -> Iterator[ActualEntry]:
    # More than is written at one go.
    yield from (small_entry(f"half-{n}") for n in range(1_200))
    raise _EndedEarlyError


STORIES: dict[str, Callable[[AsyncEngine, TableNames], Awaitable[None]]] = {
    story.__name__: story
    for story in (
        it_stands_or_falls_with_the_host,
        what_is_refused_leaves_what_the_host_did,
        tasks_take_turns,
        whoever_is_cancelled_leaves_a_transaction_that_goes_on,
        a_unit_inside_another_is_refused,
        a_closed_store_leaves_the_connection,
        a_person_is_forgotten_with_the_host,
    )
}
