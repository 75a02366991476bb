"""The kit is worth shipping only if every promise in it catches a store that breaks it.

Each store in the folder ``broken`` is the store in memory with one thing wrong.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from tests.contract.broken import (
    closing,
    deletions,
    events,
    ledger,
    lists,
    persons,
    revisions,
    times,
    units,
)
from tests.contract.broken.sloppy import Sloppy

from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.ports.actuals import ActualsStore
from jbpcore.ports.personal_data import PersonalData
from jbpcore.ports.plan_events import PlanEvents
from jbpcore.ports.storage import PlanStore, Store
from jbpcore.testing.store_contract import StoreContract

BITES = [
    *revisions.BITES,
    *times.BITES,
    *deletions.BITES,
    *lists.BITES,
    *events.BITES,
    *units.BITES,
    *ledger.BITES,
    *persons.BITES,
    *closing.BITES,
]


def _ask(
    test: Callable[..., None], broken: type[MemoryStore], parameters: dict[str, Any]
) -> None:
    """Run one test of the kit as pytest would, on openings of one memory."""
    memory = Memory()

    def open_for(tenant: str) -> MemoryStore:
        return broken(tenant=tenant, memory=memory)

    fixtures: dict[str, Callable[[], Any]] = {
        "open_for": lambda: open_for,
        "opener": lambda: open_for,
        "store": partial(open_for, "acme"),
        "twin": partial(open_for, "acme"),
        "stranger": partial(open_for, "globex"),
    }
    wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
    test(**{name: fixtures[name]() for name in wanted}, **parameters)


@pytest.mark.parametrize(("broken", "test", "parameters"), BITES)
def test_each_promise_catches_a_store_that_breaks_it(
    broken: type[MemoryStore], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    _ask(test, Sloppy, parameters)
    with pytest.raises((Exception, pytest.fail.Exception)):
        _ask(test, broken, parameters)


def _kit() -> set[str]:
    return {name for name in dir(StoreContract) if name.startswith("test_")}


def test_every_test_of_the_kit_is_seen_to_bite() -> None:
    seen = {bite.values[1].__name__ for bite in BITES}
    assert seen == _kit()


def test_every_promise_has_a_test_and_every_test_a_promise() -> None:
    promised: set[str] = set()
    for port in (PlanStore, PlanEvents, ActualsStore, PersonalData, Store):
        found = re.findall(r"\*\*([A-Z]\d+)\*\*", inspect.getdoc(port) or "")
        assert len(found) == len(set(found))
        promised |= set(found)
    assert promised == {name.split("_")[1].upper() for name in _kit()}


def test_every_test_of_the_kit_states_its_promise() -> None:
    for name in _kit():
        number = name.split("_")[1].upper()
        doc = getattr(StoreContract, name).__doc__ or ""
        assert doc.startswith(f"{number}: "), name


def test_the_kit_is_large_enough_to_mean_something() -> None:
    assert len(_kit()) >= 120
