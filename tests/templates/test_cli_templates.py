"""`jbpcore templates` and `jbpcore new`, as people and scripts use them."""

from __future__ import annotations

import errno
import io
import json
import os
from pathlib import Path

import pytest

import jbpcore as jbp
from jbpcore.cli.main import main

# As the system says it, in its own language.
MISSING = os.strerror(errno.ENOENT)
ANSWERS = [
    "--answer=last_year_revenue=400000 EUR",
    "--answer=growth=15%",
    "--answer=new_customers=8",
    "--answer=certified_now=4",
    "--answer=mdf=20000",
]
FIRMS = ["--vendor", "Acme", "--partner", "Northwind", "--start", "2100-01-01"]

FUNDS = """
format = 1
key = "funds"
version = 1
name = "Funds"

[[questions]]
id = "has_funds"
name = "Are there funds?"
kind = "yes_no"
default = true

[[questions]]
id = "funds"
name = "How much?"
kind = "money"
required = true
when = { question = "has_funds", answer = "yes" }

[[goals]]
id = "spend"
name = "Spend with {partner.name}"
metric = "marketing-spend"
target = "funds"
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{one}\n" for one in lines)))


def test_new_asks_a_few_questions_and_saves_a_draft(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(
        monkeypatch, "Acme", "Northwind", "growth", "2100-01-01",
        "400000 EUR", "", "eight", "8", "4", "20000", "",
    )  # fmt: skip
    assert main(["new", "--zone", "Europe/Berlin"]) == 0
    shown = capsys.readouterr().out
    assert "That is no answer" in shown
    assert "Revenue with Northwind: 460000 EUR" in shown
    assert "Saved northwind-2100 in northwind-2100.json." in shown
    text = (tmp_path / "northwind-2100.json").read_text("utf-8")
    plan = jbp.loads(text, jbp.Plan)
    assert str(plan.template) == "growth@1"
    assert plan.goals[4].target == jbp.Money(20000, "EUR")
    assert len(plan.reviews) == 17
    assert plan.records[0].by == "you"


def test_new_asks_nothing_that_it_was_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(monkeypatch)
    told = ["new", "--template", "growth", *FIRMS, *ANSWERS, "--yes"]
    told += ["--you", "Maria Lopez", "--contact", "Tom Ek", "--months", "6"]
    told += ["--store", "sqlite:///plans.db", "--tenant", "acme"]
    assert main(told) == 0
    assert "Saved northwind-2100-01-01" in capsys.readouterr().out
    with jbp.open_store(f"sqlite:///{tmp_path / 'plans.db'}", tenant="acme") as store:
        plan = store.read("northwind-2100-01-01").plan
    assert {person.name for person in plan.people} == {"Maria Lopez", "Tom Ek"}
    assert plan.period.last_day.isoformat() == "2100-06-30"


def test_new_builds_on_last_years_plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(monkeypatch)
    assert main(["new", "--template=growth", *FIRMS, *ANSWERS, "--yes"]) == 0
    typed(monkeypatch, "", "", "", "", "", "", "y")
    told = ["new", "--template=growth", "--previous=northwind-2100.json"]
    told += ["--vendor=Acme", "--partner=Northwind"]
    assert main(told) == 0
    shown = capsys.readouterr().out
    # Nothing was booked, so last year's target is the base.
    assert "last year? [460000 EUR]" in shown
    plan = jbp.loads((tmp_path / "northwind-2101.json").read_bytes(), jbp.Plan)
    # 460,000 × 1.15
    assert plan.goals[0].target == jbp.Money(529000, "EUR")
    assert plan.previous_id == "northwind-2100"


def test_new_saves_nothing_where_the_answers_end_or_are_no(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(monkeypatch, "Acme", "Northwind")
    assert main(["new"]) == 2
    assert "the input ended" in capsys.readouterr().err
    typed(monkeypatch, "n")
    assert main(["new", "--template=growth", *FIRMS, *ANSWERS]) == 0
    assert "Nothing was saved." in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_new_overwrites_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text("mine", "utf-8")
    typed(monkeypatch)
    told = ["new", "--template=growth", *FIRMS, *ANSWERS, "--yes", "--out=mine.json"]
    assert main(told) == 2
    assert "left alone" in capsys.readouterr().err
    assert (tmp_path / "mine.json").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--answer=growth", "QUESTION=ANSWER"),
        ("--answer=growth=10", "10%"),
        ("--answer=grwoth=10%", "asks no such question"),
        ("--template=nobody", "no usable template"),
        ("--start=tomorrow", "a day such as"),
        ("--store=memory://", "given together"),
        ("--template=growth@newest", "key and version"),
        ("--previous=nowhere.json", f"nowhere.json: {MISSING}"),
        ("--out=nowhere/plan.json", f"nowhere/plan.json: {MISSING}"),
    ],
)
def test_new_says_what_is_wrong_with_an_option(
    option: str, said: str, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    typed(monkeypatch)
    told = ["new", "--template=growth", *FIRMS, *ANSWERS, "--yes", option]
    assert main(told) == 2
    assert said in capsys.readouterr().err


def test_new_refuses_a_file_that_is_there_before_it_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text("mine", "utf-8")
    typed(monkeypatch)
    assert main(["new", "--out=mine.json"]) == 2
    told = capsys.readouterr()
    assert "left alone" in told.err
    assert told.out == ""


def test_new_asks_what_depends_on_a_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "funds.toml"
    file.write_text(FUNDS, "utf-8")
    told = ["new", "--template=./funds.toml", *FIRMS, "--yes"]
    typed(monkeypatch, "", "5000 EUR")
    assert main([*told, "--out=one.json"]) == 0
    assert "Spend with Northwind: 5000 EUR" in capsys.readouterr().out
    typed(monkeypatch, "n")
    assert main([*told, "--out=two.json"]) == 0
    assert "How much?" not in capsys.readouterr().out


def test_a_version_that_is_none_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["templates", "show", "growth@newest"]) == 2
    assert main(["templates", "new", "ours", "--extends", "growth@9"]) == 2
    assert "in version 9" in capsys.readouterr().err
    assert main(["templates", "new", "ours", "--extends", "growth@1"]) == 0
    assert 'extends = "growth@1"' in (tmp_path / "ours.toml").read_text("utf-8")


def test_who_leaves_out_what_has_to_be_answered_is_helped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(
        monkeypatch, "Acme", "Northwind", "quarterly", "2100-01-01",
        "", "20000 EUR", "", "", "", "", "",
    )  # fmt: skip
    assert main(["new"]) == 0
    shown = capsys.readouterr().out.splitlines()
    at = shown.index("  That is no answer: it must be given, as the plan needs it.")
    assert shown[at - 1].startswith("  As booked. Where the business is seasonal, ")


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("quarterly", "  Pipeline call: every 2 weeks, monday"),
        ("growth", "  Monthly check-in: monthly, "),
    ],
)
def test_how_often_the_two_sides_meet_is_said(
    key: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["templates", "show", key]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [one for one in told if one.startswith(line)] != []


def test_templates_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "list"]) == 0
    assert "growth@1" in capsys.readouterr().out
    assert main(["templates", "show", "growth"]) == 0
    shown = capsys.readouterr().out
    for piece in ("last_year_revenue", "uplift", "day 15", "Monthly check-in"):
        assert piece in shown
    assert main(["templates", "show", "nobody"]) == 2


def test_a_template_is_begun_checked_and_compared(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["templates", "new", "ours"]) == 0
    assert main(["templates", "new", "growth-ours", "--extends", "growth"]) == 0
    assert main(["templates", "check", "ours.toml", "growth-ours.toml"]) == 0
    shown = capsys.readouterr().out
    assert "ours@1 is sound" in shown
    assert main(["templates", "new", "ours"]) == 2
    assert "there already" in capsys.readouterr().err
    file = tmp_path / "growth-ours.toml"
    text = file.read_text("utf-8")
    file.write_text(f"{text}months = 6\n", "utf-8")
    assert main(["templates", "diff", "growth", "growth-ours.toml"]) == 0
    assert "months: 12 becomes 6." in capsys.readouterr().out
    file.write_text(f"{text}months = 0\ncolour = 1\n", "utf-8")
    assert main(["templates", "check", "growth-ours.toml"]) == 1
    shown = capsys.readouterr().out
    assert "growth-ours.toml: 2 to mend" in shown
    assert main(["templates", "list", "--folder", str(tmp_path)]) == 1
    assert "growth-ours.toml" in capsys.readouterr().err


def test_the_schema_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["templates", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == jbp.template_schema()
