"""The steps that the store kits take again and again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs

from jbpcore.model.plan import Plan
from jbpcore.ports.storage import PlanStore
from jbpcore.testing.sample_records import small_plan

__all__ = ["AT", "delete", "named_plan", "paged", "restore", "save"]

AT = datetime(2026, 1, 7, 9, 30, 0, 123456, tzinfo=UTC)
"""When everything happens, unless a test says otherwise."""


def save(
    store: PlanStore,
    plan: Plan | str,
    expected_revision: int = 0,
    **how: Any,  # noqa: ANN401 - the arguments of a save
) -> int:
    """Save a plan, or the least plan with that id, as Maria.

    Examples:
        >>> from jbpcore.adapters.memory import MemoryStore
        >>> save(MemoryStore(tenant="acme"), "a")
        1
    """
    what = small_plan(plan) if isinstance(plan, str) else plan
    told: dict[str, Any] = {"by": "maria", "at": AT} | how
    return store.save(what, expected_revision=expected_revision, **told)


def delete(
    store: PlanStore,
    plan_id: str,
    expected_revision: int,
    **how: Any,  # noqa: ANN401 - the arguments of a deletion
) -> int:
    """Delete a plan as Tom."""
    told: dict[str, Any] = {"by": "tom", "at": AT} | how
    return store.delete(plan_id, expected_revision=expected_revision, **told)


def restore(
    store: PlanStore,
    plan_id: str,
    expected_revision: int,
    **how: Any,  # noqa: ANN401 - the arguments of a restoration
) -> int:
    """Restore a plan as Maria."""
    told: dict[str, Any] = {"by": "maria", "at": AT} | how
    return store.restore(plan_id, expected_revision=expected_revision, **told)


def named_plan(plan_id: str, name: str, notes: str = "") -> Plan:
    """Return the least plan with an id, a name and notes.

    Examples:
        >>> named_plan("a", "Anna").name
        'Anna'
    """
    plan = small_plan(plan_id, name=name)
    return attrs.evolve(plan, notes=notes)


def paged(
    store: PlanStore,
    *question: Any,  # noqa: ANN401 - the arguments of find
    **how: Any,  # noqa: ANN401 - as above
) -> list[str]:
    """Return the ids of a page of plans.

    Examples:
        >>> from jbpcore.adapters.memory import MemoryStore
        >>> paged(MemoryStore(tenant="acme"))
        []
    """
    return [plan.plan_id for plan in store.find(*question, **how).plans]
