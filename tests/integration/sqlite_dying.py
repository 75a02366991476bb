"""Let a process die at every line of a write, and look at what it left. A script.

For each line of the adapter that the write executes, a fork does the write and dies
there, without a word to anybody. The file then has to hold what it held before, or what
it holds after the whole write; and whoever opens it next goes on.

    python sqlite_dying.py FOLDER WRITE [OLD]

OLD is the SQL of a store of an older version, for the write that brings it up.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy
from types import FrameType
from typing import Any

from jbpcore.adapters.sqlite import database
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)
ADAPTER = str(Path(database.__file__).parent)
LENA = "maria@acme.example"
MOST_LINES = 5_000


def save(store: SqliteStore) -> None:
    """Save a further revision."""
    plan = full_plan("a")
    store.save(plan, expected_revision=1, by="tom", at=AT, records=plan.records)


def begin(store: SqliteStore) -> None:
    """Save a plan that was not there."""
    store.save(small_plan("new"), expected_revision=0, by="tom", at=AT)


def delete(store: SqliteStore) -> None:
    """Delete a plan."""
    store.delete("a", expected_revision=1, by="tom", at=AT)


def restore(store: SqliteStore) -> None:
    """Restore a plan."""
    store.restore("gone", expected_revision=2, by="tom", at=AT)


def append(store: SqliteStore) -> None:
    """Append to the ledger."""
    store.append([small_entry("e-1"), small_entry("e-2"), small_entry("e-3")])


def erase(store: SqliteStore) -> None:
    """Forget a person."""
    store.erase_subject(LENA, by="tom", at=AT, alias="erased-1")


def unit(store: SqliteStore) -> None:
    """Do several things in one unit of work."""
    with store.unit_of_work():
        save(store)
        restore(store)
        append(store)


def torn(store: SqliteStore) -> None:
    """Do two things that nothing holds together: what has to be found."""
    save(store)
    restore(store)


WRITES = {
    one.__name__: one
    for one in (save, begin, delete, restore, append, erase, unit, torn)
}


def fill(path: Path) -> None:
    """Make a store with something in it to write over."""
    with SqliteStore(path, tenant="acme") as store:
        store.save(full_plan("a"), expected_revision=0, by=LENA, at=AT, note="Maria")
        store.save(small_plan("gone"), expected_revision=0, by="tom", at=AT)
        store.delete("gone", expected_revision=1, by="tom", at=AT)
        store.append([small_entry("e-1")])


def content(path: Path) -> str:
    """Return everything in the file, as text."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()
        problems = connection.execute("PRAGMA integrity_check").fetchall()
        lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        return "\n".join([repr((version, problems, lost)), *connection.iterdump()])


def dies_at(number: int, path: Path, work: Callable[[SqliteStore], object]) -> bool:
    """Open the file in a fork and do *work*; whether it came to its given line."""
    child = os.fork()
    if child == 0:
        seen = 0

        def trace(frame: FrameType, event: str, _: object) -> Any:
            nonlocal seen
            if not frame.f_code.co_filename.startswith(ADAPTER):
                return None
            if event == "line":
                seen += 1
                if seen == number:
                    os._exit(1)
            return trace

        if work is opening:
            sys.settrace(trace)
            SqliteStore(path, tenant="acme")
        else:
            store = SqliteStore(path, tenant="acme")
            sys.settrace(trace)
            work(store)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1


def opening(_: SqliteStore) -> None:
    """Do nothing: what is written, opening the file writes."""


def main(folder: Path, name: str, old: Path | None) -> None:
    """Die at every line, and say how often the file was as before and as after."""
    start = folder / "start.db"
    if old is None:
        fill(start)
    else:
        with closing(sqlite3.connect(start)) as connection:
            connection.executescript(old.read_text("utf-8"))
    work = WRITES.get(name, opening)
    whole = Path(copy(start, folder / "whole.db"))
    with SqliteStore(whole, tenant="acme") as store:
        work(store)
    states = {content(start): "before", content(whole): "after"}
    found: Counter[str] = Counter()
    wrong = []
    for number in range(1, MOST_LINES):
        path = Path(copy(start, folder / f"{number}.db"))
        if not dies_at(number, path, work):
            break
        left = states.get(content(path), "neither")
        found[left] += 1
        if left == "neither":
            wrong.append(number)
        # Whoever comes next finds a store, and does the same again or something else.
        with SqliteStore(path, tenant="acme") as store:
            store.save(small_plan("next"), expected_revision=0, by="tom", at=AT)
            if left == "before":
                work(store)
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
    print(json.dumps({"found": found, "wrong": wrong}))  # noqa: T201 - the answer


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        Path(sys.argv[3]) if len(sys.argv) > 3 else None,
    )
