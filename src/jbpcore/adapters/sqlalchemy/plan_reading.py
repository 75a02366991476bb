"""The plans of one tenant, to be read."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

import attrs
from sqlalchemy import Executable, and_, bindparam, select

from jbpcore.adapters.sqlalchemy.rows import AT_A_TIME, MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.codec.stored_rows import revision_of_row, stored_of_row
from jbpcore.codec.stored_text import instant_text, reading_row
from jbpcore.errors import InvalidValueError, PlanDeletedError, PlanNotFoundError
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import PlanId

__all__ = ["history", "ids_after", "read_current", "read_known", "read_revision"]

_MOST_REVISIONS: Final = 2**53


@attrs.frozen
class _Questions:
    current: Executable
    current_revision: Executable
    revision: Executable
    known: Executable
    history: Executable
    ids: Executable


@cache
def _questions(tables: Tables) -> _Questions:
    plan, revision = tables.plan.c, tables.revision.c
    facts = (
        revision.revision,
        revision.saved_by,
        revision.saved_at,
        revision.note,
        revision.kind,
        revision.recorded_at,
    )
    mine = and_(revision.tenant == MY_TENANT, revision.plan_id == bindparam("plan_id"))
    my_plan = and_(plan.tenant == MY_TENANT, plan.plan_id == bindparam("plan_id"))
    same = and_(
        plan.tenant == revision.tenant,
        plan.plan_id == revision.plan_id,
        plan.revision == revision.revision,
    )
    return _Questions(
        current=select(*facts, revision.document).where(same, my_plan),
        current_revision=select(plan.revision).where(my_plan),
        revision=select(*facts, revision.document).where(
            mine, revision.revision == bindparam("revision")
        ),
        known=select(*facts, revision.document)
        .where(mine, revision.recorded_at <= bindparam("known_at"))
        .order_by(revision.revision.desc())
        .limit(1),
        history=select(*facts).where(mine).order_by(revision.revision),
        ids=select(plan.plan_id)
        .where(
            plan.tenant == MY_TENANT,
            plan.plan_id > bindparam("after"),
            plan.is_deleted == 0,
        )
        .order_by(plan.plan_id)
        .limit(AT_A_TIME),
    )


def read_current(rows: TenantRows, plan_id: str) -> StoredPlan:
    """Return the current revision.

    Raises:
        PlanNotFoundError: If there is no such plan, or no more.
    """
    row = rows.one(_questions(rows.tables).current, plan_id=plan_id)
    return _found(rows, plan_id, row)


def read_known(rows: TenantRows, plan_id: str, known_at: datetime) -> StoredPlan:
    """Return what was current at an instant.

    Raises:
        PlanNotFoundError: If there was no such plan.
    """
    question = _questions(rows.tables).known
    row = rows.one(question, plan_id=plan_id, known_at=instant_text(known_at))
    return _found(rows, plan_id, row)


def read_revision(rows: TenantRows, plan_id: str, revision: int) -> StoredPlan:
    """Return one revision.

    Raises:
        PlanNotFoundError: If there is no such plan, or the revision deleted it.
        InvalidValueError: If the plan has no such revision.
    """
    questions = _questions(rows.tables)
    if type(revision) is int and 0 < revision <= _MOST_REVISIONS:
        row = rows.one(questions.revision, plan_id=plan_id, revision=revision)
        if row is not None:
            return _found(rows, plan_id, row)
    current = rows.one(questions.current_revision, plan_id=plan_id)
    if current is None:
        raise PlanNotFoundError(plan_id)
    expected = f"one of the plan's revisions, 1 to {current[0]}"
    raise InvalidValueError("revision", revision, expected)


def history(rows: TenantRows, plan_id: str) -> tuple[Revision, ...]:
    """Return what is known of every revision, the first one first.

    Raises:
        PlanNotFoundError: If there is no such plan.
    """
    found = rows.all(_questions(rows.tables).history, plan_id=plan_id)
    if not found:
        raise PlanNotFoundError(plan_id)
    with reading_row(rows.location, f"the history of plan {plan_id!r}"):
        return tuple(revision_of_row(*row) for row in found)


def ids_after(rows: TenantRows, plan_id: str) -> tuple[PlanId, ...]:
    """Return the next ids of plans that are there; none after the last one."""
    found = rows.all(_questions(rows.tables).ids, after=plan_id)
    return tuple(PlanId(row[0]) for row in found)


def _found(rows: TenantRows, plan_id: str, row: tuple[Any, ...] | None) -> StoredPlan:
    if row is None:
        raise PlanNotFoundError(plan_id)
    found = stored_of_row(rows.location, plan_id, row)
    if not isinstance(found, StoredPlan):
        raise PlanDeletedError(plan_id, found.revision)
    return found
