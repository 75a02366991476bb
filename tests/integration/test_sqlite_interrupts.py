"""Ctrl-C may come at any line; it must never leave half of anything."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy

import pytest
from tests.integration.line_by_line import interrupted_at

from jbpcore.adapters.sqlite import database
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)
ADAPTER = str(Path(database.__file__).parent)
MOST_LINES = 2_000


def save(store: SqliteStore, plan_id: str) -> None:
    store.save(small_plan(plan_id), expected_revision=0, by="maria", at=AT)


def one_opening(path: Path) -> None:
    SqliteStore(path, tenant="acme").close()


def one_save(store: SqliteStore) -> None:
    save(store, "a")


def one_append(store: SqliteStore) -> None:
    store.append([small_entry("e-1"), small_entry("e-2")])


def one_unit(store: SqliteStore) -> None:
    with store.unit_of_work():
        save(store, "a")
        store.append([small_entry("e-1")])
        save(store, "b")


def everything(store: SqliteStore) -> tuple[list[str], list[str]]:
    return list(store.iter_ids()), [entry.entry_id for entry in store.query()]


@pytest.fixture
def lost_connections() -> Iterator[None]:
    """Collect the connections lost between two lines; Python warns of each."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.mark.usefixtures("lost_connections")
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
@pytest.mark.parametrize("work", [one_save, one_append, one_unit])
def test_ctrl_c_at_any_line_leaves_all_or_nothing(
    tmp_path: Path, work: Callable[[SqliteStore], None]
) -> None:
    SqliteStore(tmp_path / "empty.db", tenant="acme").close()
    copy(tmp_path / "empty.db", tmp_path / "whole.db")
    with SqliteStore(tmp_path / "whole.db", tenant="acme") as store:
        work(store)
        whole = everything(store)
    soon = timedelta(milliseconds=100)
    seen = set()
    for number in range(1, MOST_LINES):
        path = copy(tmp_path / "empty.db", tmp_path / f"{number}.db")
        with (
            SqliteStore(path, tenant="acme", busy_timeout=soon) as store,
            SqliteStore(path, tenant="acme", busy_timeout=soon) as other,
        ):
            if not interrupted_at(number, partial(work, store), ADAPTER):
                break
            found = everything(other)
            assert found in (([], []), whole), f"line {number}: {found}"
            seen.add(found == whole)
            # Both go on as if nothing had happened.
            save(store, "later")
            save(other, "last")
            assert {"later", "last"} <= set(everything(other)[0]), f"line {number}"
    else:
        pytest.fail("the work never came to its end")
    assert seen == {True, False}


@pytest.mark.usefixtures("lost_connections")
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
def test_ctrl_c_while_a_store_is_made_leaves_nothing_or_a_store(tmp_path: Path) -> None:
    for number in range(1, MOST_LINES):
        path = tmp_path / f"{number}.db"
        if not interrupted_at(number, partial(one_opening, path), ADAPTER):
            break
        with SqliteStore(path, tenant="acme") as store:
            assert everything(store) == ([], []), f"line {number}"
            one_unit(store)
    else:
        pytest.fail("the store never was made")
