"""What happened to the plans of one tenant."""

from __future__ import annotations

from functools import cache

import attrs
from sqlalchemy import Executable, bindparam, select

from jbpcore.adapters.sqlalchemy.rows import AT_A_TIME, MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables
from jbpcore.codec.stored_rows import event_of_row
from jbpcore.ports.plan_events import PlanEvent

__all__ = ["events_between", "last_position"]


@attrs.frozen
class _Questions:
    last_position: Executable
    between: Executable


@cache
def _questions(tables: Tables) -> _Questions:
    event, tenant = tables.event.c, tables.tenant.c
    return _Questions(
        last_position=select(tenant.last_position).where(tenant.tenant == MY_TENANT),
        between=select(event.position, event.document)
        .where(
            event.tenant == MY_TENANT,
            event.position > bindparam("after"),
            event.position <= bindparam("last"),
        )
        .order_by(event.position)
        .limit(AT_A_TIME),
    )


def last_position(rows: TenantRows) -> int:
    """Return the position of the tenant's last event, 0 if there is none."""
    row = rows.one(_questions(rows.tables).last_position)
    return 0 if row is None else int(row[0])


def events_between(rows: TenantRows, after: int, last: int) -> tuple[PlanEvent, ...]:
    """Return the next events after a position, up to another; some at a time."""
    found = rows.all(_questions(rows.tables).between, after=after, last=last)
    return tuple(event_of_row(rows.location, *row) for row in found)
