"""Time that runs backwards puts neither the history nor the events in another order."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from benchmarks.reliability.stores import ADAPTERS, opened, url_in

from jbpcore.adapters.memory import MemoryStore
from jbpcore.ports.plan_revisions import Revision
from jbpcore.testing.sample_records import small_entry, small_plan

NOON = datetime(2026, 1, 7, 12, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SAVES = 60
# How the clocks of those who save go: back all the time; to and fro; not at all; and
# once, from far ahead, after which all others are behind.
CLOCKS: dict[str, Callable[[int], timedelta]] = {
    "back": lambda n: timedelta(seconds=-n),
    "to and fro": lambda n: timedelta(hours=random.Random(n).uniform(-9, 9)),  # noqa: S311 - not secret
    "still": lambda _: timedelta(0),
    "once ahead": lambda n: timedelta(days=3_000 if n == 10 else 0, seconds=n),
}


@pytest.fixture(params=["memory", *ADAPTERS])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    make = (
        partial(MemoryStore)
        if request.param == "memory"
        else partial(opened, url_in(tmp_path, request.param))
    )
    with make(tenant="acme") as store:
        yield store


def expected_instants(told: list[datetime]) -> list[datetime]:
    """Return what T1 promises: as told, or a microsecond after the one before."""
    found: list[datetime] = []
    for at in told:
        found.append(max([at, *(one + TICK for one in found[-1:])]))
    return found


@pytest.mark.parametrize("clock", CLOCKS)
def test_whatever_the_clocks_say_numbers_are_the_order(store: Any, clock: str) -> None:
    told = [NOON + CLOCKS[clock](n) for n in range(SAVES)]
    for n, at in enumerate(told):
        # Two plans by turns; now and then one is deleted and brought back.
        plan_id, now = f"p-{n % 2}", n // 2
        how: dict[str, Any] = {"expected_revision": now, "by": "maria", "at": at}
        if now % 7 == 5:
            store.delete(plan_id, **how)
        elif now % 7 == 6:
            store.restore(plan_id, **how)
        else:
            store.save(small_plan(plan_id, name=f"{n}"), **how)
        store.append([small_entry(f"e-{n}")])
    histories: dict[str, tuple[Revision, ...]] = {
        plan_id: store.history(plan_id) for plan_id in ("p-0", "p-1")
    }
    for turn, history in enumerate(histories.values()):
        assert [one.revision for one in history] == list(range(1, SAVES // 2 + 1))
        assert [one.saved_at for one in history] == told[turn::2]
        recorded = [one.recorded_at for one in history]
        assert recorded == expected_instants(told[turn::2])
        assert all(one < other for one, other in pairwise(recorded))
    events = list(store.iter_events())
    assert [one.position for one in events] == list(range(1, SAVES + 1))
    made = [(f"p-{n % 2}", n // 2 + 1) for n in range(SAVES)]
    assert [(one.plan_id, one.revision) for one in events] == made
    assert [one.saved_at for one in events] == told


@pytest.mark.parametrize("clock", CLOCKS)
def test_what_was_known_at_an_instant_was_known_ever_after(
    store: Any, clock: str
) -> None:
    known: dict[datetime, int] = {}
    for n in range(20):
        at = NOON + CLOCKS[clock](n)
        how: dict[str, Any] = {"expected_revision": n, "by": "maria", "at": at}
        store.save(small_plan("p", name=f"{n}"), **how)
        last = store.history("p")[-1]
        assert store.read("p", known_at=last.recorded_at).revision == n + 1
        for instant, revision in known.items():
            assert store.read("p", known_at=instant).revision == revision
        known[last.recorded_at] = n + 1
