"""Let a process die at every line of a write; is all of it there, or nothing?

    python benchmarks/reliability/lines.py ADAPTER [WRITES [STEP]]

For each line of the adapter that the write executes, a fork does the write and dies
there. Then a new opening has to find what was there before, or what is there after the
whole write, nothing that contradicts itself, and has to be able to go on. With a STEP,
only one line of so many is tried.

Besides the writes of :mod:`writes` there are ``make``, which opens a store where there
is none, and ``recover``, which opens one that a process has left that died in the
middle of the largest write.
"""

from __future__ import annotations

import json
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from functools import partial
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
    SERVER,
    Place,
    doom,
    in_memory,
    settled,
)
from benchmarks.reliability.writes import LENA, WRITES, fill, use
from tests.integration.line_by_line import broken_off_at

from jbpcore import adapters
from jbpcore.ports.storage import Store

__all__ = ["OPENINGS", "Deaths", "die"]

ADAPTER_CODE = str(Path(adapters.__path__[0]))
OPENINGS = ("make", "recover")
ERASING = ("erase", "recover")
MOST_LINES = 50_000


@attrs.frozen
class Deaths:
    """What came of it.

    Attributes:
        deaths: At how many lines a process died.
        done: How often the whole write was there nevertheless.
        wrong: What was found that must not be.
    """

    deaths: int
    done: int
    wrong: list[str]


@attrs.frozen
class _Trial:
    """One kind of write to one kind of store."""

    adapter: str
    name: str

    @property
    def write(self) -> Callable[[Store], None]:
        """What is done; for an opening, nothing."""
        return WRITES.get(self.name, _nothing)

    def dies(self, number: int, place: Place) -> bool:
        """Do it in a fork that dies at that line; whether it got there."""
        child = os.fork()
        if child == 0:
            status = 2
            doom()
            try:
                self._do_traced(number, place)
                status = 0
            finally:
                os._exit(status)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status not in {0, 1}:
            raise RuntimeError(number, "the write itself failed at this line")
        return status == 1

    def _do_traced(self, number: int, place: Place) -> None:
        def end() -> None:
            os._exit(1)

        if self.name in OPENINGS:
            work = partial(_do, place, _nothing)
            broken_off_at(number, work, (ADAPTER_CODE,), end)
            return
        with place.opened() as store:
            broken_off_at(number, partial(self.write, store), (ADAPTER_CODE,), end)


def _nothing(_: Store) -> None:
    """Leave the store as it is."""


def _do(place: Place, write: Callable[[Store], None]) -> None:
    with place.opened() as store:
        write(store)


def _said(place: Place) -> object:
    with place.opened() as store:
        return everything(store)


def die(adapter: str, name: str, step: int, folder: Path) -> Deaths:
    """Die at every line, or at one of so many."""
    trial = _Trial(adapter, name)
    base = Place.made(adapter, folder / "base", None if name == "make" else fill)
    if name == "recover":
        base = _left_by_a_death(_Trial(adapter, "erase"), base, folder)
    before = _said(base.copied(folder / "same"))
    whole = base.copied(folder / "whole")
    _do(whole, trial.write)
    after = _said(whole)
    done = deaths = 0
    wrong: list[str] = []
    for number in range(1, MOST_LINES, step):
        place = base.copied(folder / "now")
        if not trial.dies(number, place):
            break
        deaths += 1
        settled(folder, adapter)
        found, problems = _found(trial, place, before, after)
        done += found == after
        wrong += [f"line {number}: {what}" for what in problems]
    else:
        wrong.append("it never came to its end")
    return Deaths(deaths, done, wrong)


def _found(
    trial: _Trial, place: Place, before: object, after: object
) -> tuple[object, list[str]]:
    """Open what was left, and go on; return what was there, and what was wrong."""
    with place.opened() as store:
        found = everything(store)
        problems = contradictions(store)
        if found not in (before, after):
            problems.append("neither before nor after")
        elif found != after:
            trial.write(store)
            if everything(store) != after:
                problems.append("it cannot be done again")
    if trial.name in ERASING and found == after:
        problems += [
            f"what was erased is in {file.name}"
            for file in place.folder.rglob("*")
            if file.is_file() and LENA.encode() in file.read_bytes()
        ]
    _do(place, use)
    with place.opened() as store:
        problems += contradictions(store)
    return found, problems


def _left_by_a_death(trial: _Trial, base: Place, folder: Path) -> Place:
    """Return what a write leaves that is done, and not yet finished."""
    whole = base.copied(folder / "erased")
    _do(whole, trial.write)
    after = _said(whole)

    def is_done(number: int) -> bool:
        left = base.copied(folder / "left")
        # Looking finishes it, so that only a copy is looked at.
        return (
            not trial.dies(number, left)
            or _said(left.copied(folder / "looked")) == after
        )

    first = bisect_left(range(1, MOST_LINES), x=True, key=is_done) + 1
    left = base.copied(folder / "left")
    if not trial.dies(first, left):
        raise AssertionError(trial)
    return left


def main(adapter: str, names: str = "", step: str = "1") -> None:
    """Print what came of some writes, with commas between, or of each."""
    # A server has its own ways to recover.
    openings = OPENINGS[: 1 if adapter == SERVER else None]
    for one in names.split(",") if names else [*WRITES, *openings]:
        started = time.monotonic()
        with TemporaryDirectory(dir=in_memory()) as folder:
            came = attrs.asdict(die(adapter, one, int(step), Path(folder)))
        came["wrong count"], came["wrong"] = len(came["wrong"]), came["wrong"][:5]
        came["seconds"] = round(time.monotonic() - started)
        print(json.dumps({"adapter": adapter, "write": one} | came), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
