"""Nudges about goals: behind their pace, or without recent figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final

from jbpcore.engine.amounts import rounded_like
from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
from jbpcore.engine.attention.concern import Concern, GoalWatch, catch_up_ratio
from jbpcore.engine.attention.nudge import FactValue, Nudge, NudgeFact
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.closing import actions_to_close
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.rate import DAYS_PER_WEEK
from jbpcore.engine.shape import GoalShape
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanKind
from jbpcore.model.audience import Audience
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.values.ids import MetricKey

__all__ = ["iter_goal_nudges", "iter_stale_actuals"]

_CODES: Final = {
    Concern.AT_RISK: NudgeCode.GOAL_AT_RISK,
    Concern.OFF_PACE: NudgeCode.GOAL_OFF_PACE,
    Concern.IMPLAUSIBLE: NudgeCode.GAP_IMPLAUSIBLE,
}
_SILENT: Final = {Health.NOT_STARTED, Health.NOT_APPLICABLE, Health.MET}
_MOST_ACTIONS: Final = 5
_ONE_DAY: Final = timedelta(days=1)


def iter_goal_nudges(
    result: PlanResult,
    by_metric: Mapping[MetricKey, Sequence[ActualEntry]],
    settings: AttentionSettings,
) -> Iterator[Nudge]:
    """Find goals that are behind; one nudge for each, of the worst that is true.

    Args:
        result: How the plan stands.
        by_metric: The partner's entries, by metric.
        settings: What is no longer plausible.
    """
    for goal in result.results:
        entries = by_metric.get(goal.goal.metric.key, ())
        watch = GoalWatch(result=goal, entries=entries, settings=settings)
        concern = watch.concern()
        if concern is Concern.NONE:
            continue
        step, arguments = _step(result.plan, goal, concern)
        yield Nudge(
            code=_CODES[concern],
            plan_id=result.plan.id,
            subject=f"goals:{goal.goal.id}",
            name=goal.goal.name,
            sides=_sides(goal.goal),
            person_id=goal.goal.owner_id,
            since=watch.since(concern),
            at_stake=goal.gap_to_target,
            stake_ratio=_missing(goal),
            step=step,
            arguments=arguments,
            facts=_list_facts(goal),
        )


def iter_stale_actuals(
    result: PlanResult, settings: AttentionSettings
) -> Iterator[Nudge]:
    """Find goals whose figures are too old, or that have none at all.

    Figures are as old as the last entry, or where it is known how far the data reach,
    as that. Where there is no entry, age counts from the goal's first day on. After the
    goal's last day nothing gets older. Milestones have no entry until they are done,
    and what is met needs none.

    Args:
        result: How the plan stands.
        settings: How old figures may be where the goal does not say so.
    """
    for goal in result.results:
        if goal.health in _SILENT or goal.shape is GoalShape.MILESTONE:
            continue
        allowed = goal.goal.stale_after_days
        if allowed is None:
            allowed = settings.stale_actuals_days
        period = goal.goal.period
        newest = goal.data_through or goal.last_entry_on
        known = period.first_day - _ONE_DAY if newest is None else newest
        since = max(known + timedelta(days=allowed + 1), period.first_day)
        if since > min(result.as_of, period.last_day):
            continue
        facts = [NudgeFact("allowed_days", allowed)]
        if newest is not None:
            facts.insert(0, NudgeFact("newest_on", newest))
        yield Nudge(
            code=NudgeCode.ACTUALS_STALE,
            plan_id=result.plan.id,
            subject=f"goals:{goal.goal.id}",
            name=goal.goal.name,
            sides=_sides(goal.goal),
            person_id=goal.goal.owner_id,
            since=since,
            step=NudgeStep.REPORT_ACTUALS,
            arguments=[NudgeFact("metric", goal.goal.metric.key)],
            facts=facts,
        )


def _sides(goal: Goal) -> Iterable[Side]:
    seers = [side for side in Side if goal.audience.sees(side)]
    return [goal.side] if goal.side in seers else seers


def _missing(result: GoalResult) -> Fraction | None:
    done = result.progress_ratio
    if done is None:  # pragma: no cover - what is off track has gone some way
        return None
    # Of a ceiling what is over is at stake, as its gap to target says.
    over, under = done.as_integer_ratio()
    is_over = result.shape is GoalShape.CEILING
    return Fraction(over - under if is_over else under - over, under)


def _step(
    plan: Plan, result: GoalResult, concern: Concern
) -> tuple[NudgeStep, list[NudgeFact]]:
    """Return what to do: change the goal, do what closes the gap, or talk about it."""
    goal = result.goal
    if concern is Concern.IMPLAUSIBLE:
        is_signed = plan.kind is PlanKind.JOINT and goal.audience is Audience.JOINT
        step = NudgeStep.PROPOSE_AMENDMENT if is_signed else NudgeStep.EDIT
        return step, [NudgeFact("goal_id", goal.id)]
    closing = actions_to_close(result, plan.actions, initiatives=plan.initiatives)
    if closing.closes_gap and 0 < len(closing.actions) <= _MOST_ACTIONS:
        ids = [NudgeFact("action_id", action.id) for action in closing.actions]
        return NudgeStep.DO_ACTIONS, ids
    ahead = [
        (review.on, review.id)
        for review in plan.reviews
        if review.is_open and result.as_of <= review.on <= goal.period.last_day
    ]
    if not ahead:
        return NudgeStep.BOOK_REVIEW, [NudgeFact("goal_id", goal.id)]
    on, review_id = min(ahead)
    return NudgeStep.RAISE_AT_REVIEW, [
        NudgeFact("review_id", review_id),
        NudgeFact("on", on),
        NudgeFact("goal_id", goal.id),
    ]


def _list_facts(result: GoalResult) -> list[NudgeFact]:
    found: dict[str, FactValue | None] = {
        "shape": result.shape.value,
        "attained": result.attained,
        "target": result.target,
        "expected_to_date": result.expected_to_date,
        "pace_index": result.pace_index,
        "gap_to_pace": result.gap_to_pace,
        "gap_to_target": result.gap_to_target,
        "days_left": result.remaining_days,
        "catch_up_ratio": catch_up_ratio(result),
        "coverage_of_gap": result.coverage_of_gap,
    }
    a_day, a_workday = result.required_run_rate, result.required_run_rate_per_workday
    if a_day is not None:
        found["required_per_day"] = a_day.rounded()
        a_week = a_day.value * DAYS_PER_WEEK
        found["required_per_week"] = rounded_like(a_week, a_day.unit)
    if a_workday is not None:
        found["required_per_workday"] = a_workday.rounded()
    return [
        NudgeFact(name, value) for name, value in found.items() if value is not None
    ]
