"""The tables of a store, as they are after every migration."""

from __future__ import annotations

from functools import cache
from typing import Final

import attrs
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from jbpcore.adapters.sqlalchemy.table_names import TableNames

__all__ = ["Tables", "tables_of"]

# By code points, as Python compares: a locale of the database would sort "a" before "B"
# and might call two ids the same. SQLite does so unless it is told otherwise.
_TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")


@attrs.frozen(eq=False)
class Tables:
    """The tables of a store by their names.

    Attributes:
        names: What they are called.
        metadata: All of them, as SQLAlchemy keeps them.
        tenant: One row for each tenant: the last position of its events and the last
            place in its ledger. Whoever writes for a tenant holds its row.
        plan: What a list shows of each plan, and its current revision.
        revision: Every revision of every plan, with the plan as JSON.
        event: One event for each revision.
        entry: The booked facts.
    """

    names: TableNames
    metadata: MetaData
    tenant: Table
    plan: Table
    revision: Table
    event: Table
    entry: Table


@cache
def tables_of(names: TableNames) -> Tables:
    """Return the tables of these names.

    Examples:
        >>> tables_of(TableNames(schema="sales")).plan.fullname
        'sales.jbp_plan'
    """
    metadata = MetaData(schema=names.schema)
    return Tables(
        names=names,
        metadata=metadata,
        tenant=_tenant(metadata, names.prefix),
        plan=_plan(metadata, names.prefix),
        revision=_revision(metadata, names),
        event=_event(metadata, names),
        entry=_entry(metadata, names.prefix),
    )


def _text(name: str, *, may_be_missing: bool = False) -> Column[str]:
    return Column(name, _TEXT, nullable=may_be_missing)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, autoincrement=False)


def _tenant(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}tenant",
        metadata,
        _text("tenant"),
        _number("last_position"),
        _number("last_place"),
        PrimaryKeyConstraint("tenant", name=f"{prefix}tenant_pkey"),
    )


def _plan(metadata: MetaData, prefix: str) -> Table:
    return Table(
        f"{prefix}plan",
        metadata,
        _text("tenant"),
        _text("plan_id"),
        _number("revision"),
        _text("recorded_at"),
        Column("is_deleted", SmallInteger, nullable=False),
        _text("name"),
        _text("name_key"),
        _text("partner_id"),
        _text("partner_name"),
        _text("state"),
        _text("plan_kind"),
        _text("hidden_from", may_be_missing=True),
        _text("starts_on"),
        _text("ends_on"),
        PrimaryKeyConstraint("tenant", "plan_id", name=f"{prefix}plan_pkey"),
        CheckConstraint("revision > 0", name=f"{prefix}plan_revision_check"),
        Index(f"{prefix}plan_name", "tenant", "name_key", "plan_id"),
        Index(f"{prefix}plan_period", "tenant", "starts_on", "plan_id"),
        Index(f"{prefix}plan_latest", "tenant", "recorded_at", "plan_id"),
    )


def _revision(metadata: MetaData, names: TableNames) -> Table:
    prefix = names.prefix
    return Table(
        f"{prefix}plan_revision",
        metadata,
        _text("tenant"),
        _text("plan_id"),
        _number("revision"),
        _text("saved_by"),
        _text("saved_at"),
        _text("note"),
        _text("kind"),
        _text("recorded_at"),
        _text("document", may_be_missing=True),
        PrimaryKeyConstraint(
            "tenant", "plan_id", "revision", name=f"{prefix}plan_revision_pkey"
        ),
        ForeignKeyConstraint(
            ["tenant", "plan_id"],
            [f"{names.of('plan')}.tenant", f"{names.of('plan')}.plan_id"],
            name=f"{prefix}plan_revision_plan_fkey",
        ),
        CheckConstraint(
            "(kind = 'deleted') = (document IS NULL)",
            name=f"{prefix}plan_revision_kind_check",
        ),
    )


def _event(metadata: MetaData, names: TableNames) -> Table:
    prefix, key = names.prefix, ("tenant", "plan_id", "revision")
    return Table(
        f"{prefix}plan_event",
        metadata,
        _text("tenant"),
        _number("position"),
        _text("plan_id"),
        _number("revision"),
        _text("document"),
        PrimaryKeyConstraint("tenant", "position", name=f"{prefix}plan_event_pkey"),
        UniqueConstraint(*key, name=f"{prefix}plan_event_revision_key"),
        ForeignKeyConstraint(
            key,
            [f"{names.of('plan_revision')}.{column}" for column in key],
            name=f"{prefix}plan_event_revision_fkey",
        ),
        CheckConstraint("position > 0", name=f"{prefix}plan_event_position_check"),
    )


def _entry(metadata: MetaData, prefix: str) -> Table:
    entry = Table(
        f"{prefix}actual_entry",
        metadata,
        _text("tenant"),
        _text("entry_id"),
        # Counts a tenant's appends, so that a reader can leave out what came later.
        _number("place"),
        _text("on_day"),
        _text("partner_id", may_be_missing=True),
        _text("metric"),
        _text("recorded_at", may_be_missing=True),
        _text("document"),
        PrimaryKeyConstraint("tenant", "entry_id", name=f"{prefix}actual_entry_pkey"),
        Index(f"{prefix}actual_entry_day", "tenant", "on_day", "entry_id"),
    )
    partner = entry.c.partner_id
    Index(
        f"{prefix}actual_entry_partner",
        entry.c.tenant,
        partner,
        entry.c.on_day,
        entry.c.entry_id,
        postgresql_where=partner.is_not(None),
        sqlite_where=partner.is_not(None),
    )
    return entry
