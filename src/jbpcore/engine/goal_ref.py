"""Which goal of which partner, among many plans."""

from __future__ import annotations

import attrs

from jbpcore.values.ids import GoalId, PartyId, PlanId

__all__ = ["GoalRef"]


@attrs.frozen(order=True)
class GoalRef:
    """Where a goal is to be found; ordered, so that ties always fall the same way.

    Attributes:
        partner_id: Whose plan it stands in.
        plan_id: The plan.
        goal_id: The goal, unique within the plan.
    """

    partner_id: PartyId
    plan_id: PlanId
    goal_id: GoalId
