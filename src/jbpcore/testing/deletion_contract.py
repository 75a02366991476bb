"""What :class:`~jbpcore.ports.storage.PlanStore` promises on deleting, as tests.

Names of tests are public: a release that adds, removes or renames one says so under
"Contract" in the changelog. They come with
:class:`jbpcore.testing.plan_contract.PlanStoreContract`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.ports.plan_revisions import Revision, RevisionKind
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.sample_records import full_plan
from jbpcore.testing.store_fixtures import StoreFixtures
from jbpcore.testing.store_steps import AT, delete, named_plan, restore, save
from jbpcore.values.ids import PersonId

__all__ = ["DeletionContract"]


class DeletionContract(StoreFixtures):
    """Tombstones, and what comes after them (D1-D8)."""

    def test_d1_a_deleted_plan_is_not_read(self, store: PlanStore) -> None:
        """D1: the error is one of not finding, and knows the tombstone."""
        save(store, "a")
        assert delete(store, "a", 1) == 2
        with pytest.raises(PlanDeletedError) as caught:
            store.read("a")
        assert (caught.value.plan_id, caught.value.revision) == ("a", 2)
        assert isinstance(caught.value, PlanNotFoundError)

    def test_d1_a_deleted_plan_is_not_listed(
        self, store: PlanStore, twin: PlanStore
    ) -> None:
        """D1: by no opening, while the others are."""
        for key in "abc":
            save(store, key)
        delete(store, "b", 1)
        assert list(store.iter_ids()) == list(twin.iter_ids()) == ["a", "c"]

    def test_d2_the_history_keeps_the_tombstone(self, store: PlanStore) -> None:
        """D2: with who deleted it, when and why."""
        save(store, "a")
        delete(store, "a", 1, by="tom", note="Merged into b", at=AT + timedelta(1))
        assert store.history("a")[1] == Revision(
            revision=2,
            saved_by=PersonId("tom"),
            saved_at=AT + timedelta(1),
            note="Merged into b",
            kind=RevisionKind.DELETED,
            recorded_at=AT + timedelta(1),
        )

    def test_d2_earlier_revisions_stay_readable(self, store: PlanStore) -> None:
        """D2: equal to what they were."""
        save(store, full_plan("a"))
        save(store, "a", 1)
        before = [store.read("a", revision=n) for n in (1, 2)]
        delete(store, "a", 2)
        assert [store.read("a", revision=n) for n in (1, 2)] == before

    def test_d2_the_tombstone_itself_holds_no_plan(self, store: PlanStore) -> None:
        """D2: asking for its revision says that it deleted the plan."""
        save(store, "a")
        delete(store, "a", 1)
        restore(store, "a", 2)
        with pytest.raises(PlanDeletedError) as caught:
            store.read("a", revision=2)
        assert caught.value.revision == 2

    @pytest.mark.parametrize("named_revision", [1, 3, 2**40])
    def test_d3_a_stale_deletion_changes_nothing(
        self, store: PlanStore, named_revision: int
    ) -> None:
        """D3: nobody deletes what they have not seen."""
        save(store, "a")
        save(store, "a", 1)
        before = store.read("a"), store.history("a")
        with pytest.raises(StaleRevisionError) as caught:
            delete(store, "a", named_revision)
        error = caught.value
        assert (error.expected_revision, error.actual_revision) == (named_revision, 2)
        assert (store.read("a"), store.history("a")) == before

    @pytest.mark.parametrize("named_revision", [1, 3])
    def test_d3_a_stale_restoration_changes_nothing(
        self, store: PlanStore, named_revision: int
    ) -> None:
        """D3: it has to expect the tombstone."""
        save(store, "a")
        delete(store, "a", 1)
        with pytest.raises(StaleRevisionError):
            restore(store, "a", named_revision)
        assert len(store.history("a")) == 2
        with pytest.raises(PlanDeletedError):
            store.read("a")

    def test_d3_what_never_was_is_neither_deleted_nor_restored(
        self, store: PlanStore
    ) -> None:
        """D3: it is not found, and afterwards it still never was."""
        with pytest.raises(PlanNotFoundError):
            delete(store, "a", 1)
        with pytest.raises(PlanNotFoundError):
            restore(store, "a", 1)
        assert save(store, "a") == 1

    @pytest.mark.parametrize("copy_of", [0, 1, 2])
    def test_d4_an_old_copy_brings_nothing_back(
        self, store: PlanStore, copy_of: int
    ) -> None:
        """D4: also when it was made before there was a plan."""
        save(store, "a")
        save(store, "a", 1)
        delete(store, "a", 2)
        with pytest.raises(StaleRevisionError) as caught:
            save(store, named_plan("a", "Back again"), copy_of)
        assert caught.value.actual_revision == 3
        with pytest.raises(PlanDeletedError):
            store.read("a")
        assert list(store.iter_ids()) == []

    def test_d5_a_plan_may_begin_anew(self, store: PlanStore) -> None:
        """D5: by whoever knows of the tombstone, with numbers that go on."""
        save(store, named_plan("a", "Former"))
        delete(store, "a", 1)
        assert save(store, named_plan("a", "New"), 2) == 3
        assert store.read("a").plan.name == "New"
        assert [one.revision for one in store.history("a")] == [1, 2, 3]
        assert list(store.iter_ids()) == ["a"]

    @pytest.mark.parametrize("copy_of", [0, 1, 2])
    def test_d5_an_old_copy_does_not_hit_the_new_plan(
        self, store: PlanStore, copy_of: int
    ) -> None:
        """D5: no number is used twice, so every one of the former is stale."""
        save(store, named_plan("a", "Former"))
        delete(store, "a", 1)
        save(store, named_plan("a", "New"), 2)
        with pytest.raises(StaleRevisionError):
            save(store, named_plan("a", "Former, edited"), copy_of)
        if copy_of:
            with pytest.raises(StaleRevisionError):
                delete(store, "a", copy_of)
        assert store.read("a").plan.name == "New"

    def test_d6_a_restored_plan_is_as_it_was(self, store: PlanStore) -> None:
        """D6: at a revision of its own, with who restored it."""
        plan = full_plan("a")
        save(store, plan)
        delete(store, "a", 1)
        assert restore(store, "a", 2, by="tom", note="A mistake") == 3
        found = store.read("a")
        assert (found.plan, found.revision) == (plan, 3)
        assert (found.saved_by, found.note) == ("tom", "A mistake")
        assert list(store.iter_ids()) == ["a"]

    def test_d6_what_was_done_is_known_of_each_revision(self, store: PlanStore) -> None:
        """D6: saved, deleted, restored, and once more."""
        save(store, "a")
        delete(store, "a", 1)
        restore(store, "a", 2)
        delete(store, "a", 3)
        restore(store, "a", 4)
        kinds = [one.kind for one in store.history("a")]
        saved, deleted, restored = (
            RevisionKind.SAVED,
            RevisionKind.DELETED,
            RevisionKind.RESTORED,
        )
        assert kinds == [saved, deleted, restored, deleted, restored]
        assert store.read("a").plan == store.read("a", revision=1).plan

    def test_d7_what_is_there_is_not_restored(self, store: PlanStore) -> None:
        """D7: it would be another way to save."""
        save(store, "a")
        with pytest.raises(InvalidValueError):
            restore(store, "a", 1)
        assert len(store.history("a")) == 1

    def test_d7_what_is_deleted_is_not_deleted_again(self, store: PlanStore) -> None:
        """D7: there is one tombstone."""
        save(store, "a")
        delete(store, "a", 1)
        with pytest.raises(PlanDeletedError) as caught:
            delete(store, "a", 2)
        assert caught.value.revision == 2
        assert len(store.history("a")) == 2

    def test_d8_another_tenants_plan_is_not_deleted(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """D8: it is unknown, and stays where it is."""
        save(store, "a")
        with pytest.raises(PlanNotFoundError) as caught:
            delete(stranger, "a", 1)
        assert not isinstance(caught.value, PlanDeletedError)
        assert store.read("a").revision == 1

    def test_d8_another_tenants_plan_is_not_restored(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """D8: nor does anybody learn that it was deleted."""
        save(store, "a")
        delete(store, "a", 1)
        with pytest.raises(PlanNotFoundError) as caught:
            restore(stranger, "a", 2)
        assert not isinstance(caught.value, PlanDeletedError)
        assert save(stranger, "a") == 1
        assert len(store.history("a")) == 2

    def test_d8_each_tenant_deletes_its_own(
        self, store: PlanStore, stranger: PlanStore
    ) -> None:
        """D8: two plans of one id live and die by themselves."""
        save(store, "a")
        save(stranger, "a")
        delete(stranger, "a", 1)
        assert store.read("a").revision == 1
        assert list(stranger.iter_ids()) == []
