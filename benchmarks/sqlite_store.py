"""What keeping plans in SQLite costs, against ``sqlite3`` doing the same by hand.

Both save the same plan of 10 kB again and again and read it back, ten times each by
turns, in one process, each in a file of its own in the same folder, with the same
settings (WAL, ``synchronous=FULL``, foreign keys). The peer is one open connection that
executes the same statements in one transaction, with every value at hand and nothing
checked; that the statements are the same is asked first.

Both sides encode the plan and the event before they write, and decode the row that they
read. The time of that is taken out of each call on both sides, so that what is compared
is all the rest: here the statements, there also the checks of the arguments, who may
use the connection, what the list shows, the revision and the event as objects.

On a disk the wait for the disk is most of a save; ``--folder /dev/shm`` leaves only
what the processor does. ``--check`` fails where a ratio is above its bound.
"""

from __future__ import annotations

import argparse
import gc
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.sample_plan import sample_plan

import jbpcore as jbp
from jbpcore.adapters.sqlite import event_rows, plan_rows, plan_writing
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.ports.plan_events import PlanEvent

MOST_FOR_A_SAVE = 1.5
MOST_FOR_A_READ = 1.5
AT = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
TENANT = "acme"
BLOCK = 10
SETTINGS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": "on",
    "trusted_schema": "off",
    "secure_delete": "on",
    "busy_timeout": "5000",
}
PLACE = "SELECT revision, recorded_at FROM plan WHERE tenant = ? AND plan_id = ?"
MOVE = """
    UPDATE plan SET revision = ?, recorded_at = ?, is_deleted = ?, name = ?,
        name_key = ?, partner_id = ?, partner_name = ?, state = ?, plan_kind = ?,
        hidden_from = ?, starts_on = ?, ends_on = ?
    WHERE tenant = ? AND plan_id = ?
"""
ADD_REVISION = """
    INSERT INTO plan_revision (tenant, plan_id, revision, saved_by, saved_at, note,
        kind, recorded_at, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
LAST_POSITION = "SELECT coalesce(max(position), 0) FROM plan_event WHERE tenant = ?"
ADD_EVENT = """
    INSERT INTO plan_event (tenant, position, plan_id, revision, document)
    VALUES (?, ?, ?, ?, ?)
"""
READ = """
    SELECT revision, saved_by, saved_at, note, kind, plan_revision.recorded_at, document
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
    WHERE tenant = ? AND plan_id = ?
"""
SHOWN = """
    SELECT is_deleted, name, name_key, partner_id, partner_name, state, plan_kind,
        hidden_from, starts_on, ends_on
    FROM plan
"""


class Codec:
    """Encodes and decodes, and knows how long it took."""

    def __init__(self) -> None:
        """Begin at no seconds."""
        self.seconds = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return *work*, adding up what it takes."""

        def timed(*given: object, **named: object) -> object:
            started = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                self.seconds += time.perf_counter() - started

        return timed


class ByHand:
    """One open connection that does what has to be done, and nothing else."""

    def __init__(self, path: Path, plan: jbp.Plan, codec: Codec) -> None:
        """Open a file that the store made, with the plan in it once."""
        with SqliteStore(path, tenant=TENANT) as store:
            store.save(plan, expected_revision=0, by="maria", at=AT)
        self.connection = sqlite3.connect(path, isolation_level=None)
        for name, value in SETTINGS.items():
            self.connection.execute(f"PRAGMA {name} = {value}")
        self.dumps = codec.timed(jbp.dumps)
        self.loads = codec.timed(jbp.loads)
        self.plan = plan
        (event,) = self.connection.execute("SELECT document FROM plan_event").fetchone()
        self.event = jbp.loads(event, PlanEvent)
        self.shown = self.connection.execute(SHOWN).fetchone()

    def save(self, revision: int, at: datetime) -> None:
        """Write a further revision."""
        document = self.dumps(self.plan)
        execute = self.connection.execute
        key = (TENANT, self.plan.id)
        instant = at.isoformat(timespec="microseconds")
        execute("BEGIN IMMEDIATE")
        current, _ = execute(PLACE, key).fetchone()
        if current != revision:
            raise RuntimeError(current)
        execute(MOVE, (revision + 1, instant, *self.shown, *key))
        facts = (*key, revision + 1, "maria", instant, "", "saved", instant, document)
        execute(ADD_REVISION, facts)
        (position,) = execute(LAST_POSITION, (TENANT,)).fetchone()
        event = self.dumps(self.event)
        execute(ADD_EVENT, (TENANT, position + 1, key[1], revision + 1, event))
        execute("COMMIT")

    def read(self) -> object:
        """Return the plan of the current revision."""
        row = self.connection.execute(READ, (TENANT, self.plan.id)).fetchone()
        return self.loads(row[-1], jbp.Plan)


