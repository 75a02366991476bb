"""What a store leaves in its folder, and what it makes of what it finds there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from tests.integration.json_works import made, opened

from jbpcore.adapters.json_files.names import folder_name
from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.errors import (
    PlanNotFoundError,
    StorageError,
    StoreBusyError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.testing.sample_records import full_plan, small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)

# Names that a file system forbids, bends, or takes for one another.
TENANTS = [
    "../up", "/etc/passwd", "..", ".", "a/b", "a\\b", "C:\\x", "con", "CON", "nul.txt",
    "dot", "dot.", "dot ", " dot", "acme", "ACME", "Acme", "stra\u00dfe", "strasse",
    "caf\u00e9", unicodedata.normalize("NFD", "caf\u00e9"), "n" * 200,
    "\U0001f600" * 100,
    "a\u202eb", "ab", "~", '*?<>|"', "-", "%2e%2e", ".lock", "manifest.json",
]  # fmt: skip
PLAN_IDS = [
    "con", "CON", "aux.json", "a.", "a", "A", "1", "1.json", "a:b", "a..b", "entries",
    "n" * 128, "manifest.json", "a+b@c",
]  # fmt: skip


def test_every_name_is_kept_apart_and_inside(tmp_path: Path) -> None:
    root = tmp_path / "in" / "plans"
    root.parent.mkdir()
    for number, tenant in enumerate(TENANTS):
        with JsonStore(root, tenant=tenant) as store:
            assert list(store.iter_ids()) == [], tenant
            plan = small_plan("p", name=f"Of {number}")
            store.save(plan, expected_revision=0, by="maria", at=AT)
    for number, tenant in enumerate(TENANTS):
        with JsonStore(root, tenant=tenant) as store:
            assert store.read("p").plan.name == f"Of {number}"
            assert len(store.history("p")) == 1
    names = [one.name for one in root.iterdir()]
    assert len({name.casefold() for name in names}) == len(TENANTS)
    assert all(len(name) < 100 and name.isascii() for name in names)
    assert [one.name for one in tmp_path.iterdir()] == ["in"]
    assert [one.name for one in root.parent.iterdir()] == ["plans"]


def test_every_plan_is_kept_apart(tmp_path: Path) -> None:
    with opened(tmp_path / "plans") as store:
        for plan_id in PLAN_IDS:
            store.save(small_plan(plan_id), expected_revision=0, by="maria", at=AT)
    with opened(tmp_path / "plans") as store:
        assert list(store.iter_ids()) == sorted(PLAN_IDS)
        assert all(store.read(plan_id).plan.id == plan_id for plan_id in PLAN_IDS)
        with pytest.raises(PlanNotFoundError):
            store.read("Con")


def test_names_on_disk_never_change() -> None:
    # The digests are those of sha256sum, the first half of each.
    assert folder_name("acme") == "acme-822b33ad87c148a0a20a5ba7cd5ebcaa"
    assert folder_name("a", 202) == "a-ca978112ca1bbdcafac231b39a23dc4d.202"


def tenant_folder(path: Path) -> Path:
    return path / folder_name("acme")


def test_a_file_is_text_for_people_and_for_git(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    (file,) = path.rglob("b-*/1.json")
    text = file.read_text(encoding="utf-8")
    assert '\n      "name": "Northwind",\n' in text
    assert text.endswith("}\n")
    assert json.loads(text)["plan"]["format"] == "jbpcore.plan"
    ignored = (tenant_folder(path) / ".gitignore").read_text(encoding="utf-8")
    assert ignored.split() == [".lock", ".tmp-*"]


def test_a_save_adds_files_and_changes_the_manifest_alone(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    before = {one: one.read_bytes() for one in path.rglob("*") if one.is_file()}
    with opened(path) as store:
        store.save(full_plan("a"), expected_revision=1, by="tom", at=AT)
    changed = {one.name for one in before if one.read_bytes() != before[one]}
    assert changed == {"manifest.json"}
    added = {one for one in path.rglob("*") if one.is_file()} - set(before)
    assert [one.name for one in added] == ["2.json"]


def test_a_commit_that_another_git_branch_made_is_read(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    with opened(path) as store, opened(path) as other:
        first = tenant_folder(path) / "manifest.json", *path.rglob("a-*/1.json")
        on_main = [one.read_bytes() for one in first]
        renamed = attrs.evolve(full_plan("a"), name="On a branch")
        other.save(renamed, expected_revision=1, by="tom", at=AT)
        assert store.read("a").plan.name == "On a branch"
        for file, content in zip(first, on_main, strict=True):
            file.write_bytes(content)
        assert store.read("a").revision == 1
        on_main_too = attrs.evolve(full_plan("a"), name="On main")
        store.save(on_main_too, expected_revision=1, by="tom", at=AT)
        assert other.read("a").plan.name == "On main"


def test_stray_temporary_files_are_gone_when_opened(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    stray = tenant_folder(path) / ".tmp-0123"
    stray.write_text("half of a pl", encoding="utf-8")
    kept = tenant_folder(path) / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    with opened(path) as store:
        assert not stray.exists()
        stray.write_text("of a writer that is at it", encoding="utf-8")
        with store.unit_of_work():
            opened(path).close()
        assert stray.exists()
        store.erase_subject("maria", by="tom", at=AT)
    assert kept.exists()


def damaged(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    (file,) = path.rglob(name)
    file.write_bytes(change(file.read_bytes()))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("manifest.json", lambda _: b""),
        ("manifest.json", lambda content: content[:-9]),
        ("manifest.json", lambda content: b"<<<<<<< ours\n" + content),
        ("manifest.json", lambda _: b"[]"),
        ("manifest.json", lambda content: content.replace(b'"acme"', b'"globex"')),
        ("manifest.json", lambda content: content.replace(b'"a":', b'"b":')),
        ("manifest.json", lambda content: content.replace(b'"a":', b'"../a":')),
        ("manifest.json", lambda content: content.replace(b'ns": 1', b'ns": 2')),
        ("manifest.json", lambda content: content.replace(b'ns": 1', b'ns": 1.0')),
        ("manifest.json", lambda content: content.replace(b'"erased"', b'"x"')),
        ("manifest.json", lambda content: content.replace(b"5,\n    6", b"6,\n    5")),
        ("manifest.json", lambda content: content.replace(b"5,\n    6", b"5")),
        ("a-*/1.json", lambda _: b"{}"),
        ("a-*/1.json", lambda content: content[: len(content) // 2]),
        ("a-*/1.json", lambda content: content.replace(b'"a"', b'"c"')),
        ("a-*/1.json", lambda content: content.replace(b'tion": 1', b'tion": 2')),
        ("5.json", lambda content: content.replace(b'"e-1"', b'"e-3"')),
        ("5.json", lambda content: content.replace(b'"7500"', b"7500")),
    ],
)  # fmt: skip
def test_damage_is_said_to_be_damage(
    tmp_path: Path, name: str, change: Callable[[bytes], bytes]
) -> None:
    path = made(tmp_path / "plans")
    if b"5,\n    6" in change(b"5,\n    6") or name != "manifest.json":
        damaged(path, name, change)
        with pytest.raises(StoreFormatError), opened(path) as store:
            store.read("a")
    else:
        # Less is listed than there is: that is another state, and a whole one.
        damaged(path, name, change)
        if change(b"5,\n    6") == b"5":
            with opened(path) as store:
                assert [one.entry_id for one in store.query()] == ["e-1", "e-2"]
        else:
            with pytest.raises(StoreFormatError):
                opened(path)


def test_a_listed_file_that_is_missing_is_damage(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    for file in path.rglob("a-*/1.json"):
        file.unlink()
    with opened(path) as store, pytest.raises(StoreFormatError, match="missing"):
        store.read("b")


def test_a_newer_version_is_not_guessed_at(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    damaged(
        path,
        "manifest.json",
        lambda content: content.replace(b'version": 1', b'version": 2'),
    )
    with pytest.raises(StoreFormatError, match="upgrade jbpcore"):
        opened(path)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("name", ["", "manifest.json", "a-*", "a-*/1.json", "entries"])
def test_a_link_in_the_place_of_ours_is_not_followed(tmp_path: Path, name: str) -> None:
    path = made(tmp_path / "plans")
    (found,) = tenant_folder(path).glob(name) if name else [tenant_folder(path)]
    outside = tmp_path / "outside"
    found.rename(outside)
    found.symlink_to(outside)
    listing = sorted(outside.rglob("*"))
    with pytest.raises(StoreFormatError, match="link"), opened(path) as store:
        store.read("a")
    with pytest.raises(StorageError), opened(path) as store:
        store.save(full_plan("a"), expected_revision=1, by="tom", at=AT)
    assert sorted(outside.rglob("*")) == listing


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_in_the_place_of_a_new_file_is_replaced(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    outside = tmp_path / "outside"
    outside.write_text("mine", encoding="utf-8")
    (folder,) = path.rglob("a-*")
    (folder / "2.json").symlink_to(outside)
    with opened(path) as store:
        store.save(full_plan("a"), expected_revision=1, by="tom", at=AT)
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not (folder / "2.json").is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    (file,) = path.rglob("a-*/1.json")
    file.unlink()
    os.mkfifo(file)
    with opened(path) as store, pytest.raises(StoreFormatError):
        store.read("a")


def test_a_folder_that_may_only_be_read_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "plans")
    real = os.open

    def read_only(name: str, flags: int, *args: int) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise PermissionError(13, "Permission denied", str(name))
        return real(name, flags, *args)

    monkeypatch.setattr(os, "open", read_only)
    with opened(path) as store:
        assert store.read("a").revision == 1
        with pytest.raises(StoreUnavailableError):
            store.save(full_plan("a"), expected_revision=1, by="tom", at=AT)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plans").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreFormatError):
        opened(tmp_path / "plans")
    with pytest.raises(StoreUnavailableError):
        opened(tmp_path / "no" / "such" / "folder")


def test_a_folder_that_is_gone_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    with opened(path) as store:
        path.rename(tmp_path / "moved")
        with pytest.raises(StoreUnavailableError):
            store.read("a")


def test_a_held_store_is_busy_and_readers_go_on(tmp_path: Path) -> None:
    path = made(tmp_path / "plans")
    with opened(path) as store, opened(path) as other, store.unit_of_work():
        with pytest.raises(StoreBusyError):
            other.save(full_plan("a"), expected_revision=1, by="tom", at=AT)
        assert other.read("a").revision == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_is_not_in_its_parents_unit_of_work(tmp_path: Path) -> None:
    script = f"""
import os
from datetime import UTC, datetime, timedelta
from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.errors import InvalidValueError, StoreBusyError
from jbpcore.testing.sample_records import small_plan
at = datetime(2026, 1, 7, tzinfo=UTC)
soon = timedelta(milliseconds=50)
store = JsonStore({str(tmp_path / "plans")!r}, tenant="acme", busy_timeout=soon)
def save(plan_id):
    store.save(small_plan(plan_id), expected_revision=0, by="maria", at=at)
child = None
try:
    with store.unit_of_work():
        save("parents")
        child = os.fork()
        if not child:
            assert list(store.iter_ids()) == []
            try:
                save("childs")
            except StoreBusyError:
                pass
            else:
                os._exit(1)
        else:
            assert os.waitpid(child, 0)[1] == 0
            with JsonStore({str(tmp_path / "plans")!r}, tenant="acme",
                           busy_timeout=soon) as other:
                try:
                    other.save(small_plan("x"), expected_revision=0, by="m", at=at)
                except StoreBusyError:
                    pass
                else:
                    raise AssertionError("the fork let the lock go")
except InvalidValueError:
    os._exit(0 if child == 0 else 3)
print(*store.iter_ids())
"""
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    assert answer.stdout == "parents\n"
