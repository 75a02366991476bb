"""What several processes, and one that dies, do to a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import attrs
import pytest
from tests.integration.racing import let_go

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import small_plan

HERE = Path(__file__).parent
AT = datetime(2026, 1, 7, tzinfo=UTC)
KILLS, SEED = 30, 20260107


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process is killed by its parent")
def test_a_killed_import_leaves_all_or_nothing(tmp_path: Path) -> None:
    script = str(HERE / "sqlite_killing.py")
    command = [sys.executable, script, str(tmp_path), str(KILLS), str(SEED)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    found = json.loads(answer.stdout)
    assert found["wrong"] == []
    assert found["kills"] == KILLS
    assert found["written"] > 0, "every kill came too early to show anything"


def test_many_may_make_one_store_at_once(tmp_path: Path) -> None:
    script = """
import sys
from jbpcore.adapters.sqlite.store import SqliteStore
print("ready", flush=True)
sys.stdin.readline()
for number in range(20):
    SqliteStore(f"{sys.argv[1]}/{number}.db", tenant="acme").close()
"""
    makers = [
        subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-c", script, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    let_go(makers)
    for number in range(20):
        with SqliteStore(tmp_path / f"{number}.db", tenant="acme") as store:
            assert list(store.iter_ids()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_may_go_on_with_the_store(tmp_path: Path) -> None:
    script = f"""
import os, sys
from datetime import UTC, datetime
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.testing.sample_records import small_plan
at = datetime(2026, 1, 7, tzinfo=UTC)
store = SqliteStore({str(tmp_path / "plans.db")!r}, tenant="acme")
store.save(small_plan("before"), expected_revision=0, by="maria", at=at)
child = os.fork()
store.save(small_plan(f"after-{{bool(child)}}"), expected_revision=0, by="maria", at=at)
database = store._database
if child:
    assert os.waitpid(child, 0)[1] == 0
    print(*store.iter_ids())
    assert not database._inherited
else:
    # What the parent opened is neither used nor closed.
    assert len(database._inherited) == len(database._idle) == 1
    assert database._inherited != database._idle
store.close()
"""
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    assert answer.stdout == "after-False after-True before\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_fork_is_not_in_its_parents_unit_of_work(tmp_path: Path) -> None:
    script = f"""
import os, sys
from datetime import UTC, datetime, timedelta
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.errors import StoreBusyError
from jbpcore.testing.sample_records import small_plan
at = datetime(2026, 1, 7, tzinfo=UTC)
soon = timedelta(milliseconds=50)
store = SqliteStore({str(tmp_path / "plans.db")!r}, tenant="acme", busy_timeout=soon)
def save(plan_id):
    store.save(small_plan(plan_id), expected_revision=0, by="maria", at=at)
with store.unit_of_work():
    save("parents")
    child = os.fork()
    if not child:
        assert list(store.iter_ids()) == []
        try:
            save("childs")
        except StoreBusyError:
            os._exit(0)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
print(*store.iter_ids())
"""
    command = [sys.executable, "-c", script]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very interpreter
    assert answer.stdout == "parents\n"


def test_threads_share_a_store(tmp_path: Path) -> None:
    with SqliteStore(tmp_path / "plans.db", tenant="acme") as store:

        def work(number: int) -> str:
            plan = small_plan(f"p-{number}")
            for revision in range(5):
                store.save(plan, expected_revision=revision, by="maria", at=AT)
                assert store.read(plan.id).revision == revision + 1
            renamed = attrs.evolve(plan, name="Renamed")
            with store.unit_of_work():
                store.save(renamed, expected_revision=5, by="maria", at=AT)
                assert store.read(plan.id).plan == renamed
            return plan.id

        with ThreadPoolExecutor(8) as threads:
            ids = list(threads.map(work, range(24)))
        assert list(store.iter_ids()) == sorted(ids)
        assert {store.read(plan_id).revision for plan_id in ids} == {6}
