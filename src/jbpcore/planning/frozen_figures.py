"""Keeping how goals stood on a day, so that later bookings change it no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.model.actual import ActualEntry
from jbpcore.model.audience import Audience
from jbpcore.model.figures import GoalFigures
from jbpcore.model.plan import Plan

__all__ = ["figures_of", "freeze_figures"]


def figures_of(result: GoalResult) -> GoalFigures:
    """Return how a goal stands, without the way there.

    Args:
        result: How it stands, with all that went into it.

    Examples:
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> figures = figures_of(assess_goal(goal, booked, as_of=date(2026, 5, 15)))
        >>> figures.health.value, figures.gap_to_pace
        ('off_track', Money('4862.64', 'USD'))
    """
    return GoalFigures(
        goal_id=result.goal.id,
        as_of=result.as_of,
        health=result.health,
        attained=result.attained,
        target=result.target,
        expected_to_date=result.expected_to_date,
        gap_to_target=result.gap_to_target,
        gap_to_pace=result.gap_to_pace,
        projected_finish=result.projected_finish,
        attainment_ratio=result.attainment_ratio,
        pace_index=result.pace_index,
    )


def freeze_figures(
    plan: Plan, entries: Iterable[ActualEntry], *, as_of: date
) -> tuple[GoalFigures, ...]:
    """Return how each goal of both sides stands, in the plan's order.

    Goals for one side alone are left out: both sides look at the same figures.

    Args:
        plan: The plan.
        entries: What was booked.
        as_of: The last day that counts, as a whole day.
    """
    return tuple(
        figures_of(result)
        for result in assess_plan(plan, entries, as_of=as_of).results
        if result.goal.audience is Audience.JOINT
    )
