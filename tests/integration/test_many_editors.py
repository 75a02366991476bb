"""Several processes edit one plan while another reads it, whatever keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.reliability.stores import ADAPTERS, url_in
from benchmarks.reliability.writers import race

WRITERS, EDITS = 3, 15


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_no_edit_is_lost_and_nobody_reads_half_a_plan(
    tmp_path: Path, adapter: str
) -> None:
    came = race(url_in(tmp_path, adapter), writers=WRITERS, edits=EDITS, readers=1)
    assert (came.torn, came.wrong) == ((), ())
    assert (came.lost, came.doubled) == (0, 0)
    assert came.acknowledged == WRITERS * EDITS
    assert came.read > 1
    assert came.stale > 0, "nobody ever met anybody"


def test_a_store_where_the_last_write_wins_is_found(tmp_path: Path) -> None:
    url = url_in(tmp_path, "last-write-wins+sqlite")
    came = race(url, writers=WRITERS, edits=EDITS, readers=1)
    assert came.lost > 0
    assert came.wrong


def test_a_store_that_tears_saves_is_found_by_its_readers(tmp_path: Path) -> None:
    url = url_in(tmp_path, "tears-saves+sqlite")
    came = race(url, writers=2, edits=EDITS, readers=1)
    assert any(what.startswith("half a plan") for what in came.torn)
