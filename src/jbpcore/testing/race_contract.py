"""The promises of :class:`~jbpcore.ports.storage.PlanStore` to several, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from threading import Barrier, Event
from typing import Any

import attrs

from jbpcore.errors import StaleRevisionError, StoreBusyError
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import full_plan, small_plan
from jbpcore.testing.store_fixtures import OURS, StoreFixtures
from jbpcore.testing.store_steps import delete, named_plan, save

__all__ = ["RaceContract"]


def _save_next(store: PlanStore, plan_id: str, name: str) -> int:
    """Add a line to the plan, and begin again when somebody else was first."""
    while True:
        found = store.read(plan_id)
        lines = f"{found.plan.notes}{name}\n"
        changed = attrs.evolve(found.plan, name=name, notes=lines)
        try:
            return save(store, changed, found.revision, note=name)
        except (StaleRevisionError, StoreBusyError):
            continue


class RaceContract(StoreFixtures):
    """Several that read and save at once, and one after another (R9, R10, R12)."""

    @needs(Capability.THREADS)
    def test_r9_of_many_at_once_one_succeeds(self, store: PlanStore) -> None:
        """R9: of eight threads saving from one revision, one is first."""
        save(store, "a")
        start = Barrier(8)

        def save_once(number: int) -> int | None:
            start.wait(30)
            try:
                save(store, small_plan("a", name=f"By {number}"), 1)
            except (StaleRevisionError, StoreBusyError):
                return None
            return number

        with ThreadPoolExecutor(8) as threads:
            winners = [n for n in threads.map(save_once, range(8)) if n is not None]
        assert len(winners) == 1
        assert store.read("a").plan.name == f"By {winners[0]}"
        assert store.read("a").revision == 2

    @needs(Capability.THREADS)
    def test_r9_no_save_is_lost(
        self, store: PlanStore, open_for: Callable[[str], PlanStore]
    ) -> None:
        """R9: four threads, two by one opening, save ten times each; all are there."""
        save(store, "a")
        openings = [store, store, open_for(store.tenant), open_for(store.tenant)]

        def save_ten(number: int) -> list[str]:
            names = [f"{number}/{k}" for k in range(10)]
            for name in names:
                _save_next(openings[number], "a", name)
            return names

        with ThreadPoolExecutor(4) as threads:
            acknowledged = list(chain.from_iterable(threads.map(save_ten, range(4))))
        history = store.history("a")
        assert [one.revision for one in history] == list(range(1, 42))
        assert sorted(one.note for one in history[1:]) == sorted(acknowledged)
        assert sorted(store.read("a").plan.notes.split()) == sorted(acknowledged)

    @needs(Capability.THREADS)
    def test_r10_nobody_sees_half_a_save(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """R10: whatever is read beside a writer is one whole revision."""
        save(store, small_plan("a", name="0"))
        _save_next(store, "a", "0")
        done = Event()

        def read() -> int:
            count = 0
            while not done.is_set() or not count:
                found = twin.read("a")
                lines = found.plan.notes.split()
                assert found.plan.name == found.note == lines[-1]
                assert len(lines) == found.revision - 1
                assert found.revision == int(found.note) + 2
                count += 1
            return count

        with ThreadPoolExecutor(2) as threads:
            readers = [threads.submit(read) for _ in range(2)]
            try:
                for n in range(1, 16):
                    _save_next(store, "a", str(n))
            finally:
                done.set()
            assert all(reader.result(30) for reader in readers)

    def test_r12_every_opening_reads_the_same(
        self, store: PlanStore, twin: PlanStore, open_for: Callable[[str], PlanStore]
    ) -> None:
        """R12: an opening from before and one from after see a save."""
        save(store, full_plan())
        save(twin, full_plan(), 1)
        later = open_for(store.tenant)
        for opening in (store, twin, later):
            assert opening.read(full_plan().id) == store.read(full_plan().id)
            assert len(opening.history(full_plan().id)) == 2

    @needs(Capability.THREADS)
    def test_r9_of_a_save_and_a_deletion_at_once_one_succeeds(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """R9: whoever is second is told so, and nothing of theirs is there."""
        save(store, "a")
        start = Barrier(2)

        def act(deletes: bool) -> bool:  # noqa: FBT001 - one of two
            start.wait(30)
            try:
                if deletes:
                    delete(twin, "a", 1)
                else:
                    save(store, named_plan("a", "Saved"), 1)
            except (StaleRevisionError, StoreBusyError):
                return False
            return True

        with ThreadPoolExecutor(2) as threads:
            saved, deleted = threads.map(act, [False, True])
        assert saved != deleted
        assert [one.is_deleted for one in store.history("a")] == [False, deleted]

    @needs(Capability.DURABLE)
    def test_r12_everything_is_there_after_all_was_closed(
        self, opener: Callable[[str], Any]
    ) -> None:
        """R12: a later opening reads plans, history and deletions."""
        first = opener(OURS)
        save(first, full_plan("a"))
        save(first, "b")
        delete(first, "b", 1)
        before = first.read("a"), first.history("b")
        _close(first)
        later = opener(OURS)
        assert (later.read("a"), later.history("b")) == before
        assert save(later, "b", 2) == 3
        _close(later)

    def test_r12_each_save_is_seen_by_others_at_once(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """R12: an opening that has read a plan reads the next revision of it."""
        for revision in range(3):
            save(store, "a", revision)
            assert twin.read("a").revision == len(twin.history("a")) == revision + 1


def _close(store: object) -> None:
    # A port of plans alone has nothing to close.
    close = getattr(store, "close", None)
    if close is not None:
        close()
