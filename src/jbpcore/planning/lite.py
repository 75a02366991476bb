"""Lite plans: goals that are measured and that nobody signs, for the long tail."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.model.agreement import PlanKind
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import PersonId

__all__ = ["promote"]


def promote(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Make a joint plan of a lite one; it is a draft to be proposed and signed.

    Nothing else changes: its goals are measured as before.

    Args:
        plan: The lite plan.
        by: Who promotes it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If it is a joint plan already, closed or cancelled.
        NotAllowedError: If *by* may not renew plans.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> maria = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
        >>> now = datetime(2026, 1, 7, 9, tzinfo=UTC)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=now, kind=jbp.PlanKind.LITE,
        ... )
        >>> promote(plan, by=maria, at=now).kind.value
        'joint'
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_state(plan, "promote")
    new = attrs.evolve(plan, kind=PlanKind.JOINT)
    return recorded(plan, new, move="promote", by=person, at=at, why=why)
