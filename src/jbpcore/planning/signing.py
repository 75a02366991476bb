"""Internal approvals, and the signatures that make a plan agreed.

A signature is given to an exact text: it names the digest of the terms that the signer
saw, and counts only as long as these are the terms.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

import attrs

from jbpcore.errors import TransitionError
from jbpcore.model.agreement import (
    Approval,
    ApprovalStep,
    PlanState,
    ProposalAnswer,
    Signoff,
)
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.proposals import answered, current_proposal
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import PersonId
from jbpcore.wording import Sentence

__all__ = [
    "approval_of",
    "approve",
    "current_signoffs",
    "next_step",
    "require_seen",
    "sign",
    "signature_of",
]
_KNOWN: Final = "{person} ({role})"


def current_signoffs(plan: Plan) -> tuple[Signoff, ...]:
    """Return the signatures that count: those to the terms as they are now.

    Signatures to other terms, and to a proposal that was answered or withdrawn since,
    stay in the plan and do not count. Where a side signed the same terms again, after
    an amendment and one back, it is the last that counts.
    """
    digest = terms_digest(plan)
    since = plan.proposals[-1].proposed_at if plan.proposals else None
    last = {
        signoff.side: signoff
        for signoff in plan.signoffs
        if signoff.terms_digest == digest
        and (since is None or signoff.signed_at >= since)
    }
    return tuple(
        signoff for signoff in plan.signoffs if last.get(signoff.side) is signoff
    )


def next_step(plan: Plan, side: Side, digest: str) -> tuple[int, ApprovalStep] | None:
    """Return whose approval of a text *side* waits for next, and its number.

    Args:
        plan: The plan, with the steps that its sides want.
        side: The side.
        digest: SHA-256 of the terms in question.

    Returns:
        The number, counted from 1, and the step; ``None`` if nothing is missing.
    """
    # Steps may have been changed since; who gave one has to be whom it asks for now.
    given = {
        key
        for approval in plan.approvals
        if approval.side is side and approval.terms_digest == digest
        for key in (
            (approval.step, approval.role, approval.person_id),
            (approval.step, approval.role, None),
        )
    }
    steps = [step for step in plan.approvers if step.side is side]
    for number, step in enumerate(steps, start=1):
        if (number, step.role, step.person_id) not in given:
            return number, step
    return None


def approve(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    terms_digest: str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Approve the terms inside one's own side, before it signs.

    A side's steps (``plan.approvers``) are approved in their order, each by the person
    or role it names. An approval holds for the exact terms; other terms need it anew.
    Only the own side reads it.

    Args:
        plan: The plan, a draft or proposed.
        by: Who approves.
        at: When, in UTC.
        terms_digest: Digest of the terms that *by* saw; the present ones if ``None``.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If it is not this person's turn, nothing is to be approved, or
            the terms are others than *by* saw.
        NotAllowedError: If *by* may not approve.
    """
    person = acting(plan, by, Right.APPROVE, policy)
    require_state(plan, "approve")
    digest = require_seen(plan, terms_digest, "approve")
    new, facts = approval_of(plan, digest, by=person, at=at, move="approve")
    return recorded(
        plan,
        new,
        move="approve",
        by=person,
        at=at,
        why=why,
        audience=Audience.of(person.side),
        facts=facts,
    )


