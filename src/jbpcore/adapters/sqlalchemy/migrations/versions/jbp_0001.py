"""The first tables.

Revision ID: jbp_0001
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)

from jbpcore.adapters.sqlalchemy.table_names import TableNames

__all__ = [
    "branch_labels",
    "depends_on",
    "down_revision",
    "downgrade",
    "revision",
    "upgrade",
]

revision = "jbp_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade(op: Operations, names: TableNames) -> None:
    """Make the tables."""
    _make_tenant(op, names)
    _make_plan(op, names)
    _make_revision(op, names)
    _make_event(op, names)
    _make_entry(op, names)


def downgrade(op: Operations, names: TableNames) -> None:
    """Drop the tables with everything in them."""
    for table in ("actual_entry", "plan_event", "plan_revision", "plan", "tenant"):
        op.drop_table(f"{names.prefix}{table}", schema=names.schema)


def _text(name: str, *, may_be_missing: bool = False) -> Column[str]:
    by_code_points = Text().with_variant(Text(collation="C"), "postgresql")
    return Column(name, by_code_points, nullable=may_be_missing)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, autoincrement=False)


def _make_tenant(op: Operations, names: TableNames) -> None:
    op.create_table(
        f"{names.prefix}tenant",
        _text("tenant"),
        _number("last_position"),
        _number("last_place"),
        PrimaryKeyConstraint("tenant", name=f"{names.prefix}tenant_pkey"),
        schema=names.schema,
    )


def _make_plan(op: Operations, names: TableNames) -> None:
    prefix = names.prefix
    op.create_table(
        f"{prefix}plan",
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
        schema=names.schema,
    )
    for index, column in (
        ("plan_name", "name_key"),
        ("plan_period", "starts_on"),
        ("plan_latest", "recorded_at"),
    ):
        op.create_index(
            f"{prefix}{index}",
            f"{prefix}plan",
            ["tenant", column, "plan_id"],
            schema=names.schema,
        )


def _make_revision(op: Operations, names: TableNames) -> None:
    prefix, key = names.prefix, ["tenant", "plan_id"]
    op.create_table(
        f"{prefix}plan_revision",
        _text("tenant"),
        _text("plan_id"),
        _number("revision"),
        _text("saved_by"),
        _text("saved_at"),
        _text("note"),
        _text("kind"),
        _text("recorded_at"),
        _text("document", may_be_missing=True),
        PrimaryKeyConstraint(*key, "revision", name=f"{prefix}plan_revision_pkey"),
        ForeignKeyConstraint(
            key,
            [f"{names.of('plan')}.{column}" for column in key],
            name=f"{prefix}plan_revision_plan_fkey",
        ),
        CheckConstraint(
            "(kind = 'deleted') = (document IS NULL)",
            name=f"{prefix}plan_revision_kind_check",
        ),
        schema=names.schema,
    )


def _make_event(op: Operations, names: TableNames) -> None:
    prefix, key = names.prefix, ["tenant", "plan_id", "revision"]
    op.create_table(
        f"{prefix}plan_event",
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
        schema=names.schema,
    )


def _make_entry(op: Operations, names: TableNames) -> None:
    prefix = names.prefix
    op.create_table(
        f"{prefix}actual_entry",
        _text("tenant"),
        _text("entry_id"),
        _number("place"),
        _text("on_day"),
        _text("partner_id", may_be_missing=True),
        _text("metric"),
        _text("recorded_at", may_be_missing=True),
        _text("document"),
        PrimaryKeyConstraint("tenant", "entry_id", name=f"{prefix}actual_entry_pkey"),
        schema=names.schema,
    )
    op.create_index(
        f"{prefix}actual_entry_day",
        f"{prefix}actual_entry",
        ["tenant", "on_day", "entry_id"],
        schema=names.schema,
    )
    has_partner = text("partner_id IS NOT NULL")
    op.create_index(
        f"{prefix}actual_entry_partner",
        f"{prefix}actual_entry",
        ["tenant", "partner_id", "on_day", "entry_id"],
        schema=names.schema,
        postgresql_where=has_partner,
        sqlite_where=has_partner,
    )
