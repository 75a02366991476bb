"""A store in the transaction of a host, on whatever database the host has.

To be subclassed by a test for each database, with the fixtures ``engine``, whose tables
are empty, and ``names``.
"""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, select
from sqlalchemy.exc import IntegrityError

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StaleRevisionError,
    StoreFormatError,
)
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


class _EndedEarlyError(Exception):
    """What a block is left with."""


def save(store: SqlAlchemyStore, plan_id: str = "a", expected: int = 0) -> int:
    plan = small_plan(plan_id)
    return store.save(plan, expected_revision=expected, by="maria", at=AT)


def told(store: SqlAlchemyStore) -> list[tuple[int, str, int]]:
    return [(one.position, one.plan_id, one.revision) for one in store.iter_events()]


class Joining:
    @pytest.fixture
    def orders(self, engine: Engine, names: TableNames) -> Iterator[Table]:
        """Return a table of the host's."""
        metadata = MetaData(schema=names.schema)
        orders = Table("host_order", metadata, Column("id", Integer, primary_key=True))
        metadata.create_all(engine)
        yield orders
        metadata.drop_all(engine)

    @pytest.fixture
    def outside(self, engine: Engine, names: TableNames) -> SqlAlchemyStore:
        """Return a store that sees what was committed."""
        return SqlAlchemyStore(engine, tenant="acme", names=names)

    @staticmethod
    def begin(connection: Connection) -> None:
        """Begin as hosts do who leave it to SQLAlchemy: by what they write first."""

    def test_what_the_host_and_we_wrote_is_committed_together(
        self, engine: Engine, names: TableNames, orders: Table, outside: SqlAlchemyStore
    ) -> None:
        with engine.connect() as connection:
            connection.execute(orders.insert(), {"id": 1})
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            assert save(store) == 1
            assert store.append([small_entry()]) == (AppendOutcome.NEW,)
            assert list(outside.iter_ids()) == []
            assert told(outside) == []
            connection.commit()
            assert connection.scalars(select(orders.c.id)).all() == [1]
        assert list(outside.iter_ids()) == ["a"]
        assert told(outside) == [(1, "a", 1)]
        assert len(list(outside.query())) == 1

    def test_the_hosts_rollback_undoes_everything_of_ours(
        self, engine: Engine, names: TableNames, orders: Table, outside: SqlAlchemyStore
    ) -> None:
        save(outside)
        with engine.connect() as connection:
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            self.begin(connection)
            connection.execute(orders.insert(), {"id": 1})
            save(store, "a", 1)
            save(store, "b")
            store.delete("a", expected_revision=2, by="tom", at=AT)
            store.restore("a", expected_revision=3, by="tom", at=AT)
            store.append(small_entry(f"e{n}") for n in range(1_500))
            store.erase_subject("maria", by="tom", at=AT)
            with store.unit_of_work():
                save(store, "c")
            connection.rollback()
            assert connection.scalars(select(orders.c.id)).all() == []
            assert save(store, "d") == 1
            connection.rollback()
        assert list(outside.iter_ids()) == ["a"]
        assert [one.saved_by for one in outside.history("a")] == ["maria"]
        assert told(outside) == [(1, "a", 1)]
        assert list(outside.query()) == []
        assert save(outside, "b") == 1
        assert told(outside) == [(1, "a", 1), (2, "b", 1)]

    def test_in_a_block_of_the_hosts(
        self, engine: Engine, names: TableNames, outside: SqlAlchemyStore
    ) -> None:
        with engine.begin() as connection:
            save(SqlAlchemyStore(connection, tenant="acme", names=names))
        with pytest.raises(_EndedEarlyError), engine.begin() as connection:
            save(SqlAlchemyStore(connection, tenant="acme", names=names), "b")
            raise _EndedEarlyError
        assert list(outside.iter_ids()) == ["a"]

    def test_what_is_refused_leaves_the_hosts_transaction_as_it_was(
        self, engine: Engine, names: TableNames, orders: Table, outside: SqlAlchemyStore
    ) -> None:
        with engine.begin() as connection:
            connection.execute(orders.insert(), {"id": 1})
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            save(store)
            with pytest.raises(StaleRevisionError):
                save(store, "a", 7)
            with pytest.raises(PlanNotFoundError):
                store.read("nobody")
            with pytest.raises(_EndedEarlyError):
                store.append(many_then_an_error())
            with pytest.raises(InvalidValueError):
                store.erase_subject("maria", by="tom", at=AT, alias="maria")
            connection.execute(orders.insert(), {"id": 2})
        with engine.connect() as connection:
            assert connection.scalars(select(orders.c.id)).all() == [1, 2]
        assert (list(outside.iter_ids()), list(outside.query())) == (["a"], [])

    def test_what_fails_leaves_the_hosts_transaction_as_it_was(
        self, engine: Engine, names: TableNames, orders: Table, outside: SqlAlchemyStore
    ) -> None:
        with engine.begin() as connection:
            connection.execute(orders.insert(), {"id": 1})
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            save(store)
            damage = f"ALTER TABLE {names.of('plan_event')} RENAME COLUMN {{}} TO {{}}"
            connection.exec_driver_sql(damage.format("document", "elsewhere"))
            with pytest.raises(StoreFormatError):
                save(store, "b")
            connection.exec_driver_sql(damage.format("elsewhere", "document"))
            connection.execute(orders.insert(), {"id": 2})
            save(store, "c")
        with engine.connect() as connection:
            assert connection.scalars(select(orders.c.id)).all() == [1, 2]
        assert told(outside) == [(1, "a", 1), (2, "c", 1)]

    def test_a_unit_of_work_is_a_part_of_the_hosts_transaction(
        self, engine: Engine, names: TableNames, outside: SqlAlchemyStore
    ) -> None:
        with engine.begin() as connection:
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            save(store)
            with pytest.raises(_EndedEarlyError), store.unit_of_work():
                save(store, "b")
                with pytest.raises(InvalidValueError), store.unit_of_work():
                    pass  # pragma: no cover - the block is never entered
                raise _EndedEarlyError
            with store.unit_of_work():
                save(store, "c")
                with pytest.raises(StaleRevisionError):
                    save(store, "a", 9)
                save(store, "d")
            assert list(store.iter_ids()) == ["a", "c", "d"]
            assert list(outside.iter_ids()) == []
        assert told(outside) == [(1, "a", 1), (2, "c", 1), (3, "d", 1)]

    def test_what_the_host_raises_in_a_unit_goes_its_way(
        self, engine: Engine, names: TableNames, orders: Table
    ) -> None:
        with engine.begin() as connection:
            connection.execute(orders.insert(), {"id": 1})
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            with pytest.raises(IntegrityError), store.unit_of_work():
                save(store)
                connection.execute(orders.insert(), {"id": 1})
            assert list(store.iter_ids()) == []
            save(store, "b")

    def test_several_tenants_share_a_connection(
        self, engine: Engine, names: TableNames
    ) -> None:
        with engine.begin() as connection:
            ours = SqlAlchemyStore(connection, tenant="acme", names=names)
            theirs = SqlAlchemyStore(connection, tenant="globex", names=names)
            save(ours)
            save(theirs)
            save(theirs, "a", 1)
            assert (told(ours), told(theirs)) == (
                [(1, "a", 1)],
                [(1, "a", 1), (2, "a", 2)],
            )
            with ours.unit_of_work(), theirs.unit_of_work():
                save(ours, "b")
                save(theirs, "c")
            assert (list(ours.iter_ids()), list(theirs.iter_ids())) == (
                ["a", "b"],
                ["a", "c"],
            )

    def test_savepoints_of_the_host_undo_what_came_after(
        self, engine: Engine, names: TableNames, outside: SqlAlchemyStore
    ) -> None:
        with engine.connect() as connection:
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            save(store)
            nested = connection.begin_nested()
            save(store, "a", 1)
            save(store, "b")
            nested.rollback()
            assert save(store, "a", 1) == 2
            connection.commit()
        assert told(outside) == [(1, "a", 1), (2, "a", 2)]

    def test_closing_the_store_leaves_the_connection(
        self, engine: Engine, names: TableNames, outside: SqlAlchemyStore
    ) -> None:
        with engine.begin() as connection:
            with SqlAlchemyStore(connection, tenant="acme", names=names) as store:
                save(store)
            with pytest.raises(InvalidValueError):
                store.read("a")
            with pytest.raises(InvalidValueError):
                store.unit_of_work().__enter__()
            save(SqlAlchemyStore(connection, tenant="acme", names=names), "b")
        assert list(outside.iter_ids()) == ["a", "b"]

    def test_everything_can_be_asked_of_it(
        self, engine: Engine, names: TableNames
    ) -> None:
        plan = full_plan("a")
        with engine.begin() as connection:
            store = SqlAlchemyStore(connection, tenant="acme", names=names)
            assert store.tenant == "acme"
            store.save(plan, expected_revision=0, by="maria", at=AT)
            assert store.read("a").plan == plan
            assert store.read("a", revision=1).revision == 1
            assert store.read("a", known_at=AT).revision == 1
            assert [one.plan_id for one in store.find().plans] == ["a"]
            store.append([small_entry("e1"), small_entry("e1")])
            assert [one.entry_id for one in store.query(metric="revenue")] == ["e1"]
            assert {item.text for item in store.export_subject("maria")} >= {"maria"}
            erased = store.erase_subject("maria", by="tom", at=AT, alias="x-1")
            assert erased.plan_ids == ("a",)
            assert list(store.export_subject("maria")) == []

    def test_tables_are_made_in_the_hosts_transaction(
        self, engine: Engine, names: TableNames
    ) -> None:
        others = TableNames(prefix="other_", schema=names.schema)
        with engine.connect() as connection:
            upgrade_tables(connection, names=others)
            save(SqlAlchemyStore(connection, tenant="acme", names=others))
            connection.rollback()
            refuses_without_tables(connection, others)
        with engine.connect() as connection:
            refuses_without_tables(connection, others)


def refuses_without_tables(connection: Connection, names: TableNames) -> None:
    store = None
    with pytest.raises(StoreFormatError):
        store = SqlAlchemyStore(connection, tenant="acme", names=names)
        list(store.iter_ids())


def many_then_an_error() -> Iterator[ActualEntry]:
    # More than a store would write at one go.
    yield from (small_entry(f"half-{n}") for n in range(2_500))
    raise _EndedEarlyError
