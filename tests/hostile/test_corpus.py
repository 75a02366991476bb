"""What fuzzers found and what they began from, fed to every reader again, in seconds.

``nox -s fuzz`` looks for more; it takes ten minutes for each reader.
"""

from __future__ import annotations

import importlib
import time
from pathlib import Path
from typing import Any

import pytest
from fuzz.harness import SurpriseError, attempt, expect, judge

from jbpcore.errors import JbpError
from jbpcore.values.ids import check_id

FUZZ = Path(__file__).resolve().parents[2] / "fuzz"
TARGETS = sorted(
    path.stem for path in (FUZZ / "targets").glob("*.py") if path.stem != "__init__"
)
MOST_BYTES = 300_000


def target(name: str) -> Any:
    return importlib.import_module(f"fuzz.targets.{name}")


@pytest.mark.parametrize("name", TARGETS)
def test_only_our_errors_come_of_what_is_kept(name: str) -> None:
    inputs = sorted((FUZZ / "corpus" / name).iterdir())
    assert inputs
    for path in inputs:
        data = path.read_bytes()
        assert len(data) <= target(name).LONGEST, path.name
        try:
            judge(target(name).check, data)
        except Exception as error:
            error.add_note(f"of {path}")
            raise


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_comes_of_nothing(name: str) -> None:
    for data in (b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"{" * 200, b'"' * 99):
        judge(target(name).check, data)


def test_what_is_kept_is_small_and_all_of_it_is_used() -> None:
    kept = [path for path in (FUZZ / "corpus").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in kept) < MOST_BYTES
    assert {path.parent.name for path in kept} == set(TARGETS)


def test_the_harness_lets_nothing_pass() -> None:
    with pytest.raises(ZeroDivisionError):
        judge(lambda _: 1 / 0, b"")  # type: ignore[arg-type] # it raises
    with pytest.raises(SurpriseError, match="took too long"):
        judge(lambda _: burn(0.1), b"", most_seconds=0.05)
    with pytest.raises(SurpriseError, match="differs"):
        expect([], "differs", 1, 2)
    assert attempt(check_id, "../etc", "Goal.id") is None
    with pytest.raises(RuntimeError):
        attempt(fail_with, RuntimeError("not one of ours"))
    with pytest.raises(SurpriseError, match="says nothing"):
        attempt(fail_with, JbpError())


def fail_with(error: Exception) -> None:
    raise error


def burn(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
