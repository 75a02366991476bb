"""Where a goal stands, in the sentence about its nudge."""

from __future__ import annotations

from typing import Final

from jbpcore.engine.amounts import is_above_zero
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import is_counted, show_difference
from jbpcore.formatting.words import Words
from jbpcore.model.amount import Amount
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.wording import message

__all__ = ["standing_words"]

_LEVELS: Final = {
    GoalShape.LEVEL_UP.value,
    GoalShape.LEVEL_DOWN.value,
    GoalShape.RATIO_UP.value,
    GoalShape.RATIO_DOWN.value,
}
# In English money is in and deals are in; other languages may say both alike. The first
# of each pair is of money, the second of things. By now so much should have been in.
_IN: Final = (
    message("{attained} is in where {due} was due"),
    message("{attained} are in where {due} were due"),
)
_AT: Final = (
    # Translators: "it" is a level, such as the number of certified people.
    message("it is at {attained} where {due} was due"),
    # Translators: "it" is a level, such as the number of certified people.
    message("it is at {attained} where {due} were due"),
)
_USED: Final = (
    message("{attained} is used where {due} was planned"),
    message("{attained} are used where {due} were planned"),
)


def standing_words(nudge: Nudge, words: Words) -> str:
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
        >>> standing_words(nudge, Words.for_locale("en_US"))
        '$7,500.00 is in where $12,362.64 was due'
    """
    so_far, missing = _so_far(nudge, words), _missing(nudge, words)
    if not so_far or not missing:
        return so_far or missing
    # Translators: {so_far} is such as "$7,500.00 is in where $12,362.64 was due", and
    # {missing} such as "$17,500.00 short with 46 days left".
    return words.text("{so_far}, {missing}", so_far=so_far, missing=missing)


def _so_far(nudge: Nudge, words: Words) -> str:
    shape = nudge.try_fact("shape")
    attained, due = _amount(nudge, "attained"), _amount(nudge, "expected_to_date")
    if shape == GoalShape.MILESTONE.value:
        return words.text("it is not done")
    if attained is None or due is None:
        return ""
    if shape == GoalShape.KEEP.value:
        # Translators: "it" is a figure that is to stay within bounds; {share} is the
        # percentage of the periods in which it did.
        return words.text("it was kept in {share} of what was due", share=attained)
    forms, counted = _IN, is_counted(due)
    if shape in _LEVELS:
        forms = _AT
    elif shape == GoalShape.CEILING.value:
        forms = _USED
    return words.text(forms[counted], attained=attained, due=due)


def _missing(nudge: Nudge, words: Words) -> str:
    shape, left = nudge.try_fact("shape"), nudge.try_fact("days_left")
    gap = _amount(nudge, "gap_to_target")
    if shape in {GoalShape.MILESTONE.value, GoalShape.KEEP.value}:
        return ""
    if gap is None or type(left) is not int or not is_above_zero(gap):
        return ""
    much = show_difference(gap, words)
    if shape == GoalShape.CEILING.value:
        return words.count(
            "{gap} over what is allowed with {n} day left",
            "{gap} over what is allowed with {n} days left",
            left,
            gap=much,
        )
    return words.count(
        "{gap} short with {n} day left",
        "{gap} short with {n} days left",
        left,
        gap=much,
    )


def _amount(nudge: Nudge, name: str) -> Amount | None:
    value = nudge.try_fact(name)
    return value if isinstance(value, Money | Quantity | Ratio) else None
