"""What a store is told wrongly ends in an error of ours that says what it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import InvalidValueError
from jbpcore.testing.sample_records import small_entry

OPEN: dict[str, Callable[..., Any]] = {
    "memory": lambda _, **more: MemoryStore(tenant="acme", **more),
    "sqlite": lambda folder, **more: SqliteStore(
        folder / "p.db", tenant="acme", **more
    ),
    "json": lambda folder, **more: JsonStore(folder / "j", tenant="acme", **more),
    "sqlalchemy": lambda folder, **_: SqlAlchemyStore.open(
        f"sqlite+pysqlite:///{folder / 's.db'}", tenant="acme"
    ),
}


@pytest.mark.parametrize("kind", OPEN)
@pytest.mark.parametrize("bad", [None, 5, small_entry(), object()])
def test_what_is_appended_has_to_be_a_list_of_facts(
    kind: str, bad: object, tmp_path: Path
) -> None:
    with OPEN[kind](tmp_path) as store:
        with pytest.raises(InvalidValueError, match="an iterable of ActualEntry"):
            store.append(bad)
        with pytest.raises(InvalidValueError, match="ActualEntry"):
            store.append([small_entry("e-1"), "e-2"])
        assert not list(store.query())


@pytest.mark.parametrize("kind", ["memory", "sqlite", "json"])
@pytest.mark.parametrize(
    "bad", [5, 0.5, None, "5", timedelta(seconds=-1), timedelta(days=1, seconds=1)]
)
def test_how_long_to_wait_is_a_timedelta_up_to_a_day(
    kind: str, bad: object, tmp_path: Path
) -> None:
    with pytest.raises(InvalidValueError, match="a timedelta from 0 to 1 day"):
        OPEN[kind](tmp_path, busy_timeout=bad)
    assert not list(tmp_path.iterdir())


def test_the_longest_wait_is_taken(tmp_path: Path) -> None:
    for kind in ("memory", "sqlite", "json"):
        OPEN[kind](tmp_path, busy_timeout=timedelta(days=1)).close()
