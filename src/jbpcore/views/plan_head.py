"""What every view of a plan says first: which plan it is, of whom, and on which day."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.model.agreement import PlanState
from jbpcore.model.plan import Plan
from jbpcore.values.ids import PlanId
from jbpcore.views.voice import Voice

__all__ = ["PlanHead"]


@attrs.frozen(kw_only=True)
class PlanHead:
    """Which plan a view is of.

    Attributes:
        plan_id: The plan.
        name: What people call it.
        vendor: The name of the one firm.
        partner: The name of the other.
        first_day: The first day that it covers.
        last_day: The last.
        state: How far it is on its way.
    """

    plan_id: PlanId
    name: str
    vendor: str
    partner: str
    first_day: date
    last_day: date
    state: PlanState

    @classmethod
    def of(cls, plan: Plan) -> PlanHead:
        """Return the head of *plan*."""
        return cls(
            plan_id=plan.id,
            name=plan.name,
            vendor=plan.vendor.name,
            partner=plan.partner.name,
            first_day=plan.period.first_day,
            last_day=plan.period.last_day,
            state=plan.state,
        )

    def parties_on(self, day: date, voice: Voice) -> str:
        """Say whose plan it is, and of which day a view is."""
        return voice.text(
            "{vendor} and {partner}, {day}",
            vendor=self.vendor,
            partner=self.partner,
            day=voice.day(day),
        )
