"""Where a goal stands, in the sentence about its nudge."""

from __future__ import annotations

from typing import Final

from jbpcore.engine.amounts import exact
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import (
    count_days,
    is_or_are,
    show_difference,
    was_or_were,
)
from jbpcore.formatting.numbers import show_amount
from jbpcore.model.amount import Amount
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["standing_words"]

_LEVELS: Final = {
    GoalShape.LEVEL_UP.value,
    GoalShape.LEVEL_DOWN.value,
    GoalShape.RATIO_UP.value,
    GoalShape.RATIO_DOWN.value,
}


def standing_words(nudge: Nudge, *, locale: str) -> str:
    """Say how far a goal is and what is missing; empty where that is not known.

    Examples:
        >>> from jbpcore.engine.attention.codes import NudgeCode, NudgeStep
        >>> from jbpcore.engine.attention.nudge import NudgeFact
        >>> nudge = Nudge(
        ...     code=NudgeCode.GOAL_OFF_PACE, plan_id="p", subject="goals:g", name="G",
        ...     sides=[], step=NudgeStep.BOOK_REVIEW,
        ...     facts=[NudgeFact("attained", Money("7500", "USD")),
        ...            NudgeFact("expected_to_date", Money("12362.64", "USD"))],
        ... )
        >>> standing_words(nudge, locale="en_US")
        ': $7,500.00 is in where $12,362.64 was due'
    """
    told = list(filter(None, (_so_far(nudge, locale), _missing(nudge, locale))))
    return f": {', '.join(told)}" if told else ""


def _so_far(nudge: Nudge, locale: str) -> str:
    shape = nudge.try_fact("shape")
    attained, due = _amount(nudge, "attained"), _amount(nudge, "expected_to_date")
    if shape == GoalShape.MILESTONE.value:
        return "it is not done"
    if attained is None or due is None:
        return ""
    now = show_amount(attained, locale=locale)
    then = show_amount(due, locale=locale)
    if shape in _LEVELS:
        return f"it is at {now} where {then} {was_or_were(due)} due"
    if shape == GoalShape.CEILING.value:
        return (
            f"{now} {is_or_are(attained)} used where {then} {was_or_were(due)} planned"
        )
    if shape == GoalShape.KEEP.value:
        return f"it was kept in {now} of what was due"
    return f"{now} {is_or_are(attained)} in where {then} {was_or_were(due)} due"


def _missing(nudge: Nudge, locale: str) -> str:
    shape, left = nudge.try_fact("shape"), nudge.try_fact("days_left")
    gap = _amount(nudge, "gap_to_target")
    if shape in {GoalShape.MILESTONE.value, GoalShape.KEEP.value}:
        return ""
    if gap is None or type(left) is not int or exact(gap) <= 0:
        return ""
    days = count_days(left, locale=locale)
    much = show_difference(gap, locale=locale)
    where = "over what is allowed" if shape == GoalShape.CEILING.value else "short"
    return f"{much} {where} with {days} left"


def _amount(nudge: Nudge, name: str) -> Amount | None:
    value = nudge.try_fact(name)
    return value if isinstance(value, Money | Quantity | Ratio) else None
