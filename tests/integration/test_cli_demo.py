"""The demo: what it prints, and what it keeps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import attrs
import pytest

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.cli import demo, demo_programme
from jbpcore.cli.demo_partners import PARTNERS
from jbpcore.cli.main import main
from jbpcore.values.money import Money
from jbpcore.views.text_layout import cells

TENANT = "jbpcore-demo"


def run_demo(*options: object) -> int:
    return main(["demo", *map(str, options)])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "demo.db"


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().out.split())


# What it prints


def test_the_founding_case_is_explained_to_the_cent(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_demo("--store", file) == 0
    text = said(capsys)
    # Even: 25,000 x 45 / 91. By month: 25,000 x (20 % + 30 % x 15 / 31).
    for row in (
        "In so far $7,500.00 (30%) $7,500.00 (30%)",
        "Due by now $12,362.64 $8,629.03",
        "Pace index 0.607 0.869",
        "Behind pace by $4,862.64 $1,129.03",
        "Missing to target $17,500.00 $17,500.00",
        "Rate so far $166.67 a day $166.67 a day",
        "Rate needed from here $380.43 a day $380.43 a day",
        "Lift needed 2.28 times 2.28 times",
        "Ends at this pace $15,166.67 $21,728.97",
        "Verdict ▼ Off track ◆ At risk",
        "a pace index of 0.607 ($7,500.00 ÷ $12,362.64; off track is below 0.80)",
    ):
        assert row in text


def test_the_ledger_shows_what_was_taken_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_demo("--store", file)
    assert "May 6, 2026 -$1,500.00 takes back Apr 27, 2026" in said(capsys)


def test_the_portfolio_comes_from_the_worst_partner_down(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_demo("--store", file)
    text = capsys.readouterr().out
    names = [member.name for member in PARTNERS]
    headings = [
        line.partition(" (")[0]
        for line in text.splitlines()
        if line.partition(" (")[0] in names
    ]
    assert sorted(headings) == sorted(names)
    assert headings[:3] == ["Eskmoor IT", "Alderwick Systems", "Valdoriz Soluciones"]
    assert "Hespermoor Security (2)" in text  # no data yet
    assert "no target is agreed" in text


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 200])
@pytest.mark.usefixtures("file")
def test_no_line_is_wider_than_the_screen(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    run_demo("--store", "d.db")
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cells, lines)) <= columns
    assert not any(line != line.rstrip() for line in lines)


def test_a_goal_name_is_whole_on_eighty_columns(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_demo("--store", file)
    assert "…" not in capsys.readouterr().out


def test_another_day_can_be_asked_about(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_demo("--store", file, "--as-of", "2026-06-30") == 0
    text = said(capsys)
    assert "Quillmarsh Software on Jun 30, 2026" in text
    assert "Missed: $7,500.00 of $25,000.00" in text
    assert "overdue: Join the three largest renewal calls" in text
    for day in ("2026-03-01", "2026-04-01", "2030-01-01", "1901-01-01"):
        assert run_demo("--store", file, "--as-of", day) == 0


@pytest.mark.parametrize("day", ["20260515", "15.05.2026", "2026-02-30", "today", ""])
def test_a_day_that_is_none_is_refused_with_advice(
    file: Path, capsys: pytest.CaptureFixture[str], day: str
) -> None:
    with pytest.raises(SystemExit):
        run_demo("--store", file, f"--as-of={day}")
    assert "is no day; write it like 2026-05-15" in capsys.readouterr().err
    assert not file.exists()


# What it keeps


def test_it_reads_back_what_it_made(file: Path) -> None:
    run_demo("--store", file)
    with SqliteStore(file, tenant=TENANT) as store:
        stored = [store.read(plan_id) for plan_id in store.iter_ids()]
        entries = list(store.query())
    plans = demo_programme.make_plans()
    assert [found.plan for found in stored] == sorted(plans, key=lambda plan: plan.id)
    assert {found.revision for found in stored} == {1}
    assert {found.saved_at for found in stored} == {demo_programme.SAVED_AT}
    assert sorted(entries, key=lambda entry: entry.entry_id) == sorted(
        demo_programme.make_entries(), key=lambda entry: entry.entry_id
    )


@pytest.mark.usefixtures("file")
def test_twice_is_the_same_as_once(capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for _ in range(3):
        assert run_demo("--store", "d.db") == 0
        outputs.append(capsys.readouterr().out.splitlines())
    assert outputs[0][:-1] == outputs[1][:-1]
    assert outputs[1] == outputs[2]
    assert outputs[0][-1] == "12 plans and 135 bookings, made and kept in d.db."
    assert outputs[1][-1] == "12 plans and 135 bookings, read from d.db."
    with SqliteStore("d.db", tenant=TENANT) as store:
        assert len(list(store.query())) == len(demo_programme.make_entries())


def test_without_an_option_it_makes_one_file_in_the_current_folder(file: Path) -> None:
    assert run_demo() == 0
    assert [path.name for path in file.parent.iterdir()] == ["jbpcore-demo.db"]


def test_what_somebody_changed_in_the_demo_stays(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_demo("--store", file)
    plan_id = demo_programme.FOUNDING_PLAN
    with SqliteStore(file, tenant=TENANT) as store:
        plan = store.read(plan_id).plan
        goals = (attrs.evolve(plan.goals[0], target=Money("15000", "USD")),)
        changed = attrs.evolve(plan, goals=goals)
        saved = demo_programme.SAVED_AT
        store.save(changed, expected_revision=1, by="maya-okonjo", at=saved)
    capsys.readouterr()
    assert run_demo("--store", file) == 0
    assert "$7,500 of $15,000" in said(capsys)
    with SqliteStore(file, tenant=TENANT) as store:
        assert store.read(plan_id).revision == 2


@pytest.mark.parametrize("content", [b"owner,target\nnorthwind,25000\n", b"\0" * 5000])
def test_a_file_of_another_kind_is_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file.write_bytes(content)
    assert run_demo("--store", file) == 2
    assert file.read_bytes() == content
    assert "Cannot use" in capsys.readouterr().err


def test_another_programs_database_is_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    content = file.read_bytes()
    assert run_demo("--store", file) == 2
    assert file.read_bytes() == content
    assert "another program made" in capsys.readouterr().err


def test_a_store_with_plans_of_ones_own_is_left_alone(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = demo_programme.make_plans()[0]
    with SqliteStore(file, tenant="acme") as store:
        saved = demo_programme.SAVED_AT
        store.save(plan, expected_revision=0, by="maria", at=saved)
    assert run_demo("--store", file) == 2
    assert "holds no demo" in capsys.readouterr().err
    with SqliteStore(file, tenant=TENANT) as store:
        assert not list(store.iter_ids())
        assert not list(store.query())


def test_an_empty_file_is_as_good_as_none(file: Path) -> None:
    file.touch()
    assert run_demo("--store", file) == 0


@pytest.mark.parametrize("place", [".", "no-such-folder/demo.db"])
def test_a_place_without_a_file_is_refused_with_the_cause(
    file: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    assert run_demo("--store", place) == 2
    assert "The cause: unable to open database file." in capsys.readouterr().err
    assert not list(file.parent.iterdir())


def test_ctrl_c_leaves_nothing_behind(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "make_entries", interrupted)
    assert run_demo("--store", file) == 130
    assert not list(file.parent.iterdir())
    monkeypatch.undo()
    assert run_demo("--store", file) == 0
