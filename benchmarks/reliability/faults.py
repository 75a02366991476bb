"""Let the disk be full or broken at the n-th call, for every n; what is left?

    python benchmarks/reliability/faults.py ADAPTER [WRITES [STEP]]

Takes gcc and Linux: the calls of the C library fail, see ``failing_calls.c``, so that
SQLite and Python meet what they would meet on such a disk. Each write is done with the
first call failing, with the second, and so on until it comes to its end: once with only
that call failing, once with all from that one on; with ENOSPC and with EIO.

With a STEP, only one call of so many fails.

Every time the write has to raise an error of ours or be done. Then the same opening and
a new one have to find what was there before, or what is there after the whole write.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import subprocess
import sys
import time
from collections import Counter
from itertools import count, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
from benchmarks.reliability.writes import WRITES, fill, use

from jbpcore.errors import StorageError, StoreUnavailableError

__all__ = ["CODES", "Faults", "built", "inject"]

CODES = {"ENOSPC": errno.ENOSPC, "EIO": errno.EIO}
SOURCE = Path(__file__).with_name("failing_calls.c")


@attrs.define
class Faults:
    """What came of it.

    Attributes:
        injected: How often a call failed.
        refused: How often the write raised an error of ours.
        untold: How often it was there nevertheless.
        calls: Which calls failed, the first one of each trial.
        wrong: What was found that must not be.
    """

    injected: int = 0
    refused: int = 0
    untold: int = 0
    calls: Counter[str] = attrs.field(factory=Counter)
    wrong: list[str] = attrs.field(factory=list)


def built(folder: Path) -> Path:
    """Build the library that lets calls fail."""
    library = folder / "failing_calls.so"
    options = ("-shared", "-fPIC", "-O1", "-Wall", "-Werror")
    command = ["gcc", *options, "-o", str(library), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return library


class _Calls:
    """The calls of this process, some of which fail."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.fail_at.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self._library.stop_failing.restype = ctypes.c_long
        self._library.failed_call.restype = ctypes.c_char_p

    def fail_at(self, number: int, code: int, *, for_good: bool) -> None:
        self._library.fail_at(number, code, for_good)

    def stop(self) -> tuple[int, str]:
        """Return how many there were, and which one failed first."""
        counted = self._library.stop_failing()
        return counted, self._library.failed_call().decode()


@attrs.frozen
class _Trial:
    """A write that meets a failing call."""

    adapter: str
    name: str
    number: int
    code: int
    for_good: bool

    def __str__(self) -> str:
        """Say what fails."""
        since = "from" if self.for_good else "at"
        return f"{self.name}, {errno.errorcode[self.code]} {since} {self.number}"

    def run(self, place: Place, states: dict[str, object]) -> dict[str, Any]:
        """Do it in a fork, and return what that saw."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            doom()
            try:
                answer = json.dumps(self._tried(place, states)).encode()
                os.write(writing, answer)
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            answer = stream.read()
        os.waitpid(child, 0)
        found: dict[str, Any] = json.loads(answer or b'{"died": 1}')
        return found

    def _tried(self, place: Place, states: dict[str, object]) -> dict[str, Any]:
        calls, error = _Calls(), ""
        store = None if self.name == "make" else place.opened()
        calls.fail_at(self.number, self.code, for_good=self.for_good)
        try:
            if store is None:
                store = place.opened()
            else:
                WRITES[self.name](store)
        except StorageError as raised:
            error = type(raised).__name__
        except BaseException as raised:  # noqa: BLE001 - that there is none is the point
            error = f"foreign: {raised!r}"
        counted, failed = calls.stop()
        answer = {"calls": counted, "failed": failed, "error": error}
        if store is not None:
            with store:
                answer["found"] = _name_of(everything(store), states)
        return answer


def inject(adapter: str, name: str, step: int, folder: Path) -> Faults:
    """Let the first call of a write fail, then the next, or one of so many."""
    base = Place.made(adapter, folder / "base", None if name == "make" else fill)
    whole = base.copied(folder / "whole")
    states = {"before": _said(base.copied(folder / "same"))}
    if name != "make":
        with whole.opened() as store:
            WRITES[name](store)
        states["after"] = _said(whole)
    came = Faults()
    # A line that breaks does so in one way.
    codes = CODES.values() if adapter != SERVER else [errno.EIO]
    for code, for_good in product(codes, [False, True]):
        for number in count(1, step):
            trial = _Trial(adapter, name, number, code, for_good)
            place = base.copied(folder / "now")
            answer = trial.run(place, states)
            if answer.get("calls", number) < number:
                break
            settled(folder, adapter)
            _look(trial, place, states, answer, came)
    return came


def _look(
    trial: _Trial,
    place: Place,
    states: dict[str, object],
    answer: dict[str, Any],
    came: Faults,
) -> None:
    """Look at what was left, and go on."""
    came.injected += 1
    came.calls[answer.get("failed", "?")] += 1
    error = answer.get("error")
    came.refused += bool(error)
    with place.opened() as store:
        found = _name_of(everything(store), states)
        problems = contradictions(store)
        use(store)
        problems += contradictions(store)
    came.untold += bool(error) and found == "after"
    rules = {
        "the process died": "died" in answer,
        f"{error}": error not in {"", StoreUnavailableError.__name__},
        f"{found}": found == "neither",
        f"told to be done, and it is as {found}": not error
        and found not in _done(trial),
        f"{found}, and {answer.get('found')} by the opening from before": found
        != answer.get("found", found),
    }
    problems += [what for what, is_so in rules.items() if is_so]
    came.wrong += [f"{trial}: {what}" for what in problems]


def _done(trial: _Trial) -> str:
    return "before" if trial.name == "make" else "after"


def _name_of(found: object, states: dict[str, object]) -> str:
    return next((name for name, state in states.items() if state == found), "neither")


def _said(place: Place) -> object:
    with place.opened() as store:
        return everything(store)


def main(adapter: str, names: str = "", step: str = "1") -> None:
    """Print what came of some writes, with commas between, or of each."""
    for one in names.split(",") if names else [*WRITES, "make"]:
        started = time.monotonic()
        with TemporaryDirectory(dir=in_memory()) as folder:
            came = attrs.asdict(inject(adapter, one, int(step), Path(folder)))
        came["wrong count"], came["wrong"] = len(came["wrong"]), came["wrong"][:5]
        came["seconds"] = round(time.monotonic() - started)
        print(json.dumps({"adapter": adapter, "write": one} | came), flush=True)


if __name__ == "__main__":
    if "failing_calls" in os.environ.get("LD_PRELOAD", ""):
        main(*sys.argv[1:])
    else:
        with TemporaryDirectory() as library_folder:
            preloaded = {"LD_PRELOAD": str(built(Path(library_folder)))}
            command = [sys.executable, *sys.argv]
            sys.exit(subprocess.run(command, env=os.environ | preloaded).returncode)  # noqa: PLW1510 - handed on
