"""Scores in a process of its own: interrupted, piped, on a terminal."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.integration.scoring.score_files import ACTUALS, rows

import jbpcore
from jbpcore.cli.progress import Progress

SOURCE = Path(jbpcore.__file__).parent.parent


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
