"""What happens to the file, whatever happens to the process and the disk."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jbpcore import open_store
from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.ports.storage import Store
from jbpcore.testing.sample_records import small_plan
from jbpcore_journal import JournalStore, open_journal
from jbpcore_journal.store import CannotForgetError

AT = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)

# Saves plan after plan, and tells of each when it is saved.
SAVING = """
import sys
from datetime import UTC, datetime
from itertools import count
from jbpcore.testing.sample_records import small_plan
from jbpcore_journal import JournalStore

store = JournalStore(sys.argv[1], tenant="acme")
for number in count():
    at = datetime(2026, 1, 7, tzinfo=UTC)
    store.save(small_plan(f"p{number}"), expected_revision=0, by="maria", at=at)
    print(number, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plans.journal"


@pytest.fixture
def store(path: Path) -> JournalStore:
    return JournalStore(path, tenant="acme")


def save(store: Store, plan_id: str, expected_revision: int = 0) -> int:
    return store.save(
        small_plan(plan_id), expected_revision=expected_revision, by="maria", at=AT
    )


def test_jbpcore_finds_it_by_its_url(path: Path) -> None:
    # Whoever installs this package has it; nobody imports or registers anything.
    with open_store(f"journal:///{path}", tenant="acme") as store:
        assert save(store, "a") == 1
    with open_store(f"journal:///{path}", tenant="acme") as store:
        assert list(store.iter_ids()) == ["a"]
        assert isinstance(store, JournalStore)


@pytest.mark.parametrize(
    "url", ["journal://plans", "journal:///", "plans", "journal:///a\0b"]
)
def test_a_url_that_names_no_file_is_refused(url: str) -> None:
    with pytest.raises(InvalidValueError, match="the name of a file"):
        open_journal(url, tenant="acme")


@pytest.mark.parametrize("half", [b"x", b"0" * 64, b"0" * 64 + b' {"tenant"'])
def test_what_a_dying_process_left_is_cut_off(
    store: JournalStore, path: Path, half: bytes
) -> None:
    save(store, "a")
    whole = path.read_bytes()
    path.write_bytes(whole + half)
    assert list(JournalStore(path, tenant="acme").iter_ids()) == ["a"]
    assert save(store, "b") == 1
    assert path.read_bytes().startswith(whole)
    assert path.read_bytes().count(b"\n") == 3
    assert list(JournalStore(path, tenant="acme").iter_ids()) == ["a", "b"]


@pytest.mark.parametrize("length", range(18))
def test_a_journal_whose_making_was_cut_short_is_begun_anew(
    path: Path, length: int
) -> None:
    path.write_bytes(b"jbpcore-journal 1\n"[:length])
    assert save(JournalStore(path, tenant="acme"), "a") == 1


@pytest.mark.parametrize(
    "content", [b"hello", b"jbpcore-journal 2\n", b"\n", b"SQLite format 3\0"]
)
def test_another_file_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreFormatError):
        JournalStore(path, tenant="acme")
    assert path.read_bytes() == content


def test_damage_is_told_and_not_passed_over(store: JournalStore, path: Path) -> None:
    save(store, "a")
    save(store, "b")
    content = bytearray(path.read_bytes())
    content[120] ^= 1
    path.write_bytes(content)
    with pytest.raises(StoreFormatError, match="damaged"):
        JournalStore(path, tenant="acme").read("b")


@pytest.mark.parametrize("call", ["write", "fsync"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_disk_that_fails_leaves_nothing_behind(
    store: JournalStore,
    path: Path,
    call: str,
    nth: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save(store, "a")
    before = path.read_bytes()
    works, calls = getattr(os, call), []

    def fails(*arguments: object) -> object:
        calls.append(1)
        if len(calls) == nth:
            raise OSError(errno.ENOSPC, "no space left")
        return works(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(os, call, fails)
        with pytest.raises(StoreUnavailableError) as caught:
            save(store, "b")
    assert isinstance(caught.value.__cause__, OSError)
    assert path.read_bytes() == before
    with pytest.raises(PlanNotFoundError):
        store.read("b")
    assert save(store, "b") == 1


def test_a_process_that_is_killed_loses_nothing_it_told_of(path: Path) -> None:
    for told_before in (3, 7, 12):
        path.unlink(missing_ok=True)
        command = [sys.executable, "-c", SAVING, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - this very interpreter
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(told_before)]
            process.send_signal(signal.SIGKILL)
            told += process.stdout.readlines()
        kept = JournalStore(path, tenant="acme")
        assert {f"p{line.strip()}" for line in told} <= set(kept.iter_ids())
        assert save(kept, "after") == 1


def test_another_writer_is_waited_for_and_no_longer(path: Path) -> None:
    first = JournalStore(path, tenant="acme")
    second = JournalStore(path, tenant="globex", busy_seconds=0.05)
    with first.unit_of_work():
        save(first, "a")
        with pytest.raises(StoreBusyError):
            save(second, "a")
        assert list(second.iter_ids()) == []
    assert save(second, "a") == 1


def test_a_relative_name_stays_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = JournalStore("plans.journal", tenant="acme")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert save(store, "a") == 1
    assert not list(Path().iterdir())


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        JournalStore(tmp_path / "no" / "plans.journal", tenant="acme")


def test_it_says_that_it_cannot_forget(store: JournalStore) -> None:
    with pytest.raises(CannotForgetError, match="Use another store"):
        store.erase_subject("maria", by="tom", at=AT)
    with pytest.raises(StorageError):
        store.export_subject("maria")
