"""A process that dies at any line leaves everything or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.integration.json_works import WORKS

# Every line takes minutes; benchmarks/reliability/lines.py tries them all.
STEP = 23

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a process is killed by its parent"
)


def killing(folder: Path, name: str) -> dict[str, Any]:
    script = str(Path(__file__).with_name("json_killing.py"))
    command = [sys.executable, script, str(folder), name, str(STEP)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.parametrize("name", WORKS)
def test_killed_at_any_line_it_leaves_before_or_after(
    tmp_path: Path, name: str
) -> None:
    found = killing(tmp_path, name)
    assert found["wrong"] == []
    assert found["lines"] > 100
    assert 0 < found["done"] < found["lines"]


def test_writing_in_place_is_caught(tmp_path: Path) -> None:
    found = killing(tmp_path, "naive")
    assert found["torn"] > 0
