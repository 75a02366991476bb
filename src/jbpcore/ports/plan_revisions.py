"""What a store knows of each time that a plan was written.

A revision is written once and counted for ever: deleting a plan and bringing it back
are revisions too, so that no number ever stands for two things.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.validation import a_text, an_id, an_instant, check_instant, is_a
from jbpcore.values.ids import PersonId

__all__ = ["Revision", "RevisionKind", "StoredPlan", "check_moment", "check_records"]

_MOST_REVISIONS = 2**53
_TICK = timedelta(microseconds=1)
_LATEST = datetime.max.replace(tzinfo=UTC)


class RevisionKind(StrEnum):
    """What was done to a plan by one revision."""

    SAVED = "saved"
    DELETED = "deleted"
    """A tombstone: there is no plan from here on."""
    RESTORED = "restored"
    """The plan is again as it was before it was deleted."""
    ERASED = "erased"
    """A person's data was taken out, here and in every revision before."""


def _a_revision(_: object, __: object, value: int) -> None:
    if type(value) is not int or not 1 <= value <= _MOST_REVISIONS:
        raise InvalidValueError("revision", value, "a whole number, 1 or more")


def _when_saved(revision: Revision) -> datetime:
    return revision.saved_at


@attrs.frozen(kw_only=True)
class Revision:
    """That a plan was written: by whom, when, and why.

    Attributes:
        revision: 1 for the first save of a plan, then one more each time.
        saved_by: Id of the person.
        saved_at: When, in UTC, by the clock of whoever saved. Revisions are in order of
            their number; clocks may disagree.
        note: Why, in the person's words.
        kind: What was done.
        recorded_at: From when on the store counts it as known: ``saved_at``, or one
            microsecond after the revision before, whichever is later. So it is in order
            of the numbers even where clocks are not.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> at = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
        >>> one = Revision.following(0, by="maria", at=at)
        >>> two = Revision.following(1, by="tom", at=at).recorded_after(one.recorded_at)
        >>> two.revision, two.recorded_at - at
        (2, datetime.timedelta(microseconds=1))
    """

    revision: int = attrs.field(validator=_a_revision)
    saved_by: PersonId = attrs.field(converter=PersonId, validator=an_id)
    saved_at: datetime = attrs.field(validator=an_instant)
    note: str = attrs.field(default="", validator=a_text)
    kind: RevisionKind = attrs.field(
        default=RevisionKind.SAVED, validator=is_a(RevisionKind)
    )
    recorded_at: datetime = attrs.field(
        default=attrs.Factory(_when_saved, takes_self=True), validator=an_instant
    )

    @classmethod
    def following(
        cls,
        expected_revision: int,
        *,
        by: str,
        at: datetime,
        note: str = "",
        kind: RevisionKind = RevisionKind.SAVED,
    ) -> Revision:
        """Return the revision after an expected one, its arguments checked.

        For store authors. What is to be written has yet to be placed in time, by
        :meth:`recorded_after`.

        Raises:
            InvalidValueError: If any of the arguments is bad. Only a save may expect 0.
        """
        least = 0 if kind is RevisionKind.SAVED else 1
        is_whole = isinstance(expected_revision, int)
        is_bool = isinstance(expected_revision, bool)
        if not is_whole or is_bool or expected_revision < least:
            expected = "the revision that was read"
            expected += "" if least else ", or 0 for a new plan"
            raise InvalidValueError("expected_revision", expected_revision, expected)
        return Revision(
            revision=expected_revision + 1,
            saved_by=PersonId(by),
            saved_at=at,
            note=note,
            kind=kind,
        )

    @property
    def expected_revision(self) -> int:
        """The revision before."""
        return self.revision - 1

    @property
    def is_deleted(self) -> bool:
        """Whether there is no plan from here on."""
        return self.kind is RevisionKind.DELETED

    def recorded_after(self, instant: datetime | None) -> Self:
        """Return the same, recorded later than *instant*. For store authors.

        Args:
            instant: When the revision before was recorded; ``None`` if there is none.

        Raises:
            InvalidValueError: If there is no later instant.
        """
        recorded_at = self.saved_at
        if instant is not None and instant >= recorded_at:
            if instant >= _LATEST:
                raise InvalidValueError("at", instant, "before the end of the calendar")
            recorded_at = instant + _TICK
        if recorded_at == self.recorded_at:
            return self
        return attrs.evolve(self, recorded_at=recorded_at)

    def with_plan(self, plan: Plan) -> StoredPlan:
        """Return *plan* as this revision holds it. For store authors.

        Raises:
            InvalidValueError: If *plan* is none.
        """
        fields = attrs.fields(Revision)
        facts = {field.name: getattr(self, field.name) for field in fields}
        return StoredPlan(plan=plan, **facts)


@attrs.frozen(kw_only=True)
class StoredPlan(Revision):
    """A plan as one revision holds it.

    Attributes:
        plan: The plan.

    Examples:
        >>> from datetime import UTC, date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="northwind-2026", name="Northwind 2026",
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> at = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
        >>> stored = Revision.following(0, by="maria", at=at).with_plan(plan)
        >>> stored.revision, stored.plan.name
        (1, 'Northwind 2026')
    """

    plan: Plan = attrs.field(validator=is_a(Plan))

    @property
    def as_revision(self) -> Revision:
        """The same without the plan."""
        fields = attrs.fields(Revision)
        return Revision(**{field.name: getattr(self, field.name) for field in fields})


def check_moment(revision: int | None, *, known_at: datetime | None) -> None:
    """Refuse to read by a revision and by an instant at once. For store authors.

    Raises:
        InvalidValueError: If both are given, or *known_at* is no instant in UTC.

    Examples:
        >>> check_moment(1, known_at=None)
    """
    check_instant(known_at, "known_at")
    if revision is not None and known_at is not None:
        raise InvalidValueError("known_at", known_at, "None where a revision is given")


def check_records(plan: Plan, records: Iterable[PlanRecord]) -> tuple[PlanRecord, ...]:
    """Return *records* if *plan* carries each of them. For store authors.

    Raises:
        InvalidValueError: If it does not.

    Examples:
        >>> from jbpcore.testing.sample_records import full_plan
        >>> len(check_records(full_plan(), full_plan().records[-1:]))
        1
    """
    if not isinstance(records, Iterable):
        raise InvalidValueError("records", records, "PlanRecords of the plan")
    found = tuple(records)
    if not found:
        return ()
    carried = {record.id: record for record in plan.records}
    for record in found:
        if not isinstance(record, PlanRecord) or carried.get(record.id) != record:
            raise InvalidValueError("records", record, "one that the plan carries")
    return found
