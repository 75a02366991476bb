"""The way of a plan from draft to proposal and back: who puts what to whom.

It goes on with signing (:mod:`jbpcore.planning.signing`) and ends with closing
(:mod:`jbpcore.planning.final_figures`). Which move is possible when is said in
:mod:`jbpcore.planning.transitions`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import PlanState, ProposalAnswer
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.changed_parts import changed_plan, list_parts, require_all
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.proposals import answered, current_proposal, with_proposal
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest, terms_of
from jbpcore.planning.transitions import require_reason, require_state
from jbpcore.values.ids import PersonId
from jbpcore.wording import Sentence

__all__ = ["accept", "cancel", "counter_propose", "decline", "propose", "withdraw"]


def propose(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Put a draft to the other side. Its terms are locked until that is answered.

    A hidden draft is shown to the other side by it.

    Args:
        plan: The draft.
        by: Who proposes, for their side.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If it is no draft, or has nothing that could be signed.
        NotAllowedError: If *by* may not propose.
    """
    person = acting(plan, by, Right.PROPOSE, policy)
    require_state(plan, "propose")
    _refuse_nothing(plan, "propose")
    new = with_proposal(plan, by=person, at=at, note=why)
    facts: dict[str, object] = {"proposal": new.proposals[-1].id}
    if plan.hidden_from is not None:
        facts["shown_to"] = plan.hidden_from.value
    return recorded(plan, new, move="propose", by=person, at=at, why=why, facts=facts)


