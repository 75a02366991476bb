"""The short forms of benchmarks/reliability, on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from benchmarks.reliability.stores import opened
from benchmarks.reliability.tenants import ATTEMPTS, STRANGERS, iter_leaks, settle_in
from benchmarks.reliability.tenants import TENANT as THEIRS
from benchmarks.reliability.writers import race
from benchmarks.reliability.writes import WRITES
from sqlalchemy import create_engine, make_url, text
from tests.integration.proving import proved

SEED = 20260107
WRITERS, EDITS = 3, 15


@pytest.fixture(scope="module")
def url(server_url: str) -> Iterator[str]:
    """Return the URL of a database that no other test uses."""
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    name = f"proofs_{os.getpid()}"
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    own = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JBPCORE_TEST_POSTGRESQL", own)
        yield own
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def test_no_edit_is_lost_and_nobody_reads_half_a_plan(url: str) -> None:
    came = race(url, writers=WRITERS, edits=EDITS, readers=1)
    assert (came.torn, came.wrong) == ((), ())
    assert (came.lost, came.doubled) == (0, 0)
    assert came.acknowledged == WRITERS * EDITS
    assert came.stale > 0, "nobody ever met anybody"


@pytest.mark.usefixtures("url")
def test_killed_at_random_it_leaves_what_was_told_or_one_step_more(
    tmp_path: Path,
) -> None:
    (came,) = proved("kills.py", "postgresql", 6, SEED, tmp_path)
    assert came["wrong"] == []
    assert came["kills"] == 6


@pytest.mark.usefixtures("url")
def test_dead_at_any_line_it_leaves_all_or_nothing() -> None:
    came = proved("lines.py", "postgresql", ",".join(WRITES), 67)
    for one in came:
        assert one["wrong"] == [], one["write"]
        assert one["deaths"] > 0, one["write"]


@pytest.mark.usefixtures("url")
@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("gcc") is None,
    reason="calls are made to fail by gcc, on Linux",
)
def test_a_line_that_breaks_at_any_call_leaves_all_or_nothing() -> None:
    (came,) = proved("faults.py", "postgresql", "append", 3)
    assert came["wrong"] == []
    assert set(came["calls"]) == {"send", "recv"}


@pytest.fixture(scope="module")
def opener(url: str) -> Callable[[str], Any]:
    found = partial(opened, url)
    with found(tenant=THEIRS) as store:
        settle_in(store)
    return lambda tenant: found(tenant=tenant)


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_is_told_what_everybody_is(
    opener: Callable[[str], Any], name: str, attempt: str
) -> None:
    assert list(iter_leaks(opener, STRANGERS[name], attempt)) == []
