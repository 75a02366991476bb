"""What the moves that renew a plan have in common: when they may, and how they land."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.amending import propose_amendment
from jbpcore.planning.moving import Happening, recorded_all
from jbpcore.planning.policy import Policy
from jbpcore.planning.terms import terms_digest, terms_of
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Sentence

__all__ = ["exact_uplift", "require_alive", "require_renewable", "settled_renewal"]

_LIVES = {PlanState.DRAFT, PlanState.AGREED}


def exact_uplift(uplift: object, name: str) -> Fraction:
    """Return an uplift as an exact ratio.

    Raises:
        InvalidValueError: If it is a bare number, for 10 may be meant as 10 %, or takes
            away more than everything.

    Examples:
        >>> exact_uplift("12.5%", "uplift")
        Fraction(1, 8)
    """
    if isinstance(uplift, (Ratio, str, Fraction)):
        found = uplift if isinstance(uplift, Ratio) else Ratio(uplift)
        if found.value >= -1:
            return found.value
        raise InvalidValueError(name, uplift, "-100% or more")
    expected = "text such as '10%' or '0.1', a Ratio or a Fraction; no bare number"
    raise InvalidValueError(name, uplift, expected)


def require_renewable(plan: Plan, move: str) -> None:
    """Refuse to build on a plan that was called off.

    Raises:
        TransitionError: If it is cancelled.
    """
    if plan.state is PlanState.CANCELLED:
        problem = Sentence("the plan is cancelled")
        raise TransitionError(
            move, "wrong_state", problem, Sentence("Draft a new plan.")
        )


def require_alive(plan: Plan, move: str) -> None:
    """Refuse to change a plan that is over, or whose terms are locked.

    Raises:
        TransitionError: If it is neither a draft nor agreed.
    """
    if plan.state in _LIVES:
        return
    problem = Sentence("the plan is {state}", state=plan.state)
    way = Sentence("It stays as it is; roll it forward, or draft a new plan.")
    if plan.state is PlanState.PROPOSED:
        way = Sentence(
            "Answer or withdraw the proposal first; then it is a draft or agreed.",
        )
    raise TransitionError(move, "wrong_state", problem, way)


def settled_renewal(  # noqa: PLR0913 - each is a fact of the move
    plan: Plan,
    new: Plan,
    happenings: Iterable[Happening],
    *,
    by: Person,
    at: datetime,
    why: str,
    effective_on: date | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Return *new* with its records; of an agreed plan the terms wait for signatures.

    Where the terms stay as they are, or nobody signed them, *new* holds at once. Else
    its terms become an amendment of *plan*, which both sides sign, and what is no part
    of them stays as it was until the move is made again.

    Args:
        plan: The plan before, a draft or agreed.
        new: The plan after.
        happenings: What the move did.
        by: Who makes it.
        at: When, in UTC.
        why: The reason.
        effective_on: The first day that revised targets count.
        policy: Who may amend; the default policy if ``None``.
    """
    is_signed = plan.state is PlanState.AGREED
    if is_signed and terms_digest(new) != terms_digest(plan):
        new = propose_amendment(
            plan,
            terms_of(new),
            by=by,
            at=at,
            why=why,
            effective_on=effective_on,
            policy=policy,
        )
        # What only one side sees is no part of the terms, and did not change.
        happenings = [one for one in happenings if one.audience is Audience.JOINT]
    return recorded_all(plan, new, happenings, by=by, at=at)
