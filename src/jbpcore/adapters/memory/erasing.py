"""What a memory holds about a person, and how it forgets it."""

from __future__ import annotations

from jbpcore.adapters.memory.shelf import Shelf
from jbpcore.planning.personal_data import Subject
from jbpcore.planning.subject_data import Erasing, PlanTrail, iter_entry_items
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_revisions import Revision
from jbpcore.values.ids import PersonId

__all__ = ["erase", "exported"]


def exported(shelf: Shelf, person_id: str) -> list[SubjectItem]:
    """Return everything about a person."""
    subject, trails = _known(shelf, person_id)
    found = [item for trail in trails for item in trail.iter_items(subject)]
    entries = (entry for _, entry in sorted(shelf.entries.items()))
    return [*found, *iter_entry_items(entries, subject)]


def erase(shelf: Shelf, erasing: Erasing) -> SubjectErasure:
    """Put the alias in place of the person everywhere.

    Raises:
        InvalidValueError: If somebody has the alias already.
    """
    _, taken = _known(shelf, erasing.alias)
    if taken:
        erasing.refuse_alias()
    subject, trails = _known(shelf, erasing.person_id)
    plan_ids, revision_count, event_count = [], 0, 0
    for trail in trails:
        cleaned = trail.without(subject, erasing.alias)
        pairs = zip(trail.revisions, cleaned.revisions, strict=True)
        revision_count += sum(was != now for was, now in pairs)
        shelf.plans[trail.plan_id] = cleaned.revisions
        for was, now in zip(trail.events, cleaned.events, strict=True):
            event_count += was != now
            shelf.events[now.position - 1] = now
        plan_ids.append(trail.plan_id)
        added = trail.next_revision(subject, erasing)
        if added is not None:
            revision: Revision = added.as_revision
            shelf.put(trail.plan_id, revision, added.plan, added.plan.records[-1:])
    entry_count = 0
    for key, entry in shelf.entries.items():
        shelf.entries[key] = subject.without(entry, erasing.alias)
        entry_count += shelf.entries[key] != entry
    return SubjectErasure(
        alias=erasing.alias,
        plan_ids=tuple(plan_ids),
        revision_count=revision_count,
        event_count=event_count,
        entry_count=entry_count,
    )


def _known(shelf: Shelf, person_id: str) -> tuple[Subject, list[PlanTrail]]:
    """Return the person by all their words, and the plans that know them."""
    subject = Subject(PersonId(person_id))
    trails = []
    for trail in shelf.iter_trails():
        found = trail.subject(person_id)
        if found is not None:
            subject = subject.with_words_of(found)
            trails.append(trail)
    return subject, trails
