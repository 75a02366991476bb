"""The levels of a goal: commit, target, stretch, and how each is doing."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal

__all__ = ["GoalLevel", "LevelStanding", "scheduled", "stand_against"]


class GoalLevel(StrEnum):
    """Which of the amounts that a goal may state."""

    COMMIT = "commit"
    TARGET = "target"
    STRETCH = "stretch"
    ORIGINAL_TARGET = "original_target"
    """What the target was before it was revised."""


@attrs.frozen(kw_only=True)
class LevelStanding:
    """How a goal stands against one of its levels.

    Attributes:
        level: Which.
        amount: How much it is.
        is_reached: Whether it is reached today; a ceiling is as long as it holds.
            ``None`` if nothing is known of what was attained.
        attainment_ratio: Attained ÷ this level; ``None`` if it is zero.
        gap: What is missing to it, positive being short.
        expected_to_date: What should be in by now if this were the target.
        gap_to_pace: What is missing to that.
    """

    level: GoalLevel
    amount: Amount
    is_reached: bool | None = None
    attainment_ratio: Fraction | None = None
    gap: Amount | None = None
    expected_to_date: Amount | None = None
    gap_to_pace: Amount | None = None


def scheduled(
    goal: Goal, shape: GoalShape, wanted: Amount | None, share: Fraction | None
) -> Amount | None:
    """Return how much of *wanted* should be in once *share* of the phasing is due.

    Rounded half-even once, on the cumulative curve; ``None`` if nothing is wanted, the
    phasing puts nothing on the goal's days, or nobody said from where it is to fall.
    """
    if wanted is None or share is None or (shape.falls and goal.baseline is None):
        return None
    start = Fraction(0)
    if shape.has_baseline and goal.baseline is not None:
        start = exact(goal.baseline)
    return rounded_like(formulas.expected(start, exact(wanted), share), wanted)


def stand_against(
    level: GoalLevel,
    amount: Amount,
    *,
    attained: Amount | None,
    expected: Amount | None,
    shape: GoalShape,
) -> LevelStanding:
    """Compare what was attained with one level.

    Args:
        level: Which.
        amount: How much it is.
        attained: What is in, if that is known.
        expected: What of *amount* should be in by now.
        shape: How the goal moves.
    """
    if attained is None:
        return LevelStanding(level=level, amount=amount, expected_to_date=expected)
    gap = _gap(amount, attained, shape)
    return LevelStanding(
        level=level,
        amount=amount,
        is_reached=exact(gap) <= 0,
        attainment_ratio=formulas.attainment(exact(attained), exact(amount)),
        gap=gap,
        expected_to_date=expected,
        gap_to_pace=None if expected is None else _gap(expected, attained, shape),
    )


def _gap(wanted: Amount, attained: Amount, shape: GoalShape) -> Amount:
    short = formulas.shortfall(
        exact(wanted), exact(attained), higher_is_better=shape.higher_is_better
    )
    return like(short, attained)
