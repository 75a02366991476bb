"""Stores that break a promise on time, each in one way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.errors import PlanDeletedError, PlanNotFoundError
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, StoredPlan

TICK = timedelta(microseconds=1)
NOON = datetime(2026, 1, 7, 12)  # noqa: DTZ001 - the mistake under test


class RecordsLater(Sloppy):
    """Takes the instant for when it got round to it."""

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        later = timedelta(hours=1)
        return tuple(
            attrs.evolve(one, recorded_at=one.recorded_at + later)
            for one in super().history(plan_id)
        )


class KnowsWhatClocksSay(Sloppy):
    """Believes the instant that each save states."""

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        return tuple(
            attrs.evolve(one, recorded_at=one.saved_at)
            for one in super().history(plan_id)
        )

    def read(
        self, plan_id: str, /, *, known_at: datetime | None = None, **how: Any
    ) -> StoredPlan:
        if known_at is None:
            return super().read(plan_id, **how)
        known = [one for one in self.history(plan_id) if one.saved_at <= known_at]
        if not known:
            raise PlanNotFoundError(plan_id)
        last = max(known, key=lambda one: one.saved_at)
        return super().read(plan_id, revision=last.revision)


class CorrectsClocks(Sloppy):
    """Writes down another instant than it was told."""

    def save(self, plan: Plan, /, *, at: datetime, **saved: Any) -> int:
        last = self.now().plans.get(plan.id)
        return self.put(plan, at=max(at, last[-1].saved_at) if last else at, **saved)


class HasOneClock(Sloppy):
    """Moves all plans on by the one that is ahead."""

    def save(self, plan: Plan, /, *, at: datetime, **saved: Any) -> int:
        instants = [
            one.recorded_at for kept in self.now().plans.values() for one in kept
        ]
        return self.put(plan, at=max([at, *instants]), **saved)


class KnowsOnlyBefore(Sloppy):
    def read(
        self, plan_id: str, /, *, known_at: datetime | None = None, **how: Any
    ) -> StoredPlan:
        earlier = None if known_at is None else known_at - TICK
        return super().read(plan_id, known_at=earlier, **how)


class AlwaysKnewTheFirst(Sloppy):
    def read(
        self, plan_id: str, /, *, known_at: datetime | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, known_at=known_at, **how)
        except PlanDeletedError:
            raise
        except PlanNotFoundError:
            return super().read(plan_id, revision=1)


class LooksThroughTombstones(Sloppy):
    def read(
        self, plan_id: str, /, *, known_at: datetime | None = None, **how: Any
    ) -> StoredPlan:
        try:
            return super().read(plan_id, known_at=known_at, **how)
        except PlanDeletedError as error:
            if known_at is None:
                raise
            return super().read(plan_id, revision=error.revision - 1)


class PrefersTheRevision(Sloppy):
    def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        if revision is not None:
            known_at = None
        return super().read(plan_id, revision=revision, known_at=known_at)


class GuessesUtc(Sloppy):
    def read(
        self, plan_id: str, /, *, known_at: datetime | None = None, **how: Any
    ) -> StoredPlan:
        if known_at is not None:
            known_at = known_at.replace(tzinfo=UTC)
        return super().read(plan_id, known_at=known_at, **how)


BITES = [
    bite(RecordsLater, CONTRACT.test_t1_a_save_is_recorded_when_it_says),
    bite(
        KnowsWhatClocksSay,
        CONTRACT.test_t1_recorded_instants_ascend_where_clocks_do_not,
    ),
    bite(CorrectsClocks, CONTRACT.test_t1_what_the_saver_said_stays_too),
    bite(KnowsWhatClocksSay, CONTRACT.test_t1_deletions_and_restorations_ascend_too),
    bite(HasOneClock, CONTRACT.test_t1_each_plan_has_its_own_time),
    bite(KnowsOnlyBefore, CONTRACT.test_t2_what_was_known_is_the_last_one_by_then),
    bite(
        KnowsWhatClocksSay, CONTRACT.test_t2_running_clocks_backwards_reorders_nothing
    ),
    bite(
        AlwaysKnewTheFirst,
        CONTRACT.test_t3_before_its_first_revision_a_plan_was_unknown,
    ),
    bite(LooksThroughTombstones, CONTRACT.test_t3_while_it_was_deleted_it_was_deleted),
    bite(KnowsWhatClocksSay, CONTRACT.test_t4_the_past_stays_as_it_was_known),
    bite(PrefersTheRevision, CONTRACT.test_t5_a_revision_and_an_instant_are_refused),
    bite(GuessesUtc, CONTRACT.test_t5_an_instant_has_to_be_in_utc, bad=NOON),
]
