"""Many processes edit one plan, others read it all the while; what was lost?

python benchmarks/reliability/writers.py URL [WRITERS [EDITS [READERS]]]
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import pairwise
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
    counted,
    counts,
    units_among,
)
from benchmarks.reliability.stores import opened

__all__ = ["Race", "race"]

AT = datetime(2026, 1, 7, 12, tzinfo=UTC)
SCRIPT = str(Path(__file__).with_name("editing.py"))


@attrs.frozen
class Race:
    """What came of it.

    Attributes:
        acknowledged: How many edits the writers were told are safe.
        lost: How many of these the plan does not have at the end.
        doubled: How many stand in the history more than once.
        read: How often the readers read.
        torn: What the readers saw that was not whole.
        wrong: What does not fit together at the end, of all that was kept.
        stale: How often somebody else was first.
        busy: How often the store was busy for too long.
        merged: How many edits were merged with those of others.
        seconds: How long it took.
        slowest: The slowest edit, in seconds, with all its attempts.
    """

    acknowledged: int
    lost: int
    doubled: int
    read: int
    torn: tuple[str, ...]
    wrong: tuple[str, ...]
    stale: int
    busy: int
    merged: int
    seconds: float
    slowest: float


def race(url: str, *, writers: int, edits: int, readers: int) -> Race:
    """Let them edit, and look at everything that is there in the end."""
    names = [f"w{number}" for number in range(writers)]
    with opened(url) as store:
        for plan_id in (PLAN, MIRROR):
            plan = counted(plan_id, names)
            store.save(plan, expected_revision=0, by="maria", at=AT)
    writing = [_started(url, "write", name, str(edits)) for name in names]
    reading = [_started(url, "read", f"r{number}") for number in range(readers)]
    for process in (*writing, *reading):
        if process.stdout is None or process.stdout.readline() != "ready\n":
            raise RuntimeError(process.args)
    started = monotonic()
    for process in (*writing, *reading):
        _say(process, "go\n")
    with ThreadPoolExecutor(writers + readers) as threads:
        written = list(threads.map(_answer, writing))
        seconds = monotonic() - started
        for process in reading:
            _say(process, "stop\n")
        seen = list(threads.map(_answer, reading))
    met = sum((Counter(one["met"]) for one in written), Counter[str]())
    acknowledged = {
        name: one["revisions"] for name, one in zip(names, written, strict=True)
    }
    with opened(url) as store:
        lost, doubled = _lost(store, acknowledged)
        wrong = tuple(_iter_wrong(store, acknowledged))
    return Race(
        acknowledged=sum(map(len, acknowledged.values())),
        lost=lost,
        doubled=doubled,
        read=sum(one["read"] for one in seen),
        torn=tuple(what for one in seen for what in one["wrong"]),
        wrong=wrong,
        stale=met["stale"],
        busy=met["busy"],
        merged=met["merged"],
        seconds=round(seconds, 1),
        slowest=round(max(max(one["took"]) for one in written), 2),
    )


def _started(url: str, *role: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, SCRIPT, url, *role],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _say(process: subprocess.Popen[str], line: str) -> None:
    if process.stdin is not None:
        process.stdin.write(line)
        process.stdin.flush()


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    answer = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(process.args, process.returncode)
    found: dict[str, Any] = json.loads(answer)
    return found


def _lost(store: Any, acknowledged: dict[str, list[int]]) -> tuple[int, int]:
    """Return how many edits the plan does not have, and how many it has twice."""
    final = {goal.id: goal.target.amount for goal in store.read(PLAN).plan.goals}
    lost = sum(max(0, len(acknowledged[name]) - int(final[name])) for name in final)
    notes = Counter(one.note for one in store.history(PLAN)[1:])
    lost += sum(
        f"{name}:{count}" not in notes
        for name, revisions in acknowledged.items()
        for count in range(1, len(revisions) + 1)
    )
    return lost, sum(many - 1 for many in notes.values())


def _iter_wrong(store: Any, acknowledged: dict[str, list[int]]) -> Iterator[str]:
    """Say what does not fit together, of all that the store has kept."""
    told: set[tuple[str, int]] = set()
    for plan_id in (PLAN, MIRROR):
        history = store.history(plan_id)
        if [one.revision for one in history] != list(range(1, len(history) + 1)):
            yield f"a gap in the history of {plan_id}"
        if any(
            one.recorded_at >= other.recorded_at for one, other in pairwise(history)
        ):
            yield f"instants of {plan_id} that do not ascend"
        told |= {(plan_id, one.revision) for one in history}
        yield from _iter_wrong_revisions(store, plan_id)
    yield from _iter_not_acknowledged(store, acknowledged)
    units = {
        f"{name}:{count}"
        for name, revisions in acknowledged.items()
        for count in range(2, len(revisions) + 1, 2)
    }
    entries = [entry.entry_id for entry in store.query()]
    if set(entries) != units or len(entries) != len(units):
        yield f"{len(entries)} booked facts of {len(units)}"
    yield from _iter_wrong_events(store, told)


def _iter_wrong_events(store: Any, told: set[tuple[str, int]]) -> Iterator[str]:
    """Say where the events are not those of the revisions, in their order."""
    events = list(store.iter_events())
    if [one.position for one in events] != list(range(1, len(events) + 1)):
        yield "a gap in the events"
    pairs = [(one.plan_id, one.revision) for one in events]
    if set(pairs) != told or len(pairs) != len(told):
        yield "events that are not those of the history"
    for plan_id in (PLAN, MIRROR):
        revisions = [revision for one, revision in pairs if one == plan_id]
        if revisions != sorted(revisions):
            yield f"events of {plan_id} that are out of order"


def _iter_wrong_revisions(store: Any, plan_id: str) -> Iterator[str]:
    """Say in which revision another count went up than that of who saved it."""
    before: dict[str, int] | None = None
    for one in store.history(plan_id):
        try:
            found = counts(store.read(plan_id, revision=one.revision))
        except HalfAPlanError as error:
            yield f"{plan_id}, half a revision: {error}"
            continue
        if before is not None:
            name, _, count = one.note.partition(":")
            now = int(count) if plan_id == PLAN else units_among(int(count))
            if found != before | {name: now} or now != before[name] + 1:
                yield f"{plan_id}, revision {one.revision}: {before}, {found}"
        before = found


def _iter_not_acknowledged(
    store: Any,
    acknowledged: dict[str, list[int]],
) -> Iterator[str]:
    """Say which edits are in another revision than their writer was told."""
    found = {one.note: one.revision for one in store.history(PLAN)}
    for name, revisions in acknowledged.items():
        for count, revision in enumerate(revisions, 1):
            if found.get(f"{name}:{count}") != revision:
                yield f"{name}:{count} is not in revision {revision}"


def main(url: str, writers: int = 16, edits: int = 250, readers: int = 4) -> None:
    """Print what came of it, the first things that were wrong only."""
    came = attrs.asdict(race(url, writers=writers, edits=edits, readers=readers))
    for name in ("torn", "wrong"):
        came[f"{name} count"] = len(came[name])
        came[name] = came[name][:5]
    print(json.dumps(came, indent=2))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
