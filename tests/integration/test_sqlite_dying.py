"""A process may die at any line of any write; the file holds all of it or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

HERE = Path(__file__).parent
OLD = HERE.parent / "golden" / "store-1" / "sqlite.sql"

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="this system has no fork"
)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder in memory where there is one.

    A process that dies loses nothing that it wrote to a file, on a disk or not; and a
    thousand times waiting for the disk is long.
    """
    in_memory = Path("/dev/shm")  # noqa: S108 - a folder of our own in it
    where = in_memory if os.access(in_memory, os.W_OK) else None
    with TemporaryDirectory(dir=where) as name:
        yield Path(name)


def deaths(folder: Path, *arguments: str) -> Any:
    script = str(HERE / "sqlite_dying.py")
    command = [sys.executable, script, str(folder), *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    "write", ["save", "begin", "delete", "restore", "append", "erase", "unit"]
)
def test_death_at_any_line_leaves_all_or_nothing(folder: Path, write: str) -> None:
    seen = deaths(folder, write)
    assert seen["wrong"] == []
    assert set(seen["found"]) == {"before", "after"}
    assert seen["found"]["before"] > 20


def test_death_while_a_store_is_brought_up_leaves_the_old_one_or_the_new(
    folder: Path,
) -> None:
    seen = deaths(folder, "bring up", str(OLD))
    assert seen["wrong"] == []
    assert set(seen["found"]) == {"before", "after"}
    assert seen["found"]["before"] > 100


def test_two_writes_that_nothing_holds_together_are_found(folder: Path) -> None:
    assert deaths(folder, "torn")["wrong"]
