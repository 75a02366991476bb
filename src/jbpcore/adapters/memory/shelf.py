"""What a memory keeps for each tenant, and how it changes as a whole or not at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Protocol

import attrs

from jbpcore.errors import (
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
    StoreBusyError,
)
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.subject_data import PlanTrail
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import EntryId, PlanId

__all__ = ["Memory", "Shelf", "Shelves", "plan_of"]


@attrs.define
class Shelf:
    """What one tenant keeps. One that others see is never changed, only replaced.

    Attributes:
        tenant: Whose it is.
        plans: Every revision of every plan; a deletion without a plan.
        entries: The ledger.
        events: What happened, in order.
    """

    tenant: str
    plans: dict[PlanId, tuple[Revision, ...]] = attrs.field(factory=dict)
    entries: dict[EntryId, ActualEntry] = attrs.field(factory=dict)
    events: list[PlanEvent] = attrs.field(factory=list)

    def copy(self) -> Shelf:
        """Return one to change."""
        return Shelf(
            self.tenant, dict(self.plans), dict(self.entries), list(self.events)
        )

    def revisions(self, plan_id: str) -> tuple[Revision, ...]:
        """Return every revision of a plan.

        Raises:
            PlanNotFoundError: If there never was such a plan.
        """
        try:
            return self.plans[PlanId(plan_id)]
        except KeyError:
            raise PlanNotFoundError(plan_id) from None

    def living(self, plan_id: str) -> StoredPlan:
        """Return the current revision.

        Raises:
            PlanNotFoundError: If there is no such plan, or no more.
        """
        return plan_of(plan_id, self.revisions(plan_id)[-1])

    def put(
        self,
        plan_id: PlanId,
        revision: Revision,
        plan: Plan,
        records: tuple[PlanRecord, ...] = (),
    ) -> None:
        """Add a revision and its event, if it follows the current one.

        Args:
            plan_id: Which plan.
            revision: What was done. Where it is a deletion, *plan* is what was deleted.
            plan: The plan.
            records: What the event is to tell.

        Raises:
            StaleRevisionError: If it follows another one.
        """
        before = self.plans.get(plan_id, ())
        current = before[-1] if before else None
        self.check_current(plan_id, revision.expected_revision)
        made = revision.recorded_after(current.recorded_at if current else None)
        kept = made if made.is_deleted else made.with_plan(plan)
        self.plans[plan_id] = (*before, kept)
        self.events.append(
            PlanEvent.of(
                PlanSummary.of(plan, made),
                tenant=self.tenant,
                position=len(self.events) + 1,
                records=records,
            )
        )

    def check_current(self, plan_id: str, expected_revision: int) -> None:
        """Refuse to go on from any revision but the current one.

        Raises:
            StaleRevisionError: If it is another one.
        """
        current = len(self.plans.get(PlanId(plan_id), ()))
        if expected_revision != current:
            raise StaleRevisionError(plan_id, expected_revision, current)

    def iter_summaries(self) -> Iterator[PlanSummary]:
        """Yield what a list shows of each plan, deleted ones too."""
        for revisions in self.plans.values():
            last = revisions[-1]
            if isinstance(last, StoredPlan):
                yield PlanSummary.of(last.plan, last.as_revision)
            else:
                before = revisions[-2]
                if isinstance(before, StoredPlan):
                    yield PlanSummary.of(before.plan, last)

    def iter_trails(self) -> Iterator[PlanTrail]:
        """Yield everything kept of each plan, in order of the ids."""
        events: dict[PlanId, list[PlanEvent]] = {}
        for event in self.events:
            events.setdefault(event.plan_id, []).append(event)
        for plan_id, revisions in sorted(self.plans.items()):
            yield PlanTrail(
                plan_id=plan_id,
                revisions=revisions,
                events=tuple(events.get(plan_id, ())),
            )


def plan_of(plan_id: str, revision: Revision) -> StoredPlan:
    """Return the plan that *revision* holds.

    Raises:
        PlanDeletedError: If it is a deletion.
    """
    if isinstance(revision, StoredPlan):
        return revision
    raise PlanDeletedError(plan_id, revision.revision)


class Shelves(Protocol):
    """What keeps the shelves that a store shows, in memory or elsewhere."""

    def shelf(self, tenant: str) -> Shelf:
        """Return what *tenant* keeps, not to be changed."""
        ...

    def changing(
        self, tenant: str, operation: str, busy_timeout: timedelta
    ) -> AbstractContextManager[Shelf]:
        """Give a copy to change, which takes the place of the shelf if all goes well.

        Raises:
            StoreBusyError: If another is changing something for longer than
                *busy_timeout*.
        """
        ...


class Memory:
    """What several stores share, like the file of a database.

    Examples:
        >>> from jbpcore.adapters.memory import MemoryStore
        >>> memory = Memory()
        >>> ours = MemoryStore(tenant="acme", memory=memory)
        >>> theirs = MemoryStore(tenant="globex", memory=memory)
    """

    __slots__ = ("_shelves", "_writing")

    def __init__(self) -> None:
        """Start empty."""
        self._shelves: dict[str, Shelf] = {}
        self._writing = threading.Lock()

    def shelf(self, tenant: str) -> Shelf:
        """Return what *tenant* keeps, not to be changed."""
        return self._shelves.get(tenant) or Shelf(tenant)

    @contextmanager
    def changing(
        self, tenant: str, operation: str, busy_timeout: timedelta
    ) -> Iterator[Shelf]:
        """Give a copy to change, which takes the place of the shelf if all goes well.

        Raises:
            StoreBusyError: If another is changing something for longer than
                *busy_timeout*.
        """
        seconds = busy_timeout.total_seconds()
        if not self._writing.acquire(timeout=seconds):
            raise StoreBusyError(operation, seconds)
        try:
            changed = self.shelf(tenant).copy()
            yield changed
            self._shelves[tenant] = changed
        finally:
            self._writing.release()
