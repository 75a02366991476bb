"""Kill work on a folder of JSON files at each of its lines. A script.

It is a process of its own so that it can fork: it has one thread and the imports done.
Prints how many lines there were, how often the work was done by then, and what was
wrong.

    python json_killing.py FOLDER WORK [STEP]

With a STEP, only one line of so many is tried.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.integration.json_works import (  # noqa: E402 - found by the line above
    ADAPTERS,
    WORKS,
    everything,
    made,
    opened,
    still_works,
)
from tests.integration.line_by_line import killed_at  # noqa: E402 - likewise

MOST_LINES = 20_000


def work_on(path: Path, name: str) -> None:
    """Open the store, do one thing, and close it."""
    with opened(path) as store:
        WORKS[name](store)


def write_in_place(path: Path, text: str) -> None:
    """Write as one would who knows nothing of kills."""
    with path.open("w", encoding="utf-8") as stream:
        half = len(text) // 2
        stream.write(text[:half])
        stream.flush()
        stream.write(text[half:])


def kill_naive(folder: Path) -> dict[str, object]:
    """Kill the naive way of writing at each of its lines."""
    path, before, after = folder / "plan.json", '{"name": "a"}', '{"name": "b"}'
    torn = lines = 0
    while True:
        path.write_text(before, encoding="utf-8")
        work = partial(write_in_place, path, after)
        if not killed_at(lines + 1, work, __file__):
            return {"lines": lines, "torn": torn}
        lines += 1
        torn += path.read_text(encoding="utf-8") not in {before, after}


def kill(folder: Path, name: str, step: int) -> dict[str, object]:
    """Kill one kind of work at each of its lines."""
    base = made(folder / "base")
    before = everything(base)
    whole = shutil.copytree(base, folder / "whole")
    work_on(whole, name)
    after = everything(whole)
    done = 0
    wrong: list[str] = []
    for number in range(1, MOST_LINES, step):
        path = shutil.copytree(base, folder / str(number))
        if not killed_at(number, partial(work_on, path, name), *ADAPTERS):
            return {"lines": number - 1, "done": done, "wrong": wrong}
        found = everything(path)
        done += found == after
        problems = still_works(path)
        if found not in (before, after):
            problems.append("neither before nor after")
        wrong += [f"line {number}: {what}" for what in problems]
        shutil.rmtree(path)
    return {"lines": MOST_LINES, "done": done, "wrong": ["it never came to its end"]}


if __name__ == "__main__":
    # A kill loses nothing that was written, so nobody has to wait for the disk.
    os.fsync = lambda fd: None  # noqa: ARG005 - as the real one
    place, kind = Path(sys.argv[1]), sys.argv[2]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    found = kill_naive(place) if kind == "naive" else kill(place, kind, every)
    print(json.dumps(found))  # noqa: T201 - the answer
