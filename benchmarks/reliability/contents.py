"""Everything that a store says, to be compared, and what contradicts itself in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

import attrs

from jbpcore.model.plan_record import PlanRecord
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_revisions import Revision
from jbpcore.ports.storage import Store

__all__ = ["contradictions", "everything"]

_MOST_PLANS = 1_000


def everything(store: Store) -> tuple[object, ...]:
    """Return all that a store says of its plans, its events and its booked facts.

    Two tenants of whom a store says the same are equal in this.
    """
    page = store.find(PlanFilter(deleted=None), size=_MOST_PLANS)
    told = [
        attrs.evolve(event, tenant="any", records=_renamed(event.records))
        for event in store.iter_events()
    ]
    plans = {
        summary.plan_id: (summary, *_iter_revisions(store, summary.plan_id))
        for summary in page.plans
    }
    return plans, tuple(store.iter_ids()), told, list(store.query())


def _iter_revisions(store: Store, plan_id: str) -> Iterator[object]:
    for revision in store.history(plan_id):
        yield revision
        if not revision.is_deleted:
            plan = store.read(plan_id, revision=revision.revision).plan
            yield attrs.evolve(plan, records=_renamed(plan.records))


def _renamed(records: Iterable[PlanRecord]) -> tuple[PlanRecord, ...]:
    """Return them under other ids: the record of an erasure has a new one each time."""
    return tuple(attrs.evolve(one, id=f"r-{n}") for n, one in enumerate(records))


def contradictions(store: Store) -> list[str]:
    """Return what a store says that cannot all be so; it is asked, and not changed."""
    return list(_iter_contradictions(store))


def _iter_contradictions(store: Store) -> Iterator[str]:
    page = store.find(PlanFilter(deleted=None), size=_MOST_PLANS)
    histories = {one.plan_id: store.history(one.plan_id) for one in page.plans}
    for summary in page.plans:
        history = histories[summary.plan_id]
        yield from _iter_wrong_in(summary.plan_id, history)
        if summary.revision != history[-1]:
            yield f"the list does not say what is current of {summary.plan_id}"
    events = list(store.iter_events())
    if [one.position for one in events] != list(range(1, len(events) + 1)):
        yield "a gap in the events"
    told = sorted(
        (one.plan_id, one.revision, one.kind, one.saved_by, one.recorded_at)
        for one in events
    )
    made = sorted(
        (plan_id, one.revision, one.kind, one.saved_by, one.recorded_at)
        for plan_id, history in histories.items()
        for one in history
    )
    if told != made:
        yield "the events are not those of the history"
    entries = list(store.query())
    if set(store.append(entries)) - {AppendOutcome.SAME}:
        yield "a booked fact that the ledger does not know again"


def _iter_wrong_in(plan_id: str, history: tuple[Revision, ...]) -> Iterator[str]:
    if [one.revision for one in history] != list(range(1, len(history) + 1)):
        yield f"a gap in the history of {plan_id}"
    if any(one.recorded_at >= other.recorded_at for one, other in pairwise(history)):
        yield f"the history of {plan_id} is not in order of time"
