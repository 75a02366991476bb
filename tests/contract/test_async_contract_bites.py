"""Each promise of the kit of asynchronous stores catches a store that breaks it.

What it shares with the kit of those that wait is shown to bite through the bridge too.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.contract.broken import (
    asynchronous,
    bridged,
    deletions,
    events,
    ledger,
    lists,
    persons,
    revisions,
    times,
    units,
)
from tests.contract.broken.asynchronous import Asynchronous

from jbpcore.adapters.in_threads import AsyncStoreInThreads
from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.ports import actuals, async_storage, personal_data, plan_events, storage
from jbpcore.ports.async_storage import AsyncStore
from jbpcore.testing.async_bridge import BridgedStore
from jbpcore.testing.async_store_contract import AsyncStoreContract
from jbpcore.testing.loop_thread import LoopThread
from jbpcore.testing.store_contract import StoreContract

# Mistakes that come to nothing in threads: see the module "bridged".
_IN_VAIN = {bite.values[1].__name__ for bite in bridged.BITES}
OF_THE_OTHER_KIT = [
    bite
    for module in (revisions, times, deletions, lists, events, units, ledger, persons)
    for bite in module.BITES
    # Finding the shortest way to fail takes long.
    if "_c3_" not in bite.values[1].__name__ and bite.values[1].__name__ not in _IN_VAIN
]
ALONE = [*asynchronous.BITES, *bridged.BITES]
TWINS = [
    (async_storage.AsyncPlanStore, storage.PlanStore),
    (async_storage.AsyncPlanEvents, plan_events.PlanEvents),
    (async_storage.AsyncActualsStore, actuals.ActualsStore),
    (async_storage.AsyncPersonalData, personal_data.PersonalData),
]


@contextmanager
def asking(open_one: Callable[[str], Any]) -> Iterator[dict[str, Callable[[], Any]]]:
    """Give the fixtures of the kit, for stores that *open_one* opens."""
    loop = LoopThread(longest_seconds=20)

    async def open_on_loop(tenant: str) -> Any:
        return open_one(tenant)

    def open_for(tenant: str) -> BridgedStore:
        return BridgedStore(loop, loop.run(open_on_loop(tenant)))

    try:
        yield {
            "on_loop": lambda: loop.run,
            "open_on_loop": lambda: open_on_loop,
            "open_for": lambda: open_for,
            "opener": lambda: open_for,
            "store": lambda: open_for("acme"),
            "twin": lambda: open_for("acme"),
            "stranger": lambda: open_for("globex"),
        }
    finally:
        loop.close()


def ask(
    test: Callable[..., None],
    open_one: Callable[[str], Any],
    parameters: dict[str, Any],
) -> None:
    with asking(open_one) as fixtures:
        wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
        test(**{name: fixtures[name]() for name in wanted}, **parameters)


def opening(broken: type[Any]) -> Callable[[str], Any]:
    memory = Memory()
    return lambda tenant: broken(tenant=tenant, memory=memory)


@pytest.mark.parametrize(("broken", "test", "parameters"), ALONE)
def test_each_promise_catches_a_store_that_breaks_it(
    broken: type[Any], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    ask(test, opening(Asynchronous), parameters)
    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(test, opening(broken), parameters)


@pytest.mark.parametrize(("broken", "test", "parameters"), OF_THE_OTHER_KIT)
def test_what_the_kits_share_bites_through_the_bridge(
    broken: type[MemoryStore], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    memory = Memory()

    def open_one(tenant: str) -> AsyncStore:
        return AsyncStoreInThreads(broken(tenant=tenant, memory=memory))

    with pytest.raises((Exception, pytest.fail.Exception)):
        ask(test, open_one, parameters)


def only_here() -> set[str]:
    kits = (AsyncStoreContract, StoreContract)
    ours, theirs = ({name for name in dir(kit) if name[:5] == "test_"} for kit in kits)
    assert theirs < ours
    return ours - theirs


def test_every_test_of_the_kit_is_seen_to_bite() -> None:
    seen = {bite.values[1].__name__ for bite in (*ALONE, *OF_THE_OTHER_KIT)}
    # The machine is seen to bite in the other kit; finding the shortest way takes long.
    machine = {"test_c3_anything_in_any_order_is_as_the_model_says"}
    assert seen | machine == {
        name for name in dir(AsyncStoreContract) if name.startswith("test_")
    }


def test_every_promise_has_a_test_that_states_it() -> None:
    promised = re.findall(r"\*\*([A-Z]\d+)\*\*", inspect.getdoc(AsyncStore) or "")
    assert set(promised) == {name.split("_")[1].upper() for name in only_here()}
    for name in only_here():
        number = name.split("_")[1].upper()
        doc = getattr(AsyncStoreContract, name).__doc__ or ""
        assert doc.startswith(f"{number}: "), name


@pytest.mark.parametrize(("port", "twin"), TWINS)
def test_both_ports_ask_the_same(port: type, twin: type) -> None:
    def questions(of: type) -> dict[str, inspect.Signature]:
        return {
            name: inspect.signature(member)
            for name, member in vars(of).items()
            if inspect.isfunction(member) and not name.startswith("_")
        }

    ours, theirs = questions(port), questions(twin)
    assert ours.keys() == theirs.keys()
    for name, question in ours.items():
        assert question.parameters == theirs[name].parameters, name
        answer = str(question.return_annotation)
        assert answer.replace("Async", "").replace("AbstractContext", "") == str(
            theirs[name].return_annotation
        ).replace("AbstractContext", ""), name
