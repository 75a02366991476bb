"""A process that writes may die at any moment and any line, whatever it writes to.

The long forms, every line and thousands of kills, are in benchmarks/reliability.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarks.reliability.lines import OPENINGS
from benchmarks.reliability.writes import WRITES
from tests.integration.proving import proved

SEED = 20260107
# What has tests of its own at every line is not done again here.
LINES = [
    ("sqlalchemy-sqlite", list(WRITES), 67),
    ("sqlalchemy-sqlite", ["make"], 67),
    ("json", list(OPENINGS), 67),
    ("sqlite", list(OPENINGS), 29),
]

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork"), reason="a process is killed by its parent"
)


@pytest.mark.parametrize(("adapter", "kills"), [("json", 8), ("sqlalchemy-sqlite", 4)])
def test_killed_at_random_it_leaves_what_was_told_or_one_step_more(
    tmp_path: Path, adapter: str, kills: int
) -> None:
    (came,) = proved("kills.py", adapter, kills, SEED, tmp_path)
    assert came["wrong"] == []
    assert came["kills"] == kills


@pytest.mark.parametrize(("adapter", "writes", "step"), LINES)
def test_dead_at_any_line_it_leaves_all_or_nothing(
    adapter: str, writes: list[str], step: int
) -> None:
    came = proved("lines.py", adapter, ",".join(writes), step)
    assert [one["write"] for one in came] == writes
    for one in came:
        assert one["wrong"] == [], one["write"]
        assert one["deaths"] > 0, one["write"]


def test_units_of_work_that_hold_nothing_together_are_found() -> None:
    (came,) = proved("lines.py", "loose-units+sqlite", "unit", 25)
    assert came["wrong"]
