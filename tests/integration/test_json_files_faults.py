"""Only errors of our own leave the adapter; a failing disk leaves all or nothing."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.integration.json_works import WORKS, everything, made, opened, still_works

from jbpcore.adapters.json_files.faults import storage_error
from jbpcore.errors import (
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.testing.sample_records import small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)
CALLS = ("write", "fsync", "replace", "open", "mkdir", "unlink", "close", "rmdir")
MOST_CALLS = 500

# What each says of where the trouble is decides what somebody should do: wait, look at
# the folder, or look at the machine.
TRANSLATIONS = {
    errno.EAGAIN: StoreBusyError,
    errno.ENOTDIR: StoreFormatError,
    errno.EISDIR: StoreFormatError,
    errno.ELOOP: StoreFormatError,
    errno.ENAMETOOLONG: StoreFormatError,
    errno.ENOSPC: StoreUnavailableError,
    errno.EDQUOT: StoreUnavailableError,
    errno.EACCES: StoreUnavailableError,
    errno.EPERM: StoreUnavailableError,
    errno.EROFS: StoreUnavailableError,
    errno.ENOENT: StoreUnavailableError,
    errno.EIO: StoreUnavailableError,
    errno.EMFILE: StoreUnavailableError,
    errno.ENOLCK: StoreUnavailableError,
    errno.ESTALE: StoreUnavailableError,
    errno.EFBIG: StoreUnavailableError,
}


@pytest.mark.parametrize(("code", "expected"), TRANSLATIONS.items())
def test_each_error_of_the_system_has_one_of_ours(
    code: int, expected: type[StorageError]
) -> None:
    error = OSError(code, "words that may change")
    assert type(storage_error(error, operation="save", location="p")) is expected


class Disk:
    """Fails at one call, or from one call on, and counts all of them."""

    def __init__(self, fails_at: int, code: int, *, for_good: bool) -> None:
        self.fails_at, self.code, self.for_good = fails_at, code, for_good
        self.calls = 0

    def wrapped(
        self, call: Callable[..., Any], *, is_quiet: bool
    ) -> Callable[..., Any]:
        def failing(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            is_it = self.calls == self.fails_at
            if is_it or (self.for_good and self.calls > self.fails_at):
                if call.__name__ == "close":  # it fails having closed, as systems do
                    call(*args, **kwargs)
                raise OSError(self.code, os.strerror(self.code))
            return None if is_quiet else call(*args, **kwargs)

        return failing

    @contextmanager
    def mounted(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name in CALLS:
                call = getattr(os, name)
                # Nothing is to outlive the power here, so the disk is not waited for.
                patch.setattr(os, name, self.wrapped(call, is_quiet=name == "fsync"))
            yield


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("faults") / "base")


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("name", WORKS)
def test_a_disk_that_fails_at_any_call_leaves_all_or_nothing(
    base: Path,
    tmp_path: Path,
    name: str,
    code: int,
    for_good: bool,  # noqa: FBT001 - one of two
) -> None:
    before = everything(base)
    whole = shutil.copytree(base, tmp_path / "whole")
    with opened(whole) as store:
        WORKS[name](store)
    after = everything(whole)
    refused = 0
    for number in range(1, MOST_CALLS):
        path = shutil.copytree(base, tmp_path / "now")
        disk = Disk(number, code, for_good=for_good)
        with opened(path) as store:
            error = None
            try:
                with disk.mounted():
                    WORKS[name](store)
            except StorageError as raised:
                error = raised
            is_done = error is None
            if error is not None:
                assert type(error) is StoreUnavailableError
                assert isinstance(error.__cause__, OSError)
            refused += not is_done
            found = everything(path)
            assert found in (before, after), f"call {number}"
            # It may be known not to be safe, and no way be left to undo it.
            assert is_done == (found == after) or for_good, f"call {number}"
            with opened(path) as other:
                assert list(store.iter_events()) == list(other.iter_events())
        assert still_works(path) == [], f"call {number}"
        shutil.rmtree(path)
        if disk.calls < number:
            break
    else:
        pytest.fail("the work never came to its end")
    assert refused > 10


def test_a_disk_that_writes_a_little_at_a_time_is_written_whole(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copytree(base, tmp_path / "now")
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, data: write(to, bytes(data[:700])))
    with opened(path) as store:
        WORKS["unit"](store)
    monkeypatch.undo()
    with opened(path) as store:
        assert list(store.iter_ids()) == ["a", "c"]


@pytest.mark.parametrize("call", ["open", "read", "fstat"])
def test_a_disk_that_cannot_be_read_is_an_error_of_ours(
    base: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with opened(base) as store:
        monkeypatch.setattr(os, call, failing)
        with pytest.raises(StoreUnavailableError):
            store.read("a")
        with pytest.raises(StoreUnavailableError):
            store.save(small_plan("x"), expected_revision=0, by="maria", at=AT)
        monkeypatch.undo()
        assert store.read("a").revision == 1
