"""The weighted score of a plan, with what every goal brought to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.values.decimals import half_even
from jbpcore.values.ids import GoalId

__all__ = ["NoScore", "ScoreLine", "Scorecard", "exact_sum", "mean", "score_goals"]

_FINE: Final = 10**12


class NoScore(StrEnum):
    """Why there is no score."""

    NO_GOALS = "no_goals"
    """There are no goals."""

    NOTHING_KNOWN = "nothing_known"
    """No goal has an attainment yet; each says why."""

    NO_WEIGHT = "no_weight"
    """The goals that have one weigh nothing."""


@attrs.frozen(kw_only=True)
class ScoreLine:
    """What one goal brings to the score.

    Attributes:
        goal_id: The goal.
        weight: Its weight, as agreed.
        ratio: How well it does, above all limits: 1 is the whole target.
        counted: The same within the goal's ``score_floor`` and ``score_cap``.
        share: Its weight ÷ the weights of all goals that count.
        points: share × counted; the points of all goals add up to the score.
        left_out: Why it does not count, and then its weight does not either: it has not
            started, or there is no attainment, for lack of a target, of data and so on.
    """

    goal_id: GoalId
    weight: Fraction
    ratio: Fraction | None = None
    counted: Fraction | None = None
    share: Fraction = Fraction(0)
    points: Fraction = Fraction(0)
    left_out: Reason | None = None

    @property
    def is_limited(self) -> bool:
        """Whether a cap or a floor changed what counts."""
        return self.counted != self.ratio


@attrs.frozen(kw_only=True)
class Scorecard:
    """A weighted score, and the lines it is made of.

    Attributes:
        score_ratio: Σ weight × counted ÷ Σ weight, over the goals that count, exactly;
            1 is 100 %. ``None`` where there is none.
        lines: One for each goal, in the order given, those left out included.
        reason: Why there is no score.
    """

    score_ratio: Fraction | None
    lines: tuple[ScoreLine, ...]
    reason: NoScore | None = None

    @property
    def left_out(self) -> tuple[ScoreLine, ...]:
        """The goals that do not count, each with its reason."""
        return tuple(line for line in self.lines if line.left_out is not None)


def score_goals(results: Iterable[GoalResult]) -> Scorecard:
    """Return the weighted score of goals, such as those of a plan.

    What counts of a goal is its ``progress_ratio``: attained ÷ target for flows, the
    way done for levels, whichever way they go. A ceiling counts 1 while it is kept, and
    target ÷ attained once it is not: spending less than allowed earns nothing extra. A
    goal may cap what counts; nothing is capped otherwise.

    Goals that have not started, and those without a ratio, are left out with their
    weight, and named. A flow that nothing was booked for is not one of them: it has
    attained nothing, and counts zero.

    Args:
        results: How the goals stand.

    Examples:
        Twice the target counts as 120 % where that is the cap:

        >>> from datetime import date
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> day = date(2026, 4, 2)
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("100", "USD"), period=DateRange.of_days(day, 10),
        ...     score_cap="120%",
        ... )
        >>> booked = ActualEntry(metric="revenue", on=day, amount=Money("200", "USD"))
        >>> card = score_goals([assess_goal(goal, [booked], as_of=day)])
        >>> card.score_ratio, card.lines[0].ratio
        (Fraction(6, 5), Fraction(2, 1))
    """
    lines = [_line(result) for result in results]
    counting = [line for line in lines if line.left_out is None]
    total = exact_sum(line.weight for line in counting)
    if not total:
        reason = NoScore.NO_WEIGHT if counting else NoScore.NOTHING_KNOWN
        reason = reason if lines else NoScore.NO_GOALS
        return Scorecard(score_ratio=None, lines=tuple(lines), reason=reason)
    lines = [_weighed(line, total) for line in lines]
    score = exact_sum(line.points for line in lines)
    return Scorecard(score_ratio=score, lines=tuple(lines))


def exact_sum(values: Iterable[Fraction]) -> Fraction:
    """Return the sum of fractions, exactly and without needless work.

    Those of one denominator are added up as whole numbers, and what is left in pairs,
    so that the numbers grow late.

    Examples:
        >>> exact_sum([Fraction(1, 6), Fraction(1, 6), Fraction(1, 2)])
        Fraction(5, 6)
    """
    numerators: defaultdict[int, int] = defaultdict(int)
    for value in values:
        numerators[value.denominator] += value.numerator
    left = [Fraction(upper, lower) for lower, upper in sorted(numerators.items())]
    while len(left) > 1:
        pairs = zip(left[::2], left[1::2], strict=False)
        odd = left[-1:] if len(left) % 2 else []
        left = [one + other for one, other in pairs] + odd
    return left[0] if left else Fraction(0)


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """Return the plain mean of the figures of several plans; ``None`` of none.

    A single figure stays exact. Of several, each is rounded half-even to twelve
    decimals first: the figures of thousands of plans have no common denominator that
    could be written down.

    Examples:
        >>> mean([Fraction(1, 3)]), mean([Fraction(1, 2), Fraction(1, 4)])
        (Fraction(1, 3), Fraction(3, 8))
    """
    if len(values) == 1:
        return values[0]
    units = [half_even(v.numerator * _FINE, v.denominator) for v in values]
    return Fraction(sum(units), _FINE * len(units)) if units else None


def _line(result: GoalResult) -> ScoreLine:
    goal = result.goal
    found = _ratio(result)
    if isinstance(found, Reason):
        return ScoreLine(goal_id=goal.id, weight=goal.weight, left_out=found)
    counted = formulas.counted(found, goal.score_floor, goal.score_cap)
    return ScoreLine(goal_id=goal.id, weight=goal.weight, ratio=found, counted=counted)


def _ratio(result: GoalResult) -> Fraction | Reason:
    if result.reason is Reason.NOT_STARTED:
        return Reason.NOT_STARTED
    standing = result.standing()
    if standing.obstacle() is Reason.NEGATIVE_TARGET:
        return Reason.NEGATIVE_TARGET
    found = standing.progress_ratio()
    if standing.shape is not GoalShape.CEILING or isinstance(found, Reason):
        return found
    attained, target = standing.attained, standing.target
    if isinstance(attained, Reason) or target is None:  # pragma: no cover - an obstacle
        return Reason.NO_TARGET
    kept = formulas.within_ceiling(attained, target)
    return Reason.NEGATIVE_TARGET if kept is None else kept


def _weighed(line: ScoreLine, total: Fraction) -> ScoreLine:
    if line.counted is None:
        return line
    share = line.weight / total
    return attrs.evolve(line, share=share, points=share * line.counted)
