"""A process may die at any line of any write; the file holds all of it or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
OLD = HERE.parent / "golden" / "store-1" / "sqlite.sql"

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="this system has no fork"
)


def deaths(folder: Path, *arguments: str) -> Any:
    script = str(HERE / "sqlite_dying.py")
    command = [sys.executable, script, str(folder), *arguments]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    "write", ["save", "begin", "delete", "restore", "append", "erase", "unit"]
)
def test_death_at_any_line_leaves_all_or_nothing(tmp_path: Path, write: str) -> None:
    seen = deaths(tmp_path, write)
    assert seen["wrong"] == []
    assert set(seen["found"]) == {"before", "after"}
    assert seen["found"]["before"] > 20


def test_death_while_a_store_is_brought_up_leaves_the_old_one_or_the_new(
    tmp_path: Path,
) -> None:
    seen = deaths(tmp_path, "bring up", str(OLD))
    assert seen["wrong"] == []
    assert set(seen["found"]) == {"before", "after"}
    assert seen["found"]["before"] > 100


def test_two_writes_that_nothing_holds_together_are_found(tmp_path: Path) -> None:
    assert deaths(tmp_path, "torn")["wrong"]
