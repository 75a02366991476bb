"""The first page says what it is, shows it, and sets it up in one line each."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "README.md").read_text("utf-8").splitlines()
COMMANDS = [line for line in LINES if line.startswith("python3.11 -m venv ")]


def test_code_starts_on_the_first_screen() -> None:
    assert "```python" in LINES[:20]


def test_two_lines_set_it_up_for_use_and_for_its_tests() -> None:
    # CI runs these two lines as they stand.
    use, test = COMMANDS
    assert use.endswith(" && .venv/bin/jbpcore demo")
    assert test.endswith(" && .venv/bin/nox -s tests")


def test_contributors_are_told_the_same_line() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()
    assert COMMANDS[1] in contributing
