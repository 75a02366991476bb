"""What happened to plans, one event for each revision, for other systems to read.

A store writes the event together with the revision: there is never one without the
other. Whoever hands events on remembers the position of the last one, and begins again
after it. One that is handed on twice has the same id twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Protocol, Self

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.model.plan_record import PlanRecord
from jbpcore.model.validation import a_name, an_id, an_instant, is_a
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.values.ids import PartyId, PersonId, PlanId

__all__ = ["PlanEvent", "PlanEvents", "check_position", "event_id"]

_MOST = 2**53


def event_id(tenant: str, plan_id: str, revision: int) -> str:
    """Return the id of the event of a revision: 32 hexadecimal digits.

    Examples:
        >>> event_id("acme", "northwind-2026", 1)
        'a328634982b6d7cf86506f46d93e8609'
    """
    # A tenant has no line break in it, and an id neither.
    return sha256(f"{tenant}\n{plan_id}\n{revision}".encode()).hexdigest()[:32]


def check_position(after: int) -> int:
    """Return *after* if events may be asked for after it. For store authors.

    Raises:
        InvalidValueError: If it is not 0 or more.

    Examples:
        >>> check_position(0)
        0
    """
    if type(after) is not int or not 0 <= after <= _MOST:
        raise InvalidValueError("after", after, "the position of an event, or 0")
    return after


def _counted(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if type(value) is not int or not 1 <= value <= _MOST:
        expected = "a whole number, 1 or more"
        raise InvalidValueError(f"PlanEvent.{attribute.name}", value, expected)


def _records(records: Iterable[PlanRecord]) -> tuple[PlanRecord, ...]:
    return tuple(records)


@attrs.frozen(kw_only=True)
class PlanEvent:
    """That a plan has a new revision.

    Attributes:
        tenant: Whose plan it is.
        position: 1 for the tenant's first event, then one more each time.
        plan_id: Which plan.
        revision: Which revision.
        kind: What was done.
        recorded_at: From when on the store counts it as known.
        saved_at: When, by the clock of whoever did it.
        saved_by: Who did it.
        partner_id: Whose plan it is by now; for a deleted one, whose it was.
        state: Its state by now; for a deleted plan, as it was.
        records: The moves that led to it, as whoever saved told them.

    Raises:
        InvalidValueError: If a field has a bad value.
    """

    tenant: str = attrs.field(validator=a_name)
    position: int = attrs.field(validator=_counted)
    plan_id: PlanId = attrs.field(converter=PlanId, validator=an_id)
    revision: int = attrs.field(validator=_counted)
    kind: RevisionKind = attrs.field(validator=is_a(RevisionKind))
    recorded_at: datetime = attrs.field(validator=an_instant)
    saved_at: datetime = attrs.field(validator=an_instant)
    saved_by: PersonId = attrs.field(converter=PersonId, validator=an_id)
    partner_id: PartyId = attrs.field(converter=PartyId, validator=an_id)
    state: PlanState = attrs.field(validator=is_a(PlanState))
    records: tuple[PlanRecord, ...] = attrs.field(
        default=(), converter=_records, validator=is_a(PlanRecord, each=True)
    )

    @classmethod
    def of(
        cls,
        summary: PlanSummary,
        *,
        tenant: str,
        position: int,
        records: tuple[PlanRecord, ...] = (),
    ) -> Self:
        """Return the event of the revision of *summary*. For store authors."""
        revision = summary.revision
        return cls(
            tenant=tenant,
            position=position,
            plan_id=summary.plan_id,
            revision=revision.revision,
            kind=revision.kind,
            recorded_at=revision.recorded_at,
            saved_at=revision.saved_at,
            saved_by=revision.saved_by,
            partner_id=summary.partner_id,
            state=summary.state,
            records=records,
        )

    @property
    def id(self) -> str:
        """Its id, which is the same whenever it is read."""
        return event_id(self.tenant, self.plan_id, self.revision)


class PlanEvents(Protocol):
    """Tells what happened to the plans of one tenant.

    * **E1** Every revision that a save, a deletion, a restoration or an erasure made
      has exactly one event, and there is no other event. What was refused or undone has
      none.
    * **E2** Positions begin at 1 and have no gaps, in the order in which the revisions
      were committed.
    * **E3** An event has the id :func:`event_id` makes of tenant, plan and revision,
      whenever and by whichever opening it is read.
    * **E4** An event says what was done, by whom, when, whose plan it is, in which
      state, and which ``records`` were given to the save.
    * **E5** Asked for those after a position, events of greater positions come, each
      once, in order; after the last one, none.
    * **E6** Another tenant's events are never seen, and do not count.
    * **E7** Inside a unit of work its own events are seen; before it ends, nobody else
      sees any of them.
    * **E8** An answer is of when it was asked, and one left unread hinders nobody.
    * **E9** A position that cannot be one raises
      :exc:`~jbpcore.errors.InvalidValueError` when asked.
    """

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        """Yield the events with a position greater than *after*, in order (E1-E9)."""
        ...
