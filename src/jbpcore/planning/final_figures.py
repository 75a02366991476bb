"""Closing a plan: how each goal ended, and its figures as they were, for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import attrs

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.errors import InvalidValueError, TransitionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.amendment import AmendmentStatus
from jbpcore.model.audience import Audience
from jbpcore.model.outcome import GoalOutcome, Outcome
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.planning.moving import acting, recorded, seen_by
from jbpcore.planning.policy import Policy
from jbpcore.planning.rights import Right
from jbpcore.planning.transitions import require_state
from jbpcore.values.ids import GoalId, PersonId
from jbpcore.wording import Sentence

__all__ = ["close"]

_TEACHES: Final = {Outcome.MISSED, Outcome.DROPPED}


def close(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    entries: Iterable[ActualEntry],
    *,
    outcomes: Iterable[GoalOutcome],
    as_of: date,
    by: Person | PersonId | str,
    at: datetime,
    why: str = "",
    policy: Policy | None = None,
) -> Plan:
    """Close a plan with an outcome for each goal, and freeze the figures.

    Every goal of both sides needs an outcome; for one side's own goals it may be given.
    A goal that was missed or dropped needs a lesson as well. What was attained, the
    target and their ratio are taken from *entries* as of *as_of* and kept in the plan:
    what is booked later changes them no more. Goals that an amendment dropped have
    their outcome already.

    Args:
        plan: The agreed plan, or a lite one.
        entries: What was booked.
        outcomes: The goal, how it ended and the lesson; figures in them are replaced.
        as_of: The last day that counts.
        by: Who closes it.
        at: When, in UTC.
        why: What is said with it.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        TransitionError: If the plan is not agreed, an amendment is open, or an outcome
            or lesson is missing.
        InvalidValueError: If an outcome is of no goal of the plan that *by* knows, or
            given twice.
        NotAllowedError: If *by* may not close plans.
    """
    person = acting(plan, by, Right.CLOSE, policy)
    require_state(plan, "close")
    _refuse_open(plan)
    said = _checked(seen_by(plan, person), tuple(outcomes))
    results = assess_plan(plan, entries, as_of=as_of).results
    figures = {result.goal.id: result for result in results}
    final = tuple(
        attrs.evolve(
            said[goal.id],
            attained=figures[goal.id].attained,
            target=figures[goal.id].target,
            attainment_ratio=figures[goal.id].attainment_ratio,
            as_of=as_of,
        )
        for goal in plan.goals
        if goal.id in said
    )
    earlier = tuple(one for one in plan.outcomes if one.goal_id not in said)
    new = attrs.evolve(plan, state=PlanState.CLOSED, outcomes=(*earlier, *final))
    counts = Counter(
        said[goal.id].outcome
        for goal in plan.goals
        if goal.id in said and goal.audience is Audience.JOINT
    )
    facts: dict[str, object] = {"as_of": as_of}
    facts |= {outcome.value: counts[outcome] for outcome in Outcome if counts[outcome]}
    return recorded(plan, new, move="close", by=person, at=at, why=why, facts=facts)


def _refuse_open(plan: Plan) -> None:
    for amendment in plan.amendments:
        if amendment.status is AmendmentStatus.OPEN:
            problem = Sentence(
                "{amendment} is open, so it is not settled what was agreed",
                amendment=amendment.id,
            )
            way = Sentence("Sign, decline or withdraw it first.")
            raise TransitionError("close", "amendment_open", problem, way)


def _checked(
    plan: Plan, outcomes: tuple[GoalOutcome, ...]
) -> dict[GoalId, GoalOutcome]:
    said = {outcome.goal_id: outcome for outcome in outcomes}
    if len(said) < len(outcomes):
        counts = Counter(outcome.goal_id for outcome in outcomes)
        twice = sorted(key for key, count in counts.items() if count > 1)
        raise InvalidValueError("outcomes", twice, "given once for each goal")
    strange = sorted(said.keys() - {goal.id for goal in plan.goals})
    if strange:
        raise InvalidValueError("outcomes", strange, "of goals of the plan")
    missing = [
        goal.id
        for goal in plan.goals
        if goal.audience is Audience.JOINT and goal.id not in said
    ]
    if missing:
        problem = Sentence(
            "there is no outcome for {missing}", missing=", ".join(missing)
        )
        way = Sentence(
            "Say of each goal whether it was met, missed, dropped or is carried on.",
        )
        raise TransitionError("close", "outcome_missing", problem, way)
    mute = [
        key
        for key, outcome in said.items()
        if outcome.outcome in _TEACHES and not outcome.lesson.strip()
    ]
    if mute:
        problem = Sentence("there is no lesson for {mute}", mute=", ".join(mute))
        way = Sentence(
            "Say what to do otherwise next time; the next plan builds on it.",
        )
        raise TransitionError("close", "lesson_missing", problem, way)
    return said
