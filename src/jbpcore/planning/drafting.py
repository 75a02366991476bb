"""The first move: a draft, with a record of who made it."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanKind
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Party, Person
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["draft_from_nothing", "refuse_too_early"]

# What only later moves may set.
_LATER = (
    "state",
    "signoffs",
    "proposals",
    "approvals",
    "amendments",
    "outcomes",
    "records",
    "hidden_from",
    "successor_id",
    "template",
)


def draft_from_nothing(  # noqa: PLR0913 - each is a fact only the caller knows
    *,
    id: PlanId | str,  # noqa: A002 - the plan's own word for it
    name: str,
    vendor: Party,
    partner: Partner,
    period: DateRange,
    people: Iterable[Person],
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    goals: Iterable[Goal] = (),
    kind: PlanKind = PlanKind.JOINT,
    is_hidden: bool = False,
    policy: Policy | None = None,
    **fields: Any,  # noqa: ANN401 - whatever the plan's fields hold
) -> Plan:
    """Return a new draft.

    Args:
        id: Unique within the tenant.
        name: What people call it.
        vendor: The one firm.
        partner: The other.
        period: The days the plan covers.
        people: Who works on it, of both sides.
        by: Who drafts it: one of *people*, or their id.
        at: When, in UTC.
        why: What it is for.
        goals: What is aimed at.
        kind: Whether both sides will sign it, or it only measures goals.
        is_hidden: Whether the other side does not see it until it is revealed.
        policy: Who may do this; the default policy if ``None``.
        **fields: Any other field of a plan, such as ``commitments`` or ``cadences``.

    Raises:
        NotAllowedError: If *by* may not propose plans, or is not among *people*.
        InvalidValueError: If a field has a bad value, or is one that only later moves
            may set, such as ``signoffs``.

    Examples:
        >>> from datetime import UTC, date
        >>> from jbpcore.model.party import Side
        >>> plan = draft_from_nothing(
        ...     id="northwind-2026", name="Northwind 2026",
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     people=[Person(id="maria", name="Maria", side=Side.VENDOR)],
        ...     by="maria", at=datetime(2025, 12, 1, 9, tzinfo=UTC),
        ... )
        >>> plan.state.value, plan.records[0].move
        ('draft', 'draft')
    """
    refuse_too_early(fields.keys())
    plan = Plan(
        id=PlanId(id),
        name=name,
        vendor=vendor,
        partner=partner,
        period=period,
        people=people,
        goals=goals,
        kind=kind,
        **fields,
    )
    person = acting(plan, by, Right.PROPOSE, policy)
    if is_hidden:
        plan = attrs.evolve(plan, hidden_from=person.side.other)
    return recorded(None, plan, move="draft", by=person, at=at, why=why)


def refuse_too_early(fields: AbstractSet[str]) -> None:
    """Refuse fields of a plan that only later moves may set.

    Args:
        fields: The names of the fields.

    Raises:
        InvalidValueError: If there is one among them.
    """
    too_early = sorted(fields & set(_LATER))
    if too_early:
        expected = "left to the moves that make them, such as propose and sign"
        raise InvalidValueError("draft_plan", too_early, expected)
