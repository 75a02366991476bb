"""A file of every earlier version becomes one of this version, with all it held."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import StoreFormatError
from jbpcore.ports.plan_events import event_id
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PlanOrder
from jbpcore.testing.sample_records import (
    full_entry,
    full_plan,
    small_entry,
    small_plan,
)

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
AT = datetime(2026, 1, 7, 9, 30, 0, 1, tzinfo=UTC)
DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store as its first version left it.

    Tenant acme saved plan a, then b, then a twice with a clock a day behind; globex
    saved its own plan a between the first two.
    """
    path = tmp_path / "plans.db"
    execute(path, (GOLDEN / "store-1" / "sqlite.sql").read_text("utf-8"))
    return path


def execute(path: Path, script: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()


def test_every_revision_is_there_as_it_was(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        names = [store.read("a", revision=n).plan.name for n in (1, 2, 3)]
        assert names == ["Anna", "Ångström", "GROSS"]
        assert store.read("b").plan == full_plan("b")
        history = store.history("a")
        assert [one.note for one in history] == ["first", "clock behind", ""]
        assert [one.saved_by for one in history] == ["maria", "tom", "maria"]
        assert [one.saved_at for one in history] == [AT, AT - DAY, AT - DAY]
    with SqliteStore(path, tenant="globex") as store:
        assert store.read("a").plan == small_plan("a", name="Theirs")


def test_revisions_get_instants_that_ascend(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        recorded = [one.recorded_at for one in store.history("a")]
        assert recorded == [AT, AT + TICK, AT + 2 * TICK]
        assert store.read("a", known_at=AT + TICK).plan.name == "Ångström"
        assert store.history("b")[0].recorded_at == AT + DAY


def test_plans_are_listed(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        by_name = store.find(order=PlanOrder.NAME)
        assert [plan.name for plan in by_name.plans] == ["GROSS", full_plan().name]
        wanted = PlanFilter(name_contains="groß", states=full_plan().state)
        assert [plan.plan_id for plan in store.find(wanted).plans] == ["a"]
        latest = store.find(order=PlanOrder.LATEST)
        assert [plan.plan_id for plan in latest.plans] == ["b", "a"]
        assert latest.plans[1].revision == store.history("a")[2]


def test_events_tell_what_happened_in_the_order_of_saving(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        events = list(store.iter_events())
        told = [(event.position, event.plan_id, event.revision) for event in events]
        assert told == [(1, "a", 1), (2, "b", 1), (3, "a", 2), (4, "a", 3)]
        assert events[3].id == event_id("acme", "a", 3)
        assert events[3].state is full_plan().state
        store.save(small_plan("c"), expected_revision=0, by="maria", at=AT)
        assert [event.position for event in store.iter_events(after=4)] == [5]
    with SqliteStore(path, tenant="globex") as store:
        assert [event.position for event in store.iter_events()] == [1]


def test_the_ledger_is_there_with_what_was_known_when(path: Path) -> None:
    known = attrs.evolve(small_entry("e-2"), recorded_at=AT)
    with SqliteStore(path, tenant="acme") as store:
        assert list(store.query()) == [full_entry(), small_entry("e-1"), known]
        before = store.query(known_at=AT - TICK)
        assert [entry.entry_id for entry in before] == ["e-1"]


def test_the_tables_are_those_of_a_new_file(path: Path, tmp_path: Path) -> None:
    SqliteStore(path, tenant="acme").close()
    SqliteStore(tmp_path / "new.db", tenant="acme").close()
    assert tables(path) == tables(tmp_path / "new.db")


def test_several_may_bring_it_up_at_once(path: Path) -> None:
    def open_and_count(_: int) -> int:
        with SqliteStore(path, tenant="acme") as store:
            return len(list(store.iter_events()))

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(open_and_count, range(4))) == [4] * 4


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE plan_revision SET document = '{}' WHERE plan_id = 'b'",
        "UPDATE plan_revision SET saved_at = 'then' WHERE plan_id = 'b'",
        "UPDATE plan_revision SET document = '[' WHERE plan_id = 'b'",
        "UPDATE actual_entry SET document = replace(document, '2026-01-07T', 'x')",
    ],
)
def test_a_row_that_cannot_be_read_stops_it_and_changes_nothing(
    path: Path, damage: str
) -> None:
    execute(path, damage)
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(StoreFormatError, match="damaged"):
        SqliteStore(path, tenant="acme")
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)


def test_what_was_forgotten_is_not_in_the_file_any_more(path: Path) -> None:
    with SqliteStore(path, tenant="acme") as store:
        store.erase_subject("maria@acme.example", by="tom", at=AT, alias="erased-1")
        # While it is open too: neither in the file nor in the log beside it.
        for beside in path.parent.glob("plans.db*"):
            assert b"maria@acme.example" not in beside.read_bytes()
