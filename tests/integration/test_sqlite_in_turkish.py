"""A host in a Turkish locale, where sqlite3 may begin nothing for an INSERT.

Python 3.13 and later know the word in every locale.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.integration.sqlite_beginnings import begins_at

import jbpcore

ROOT = Path(__file__).resolve().parents[2]
PATHS = os.pathsep.join([str(ROOT), str(Path(jbpcore.__file__).parent.parent)])
INSERT = "INSERT INTO a VALUES (1)"


@pytest.mark.skipif(os.name == "nt", reason="the C library has another name there")
def test_sqlite3_knows_an_insert_by_the_small_letters_of_the_locale() -> None:
    is_an_i = ctypes.CDLL(None).tolower(ord("I")) == ord("i")
    if is_an_i or sys.version_info >= (3, 13):
        assert begins_at(INSERT)
    elif sys.version_info < (3, 12):
        assert not begins_at(INSERT)


@pytest.mark.parametrize(
    "statement",
    [
        "insert INTO a VALUES (1)",
        "REPLACE INTO a VALUES (1)",
        "UPDATE a SET b = 1",
        "DELETE FROM a",
    ],
)
def test_it_knows_the_other_words_in_every_locale(statement: str) -> None:
    assert begins_at(statement)


# A host's own row, written before anything of ours, and then rolled back.
HOST = """
import ctypes
import sys
from datetime import UTC, datetime

from sqlalchemy import create_engine, text

from jbpcore.adapters.sqlalchemy.engines import set_up_sqlite
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.testing.sample_records import small_plan
from tests.integration.sqlite_beginnings import begins_at

how, path = sys.argv[1:]
assert ctypes.CDLL(None).tolower(ord("I")) != ord("i"), "not in Turkish"
engine = create_engine(f"sqlite+pysqlite:///{path}")
if how == "set_up_sqlite":
    set_up_sqlite(engine)
with engine.begin() as connection:
    upgrade_tables(connection)
    connection.execute(text("CREATE TABLE orders (id INTEGER)"))
with engine.connect() as connection:
    if how == "BEGIN":
        connection.exec_driver_sql("BEGIN")
    connection.execute(text("INSERT INTO orders VALUES (1)"))
    store = SqlAlchemyStore(connection, tenant="acme")
    at = datetime(2026, 1, 7, tzinfo=UTC)
    store.save(small_plan("a"), expected_revision=0, by="maria", at=at)
    connection.rollback()
    rows = connection.execute(text("SELECT count(*) FROM orders")).scalar()
store = SqlAlchemyStore(engine, tenant="acme")
begins = begins_at("INSERT INTO a VALUES (1)")
print(begins, rows, len(list(store.iter_ids())), len(list(store.iter_events())))
engine.dispose()
"""


@pytest.fixture(scope="module")
def turkish(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a program in Turkey, whose locale is made for it."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        pytest.skip("no localedef to make a locale with")
    command = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    made = subprocess.run(  # noqa: S603 - the command stands above
        command, capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        pytest.skip(f"no locale can be made: {made.stderr}")
    asked = {"LC_ALL": "tr_TR.UTF-8", "LOCPATH": str(folder), "PYTHONPATH": PATHS}
    return os.environ | asked


@pytest.mark.parametrize("how", ["as it comes", "BEGIN", "set_up_sqlite"])
def test_a_host_in_turkish_begins_by_itself(
    how: str, turkish: dict[str, str], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", HOST, how, str(tmp_path / "plans.db")]
    done = subprocess.run(  # noqa: S603 - the program stands above
        command, env=turkish, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    begins, rows, plans, events = done.stdout.split()
    # Ours is undone in any case; the host's own row is only if a transaction was open
    # when it was written.
    assert (plans, events) == ("0", "0")
    assert rows == ("1" if (how, begins) == ("as it comes", "False") else "0")
