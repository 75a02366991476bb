"""A plan that is saved in a PostgreSQL of the tests."""

from __future__ import annotations

from datetime import UTC, datetime

from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.testing.sample_records import small_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)


def save(store: SqlAlchemyStore, plan_id: str = "a", expected: int = 0) -> int:
    plan = small_plan(plan_id)
    return store.save(plan, expected_revision=expected, by="maria", at=AT)
