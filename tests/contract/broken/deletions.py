"""Stores that break a promise on deleting, each in one way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import attrs
from tests.contract.broken.revisions import SharesPlans
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite, let_others_run

from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, StoredPlan


class DropsRows(Sloppy):
    """Deletes a plan by taking it away, history and all."""

    def delete(self, plan_id: str, /, *, expected_revision: int, **how: Any) -> int:
        revision = super().delete(plan_id, expected_revision=expected_revision, **how)
        self.now().plans.pop(plan_id)
        return revision


class ReusesRevisions(Sloppy):
    """Counts from 1 again when a plan begins anew."""

    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        kept: tuple[Revision, ...] = self.now().plans.get(plan.id, ())
        if kept and kept[-1].is_deleted and expected_revision == len(kept):
            self.now().plans.pop(plan.id)
            expected_revision = 0
        return self.put(plan, expected_revision=expected_revision, **saved)


class ListsDeletedPlans(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(sorted(self.now().plans))


class ForgetsWhyItWasDeleted(Sloppy):
    def delete(self, plan_id: str, /, **how: Any) -> int:
        return super().delete(plan_id, **how | {"note": ""})


class ShowsThePlanAtItsTombstone(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision, **how)
        except PlanDeletedError as error:
            if revision is None:
                raise
            return super().read(plan_id, revision=error.revision - 1)


class DeletesAnyRevision(Sloppy):
    def delete(self, plan_id: str, /, *, expected_revision: int, **how: Any) -> int:
        let_others_run(0.05)
        try:
            return super().delete(plan_id, expected_revision=expected_revision, **how)
        except StaleRevisionError as error:
            current = error.actual_revision
            return super().delete(plan_id, expected_revision=current, **how)


class RestoresFromAnyRevision(Sloppy):
    def restore(self, plan_id: str, /, *, expected_revision: int, **how: Any) -> int:
        try:
            return super().restore(plan_id, expected_revision=expected_revision, **how)
        except StaleRevisionError as error:
            current = error.actual_revision
            return super().restore(plan_id, expected_revision=current, **how)


class DeletesNothingQuietly(Sloppy):
    def delete(self, plan_id: str, /, *, expected_revision: int, **how: Any) -> int:
        with suppress(PlanNotFoundError):
            return super().delete(plan_id, expected_revision=expected_revision, **how)
        return expected_revision + 1


class NeverBeginsAnew(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        kept: tuple[Revision, ...] = self.now().plans.get(plan.id, ())
        if kept and kept[-1].is_deleted:
            raise PlanDeletedError(plan.id, kept[-1].revision)
        return self.put(plan, **saved)


class ForgetsWhoRestored(Sloppy):
    def restore(self, plan_id: str, /, **how: Any) -> int:
        return super().restore(plan_id, **how | {"by": "system"})


class RestoresBySaving(Sloppy):
    def restore(self, plan_id: str, /, **how: Any) -> int:
        with suppress(InvalidValueError, PlanDeletedError):
            return self.put(self.read(plan_id).plan, **how)
        before = self.history(plan_id)[-2].revision
        return self.put(self.read(plan_id, revision=before).plan, **how)


class BringsBackTheFirst(Sloppy):
    """Restores a plan to what it was at first."""

    def restore(self, plan_id: str, /, **how: Any) -> int:
        revision = super().restore(plan_id, **how)
        *before, last = self.now().plans[plan_id]
        self.now().plans[plan_id] = (
            attrs.evolve(before[0], revision=1, note="moved"),
            *before[1:],
            last,
        )
        return revision


class DeletesWithoutCounting(Sloppy):
    def delete(self, plan_id: str, /, **how: Any) -> int:
        return super().delete(plan_id, **how) - 1


class CoercesDeletions(Sloppy):
    def delete(
        self, plan_id: str, /, *, expected_revision: Any, by: Any, **how: Any
    ) -> int:
        expected = max(1, int(expected_revision))
        return super().delete(
            plan_id, expected_revision=expected, by=by or "nobody", **how
        )


class LooksForAnyId(Sloppy):
    def delete(self, plan_id: str, /, **how: Any) -> int:
        try:
            return super().delete(plan_id, **how)
        except InvalidValueError:
            raise PlanNotFoundError(plan_id) from None


class GivesUpAfterARefusedDeletion(Sloppy):
    def delete(self, plan_id: str, /, **how: Any) -> int:
        try:
            return super().delete(plan_id, **how)
        except StaleRevisionError:
            self.now().plans.clear()
            raise


BITES = [
    bite(DropsRows, CONTRACT.test_d1_a_deleted_plan_is_not_read),
    bite(ListsDeletedPlans, CONTRACT.test_d1_a_deleted_plan_is_not_listed),
    bite(ForgetsWhyItWasDeleted, CONTRACT.test_d2_the_history_keeps_the_tombstone),
    bite(DropsRows, CONTRACT.test_d2_earlier_revisions_stay_readable),
    bite(
        ShowsThePlanAtItsTombstone,
        CONTRACT.test_d2_the_tombstone_itself_holds_no_plan,
    ),
    bite(
        DeletesAnyRevision,
        CONTRACT.test_d3_a_stale_deletion_changes_nothing,
        named_revision=1,
    ),
    bite(
        RestoresFromAnyRevision,
        CONTRACT.test_d3_a_stale_restoration_changes_nothing,
        named_revision=1,
    ),
    bite(
        DeletesNothingQuietly,
        CONTRACT.test_d3_what_never_was_is_neither_deleted_nor_restored,
    ),
    bite(DropsRows, CONTRACT.test_d4_an_old_copy_brings_nothing_back, copy_of=0),
    bite(NeverBeginsAnew, CONTRACT.test_d5_a_plan_may_begin_anew),
    bite(
        ReusesRevisions,
        CONTRACT.test_d5_an_old_copy_does_not_hit_the_new_plan,
        copy_of=1,
    ),
    bite(ForgetsWhoRestored, CONTRACT.test_d6_a_restored_plan_is_as_it_was),
    bite(RestoresBySaving, CONTRACT.test_d6_what_was_done_is_known_of_each_revision),
    bite(RestoresBySaving, CONTRACT.test_d7_what_is_there_is_not_restored),
    bite(DeletesNothingQuietly, CONTRACT.test_d7_what_is_deleted_is_not_deleted_again),
    bite(SharesPlans, CONTRACT.test_d8_another_tenants_plan_is_not_deleted),
    bite(SharesPlans, CONTRACT.test_d8_another_tenants_plan_is_not_restored),
    bite(SharesPlans, CONTRACT.test_d8_each_tenant_deletes_its_own),
    bite(DeletesWithoutCounting, CONTRACT.test_r3_deletions_and_restorations_count_too),
    bite(BringsBackTheFirst, CONTRACT.test_r6_a_revision_is_not_touched_by_later_ones),
    bite(
        DeletesAnyRevision,
        CONTRACT.test_r9_of_a_save_and_a_deletion_at_once_one_succeeds,
    ),
    bite(
        CoercesDeletions,
        CONTRACT.test_r11_a_bad_deletion_or_restoration_is_refused,
        bad={"by": ""},
    ),
    bite(
        LooksForAnyId,
        CONTRACT.test_r11_a_bad_id_is_neither_deleted_nor_restored,
        bad="",
    ),
    bite(
        GivesUpAfterARefusedDeletion,
        CONTRACT.test_u4_a_refused_deletion_leaves_the_rest,
    ),
]
