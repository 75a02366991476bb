"""What a store holds about a person, revision by revision, and what to write instead.

A store brings the revisions and events of a plan; what is to be shown of them, and what
has to be written in their place, is the same for every store and stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.planning.erasure import erased_and_recorded
from jbpcore.planning.personal_data import Subject
from jbpcore.ports.personal_data import SubjectItem, SubjectSource
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import Revision, RevisionKind, StoredPlan
from jbpcore.values.ids import PersonId, PlanId, check_id, new_id

__all__ = ["Erasing", "PlanTrail", "iter_entry_items"]


@attrs.frozen(kw_only=True)
class Erasing:
    """That a person is to be forgotten, the arguments checked.

    Attributes:
        person_id: Whose data.
        by: Who does it.
        at: When.
        note: Why.
        alias: The id to stand instead.

    Raises:
        InvalidValueError: If any of them is bad.
    """

    person_id: PersonId
    by: PersonId
    at: datetime
    note: str
    alias: PersonId

    @classmethod
    def of(
        cls, person_id: str, *, by: str, at: datetime, note: str, alias: str | None
    ) -> Erasing:
        """Return it, with a new alias where none is given.

        Examples:
            >>> from datetime import UTC
            >>> at = datetime(2026, 1, 7, 9, tzinfo=UTC)
            >>> Erasing.of("m1", by="tom", at=at, note="", alias=None).alias[:7]
            'erased-'
        """
        check_id(person_id, "person_id")
        name = f"erased-{new_id()}" if alias is None else check_id(alias, "alias")
        if name == person_id:
            raise InvalidValueError("alias", alias, "another id than the person's")
        # A revision has the same fields, and checks them.
        Revision.following(0, by=by, at=at, note=note)
        return cls(
            person_id=PersonId(person_id),
            by=PersonId(name if by == person_id else by),
            at=at,
            note=note,
            alias=PersonId(name),
        )

    def refuse_alias(self) -> None:
        """Say that somebody has the alias already.

        Raises:
            InvalidValueError: Always.
        """
        raise InvalidValueError("alias", self.alias, "an id that nobody has")


@attrs.frozen(kw_only=True)
class PlanTrail:
    """Everything that a store keeps of one plan.

    Attributes:
        plan_id: Its id.
        revisions: Every revision; a deletion without a plan, the others with it.
        events: Every event of it.
    """

    plan_id: PlanId
    revisions: tuple[Revision, ...]
    events: tuple[PlanEvent, ...] = ()

    @property
    def current(self) -> Revision:
        """The last revision."""
        return self.revisions[-1]

    def subject(self, person_id: str) -> Subject | None:
        """Return the person by all the words this plan has for them, or ``None``.

        ``None`` if the plan does not know them: no revision refers to them or has the
        id in a text, and they wrote none.
        """
        by_id = Subject(PersonId(person_id))
        held = (*self.revisions, *self.events)
        if not any(True for one in held for _ in by_id.iter_items(one)):
            return None
        plans = (one.plan for one in self.revisions if isinstance(one, StoredPlan))
        return Subject.known_to(plans, person_id)

    def iter_items(self, subject: Subject) -> Iterator[SubjectItem]:
        """Yield what is held about a person, each thing once."""
        found: dict[tuple[SubjectSource, str, str], list[int]] = {}
        for source, revision, path, text in self._iter_places(subject):
            found.setdefault((source, path, text), []).append(revision)
        for (source, path, text), revisions in found.items():
            yield SubjectItem(
                source=source,
                key=self.plan_id,
                path=path,
                text=text,
                revisions=tuple(revisions),
            )

    def without(self, subject: Subject, alias: PersonId) -> PlanTrail:
        """Return the same with *alias* in place of the person."""
        return attrs.evolve(
            self,
            revisions=tuple(subject.without(one, alias) for one in self.revisions),
            events=tuple(subject.without(one, alias) for one in self.events),
        )

    def next_revision(self, subject: Subject, erasing: Erasing) -> StoredPlan | None:
        """Return the revision that an erasure adds, or ``None`` if it adds none.

        Its record, the last one of the plan, is what the event tells.
        """
        current = self.current
        if not isinstance(current, StoredPlan):
            return None
        if subject.without(current.plan, erasing.alias) == current.plan:
            return None
        plan = erased_and_recorded(
            current.plan,
            subject,
            alias=erasing.alias,
            by=erasing.by,
            at=erasing.at,
            why=erasing.note,
        )
        revision = Revision.following(
            current.revision,
            by=erasing.by,
            at=erasing.at,
            note=subject.replaced(erasing.note, erasing.alias),
            kind=RevisionKind.ERASED,
        )
        return revision.recorded_after(current.recorded_at).with_plan(plan)

    def _iter_places(
        self, subject: Subject
    ) -> Iterator[tuple[SubjectSource, int, str, str]]:
        for one in self.revisions:
            if isinstance(one, StoredPlan):
                for path, text in subject.iter_items(one.plan):
                    yield SubjectSource.PLAN, one.revision, path, text
        for one in self.revisions:
            made = one.as_revision if isinstance(one, StoredPlan) else one
            for path, text in subject.iter_items(made):
                yield SubjectSource.HISTORY, one.revision, path, text
        for event in self.events:
            for path, text in subject.iter_items(event):
                yield SubjectSource.EVENT, event.revision, path, text


def iter_entry_items(
    entries: Iterable[ActualEntry], subject: Subject
) -> Iterator[SubjectItem]:
    """Yield what booked facts hold about a person."""
    for entry in entries:
        for path, text in subject.iter_items(entry):
            yield SubjectItem(
                source=SubjectSource.ENTRY, key=entry.entry_id, path=path, text=text
            )
