"""A partner splits into several firms, and its plan with it.

What comes out are drafts, for nobody signed these texts yet; the plan they come from
stays as it is. Every goal, action and commitment of it is in one of them, and a record
says what became of each goal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import TypeVar

import attrs

from jbpcore.engine.splits import GoalPart, split_goal
from jbpcore.errors import InvalidValueError
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Person, Side
from jbpcore.model.plan import Plan
from jbpcore.model.validation import a_name, an_id, exact_ratio, is_a
from jbpcore.planning.flat_goals import adds_up, flattened
from jbpcore.planning.moving import Happening, acting, recorded_all, seen_by
from jbpcore.planning.policy import Policy
from jbpcore.planning.references import self_contained
from jbpcore.planning.renewal import require_renewable
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["PlanPart", "split_plan"]

_Item = TypeVar("_Item", Action, Commitment)


def _ids(ids: Iterable[str]) -> frozenset[str]:
    return frozenset(ids)


@attrs.frozen(kw_only=True)
class PlanPart:
    """One of the firms that a partner splits into, and what it takes over.

    Attributes:
        partner: The firm.
        id: The id of its plan.
        name: The name of its plan.
        weight: Its part of what adds up, in any measure that the parts share.
        actions: Ids of the actions it takes over.
        commitments: Ids of the commitments that are its, or are owed to it.
        people: Ids of the people of the partner's side who work for it.
    """

    partner: Partner = attrs.field(validator=is_a(Partner))
    id: PlanId = attrs.field(converter=PlanId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    weight: Fraction = attrs.field(converter=exact_ratio, validator=is_a(Fraction))
    actions: frozenset[str] = attrs.field(default=(), converter=_ids)
    commitments: frozenset[str] = attrs.field(default=(), converter=_ids)
    people: frozenset[str] = attrs.field(default=(), converter=_ids)


def split_plan(
    plan: Plan,
    parts: Sequence[PlanPart],
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> tuple[Plan, ...]:
    """Return a draft for each firm that a partner splits into.

    Sums and levels are shared out by weight, to the cent and with nothing left over;
    ratios, milestones and what is to be kept hold for each firm. What no part names
    goes with the first: actions, commitments, people. Initiatives, cadences and booked
    reviews are in each.

    Args:
        plan: The plan, not cancelled.
        parts: Two or more.
        by: Who splits it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If there is only one part, two are alike, one names what is
            not in the plan or what another has, or no weight is above zero.
        TransitionError: If the plan is cancelled, or no reason is given.
        NotAllowedError: If *by* may not renew plans.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_renewable(plan, "split_plan")
    require_reason("split_plan", why)
    listed = tuple(parts)
    _check_parts(seen_by(plan, person), listed)
    shares = [_shares(goal, listed) for goal in plan.goals]
    made = []
    for place, part in enumerate(listed):
        goals = tuple(share[place] for share in shares)
        new = _part_of(plan, listed, place, goals)
        told = _told(plan, part, goals, why)
        # One who works for another of the firms has no side here, and is named all
        # the same: it was that person who split the plan.
        made.append(recorded_all(None, new, told, by=person, at=at))
    return tuple(made)


def _part_of(
    plan: Plan, parts: tuple[PlanPart, ...], place: int, goals: tuple[Goal, ...]
) -> Plan:
    part = parts[place]
    new = attrs.evolve(
        Plan(
            id=part.id,
            name=part.name,
            vendor=plan.vendor,
            partner=part.partner,
            period=plan.period,
            health_bands=plan.health_bands,
            kind=plan.kind,
            previous_id=plan.id,
            approvers=plan.approvers,
            hidden_from=plan.hidden_from,
            template=plan.template,
            answers=plan.answers,
        ),
        goals=goals,
        people=[
            one
            for one in plan.people
            if one.side is Side.VENDOR or _is_in(one.id, "people", place, parts)
        ],
        initiatives=plan.initiatives,
        actions=_own(plan.actions, "actions", place, parts),
        commitments=_own(plan.commitments, "commitments", place, parts),
        cadences=plan.cadences,
        reviews=[review for review in plan.reviews if review.held_on is None],
    )
    return self_contained(new)


def _told(
    plan: Plan, part: PlanPart, goals: tuple[Goal, ...], why: str
) -> list[Happening]:
    first = Happening(
        move="split_plan",
        why=why,
        subject=f"plans:{plan.id}",
        facts={
            "partner_was": plan.partner.id,
            "partner": part.partner.id,
            "weight": part.weight,
            "previous_terms": terms_digest(plan),
        },
    )
    shares = [
        Happening(
            move="share_out",
            subject=f"goals:{goal.id}",
            audience=goal.audience,
            facts={"target_was": _shown(whole), "target": _shown(goal)},
        )
        for whole, goal in zip(plan.goals, goals, strict=True)
    ]
    return [first, *shares]


def _check_parts(plan: Plan, parts: tuple[PlanPart, ...]) -> None:
    ids = [part.id for part in parts]
    if len({*ids, plan.id}) < max(len(ids), 2) + 1:
        expected = "two or more, each with a plan id of its own"
        raise InvalidValueError("parts", ids, expected)
    weights = [part.weight for part in parts]
    if min(weights) < 0 or not any(weights):
        raise InvalidValueError("parts", weights, "of weights above zero")
    for field in ("actions", "commitments", "people"):
        known = {item.id for item in getattr(plan, field)}
        named = [key for part in parts for key in sorted(getattr(part, field))]
        wrong = sorted({key for key in named if key not in known})
        if wrong or len(set(named)) < len(named):
            expected = f"of {field} of the plan, each in one part"
            raise InvalidValueError("parts", wrong or named, expected)


def _is_in(item_id: str, field: str, place: int, parts: tuple[PlanPart, ...]) -> bool:
    for at, part in enumerate(parts):
        if item_id in getattr(part, field):
            return at == place
    return place == 0


def _own(
    items: tuple[_Item, ...], field: str, place: int, parts: tuple[PlanPart, ...]
) -> tuple[_Item, ...]:
    found = [item for item in items if _is_in(item.id, field, place, parts)]
    return tuple(found)


def _shares(goal: Goal, parts: tuple[PlanPart, ...]) -> tuple[Goal, ...]:
    flat = flattened(goal)
    if flat.target is None or not adds_up(flat):
        return (goal,) * len(parts)
    split = split_goal(
        attrs.evolve(flat, scope={}),
        [
            GoalPart(scope={"part": str(place)}, weight=part.weight, id=f"part-{place}")
            for place, part in enumerate(parts)
        ],
    )
    return tuple(
        attrs.evolve(
            one, id=goal.id, name=goal.name, scope=goal.scope, weight=goal.weight
        )
        for one in split
    )


def _shown(goal: Goal) -> str:
    target = goal.target_on(goal.period.last_day)
    return "none" if target is None else str(target)
