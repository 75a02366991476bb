"""Amendments: material changes of an agreed plan, which both sides sign again.

Until both have, the old terms hold, and everything is measured by them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms
from jbpcore.planning.amended_terms import versioned, with_terms
from jbpcore.planning.changed_parts import changed_plan, list_parts
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.signing import approval_of, signature_of
from jbpcore.planning.terms import terms_digest as digest_of
from jbpcore.planning.terms import terms_of
from jbpcore.planning.transitions import require_reason, require_state
from jbpcore.values.ids import AmendmentId, PersonId
from jbpcore.wording import Sentence

__all__ = [
    "approve_amendment",
    "decline_amendment",
    "find_amendment",
    "propose_amendment",
    "sign_amendment",
    "withdraw_amendment",
]


def propose_amendment(  # noqa: PLR0913 - each is a fact of the amendment
    plan: Plan,
    change: Terms | Plan | Callable[[Plan], Plan],
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    effective_on: date | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Propose new terms for an agreed plan.

    A target that is changed keeps its original: the new one becomes a version of it
    that counts from *effective_on*.

    Args:
        plan: The agreed plan.
        change: The new terms, the plan as it should be, or a function that makes it.
        by: Who proposes.
        at: When, in UTC.
        why: The reason; both sides read it.
        effective_on: The first day that revised targets count; the day of *at* if
            ``None``.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The plan with the amendment as its last one, its terms as they were.

    Raises:
        TransitionError: If the plan is not agreed, another amendment is open, no reason
            is given, or the change leaves the terms alone or touches more than them.
        NotAllowedError: If *by* may not amend.
        InvalidValueError: If *effective_on* is after the last day of a goal whose
            target is changed.
    """
    person = acting(plan, by, Right.AMEND, policy)
    require_state(plan, "propose_amendment")
    require_reason("propose_amendment", why)
    _refuse_second(plan)
    day = at.date() if effective_on is None else effective_on
    terms = versioned(plan, _new_terms(plan, change, person), day, why)
    digest = digest_of(terms)
    if digest == digest_of(plan):
        problem = Sentence("the change leaves the terms as they are")
        way = Sentence("Edit the plan: what nobody signs needs no amendment.")
        raise TransitionError("propose_amendment", "no_change", problem, way)
    amendment = Amendment(
        id=AmendmentId(f"amendment-{len(plan.amendments) + 1}"),
        terms=terms,
        base_digest=digest_of(plan),
        proposed_by=person.id,
        side=person.side,
        proposed_at=at,
        effective_on=day,
        why=why,
        replaced=terms_of(plan),
    )
    _refuse_known_ids(plan, terms, person)
    if not terms.goals and not terms.commitments:
        problem = Sentence("nothing would be left to sign")
        way = Sentence("Cancel the plan if it is given up.")
        raise TransitionError("propose_amendment", "nothing_to_sign", problem, way)
    with_terms(plan, amendment, at=at)  # refuses now what could not be agreed later
    new = attrs.evolve(plan, amendments=(*plan.amendments, amendment))
    return recorded(
        plan,
        new,
        move="propose_amendment",
        by=person,
        at=at,
        why=why,
        subject=f"amendments:{amendment.id}",
        facts={"effective_on": day, "terms_digest": digest},
    )


