"""The list of one tenant's plans."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_

from jbpcore.adapters.sqlalchemy.rows import MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.codec.stored_rows import summary_of_row
from jbpcore.codec.stored_text import instant_text
from jbpcore.ports.plan_list import PlanFilter, PlanSummary, folded
from jbpcore.ports.plan_paging import PageRequest, PlanCursor, PlanOrder, PlanPage

__all__ = ["find", "plan_row", "summaries"]

_AFTER_EVERY_ID = "~"


@cache
def summaries(tables: Tables) -> Select[Any]:
    """Return the question for what a list shows of a tenant's plans."""
    plan, revision = tables.plan.c, tables.revision.c
    return (
        select(
            revision.revision,
            revision.saved_by,
            revision.saved_at,
            revision.note,
            revision.kind,
            plan.recorded_at,
            plan.plan_id,
            plan.name,
            plan.partner_id,
            plan.partner_name,
            plan.state,
            plan.plan_kind,
            plan.hidden_from,
            plan.starts_on,
            plan.ends_on,
        )
        .join_from(
            tables.plan,
            tables.revision,
            (plan.tenant == revision.tenant)
            & (plan.plan_id == revision.plan_id)
            & (plan.revision == revision.revision),
        )
        .where(plan.tenant == MY_TENANT)
    )


def find(rows: TenantRows, request: PageRequest) -> PlanPage:
    """Return the page that is asked for."""
    plan = rows.tables.plan.c
    keys: tuple[ColumnElement[str], ...] = {
        PlanOrder.ID: (plan.plan_id,),
        PlanOrder.NAME: (plan.name_key, plan.plan_id),
        PlanOrder.PERIOD: (plan.starts_on, plan.plan_id),
        PlanOrder.LATEST: (plan.recorded_at, plan.plan_id),
    }[request.order]
    question = summaries(rows.tables).where(*_conditions(rows, request.wanted))
    if request.after is not None:
        place = tuple_(*_place(request.after)[-len(keys) :])
        later = tuple_(*keys)
        question = question.where(
            later < place if request.order.descends else later > place
        )
    ordered = [key.desc() for key in keys] if request.order.descends else keys
    found = rows.all(question.order_by(*ordered).limit(request.size + 1))
    return request.page_from(summary_of_row(rows.location, row) for row in found)


def plan_row(summary: PlanSummary) -> dict[str, str | int | None]:
    """Return what the table of plans has of a plan, by column."""
    hidden_from = summary.hidden_from
    return {
        "plan_id": summary.plan_id,
        "revision": summary.revision.revision,
        "recorded_at": instant_text(summary.revision.recorded_at),
        "is_deleted": int(summary.is_deleted),
        "name": summary.name,
        "name_key": folded(summary.name),
        "partner_id": summary.partner_id,
        "partner_name": summary.partner_name,
        "state": summary.state.value,
        "plan_kind": summary.kind.value,
        "hidden_from": None if hidden_from is None else hidden_from.value,
        "starts_on": summary.period.start.isoformat(),
        "ends_on": summary.period.end.isoformat(),
    }


def _conditions(rows: TenantRows, wanted: PlanFilter) -> list[ColumnElement[bool]]:
    plan, found = rows.tables.plan.c, []
    if wanted.partner_id is not None:
        found.append(plan.partner_id == wanted.partner_id)
    if wanted.states is not None:
        found.append(plan.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.kind is not None:
        found.append(plan.plan_kind == wanted.kind.value)
    if wanted.overlaps is not None:
        found.append(plan.starts_on < wanted.overlaps.end.isoformat())
        found.append(plan.ends_on > wanted.overlaps.start.isoformat())
    if wanted.name_contains is not None:
        # Nothing is a wildcard here, as it would be in LIKE.
        place_of = func.strpos if rows.are_in_postgresql else func.instr
        found.append(place_of(plan.name_key, folded(wanted.name_contains)) > 0)
    if wanted.visible_to is not None:
        hidden = plan.hidden_from
        found.append(or_(hidden.is_(None), hidden != wanted.visible_to.value))
    if wanted.deleted is not None:
        found.append(plan.is_deleted == int(wanted.deleted))
    return found


def _place(after: PlanCursor) -> tuple[str, str]:
    """Return where a page begins, in text that a database can hold.

    A cursor may come from strangers. No key has NUL in it, which PostgreSQL refuses:
    what comes after "a" and NUL is just what comes after every plan of the key "a".
    """
    key, nul, _ = after.key.partition("\0")
    return key, _AFTER_EVERY_ID if nul else after.plan_id
