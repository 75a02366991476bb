"""What changes about the partner while the plan runs: tier, parent, and the firm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final, TypeVar

import attrs

from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.audience import Audience
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action, Initiative
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Person, Side
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import acting, recorded
from jbpcore.planning.policy import Policy
from jbpcore.planning.references import self_contained
from jbpcore.planning.renewal import require_renewable
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import PartyId, PersonId, PlanId
from jbpcore.wording import Sentence

__all__ = ["change_parent", "change_tier", "move_entries", "transfer_plan"]

_Item = TypeVar("_Item", Goal, Initiative, Action)
_Linked = TypeVar("_Linked", Initiative, Action, Commitment)
_OVER: Final = {PlanState.CLOSED, PlanState.CANCELLED}


def change_tier(
    plan: Plan,
    tier: str,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Note that the partner has another tier in the vendor's programme.

    Terms and signatures stay; if the tier changes what was promised, amend.

    Args:
        plan: The plan, not closed or cancelled.
        tier: The tier, such as ``"Gold"``; empty for none.
        by: Who notes it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If the plan is over, the tier is the same, or no reason is
            given.
        NotAllowedError: If *by* may not renew plans.
    """
    partner = attrs.evolve(plan.partner, tier=tier)
    facts = {"tier_was": plan.partner.tier or "none", "tier": tier or "none"}
    return _changed(
        plan, partner, "change_tier", facts, by=by, at=at, why=why, policy=policy
    )


