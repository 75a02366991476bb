"""Scores on the command line, kept in a store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from tests.integration.scoring.score_files import TARGETS, Run

from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.values.money import Money


def test_a_store_keeps_plans_and_bookings_and_a_second_time_changes_nothing(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "plans.db"
    _, first, err = run([*files, "--store", path, "--tenant", "acme"])
    assert "plans.db: 4 plans saved, 0 the same; 5 bookings added, 0 there" in err
    _, second, err = run([*files, "--store", path, "--tenant", "acme"])
    assert "plans.db: 0 plans saved, 4 the same; 0 bookings added, 5 there" in err
    assert first == second
    with open_store(f"sqlite:///{path}", tenant="acme") as store:
        assert [store.read(key).revision for key in store.iter_ids()] == [1] * 4
        assert len(list(store.query())) == 5
    with open_store(f"sqlite:///{path}", tenant="other") as store:
        assert list(store.iter_ids()) == []


def test_what_people_did_to_a_stored_plan_is_not_undone(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "plans.db"
    run([*files, "--store", path])
    at = datetime(2026, 5, 20, tzinfo=UTC)
    with open_store(f"sqlite:///{path}", tenant="default") as store:
        ann, bob = (store.read(f"{owner}-FY26").plan for owner in ("ann", "bob"))
        noted = attrs.evolve(ann, notes="Call them")
        store.save(noted, expected_revision=1, by="maria", at=at)
        proposed = attrs.evolve(bob, state=PlanState.PROPOSED)
        store.save(proposed, expected_revision=1, by="maria", at=at)
    other = TARGETS.replace("50.000,00", "60.000,00").replace("1.000,00", "2.000,00")
    (tmp_path / "targets.csv").write_text(other, "utf-8")
    _, _, err = run([*files, "--store", path])
    assert "plans.db: 1 plan saved, 2 the same" in err
    assert "warning: bob-FY26: The plan is proposed in the store" in err
    assert "[jbp.store.not_draft]" in err
    with open_store(f"sqlite:///{path}", tenant="default") as store:
        ann, bob = (store.read(f"{owner}-FY26").plan for owner in ("ann", "bob"))
    assert (ann.notes, ann.goals[0].target) == ("Call them", Money("110000", "USD"))
    assert bob == proposed


def test_bookings_that_contradict_the_store_are_not_written(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "plans.db"
    err = ""
    for amount in ("5", "6"):
        content = f"owner,date,amount,entry_id\nann,2026-05-01,{amount},a\n"
        (tmp_path / "actuals.csv").write_text(content, "utf-8")
        _, _, err = run([*files, "--store", path])
    assert "the store has others with the same ids: 1" in err


def interrupted(_: SqliteStore, __: Iterable[ActualEntry]) -> None:
    """Stand in for the writing of bookings, after that of plans."""
    raise KeyboardInterrupt


def test_ctrl_c_while_writing_leaves_no_new_store(
    files: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "append", interrupted)
        status, out, err = run([*files, "--store", tmp_path / "new.db"])
    assert (status, out) == (130, "")
    assert "interrupted" in err
    assert [path.name for path in tmp_path.iterdir() if "new.db" in path.name] == []


def test_ctrl_c_while_writing_leaves_a_store_as_it_was(
    files: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plans.db"
    run([*files, "--store", path])
    with (tmp_path / "targets.csv").open("a", encoding="utf-8") as stream:
        stream.write("new;2026-05;5\n")
    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "append", interrupted)
        assert run([*files, "--store", path])[0] == 130
    with open_store(f"sqlite:///{path}", tenant="default") as store:
        assert "new-FY26" not in list(store.iter_ids())
        assert len(list(store.iter_ids())) == 4