def sign_amendment(  # noqa: PLR0913 - each is a fact of the signature
    plan: Plan,
    amendment_id: str | None = None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    terms_digest: str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Sign an amendment for one's own side; with both sides' its terms hold.

    Args:
        plan: The agreed plan.
        amendment_id: Which; the open one if ``None``.
        by: Who signs.
        at: When, in UTC.
        terms_digest: Digest of the amended terms that *by* saw; those in *plan* if
            ``None``.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If it is not open, its terms are others than *by* saw, those of
            the plan changed since, the side has signed, or an approval is missing.
        NotAllowedError: If *by* may not sign.
    """
    person = acting(plan, by, Right.SIGN, policy)
    require_state(plan, "sign_amendment")
    amendment = _open(plan, amendment_id, "sign_amendment")
    digest = _require_seen(amendment, terms_digest, "sign_amendment")
    if amendment.base_digest != digest_of(plan):
        problem = Sentence("the plan's terms changed since it was proposed")
        way = Sentence("Withdraw it and propose it anew on the present terms.")
        raise TransitionError("sign_amendment", "other_base", problem, way)
    standing = amendment.signoffs
    if at < amendment.proposed_at:
        problem = Sentence(
            "it was proposed at {proposed_at}, later than {at}",
            proposed_at=amendment.proposed_at,
            at=at,
        )
        way = Sentence("Give the time of the signature in UTC.")
        raise TransitionError("sign_amendment", "out_of_order", problem, way)
    signoff = signature_of(
        plan, digest, standing, by=person, at=at, move="sign_amendment"
    )
    made = attrs.evolve(amendment, signoffs=(*standing, signoff))
    new = plan
    if {one.side for one in made.signoffs} == set(Side):
        made = attrs.evolve(made, status=AmendmentStatus.AGREED)
        new = with_terms(plan, made, at=at)
        # Two copies that were merged may have brought one here already.
        added = (one for one in made.signoffs if one not in plan.signoffs)
        new = attrs.evolve(new, signoffs=(*plan.signoffs, *added))
    return recorded(
        plan,
        _replaced(new, made),
        move="sign_amendment",
        by=person,
        at=at,
        why=why,
        subject=f"amendments:{made.id}",
        facts={"role": person.role, "status": made.status, "terms_digest": digest},
    )


def approve_amendment(  # noqa: PLR0913 - each is a fact of the approval
    plan: Plan,
    amendment_id: str | None = None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    terms_digest: str | None = None,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Approve an amendment inside one's own side; see :func:`~.signing.approve`.

    Raises:
        TransitionError: If it is not open, not this person's turn, nothing is to be
            approved, or the terms are others than *by* saw.
        NotAllowedError: If *by* may not approve.
    """
    person = acting(plan, by, Right.APPROVE, policy)
    require_state(plan, "approve_amendment")
    amendment = _open(plan, amendment_id, "approve_amendment")
    digest = _require_seen(amendment, terms_digest, "approve_amendment")
    new, facts = approval_of(plan, digest, by=person, at=at, move="approve_amendment")
    return recorded(
        plan,
        new,
        move="approve_amendment",
        by=person,
        at=at,
        why=why,
        subject=f"amendments:{amendment.id}",
        audience=Audience.of(person.side),
        facts=facts,
    )


def decline_amendment(
    plan: Plan,
    amendment_id: str | None = None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Say no to the other side's amendment, and why; the old terms hold on.

    Raises:
        TransitionError: If it is not open, is one's own side's, or no reason is given.
        NotAllowedError: If *by* may not answer.
    """
    person = acting(plan, by, Right.ANSWER, policy)
    require_state(plan, "decline_amendment")
    amendment = _open(plan, amendment_id, "decline_amendment")
    require_reason("decline_amendment", why)
    if amendment.side is person.side:
        problem = Sentence("the {side} side proposed it itself", side=person.side)
        way = Sentence("Withdraw it.")
        raise TransitionError("decline_amendment", "own_proposal", problem, way)
    status = AmendmentStatus.DECLINED
    return _answered(plan, amendment, status, by=person, at=at, why=why)


def withdraw_amendment(
    plan: Plan,
    amendment_id: str | None = None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Take an amendment of one's own side back; the old terms hold on.

    Raises:
        TransitionError: If it is not open, or the other side proposed it.
        NotAllowedError: If *by* may not amend.
    """
    person = acting(plan, by, Right.AMEND, policy)
    require_state(plan, "withdraw_amendment")
    amendment = _open(plan, amendment_id, "withdraw_amendment")
    if amendment.side is not person.side:
        problem = Sentence("the {side} side proposed it", side=amendment.side)
        way = Sentence("Decline it with your reasons.")
        raise TransitionError("withdraw_amendment", "not_yours", problem, way)
    status = AmendmentStatus.WITHDRAWN
    return _answered(plan, amendment, status, by=person, at=at, why=why)


def find_amendment(plan: Plan, amendment_id: str | None = None) -> Amendment:
    """Return the amendment with this id, or the one that is open.

    Raises:
        InvalidValueError: If there is none.
    """
    for amendment in plan.amendments:
        is_open = amendment.status is AmendmentStatus.OPEN
        if is_open if amendment_id is None else amendment.id == amendment_id:
            return amendment
    known = ", ".join(amendment.id for amendment in plan.amendments) or "none yet"
    expected = f"an amendment of the plan ({known})"
    if amendment_id is None:
        expected = f"the id of an amendment, as none is open ({known})"
    raise InvalidValueError("amendment_id", amendment_id, expected)


def _open(plan: Plan, amendment_id: str | None, move: str) -> Amendment:
    is_any = any(one.status is AmendmentStatus.OPEN for one in plan.amendments)
    if amendment_id is None and not is_any:
        problem = Sentence("no amendment is open")
        raise TransitionError(
            move, "none_open", problem, Sentence("Propose one first.")
        )
    amendment = find_amendment(plan, amendment_id)
    if amendment.status is not AmendmentStatus.OPEN:
        problem = Sentence("the amendment is {status}", status=amendment.status)
        raise TransitionError(
            move, "not_open", problem, Sentence("Propose another one.")
        )
    return amendment


def _refuse_second(plan: Plan) -> None:
    for amendment in plan.amendments:
        if amendment.status is AmendmentStatus.OPEN:
            problem = Sentence(
                "{amendment} is open, and both would change the same terms",
                amendment=amendment.id,
            )
            way = Sentence("Sign, decline or withdraw that one first.")
            raise TransitionError("propose_amendment", "one_is_open", problem, way)


def _require_seen(amendment: Amendment, seen: str | None, move: str) -> str:
    now = digest_of(amendment.terms)
    if seen is not None and seen != now:
        problem = Sentence(
            "its terms are not those that were seen ({seen}…)", seen=seen[:12]
        )
        way = Sentence(
            "Read the amendment again; its terms have the digest {now}.", now=now
        )
        raise TransitionError(move, "other_terms", problem, way)
    return now


def _new_terms(
    plan: Plan, change: Terms | Plan | Callable[[Plan], Plan], by: Person
) -> Terms:
    if isinstance(change, Terms):
        inside = [goal.id for goal in change.goals if goal.audience != Audience.JOINT]
        if inside:
            problem = Sentence(
                "{inside} would be for one side alone, and unsigned",
                inside=", ".join(inside),
            )
            way = Sentence("Leave that out here, and edit it.")
            raise TransitionError("propose_amendment", "not_terms", problem, way)
        return change
    new = changed_plan(plan, change, "propose_amendment")
    signed = ("goals:", "commitments:", "period", "health_bands")
    others = [
        part
        for part in list_parts(plan, new)
        if not part.subject.startswith(signed) or part.audience is not Audience.JOINT
    ]
    if others:
        # What the other side keeps to itself is not to be named, even here.
        told = [one.subject for one in others if one.audience.sees(by.side)]
        named = ", ".join(told) or Sentence("parts of the plan")
        problem = Sentence("it would change {named}, which nobody signs", named=named)
        way = Sentence("Leave that out here, and edit it.")
        raise TransitionError("propose_amendment", "not_terms", problem, way)
    return terms_of(new)


def _refuse_known_ids(plan: Plan, terms: Terms, by: Person) -> None:
    """Refuse the id of a goal that the side of *by* keeps to itself.

    One that the other side keeps to itself gives way when the terms are agreed.
    """
    inside = {goal.id for goal in plan.goals if goal.audience is Audience.of(by.side)}
    taken = sorted(inside & {goal.id for goal in terms.goals})
    if taken:
        raise InvalidValueError("Plan.goals", taken, "given each id once")


def _replaced(plan: Plan, made: Amendment) -> Plan:
    amendments: Iterable[Amendment] = (
        made if amendment.id == made.id else amendment for amendment in plan.amendments
    )
    return attrs.evolve(plan, amendments=tuple(amendments))


def _answered(
    plan: Plan,
    amendment: Amendment,
    status: AmendmentStatus,
    *,
    by: Person,
    at: datetime,
    why: str,
) -> Plan:
    made = attrs.evolve(
        amendment, status=status, answered_by=by.id, answered_at=at, answer_note=why
    )
    move = "decline" if status is AmendmentStatus.DECLINED else "withdraw"
    return recorded(
        plan,
        _replaced(plan, made),
        move=f"{move}_amendment",
        by=by,
        at=at,
        why=why,
        subject=f"amendments:{made.id}",
    )
