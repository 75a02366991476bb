"""Partners merge, and their plans with them.

What comes out is a draft, for nobody signed this text yet; the plans it comes from stay
as they are. Every goal, action and commitment is in it, and a record says where it
came from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.shape import shape_of
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.party import Partner, Person
from jbpcore.model.plan import Plan
from jbpcore.planning.flat_goals import adds_up, flattened
from jbpcore.planning.moving import Happening, acting, recorded_all
from jbpcore.planning.policy import Policy
from jbpcore.planning.references import rewired, without_references
from jbpcore.planning.renewal import require_renewable
from jbpcore.planning.rights import Right
from jbpcore.planning.terms import terms_digest
from jbpcore.planning.transitions import require_reason
from jbpcore.values.ids import GoalId, PersonId, PlanId

__all__ = ["merge_plans"]

_LONGEST_ID: Final = 128
_DIGEST_DIGITS: Final = 32
_ALIKE: Final = ("metric", "period", "scope", "side", "audience", "phasing", "currency")


def merge_plans(  # noqa: PLR0913 - each is a fact only the caller knows
    plans: Sequence[Plan],
    partner: Partner,
    *,
    id: PlanId | str,  # noqa: A002 - the plan's own word for it
    name: str,
    by: Person | PersonId | str,
    at: datetime,
    why: str,
    policy: Policy | None = None,
) -> Plan:
    """Return one draft for a partner that several partners became.

    Goals of the same id that count the same, over the same days, scope and phasing, are
    added up where that makes sense: sums and levels, not ratios, milestones and what is
    to be kept. A commit, stretch or baseline that one of them lacks is left out. Every
    other part is taken over; where an id is there already, the old partner's id is
    added to it.

    Args:
        plans: Two or more plans of one vendor for the same days, not cancelled.
        partner: The firm they became; it may be one of theirs.
        id: The new plan's id.
        name: Its name.
        by: Who merges them: somebody with the right to in each.
        at: When, in UTC.
        why: The reason.
        policy: Who may do this; the default policy if ``None``.

    Returns:
        The draft; its ``previous_id`` is the first plan, its records name all.

    Raises:
        InvalidValueError: If there is only one plan, or they differ in vendor, days or
            kind.
        TransitionError: If one is cancelled, or no reason is given.
        NotAllowedError: If *by* may not renew one of them.
    """
    listed = tuple(plans)
    person = [acting(plan, by, Right.RENEW, policy) for plan in listed][:1]
    require_reason("merge_plans", why)
    _check_mergeable(listed, id)
    merged = _Merged()
    for plan in listed:
        require_renewable(plan, "merge_plans")
        merged.add(plan)
    first = listed[0]
    new = Plan(
        id=PlanId(id),
        name=name,
        vendor=first.vendor,
        partner=partner,
        period=first.period,
        health_bands=first.health_bands,
        kind=first.kind,
        previous_id=first.id,
        approvers=first.approvers,
        **{field: tuple(parts.values()) for field, parts in merged.parts.items()},  # type: ignore[arg-type] # each collection has its own members
    )
    told = [
        Happening(
            move="merge_plans",
            why=why,
            subject=f"plans:{plan.id}",
            facts={
                "partner_was": plan.partner.id,
                "partner": partner.id,
                "previous_terms": terms_digest(plan),
            },
        )
        for plan in listed
    ]
    return recorded_all(None, new, [*told, *merged.told], by=person[0], at=at)


def _check_mergeable(plans: tuple[Plan, ...], new_id: str) -> None:
    if len({plan.id for plan in plans}) < max(len(plans), 2):
        ids = [plan.id for plan in plans]
        raise InvalidValueError("plans", ids, "two or more plans, each once")
    if new_id in {plan.id for plan in plans}:
        raise InvalidValueError("id", new_id, "another id than those of the old plans")
    first = plans[0]
    for plan in plans[1:]:
        if plan.vendor.id != first.vendor.id:
            raise InvalidValueError("plans", plan.vendor.id, "plans of one vendor")
        if plan.period != first.period:
            expected = f"plans for {first.period}; use change_period first"
            raise InvalidValueError("plans", str(plan.period), expected)
        if plan.kind is not first.kind or plan.hidden_from is not first.hidden_from:
            expected = "of one kind, and seen by the same sides; promote or reveal them"
            raise InvalidValueError("plans", plan.id, expected)


class _Merged:
    """The parts of several plans, gathered one plan after the other."""

    def __init__(self) -> None:
        self.parts: dict[str, dict[str, Any]] = {
            name: {}
            for name in (
                "people",
                "goals",
                "initiatives",
                "actions",
                "commitments",
                "cadences",
                "reviews",
            )
        }
        self.told: list[Happening] = []

    def add(self, plan: Plan) -> None:
        """Take over all parts of *plan*."""
        for person in plan.people:
            self.parts["people"].setdefault(person.id, person)
        taken: dict[str, Sequence[Any]] = {
            "initiatives": plan.initiatives,
            "actions": plan.actions,
            "commitments": plan.commitments,
            "cadences": plan.cadences,
            "reviews": [review for review in plan.reviews if review.held_on is None],
        }
        ids: dict[str, dict[Any, str]] = {
            "goals": self._goals(plan),
            "amendments": {},
        }
        for field, items in taken.items():
            ids[field] = self._new_ids(field, items, plan)
        for field, items in taken.items():
            self._take(field, items, plan, ids)

    def _take(
        self,
        field: str,
        items: Sequence[Any],
        plan: Plan,
        ids: dict[str, dict[Any, str]],
    ) -> None:
        for item in items:
            key = ids[field][item.id]
            known = without_references(item, ids)
            known = rewired(known, lambda kind, one: ids.get(kind, {}).get(one, one))
            self.parts[field][key] = attrs.evolve(known, id=key)
            audience = getattr(item, "audience", None)
            self._tell("take_over", field, item.id, key, plan, audience)

    def _new_ids(self, field: str, items: Sequence[Any], plan: Plan) -> dict[Any, str]:
        """Return an id for each item that nothing else has, here or in its plan."""
        taken = {*self.parts[field], *(item.id for item in items)}
        found: dict[Any, str] = {}
        for item in items:
            found[item.id] = item.id
            if item.id in self.parts[field]:
                found[item.id] = _free(item.id, plan.partner.id, taken)
                taken.add(found[item.id])
        return found

    def _goals(self, plan: Plan) -> dict[Any, str]:
        goals = self.parts["goals"]
        ids = self._new_ids("goals", plan.goals, plan)
        for goal in plan.goals:
            there = goals.get(goal.id)
            added = None if there is None else _added(there, goal)
            if added is not None:
                ids[goal.id] = goal.id
                goals[goal.id] = added
                self._tell("add_up", "goals", goal.id, goal.id, plan, goal.audience)
                continue
            new_id = ids[goal.id]
            goals[new_id] = attrs.evolve(goal, id=GoalId(new_id))
            self._tell("take_over", "goals", goal.id, new_id, plan, goal.audience)
        return ids

    def _tell(
        self,
        move: str,
        field: str,
        old_id: str,
        new_id: str,
        plan: Plan,
        audience: Any,  # noqa: ANN401 - an Audience, or None for both sides
    ) -> None:
        facts: dict[str, object] = {"from_plan": plan.id}
        if old_id != new_id:
            facts["id_was"] = old_id
        made = self.parts[field].get(new_id)
        target = getattr(made, "target", None)
        if target is not None:
            facts["target"] = target
        happening = Happening(move=move, subject=f"{field}:{new_id}", facts=facts)
        if audience is not None:
            happening = attrs.evolve(happening, audience=audience)
        self.told.append(happening)


def _free(old_id: str, suffix: str, taken: set[str]) -> str:
    made = f"{old_id}.{suffix}"
    number = 1
    while made in taken or len(made) > _LONGEST_ID:
        number += 1
        text = f"{old_id}.{suffix}.{number}"
        made = hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_DIGITS]
    return made


def _added(one: Goal, other: Goal) -> Goal | None:
    """Return the sum of two goals, or ``None`` where they are not to be added."""
    one, other = flattened(one), flattened(other)
    is_alike = all(getattr(one, name) == getattr(other, name) for name in _ALIKE)
    if not is_alike or shape_of(one) is not shape_of(other):
        return None
    if one.target is None or other.target is None or not adds_up(one):
        return None
    return attrs.evolve(
        one,
        target=_sum(one.target, other.target),
        baseline=_sum(one.baseline, other.baseline),
        commit=_sum(one.commit, other.commit),
        stretch=_sum(one.stretch, other.stretch),
    )


def _sum(one: Amount | None, other: Amount | None) -> Amount | None:
    if one is None or other is None:
        return None
    return like(exact(one) + exact(other), one)
