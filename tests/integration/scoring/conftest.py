"""The options for the files of a quarter, and the command that measures them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.integration.scoring.score_files import ACTUALS, TARGETS, Run

from jbpcore.cli.main import main


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


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(arguments: Iterable[object]) -> tuple[int, str, str]:
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command
