"""What several processes do to a folder of JSON files."""

from __future__ import annotations

from pathlib import Path

from tests.integration.racing import EDITS, WRITERS, race


def test_four_processes_lose_no_edit(tmp_path: Path) -> None:
    acknowledged, there, revisions = race(f"json:///{tmp_path}/plans", "honest")
    assert len(acknowledged) == WRITERS * EDITS
    assert sorted(there) == sorted(acknowledged)
    assert revisions == list(range(1, WRITERS * EDITS + 2))


def test_the_race_finds_a_store_where_the_last_write_wins(tmp_path: Path) -> None:
    acknowledged, there, _ = race(f"json:///{tmp_path}/plans", "wins")
    assert len(set(there)) < len(acknowledged)
