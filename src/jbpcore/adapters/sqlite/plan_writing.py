"""How a plan gets a further revision: the row, the list and the event, in one step."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any, Final

import attrs

from jbpcore.adapters.sqlite.database import Database
from jbpcore.adapters.sqlite.event_rows import add_event
from jbpcore.adapters.sqlite.plan_list_rows import plan_row
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import summary_of_row
from jbpcore.codec.stored_text import instant_text
from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import Revision

__all__ = ["PlanWriting", "add_revision", "describe_plan"]

_HEAD: Final = """
    SELECT revision, saved_by, saved_at, note, kind, plan.recorded_at,
        plan_id, name, partner_id, partner_name, state, plan_kind, hidden_from,
        starts_on, ends_on
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
    WHERE tenant = ? AND plan_id = ?
"""
_PLACE: Final = (
    "SELECT revision, recorded_at FROM plan WHERE tenant = ? AND plan_id = ?"
)
# Both take what `plan_row` gives, then the tenant and the plan.
_ADD_PLAN: Final = """
    INSERT INTO plan (revision, recorded_at, is_deleted, name, name_key, partner_id,
        partner_name, state, plan_kind, hidden_from, starts_on, ends_on, tenant,
        plan_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_MOVE_PLAN: Final = """
    UPDATE plan SET revision = ?, recorded_at = ?, is_deleted = ?, name = ?,
        name_key = ?, partner_id = ?, partner_name = ?, state = ?, plan_kind = ?,
        hidden_from = ?, starts_on = ?, ends_on = ?
    WHERE tenant = ? AND plan_id = ?
"""
_ADD_REVISION: Final = """
    INSERT INTO plan_revision (tenant, plan_id, revision, saved_by, saved_at, note,
        kind, recorded_at, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_DOCUMENT: Final = """
    SELECT document FROM plan_revision
    WHERE tenant = ? AND plan_id = ? AND revision = ?
"""


class PlanWriting:
    """Gives the plans of one tenant further revisions."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the plans of *tenant*."""
        self._database = database
        self._tenant = tenant

    def save(
        self, revision: Revision, plan: Plan, records: tuple[PlanRecord, ...]
    ) -> None:
        """Write *plan* if it is at the revision before *revision*.

        Raises:
            StaleRevisionError: If it is not.
        """
        document = dumps(plan)
        saved_at = instant_text(revision.saved_at)

        def work(connection: sqlite3.Connection) -> None:
            key = (self._tenant, plan.id)
            current, last = connection.execute(_PLACE, key).fetchone() or (0, "")
            _check_current(plan.id, revision, current)
            made = revision
            if last >= saved_at:  # as text they are in order, too
                made = revision.recorded_after(datetime.fromisoformat(last))
            summary = PlanSummary.of(plan, made)
            add_revision(connection, self._tenant, summary, document, records)

        self._database.write("save", work)

    def delete(self, plan_id: str, revision: Revision) -> None:
        """Write a tombstone.

        Raises:
            PlanNotFoundError: If there is no such plan, or no more.
            StaleRevisionError: If it is not at the revision before *revision*.
        """

        def work(connection: sqlite3.Connection) -> None:
            head = self._head(connection, plan_id)
            current = head.revision
            _check_current(plan_id, revision, current.revision)
            if current.is_deleted:
                raise PlanDeletedError(plan_id, current.revision)
            self._follow(connection, head, revision, None)

        self._database.write("delete", work)

    def restore(self, plan_id: str, revision: Revision) -> None:
        """Write the plan again as it was before its tombstone.

        Raises:
            PlanNotFoundError: If there is no such plan.
            StaleRevisionError: If it is not at the revision before *revision*.
            InvalidValueError: If it is not deleted.
        """

        def work(connection: sqlite3.Connection) -> None:
            head = self._head(connection, plan_id)
            current = head.revision
            _check_current(plan_id, revision, current.revision)
            if not current.is_deleted:
                raise InvalidValueError("plan_id", plan_id, "that of a deleted plan")
            key = (self._tenant, plan_id, current.expected_revision)
            (document,) = connection.execute(_DOCUMENT, key).fetchone()
            self._follow(connection, head, revision, document)

        self._database.write("restore", work)

    def _head(self, connection: sqlite3.Connection, plan_id: str) -> PlanSummary:
        row = connection.execute(_HEAD, (self._tenant, plan_id)).fetchone()
        if row is None:
            raise PlanNotFoundError(plan_id)
        return summary_of_row(self._database.location, row)

    def _follow(
        self,
        connection: sqlite3.Connection,
        head: PlanSummary,
        revision: Revision,
        document: str | None,
    ) -> None:
        made = revision.recorded_after(head.revision.recorded_at)
        summary = attrs.evolve(head, revision=made)
        add_revision(connection, self._tenant, summary, document)


def add_revision(
    connection: sqlite3.Connection,
    tenant: str,
    summary: PlanSummary,
    document: str | None,
    records: tuple[PlanRecord, ...] = (),
) -> None:
    """Add the revision of *summary* and its event; whether it may be was asked."""
    revision = summary.revision
    plan_id, number = summary.plan_id, revision.revision
    row = plan_row(summary)
    # A revision refers to its plan, so the plan comes first.
    place_plan = _ADD_PLAN if number == 1 else _MOVE_PLAN
    connection.execute(place_plan, (*row, tenant, plan_id))
    facts: tuple[Any, ...] = (
        tenant,
        plan_id,
        number,
        revision.saved_by,
        instant_text(revision.saved_at),
        revision.note,
        str(revision.kind),
        row[1],
        document,
    )
    connection.execute(_ADD_REVISION, facts)
    add_event(connection, tenant, summary, records)


def describe_plan(
    connection: sqlite3.Connection, tenant: str, summary: PlanSummary
) -> None:
    """Let the list show what *summary* says."""
    connection.execute(_MOVE_PLAN, (*plan_row(summary), tenant, summary.plan_id))


def _check_current(plan_id: str, revision: Revision, current: int) -> None:
    if revision.expected_revision != current:
        raise StaleRevisionError(plan_id, revision.expected_revision, current)
