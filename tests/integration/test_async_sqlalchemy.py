"""An asynchronous store through SQLAlchemy, on SQLite: joining, faults and the door."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from tests.integration.async_joining import STORIES, make_host_table

from jbpcore.adapters import open_async_store as open_async_store_module
from jbpcore.adapters.open_async_store import open_async_store
from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.engines import made_by
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.errors import (
    InvalidValueError,
    MissingExtraError,
    StoreBusyError,
    StoreFormatError,
)
from jbpcore.testing.async_steps import holding_a_unit, ids_of, saved
from jbpcore.testing.store_steps import AT

NAMES = TableNames(prefix="ours_")


@pytest.mark.parametrize("story", STORIES)
def test_it_joins_the_transaction_of_a_host(tmp_path: Path, story: str) -> None:
    async def main() -> None:
        engine = made_by(create_async_engine, f"sqlite+aiosqlite:///{tmp_path}/p.db")
        async with engine.begin() as connection:
            await connection.run_sync(upgrade_tables, names=NAMES)
            await make_host_table(connection)
        await STORIES[story](engine, NAMES)
        await engine.dispose()

    asyncio.run(main())


def test_both_kinds_of_store_share_their_tables(tmp_path: Path) -> None:
    async def save(revision: int) -> int:
        opened = AsyncSqlAlchemyStore.open(
            f"sqlite+aiosqlite:///{tmp_path}/p.db", tenant="acme"
        )
        async with await opened as store:
            return await saved(store, "a", revision)

    assert asyncio.run(save(0)) == 1
    url = f"sqlite+pysqlite:///{tmp_path}/p.db"
    with SqlAlchemyStore.open(url, tenant="acme") as store:
        plan = store.read("a").plan
        assert store.save(plan, expected_revision=1, by="tom", at=AT) == 2
    assert asyncio.run(save(2)) == 3


def test_the_door_opens_it(tmp_path: Path) -> None:
    async def main(driver: str) -> type:
        url = f"sqlite+{driver}:///{tmp_path}/p.db"
        async with await open_async_store(url, tenant="acme") as store:
            await saved(store, driver)
            return type(store)

    assert asyncio.run(main("aiosqlite")) is AsyncSqlAlchemyStore
    # A driver that waits is given threads.
    assert asyncio.run(main("pysqlite")) is not AsyncSqlAlchemyStore


@pytest.mark.parametrize("missing", ["greenlet", "sqlalchemy"])
def test_the_door_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str
) -> None:
    name = "jbpcore.adapters.sqlalchemy.async_store"
    if missing == "sqlalchemy":
        monkeypatch.setitem(sys.modules, name, None)
    else:
        monkeypatch.setattr(open_async_store_module, "find_spec", lambda _: None)
    url = f"sqlite+aiosqlite:///{tmp_path}/p.db"
    with pytest.raises(MissingExtraError, match="sqlalchemy-async"):
        asyncio.run(open_async_store(url, tenant="acme"))


def test_without_tables_it_is_no_store(tmp_path: Path) -> None:
    async def main() -> None:
        engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path}/p.db")
        try:
            async with engine.connect() as connection:
                for bind in (engine, connection):
                    store = AsyncSqlAlchemyStore(bind, tenant="acme")
                    for ask in (store.find, store.unit_of_work().__aenter__):
                        with pytest.raises(StoreFormatError, match="no tables"):
                            await ask()
                    with pytest.raises(StoreFormatError, match="no tables"):
                        await saved(store, "a")
        finally:
            await engine.dispose()

    asyncio.run(main())


def test_a_file_that_is_held_for_too_long_is_busy(tmp_path: Path) -> None:
    async def main() -> None:
        url = f"sqlite+aiosqlite:///{tmp_path}/p.db"
        one = await AsyncSqlAlchemyStore.open(url, tenant="acme")
        engine = create_async_engine(url, connect_args={"timeout": 0.1})
        other = AsyncSqlAlchemyStore(engine, tenant="acme")
        async with one, other, holding_a_unit(one, "held"):
            with pytest.raises(StoreBusyError):
                await saved(other, "a")
            with pytest.raises(StoreBusyError):
                await other.unit_of_work().__aenter__()
            assert await ids_of(other) == ([], [])
        await engine.dispose()

    asyncio.run(main())


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "p.db").write_text("This is no database, but a text of some length.")
    url = f"sqlite+aiosqlite:///{tmp_path}/p.db"
    with pytest.raises(StoreFormatError):
        asyncio.run(AsyncSqlAlchemyStore.open(url, tenant="acme"))


@pytest.mark.parametrize(
    "bad",
    [
        {"bind": "sqlite+aiosqlite://"},
        {"tenant": ""},
        {"names": "jbp_"},
        {"busy_timeout": -1},
    ],
    ids=str,
)
def test_a_bad_argument_is_refused(bad: dict[str, Any]) -> None:
    engine = create_async_engine("sqlite+aiosqlite://")
    good: dict[str, Any] = {"bind": engine, "tenant": "acme"}
    with pytest.raises((InvalidValueError, TypeError)):
        AsyncSqlAlchemyStore(**good | bad)


@pytest.mark.parametrize(
    "url", ["sqlite+pysqlite:///p.db", "sqlite+aiosqlite://", "mysql+aiomysql://h/d"]
)
def test_a_url_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(InvalidValueError):
        asyncio.run(AsyncSqlAlchemyStore.open(url, tenant="acme"))
