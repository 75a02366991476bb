"""What a store does inside a transaction that somebody else began.

Everything here goes through one connection, and nothing here commits or rolls back. So
the store on an engine, the store that joins a host's connection, and the twin of both
for ``async`` code, through ``AsyncConnection.run_sync``, do the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from jbpcore.adapters.sqlalchemy import (
    entries,
    events,
    plan_list,
    plan_reading,
    plan_writing,
    subjects,
    tenant_lock,
)
from jbpcore.adapters.sqlalchemy.entries import EntryPlace
from jbpcore.adapters.sqlalchemy.rows import TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.planning.personal_data import Subject
from jbpcore.planning.subject_data import Erasing
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.personal_data import SubjectErasure, SubjectItem
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_paging import PageRequest, PlanPage
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import PlanId

__all__ = ["StoreWork"]


class StoreWork:
    """Everything that is done for one tenant through one connection.

    Arguments are checked before. What reads asks one question, or comes some rows at a
    time: who wants more asks again after the last one. What writes belongs in a
    transaction. Errors of our own come before anything was changed, except from
    :meth:`erase`, which belongs in a savepoint of its own. Errors of SQLAlchemy come as
    they are; :mod:`~jbpcore.adapters.sqlalchemy.faults` says what they mean.

    Args:
        connection: Where to do it.
        tenant: For whom, checked.
        tables: On which tables.
    """

    def __init__(self, connection: Connection, tenant: str, tables: Tables) -> None:
        """Be ready."""
        self._rows = TenantRows(connection, tenant, tables)

    def read(
        self,
        plan_id: str,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """Return the current revision, or the one asked for.

        Raises:
            PlanNotFoundError: If there is no such plan, or the revision deleted it.
            InvalidValueError: If the plan has no such revision.
        """
        if known_at is not None:
            return plan_reading.read_known(self._rows, plan_id, known_at)
        if revision is not None:
            return plan_reading.read_revision(self._rows, plan_id, revision)
        return plan_reading.read_current(self._rows, plan_id)

    def history(self, plan_id: str) -> tuple[Revision, ...]:
        """Return what is known of every revision.

        Raises:
            PlanNotFoundError: If there is no such plan.
        """
        return plan_reading.history(self._rows, plan_id)

    def ids_after(self, plan_id: str) -> tuple[PlanId, ...]:
        """Return the next ids of plans that are there; ``""`` begins."""
        return plan_reading.ids_after(self._rows, plan_id)

    def find(self, request: PageRequest) -> PlanPage:
        """Return the page that is asked for."""
        return plan_list.find(self._rows, request)

    def save(
        self, revision: Revision, plan: Plan, records: tuple[PlanRecord, ...]
    ) -> None:
        """Write *plan* if it is at the revision before *revision*.

        Raises:
            StaleRevisionError: If it is not.
        """
        plan_writing.save(self._rows, revision, plan, records)

    def delete(self, plan_id: str, revision: Revision) -> None:
        """Write a tombstone.

        Raises:
            PlanNotFoundError: If there is no such plan, or no more.
            StaleRevisionError: If it is not at the revision before *revision*.
        """
        plan_writing.delete(self._rows, plan_id, revision)

    def restore(self, plan_id: str, revision: Revision) -> None:
        """Write the plan again as it was before its tombstone.

        Raises:
            PlanNotFoundError: If there is no such plan.
            StaleRevisionError: If it is not at the revision before *revision*.
            InvalidValueError: If it is not deleted.
        """
        plan_writing.restore(self._rows, plan_id, revision)

    def last_position(self) -> int:
        """Return the position of the last event, 0 if there is none."""
        return events.last_position(self._rows)

    def events_between(self, after: int, last: int) -> tuple[PlanEvent, ...]:
        """Return the next events after a position, up to another."""
        return events.events_between(self._rows, after, last)

    def last_place(self) -> int:
        """Return the last place in the ledger, which an ``EntryPlace`` begins with."""
        return tenant_lock.last_place(self._rows)

    def append(self, batch: Sequence[ActualEntry]) -> list[AppendOutcome]:
        """Write what is new of some entries, and say of each what became of it.

        Raises:
            InvalidValueError: If one of them is no entry.
        """
        return entries.append(self._rows, batch)

    def entries_after(
        self, wanted: EntryFilter, place: EntryPlace
    ) -> tuple[ActualEntry, ...]:
        """Return the next entries that are wanted."""
        return entries.entries_after(self._rows, wanted, place)

    def known_plans(self, person_id: str) -> tuple[tuple[PlanId, ...], Subject]:
        """Return the plans that know a person, and all the words for them."""
        return subjects.known_plans(self._rows, person_id)

    def plan_items(self, plan_id: PlanId, subject: Subject) -> tuple[SubjectItem, ...]:
        """Return everything that a plan holds about a person."""
        return subjects.plan_items(self._rows, plan_id, subject)

    def entry_items_after(
        self, entry_id: str, subject: Subject
    ) -> tuple[str | None, tuple[SubjectItem, ...]]:
        """Return what the next booked facts hold about a person.

        The first of the pair is where to go on, ``None`` after the last of them; ``""``
        begins.
        """
        return subjects.entry_items_after(self._rows, entry_id, subject)

    def erase(self, erasing: Erasing) -> SubjectErasure:
        """Put the alias in place of the person everywhere.

        Raises:
            InvalidValueError: If somebody has the alias already.
        """
        return subjects.erase(self._rows, erasing)

    def hold(self) -> None:
        """Let nobody else write for the tenant until the transaction ends."""
        tenant_lock.hold_tenant(self._rows)
