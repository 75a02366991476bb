"""The promises of :class:`~jbpcore.ports.storage.PlanStore` on units of work, as tests.

They come with :class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StaleRevisionError,
    StoreBusyError,
)
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import delete, restore, save

__all__ = ["UnitOfWorkContract"]


class _EndedEarlyError(Exception):
    """What the block under test is left with."""


def _save_in_turn(store: PlanStore, plan_id: str) -> int:
    while True:
        try:
            return save(store, plan_id)
        except StoreBusyError:
            continue


@needs(Capability.UNITS_OF_WORK)
class UnitOfWorkContract(StoreFixtures):
    """Units of work over plans."""

    def test_u1_everything_is_there_at_the_end(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """U1: several saves of several plans happen together."""
        save(store, "a")
        with store.unit_of_work():
            save(store, "a", 1)
            save(store, "b")
            save(store, "b", 1)
        for opening in (store, twin):
            assert list(opening.iter_ids()) == ["a", "b"]
            assert (opening.read("a").revision, opening.read("b").revision) == (2, 2)
            assert len(opening.history("b")) == 2

    def test_u1_one_unit_may_follow_another(self, store: PlanStore) -> None:
        """U1: a unit, an empty one, and saves between them all count."""
        with store.unit_of_work():
            save(store, "a")
        save(store, "a", 1)
        with store.unit_of_work():
            pass
        with store.unit_of_work():
            save(store, "a", 2)
        assert store.read("a").revision == 3

    @pytest.mark.parametrize(
        "error", [_EndedEarlyError, KeyboardInterrupt, SystemExit, GeneratorExit]
    )
    def test_u2_nothing_is_there_after_an_error(
        self, store: PlanStore, twin: PlanStore, error: type[BaseException]
    ) -> None:
        """U2: whatever ends the block early, nothing of it happened."""
        save(store, "a")
        with pytest.raises(error), store.unit_of_work():
            save(store, "a", 1)
            save(store, "b")
            raise error
        for opening in (store, twin):
            assert list(opening.iter_ids()) == ["a"]
            assert opening.read("a").revision == 1
            assert len(opening.history("a")) == 1

    def test_u1_deletions_and_restorations_belong_to_it(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """U1: like saves, and seen inside."""
        save(store, "a")
        save(store, "b")
        delete(store, "b", 1)
        with store.unit_of_work():
            delete(store, "a", 1)
            restore(store, "b", 2)
            assert list(store.iter_ids()) == ["b"]
        assert list(twin.iter_ids()) == ["b"]
        assert [len(twin.history(key)) for key in "ab"] == [2, 3]

    def test_u2_deletions_and_restorations_are_undone(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """U2: what was deleted in the block is there, what was restored is not."""
        save(store, "a")
        save(store, "b")
        delete(store, "b", 1)
        with pytest.raises(_EndedEarlyError), store.unit_of_work():
            delete(store, "a", 1)
            restore(store, "b", 2)
            raise _EndedEarlyError
        for opening in (store, twin):
            assert list(opening.iter_ids()) == ["a"]
            assert [len(opening.history(key)) for key in "ab"] == [1, 2]

    def test_u2_the_store_is_as_good_as_before(self, store: PlanStore) -> None:
        """U2: after a unit that failed, saves and units work."""
        with pytest.raises(_EndedEarlyError), store.unit_of_work():
            save(store, "a")
            raise _EndedEarlyError
        save(store, "b")
        with store.unit_of_work():
            save(store, "c")
        assert list(store.iter_ids()) == ["b", "c"]

    def test_u3_a_unit_sees_its_own_writes(self, store: PlanStore) -> None:
        """U3: reading, listing and the history include what the block saved."""
        with store.unit_of_work():
            save(store, "a")
            assert save(store, "a", 1) == 2
            assert store.read("a").revision == 2
            assert store.read("a", revision=1).revision == 1
            assert len(store.history("a")) == 2
            assert list(store.iter_ids()) == ["a"]

    @needs(Capability.READERS_NEVER_WAIT, Capability.THREADS)
    def test_u3_nobody_else_sees_them_before_the_end(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """U3: neither another opening nor another thread, and neither has to wait."""
        with ThreadPoolExecutor(1) as other_thread, store.unit_of_work():
            save(store, "a")
            assert list(twin.iter_ids()) == []
            with pytest.raises(PlanNotFoundError):
                twin.read("a")
            with pytest.raises(PlanNotFoundError):
                other_thread.submit(store.read, "a").result(30)
        assert twin.read("a").revision == 1

    def test_u4_a_refused_save_leaves_the_rest(self, store: PlanStore) -> None:
        """U4: a stale or bad save changes nothing, and the block goes on."""
        save(store, "a")
        with store.unit_of_work():
            save(store, "b")
            with pytest.raises(StaleRevisionError):
                save(store, "a", 7)
            with pytest.raises(InvalidValueError):
                save(store, "a", -1)
            with pytest.raises(PlanNotFoundError):
                store.read("nobody")
            save(store, "c")
        assert list(store.iter_ids()) == ["a", "b", "c"]
        assert store.read("a").revision == 1

    def test_u4_a_refused_deletion_leaves_the_rest(self, store: PlanStore) -> None:
        """U4: it changes nothing, and the block goes on."""
        save(store, "a")
        with store.unit_of_work():
            with pytest.raises(StaleRevisionError):
                delete(store, "a", 7)
            with pytest.raises(PlanNotFoundError):
                restore(store, "nobody", 1)
            with pytest.raises(InvalidValueError):
                restore(store, "a", 1)
            save(store, "b")
        assert list(store.iter_ids()) == ["a", "b"]

    def test_u5_a_unit_inside_another_is_refused(self, store: PlanStore) -> None:
        """U5: the inner one is an error, and the outer one goes on."""
        with store.unit_of_work():
            save(store, "a")
            with pytest.raises(InvalidValueError), store.unit_of_work():
                pass  # pragma: no cover - the block is never entered
            save(store, "b")
        assert list(store.iter_ids()) == ["a", "b"]

    @needs(Capability.THREADS)
    def test_u6_a_unit_belongs_to_its_thread(self, store: PlanStore) -> None:
        """U6: what another thread saves meanwhile outlives a unit that fails."""
        waiting = Event()

        def save_theirs() -> int:
            waiting.set()
            return _save_in_turn(store, "theirs")

        with ThreadPoolExecutor(1) as other_thread:
            with pytest.raises(_EndedEarlyError), store.unit_of_work():
                save(store, "ours")
                theirs = other_thread.submit(save_theirs)
                assert waiting.wait(30)
                raise _EndedEarlyError
            assert theirs.result(30) == 1
        assert list(store.iter_ids()) == ["theirs"]