def change_parent(
    plan: Plan,
    parent_id: PartyId | str | None,
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Note that the partner belongs to another distributor or group.

    Figures rolled up by parent count it there from now on, for all days.

    Args:
        plan: The plan, not closed or cancelled.
        parent_id: The parent; ``None`` for none.
        by: Who notes it.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If the partner would be its own parent.
        TransitionError: If the plan is over, the parent is the same, or no reason is
            given.
        NotAllowedError: If *by* may not renew plans.
    """
    if parent_id == plan.partner.id:
        raise InvalidValueError("parent_id", parent_id, "another firm than the partner")
    parent = None if parent_id is None else PartyId(parent_id)
    partner = attrs.evolve(plan.partner, parent_id=parent)
    facts = {
        "parent_was": plan.partner.parent_id or "none",
        "parent": parent_id or "none",
    }
    return _changed(
        plan, partner, "change_parent", facts, by=by, at=at, why=why, policy=policy
    )


def _changed(  # noqa: PLR0913 - each is a fact of the move
    plan: Plan,
    partner: Partner,
    move: str,
    facts: Mapping[str, object],
    *,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None,
) -> Plan:
    person = acting(plan, by, Right.RENEW, policy)
    require_reason(move, why)
    if plan.state in _OVER:
        problem = Sentence("the plan is {state}, and stays as it is", state=plan.state)
        raise TransitionError(
            move, "wrong_state", problem, Sentence("Roll it forward.")
        )
    if partner == plan.partner:
        problem = Sentence("it is so already")
        raise TransitionError(
            move, "no_change", problem, Sentence("Nothing is to be done.")
        )
    new = attrs.evolve(plan, partner=partner)
    return recorded(plan, new, move=move, by=person, at=at, why=why, facts=facts)


def transfer_plan(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    partner: Partner,
    *,
    id: PlanId | str,  # noqa: A002 - the plan's own word for it
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    people: Iterable[Person] | None = None,
    name: str | None = None,
    policy: Policy | None = None,
) -> Plan:
    """Return a draft of the same plan with another firm, such as one that bought it.

    Nobody there signed the old one, so this is a plan of its own, to be signed; *plan*
    stays as it is. Goals, actions and commitments are as they were, with what was done
    already; beliefs, comments, reviews held and signatures stay in the old plan. What
    the old firm kept to itself, its steps of approval too, goes along only if somebody
    of its side transfers the plan. For what was booked for it see
    :func:`move_entries`.

    Args:
        plan: The plan, not cancelled.
        partner: The firm that takes it over.
        id: The new plan's id.
        by: Who transfers it.
        at: When, in UTC.
        why: The reason.
        people: Who works on it for that firm; those who did so far if ``None``.
        name: The new plan's name; as the old one if ``None``.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If it is the same firm, the id is the same, or one of
            *people* is not of the partner's side.
        TransitionError: If the plan is cancelled, or no reason is given.
        NotAllowedError: If *by* may not renew plans.
    """
    person = acting(plan, by, Right.RENEW, policy)
    require_renewable(plan, "transfer_plan")
    require_reason("transfer_plan", why)
    if partner.id == plan.partner.id:
        expected = "another firm; change_tier and change_parent are for the same one"
        raise InvalidValueError("partner", partner.id, expected)
    if id == plan.id:
        raise InvalidValueError("id", id, "another id than that of the old plan")
    staff = plan.people if people is None else _staff(plan, tuple(people))
    what = plan if person.side is Side.PARTNER else _without_inside(plan)
    new = Plan(
        id=PlanId(id),
        name=plan.name if name is None else name,
        vendor=plan.vendor,
        partner=partner,
        period=plan.period,
        goals=what.goals,
        people=staff,
        initiatives=what.initiatives,
        actions=what.actions,
        commitments=what.commitments,
        cadences=plan.cadences,
        reviews=[review for review in plan.reviews if review.held_on is None],
        health_bands=plan.health_bands,
        previous_id=plan.id,
        kind=plan.kind,
        approvers=what.approvers,
        hidden_from=plan.hidden_from,
    )
    new = self_contained(new)
    facts = {
        "partner_was": plan.partner.id,
        "partner": partner.id,
        "previous_id": plan.id,
        "previous_terms": terms_digest(plan),
    }
    return recorded(
        None,
        new,
        move="transfer_plan",
        by=person,
        at=at,
        why=why,
        subject=f"plans:{plan.id}",
        facts=facts,
    )


def _without_inside(plan: Plan) -> Plan:
    """Leave out what the partner keeps to itself, and references to it."""
    goals = _joint(plan.goals)
    initiatives = _joint(plan.initiatives)
    known: dict[str, Collection[object]] = {
        "goal_id": {None, *(goal.id for goal in goals)},
        "initiative_id": {None, *(one.id for one in initiatives)},
    }
    return attrs.evolve(
        plan,
        goals=goals,
        initiatives=[_unlinked(one, known) for one in initiatives],
        actions=[_unlinked(one, known) for one in _joint(plan.actions)],
        commitments=[_unlinked(one, known) for one in plan.commitments],
        approvers=[step for step in plan.approvers if step.side is Side.VENDOR],
    )


def _joint(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(one for one in items if one.audience is not Audience.PARTNER)


def _unlinked(item: _Linked, known: Mapping[str, Collection[object]]) -> _Linked:
    lost = {
        name: None
        for name, ids in known.items()
        if getattr(item, name, None) is not None and getattr(item, name) not in ids
    }
    # Its fields are those of the class, which type checkers cannot see here.
    return attrs.evolve(item, **lost) if lost else item  # type: ignore[arg-type] # None


def _staff(plan: Plan, people: tuple[Person, ...]) -> tuple[Person, ...]:
    for person in people:
        if person.side is not Side.PARTNER:
            raise InvalidValueError("people", person.id, "of the partner's side")
    ours = [person for person in plan.people if person.side is Side.VENDOR]
    return (*ours, *people)


def move_entries(
    entries: Iterable[ActualEntry], moved: Mapping[PartyId | str, PartyId | str]
) -> tuple[ActualEntry, ...]:
    """Return a ledger in which what was booked for one partner is another's.

    A plan counts what was booked for its own partner, or for nobody in particular;
    after a transfer or a merger the earlier bookings have to be told so.

    Args:
        entries: What was booked.
        moved: The new partner's id by the old one's.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> entry = ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                     amount=Money("7500", "USD"), partner_id="northwind")
        >>> move_entries([entry], {"northwind": "contoso"})[0].partner_id
        'contoso'
    """
    known = {str(old): PartyId(new) for old, new in moved.items()}
    return tuple(
        attrs.evolve(entry, partner_id=known[entry.partner_id])
        if entry.partner_id is not None and entry.partner_id in known
        else entry
        for entry in entries
    )
