"""Four people of two firms, and what they may change of a plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from unicodedata import normalize

import attrs
from hypothesis import strategies as st

import jbpcore as jbp
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan
from jbpcore.model.terms import Terms

YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
ROLES = jbp.PersonRole
PEOPLE = (
    jbp.Person(id="maria", name="Maria", side=jbp.Side.VENDOR),
    jbp.Person(
        id="boss", name="Boss", side=jbp.Side.VENDOR, role=ROLES.EXECUTIVE_SPONSOR
    ),
    jbp.Person(id="tom", name="Tom", side=jbp.Side.PARTNER, role=ROLES.PARTNER_ADMIN),
    jbp.Person(id="rep", name="Rep", side=jbp.Side.PARTNER, role=ROLES.PARTNER_REP),
)
people = st.sampled_from(PEOPLE)
LEADERS = (PEOPLE[0], PEOPLE[2])
# Mostly those who may do something, so that lives get somewhere.
actors = st.sampled_from((*LEADERS, *LEADERS, *PEOPLE))
WORDS = {"name", "description", "owner_id", "stale_after_days", "metric", "audience"}
APART = {"target_versions", "scope"}
FIELDS = [field.name for field in attrs.fields(Goal)]
MATERIAL = [name for name in FIELDS if name not in WORDS | APART]
composed = partial(normalize, "NFC")


def material(plan: Plan | Terms) -> object:
    """Return what both sides sign, compared field by field and not by any digest."""
    goals = {
        goal.id: (
            [getattr(goal, name) for name in MATERIAL],
            [(one.effective_on, one.target) for one in goal.target_versions],
            sorted(
                (composed(key), composed(value)) for key, value in goal.scope.items()
            ),
            attrs.evolve(
                goal.metric, name="-", definition=composed(goal.metric.definition)
            ),
        )
        for goal in plan.goals
        if goal.audience is Audience.JOINT
    }
    commitments = {
        one.id: (
            composed(one.name),
            one.side,
            one.due_on,
            one.goal_id if one.goal_id in goals else None,
            one.weight,
        )
        for one in plan.commitments
    }
    return plan.period, plan.health_bands, goals, commitments


def goal_of(number: int, amount: int, audience: Audience = Audience.JOINT) -> Goal:
    return Goal(
        id=f"g{number}",
        name=f"Goal {number}",
        metric=jbp.metrics.REVENUE,
        target=jbp.Money(amount, "USD"),
        period=YEAR,
        audience=audience,
    )


@st.composite
def edits(draw: st.DrawFn) -> Callable[[Plan], Plan]:
    """Draw an edit: of the terms, of wording, or of what is done."""
    number, amount = draw(st.integers(1, 3)), draw(st.integers(1, 5))
    audience = draw(st.sampled_from(Audience))

    def one_goal(**changes: Any) -> Callable[[Plan], Plan]:
        def change(plan: Plan) -> Plan:
            goals = [
                attrs.evolve(goal, **changes) if goal.id == f"g{number}" else goal
                for goal in plan.goals
            ]
            return attrs.evolve(plan, goals=goals)

        return change

    def add(plan: Plan) -> Plan:
        kept = [goal for goal in plan.goals if goal.id != f"g{number}"]
        return attrs.evolve(plan, goals=[*kept, goal_of(number, amount, audience)])

    def remove(plan: Plan) -> Plan:
        kept = [goal for goal in plan.goals if goal.id != f"g{number}"]
        return attrs.evolve(plan, goals=kept)

    def promise(plan: Plan) -> Plan:
        made = jbp.Commitment(
            id=f"c{number}",
            name=f"Promise {amount}",
            side=jbp.Side.VENDOR,
            due_on=date(2026, 5, amount),
        )
        kept = [one for one in plan.commitments if one.id != made.id]
        return attrs.evolve(plan, commitments=[*kept, made])

    def act(plan: Plan) -> Plan:
        action = jbp.Action(
            id=f"a{number}",
            name=f"Act {amount}",
            side=draw_side,
            due_on=date(2026, 5, 1),
            audience=audience,
        )
        kept = [one for one in plan.actions if one.id != action.id]
        return attrs.evolve(plan, actions=[*kept, action])

    def steps(plan: Plan) -> Plan:
        others = [step for step in plan.approvers if step.side is not draw_side]
        step = jbp.ApprovalStep(side=draw_side, role=role)
        return attrs.evolve(plan, approvers=[*others, *[step][: amount % 2]])

    draw_side = draw(st.sampled_from(jbp.Side))
    role = draw(people).role
    changes: list[Callable[[Plan], Plan]] = [
        one_goal(target=jbp.Money(amount, "USD")),
        one_goal(weight=amount),
        one_goal(name=f"Other words {amount}"),
        one_goal(audience=audience),
        add,
        remove,
        promise,
        act,
        steps,
        lambda plan: attrs.evolve(plan, notes=f"Note {amount}"),
    ]
    return changes[draw(st.integers(0, len(changes) - 1))]


def aims_lower(plan: Plan) -> Plan:
    amount = 4 - len(plan.amendments)
    goals = [
        attrs.evolve(goal, target=jbp.Money(amount, "USD"))
        if goal.audience is Audience.JOINT
        else goal
        for goal in plan.goals
    ]
    return attrs.evolve(plan, goals=goals)
