"""Results as a table: a row for each goal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.portfolio import Portfolio
from jbpcore.engine.rate import Rate
from jbpcore.frames.digits import amount_digits
from jbpcore.frames.tidy import ColumnKind, TidyCell, TidyTable, in_columns
from jbpcore.model.amount import Amount
from jbpcore.model.plan import Plan
from jbpcore.values.money import Money

__all__ = ["RESULT_COLUMNS", "tidy_results"]

_TEXT, _COUNT, _DAY = ColumnKind.TEXT, ColumnKind.COUNT, ColumnKind.DAY
_EXACT, _NUMBER = ColumnKind.DECIMAL, ColumnKind.NUMBER

RESULT_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        "plan_id": _TEXT,
        "partner_id": _TEXT,
        "partner": _TEXT,
        "tier": _TEXT,
        "region": _TEXT,
        "goal_id": _TEXT,
        "goal": _TEXT,
        "metric": _TEXT,
        "shape": _TEXT,
        "unit": _TEXT,
        "first_day": _DAY,
        "last_day": _DAY,
        "as_of": _DAY,
        "health": _TEXT,
        "reason": _TEXT,
        "target": _EXACT,
        "baseline": _EXACT,
        "attained": _EXACT,
        "expected_to_date": _EXACT,
        "gap_to_target": _EXACT,
        "gap_to_pace": _EXACT,
        "projected_finish": _EXACT,
        "run_rate": _NUMBER,
        "required_run_rate": _NUMBER,
        "attainment_ratio": _NUMBER,
        "progress_ratio": _NUMBER,
        "pace_index": _NUMBER,
        "lift_needed": _NUMBER,
        "weight": _NUMBER,
        "elapsed_days": _COUNT,
        "remaining_days": _COUNT,
        "entry_count": _COUNT,
        "last_entry_on": _DAY,
    }
)
"""The columns of results, and what they hold. Rates are a day."""


def tidy_results(
    results: Portfolio | PlanResult | Iterable[PlanResult | GoalResult],
) -> TidyTable:
    """Return *results* as a table with a row for each goal.

    Amounts are exact, in the unit that ``unit`` names; a ratio that has no end in
    digits is given to twelve places. Ratios, indexes and rates are floats.

    Args:
        results: What :func:`~jbpcore.engine.portfolio.assess_portfolio`,
            :func:`~jbpcore.engine.plan_assessment.assess_plan` or
            :func:`~jbpcore.engine.attainment.assess_goal` gave; of the last, plan and
            partner are unknown.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> row = next(tidy_results(
        ...     [assess_goal(goal, [], as_of=date(2026, 5, 15))]
        ... ).iter_rows())
        >>> row["unit"], row["expected_to_date"], row["health"]
        ('USD', Decimal('12362.64'), 'no_data')
    """
    return in_columns(RESULT_COLUMNS, [tuple(_row(*pair)) for pair in _pairs(results)])


def _pairs(
    results: Portfolio | PlanResult | Iterable[PlanResult | GoalResult],
) -> Iterator[tuple[Plan | None, GoalResult]]:
    if isinstance(results, Portfolio):
        results = results.plans
    for result in (results,) if isinstance(results, PlanResult) else results:
        if isinstance(result, PlanResult):
            yield from ((result.plan, goal) for goal in result.results)
        else:
            yield None, result


def _row(plan: Plan | None, result: GoalResult) -> Iterator[TidyCell]:
    goal = result.goal
    partner = None if plan is None else plan.partner
    yield None if plan is None else plan.id
    yield from (
        (None, None, None, None)
        if partner is None
        else (partner.id, partner.name, partner.tier, partner.region)
    )
    yield from (goal.id, goal.name, goal.metric.key, result.shape.value)
    yield _unit(result)
    yield from (goal.period.first_day, goal.period.last_day, result.as_of)
    yield from (result.health.value, result.reason.value)
    for amount in (
        result.target,
        goal.baseline,
        result.attained,
        result.expected_to_date,
        result.gap_to_target,
        result.gap_to_pace,
        result.projected_finish,
    ):
        yield _exact(amount)
    yield from (_rate(result.run_rate), _rate(result.required_run_rate))
    for ratio in (
        result.attainment_ratio,
        result.progress_ratio,
        result.pace_index,
        result.lift_needed,
        goal.weight,
    ):
        yield None if ratio is None else float(ratio)
    yield from (result.elapsed_days, result.remaining_days, result.entry_count)
    yield result.last_entry_on


def _unit(result: GoalResult) -> str:
    for amount in (result.target, result.attained):
        if isinstance(amount, Money):
            return amount.currency
    return str(result.goal.metric.unit)


def _exact(amount: Amount | None) -> Decimal | None:
    return None if amount is None else amount_digits(amount)


def _rate(rate: Rate | None) -> float | None:
    return None if rate is None else float(Fraction(rate.value))
