"""What it takes to close a gap: a speed from now on, or some of the open actions."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.rate import Rate
from jbpcore.errors import Finding, Severity
from jbpcore.model.amount import Amount
from jbpcore.model.execution import Action, ActionStatus, Initiative
from jbpcore.values.money import Money
from jbpcore.wording import Sentence

__all__ = [
    "ActionsToClose",
    "RequiredRates",
    "actions_to_close",
    "plan_actions_to_close",
    "required_rates",
]

_NOTHING: Final = Fraction(0)
_OPEN: Final = frozenset(
    {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}
)


@attrs.frozen(kw_only=True)
class RequiredRates:
    """How fast it must go from now on to close the gap to the target.

    Attributes:
        per_day: Each calendar day that is left; ``None`` on the last day and after it.
        per_workday: Each working day that is left, where a work calendar was given.
        per_week: The speed of *per_day* by the week of seven days. With fewer days
            left, it is more than the gap.
    """

    per_day: Rate | None
    per_workday: Rate | None
    per_week: Rate | None


def required_rates(result: GoalResult) -> RequiredRates:
    """Return what each day, working day and week left must bring.

    Args:
        result: How the goal stands; its method ``why`` says why a rate is
            missing.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.daterange import DateRange
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("4600", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> rates = required_rates(assess_goal(goal, [], as_of=date(2026, 5, 15)))
        >>> print(rates.per_day, "or", rates.per_week)
        100.00 USD a day or 700.00 USD a week
    """
    per_day = result.required_run_rate
    return RequiredRates(
        per_day=per_day,
        per_workday=result.required_run_rate_per_workday,
        per_week=None if per_day is None else per_day.per_week(),
    )


@attrs.frozen(kw_only=True)
class ActionsToClose:
    """Which of a goal's open actions would close its gap, at their expected impact.

    Attributes:
        result: How the goal stands.
        actions: The fewest that close the gap, the largest impact first; all that help
            where they do not.
        impact: What they come to together.
        remaining_gap: What would still be missing: zero if they close it.
        findings: Open actions of the goal that could not be counted, and why.
    """

    result: GoalResult
    actions: tuple[Action, ...]
    impact: Amount | None
    remaining_gap: Amount | None
    findings: tuple[Finding, ...] = ()

    @property
    def closes_gap(self) -> bool | None:
        """Whether they close the gap; ``None`` where the gap is not known."""
        return None if self.remaining_gap is None else self.remaining_gap.is_zero

    @property
    def count(self) -> int | None:
        """How many close the gap: 0 if there is none; ``None`` if they do not."""
        return len(self.actions) if self.closes_gap else None


def actions_to_close(
    result: GoalResult,
    actions: Iterable[Action],
    *,
    initiatives: Iterable[Initiative] = (),
) -> ActionsToClose:
    """Choose the fewest open actions that would close the gap to the target.

    The largest come first, among equals the one that is due first, then by id, so that
    the choice is always the same. With them no smaller number could do.

    Args:
        result: How the goal stands.
        actions: Actions, also of other goals, which are passed over. An action counts
            for the goal it names, or else for the one that its initiative names.
        initiatives: Where to look up initiatives.

    Returns:
        The actions, and what would still be missing. Left out and reported are open
        actions without an expected impact, with one in another unit or currency, or
        due after the goal's last day.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Side
        >>> from jbpcore.periods.daterange import DateRange
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("5000", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> planned = [
        ...     Action(id=name, name=name, side=Side.PARTNER, due_on=date(2026, 6, 1),
        ...            goal_id="sales", expected_impact=Money(impact, "USD"))
        ...     for name, impact in (("mail", 800), ("event", 3000), ("calls", 2500))
        ... ]
        >>> chosen = actions_to_close(
        ...     assess_goal(goal, [], as_of=date(2026, 5, 15)), planned
        ... )
        >>> chosen.count, [action.id for action in chosen.actions]
        (2, ['event', 'calls'])
    """
    goal_of = {initiative.id: initiative.goal_id for initiative in initiatives}
    findings: list[Finding] = []
    usable: list[tuple[Fraction, Action]] = []
    for action in actions:
        goal_id = action.goal_id
        if goal_id is None and action.initiative_id is not None:
            goal_id = goal_of.get(action.initiative_id)
        if goal_id != result.goal.id or action.status not in _OPEN:
            continue
        finding = _obstacle(result, action)
        if finding is not None:
            findings.append(finding)
        elif action.expected_impact is not None:  # pragma: no branch - an obstacle
            usable.append((exact(action.expected_impact), action))
    usable.sort(key=lambda pair: (-pair[0], pair[1].due_on, pair[1].id))
    return _chosen(result, usable, tuple(findings))


def plan_actions_to_close(result: PlanResult) -> tuple[ActionsToClose, ...]:
    """Choose, for each goal of a plan, the fewest of its actions that close its gap.

    Args:
        result: How the plan stands; its own actions and initiatives serve.

    Returns:
        One answer for each goal, in the plan's order; see :func:`actions_to_close`.
    """
    plan = result.plan
    return tuple(
        actions_to_close(goal, plan.actions, initiatives=plan.initiatives)
        for goal in result.results
    )


def _chosen(
    result: GoalResult,
    usable: list[tuple[Fraction, Action]],
    findings: tuple[Finding, ...],
) -> ActionsToClose:
    gap = result.gap_to_target
    if gap is None:
        return ActionsToClose(
            result=result,
            actions=(),
            impact=None,
            remaining_gap=None,
            findings=findings,
        )
    missing, total = exact(gap), _NOTHING
    if missing.numerator < 0:
        missing = _NOTHING
    taken: list[Action] = []
    for impact, action in usable:
        if total >= missing:
            break
        total += impact
        taken.append(action)
    return ActionsToClose(
        result=result,
        actions=tuple(taken),
        impact=like(total, gap),
        remaining_gap=like(max(missing - total, _NOTHING) if taken else missing, gap),
        findings=findings,
    )


def _obstacle(result: GoalResult, action: Action) -> Finding | None:
    goal, impact = result.goal, action.expected_impact
    if impact is None:
        return _finding(action, "missing", Sentence("Say how much it should bring."))
    if not goal.metric.unit.accepts(impact):
        return _finding(
            action,
            "unit",
            Sentence("State its impact in {unit}.", unit=goal.metric.unit),
        )
    if isinstance(impact, Money) and goal.currency not in {None, impact.currency}:
        return _finding(
            action,
            "currency",
            Sentence("State its impact in {currency}.", currency=goal.currency),
        )
    if action.due_on >= goal.period.end:
        message = Sentence(
            "It is due after the goal's last day, {last_day}.",
            last_day=goal.period.last_day,
        )
        return _finding(action, "late", message)
    if exact(impact) <= 0:
        return _finding(action, "none", Sentence("It is not expected to help."))
    return None


def _finding(action: Action, kind: str, message: str) -> Finding:
    return Finding(
        code=f"jbp.action.impact_{kind}",
        path=f"actions.{action.id}.expected_impact",
        message=message,
        severity=Severity.INFO,
    )
