"""One health for many goals, by a rule that is stated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.goal_ref import GoalRef
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import WORST_FIRST, PlanResult
from jbpcore.engine.score import exact_sum, mean
from jbpcore.model.health import Health, HealthBands

__all__ = ["StatusRollUp", "StatusRule", "roll_up_status"]


class StatusRule(StrEnum):
    """Which goal decides the health of many."""

    WORST = "worst"
    """The worst health there is, in the order of ``WORST_FIRST``."""

    WEIGHTED = "weighted"
    """The band of the mean pace: Σ weight × pace ÷ Σ weight within each plan, the paces
    within the goals' ``score_floor`` and ``score_cap``; of several plans the plain mean
    of theirs, each rounded half-even to twelve decimals. Goals without a pace are left
    out, and so are plans without one."""

    LATEST = "latest"
    """The goal that was last heard of: the one with the latest ``last_entry_on``. Of
    several, the worst."""


@attrs.frozen(kw_only=True)
class StatusRollUp:
    """The health of many goals, and how it came about.

    Attributes:
        health: The health; ``not_applicable`` where there are no goals.
        rule: The rule that was asked for.
        applied: The rule that decided. It is ``worst`` also where the one asked for
            has nothing to go by: no goal has a pace with a weight, or none an entry.
        decided_by: The goals that decided, by id; for the weighted rule, those whose
            pace counted.
        pace_index: The mean pace, where the weighted rule decided.
        counts: How many goals have each health; those with none are left out.
    """

    health: Health
    rule: StatusRule
    applied: StatusRule
    decided_by: tuple[GoalRef, ...] = ()
    pace_index: Fraction | None = None
    counts: Mapping[Health, int] = attrs.field(factory=dict, hash=False)


def roll_up_status(
    plans: Iterable[PlanResult],
    *,
    rule: StatusRule = StatusRule.WORST,
    bands: HealthBands | None = None,
) -> StatusRollUp:
    """Return one health for all goals of *plans*.

    Args:
        plans: How the plans stand.
        rule: Which goal decides.
        bands: The bands of a mean pace; those of the plan if there is one plan, and
            the default bands otherwise, if ``None``.

    Examples:
        >>> roll_up_status([]).health.value
        'not_applicable'
    """
    listed = tuple(plans)
    if bands is None:
        bands = listed[0].plan.health_bands if len(listed) == 1 else HealthBands()
    goals = {_ref(plan, result): result for plan in listed for result in plan.results}
    counts = Counter(result.health for result in goals.values())
    ordered = {health: counts[health] for health in Health if counts[health]}
    found = None
    if rule is StatusRule.WEIGHTED:
        found = _weighted(listed, bands)
    elif rule is StatusRule.LATEST:
        found = _latest(goals)
    if found is None:
        found = _worst(goals, StatusRule.WORST)
    return attrs.evolve(found, rule=rule, counts=ordered)


def _ref(plan: PlanResult, result: GoalResult) -> GoalRef:
    return GoalRef(plan.plan.partner.id, plan.plan.id, result.goal.id)


def _worst(goals: Mapping[GoalRef, GoalResult], applied: StatusRule) -> StatusRollUp:
    found = {result.health for result in goals.values()}
    health = next((h for h in WORST_FIRST if h in found), Health.NOT_APPLICABLE)
    decided = sorted(ref for ref, result in goals.items() if result.health is health)
    return StatusRollUp(
        health=health, rule=applied, applied=applied, decided_by=tuple(decided)
    )


def _latest(goals: Mapping[GoalRef, GoalResult]) -> StatusRollUp | None:
    days = [result.last_entry_on for result in goals.values()]
    last = max((day for day in days if day is not None), default=None)
    if last is None:
        return None
    newest = {ref: goal for ref, goal in goals.items() if goal.last_entry_on == last}
    return _worst(newest, StatusRule.LATEST)


def _weighted(plans: tuple[PlanResult, ...], bands: HealthBands) -> StatusRollUp | None:
    means: list[Fraction] = []
    decided: list[GoalRef] = []
    for plan in plans:
        paces = [(result, _pace(result)) for result in plan.results]
        known = [(r, pace) for r, pace in paces if pace is not None and r.goal.weight]
        total = exact_sum(result.goal.weight for result, _ in known)
        if total:
            points = exact_sum(r.goal.weight * pace for r, pace in known)
            means.append(points / total)
            decided += (_ref(plan, result) for result, _ in known)
    pace = mean(means)
    if pace is None:
        return None
    return StatusRollUp(
        health=bands.of(pace),
        rule=StatusRule.WEIGHTED,
        applied=StatusRule.WEIGHTED,
        decided_by=tuple(sorted(decided)),
        pace_index=pace,
    )


def _pace(result: GoalResult) -> Fraction | None:
    pace = result.pace_index
    if pace is None:
        return None
    return formulas.counted(pace, result.goal.score_floor, result.goal.score_cap)
