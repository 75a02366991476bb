"""How a plan of one tenant gets a further revision."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import attrs
from sqlalchemy import Executable, Select, bindparam, select

from jbpcore.adapters.sqlalchemy.plan_list import plan_row, summaries
from jbpcore.adapters.sqlalchemy.revision_statements import (
    RevisionStatements,
    in_one,
    new_values,
    one_by_one,
)
from jbpcore.adapters.sqlalchemy.rows import MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.adapters.sqlalchemy.tenant_lock import ask_alone
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import summary_of_row
from jbpcore.codec.stored_text import instant_text, reading_row
from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanSummary
from jbpcore.ports.plan_revisions import Revision

__all__ = [
    "Head",
    "add_revision",
    "delete",
    "describe_plan",
    "read_head",
    "restore",
    "save",
]


@attrs.frozen
class Head:
    """Where the tenant's events end, and where the plan stands, to be written after.

    Attributes:
        last_position: The position of the tenant's last event.
        revision: The plan's current revision, 0 if it has none.
        recorded_at: When that one is recorded.
    """

    last_position: int
    revision: int
    recorded_at: datetime | None

    def check(self, plan_id: str, revision: Revision) -> None:
        """Refuse what does not follow the current revision.

        Raises:
            StaleRevisionError: If *revision* expects another one.
        """
        if revision.expected_revision != self.revision:
            raise StaleRevisionError(plan_id, revision.expected_revision, self.revision)


@attrs.frozen
class _Questions:
    head: Executable
    summary: Select[tuple[object, ...]]
    document: Executable
    current: Executable


@cache
def _questions(tables: Tables) -> _Questions:
    tenant, plan, revision = tables.tenant.c, tables.plan.c, tables.revision.c
    its_plan = (plan.tenant == tenant.tenant) & (plan.plan_id == bindparam("plan_id"))
    return _Questions(
        head=select(tenant.last_position, plan.revision, plan.recorded_at)
        .select_from(tables.tenant.outerjoin(tables.plan, its_plan))
        .where(tenant.tenant == MY_TENANT)
        .with_for_update(of=tables.tenant),
        summary=summaries(tables).where(plan.plan_id == bindparam("plan_id")),
        document=select(revision.document).where(
            revision.tenant == MY_TENANT,
            revision.plan_id == bindparam("plan_id"),
            revision.revision == bindparam("revision"),
        ),
        current=select(plan.revision).where(
            plan.tenant == MY_TENANT, plan.plan_id == bindparam("plan_id")
        ),
    )


def save(
    rows: TenantRows, revision: Revision, plan: Plan, records: tuple[PlanRecord, ...]
) -> None:
    """Write *plan* if it is at the revision before *revision*.

    Raises:
        StaleRevisionError: If it is not.
    """
    document = dumps(plan)
    head = read_head(rows, plan.id)
    head.check(plan.id, revision)
    made = revision.recorded_after(head.recorded_at)
    add_revision(rows, head, PlanSummary.of(plan, made), document, records)


def delete(rows: TenantRows, plan_id: str, revision: Revision) -> None:
    """Write a tombstone.

    Raises:
        PlanNotFoundError: If there is no such plan, or no more.
        StaleRevisionError: If it is not at the revision before *revision*.
    """
    head, summary = _known(rows, plan_id, revision)
    if summary.is_deleted:
        raise PlanDeletedError(plan_id, head.revision)
    made = revision.recorded_after(head.recorded_at)
    add_revision(rows, head, attrs.evolve(summary, revision=made), None)


def restore(rows: TenantRows, plan_id: str, revision: Revision) -> None:
    """Write the plan again as it was before its tombstone.

    Raises:
        PlanNotFoundError: If there is no such plan.
        StaleRevisionError: If it is not at the revision before *revision*.
        InvalidValueError: If it is not deleted.
    """
    head, summary = _known(rows, plan_id, revision)
    if not summary.is_deleted:
        raise InvalidValueError("plan_id", plan_id, "that of a deleted plan")
    before = summary.revision.expected_revision
    question = _questions(rows.tables).document
    row = rows.one(question, plan_id=plan_id, revision=before)
    with reading_row(rows.location, f"revision {before} of plan {plan_id!r}"):
        (document,) = row
    made = revision.recorded_after(head.recorded_at)
    add_revision(rows, head, attrs.evolve(summary, revision=made), document)


def read_head(rows: TenantRows, plan_id: str) -> Head:
    """Return where the plan stands, with nobody else writing from here on.

    Where this had to wait for another writer, PostgreSQL may still tell of the plan as
    it was before; then it is not changed, which :func:`add_revision` finds out.
    """
    row = ask_alone(rows, _questions(rows.tables).head, plan_id=plan_id)
    position, revision, recorded_at = row
    if revision is None:
        return Head(position, 0, None)
    with reading_row(rows.location, f"plan {plan_id!r}"):
        return Head(position, revision, datetime.fromisoformat(recorded_at))


def add_revision(
    rows: TenantRows,
    head: Head,
    summary: PlanSummary,
    document: str | None,
    records: tuple[PlanRecord, ...] = (),
) -> None:
    """Add the revision of *summary* and its event, after *head*.

    Raises:
        StaleRevisionError: If the plan moved on before the head was read; nothing was
            changed.
    """
    revision, position = summary.revision, head.last_position + 1
    event = PlanEvent.of(
        summary, tenant=rows.tenant, position=position, records=records
    )
    values = new_values(
        plan_row(summary)
        | {
            "saved_by": revision.saved_by,
            "saved_at": instant_text(revision.saved_at),
            "note": revision.note,
            "kind": revision.kind.value,
            "document": document,
            "position": position,
            "event_document": dumps(event),
        }
    )
    statements = _statements(rows)
    known = revision.expected_revision > 0
    first, *rest = statements.of_known_plan if known else statements.of_new_plan
    if rows.one(first, **values) is None:
        row = rows.one(_questions(rows.tables).current, plan_id=summary.plan_id)
        current = 0 if row is None else int(row[0])
        expected = revision.expected_revision
        raise StaleRevisionError(summary.plan_id, expected, current)
    for statement in rest:
        rows.change(statement, **values)


def describe_plan(rows: TenantRows, summary: PlanSummary) -> None:
    """Let the list show what *summary* says."""
    rows.change(_statements(rows).describe, **new_values(plan_row(summary)))


def _statements(rows: TenantRows) -> RevisionStatements:
    make = in_one if rows.are_in_postgresql else one_by_one
    return make(rows.tables)


def _known(
    rows: TenantRows, plan_id: str, revision: Revision
) -> tuple[Head, PlanSummary]:
    head = read_head(rows, plan_id)
    row = rows.one(_questions(rows.tables).summary, plan_id=plan_id)
    if row is None:
        raise PlanNotFoundError(plan_id)
    summary = summary_of_row(rows.location, row)
    found = attrs.evolve(
        head,
        revision=summary.revision.revision,
        recorded_at=summary.revision.recorded_at,
    )
    found.check(plan_id, revision)
    return found, summary
