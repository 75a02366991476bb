from __future__ import annotations

import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event

from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.adapters.memory import MemoryStore
from jbpcore.adapters.open_store import open_store
from jbpcore.adapters.sqlalchemy import binding
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import (
    InvalidValueError,
    MissingExtraError,
    StoreFormatError,
    StoreUnavailableError,
)
from jbpcore.testing.sample_records import small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


def test_memory_gives_a_new_and_empty_store() -> None:
    with open_store("memory://", tenant="acme") as store:
        assert isinstance(store, MemoryStore)
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    with open_store("memory://", tenant="acme") as store:
        assert list(store.iter_ids()) == []


def test_three_slashes_are_a_file_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("sqlite:///plans.db", tenant="acme") as store:
        assert isinstance(store, SqliteStore)
    assert (tmp_path / "plans.db").is_file()


def test_four_slashes_are_an_absolute_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/our plans.db"
    if sys.platform != "win32":
        assert url.startswith("sqlite:////")
    with open_store(url, tenant="acme") as store:
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    with open_store(url, tenant="acme") as store:
        assert list(store.iter_ids()) == ["a"]
        assert store.tenant == "acme"
    assert (tmp_path / "our plans.db").is_file()


def test_json_is_a_folder_relative_or_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("json:///plans", tenant="acme") as store:
        assert isinstance(store, JsonStore)
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    with open_store(f"json:///{tmp_path}/plans", tenant="acme") as store:
        assert list(store.iter_ids()) == ["a"]
    assert (tmp_path / "plans").is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "plans.db",
        "postgres://host/db",
        "mysql+pymysql://host/db",
        "sqlite",
        "sqlite:plans.db",
        "SQLITE:///plans.db",
        "memory:",
        "://",
        None,
        7,
    ],
)
def test_an_unknown_scheme_names_the_known_ones(url: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        open_store(url, tenant="acme")
    assert "'memory://'" in str(caught.value)
    assert "'sqlite:///plans.db'" in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://plans.db",
        "sqlite:///",
        "sqlite://",
        "sqlite:///plans.db?mode=ro",
        "sqlite:///:memory:",
        "sqlite:///a\x00b",
        "memory://plans",
        "json://plans",
        "json:///",
        "json:///plans?x",
        "json:///a\x00b",
        "sqlite:///a\ud800b",
        "json:///a\ud800b",
        "sqlite+pysqlite:///a\x00b",
        "sqlite+pysqlite:///plans.db?timeout=soon",
        "sqlite+pysqlite:///plans.db?timeout=1&timeout=2",
        "sqlite+pysqlite:///plans.db?check_same_thread=perhaps",
        "sqlite+aiosqlite:///plans.db",
        "postgresql+asyncpg://host/db",
    ],
)
def test_a_known_scheme_with_a_bad_place_is_refused(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidValueError):
        open_store(url, tenant="acme")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url",
    [
        "mysql://maria:secret@host/db",
        "postgresql+nodriver://maria:secret@host/db",
        "postgresql+psycopg://maria:secret@host:not-a-port/db",
        "sqlite+secret://maria:secret@host/db",
        "sqlite+pysqlite://",
        "sqlite+pysqlite:///:memory:",
        "sqlite+pysqlite:///plans.db?check_same_thread=maria:secret@",
    ],
)
def test_a_password_does_not_reach_the_message(url: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        open_store(url, tenant="acme")
    told = "".join(traceback.format_exception(caught.value))
    assert ":secret" not in told
    assert "secret@" not in told


def test_an_option_that_is_refused_while_connecting_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As pg8000 does: it is called with what follows "?" as keywords.
    def connect(*_: object) -> None:
        problem = "connect() got an unexpected keyword argument 'token=secret'"
        raise TypeError(problem)

    def engine_that_refuses(url: str) -> Engine:
        engine = create_engine(url)
        event.listen(engine, "do_connect", connect)
        return engine

    monkeypatch.setattr(binding, "make_engine", engine_that_refuses)
    with pytest.raises(InvalidValueError) as caught:
        open_store("sqlite+pysqlite:///plans.db?cached_statements=7", tenant="acme")
    assert "(cached_statements)" in str(caught.value)
    assert "token=secret" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("path", [None, 7, "", "a\x00b", "a\ud800b", b"a\x00b"])
@pytest.mark.parametrize("kind", [SqliteStore, JsonStore])
def test_what_is_no_path_is_refused(kind: Any, path: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        kind(path, tenant="acme")
    assert caught.value.field == "path"


def test_a_database_whose_name_no_driver_can_write_is_refused() -> None:
    with pytest.raises(StoreFormatError):
        open_store("sqlite+pysqlite:///a\ud800b", tenant="acme")


def test_sqlite_by_sqlalchemy_is_a_file(tmp_path: Path) -> None:
    url = f"sqlite+pysqlite:///{tmp_path}/plans.db"
    with open_store(url, tenant="acme") as store:
        assert isinstance(store, SqlAlchemyStore)
        store.save(small_plan("a"), expected_revision=0, by="maria", at=AT)
    with open_store(url, tenant="acme") as store:
        assert list(store.iter_ids()) == ["a"]


def test_without_sqlalchemy_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jbpcore.adapters.sqlalchemy.store", None)
    with pytest.raises(MissingExtraError) as caught:
        open_store("sqlite+pysqlite:///plans.db", tenant="acme")
    assert caught.value.extra == "sqlalchemy"


@pytest.mark.parametrize(
    "url",
    [
        "memory://",
        "sqlite:///plans.db",
        "json:///plans",
        "sqlite+pysqlite:///plans.db",
    ],
)
@pytest.mark.parametrize("tenant", ["", "two\nlines", None])
def test_a_bad_tenant_is_refused(
    url: str, tenant: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InvalidValueError):
        open_store(url, tenant=tenant)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        open_store(f"sqlite:///{tmp_path}/no/such/folder/plans.db", tenant="acme")


def test_only_the_store_asked_for_is_loaded() -> None:
    script = (
        "import sys; from jbpcore.adapters.open_store import open_store;"
        "open_store('memory://', tenant='acme').close();"
        "print('sqlite3' in sys.modules or 'sqlalchemy' in sys.modules)"
    )
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    assert answer.stdout == "False\n"
