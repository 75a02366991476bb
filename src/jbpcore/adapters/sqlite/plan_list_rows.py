"""The list of one tenant's plans, as rows."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from jbpcore.adapters.sqlite.database import Database
from jbpcore.codec.stored_rows import summary_of_row
from jbpcore.codec.stored_text import instant_text
from jbpcore.ports.plan_list import PlanFilter, PlanSummary, folded
from jbpcore.ports.plan_paging import PageRequest, PlanOrder, PlanPage

__all__ = ["PlanListRows", "plan_row"]

_COLUMNS: Final = """
    SELECT revision, saved_by, saved_at, note, kind, plan.recorded_at,
        plan_id, name, partner_id, partner_name, state, plan_kind, hidden_from,
        starts_on, ends_on
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
"""
_CONDITIONS: Final = """
    WHERE tenant = :tenant
        AND (:partner_id IS NULL OR partner_id = :partner_id)
        AND (:states IS NULL OR instr(:states, '|' || state || '|') > 0)
        AND (:plan_kind IS NULL OR plan_kind = :plan_kind)
        AND (:starts_before IS NULL OR starts_on < :starts_before)
        AND (:ends_after IS NULL OR ends_on > :ends_after)
        AND (:name_part IS NULL OR instr(name_key, :name_part) > 0)
        AND (:visible_to IS NULL OR hidden_from IS NOT :visible_to)
        AND (:deleted IS NULL OR is_deleted = :deleted)
"""
_FIND: Final = {
    PlanOrder.ID: f"""
        {_COLUMNS} {_CONDITIONS} AND plan_id > :after_id
        ORDER BY plan_id LIMIT :most
    """,
    PlanOrder.NAME: f"""
        {_COLUMNS} {_CONDITIONS} AND (name_key, plan_id) > (:after_key, :after_id)
        ORDER BY name_key, plan_id LIMIT :most
    """,
    PlanOrder.PERIOD: f"""
        {_COLUMNS} {_CONDITIONS} AND (starts_on, plan_id) > (:after_key, :after_id)
        ORDER BY starts_on, plan_id LIMIT :most
    """,
    PlanOrder.LATEST: f"""
        {_COLUMNS} {_CONDITIONS}
            AND (plan.recorded_at, plan_id) < (:after_key, :after_id)
        ORDER BY plan.recorded_at DESC, plan_id DESC LIMIT :most
    """,
}
# Less and greater than every key and id.
_BEGINNING: Final = {False: ("", ""), True: ("~", "~")}


class PlanListRows:
    """What one tenant has in the table ``plan``, to be listed."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def find(self, request: PageRequest) -> PlanPage:
        """Return the page that is asked for."""
        after_key, after_id = _BEGINNING[request.order.descends]
        if request.after is not None:
            after_key, after_id = request.after.key, request.after.plan_id
        bounds = _bounds(request.wanted) | {
            "tenant": self._tenant,
            "after_key": after_key,
            "after_id": after_id,
            "most": request.size + 1,
        }

        def work(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
            return connection.execute(_FIND[request.order], bounds).fetchall()

        rows = self._database.run("find", work)
        location = self._database.location
        return request.page_from(summary_of_row(location, row) for row in rows)


def plan_row(summary: PlanSummary) -> tuple[str | int | None, ...]:
    """Return what the table ``plan`` shows of a plan: its columns from ``revision`` on.

    They are ``revision``, ``recorded_at``, ``is_deleted``, ``name``, ``name_key``,
    ``partner_id``, ``partner_name``, ``state``, ``plan_kind``, ``hidden_from``,
    ``starts_on`` and ``ends_on``.
    """
    revision, period = summary.revision, summary.period
    return (
        revision.revision,
        instant_text(revision.recorded_at),
        int(revision.is_deleted),
        summary.name,
        folded(summary.name),
        summary.partner_id,
        summary.partner_name,
        # Plain text: the driver looks for an adapter for each member of an enum.
        str(summary.state),
        str(summary.kind),
        None if summary.hidden_from is None else str(summary.hidden_from),
        period.start.isoformat(),
        period.end.isoformat(),
    )


def _bounds(wanted: PlanFilter) -> dict[str, str | int | None]:
    states = None if wanted.states is None else f"|{'|'.join(sorted(wanted.states))}|"
    part = wanted.name_contains
    span = wanted.overlaps
    return {
        "partner_id": wanted.partner_id,
        "states": states,
        "plan_kind": wanted.kind,
        "starts_before": None if span is None else span.end.isoformat(),
        "ends_after": None if span is None else span.start.isoformat(),
        "name_part": None if part is None else folded(part),
        "visible_to": wanted.visible_to,
        "deleted": None if wanted.deleted is None else int(wanted.deleted),
    }
