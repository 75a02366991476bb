"""The promises of :class:`~jbpcore.ports.storage.PlanStore` on revisions, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from jbpcore.errors import (
    InvalidValueError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, RevisionKind, StoredPlan
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.capabilities import Capability, needs
from jbpcore.testing.sample_records import full_plan, small_plan
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, restore, save
from jbpcore.values.ids import PersonId
from jbpcore.values.money import Money

__all__ = ["RevisionContract"]

_TENANTS = [
    "ACME",
    "acme ",
    " acme",
    "acme.",
    "acm_",
    "%",
    "*",
    "acme' OR '1'='1",
    'acme"--',
    '{"tenant": "acme"}',
    "\u0430cme",  # its first letter is Cyrillic
    "a" * 200,
]


class RevisionContract(StoreFixtures):
    """Reading, saving and the history of plans (R1-R8)."""

    @pytest.mark.parametrize("plan", [small_plan(), full_plan()], ids=["small", "full"])
    def test_r1_reads_back_what_was_saved(self, store: PlanStore, plan: Plan) -> None:
        """R1: what is read equals what was saved, to the last digit."""
        save(store, plan)
        assert store.read(plan.id).plan == plan

    def test_r1_reads_back_what_was_saved_last(self, store: PlanStore) -> None:
        """R1: the last save is what is read, with who, when and why."""
        save(store, small_plan())
        plan = small_plan(name="Renamed")
        at = AT + timedelta(microseconds=1)
        store.save(plan, expected_revision=1, by="tom", at=at, note="why\n\tnot? שלום")
        assert store.read(plan.id) == StoredPlan(
            plan=plan,
            revision=2,
            saved_by=PersonId("tom"),
            saved_at=at,
            note="why\n\tnot? שלום",
            kind=RevisionKind.SAVED,
            recorded_at=at,
        )

    @pytest.mark.parametrize("name", ["Ångström", "A\u030angstro\u0308m"])
    def test_r1_letters_stay_in_the_form_they_came_in(
        self, store: PlanStore, name: str
    ) -> None:
        """R1: two forms of one letter are two texts."""
        save(store, small_plan(name=name))
        assert store.read(small_plan().id).plan.name == name

    @pytest.mark.parametrize(
        "amount",
        ["0.1", "1.10", "-0.01", "99999999999999999999999.9", "12345678901234567.89"],
    )
    def test_r1_an_amount_keeps_every_digit(
        self, store: PlanStore, amount: str
    ) -> None:
        """R1: no amount goes through a binary fraction."""
        plan = full_plan("a")
        goal = attrs.evolve(plan.goals[0], target=Money(amount, "USD"))
        save(store, attrs.evolve(plan, goals=[goal]))
        (kept,) = store.read("a").plan.goals
        assert str(kept.target) == str(Money(amount, "USD"))
        assert kept.target == Money(amount, "USD")

    def test_r1_an_instant_keeps_its_zone_and_microseconds(
        self, store: PlanStore
    ) -> None:
        """R1: of the save, and of what stands in the plan."""
        at = datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=UTC)
        plan = full_plan("a")
        save(store, plan, at=at)
        found = store.read("a")
        assert [one.saved_at for one in store.history("a")] == [at]
        for instant in (found.saved_at, found.recorded_at):
            assert (instant, instant.utcoffset()) == (at, timedelta(0))
        kept = found.plan.signoffs[0].signed_at
        assert kept == plan.signoffs[0].signed_at
        assert kept.utcoffset() == timedelta(0)

    @needs(Capability.LARGE_PLANS)
    def test_r1_a_plan_of_a_million_characters_comes_back(
        self, store: PlanStore
    ) -> None:
        """R1: nothing is cut off."""
        action = full_plan().actions[0]
        many = [
            attrs.evolve(action, id=f"a-{n}", notes="ж" * 10_000) for n in range(100)
        ]
        plan = attrs.evolve(full_plan("a"), actions=many)
        save(store, plan)
        assert store.read("a").plan == plan

    def test_r2_unknown_id_is_not_found(self, store: PlanStore) -> None:
        """R2: reading an unknown id raises, and says which id."""
        save(store, "a")
        with pytest.raises(PlanNotFoundError) as caught:
            store.read("nobody")
        assert caught.value.plan_id == "nobody"

    def test_r2_unknown_id_has_no_history(self, store: PlanStore) -> None:
        """R2: so does the history, and so does any revision of it."""
        with pytest.raises(PlanNotFoundError):
            store.history("nobody")
        with pytest.raises(PlanNotFoundError):
            store.read("nobody", revision=1)

    def test_r2_ids_differ_by_case(self, store: PlanStore) -> None:
        """R2: an id in other letters is another id."""
        save(store, "a")
        with pytest.raises(PlanNotFoundError):
            store.read("A")

    def test_r3_revisions_count_up_from_one(self, store: PlanStore) -> None:
        """R3: revisions start at 1 and go up by exactly 1, for each plan by itself."""
        revisions = [save(store, "a", n) for n in range(3)]
        assert revisions == [1, 2, 3]
        assert save(store, "b") == 1
        assert store.read("a").revision == 3

    def test_r3_saving_what_is_there_already_counts(self, store: PlanStore) -> None:
        """R3: a save that changes nothing is a revision like any other."""
        save(store, "a")
        assert save(store, "a", 1) == 2

    def test_r3_deletions_and_restorations_count_too(self, store: PlanStore) -> None:
        """R3: each of them by exactly 1."""
        save(store, "a")
        assert delete(store, "a", 1) == 2
        assert restore(store, "a", 2) == 3
        assert save(store, "a", 3) == 4
        assert [one.revision for one in store.history("a")] == [1, 2, 3, 4]

    @pytest.mark.parametrize("named_revision", [0, 1, 3, 2**40])
    def test_r4_stale_save_changes_nothing(
        self, store: PlanStore, named_revision: int
    ) -> None:
        """R4: a save naming any revision but the current one changes nothing."""
        save(store, "a")
        save(store, "a", 1)
        before = store.read("a"), store.history("a")
        with pytest.raises(StaleRevisionError):
            save(store, small_plan("a", name="Lost"), named_revision)
        assert (store.read("a"), store.history("a")) == before
        assert save(store, "a", 2) == 3

    def test_r4_stale_save_says_how_things_stand(self, store: PlanStore) -> None:
        """R4: the error has the plan's id and both revisions."""
        save(store, "a")
        with pytest.raises(StaleRevisionError) as caught:
            save(store, "a", 7)
        error = caught.value
        facts = (error.plan_id, error.expected_revision, error.actual_revision)
        assert facts == ("a", 7, 1)

    def test_r4_first_save_must_expect_nothing(self, store: PlanStore) -> None:
        """R4: the current revision of a plan nobody has saved is 0."""
        with pytest.raises(StaleRevisionError) as caught:
            save(store, "a", 1)
        assert caught.value.actual_revision == 0
        with pytest.raises(PlanNotFoundError):
            store.read("a")
        assert list(store.iter_ids()) == []

    def test_r5_ids_are_sorted_and_unique(self, store: PlanStore) -> None:
        """R5: ids come back once each, in ascending order of their characters."""
        assert list(store.iter_ids()) == []
        for key in ("b", "a", "B", "a.b", "10", "9"):
            save(store, small_plan(key))
        save(store, "b", 1)
        assert list(store.iter_ids()) == ["10", "9", "B", "a", "a.b", "b"]

    @needs(Capability.UNITS_OF_WORK)
    def test_r5_many_ids_come_once_each(self, store: PlanStore) -> None:
        """R5: also when there are more than one would fetch at a time."""
        ids = [f"p-{n:04}" for n in range(1_005)]
        with store.unit_of_work():
            for plan_id in reversed(ids):
                save(store, plan_id)
        assert list(store.iter_ids()) == ids

    def test_r6_every_revision_stays_readable(self, store: PlanStore) -> None:
        """R6: an older revision is as it was saved, with who, when and why."""
        for n in range(4):
            plan = small_plan("a", name=f"Name {n}")
            store.save(plan, expected_revision=n, by=f"p{n}", at=AT, note=str(n))
        for n in range(4):
            found = store.read("a", revision=n + 1)
            assert (found.revision, found.plan.name) == (n + 1, f"Name {n}")
            assert (found.saved_by, found.note) == (f"p{n}", str(n))

    @pytest.mark.parametrize("revision", [-1, 0, 2, 2**40, True, 1.0, "1"])
    def test_r6_a_revision_that_is_not_there_is_refused(
        self,
        store: PlanStore,
        revision: Any,  # noqa: ANN401 - the mistake under test
    ) -> None:
        """R6: asking for a revision that the plan does not have is an error."""
        save(store, "a")
        with pytest.raises(InvalidValueError):
            store.read("a", revision=revision)

    def test_r6_a_revision_is_not_touched_by_later_ones(self, store: PlanStore) -> None:
        """R6: what it holds is equal, however the plan went on."""
        save(store, full_plan("a"))
        first = store.read("a")
        save(store, "a", 1)
        delete(store, "a", 2)
        restore(store, "a", 3)
        assert store.read("a", revision=1) == first

    def test_r7_history_lists_every_revision_once(self, store: PlanStore) -> None:
        """R7: by number, with who, when and why, also where clocks went backwards."""
        saved = [
            Revision(
                revision=n + 1,
                saved_by=PersonId(f"p{n}"),
                saved_at=AT - timedelta(days=n),
                note=str(n),
                kind=RevisionKind.SAVED,
                recorded_at=AT + timedelta(microseconds=n),
            )
            for n in range(12)
        ]
        for one in saved:
            store.save(
                small_plan("a"),
                expected_revision=one.revision - 1,
                by=one.saved_by,
                at=one.saved_at,
                note=one.note,
            )
        assert store.history("a") == tuple(saved)

    def test_r8_another_tenants_plan_is_unknown(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """R8: not forbidden but unknown, so that nobody learns that it exists."""
        save(store, "a")
        with pytest.raises(PlanNotFoundError):
            stranger.read("a")
        with pytest.raises(PlanNotFoundError):
            stranger.history("a")
        with pytest.raises(StaleRevisionError) as caught:
            save(stranger, "a", 1)
        assert caught.value.actual_revision == 0
        assert list(stranger.iter_ids()) == []

    def test_r8_nor_is_any_revision_of_it(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """R8: neither by number nor by instant."""
        save(store, "a")
        with pytest.raises(PlanNotFoundError):
            stranger.read("a", revision=1)
        with pytest.raises(PlanNotFoundError):
            stranger.read("a", known_at=AT)

    def test_r8_two_tenants_may_use_one_id(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """R8: each has its own plan and counts for itself."""
        save(store, small_plan("a", name="Ours"))
        save(stranger, small_plan("a", name="Theirs"))
        save(stranger, small_plan("a", name="Theirs"), 1)
        assert (store.read("a").plan.name, store.read("a").revision) == ("Ours", 1)
        assert stranger.read("a").plan.name == "Theirs"
        assert (len(store.history("a")), len(stranger.history("a"))) == (1, 2)

    @pytest.mark.parametrize("tenant", _TENANTS)
    def test_r8_a_tenant_is_exactly_its_name(
        self, store: PlanStore, open_for: Callable[[str], PlanStore], tenant: str
    ) -> None:
        """R8: no other name, however alike or crafted, opens the same plans."""
        save(store, "a")
        other = open_for(tenant)
        assert other.tenant == tenant
        assert list(other.iter_ids()) == []
        save(other, "b")
        assert list(other.iter_ids()) == ["b"]
        assert list(store.iter_ids()) == ["a"]
