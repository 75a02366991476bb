"""Strangers with names like a tenant's own get at nothing, whatever they try.

Twelve attempts, nine names and, with PostgreSQL in tests/servers, five adapters: 540
cells, each with its own ids.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from benchmarks.reliability.stores import ADAPTERS, opened, url_in
from benchmarks.reliability.tenants import ATTEMPTS, STRANGERS, iter_leaks, settle_in
from benchmarks.reliability.tenants import TENANT as THEIRS
from tests.contract.broken.revisions import ForgivesNames, SharesPlans

from jbpcore.adapters.memory import Memory, MemoryStore

HERE = ("memory", *ADAPTERS)
SERVERS = 1  # PostgreSQL


@pytest.fixture(scope="module", params=HERE)
def opener(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Any]:
    """Return what opens one store for any tenant, where one has settled in."""
    memory = Memory()
    if request.param == "memory":
        found: Callable[..., Any] = partial(MemoryStore, memory=memory)
    else:
        folder = tmp_path_factory.mktemp("cells")
        found = partial(opened, url_in(folder, request.param))
    with found(tenant=THEIRS) as store:
        settle_in(store)
    return lambda tenant: found(tenant=tenant)


def test_there_are_540_cells() -> None:
    assert len(set(STRANGERS.values()) | {THEIRS}) == 10
    assert len(ATTEMPTS) * len(STRANGERS) * (len(HERE) + SERVERS) == 540


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("name", STRANGERS)
def test_a_stranger_is_told_what_everybody_is(
    opener: Callable[[str], Any], name: str, attempt: str
) -> None:
    assert list(iter_leaks(opener, STRANGERS[name], attempt)) == []


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_a_store_that_shares_everything_is_found_at_each_attempt(attempt: str) -> None:
    found = partial(SharesPlans, memory=Memory())
    settle_in(found(tenant=THEIRS))
    leaks = list(iter_leaks(lambda tenant: found(tenant=tenant), "globex", attempt))
    assert leaks


def test_a_store_that_forgives_names_is_found() -> None:
    found = partial(ForgivesNames, memory=Memory())
    settle_in(found(tenant=THEIRS))
    for name in ("case", "blank after"):
        stranger = STRANGERS[name]
        assert list(iter_leaks(lambda one: found(tenant=one), stranger, "read"))
