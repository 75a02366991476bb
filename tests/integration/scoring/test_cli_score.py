"""Scores on the command line: what is printed of which input."""

from __future__ import annotations

import csv
import errno
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.integration.scoring.score_files import TARGETS, Run, rows

from jbpcore.cli.main import main


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
