"""What every store is told, checked. For store authors."""

from __future__ import annotations

from jbpcore.values.ids import PlanId, check_id
from jbpcore.values.text import check_name

__all__ = ["check_plan_id", "check_tenant"]


def check_plan_id(plan_id: object) -> PlanId:
    """Return *plan_id* if a plan can have it. For store authors.

    Raises:
        InvalidValueError: If it cannot be an id, so that it need not be looked for.

    Examples:
        >>> check_plan_id("northwind-2026")
        'northwind-2026'
    """
    return PlanId(check_id(plan_id, "plan_id"))


def check_tenant(tenant: object) -> str:
    """Return *tenant* if a store can be opened for it. For store authors.

    Raises:
        InvalidValueError: If it is not one line of 1 to 200 characters.

    Examples:
        >>> check_tenant("acme")
        'acme'
    """
    return check_name(tenant, "tenant")
