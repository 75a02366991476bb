"""Which proposal lies on the table, and what was said to it."""

from __future__ import annotations

from datetime import datetime

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanState, Proposal, ProposalAnswer
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.terms import terms_digest
from jbpcore.values.ids import ProposalId
from jbpcore.wording import Sentence

__all__ = ["answered", "current_proposal", "with_proposal"]


def current_proposal(plan: Plan) -> Proposal | None:
    """Return the proposal that a proposed plan stands on; ``None`` if there is none."""
    if plan.state is not PlanState.PROPOSED or not plan.proposals:
        return None
    return plan.proposals[-1]


def with_proposal(plan: Plan, *, by: Person, at: datetime, note: str) -> Plan:
    """Return *plan*, proposed by the side of *by*; shown to the other one from now on.

    Raises:
        TransitionError: If *at* lies before a signature of an earlier proposal, or at
            the very time of one to these terms, which would count again.
    """
    digest = terms_digest(plan)
    last = max((signoff.signed_at for signoff in plan.signoffs), default=at)
    is_same_time = any(
        signoff.signed_at == at and signoff.terms_digest == digest
        for signoff in plan.signoffs
    )
    if at < last or is_same_time:
        problem = Sentence(
            "the plan was signed at {last}, which is not earlier than {at}",
            last=last,
            at=at,
        )
        way = Sentence("Give the time of the proposal in UTC.")
        raise TransitionError("propose", "out_of_order", problem, way)
    proposal = Proposal(
        id=ProposalId(f"proposal-{len(plan.proposals) + 1}"),
        side=by.side,
        person_id=by.id,
        proposed_at=at,
        terms_digest=digest,
        note=note,
    )
    return attrs.evolve(
        plan,
        state=PlanState.PROPOSED,
        hidden_from=None,
        proposals=(*plan.proposals, proposal),
    )


def answered(
    plan: Plan, answer: ProposalAnswer, *, by: Person, at: datetime, note: str
) -> tuple[Proposal, ...]:
    """Return the plan's proposals with the current one answered."""
    current = current_proposal(plan)
    if current is None:
        return plan.proposals
    made = attrs.evolve(
        current, answer=answer, answered_by=by.id, answered_at=at, answer_note=note
    )
    return (*plan.proposals[:-1], made)
