"""The promises of :class:`~jbpcore.ports.plan_events.PlanEvents`, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.store_contract.StoreContract`.
"""

# ruff: noqa: PT012 - a unit of work is a block

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    StaleRevisionError,
    StoreBusyError,
)
from jbpcore.model.agreement import PlanState
from jbpcore.ports.plan_events import PlanEvent, event_id
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.ports.storage import Store
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, named_plan, restore, save
from jbpcore.values.ids import PartyId, PersonId, PlanId

__all__ = ["EventContract"]


class _EndedEarlyError(Exception):
    """What a unit of work is left with."""


def _told(store: Store, after: int = 0) -> list[tuple[int, str, int]]:
    return [
        (event.position, event.plan_id, event.revision)
        for event in store.iter_events(after=after)
    ]


@needs(Capability.EVENTS)
class EventContract(StoreFixtures):
    """One event for each revision (E1-E9)."""

    def test_e1_every_revision_has_one_event(self, store: Store) -> None:
        """E1: of a save, a deletion and a restoration, with what was done."""
        assert list(store.iter_events()) == []
        save(store, "a")
        save(store, "a", 1)
        delete(store, "a", 2)
        restore(store, "a", 3)
        kinds = [event.kind for event in store.iter_events()]
        assert kinds == [
            RevisionKind.SAVED,
            RevisionKind.SAVED,
            RevisionKind.DELETED,
            RevisionKind.RESTORED,
        ]

    @pytest.mark.parametrize(
        "act",
        [
            lambda store: save(store, "a", 7),
            lambda store: save(store, "b", 1),
            lambda store: save(store, "a", 1, by=""),
            lambda store: save(store, "a", 1, records=full_plan().records),
            lambda store: delete(store, "a", 7),
            lambda store: delete(store, "nobody", 1),
            lambda store: restore(store, "a", 1),
        ],
        ids=["stale", "first", "by", "records", "delete", "unknown", "restore"],
    )
    def test_e1_what_was_refused_has_no_event(
        self, store: Store, act: Callable[[Store], object]
    ) -> None:
        """E1: and the next revision has the next position."""
        save(store, "a")
        with pytest.raises(JbpError):
            act(store)
        save(store, "a", 1)
        assert _told(store) == [(1, "a", 1), (2, "a", 2)]

    @needs(Capability.UNITS_OF_WORK)
    def test_e1_what_was_undone_has_no_event(self, store: Store) -> None:
        """E1: nor does it leave a gap."""
        save(store, "a")
        with pytest.raises(_EndedEarlyError), store.unit_of_work():
            save(store, "a", 1)
            save(store, "b")
            raise _EndedEarlyError
        save(store, "c")
        assert _told(store) == [(1, "a", 1), (2, "c", 1)]

    def test_e1_a_booked_fact_is_no_revision(self, store: Store) -> None:
        """E1: the ledger tells nothing of plans."""
        store.append([small_entry()])
        assert list(store.iter_events()) == []

    def test_e2_positions_are_in_order_without_gaps(
        self, store: Store, twin: Store
    ) -> None:
        """E2: over all plans, by whichever opening."""
        for number in range(6):
            save(store if number % 2 else twin, f"p{number % 3}", number // 3)
        assert _told(store) == [
            (number + 1, f"p{number % 3}", number // 3 + 1) for number in range(6)
        ]

    def test_e2_clocks_decide_nothing(self, store: Store) -> None:
        """E2: what was committed first comes first, whatever it says."""
        save(store, "a", at=AT)
        save(store, "b", at=AT - timedelta(days=1))
        assert _told(store) == [(1, "a", 1), (2, "b", 1)]

    @needs(Capability.THREADS)
    def test_e2_several_at_once_leave_no_gap(
        self, store: Store, open_for: Callable[[str], Store]
    ) -> None:
        """E2: four threads, and every revision of each plan in its order."""
        openings = [store, store, open_for(store.tenant), open_for(store.tenant)]

        def work(number: int) -> None:
            revision = 0
            while revision < 8:
                with suppress(StoreBusyError):
                    save(openings[number], f"p{number}", revision)
                    revision += 1

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(work, range(4)))
        told = _told(store)
        assert [position for position, _, _ in told] == list(range(1, 33))
        for number in range(4):
            revisions = [rev for _, key, rev in told if key == f"p{number}"]
            assert revisions == list(range(1, 9))

    @needs(Capability.THREADS)
    def test_e2_what_was_read_up_to_is_never_added_to(
        self, store: Store, twin: Store
    ) -> None:
        """E2: whoever goes on after the last position they saw misses nothing."""

        def work() -> None:
            for revision in range(20):
                saved = False
                while not saved:
                    with suppress(StoreBusyError):
                        save(store, "a", revision)
                        saved = True

        seen: list[int] = []

        def go_on() -> None:
            last = seen[-1] if seen else 0
            seen.extend(event.position for event in twin.iter_events(after=last))

        with ThreadPoolExecutor(1) as threads:
            writing = threads.submit(work)
            while not writing.done():
                go_on()
            writing.result()
        go_on()
        assert seen == list(range(1, 21))

    def test_e3_the_id_is_made_of_tenant_plan_and_revision(
        self, store: Store, twin: Store
    ) -> None:
        """E3: whoever reads it, and as often as they do."""
        save(store, "a")
        save(store, "a", 1)
        expected = [event_id("acme", "a", 1), event_id("acme", "a", 2)]
        for opening in (store, twin, store):
            assert [event.id for event in opening.iter_events()] == expected

    def test_e4_an_event_says_what_was_done(self, store: Store) -> None:
        """E4: by whom, when, whose plan, in which state, and by which moves."""
        plan = full_plan("a")
        at = AT - timedelta(days=1)
        save(store, small_plan("a"), by="maria", at=AT)
        save(store, plan, 1, by="tom", at=at, records=plan.records[-1:])
        assert list(store.iter_events(after=1)) == [
            PlanEvent(
                tenant="acme",
                position=2,
                plan_id=PlanId("a"),
                revision=2,
                kind=RevisionKind.SAVED,
                recorded_at=AT + timedelta(microseconds=1),
                saved_at=at,
                saved_by=PersonId("tom"),
                partner_id=PartyId("northwind"),
                state=plan.state,
                records=plan.records[-1:],
            )
        ]
        assert plan.records[-1:]

    def test_e4_a_deletion_says_whose_plan_it_was(self, store: Store) -> None:
        """E4: with the state it was in."""
        save(store, full_plan("a"))
        delete(store, "a", 1, by="tom")
        *_, event = store.iter_events()
        assert (event.saved_by, event.partner_id) == ("tom", "northwind")
        assert event.state is full_plan().state is not PlanState.DRAFT

    def test_e4_without_records_none_are_told(self, store: Store) -> None:
        """E4: those that the plan has had for long are no news."""
        save(store, full_plan("a"))
        (event,) = store.iter_events()
        assert event.records == ()

    @pytest.mark.parametrize("after", [0, 1, 4, 5, 6, 2**40])
    def test_e5_events_after_a_position_come(self, store: Store, after: int) -> None:
        """E5: each once, and none after the last."""
        for number in range(5):
            save(store, f"p{number}")
        expected = [(n + 1, f"p{n}", 1) for n in range(5) if n + 1 > after]
        assert _told(store, after) == expected

    @needs(Capability.UNITS_OF_WORK)
    def test_e5_many_events_come_in_order(self, store: Store) -> None:
        """E5: also when there are more than one would fetch at a time."""
        with store.unit_of_work():
            for number in range(1_005):
                save(store, f"p{number}")
        told = [event.position for event in store.iter_events(after=2)]
        assert told == list(range(3, 1_006))

    def test_e6_another_tenants_events_are_not_seen(
        self, store: Store, stranger: Store
    ) -> None:
        """E6: nor do they take a position."""
        save(store, "a")
        save(stranger, "a")
        save(stranger, "b")
        save(store, "a", 1)
        assert _told(store) == [(1, "a", 1), (2, "a", 2)]
        assert _told(stranger) == [(1, "a", 1), (2, "b", 1)]
        ours = {event.id for event in store.iter_events()}
        assert not ours & {event.id for event in stranger.iter_events()}

    @needs(Capability.UNITS_OF_WORK)
    def test_e7_a_unit_sees_its_own_events(self, store: Store) -> None:
        """E7: before it ends, and the same ones after."""
        save(store, "a")
        with store.unit_of_work():
            save(store, "b")
            inside = list(store.iter_events())
            assert [event.plan_id for event in inside] == ["a", "b"]
        assert list(store.iter_events()) == inside

    @needs(Capability.UNITS_OF_WORK, Capability.READERS_NEVER_WAIT)
    def test_e7_nobody_else_sees_them_before_the_end(
        self, store: Store, twin: Store
    ) -> None:
        """E7: so nobody is told of what may never happen."""
        with store.unit_of_work():
            save(store, "a")
            assert list(twin.iter_events()) == []
        assert _told(twin) == [(1, "a", 1)]

    def test_e8_an_answer_is_of_when_it_was_asked(
        self, store: Store, twin: Store
    ) -> None:
        """E8: what happens while it is read comes with the next question."""
        save(store, "a")
        save(store, "b")
        answer = store.iter_events()
        save(twin, "c")
        first = next(answer)
        save(store, "d")
        assert [first.plan_id, *(event.plan_id for event in answer)] == ["a", "b"]
        assert len(_told(store)) == 4

    def test_e8_an_answer_left_unread_hinders_nobody(
        self, store: Store, twin: Store
    ) -> None:
        """E8: neither this opening nor another has to wait for it."""
        save(store, "a")
        save(store, "b")
        answer = store.iter_events()
        next(answer)
        assert save(store, "c") == save(twin, "d") == 1
        assert next(answer).plan_id == "b"

    @pytest.mark.parametrize("bad", [-1, True, "1", None, 1.0, 2**70], ids=ascii)
    def test_e9_a_bad_position_is_refused(
        self,
        store: Store,
        bad: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """E9: when the question is asked, not when the answer is read."""
        with pytest.raises(InvalidValueError):
            store.iter_events(after=bad)

    def test_e1_a_stale_save_among_others_has_no_event(
        self, store: Store, twin: Store
    ) -> None:
        """E1: of two that save from one revision, one is told of."""
        save(store, "a")
        save(twin, named_plan("a", "First"), 1)
        with pytest.raises(StaleRevisionError):
            save(store, named_plan("a", "Second"), 1)
        assert _told(store) == [(1, "a", 1), (2, "a", 2)]
