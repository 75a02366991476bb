from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

import jbpcore
from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.cli.main import main
from jbpcore.cli.progress import Progress
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.values.money import Money

SOURCE = Path(jbpcore.__file__).parent.parent

# One owner on the way, one with a typing error, one without bookings, one without a
# target, one who is on no list at all. Halfway: 15 May is day 45 of 91.
TARGETS = """\
partner;month;target
ann;2026-04;20.000,00
ann;2026-05;30.000,00
ann;2026-06;50.000,00
bob;2026-05;1.000,00
bob;2026-06;-
cat;2026-04;lots
dan;2026-Q2;5
eve;2026-04;90
eve;2026-05;90
eve;2026-06;90
"""
ACTUALS = """\
date,owner,amount,note
2026-04-07,ann,12000.50,
2026-05-15,ann,8000,"a ""quoted"" note"
2026-05-16,ann,70000,after the day asked about
2026-05-02,bob,1500.00,
2026-05-32,bob,1,
2026-05-04,fox,77,
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    (tmp_path / "targets.csv").write_text(TARGETS, "utf-8")
    (tmp_path / "actuals.csv").write_text(ACTUALS, "utf-8")
    return [
        "score",
        *("--targets", str(tmp_path / "targets.csv")),
        *("--target-decimal-mark", "comma", "--target-group-mark", "point"),
        *("--actuals", str(tmp_path / "actuals.csv")),
        *("--as-of", "2026-05-15"),
    ]


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(arguments: Iterable[object]) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def rows(text: str) -> dict[str, dict[str, str]]:
    return {row["owner"]: row for row in csv.DictReader(io.StringIO(text))}


def test_a_score_is_printed_and_everything_else_said_beside_it(
    files: list[str], run: Run
) -> None:
    status, out, err = run([*files, "--format", "csv"])
    assert status == 0
    found = rows(out)
    assert list(found) == ["ann", "bob", "eve", "fox"]
    # Due: 20,000 + 30,000 × 15/31 = 34,516.13; in: 20,000.50.
    assert found["ann"]["expected_to_date"] == "34516.13"
    assert found["ann"]["attained"] == "20000.50"
    assert found["ann"]["variance"] == "-79999.50"
    assert found["ann"]["status"] == "off_track"
    assert found["bob"]["status"] == "met"
    assert (found["eve"]["status"], found["eve"]["attained"]) == ("no_data", "0.00")
    assert (found["fox"]["status"], found["fox"]["target"]) == ("no_target", "")
    for told in (
        "error: targets.csv:7:target:",
        "error: targets.csv:8:month:",
        "error: actuals.csv:6:date:",
        "Targets of bob cover 1 of 3 months",
        "Cells that are empty or a dash state no target: 1.",
        "Found 3 errors and 1 warning.",
        "targets.csv: 10 rows, 7 targets.",
        "actuals.csv: 6 rows, 5 bookings; 1 after 2026-05-15 do not count.",
        "Scored 4 goals of 4 owners as of 2026-05-15: 1 met, 1 no data, 1 no target, ",
    ):
        assert told in err


def test_the_table_says_the_same_in_words(files: list[str], run: Run) -> None:
    _, out, _ = run([*files, "--width", "200"])
    ann = next(line for line in out.splitlines() if line.startswith("ann"))
    assert "100,000" in ann
    assert "20,000" in ann
    assert "20%" in ann
    assert "Off track" in ann
    assert "No target" in out
    assert "No data" in out
    _, narrow, err = run([*files, "--width", "60"])
    assert max(map(len, narrow.splitlines()[2:])) <= 60
    assert "Left out for want of width" in err


def test_json_holds_rows_and_findings_and_no_floats(files: list[str], run: Run) -> None:
    def refuse(text: str) -> float:
        raise AssertionError(text)

    _, out, _ = run([*files, "--format", "json"])
    document: dict[str, Any] = json.loads(out, parse_float=refuse)
    assert document["as_of"] == "2026-05-15"
    assert document["health_counts"] == {
        "met": 1,
        "off_track": 1,
        "no_data": 1,
        "not_applicable": 1,
    }
    ann = document["rows"][0]
    assert (ann["attainment_exact"], ann["attainment"]) == ("40001/200000", "0.200005")
    codes = [finding["code"] for finding in document["findings"]]
    assert "jbp.targets.amount" in codes


@pytest.mark.parametrize(
    ("periods", "count"), [("all", 5), ("started", 4), ("current", 4)]
)
def test_periods_choose_what_is_printed(
    files: list[str], run: Run, tmp_path: Path, periods: str, count: int
) -> None:
    (tmp_path / "targets.csv").write_text(TARGETS + "ann;FY27;5\n", "utf-8")
    later = [*files, "--by", "quarter", "--periods", periods, "--format", "csv"]
    (tmp_path / "targets.csv").write_text(TARGETS + "ann;2026-07;5\n", "utf-8")
    _, out, err = run(later)
    assert len(out.splitlines()) == count + 1
    assert ("Not printed" in err) is (count < 5)


def test_strict_fails_on_any_error_or_warning_and_not_on_less(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    assert run([*files, "--strict"])[0] == 1
    (tmp_path / "targets.csv").write_text(
        "owner,month,target\nann,2026-05,-\n", "utf-8"
    )
    (tmp_path / "actuals.csv").write_text(
        "owner,date,amount\nann,2026-05-01,5\n", "utf-8"
    )
    assert run([*files, "--strict"])[0] == 0


def test_every_finding_may_go_to_a_file(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "findings.csv"
    bad = "".join(f"=cmd{n};2026;x\n" for n in range(50))
    (tmp_path / "targets.csv").write_text(TARGETS + bad, "utf-8")
    _, _, err = run([*files, "--errors", path])
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert len(found) == 3 + 1 + 1 + 100
    assert found[0]["row"] == "7"
    assert "… and 83 more; --errors FILE lists them all" in err
    status, _, err = run([*files, "--errors", tmp_path / "none" / "x.csv"])
    assert (status, "It cannot be written: " in err) == (2, True)
    assert "[jbp.table.unwritable]" in err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (["--targets", "missing.csv"], os.strerror(errno.ENOENT)),
        (["--actual-owner", "who"], "Use --actual-owner."),
        (["--target-amount", "who"], "Use --target-amount."),
        (["--encoding", "utf-16"], "byte order mark"),
        (["--target-group-mark", "comma"], "group_mark"),
        (["--delimiter", "x"], "delimiter"),
        (["--target-period", "target"], "targets.csv:2:target: period must be"),
    ],
)
def test_input_that_cannot_be_used_ends_in_2_and_prints_no_result(
    files: list[str], run: Run, change: list[str], told: str
) -> None:
    status, out, err = run([*files, *change])
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


COMPLETE = ["score", "--targets", "t", "--actuals", "a", "--as-of", "2026-05-15"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["score"],
        ["score", "--as-of", "15.05.2026"],
        ["score", "--as-of", "2026-02-30"],
        ["nothing"],
        [*COMPLETE, "--currency", "usd"],
        [*COMPLETE, "--currency", "XAU"],
        [*COMPLETE, "--date-format", "%x"],
        [*COMPLETE, "--as", "2026-05-15"],
    ],
)
def test_a_bad_command_line_ends_in_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_version_and_help_end_in_0(capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--version", "--help"):
        with pytest.raises(SystemExit) as caught:
            main([option])
        assert caught.value.code == 0
    with pytest.raises(SystemExit):
        main(["score", "--help"])
    assert "--actual-owner" in capsys.readouterr().out


def test_owners_may_be_joined_by_a_list(
    files: list[str], run: Run, tmp_path: Path
) -> None:
    owners = tmp_path / "owners.csv"
    owners.write_text(
        "id,key,name\nann,7,Ann Lee\nbob,8,Bob Ray\nidle,9,Ida Low\n", "utf-8"
    )
    content = "key,date,amount\n7,2026-04-07,5\nzz,2026-04-08,6\n"
    (tmp_path / "actuals.csv").write_text(content, "utf-8")
    _, out, err = run(
        [*files, "--owners", owners, "--actual-owner", "key", "--format", "csv"]
    )
    found = rows(out)
    assert (found["ann"]["name"], found["ann"]["attained"]) == ("Ann Lee", "5.00")
    assert found["unlisted-key:zz"]["status"] == "no_target"
    assert found["unlisted-id:eve"]["status"] == "no_data"
    assert "'zz' is not on the list of owners" in err
    assert "Without any target or booking that counts: Ida Low, cat, dan." in err


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


def process(arguments: list[str], **more: Any) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(SOURCE)} | more.pop("env", {})
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "jbpcore", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        **more,
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_ctrl_c_while_reading_ends_in_130_without_a_traceback(
    files: list[str], tmp_path: Path
) -> None:
    # A pipe that nobody closes: the command has begun to read and is not done.
    pipe = tmp_path / "actuals.csv"
    pipe.unlink()
    os.mkfifo(pipe)
    with (
        process([*files, "--store", str(tmp_path / "new.db")]) as running,
        pipe.open("w", encoding="utf-8") as stream,
    ):
        stream.write(ACTUALS)
        stream.flush()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, "")
    assert err.splitlines() == ["", "jbpcore score: interrupted"]
    assert not (tmp_path / "new.db").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_input_may_come_from_a_pipe(files: list[str], tmp_path: Path) -> None:
    pipe = tmp_path / "actuals.csv"
    pipe.unlink()
    os.mkfifo(pipe)
    with process([*files, "--format", "csv"]) as running:
        pipe.write_text(ACTUALS, "utf-8")
        out, _ = running.communicate(timeout=30)
    assert rows(out)["ann"]["attained"] == "20000.50"


def test_a_reader_that_goes_away_is_no_error_to_speak_of(files: list[str]) -> None:
    with process([*files, "--format", "csv"]) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        err = running.stderr.read()
    assert running.returncode == 141
    assert "Traceback" not in err


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_any_name_can_be_printed_anywhere(
    files: list[str], tmp_path: Path, form: str
) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text("owner;month;target\nJosé 東京;2026-05;5\n", "utf-8")
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    with process([*files, "--format", form], env=ascii_only) as running:
        out, err = running.communicate(timeout=30)
    assert running.returncode == 0, err
    assert ("José 東京" in out) is (form == "csv")  # a file of values is UTF-8 anywhere
    assert "Jos" in out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_for_long_inputs_only() -> None:
    screen = Terminal()
    progress = Progress(screen)
    watch = progress.watch("sales.csv")
    assert watch is not None
    watch(4_096)
    assert screen.getvalue() == ""
    watch(20_480)
    watch(24_576)
    assert screen.getvalue().endswith("\rreading sales.csv: 24,576 lines")
    progress.clear()
    assert screen.getvalue().endswith("\r" + " " * 31 + "\r")
    assert Progress(io.StringIO()).watch("sales.csv") is None


def test_progress_writes_nothing_into_a_file() -> None:
    file = io.StringIO()
    progress = Progress(file)
    progress.say("scoring")
    progress.clear()
    assert file.getvalue() == ""


def test_a_day_is_asked_for_as_it_was_known_then(files: list[str], run: Run) -> None:
    """What was booked later changes nothing, so an old score can be made again."""
    early = [*files, "--as-of", "2026-04-30", "--format", "csv"]
    found = rows(run(early)[1])
    assert found["ann"]["attained"] == "12000.50"
    assert found["ann"]["expected_to_date"] == "20000.00"
    assert "fox" not in found
    assert date.fromisoformat(found["ann"]["last_day"]) == date(2026, 6, 30)


LEDGER = """\
entry_id,owner,date,amount,status,reverses,recorded_at
so-1,ann,2026-04-20,7500,booked,,2026-04-21T08:00:00Z
so-2,ann,2026-05-04,1000,in dispute,,2026-05-05T08:00:00Z
op-1,ann,2026-06-20,35000,Negotiation,,2026-05-02T08:00:00Z
so-3,ann,2026-05-10,-500,booked,so-1,2026-05-20T08:00:00Z
"""


def ledger_files(folder: Path) -> list[str]:
    (folder / "targets.csv").write_text(
        "owner,period,target\nann,FY26-Q2,25000\nbob,FY26-Q2,100\n", "utf-8"
    )
    (folder / "actuals.csv").write_text(LEDGER, "utf-8")
    return [
        "score",
        *("--targets", str(folder / "targets.csv")),
        *("--actuals", str(folder / "actuals.csv")),
        *("--as-of", "2026-05-15", "--format", "csv"),
        *("--status-word", "Negotiation=pipeline"),
    ]


def test_what_is_disputed_or_open_stands_beside_what_is_in(
    tmp_path: Path, run: Run
) -> None:
    """7,500 less 500 taken back; 35,000 open is 1.944444 times the 18,000 missing."""
    status, out, err = run(ledger_files(tmp_path))
    assert status == 0
    ann = rows(out)["ann"]
    assert (ann["attained"], ann["disputed"]) == ("7000.00", "1000.00")
    assert (ann["pipeline"], ann["coverage_of_gap"]) == ("35000.00", "1.944444")
    assert ann["entries"] == "2"
    assert "actuals.csv: 4 rows, 4 bookings; 1 in dispute do not count" in err
    assert "1 open do not count" in err


def test_a_score_is_told_as_it_was_known(tmp_path: Path, run: Run) -> None:
    """The return of 10 May was written down on the 20th."""
    files = ledger_files(tmp_path)
    _, out, err = run([*files, "--known-at", "2026-05-16T00:00:00Z"])
    assert rows(out)["ann"]["attained"] == "7500.00"
    assert "1 recorded after 2026-05-16T00:00:00+00:00 do not count" in err


def test_no_bookings_are_zero_once_the_data_reach_so_far(
    tmp_path: Path, run: Run
) -> None:
    files = ledger_files(tmp_path)
    assert rows(run(files)[1])["bob"]["status"] == "no_data"
    _, out, _ = run([*files, "--data-through", "2026-05-15"])
    assert rows(out)["bob"]["status"] == "off_track"
    assert rows(out)["bob"]["attained"] == "0.00"


def test_a_status_that_nobody_explained_is_an_error_with_its_place(
    tmp_path: Path, run: Run
) -> None:
    _, out, err = run(ledger_files(tmp_path)[:-2])
    assert "error: actuals.csv:4:status: status must be one of booked" in err
    assert rows(out)["ann"]["pipeline"] == ""


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--known-at", "2026-05-16"),
        ("--data-through", "16 May"),
        ("--status-word", "Negotiation"),
        ("--status-word", "Negotiation=hoped"),
    ],
)
def test_an_option_that_says_nothing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*ledger_files(tmp_path), option, value])
    assert ended.value.code == 2
    assert option in capsys.readouterr().err
