"""Giving a promise another day."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.periods.days import check_day
from jbpcore.planning.amending import propose_amendment
from jbpcore.planning.policy import Policy
from jbpcore.planning.promises import open_commitment
from jbpcore.planning.transitions import require_reason, require_state
from jbpcore.planning.working_move import worked
from jbpcore.values.ids import CommitmentId, PersonId
from jbpcore.wording import Sentence

__all__ = ["reschedule_commitment"]


def reschedule_commitment(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    commitment_id: CommitmentId | str,
    *,
    due_on: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Give a promise another day.

    In a draft it gets it at once: nothing was promised yet. In an agreed plan this
    proposes an amendment, for the day is signed; until both sides have signed it, the
    old day holds. A later day that comes into force is written down as a slip, and what
    was put off does not count as kept.

    Args:
        plan: The plan.
        commitment_id: The commitment: open, or said to be missed.
        due_on: The new last day for it.
        by: Who asks for it.
        at: When, in UTC.
        why: The reason; both sides read it.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan with the new day, or with an open amendment; *plan* itself where the
        day is the same.

    Raises:
        InvalidValueError: If the plan has no such commitment, or *due_on* is no day.
        TransitionError: If it is kept or withdrawn, the plan is proposed or over, an
            amendment is open, or no reason is given.
        NotAllowedError: If *by* may not change terms, or not amend them.
    """
    made = open_commitment(
        plan, commitment_id, "reschedule_commitment", also=CommitmentStatus.MISSED
    )
    check_day(due_on, "due_on")
    require_reason("reschedule_commitment", why)
    require_state(plan, "edit")
    if due_on == made.due_on:
        return plan
    if plan.state is PlanState.AGREED:
        return propose_amendment(
            plan,
            lambda now: _with(now, attrs.evolve(made, due_on=due_on)),
            by=by,
            at=at,
            why=why,
            policy=policy,
        )
    if plan.state is PlanState.PROPOSED:
        problem = Sentence(
            "the plan is proposed, and its terms are locked until that is answered",
        )
        way = Sentence(
            "Withdraw the proposal if it is yours, or counter-propose with the day.",
        )
        raise TransitionError(
            "reschedule_commitment", "locked_while_proposed", problem, way
        )
    return worked(
        plan,
        _with(plan, attrs.evolve(made, due_on=due_on)),
        move="reschedule_commitment",
        by=by,
        at=at,
        why=why,
        subject=f"commitments:{made.id}",
        facts={"due_on": due_on, "was_due_on": made.due_on},
        policy=policy,
    )


def _with(plan: Plan, changed: Commitment) -> Plan:
    kept = [changed if one.id == changed.id else one for one in plan.commitments]
    return attrs.evolve(plan, commitments=kept)
