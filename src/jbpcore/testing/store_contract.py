"""The promises of a whole :class:`~jbpcore.ports.storage.Store`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog.
"""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError, PlanNotFoundError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.storage import Store
from jbpcore.testing.actuals_contract import ActualsStoreContract
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.event_contract import EventContract
from jbpcore.testing.personal_data_contract import PersonalDataContract
from jbpcore.testing.plan_contract import PlanStoreContract
from jbpcore.testing.sample_records import small_entry
from jbpcore.testing.store_machine import run_store_machine
from jbpcore.testing.store_steps import AT, delete, restore, save

__all__ = ["StoreContract"]


class _EndedEarlyError(Exception):
    """What the block under test is left with."""


def _ids(store: Store) -> tuple[list[str], list[str]]:
    return list(store.iter_ids()), [entry.entry_id for entry in store.query()]


def _many_then_an_error() -> Iterator[ActualEntry]:
    # More than a store would write at one go.
    yield from (small_entry(f"half-{n}") for n in range(2_500))
    raise _EndedEarlyError


_OPERATIONS: dict[str, Callable[[Any], object]] = {
    "read": lambda store: store.read("a"),
    "save": lambda store: save(store, "b"),
    "iter_ids": lambda store: list(store.iter_ids()),
    "history": lambda store: store.history("a"),
    "delete": lambda store: delete(store, "a", 1),
    "restore": lambda store: restore(store, "a", 1),
    "find": lambda store: store.find(),
    "iter_events": lambda store: store.iter_events(),
    "export_subject": lambda store: store.export_subject("maria"),
    "erase_subject": lambda store: store.erase_subject("maria", by="tom", at=AT),
    "append": lambda store: store.append([small_entry()]),
    "query": lambda store: list(store.query()),
    "unit_of_work": lambda store: store.unit_of_work().__enter__(),
}


class StoreContract(
    PlanStoreContract, EventContract, ActualsStoreContract, PersonalDataContract
):
    """Subclass as ``TestMyStore``, override ``opener``, and run pytest."""

    @needs(Capability.UNITS_OF_WORK)
    def test_u1_plans_and_entries_happen_together(
        self, store: Store, twin: Store
    ) -> None:
        """U1: plans saved and entries appended in one block are all there."""
        with store.unit_of_work():
            save(store, "a")
            store.append([small_entry("e-1")])
            store.append([small_entry("e-2")])
        assert _ids(store) == _ids(twin) == (["a"], ["e-1", "e-2"])

    @needs(Capability.UNITS_OF_WORK)
    @pytest.mark.parametrize("error", [_EndedEarlyError, KeyboardInterrupt])
    def test_u2_neither_plans_nor_entries_after_an_error(
        self, store: Store, twin: Store, error: type[BaseException]
    ) -> None:
        """U2: whatever ends the block early, nothing of it happened."""
        with pytest.raises(error), store.unit_of_work():
            store.append([small_entry("e-1")])
            save(store, "a")
            raise error
        assert _ids(store) == _ids(twin) == ([], [])
        assert store.append([small_entry("e-1")]) == (AppendOutcome.NEW,)

    @needs(Capability.UNITS_OF_WORK)
    def test_u3_a_unit_sees_its_own_entries_alone(
        self, store: Store, twin: Store
    ) -> None:
        """U3: entries appended in the block are seen in it, and by nobody else."""
        with store.unit_of_work():
            store.append([small_entry("e-1")])
            assert store.append([small_entry("e-1")]) == (AppendOutcome.SAME,)
            assert _ids(store) == ([], ["e-1"])
            assert _ids(twin) == ([], [])

    @needs(Capability.UNITS_OF_WORK)
    def test_u4_an_append_that_fails_leaves_the_rest(self, store: Store) -> None:
        """U4: nothing of it is written, and the block goes on."""
        with store.unit_of_work():
            store.append([small_entry("e-1")])
            with pytest.raises(_EndedEarlyError):
                store.append(_many_then_an_error())
            assert _ids(store) == ([], ["e-1"])
            save(store, "a")
        assert _ids(store) == (["a"], ["e-1"])

    @pytest.mark.parametrize("operation", _OPERATIONS)
    def test_c1_a_closed_store_refuses_everything(
        self, open_for: Callable[[str], Store], operation: str
    ) -> None:
        """C1: and closing it once more does nothing."""
        store, open_one = open_for("acme"), open_for("acme")
        save(store, "a")
        store.close()
        with pytest.raises(InvalidValueError):
            _OPERATIONS[operation](store)
        store.close()
        assert _ids(open_one) == (["a"], [])

    def test_c2_a_block_closes_the_store(
        self, open_for: Callable[[str], Store]
    ) -> None:
        """C2: also when it ends with an error, which goes its way."""
        store = open_for("acme")
        with pytest.raises(PlanNotFoundError), store as entered:
            assert entered is store
            store.read("nobody")
        with pytest.raises(InvalidValueError):
            store.iter_ids()

    def test_c3_anything_in_any_order_is_as_the_model_says(
        self, opener: Callable[[str], Store]
    ) -> None:
        """C3: a machine does what comes to its mind, and compares at each step."""
        run_store_machine(opener, lacks=self.lacks)
