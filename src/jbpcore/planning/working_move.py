"""What moves have in common that change work and reviews, and no terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jbpcore.model.audience import Audience
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.changed_parts import list_parts
from jbpcore.planning.moving import recorded, taking_part
from jbpcore.planning.policy import Policy
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import PersonId

__all__ = ["worked"]


def worked(  # noqa: PLR0913 - each is a fact of the move
    plan: Plan,
    new: Plan,
    *,
    move: str,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    subject: str = "",
    audience: Audience = Audience.JOINT,
    facts: Mapping[str, object] | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Return *new* with one record, if *by* may change what is different in it.

    Args:
        plan: The plan before.
        new: The plan after.
        move: What was done, as a permanent code.
        by: Who did it.
        at: When, in UTC.
        why: The reason.
        subject: The part that it was done to.
        audience: Who may read the record.
        facts: What else is worth knowing.
        policy: Who may change what; the default policy if ``None``.

    Returns:
        The plan; *plan* itself where nothing is different.

    Raises:
        TransitionError: If the plan is closed or cancelled.
        NotAllowedError: If *by* may not change one of the parts.
        PlanNotFoundError: If it is a draft that *by* does not see.
    """
    person = taking_part(plan, by, policy)
    require_state(plan, "edit")
    if new == plan:
        return plan
    for part in list_parts(plan, new):
        part.require(plan, person, policy)
    return recorded(
        plan,
        new,
        move=move,
        by=person,
        at=at,
        why=why,
        subject=subject,
        audience=audience,
        facts=facts or {},
    )