def told(connection: sqlite3.Connection, work: Callable[[], object]) -> list[str]:
    """Return what *work* asks of the connection: verbs, and tables."""
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    work()
    connection.set_trace_callback(None)
    statements = [" ".join(line.split()) for line in seen if line[:2] != "--"]
    tables = re.compile(r"(?<=FROM |INTO |DATE )plan\w*")
    return [f"{line.split()[0]} {tables.findall(line)}" for line in statements]


def compared(folder: str, rounds: int) -> dict[str, tuple[list[float], list[float]]]:
    """Return the seconds of each way in each round: beyond coding, and as a whole."""
    plan = sample_plan(goals=6, actions=20, reviews=5)
    size = len(jbp.dumps(plan).encode())
    print(f"A plan of {size:,} bytes, {rounds:,} rounds, files in {folder}")
    codec = Codec()
    event_rows.dumps = codec.timed(event_rows.dumps)  # type: ignore[attr-defined] # to take its time out
    plan_writing.dumps = codec.timed(plan_writing.dumps)  # type: ignore[attr-defined] # as above
    plan_rows.stored_of_row = codec.timed(plan_rows.stored_of_row)  # type: ignore[attr-defined] # as above
    with tempfile.TemporaryDirectory(dir=folder) as place:
        hand = ByHand(Path(place) / "hand.db", plan, codec)
        store = SqliteStore(Path(place) / "store.db", tenant=TENANT)
        store.save(plan, expected_revision=0, by="maria", at=AT)
        (own,) = store._database._idle  # noqa: SLF001 - to see what it is asked

        def save_by_hand(number: int) -> None:
            hand.save(number, AT + timedelta(seconds=number))

        def save(number: int) -> None:
            at = AT + timedelta(seconds=number)
            store.save(plan, expected_revision=number, by="maria", at=at)

        ways: dict[str, Callable[[int], object]] = {
            "save by hand": save_by_hand,
            "save": save,
            "read by hand": lambda _: hand.read(),
            "read": lambda _: store.read(plan.id),
        }
        for one in ("save", "read"):
            by_hand = told(hand.connection, lambda one=one: ways[f"{one} by hand"](1))  # type: ignore[misc] # bound at once
            by_store = told(own, lambda one=one: ways[one](1))  # type: ignore[misc] # as above
            if by_hand != by_store:
                message = f"not the same statements: {by_hand}, {by_store}"
                raise RuntimeError(message)
        taken: dict[str, tuple[list[float], list[float]]] = {
            name: ([], []) for name in ways
        }
        gc.collect()
        gc.freeze()
        for first in range(2, rounds + 2, BLOCK):
            for name, way in ways.items():
                for number in range(first, first + BLOCK):
                    codec.seconds = 0.0
                    started = time.perf_counter()
                    result = way(number)
                    whole = time.perf_counter() - started
                    del result  # not before: to let go of a plan takes time too
                    taken[name][0].append(whole - codec.seconds)
                    taken[name][1].append(whole)
        store.close()
        hand.connection.close()
    return taken


def main() -> int:
    """Print times and ratios; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--folder", default=".", help="where the files go")
    parser.add_argument("--check", action="store_true", help="fail above the bounds")
    options = parser.parse_args()

    medians = {}
    for name, seconds in compared(options.folder, options.rounds).items():
        medians[name], whole = map(statistics.median, seconds)
        print(f"{medians[name] * 1e6:8,.1f} us of {whole * 1e6:8,.1f} us  {name}")
    save = medians["save"] / medians["save by hand"]
    read = medians["read"] / medians["read by hand"]
    print(f"a save {save:.2f}, at most {MOST_FOR_A_SAVE}")
    print(f"a read {read:.2f}, at most {MOST_FOR_A_READ}")
    failed = save > MOST_FOR_A_SAVE or read > MOST_FOR_A_READ
    return int(options.check and failed)


if __name__ == "__main__":
    sys.exit(main())
