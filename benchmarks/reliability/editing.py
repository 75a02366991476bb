"""One of the writers, or one of the readers, of a plan that many edit. A script.

    python editing.py URL write NAME EDITS
    python editing.py URL read NAME

A writer makes that many edits and prints what was acknowledged. A reader reads until
its input ends, and prints what it saw that was not whole. Both wait for a line first.
"""

from __future__ import annotations

import json
import random
import select
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import attrs

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.reliability.contested import (
    MIRROR,
    PLAN,
    HalfAPlanError,
    booked,
    counts,
    raised,
    units_among,
)
from benchmarks.reliability.stores import opened

from jbpcore.errors import StaleRevisionError, StoreBusyError
from jbpcore.planning.merge import merge
from jbpcore.ports.plan_revisions import StoredPlan

__all__ = ["Reader", "Writer"]

NOON = datetime(2026, 1, 7, 12, tzinfo=UTC)
HOUR = 3_600
LEDGER_EVERY = 20


@attrs.define
class Writer:
    """Raises its count, edit after edit.

    Attributes:
        store: Where the plan is.
        name: Whose count.
        merges: Whether it merges where somebody was first, or begins again.
        clock: What its clock says; it jumps, back too.
        met: How often somebody was first, and how often the store was busy.
    """

    store: Any
    name: str
    merges: bool
    clock: random.Random
    met: Counter[str] = attrs.field(factory=Counter)

    def edit(self, count: int) -> int:
        """Raise the count to *count*, and return the revision that says so."""
        base = self.store.read(PLAN)
        while True:
            try:
                return self._saved(base, raised(base.plan, self.name, count), count)
            except StoreBusyError:
                self.met["busy"] += 1
            except StaleRevisionError:
                self.met["stale"] += 1
            if self.merges:
                merged = self._merged(base, count)
                if merged is not None:
                    return merged
            base = self.store.read(PLAN)

    def _merged(self, base: StoredPlan, count: int) -> int | None:
        """Put the edit and those of others together; nothing if again one was first."""
        theirs = self.store.read(PLAN)
        mine = raised(base.plan, self.name, count)
        merged = merge(base.plan, mine, theirs.plan)
        if merged.plan is None:
            # Nobody else touches this count: an edit of before was lost.
            self.met["conflicts"] += 1
            return None
        try:
            revision = self._saved(theirs, merged.plan, count)
        except (StaleRevisionError, StoreBusyError):
            self.met["stale"] += 1
            return None
        self.met["merged"] += 1
        return revision

    def _saved(self, found: StoredPlan, plan: Any, count: int) -> int:
        if count % 2:
            return self._save(plan, found.revision, count)
        with self.store.unit_of_work():
            revision = self._save(plan, found.revision, count)
            mirror = self.store.read(MIRROR)
            half = raised(mirror.plan, self.name, units_among(count))
            self._save(half, mirror.revision, count)
            self.store.append([booked(self.name, count)])
        return revision

    def _save(self, plan: Any, expected: int, count: int) -> int:
        at = NOON + timedelta(seconds=self.clock.uniform(-HOUR, HOUR))
        saved: int = self.store.save(
            plan,
            expected_revision=expected,
            by=self.name,
            at=at,
            note=f"{self.name}:{count}",
        )
        return saved


@attrs.define
class Reader:
    """Reads whatever there is, and notes what is not whole.

    Attributes:
        store: Where the plan is.
        read: How often it read.
        wrong: What it saw.
        revision: The highest revision of the plan that it has seen.
        position: The last event that it has seen.
    """

    store: Any
    read: int = 0
    wrong: list[str] = attrs.field(factory=list)
    revision: int = 0
    position: int = 0

    def look(self) -> None:
        """Read the two plans, the events, and now and then the rest."""
        self.read += 1
        try:
            self._look_at_plans()
            self._look_at_events()
            if self.read % LEDGER_EVERY == 0:
                self._look_at_all_at_once()
        except HalfAPlanError as error:
            self.wrong.append(f"half a plan: {error}")
        except StoreBusyError:
            pass

    def _look_at_plans(self) -> None:
        before = counts(self.store.read(MIRROR))
        found = self.store.read(PLAN)
        after = counts(self.store.read(MIRROR))
        for name, count in counts(found).items():
            if not before[name] <= units_among(count) <= after[name]:
                self.wrong.append(f"of {name}: {before[name]}, {count}, {after[name]}")
        if found.revision < self.revision:
            self.wrong.append(f"{found.revision} after {self.revision}")
        self.revision = found.revision

    def _look_at_events(self) -> None:
        for event in self.store.iter_events(after=self.position):
            if event.position != self.position + 1:
                self.wrong.append(f"event {event.position} after {self.position}")
            self.position = event.position

    def _look_at_all_at_once(self) -> None:
        """Hold all writers up, and see that everything fits together to the one."""
        with self.store.unit_of_work():
            found = counts(self.store.read(PLAN))
            mirror = counts(self.store.read(MIRROR))
            entries = Counter(
                entry.entry_id.partition(":")[0] for entry in self.store.query()
            )
            history = [one.revision for one in self.store.history(PLAN)]
        halves = {name: units_among(count) for name, count in found.items()}
        if halves != mirror or mirror != {name: entries[name] for name in found}:
            self.wrong.append(f"{found} beside {mirror} and {dict(entries)}")
        if history != list(range(1, sum(found.values()) + 2)):
            self.wrong.append(f"a history of {history}")


def write(url: str, name: str, edits: int) -> dict[str, object]:
    """Make that many edits, and return what came of them."""
    number = int(name.lstrip("w"))
    clock = random.Random(number)  # noqa: S311 - nothing secret about it
    with opened(url) as store:
        writer = Writer(store, name, number % 2 == 1, clock)
        ready()
        took, revisions = [], []
        for count in range(1, edits + 1):
            started = monotonic()
            revisions.append(writer.edit(count))
            took.append(monotonic() - started)
    return {"revisions": revisions, "met": writer.met, "took": took}


def read(url: str) -> dict[str, object]:
    """Read until there is nothing more to come."""
    with opened(url) as store:
        reader = Reader(store)
        ready()
        while not select.select([sys.stdin], [], [], 0)[0]:
            reader.look()
        reader.look()
    return {"read": reader.read, "wrong": reader.wrong}


def ready() -> None:
    """Say so, and wait for the others."""
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    role = sys.argv[2]
    done = (
        write(sys.argv[1], sys.argv[3], int(sys.argv[4]))
        if role == "write"
        else read(sys.argv[1])
    )
    print(json.dumps(done))
