"""What a store has to be like, as plainly as it can be said: the model of the kit.

It knows nothing of threads, files, tables or openings: a dict of lists for each tenant.
It is written apart from every adapter, so that both can be wrong only by themselves.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta

import attrs

from jbpcore.model.actual import ActualEntry
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_list import PlanFilter, PlanSummary
from jbpcore.ports.plan_paging import PlanOrder
from jbpcore.ports.plan_revisions import Revision, RevisionKind
from jbpcore.values.ids import EntryId, PersonId

__all__ = ["ModelStore", "Told", "Written"]

_TICK = timedelta(microseconds=1)


@attrs.frozen
class Written:
    """One revision of a plan; a deletion has none."""

    revision: Revision
    plan: Plan | None


@attrs.frozen
class Told:
    """What an event has to say, as far as a model can tell."""

    position: int
    plan_id: str
    revision: int
    kind: RevisionKind
    saved_by: str
    recorded_at: datetime


@attrs.define
class ModelStore:
    """What one tenant has.

    Examples:
        >>> model = ModelStore()
        >>> model.current("a")
        0
    """

    plans: dict[str, list[Written]] = attrs.field(factory=dict)
    told: list[Told] = attrs.field(factory=list)
    entries: dict[EntryId, ActualEntry] = attrs.field(factory=dict)

    def copy(self) -> ModelStore:
        """Return the same, to go back to."""
        return copy.deepcopy(self)

    def current(self, plan_id: str) -> int:
        """Return the number that a save has to expect."""
        return len(self.plans.get(plan_id, ()))

    def is_deleted(self, plan_id: str) -> bool:
        """Whether the last that was done was to delete it."""
        written = self.plans.get(plan_id, [])
        return bool(written) and written[-1].plan is None

    def is_there(self, plan_id: str) -> bool:
        """Whether it can be read."""
        return bool(self.plans.get(plan_id)) and not self.is_deleted(plan_id)

    def write(
        self,
        plan_id: str,
        plan: Plan | None,
        *,
        by: str,
        at: datetime,
        kind: RevisionKind,
        note: str = "",
    ) -> int:
        """Add a revision, and what is told of it."""
        before = self.plans.setdefault(plan_id, [])
        recorded_at = at
        if before:
            recorded_at = max(at, before[-1].revision.recorded_at + _TICK)
        revision = Revision(
            revision=len(before) + 1,
            saved_by=PersonId(by),
            saved_at=at,
            note=note,
            kind=kind,
            recorded_at=recorded_at,
        )
        before.append(Written(revision, plan))
        self.told.append(
            Told(len(self.told) + 1, plan_id, revision.revision, kind, by, recorded_at)
        )
        return revision.revision

    def last_plan(self, plan_id: str) -> Plan:
        """Return the plan as it is, or was before it was deleted."""
        plans = [one.plan for one in self.plans[plan_id] if one.plan is not None]
        return plans[-1]

    def known_at(self, plan_id: str, instant: datetime) -> Written | None:
        """Return what was current then, or ``None`` if there was no such plan yet."""
        known = [
            one
            for one in self.plans.get(plan_id, ())
            if one.revision.recorded_at <= instant
        ]
        return known[-1] if known else None

    def listed(self, wanted: PlanFilter, order: PlanOrder) -> list[PlanSummary]:
        """Return every plan that a list has to show, in its order."""
        shown = [
            PlanSummary.of(self.last_plan(plan_id), written[-1].revision)
            for plan_id, written in self.plans.items()
        ]
        kept = [one for one in shown if _is_wanted(one, wanted)]
        key = {
            PlanOrder.ID: lambda one: (one.plan_id,),
            PlanOrder.NAME: lambda one: (one.name.lower(), one.plan_id),
            PlanOrder.PERIOD: lambda one: (one.period.start, one.plan_id),
            PlanOrder.LATEST: lambda one: (one.revision.recorded_at, one.plan_id),
        }[order]
        return sorted(kept, key=key, reverse=order is PlanOrder.LATEST)

    def erase(
        self, person: Person, alias: str, *, by: str, at: datetime
    ) -> dict[str, bool]:
        """Forget a person; return the plans that knew them, and which went on."""
        knew = sorted(
            plan_id
            for plan_id, written in self.plans.items()
            if any(_knows(one, person) for one in written)
        )
        added = [
            plan_id
            for plan_id in knew
            if self.is_there(plan_id)
            and _without(self.last_plan(plan_id), person, alias)
            != self.last_plan(plan_id)
        ]
        for plan_id in knew:
            self.plans[plan_id] = [
                _forgotten(one, person, alias) for one in self.plans[plan_id]
            ]
        self.told = [
            attrs.evolve(one, saved_by=alias)
            if one.saved_by == person.id and one.plan_id in knew
            else one
            for one in self.told
        ]
        for plan_id in added:
            plan = self.last_plan(plan_id)
            kind = RevisionKind.ERASED
            self.write(plan_id, plan, by=by, at=at, kind=kind)
        return {plan_id: plan_id in added for plan_id in knew}

    def replace_current(self, plan_id: str, plan: Plan) -> None:
        """Take over the current plan, where a store may add to it."""
        last = self.plans[plan_id][-1]
        self.plans[plan_id][-1] = attrs.evolve(last, plan=plan)


def _is_wanted(one: PlanSummary, wanted: PlanFilter) -> bool:
    conditions = [
        wanted.deleted is None or one.is_deleted is wanted.deleted,
        wanted.states is None or one.state in wanted.states,
        wanted.partner_id is None or one.partner_id == wanted.partner_id,
        wanted.name_contains is None
        or wanted.name_contains.lower() in one.name.lower(),
    ]
    return all(conditions)


def _knows(written: Written, person: Person) -> bool:
    plan = written.plan
    ids = [written.revision.saved_by]
    if plan is not None:
        ids += [one.id for one in plan.people]
        ids += [one.by for one in plan.records if one.by is not None]
    return person.id in ids


def _without(plan: Plan, person: Person, alias: str) -> Plan:
    people = [
        attrs.evolve(one, id=PersonId(alias), name=alias, email="")
        if one.id == person.id
        else one
        for one in plan.people
    ]
    records = [
        attrs.evolve(one, by=PersonId(alias)) if one.by == person.id else one
        for one in plan.records
    ]
    notes = plan.notes.replace(person.name, alias)
    return attrs.evolve(plan, people=people, records=records, notes=notes)


def _forgotten(written: Written, person: Person, alias: str) -> Written:
    revision = written.revision
    if revision.saved_by == person.id:
        revision = attrs.evolve(revision, saved_by=PersonId(alias))
    plan = written.plan
    return Written(revision, None if plan is None else _without(plan, person, alias))