def sign(
    plan: Plan,
    *,
    by: Person | PersonId | str,
    at: datetime,
    terms_digest: str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Sign the proposed terms for one's own side; with both sides' they are agreed.

    Args:
        plan: The plan, as *by* saw it.
        by: Who signs.
        at: When, in UTC.
        terms_digest: Digest of the terms that *by* saw. ``None`` says that *plan* is
            what they saw; if it was read again since, give the digest that was shown.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan with the signature; agreed, if the other side signed the same terms.

    Raises:
        TransitionError: If it is not proposed, the terms are others than *by* saw, the
            side has signed them, or an approval is missing.
        NotAllowedError: If *by* may not sign.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> year = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> now = datetime(2026, 1, 7, 9, tzinfo=UTC)
        >>> maria = jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR)
        >>> tom = jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria, tom],
        ...     period=year, by=maria, at=now,
        ...     goals=[jbp.Goal(id="g", name="G", metric=jbp.metrics.REVENUE,
        ...                     target=jbp.Money("25000", "USD"), period=year)],
        ... )
        >>> plan = jbp.propose(plan, by=maria, at=now)
        >>> plan = sign(plan, by=maria, at=now)
        >>> plan = sign(plan, by=tom, at=now)
        >>> plan.state.value, len({s.terms_digest for s in plan.signoffs})
        ('agreed', 1)
    """
    person = acting(plan, by, Right.SIGN, policy)
    require_state(plan, "sign")
    digest = require_seen(plan, terms_digest, "sign")
    standing = current_signoffs(plan)
    signoff = signature_of(plan, digest, standing, by=person, at=at, move="sign")
    proposal = current_proposal(plan)
    if proposal is not None and at < proposal.proposed_at:
        problem = Sentence(
            "it was proposed at {proposed_at}, which is later than {at}",
            proposed_at=proposal.proposed_at,
            at=at,
        )
        way = Sentence("Give the time of the signature in UTC.")
        raise TransitionError("sign", "out_of_order", problem, way)
    proposals = plan.proposals
    if proposal and proposal.answer is None and proposal.side is not person.side:
        proposals = answered(plan, ProposalAnswer.ACCEPTED, by=person, at=at, note=why)
    is_agreed = {one.side for one in (*standing, signoff)} == set(Side)
    new = attrs.evolve(
        plan,
        state=PlanState.AGREED if is_agreed else plan.state,
        proposals=proposals,
        signoffs=(*plan.signoffs, signoff),
    )
    facts = {"role": person.role}
    return recorded(plan, new, move="sign", by=person, at=at, why=why, facts=facts)


def require_seen(plan: Plan, seen: str | None, move: str) -> str:
    """Return the digest of the terms, if they are what the person saw.

    Raises:
        TransitionError: If they are not.
    """
    now = terms_digest(plan)
    if seen is not None and seen != now:
        problem = Sentence(
            "the terms are not those that were seen ({seen}…)", seen=seen[:12]
        )
        way = Sentence(
            "Read the plan again; its terms now have the digest {now}.", now=now
        )
        raise TransitionError(move, "other_terms", problem, way)
    return now


def signature_of(
    plan: Plan,
    digest: str,
    standing: tuple[Signoff, ...],
    *,
    by: Person,
    at: datetime,
    move: str,
) -> Signoff:
    """Return the signature of *by* to the terms of *digest*, if it may be given now.

    Args:
        plan: The plan.
        digest: SHA-256 of the terms to sign.
        standing: The signatures to these terms that count already.
        by: Who signs.
        at: When, in UTC.
        move: Which move it is for.

    Raises:
        TransitionError: If the side has signed, or misses an approval.
    """
    if any(signoff.side is by.side for signoff in standing):
        problem = Sentence("the {side} side has signed these terms", side=by.side)
        way = Sentence(
            "Wait for the signature of the {other} side.", other=by.side.other
        )
        raise TransitionError(move, "already_signed", problem, way)
    missing = next_step(plan, by.side, digest)
    if missing is not None:
        number, step = missing
        problem = Sentence(
            "step {number} of the {side} side's approvals is missing",
            number=number,
            side=by.side,
        )
        way = Sentence(
            "Have these terms approved by {called} first.", called=_called(step)
        )
        raise TransitionError(move, "approval_missing", problem, way)
    return Signoff(
        side=by.side, person_id=by.id, terms_digest=digest, signed_at=at, role=by.role
    )


def approval_of(
    plan: Plan, digest: str, *, by: Person, at: datetime, move: str
) -> tuple[Plan, dict[str, object]]:
    """Return the plan with the next approval of its side, and the facts of it.

    Raises:
        TransitionError: If nothing is to be approved, or by somebody else.
    """
    pending = next_step(plan, by.side, digest)
    if pending is None:
        asked = any(step.side is by.side for step in plan.approvers)
        reason = "already_approved" if asked else "nothing_to_approve"
        problem = (
            Sentence("every step of your side has approved these terms")
            if asked
            else Sentence("your side asks for no approval")
        )
        raise TransitionError(
            move, reason, problem, Sentence("Sign when it is proposed.")
        )
    number, step = pending
    if step.role is not by.role or step.person_id not in {None, by.id}:
        problem = Sentence(
            "step {number} is to be approved by {called}",
            number=number,
            called=_called(step),
        )
        way = Sentence(
            "Wait for {called}; the steps come in order.", called=_called(step)
        )
        raise TransitionError(move, "not_your_turn", problem, way)
    approval = Approval(
        side=by.side,
        person_id=by.id,
        role=by.role,
        terms_digest=digest,
        approved_at=at,
        step=number,
    )
    new = attrs.evolve(plan, approvals=(*plan.approvals, approval))
    return new, {"step": number, "role": by.role}


def _called(step: ApprovalStep) -> Sentence:
    role = Sentence.named("PersonRole", step.role.replace("_", " "))
    if step.person_id is None:
        # Translators: a person by their role, such as "the partner manager".
        return Sentence("the {role}", role=role)
    return Sentence(_KNOWN, person=step.person_id, role=role)
