"""Stores that break a promise on revisions, each in one way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import attrs
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite, let_others_run

from jbpcore.adapters.memory import Memory
from jbpcore.errors import (
    InvalidValueError,
    JbpError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.testing.sample_records import full_plan
from jbpcore.values.money import Money


class RoundsAmounts(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        goals = tuple(
            attrs.evolve(goal, target=Money(int(goal.target.amount), "USD"))
            if isinstance(goal.target, Money)
            else goal
            for goal in plan.goals
        )
        return self.put(attrs.evolve(plan, goals=goals), **saved)


class ForgetsWhy(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved | {"note": ""})


class LosesMicroseconds(Sloppy):
    def save(self, plan: Plan, /, *, at: datetime, **saved: Any) -> int:
        return self.put(plan, at=at.replace(microsecond=0), **saved)


class ComposesLetters(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        name = plan.name.replace("A\u030a", "Å").replace("o\u0308", "ö")
        return self.put(attrs.evolve(plan, name=name), **saved)


class RaisesKeyError(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision, **how)
        except PlanNotFoundError as error:
            raise KeyError(plan_id) from error


class HasEmptyHistories(Sloppy):
    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        with suppress(PlanNotFoundError):
            return super().history(plan_id)
        return ()


class IgnoresCase(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        return super().read(plan_id.lower(), revision=revision, **how)


class CountsFromZero(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved) - 1


class SkipsWhatIsThere(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        with suppress(PlanNotFoundError):
            if self.read(plan.id).plan == plan:
                return expected_revision
        return self.put(plan, expected_revision=expected_revision, **saved)


class LastWriteWins(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        while True:
            try:
                return self.put(plan, expected_revision=expected_revision, **saved)
            except StaleRevisionError as error:
                expected_revision = error.actual_revision


class WritesBeforeChecking(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError:
            if plan.id in self.now().plans:
                *older, last = self.now().plans[plan.id]
                changed = attrs.evolve(last, plan=plan)
                self.now().plans[plan.id] = (*older, changed)
            raise


class HidesTheRevision(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError as error:
            error.actual_revision = error.expected_revision
            raise


class AcceptsAnyFirstRevision(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        first = plan.id not in self.now().plans
        expected = 0 if first else expected_revision
        return self.put(plan, expected_revision=expected, **saved)


class ListsInSaveOrder(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(list(self.now().plans))


class ListsRegardlessOfCase(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(sorted(super().iter_ids(), key=str.lower))


class KeepsTheLastRevisionOnly(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        found = super().read(plan_id, revision=revision, **how)
        return attrs.evolve(super().read(plan_id), revision=found.revision)


class ClampsRevisions(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision, **how)
        except InvalidValueError:
            return super().read(plan_id)


class SortsHistoryByClock(Sloppy):
    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        history = super().history(plan_id)
        return tuple(sorted(history, key=lambda one: one.saved_at))


class SharesPlans(Sloppy):
    """Leaks to every tenant."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant="everybody", memory=memory)
        self._shown = tenant

    @property
    def tenant(self) -> str:
        return self._shown


class ForgivesNames(Sloppy):
    """Takes two names for one tenant if they look alike."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant=tenant.strip().lower()[:20], memory=memory)
        self._shown = tenant

    @property
    def tenant(self) -> str:
        return self._shown


class ChecksBeforeLocking(Sloppy):
    """Looks at the revision first and writes later, as if nobody came between."""

    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        current = len(self.now().plans.get(plan.id, ()))
        if current != expected_revision:
            raise StaleRevisionError(plan.id, expected_revision, current)
        for _ in range(20):
            let_others_run()
        return LastWriteWins.save(self, plan, expected_revision=current, **saved)  # type: ignore[arg-type]  # it uses nothing of its class but put


class TearsSaves(Sloppy):
    """Writes the plan first and the rest a moment later."""

    def save(self, plan: Plan, /, *, note: str = "", **saved: Any) -> int:
        revision = self.put(plan, note="0", **saved)
        for _ in range(20):
            let_others_run()
        shelf = self.now()
        *older, last = shelf.plans[plan.id]
        shelf.plans[plan.id] = (*older, attrs.evolve(last, note=note))
        return revision


class CoercesArguments(Sloppy):
    def save(
        self,
        plan: Plan,
        /,
        *,
        expected_revision: Any,
        by: Any,
        at: Any,
        note: Any = "",
        **saved: Any,
    ) -> int:
        return self.put(
            plan,
            expected_revision=max(0, int(expected_revision)) if by else 0,
            by=str(by or "nobody").replace(" ", "-"),
            at=at,
            note=str(note or "").replace("\x00", ""),
            **saved,
        )


class LooksForAnything(Sloppy):
    def read(
        self, plan_id: str, /, *, revision: int | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision, **how)
        except InvalidValueError:
            raise PlanNotFoundError(plan_id) from None


class SavesAnything(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved) if isinstance(plan, Plan) else 1


class KeepsToItself(Sloppy):
    """Each opening has a memory of its own."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        del memory
        super().__init__(tenant=tenant)


class FloatDecimals(Sloppy):
    """Keeps amounts as binary fractions."""

    def save(self, plan: Plan, /, **saved: Any) -> int:
        goals = [
            attrs.evolve(goal, target=Money(f"{float(goal.target.amount):f}", "USD"))
            if isinstance(goal.target, Money)
            else goal
            for goal in plan.goals
        ]
        return self.put(attrs.evolve(plan, goals=goals), **saved)


class LosesTheZone(Sloppy):
    """Reads an instant of UTC as one of its own zone, an hour east."""

    def read(self, plan_id: str, /, **how: Any) -> StoredPlan:
        found = super().read(plan_id, **how)
        return attrs.evolve(found, saved_at=found.saved_at - timedelta(hours=1))