def withdraw(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Take a proposal of one's own side back; the plan is a draft again.

    Signatures given to it stay on record and count no more.

    Raises:
        TransitionError: If nothing is proposed, or the other side did it.
        NotAllowedError: If *by* may not propose.
    """
    person = acting(plan, by, Right.PROPOSE, policy)
    require_state(plan, "withdraw")
    proposal = current_proposal(plan)
    if proposal is not None and proposal.side is not person.side:
        problem = Sentence("the {side} side proposed it", side=proposal.side)
        way = Sentence("Decline it with your reasons, or counter-propose.")
        raise TransitionError("withdraw", "not_yours", problem, way)
    return _back_to_draft(
        plan, ProposalAnswer.WITHDRAWN, "withdraw", by=person, at=at, why=why
    )


def accept(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Say yes to the other side's proposal, before both sign it.

    It is agreed once both sides signed. Signing without this accepts as well.

    Raises:
        TransitionError: If nothing is proposed, one's own side did it, or it is
            accepted already.
        NotAllowedError: If *by* may not answer.
    """
    person = acting(plan, by, Right.ANSWER, policy)
    require_state(plan, "accept")
    _refuse_own(plan, person, "accept")
    proposal = current_proposal(plan)
    if proposal is None or proposal.answer is ProposalAnswer.ACCEPTED:
        is_missing = proposal is None
        reason = "no_proposal" if is_missing else "already_accepted"
        problem = (
            Sentence("nobody proposed it")
            if is_missing
            else Sentence("it is accepted already")
        )
        raise TransitionError("accept", reason, problem, Sentence("Sign it."))
    proposals = answered(plan, ProposalAnswer.ACCEPTED, by=person, at=at, note=why)
    new = attrs.evolve(plan, proposals=proposals)
    facts = {"proposal": proposal.id}
    return recorded(plan, new, move="accept", by=person, at=at, why=why, facts=facts)


def decline(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Say no to the other side's proposal, and why; the plan is a draft again.

    Until both signed, that is possible also after it was accepted.

    Raises:
        TransitionError: If nothing is proposed, one's own side did it, or no reason is
            given.
        NotAllowedError: If *by* may not answer.
    """
    person = acting(plan, by, Right.ANSWER, policy)
    require_state(plan, "decline")
    _refuse_own(plan, person, "decline")
    require_reason("decline", why)
    return _back_to_draft(
        plan, ProposalAnswer.DECLINED, "decline", by=person, at=at, why=why
    )


def counter_propose(
    plan: Plan,
    change: Plan | Callable[[Plan], Plan],
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Answer a proposal with other terms: it is now the other side's turn.

    Args:
        plan: The plan that was proposed.
        change: The plan as it should be, or a function that makes it from *plan*.
        by: Who answers.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If nothing is proposed, one's own side did it, or the change
            leaves the terms as they are.
        NotAllowedError: If *by* may not answer, or not change one of the parts.
    """
    person = acting(plan, by, Right.ANSWER, policy)
    require_state(plan, "counter_propose")
    _refuse_own(plan, person, "counter_propose")
    new = changed_plan(plan, change, "counter_propose")
    if terms_digest(new) == terms_digest(plan):
        problem = Sentence("the change leaves the terms as they are")
        way = Sentence(
            "Accept the proposal and sign it, or change what is to be signed.",
        )
        raise TransitionError("counter_propose", "no_change", problem, way)
    _refuse_nothing(new, "counter_propose")
    parts = list_parts(plan, new)
    require_all(plan, parts, new, person, policy)
    proposals = answered(plan, ProposalAnswer.COUNTERED, by=person, at=at, note=why)
    new = attrs.evolve(new, proposals=proposals)
    new = with_proposal(new, by=person, at=at, note=why)
    seen = dict.fromkeys(part.subject for part in parts if part.audience == "joint")
    facts = {"proposal": new.proposals[-1].id, "changed": ", ".join(seen)}
    return recorded(
        plan, new, move="counter_propose", by=person, at=at, why=why, facts=facts
    )


def cancel(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Give a plan up, whatever state it is in, and say why.

    What is still open on it, a proposal or an amendment, counts as withdrawn.

    Raises:
        TransitionError: If it is closed or cancelled already, or no reason is given.
        NotAllowedError: If *by* may not close plans.
    """
    person = acting(plan, by, Right.CLOSE, policy)
    require_state(plan, "cancel")
    require_reason("cancel", why)
    withdrawn = ProposalAnswer.WITHDRAWN
    amendments = tuple(
        attrs.evolve(
            amendment,
            status=AmendmentStatus.WITHDRAWN,
            answered_by=person.id,
            answered_at=at,
            answer_note=why,
        )
        if amendment.status is AmendmentStatus.OPEN
        else amendment
        for amendment in plan.amendments
    )
    new = attrs.evolve(
        plan,
        state=PlanState.CANCELLED,
        proposals=answered(plan, withdrawn, by=person, at=at, note=why),
        amendments=amendments,
    )
    return recorded(plan, new, move="cancel", by=person, at=at, why=why)


def _refuse_nothing(plan: Plan, move: str) -> None:
    terms = terms_of(plan)
    if not terms.goals and not terms.commitments:
        problem = Sentence(
            "it has no goal and no commitment that both sides could sign"
        )
        way = Sentence("Add a goal whose audience is both sides.")
        raise TransitionError(move, "nothing_to_sign", problem, way)


def _refuse_own(plan: Plan, person: Person, move: str) -> None:
    proposal = current_proposal(plan)
    if proposal is not None and proposal.side is person.side:
        problem = Sentence("the {side} side proposed it itself", side=person.side)
        way = Sentence("Wait for the other side's answer, sign it, or withdraw it.")
        raise TransitionError(move, "own_proposal", problem, way)


def _back_to_draft(
    plan: Plan,
    answer: ProposalAnswer,
    move: str,
    *,
    by: Person,
    at: datetime,
    why: str,
) -> Plan:
    proposals = answered(plan, answer, by=by, at=at, note=why)
    new = attrs.evolve(plan, state=PlanState.DRAFT, proposals=proposals)
    facts = {"proposal": proposals[-1].id} if proposals else {}
    return recorded(plan, new, move=move, by=by, at=at, why=why, facts=facts)
