"""One writer at a time for each tenant, so that events and bookings have an order."""

from __future__ import annotations

from functools import cache
from typing import Any

import attrs
from sqlalchemy import Executable, Insert, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from jbpcore.adapters.sqlalchemy.rows import MY_TENANT, TenantRows
from jbpcore.adapters.sqlalchemy.tables import Tables

__all__ = ["ask_alone", "hold_tenant", "last_place", "place_booked"]


@attrs.frozen
class _Statements:
    hold: Executable
    touch: Executable
    add: dict[bool, Insert]
    last_place: Executable
    place_booked: Executable


@cache
def _statements(tables: Tables) -> _Statements:
    table, tenant = tables.tenant, tables.tenant.c
    mine = tenant.tenant == MY_TENANT
    values = {"tenant": MY_TENANT, "last_position": 0, "last_place": 0}
    return _Statements(
        hold=select(tenant.last_place).where(mine).with_for_update(),
        touch=update(table).where(mine).values(last_place=tenant.last_place),
        add={
            True: postgresql.insert(table).values(**values).on_conflict_do_nothing(),
            False: sqlite.insert(table).values(**values).on_conflict_do_nothing(),
        },
        last_place=select(tenant.last_place).where(mine),
        place_booked=update(table)
        .where(mine)
        .values(last_place=bindparam("booked_place")),
    )


def ask_alone(rows: TenantRows, question: Executable, **bounds: object) -> Any:  # noqa: ANN401 - a row
    """Return the first row of the answer, with nobody else writing from here on.

    Args:
        rows: Of the tenant.
        question: What is selected ``FOR UPDATE`` of the tenant's row.
        **bounds: What the question takes.
    """
    statements = _statements(rows.tables)
    if not rows.are_in_postgresql:
        # SQLite has one writer at a time: whoever changes anything is the one.
        rows.change(statements.touch)
    row = rows.one(question, **bounds)
    if row is None:
        rows.change(statements.add[rows.are_in_postgresql])
        row = rows.one(question, **bounds)
    return row


def hold_tenant(rows: TenantRows) -> int:
    """Let nobody else write until the transaction ends; return the last place."""
    return int(ask_alone(rows, _statements(rows.tables).hold)[0])


def last_place(rows: TenantRows) -> int:
    """Return the last place in the tenant's ledger, 0 if it has none."""
    row = rows.one(_statements(rows.tables).last_place)
    return 0 if row is None else int(row[0])


def place_booked(rows: TenantRows, place: int) -> None:
    """Note the last place in the tenant's ledger."""
    rows.change(_statements(rows.tables).place_booked, booked_place=place)