class CutsLongPlans(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(attrs.evolve(plan, actions=plan.actions[:50]), **saved)


class ListsAThousandIds(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(list(super().iter_ids())[:1_000])


class KeepsUntilClosed(Sloppy):
    def close(self) -> None:
        shelves: Any = self._memory
        shelves._shelves.clear()  # noqa: SLF001 - the mistake under test
        super().close()


class RemembersWhatItRead(Sloppy):
    """Does not look again for what others may have saved."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant=tenant, memory=memory)
        self.seen: dict[str, StoredPlan] = {}

    def read(self, plan_id: str, /, **how: Any) -> StoredPlan:
        if plan_id not in self.seen or how:
            self.seen[plan_id] = super().read(plan_id, **how)
        return self.seen[plan_id]


class RefusesRecords(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        if saved.get("records"):
            raise InvalidValueError("records", saved["records"], "none")
        return self.put(plan, **saved)


class TakesAnyRecord(Sloppy):
    def save(self, plan: Plan, /, *, records: Any = (), **saved: Any) -> int:
        kept = [one for one in plan.records if one in records]
        return self.put(plan, records=kept, **saved)


class SwallowsErrors(Sloppy):
    """Says of every save that it went well."""

    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        try:
            return self.put(plan, expected_revision=expected_revision, **saved)
        except JbpError:
            return expected_revision + 1


BITES = [
    bite(
        FloatDecimals,
        CONTRACT.test_r1_an_amount_keeps_every_digit,
        amount="12345678901234567.89",
    ),
    bite(LosesTheZone, CONTRACT.test_r1_an_instant_keeps_its_zone_and_microseconds),
    bite(CutsLongPlans, CONTRACT.test_r1_a_plan_of_a_million_characters_comes_back),
    bite(SwallowsErrors, CONTRACT.test_r4_stale_save_says_how_things_stand),
    bite(ListsAThousandIds, CONTRACT.test_r5_many_ids_come_once_each),
    bite(SharesPlans, CONTRACT.test_r8_nor_is_any_revision_of_it),
    bite(KeepsUntilClosed, CONTRACT.test_r12_everything_is_there_after_all_was_closed),
    bite(RemembersWhatItRead, CONTRACT.test_r12_each_save_is_seen_by_others_at_once),
    bite(RefusesRecords, CONTRACT.test_r13_a_record_of_the_plan_is_taken),
    bite(
        TakesAnyRecord,
        CONTRACT.test_r13_another_record_is_refused,
        records=full_plan().records[:1],
    ),
    bite(RoundsAmounts, CONTRACT.test_r1_reads_back_what_was_saved, plan=full_plan()),
    bite(ForgetsWhy, CONTRACT.test_r1_reads_back_what_was_saved_last),
    bite(LosesMicroseconds, CONTRACT.test_r1_reads_back_what_was_saved_last),
    bite(
        ComposesLetters,
        CONTRACT.test_r1_letters_stay_in_the_form_they_came_in,
        name="A\u030angstro\u0308m",
    ),
    bite(RaisesKeyError, CONTRACT.test_r2_unknown_id_is_not_found),
    bite(HasEmptyHistories, CONTRACT.test_r2_unknown_id_has_no_history),
    bite(IgnoresCase, CONTRACT.test_r2_ids_differ_by_case),
    bite(CountsFromZero, CONTRACT.test_r3_revisions_count_up_from_one),
    bite(SkipsWhatIsThere, CONTRACT.test_r3_saving_what_is_there_already_counts),
    bite(LastWriteWins, CONTRACT.test_r4_stale_save_changes_nothing, named_revision=1),
    bite(
        WritesBeforeChecking,
        CONTRACT.test_r4_stale_save_changes_nothing,
        named_revision=1,
    ),
    bite(HidesTheRevision, CONTRACT.test_r4_stale_save_says_how_things_stand),
    bite(AcceptsAnyFirstRevision, CONTRACT.test_r4_first_save_must_expect_nothing),
    bite(ListsInSaveOrder, CONTRACT.test_r5_ids_are_sorted_and_unique),
    bite(ListsRegardlessOfCase, CONTRACT.test_r5_ids_are_sorted_and_unique),
    bite(KeepsTheLastRevisionOnly, CONTRACT.test_r6_every_revision_stays_readable),
    bite(
        ClampsRevisions,
        CONTRACT.test_r6_a_revision_that_is_not_there_is_refused,
        revision=2,
    ),
    bite(SortsHistoryByClock, CONTRACT.test_r7_history_lists_every_revision_once),
    bite(SharesPlans, CONTRACT.test_r8_another_tenants_plan_is_unknown),
    bite(SharesPlans, CONTRACT.test_r8_two_tenants_may_use_one_id),
    bite(ForgivesNames, CONTRACT.test_r8_a_tenant_is_exactly_its_name, tenant="ACME"),
    bite(LastWriteWins, CONTRACT.test_r9_of_many_at_once_one_succeeds),
    bite(ChecksBeforeLocking, CONTRACT.test_r9_no_save_is_lost),
    bite(TearsSaves, CONTRACT.test_r10_nobody_sees_half_a_save),
    bite(
        CoercesArguments, CONTRACT.test_r11_a_bad_argument_is_refused, bad={"by": None}
    ),
    bite(LooksForAnything, CONTRACT.test_r11_a_bad_id_is_refused, bad=""),
    bite(SavesAnything, CONTRACT.test_r11_only_a_plan_is_saved),
    bite(KeepsToItself, CONTRACT.test_r12_every_opening_reads_the_same),
]
