"""What a store holds about a person, and how it forgets it.

The person is named by the id that plans know them by. A store looks for that id, and
for every name and address that any revision of a plan gives for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from jbpcore.values.ids import PersonId, PlanId

__all__ = ["PersonalData", "SubjectErasure", "SubjectItem", "SubjectSource"]


class SubjectSource(StrEnum):
    """Where a store holds something about a person."""

    PLAN = "plan"
    HISTORY = "history"
    EVENT = "event"
    ENTRY = "entry"


@attrs.frozen(kw_only=True)
class SubjectItem:
    """One thing that a store holds about a person.

    Attributes:
        source: Where it stands.
        key: Id of the plan or of the entry.
        path: Where in it, such as ``"people[0].email"``.
        text: What stands there.
        revisions: The revisions of the plan in which it does; none for an entry.

    Examples:
        >>> SubjectItem(source=SubjectSource.HISTORY, key="northwind-2026",
        ...             path="saved_by", text="maria", revisions=(1, 2)).text
        'maria'
    """

    source: SubjectSource
    key: str
    path: str
    text: str
    revisions: tuple[int, ...] = ()


@attrs.frozen(kw_only=True)
class SubjectErasure:
    """What was done to forget a person.

    Attributes:
        alias: The id that stands in the place of theirs.
        plan_ids: The plans that had something about them, in order.
        revision_count: How many revisions of these were rewritten.
        event_count: How many events were.
        entry_count: How many booked facts were.

    Examples:
        >>> SubjectErasure(alias="erased-1").is_empty
        True
    """

    alias: PersonId
    plan_ids: tuple[PlanId, ...] = ()
    revision_count: int = 0
    event_count: int = 0
    entry_count: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing about them."""
        return not (
            self.plan_ids or self.revision_count or self.event_count or self.entry_count
        )


class PersonalData(Protocol):
    """Shows and forgets what one tenant's store holds about a person.

    * **S1** An export has everything that refers to the person by id, and every text
      with their id, a name or an address of theirs in it: of every revision, deleted
      plans too, of the history, the events and the booked facts. One thing that stands
      in several revisions comes once and names them all.
    * **S2** Of somebody nobody knows the export is empty, and erasing them changes
      nothing.
    * **S3** After an erasure nothing that can be read holds the person's id, nor in the
      plans that knew them a name or an address of theirs. The alias stands instead.
      What both sides signed keeps its words: promises and definitions. Ids of plans,
      entries and other things stay, whatever they are made of.
    * **S4** An erasure leaves all else as it was: revisions and their numbers, who
      signed which text under the alias, other people, positions and ids of events.
    * **S5** A plan whose current revision held something about the person gets a
      further one of the kind ``erased``, with an event. So a copy from before is stale,
      and no save brings anything back.
    * **S6** The alias is the one given, or a new one. One that somebody has already is
      refused.
    * **S7** Nothing of another tenant is shown or changed.
    * **S8** An erasure happens as a whole or not at all, and inside a unit of work with
      the unit.
    * **S9** A bad argument raises :exc:`~jbpcore.errors.InvalidValueError` and changes
      nothing.
    """

    def export_subject(self, person_id: str, /) -> Iterator[SubjectItem]:
        """Yield everything about a person (S1, S2).

        It comes plan by plan in order of the ids, then the booked facts.
        """
        ...

    def erase_subject(
        self,
        person_id: str,
        /,
        *,
        by: str,
        at: datetime,
        note: str = "",
        alias: str | None = None,
    ) -> SubjectErasure:
        """Forget a person (S2-S6, S8).

        Args:
            person_id: Whose data.
            by: Id of the person who does it; if it is the same, the alias is kept.
            at: When, an aware datetime in UTC.
            note: Why; without the person's name.
            alias: The id to stand instead; a new one if ``None``.
        """
        ...
