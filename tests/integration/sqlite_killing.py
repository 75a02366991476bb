"""Kill a process that imports, over and over, and look at what it left. A script.

It is a process of its own so that it can fork: it has one thread and the imports done.
Prints how many rounds there were and what was wrong.

    python sqlite_killing.py FOLDER ROUNDS SEED
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import attrs

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import full_plan, small_entry

AT = datetime(2026, 1, 7, tzinfo=UTC)
PLANS = [f"plan-{n}" for n in range(8)]
ENTRIES = 1_100  # more than are written at a time


def import_once(store: SqliteStore, number: int) -> None:
    """Save every plan and append entries in one unit of work."""
    with store.unit_of_work():
        for plan_id in PLANS:
            plan = attrs.evolve(full_plan(plan_id), name=f"Round {number}")
            store.save(plan, expected_revision=number - 1, by="maria", at=AT)
        store.append(small_entry(f"{number}-{n}") for n in range(ENTRIES))


def import_without_end(path: Path, acknowledge: int) -> None:
    """Import again and again."""
    with SqliteStore(path, tenant="acme") as store:
        done = len(store.history(PLANS[0])) if list(store.iter_ids()) else 0
        while True:
            done += 1
            import_once(store, done)
            os.write(acknowledge, b".")


def killed(path: Path, after_seconds: float) -> int:
    """Let a fork import, kill it, and return how many rounds it acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        import_without_end(path, writing)
    os.close(writing)
    time.sleep(after_seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    acknowledged = 0
    while received := os.read(reading, 4096):
        acknowledged += len(received)
    os.close(reading)
    return acknowledged


def problems(path: Path, at_least: int, at_most: int) -> tuple[int, list[str]]:
    """Return the rounds that the file holds, and all that is wrong with it."""
    with SqliteStore(path, tenant="acme") as store:
        ids = list(store.iter_ids())
        rounds = {store.read(plan_id).revision for plan_id in ids} or {0}
        histories = [[r.revision for r in store.history(plan_id)] for plan_id in ids]
        names = {store.read(plan_id).plan.name for plan_id in ids}
    with sqlite3.connect(path) as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        entries = connection.execute("SELECT count(*) FROM actual_entry").fetchone()[0]
    connection.close()
    done = max(rounds)
    wrong = {
        "not all plans or none": ids not in ([], PLANS),
        "plans of several rounds": len(rounds) != 1,
        "other entries than plans": entries != done * ENTRIES,
        "a gap in a history": any(h != list(range(1, done + 1)) for h in histories),
        "a plan of another round": names not in (set(), {f"Round {done}"}),
        "an acknowledged round is lost": done < at_least,
        "a round that never was": done > at_most,
        f"SQLite says {integrity}": integrity != "ok",
    }
    return done, [what for what, is_so in wrong.items() if is_so]


def main(folder: Path, rounds: int, seed: int) -> None:
    """Kill that often, beginning a new file every few times."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret about it
    wrong: list[str] = []
    before = written = 0
    started = time.monotonic()
    with SqliteStore(folder / "timing.db", tenant="acme") as store:
        import_once(store, 1)
    one_round = time.monotonic() - started
    path = folder / "first.db"
    for number in range(rounds):
        is_new = number % 5 == 0
        if is_new:
            path, before = folder / f"{number}.db", 0
        # The first kill of a new file is to meet it while it is being made.
        longest = one_round / 2 if is_new else one_round * 4
        acknowledged = killed(path, chance.uniform(0, longest))
        at_least = before + acknowledged
        # The last round may be committed and not acknowledged.
        before, found = problems(path, at_least, at_least + 1)
        written = max(written, before)
        wrong += [f"kill {number}: {what}" for what in found]
    print(json.dumps({"kills": rounds, "written": written, "wrong": wrong}))  # noqa: T201 - the answer


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
