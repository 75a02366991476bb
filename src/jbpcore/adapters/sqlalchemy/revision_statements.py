"""The statements that give a plan a further revision.

The plan, its revision, its event and the count of events change together. PostgreSQL
takes them as one statement, which saves three journeys to the server; SQLite, which is
no journey away, takes them one by one. Either way the plan comes first, and nothing
else happens unless it was still at the revision expected.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import attrs
from sqlalchemy import (
    BindParameter,
    Executable,
    Insert,
    Table,
    Text,
    Update,
    bindparam,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from jbpcore.adapters.sqlalchemy.rows import MY_TENANT
from jbpcore.adapters.sqlalchemy.tables import Tables

__all__ = ["RevisionStatements", "in_one", "new_values", "one_by_one"]

# SQLAlchemy keeps the names of columns for itself, so values are named apart from them.
_PREFIX: Final = "new_"


@attrs.frozen
class RevisionStatements:
    """What to execute, in order; the first one gives a row if the plan was changed.

    Attributes:
        of_new_plan: For the first revision of a plan.
        of_known_plan: For any further one.
        describe: To let the list show something else of a plan, at the same revision.
    """

    of_new_plan: tuple[Executable, ...]
    of_known_plan: tuple[Executable, ...]
    describe: Executable


@cache
def in_one(tables: Tables) -> RevisionStatements:
    """Return what PostgreSQL is told."""
    add = _with_values(postgresql.insert(tables.plan), tables.plan)
    return RevisionStatements(
        of_new_plan=(_all(tables, _told(add.on_conflict_do_nothing(), tables)),),
        of_known_plan=(_all(tables, _told(_move(tables), tables)),),
        describe=_describe(tables),
    )


@cache
def one_by_one(tables: Tables) -> RevisionStatements:
    """Return what SQLite is told."""
    add = _with_values(sqlite.insert(tables.plan), tables.plan)
    rest = (
        _with_values(insert(tables.revision), tables.revision),
        _with_values(insert(tables.event), tables.event),
        _count(tables),
    )
    return RevisionStatements(
        of_new_plan=(_told(add.on_conflict_do_nothing(), tables), *rest),
        of_known_plan=(_told(_move(tables), tables), *rest),
        describe=_describe(tables),
    )


def new_values(row: dict[str, Any]) -> dict[str, Any]:
    """Return the values of *row* by the names that the statements have for them.

    Examples:
        >>> new_values({"revision": 3})
        {'new_revision': 3}
    """
    return {f"{_PREFIX}{column}": value for column, value in row.items()}


def _new(table: Table) -> dict[str, BindParameter[Any]]:
    """Return what stands for the value of each column.

    Columns of one name have one value in all tables, but for the two documents.
    """
    names = {"document": "event_document"} if table.name.endswith("event") else {}
    return {
        column.name: bindparam(
            f"{_PREFIX}{names.get(column.name, column.name)}",
            type_=Text() if isinstance(column.type, Text) else column.type,
        )
        for column in table.columns
        if column.name != "tenant"
    } | {"tenant": MY_TENANT}


def _with_values(statement: Any, table: Table) -> Any:  # noqa: ANN401 - the insert of any dialect
    return statement.values(_new(table))


def _move(tables: Tables) -> Update:
    plan = tables.plan.c
    values = _new(tables.plan)
    of_plan = values.pop("plan_id")
    of_tenant = values.pop("tenant")
    return (
        update(tables.plan)
        .where(
            plan.tenant == of_tenant,
            plan.plan_id == of_plan,
            plan.revision == values["revision"] - 1,
        )
        .values(values)
    )


def _describe(tables: Tables) -> Update:
    plan = tables.plan.c
    values = _new(tables.plan)
    return (
        update(tables.plan)
        .where(
            plan.tenant == values.pop("tenant"), plan.plan_id == values.pop("plan_id")
        )
        .values(values)
    )


def _told(
    statement: Insert | Update, tables: Tables
) -> ReturningInsert[tuple[str]] | ReturningUpdate[tuple[str]]:
    return statement.returning(tables.plan.c.plan_id)


def _count(tables: Tables) -> Update:
    tenant = tables.tenant
    return (
        update(tenant)
        .where(tenant.c.tenant == MY_TENANT)
        .values(last_position=_new(tables.event)["position"])
    )


def _all(
    tables: Tables, plan: ReturningInsert[tuple[str]] | ReturningUpdate[tuple[str]]
) -> Executable:
    changed = plan.cte("changed_plan")

    def added(table: Table) -> Insert:
        values = _new(table)
        found = select(*values.values()).select_from(changed)
        return insert(table).from_select(list(values), found)

    counted = _count(tables).where(select(changed.c.plan_id).exists())
    return (
        added(tables.event)
        .add_cte(added(tables.revision).cte("added_revision"), counted.cte("counted"))
        .returning(tables.event.c.position)
    )
