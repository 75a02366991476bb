"""What the lines of a journal come to, and how one more changes it.

Whoever reads holds a state that nobody changes: a writer changes a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self, TypeAlias

import attrs

from jbpcore import ActualEntry, ActualsDocument, Plan, PlanRecord, from_data, to_data
from jbpcore.errors import PlanDeletedError, PlanNotFoundError, StaleRevisionError
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import Revision, StoredPlan

__all__ = ["Draft", "State", "plan_of"]

_Written: TypeAlias = tuple[Revision, PlanEvent]


@attrs.define
class State:
    """What one tenant has.

    Attributes:
        plans: Every revision of every plan; a deletion without a plan.
        entries: The ledger.
        events: What happened, in order.
    """

    plans: dict[str, tuple[Revision, ...]] = attrs.field(factory=dict)
    entries: dict[str, ActualEntry] = attrs.field(factory=dict)
    events: list[PlanEvent] = attrs.field(factory=list)

    def copy(self) -> Self:
        """Return one to change."""
        kind = type(self)
        return kind(dict(self.plans), dict(self.entries), list(self.events))

    def revisions(self, plan_id: str) -> tuple[Revision, ...]:
        """Return every revision of a plan.

        Raises:
            PlanNotFoundError: If there never was such a plan.
        """
        if plan_id not in self.plans:
            raise PlanNotFoundError(plan_id)
        return self.plans[plan_id]

    def iter_summaries(self) -> Iterator[PlanSummary]:
        """Yield what a list shows of each plan, deleted ones too."""
        for revisions in self.plans.values():
            last = revisions[-1]
            # Before a deletion there is always the plan that was deleted.
            shown = last if isinstance(last, StoredPlan) else revisions[-2]
            if isinstance(shown, StoredPlan):
                yield PlanSummary.of(shown.plan, _without_plan(last))

    def take(self, line: dict[str, Any]) -> None:
        """Change it as a line of the journal says.

        Raises:
            JbpError: If the line makes no sense.
        """
        for written in line["revisions"]:
            self.add(*_revision_from(written))
        for entry in from_data(line["entries"], ActualsDocument).entries:
            self.entries[entry.entry_id] = entry

    def add(self, revision: Revision, event: PlanEvent) -> None:
        """Add a revision and its event."""
        before = self.plans.get(event.plan_id, ())
        self.plans[event.plan_id] = (*before, revision)
        self.events.append(event)


@attrs.define
class Draft:
    """A copy of a state that is being changed, and what was done to it.

    Attributes:
        state: The copy.
        revisions: What was added to it.
        entries: What was added to the ledger.
    """

    state: State
    revisions: list[_Written] = attrs.field(factory=list)
    entries: list[ActualEntry] = attrs.field(factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done."""
        return not self.revisions and not self.entries

    def check_current(self, plan_id: str, expected_revision: int) -> None:
        """Refuse to go on from any revision but the current one.

        Raises:
            StaleRevisionError: If it is another one.
        """
        current = len(self.state.plans.get(plan_id, ()))
        if expected_revision != current:
            raise StaleRevisionError(plan_id, expected_revision, current)

    def put(
        self,
        revision: Revision,
        plan: Plan,
        *,
        tenant: str,
        records: tuple[PlanRecord, ...] = (),
    ) -> None:
        """Add a revision, if it follows the current one.

        Args:
            revision: What was done.
            plan: The plan; of a deletion, what was deleted.
            tenant: For whom.
            records: What the event is to tell.

        Raises:
            StaleRevisionError: If it follows another one.
        """
        self.check_current(plan.id, revision.expected_revision)
        before = self.state.plans.get(plan.id, ())
        made = revision.recorded_after(before[-1].recorded_at if before else None)
        event = PlanEvent.of(
            PlanSummary.of(plan, made),
            tenant=tenant,
            position=len(self.state.events) + 1,
            records=records,
        )
        kept = made if made.is_deleted else made.with_plan(plan)
        self.state.add(kept, event)
        self.revisions.append((kept, event))

    def append(self, entries: Iterable[ActualEntry]) -> None:
        """Add booked facts that are new."""
        for entry in entries:
            self.state.entries[entry.entry_id] = entry
            self.entries.append(entry)

    def as_line(self, tenant: str) -> dict[str, Any]:
        """Return what was done, as a line of the journal."""
        return {
            "tenant": tenant,
            "revisions": [_revision_data(*written) for written in self.revisions],
            "entries": to_data(ActualsDocument(self.entries)),
        }


def plan_of(plan_id: str, revision: Revision) -> StoredPlan:
    """Return the plan that *revision* holds.

    Raises:
        PlanDeletedError: If it is a deletion.
    """
    if isinstance(revision, StoredPlan):
        return revision
    raise PlanDeletedError(plan_id, revision.revision)


def _without_plan(revision: Revision) -> Revision:
    return revision.as_revision if isinstance(revision, StoredPlan) else revision


def _revision_data(revision: Revision, event: PlanEvent) -> dict[str, Any]:
    # The event says of the revision all but the note and the plan.
    plan = revision.plan if isinstance(revision, StoredPlan) else None
    return {
        "note": revision.note,
        "event": to_data(event),
        "plan": None if plan is None else to_data(plan),
    }


def _revision_from(written: dict[str, Any]) -> _Written:
    event = from_data(written["event"], PlanEvent)
    revision = Revision(
        revision=event.revision,
        saved_by=event.saved_by,
        saved_at=event.saved_at,
        note=written["note"],
        kind=event.kind,
        recorded_at=event.recorded_at,
    )
    if written["plan"] is None:
        return revision, event
    return revision.with_plan(from_data(written["plan"], Plan)), event
