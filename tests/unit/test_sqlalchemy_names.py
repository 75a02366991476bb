"""Names of tables are identifiers, and nothing that comes from strangers is SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, StaticPool, create_engine, make_url

from jbpcore.adapters.sqlalchemy.async_store import AsyncSqlAlchemyStore
from jbpcore.adapters.sqlalchemy.rows import location_of
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.tables import tables_of
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.errors import InvalidValueError
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder
from jbpcore.testing.sample_records import small_plan
from jbpcore.values.ids import PlanId

AT = datetime(2026, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("prefix", ["", "jbp_", "_x", "a" * 32, "p2_"])
@pytest.mark.parametrize("schema", [None, "public", "Sales", "_s", "s" * 63])
def test_plain_identifiers_are_taken(prefix: str, schema: str | None) -> None:
    names = TableNames(prefix=prefix, schema=schema)
    tables = tables_of(names).metadata.tables
    assert len(tables) == 5
    # PostgreSQL cuts what is longer, and two names might become one.
    for table in tables.values():
        for item in (table, *table.indexes, *table.constraints):
            assert 0 < len(str(getattr(item, "name", ""))) <= 63


@pytest.mark.parametrize(
    "prefix",
    ["2x", "Jbp_", "jbp-", 'a"', "a;", "a b", "a.", "é", "a" * 33, "a\n", None, 7],
)
def test_another_prefix_is_refused(prefix: Any) -> None:
    with pytest.raises(InvalidValueError):
        TableNames(prefix=prefix)


@pytest.mark.parametrize(
    "schema", ["", "2x", "a-b", 'a"b', "a;b", "a b", "a.b", "é", "s" * 64, "s\n", 7]
)
def test_another_schema_is_refused(schema: Any) -> None:
    with pytest.raises(InvalidValueError):
        TableNames(schema=schema)


def test_a_location_shows_neither_user_nor_password() -> None:
    url = make_url("postgresql+psycopg://maria:secret@db:5433/plans?password=hidden")
    found = location_of(url, TableNames())
    assert found == "postgresql://db/plans, tables jbp_*"


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite+pysqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        upgrade_tables(connection)
    yield engine
    engine.dispose()


HOSTILE = ["a' OR '1'='1", "%", "_", "x'; DROP TABLE jbp_plan; --", ":my_tenant", "%s"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_strangers_is_only_text(engine: Engine, text: str) -> None:
    ours = SqlAlchemyStore(engine, tenant="acme")
    theirs = SqlAlchemyStore(engine, tenant=text)
    for store in (ours, theirs):
        plan = small_plan("a", name="Plain")
        store.save(plan, expected_revision=0, by="maria", at=AT, note=text)
    ours.save(small_plan("b", name=text), expected_revision=0, by="maria", at=AT)
    found = ours.find(PlanFilter(name_contains=text))
    assert [one.plan_id for one in found.plans] == ["b"]
    assert list(theirs.iter_ids()) == ["a"]
    assert theirs.history("a")[0].note == text


@pytest.mark.parametrize("order", [PlanOrder.NAME, PlanOrder.PERIOD, PlanOrder.LATEST])
def test_a_cursor_with_nul_goes_on_where_it_says(
    engine: Engine, order: PlanOrder
) -> None:
    store = SqlAlchemyStore(engine, tenant="acme")
    for plan_id, name in (("p1", "a"), ("p2", "ab"), ("p3", "b")):
        plan = small_plan(plan_id, name=name)
        store.save(plan, expected_revision=0, by="maria", at=AT)
    everything = store.find(order=order).plans
    for key in ("\0", "a\0", "ab\0", "b\0c", "2026\0", "~\0"):
        for plan_id in ("a", "p2", "z"):
            cursor = PlanCursor(order, key, PlanId(plan_id))
            place = (key, plan_id)
            expected = [
                one.plan_id
                for one in everything
                if (
                    (order.key_of(one), one.plan_id) < place
                    if order.descends
                    else (order.key_of(one), one.plan_id) > place
                )
            ]
            found = store.find(order=order, after=cursor).plans
            assert [one.plan_id for one in found] == expected


@pytest.mark.parametrize(
    ("kind", "door"),
    [
        (SqlAlchemyStore, "store.bound_to"),
        (AsyncSqlAlchemyStore, "async_store.async_bound_to"),
    ],
)
def test_a_store_keeps_the_password_of_its_database_to_itself(
    kind: Any, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is connected to: what a repr shows is known before.
    monkeypatch.setattr(f"jbpcore.adapters.sqlalchemy.{door}", lambda *_, **__: None)
    url = make_url("postgresql+psycopg://maria:s3cret@db.example.org/sales")
    bind = SimpleNamespace(engine=SimpleNamespace(url=url))
    assert repr(kind(bind, tenant="acme")) == (
        f"<{kind.__name__} 'postgresql://db.example.org/sales, tables jbp_*' "
        "tenant='acme'>"
    )
