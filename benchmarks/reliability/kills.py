"""Kill a process that writes, at random moments; is everything there that was told?

    python benchmarks/reliability/kills.py ADAPTER KILLS SEED FOLDER

On a disk that takes its time, most kills come while a step is being made safe.

A process writes without end, in every way there is, and says so each time that the
store has told it that it is done. It is killed. Then a new opening of the store has to
hold what the steps that were told make of it, or one step more, to the last character.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.reliability.contents import (
    contradictions,
    everything,
)
from benchmarks.reliability.stores import (
    Place,
    doom,
    settled,
)
from benchmarks.reliability.writes import STEPS, take_step

from jbpcore.adapters.memory import MemoryStore

__all__ = ["Kills", "kill"]

ROUNDS = 12  # kills of one store, before it gets long to compare


@attrs.define
class Kills:
    """What came of it.

    Attributes:
        kills: How often a process was killed.
        steps: How many steps were told to be done.
        untold: How often a step was done that nobody was told of any more.
        wrong: What was found that must not be.
        begun: The kills before anything of a new store was told.
    """

    kills: int = 0
    steps: int = 0
    untold: int = 0
    begun: int = 0
    wrong: list[str] = attrs.field(factory=list)


@attrs.define
class _Round:
    """A store and what it has to hold."""

    place: Place
    model: MemoryStore
    done: int = 0

    def go_on(self) -> None:
        """Take the next step in memory alone."""
        take_step(self.model, self.done)
        self.done += 1


def kill(adapter: str, kills: int, seed: int, folder: Path) -> Kills:
    """Kill that often, and look each time."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret about it
    came = Kills()
    longest = _seconds_of_a_turn(adapter, folder)
    now = None
    for number in range(kills):
        if now is None or number % ROUNDS == 0:
            now = _begun(adapter, folder)
        # A third come while a process opens the store, or has just begun.
        most = longest / 8 if number % 3 == 0 else longest
        told = _killed(now, chance.uniform(0, most))
        settled(folder, adapter)
        came.kills += 1
        came.steps += told
        came.begun += now.done + told == 0
        _look(now, told, came)
    return came


def _begun(adapter: str, folder: Path) -> _Round:
    where = folder / "now"
    shutil.rmtree(where, ignore_errors=True)
    place = Place.made(adapter, where, None)
    return _Round(place, MemoryStore(tenant=place.tenant))


def _seconds_of_a_turn(adapter: str, folder: Path) -> float:
    now = _begun(adapter, folder)
    started = time.monotonic()
    with now.place.opened() as store:
        for number in range(STEPS):
            take_step(store, number)
    return time.monotonic() - started


def _killed(now: _Round, after_seconds: float) -> int:
    """Let a fork write, kill it, and return how many steps it told of."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        doom()
        _write_without_end(now, writing)
    os.close(writing)
    time.sleep(after_seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    told = 0
    while received := os.read(reading, 4096):
        told += len(received)
    os.close(reading)
    return told


def _write_without_end(now: _Round, tell: int) -> None:
    try:
        with now.place.opened() as store:
            number = now.done
            while True:
                take_step(store, number)
                os.write(tell, b".")
                number += 1
    finally:
        os._exit(1)


def _look(now: _Round, told: int, came: Kills) -> None:
    """Compare the store with the steps that were told, or with one more."""
    for _ in range(told):
        now.go_on()
    with now.place.opened() as store:
        found = everything(store)
        if found != everything(now.model):
            now.go_on()
            came.untold += 1
            if found != everything(now.model):
                came.wrong.append(
                    f"kill {came.kills}: neither {told} steps nor one more"
                )
        came.wrong += [f"kill {came.kills}: {what}" for what in contradictions(store)]


def main(adapter: str, kills: int, seed: int, where: str) -> None:
    """Print what came of it."""
    started = time.monotonic()
    with TemporaryDirectory(dir=where) as folder:
        came = kill(adapter, kills, seed, Path(folder))
    answer = attrs.asdict(came) | {"seconds": round(time.monotonic() - started)}
    print(json.dumps({"adapter": adapter, "seed": seed} | answer))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
