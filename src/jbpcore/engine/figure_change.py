"""Two results side by side, figure by figure, each with which way is good."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, TypeAlias

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.rate import Rate
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["FigureChange", "compare_results"]

_Figure: TypeAlias = Amount | Fraction | Rate
_HIGHER: Final = frozenset({"pace_index"})
_LOWER: Final = frozenset(
    {
        "gap_to_target",
        "gap_to_pace",
        "required_run_rate",
        "required_run_rate_per_workday",
        "lift_needed",
    }
)
_ONWARD: Final = frozenset({"progress_ratio", "run_rate", "run_rate_per_workday"})
_AS_THE_GOAL: Final = frozenset({"attained", "attainment_ratio", "projected_finish"})
_COMPARED: Final = (
    "attained",
    "expected_to_date",
    "attainment_ratio",
    "progress_ratio",
    "pace_index",
    "gap_to_target",
    "gap_to_pace",
    "run_rate",
    "required_run_rate",
    "run_rate_per_workday",
    "required_run_rate_per_workday",
    "lift_needed",
    "projected_finish",
)


@attrs.frozen(kw_only=True)
class FigureChange:
    """One figure, as it is and as it would be.

    Attributes:
        figure: Its name in a ``GoalResult``.
        before: As it is; ``None`` where there is none.
        after: As it would be.
        difference: *after* − *before*, signed; ``None`` where either is missing.
        is_favourable: Whether the difference is a good one, whichever way is good for
            the figure and the goal. ``None`` where there is no difference, and for what
            is due, which is neither.
    """

    figure: str
    before: _Figure | None
    after: _Figure | None
    difference: _Figure | None
    is_favourable: bool | None


def compare_results(
    before: GoalResult, after: GoalResult, *, finish_after: Amount | None = None
) -> tuple[FigureChange, ...]:
    """Compare two results of a goal: two days, two targets, with and without a deal.

    Args:
        before: One result.
        after: The other, in the same unit. Its shape says which way is good.
        finish_after: Where it would end, if not at the projected finish of *after*.

    Returns:
        A change for every figure that either has, in reading order.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.daterange import DateRange
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("9100", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> friday, monday = (
        ...     assess_goal(goal, [], as_of=date(2026, 5, day)) for day in (15, 18)
        ... )
        >>> for change in compare_results(friday, monday):
        ...     if change.figure == "gap_to_pace":
        ...         print(change.difference, change.is_favourable)
        300 USD False
    """
    changes = []
    for figure in _COMPARED:
        old, new = getattr(before, figure), getattr(after, figure)
        if figure == "projected_finish" and finish_after is not None:
            new = finish_after
        if old is not None or new is not None:
            changes.append(_change(after.shape, figure, old, new))
    return tuple(changes)


def _change(
    shape: GoalShape, figure: str, before: _Figure | None, after: _Figure | None
) -> FigureChange:
    difference: _Figure | None = None
    is_favourable = None
    if before is not None and after is not None:
        step = _number(after) - _number(before)
        difference = _like(step, after)
        if step and (wanted := _wanted(shape, figure)):
            is_favourable = (step > 0) == (wanted > 0)
    return FigureChange(
        figure=figure,
        before=before,
        after=after,
        difference=difference,
        is_favourable=is_favourable,
    )


def _wanted(shape: GoalShape, figure: str) -> int:
    """Return 1 where more of *figure* is good, -1 where less is, 0 for neither."""
    if figure in _HIGHER:
        return 1
    if figure in _LOWER:
        return -1
    if figure in _ONWARD:
        return -1 if shape is GoalShape.CEILING else 1
    if figure in _AS_THE_GOAL:
        return 1 if shape.higher_is_better else -1
    return 0


def _number(figure: _Figure) -> Fraction:
    if isinstance(figure, Money | Quantity | Ratio):
        return exact(figure)
    return figure.value if isinstance(figure, Rate) else figure


def _like(step: Fraction, sample: _Figure) -> _Figure:
    if isinstance(sample, Money | Quantity | Ratio):
        return like(step, sample)
    return attrs.evolve(sample, value=step) if isinstance(sample, Rate) else step
