"""Several processes that edit one plan at once, whatever keeps it."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from jbpcore.adapters.open_store import open_store
from jbpcore.testing.sample_records import small_plan

__all__ = ["EDITS", "WRITERS", "let_go", "race"]

AT = datetime(2026, 1, 7, tzinfo=UTC)
WRITERS, EDITS = 4, 25


def let_go(processes: list[subprocess.Popen[str]]) -> list[str]:
    """Start them together once all are ready, and return what they answer."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    with ThreadPoolExecutor(len(processes)) as threads:
        answers = list(threads.map(lambda one: one.communicate("go\n")[0], processes))
    assert [process.returncode for process in processes] == [0] * len(processes)
    return answers


def race(url: str, mode: str) -> tuple[list[str], list[str], list[int]]:
    """Return the lines that were acknowledged, those there are, and the revisions."""
    with open_store(url, tenant="acme") as store:
        contested = small_plan("contested")
        store.save(contested, expected_revision=0, by="maria", at=AT)
    script = str(Path(__file__).with_name("store_racing.py"))
    writers = [
        subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, script, url, f"w{number}", str(EDITS), mode],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    answers = let_go(writers)
    acknowledged = [line for answer in answers for line in json.loads(answer)]
    with open_store(url, tenant="acme") as store:
        there = store.read("contested").plan.notes.split()
        revisions = [revision.revision for revision in store.history("contested")]
    return acknowledged, there, revisions
