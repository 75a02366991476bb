"""How far a plan is, and on which terms, after two people moved it at one time.

State, proposals, amendments, outcomes and terms go together: a plan is agreed on one
text, and proposed with one. So they are not put together from two versions where these
went different ways; somebody has to say which version holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from jbpcore.errors import Finding
from jbpcore.model.agreement import PlanKind, PlanState
from jbpcore.model.amendment import Amendment, AmendmentStatus
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.planning.amended_terms import with_terms
from jbpcore.planning.diff import diff
from jbpcore.planning.proposals import current_proposal
from jbpcore.planning.signing import current_signoffs
from jbpcore.planning.terms import terms_digest
from jbpcore.wording import Sentence, message

__all__ = [
    "STANDING",
    "check_standing",
    "is_hidden_too_late",
    "settled_merge",
    "try_at_odds",
]

STANDING: Final = frozenset(
    {"state", "proposals", "amendments", "outcomes", "hidden_from"}
)
"""Fields of a plan that are taken from the version whose terms hold."""

_MOVED: Final = ("state", "signoffs", "proposals", "amendments")


def try_at_odds(base: Plan, mine: Plan, theirs: Plan) -> str | None:
    """Say why one version has to be chosen for terms and standing together.

    Args:
        base: The version that both started from.
        mine: The one edit.
        theirs: The other.

    Returns:
        ``None`` if the two go together.
    """
    my, their = _material(base, mine), _material(base, theirs)
    is_under_a_move = (_has_moved(base, mine) and their - my) or (
        _has_moved(base, theirs) and my - their
    )
    if is_under_a_move:
        return (
            "One put the terms forward, signed or closed them while the other changed "
            "them; choose whose terms hold."
        )
    ways = [_way(plan) for plan in (base, mine, theirs)]
    is_put_apart = base.proposals not in {mine.proposals, theirs.proposals} and (
        mine.proposals != theirs.proposals
    )
    if is_put_apart or (mine.state is not theirs.state and ways[0] not in ways[1:]):
        return "The two moved the plan different ways; choose whose move holds."
    return None


def is_hidden_too_late(base: Plan, mine: Plan, theirs: Plan) -> bool:
    """Whether one hid the draft from a side that worked on it meanwhile."""
    known = {record.id for record in base.records}
    return any(
        hidden.hidden_from not in {None, base.hidden_from}
        and any(
            record.side is hidden.hidden_from and record.id not in known
            for record in other.records
        )
        for hidden, other in ((mine, theirs), (theirs, mine))
    )


def settled_merge(plan: Plan) -> Plan:
    """Return *plan* as agreed, or amended, if each side signed in its own version."""
    if plan.state is PlanState.PROPOSED:
        sides = {signoff.side for signoff in current_signoffs(plan)}
        is_agreed = sides == set(Side)
        return attrs.evolve(plan, state=PlanState.AGREED) if is_agreed else plan
    if plan.state is not PlanState.AGREED:
        return plan
    for amendment in plan.amendments:
        if _is_signed(amendment) and amendment.base_digest == terms_digest(plan):
            return _amended(plan, amendment)
    return plan


def check_standing(mine: Plan, theirs: Plan, plan: Plan) -> list[Finding]:
    """Find what no sequence of moves could have led to, and was in neither edit.

    ``jbp.merge.standing``: a plan is agreed without both signatures to its terms, or
    proposed with other terms than it has, or has an open amendment that nobody could
    sign any more.

    Args:
        mine: The one edit.
        theirs: The other.
        plan: Both in one.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...             partner=Partner(id="nw", name="Northwind"),
        ...             period=DateRange(date(2026, 1, 1), date(2027, 1, 1)))
        >>> check_standing(plan, plan, plan)
        []
        >>> agreed = attrs.evolve(plan, state=PlanState.AGREED)
        >>> print(check_standing(plan, plan, agreed)[0])
        state: It would be agreed without the signatures of both sides to its terms.
        Choose state, proposals and terms of one version. [jbp.merge.standing]
    """
    known = {*_iter_broken(mine), *_iter_broken(theirs)}
    return [
        Finding(
            code="jbp.merge.standing",
            path=path,
            message=Sentence(problem),
        )
        for path, problem in _iter_broken(plan)
        if (path, problem) not in known
    ]


def _material(base: Plan, plan: Plan) -> set[tuple[str, object, object]]:
    # What is added and what is removed may be equal; the path tells them apart.
    return {
        (change.path, repr(change.before), repr(change.after))
        for change in diff(base, plan)
        if change.is_material
    }


def _has_moved(base: Plan, plan: Plan) -> bool:
    return any(getattr(base, name) != getattr(plan, name) for name in _MOVED)


def _way(plan: Plan) -> object:
    """Return which way a plan went; signatures alone are no way of their own."""
    amendments = tuple(attrs.evolve(one, signoffs=()) for one in plan.amendments)
    return plan.state, plan.proposals, amendments, plan.hidden_from


def _is_signed(amendment: Amendment) -> bool:
    sides = {signoff.side for signoff in amendment.signoffs}
    return amendment.status is AmendmentStatus.OPEN and sides == set(Side)


def _amended(plan: Plan, amendment: Amendment) -> Plan:
    made = attrs.evolve(amendment, status=AmendmentStatus.AGREED)
    at = max(signoff.signed_at for signoff in made.signoffs)
    added = (one for one in made.signoffs if one not in plan.signoffs)
    return attrs.evolve(
        with_terms(plan, made, at=at),
        amendments=tuple(made if one is amendment else one for one in plan.amendments),
        signoffs=(*plan.signoffs, *added),
    )


def _iter_broken(plan: Plan) -> Iterator[tuple[str, str]]:
    digest = terms_digest(plan)
    signed = {signoff.side for signoff in current_signoffs(plan)}
    is_to_be_signed = plan.kind is PlanKind.JOINT and plan.state is PlanState.AGREED
    if is_to_be_signed and signed != set(Side):
        yield (
            "state",
            message(
                "It would be agreed without the signatures of both sides to its terms. "
                "Choose state, proposals and terms of one version."
            ),
        )
    proposal = current_proposal(plan)
    if plan.state is PlanState.PROPOSED and (
        proposal is None or proposal.terms_digest != digest
    ):
        yield (
            "proposals",
            message(
                "It would be proposed with other terms than were put. Choose state, "
                "proposals and terms of one version."
            ),
        )
    for amendment in plan.amendments:
        is_open = amendment.status is AmendmentStatus.OPEN
        is_lost = plan.state is not PlanState.AGREED or amendment.base_digest != digest
        if is_open and is_lost:
            path = f"amendments[id={amendment.id}]"
            yield (
                path,
                message(
                    "It would be open, and nobody could sign it. Choose state, "
                    "proposals and terms of one version."
                ),
            )
