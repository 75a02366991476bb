"""What :class:`~jbpcore.ports.storage.PlanStore` promises on time, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError, PlanDeletedError, PlanNotFoundError
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, named_plan, restore, save

__all__ = ["TimeContract"]

_TICK = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def _recorded(store: PlanStore, plan_id: str) -> list[datetime]:
    return [one.recorded_at for one in store.history(plan_id)]


class TimeContract(StoreFixtures):
    """When something was recorded, and what was known when (T1-T5)."""

    def test_t1_a_save_is_recorded_when_it_says(self, store: PlanStore) -> None:
        """T1: where clocks agree, that is the instant it states."""
        save(store, "a", at=AT)
        save(store, "a", 1, at=AT + _DAY)
        assert _recorded(store, "a") == [AT, AT + _DAY]
        assert store.read("a").recorded_at == AT + _DAY

    def test_t1_recorded_instants_ascend_where_clocks_do_not(
        self, store: PlanStore
    ) -> None:
        """T1: a save that says it was earlier is recorded a microsecond later."""
        for revision, days in enumerate([0, -2, 1, 1, 0]):
            save(store, "a", revision, at=AT + days * _DAY)
        later = AT + _DAY
        assert _recorded(store, "a") == [
            AT,
            AT + _TICK,
            later,
            later + _TICK,
            later + 2 * _TICK,
        ]

    def test_t1_what_the_saver_said_stays_too(self, store: PlanStore) -> None:
        """T1: the clock of whoever saved is not corrected."""
        save(store, "a", at=AT)
        save(store, "a", 1, at=AT - _DAY)
        assert [one.saved_at for one in store.history("a")] == [AT, AT - _DAY]

    def test_t1_deletions_and_restorations_ascend_too(self, store: PlanStore) -> None:
        """T1: all revisions of a plan stand in one order."""
        save(store, "a", at=AT)
        delete(store, "a", 1, at=AT - _DAY)
        restore(store, "a", 2, at=AT - 2 * _DAY)
        assert _recorded(store, "a") == [AT, AT + _TICK, AT + 2 * _TICK]

    def test_t1_each_plan_has_its_own_time(self, store: PlanStore) -> None:
        """T1: another plan with a clock ahead moves nothing."""
        save(store, "a", at=AT + _DAY)
        save(store, "b", at=AT)
        assert _recorded(store, "b") == [AT]

    def test_t2_what_was_known_is_the_last_one_by_then(self, store: PlanStore) -> None:
        """T2: the instant of a revision included, a moment before not."""
        for revision in range(3):
            save(
                store,
                named_plan("a", f"N{revision}"),
                revision,
                at=AT + revision * _DAY,
            )
        known = {
            AT: 1,
            AT + _DAY - _TICK: 1,
            AT + _DAY: 2,
            AT + 2 * _DAY: 3,
            AT + 900 * _DAY: 3,
        }
        for instant, revision in known.items():
            found = store.read("a", known_at=instant)
            assert (found.revision, found.plan.name) == (revision, f"N{revision - 1}")

    def test_t2_running_clocks_backwards_reorders_nothing(
        self, store: PlanStore
    ) -> None:
        """T2: what was saved last is known last, whatever it said."""
        save(store, named_plan("a", "First"), at=AT)
        save(store, named_plan("a", "Second"), 1, at=AT - _DAY)
        assert store.read("a", known_at=AT).plan.name == "First"
        assert store.read("a", known_at=AT + _TICK).plan.name == "Second"

    def test_t3_before_its_first_revision_a_plan_was_unknown(
        self, store: PlanStore
    ) -> None:
        """T3: reading it then would have found nothing."""
        save(store, "a", at=AT)
        with pytest.raises(PlanNotFoundError) as caught:
            store.read("a", known_at=AT - _TICK)
        assert not isinstance(caught.value, PlanDeletedError)
        with pytest.raises(PlanNotFoundError):
            store.read("nobody", known_at=AT)

    def test_t3_while_it_was_deleted_it_was_deleted(self, store: PlanStore) -> None:
        """T3: and known before and after."""
        save(store, "a", at=AT)
        delete(store, "a", 1, at=AT + _DAY)
        restore(store, "a", 2, at=AT + 2 * _DAY)
        assert store.read("a", known_at=AT).revision == 1
        with pytest.raises(PlanDeletedError) as caught:
            store.read("a", known_at=AT + _DAY)
        assert caught.value.revision == 2
        assert store.read("a", known_at=AT + 2 * _DAY).revision == 3

    def test_t4_the_past_stays_as_it_was_known(self, store: PlanStore) -> None:
        """T4: nothing saved later gets in between, though it says it was earlier."""
        save(store, named_plan("a", "First"), at=AT)
        save(store, named_plan("a", "Second"), 1, at=AT + _DAY)
        instants = [AT, AT + _TICK, AT + _DAY]
        before = [store.read("a", known_at=instant) for instant in instants]
        save(store, named_plan("a", "Backdated"), 2, at=AT + _TICK)
        delete(store, "a", 3, at=AT)
        assert [store.read("a", known_at=one) for one in instants] == before

    def test_t5_a_revision_and_an_instant_are_refused(self, store: PlanStore) -> None:
        """T5: one of them is enough to say what is wanted."""
        save(store, "a")
        with pytest.raises(InvalidValueError):
            store.read("a", revision=1, known_at=AT)

    @pytest.mark.parametrize(
        "bad",
        [
            datetime(2026, 1, 7),  # noqa: DTZ001 - the mistake under test
            datetime(2026, 1, 7, tzinfo=timezone(timedelta(hours=1))),
            "2026-01-07",
            7,
        ],
        ids=ascii,
    )
    def test_t5_an_instant_has_to_be_in_utc(
        self,
        store: PlanStore,
        bad: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """T5: so that nobody guesses a zone."""
        save(store, "a")
        with pytest.raises(InvalidValueError):
            store.read("a", known_at=bad)
