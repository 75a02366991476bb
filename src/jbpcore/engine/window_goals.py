"""What each window has to bring to each goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, rounded_like
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.levels import scheduled
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape, shape_of
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import GoalId
from jbpcore.values.ratio import Ratio

__all__ = ["GoalIncrement", "increments"]


@attrs.frozen(kw_only=True)
class GoalIncrement:
    """What one window has to bring to one goal.

    Attributes:
        goal: The goal.
        dates: The days of the window that the goal has.
        expected_at_end: Where the goal should stand at the end of these days.
        scheduled: What the phasing puts on these days: the differences of what is
            expected, so that windows add up to the cent.
        required: What has to come in on these days so that the goal is on pace at
            their end, if it was at the end of the window before; the first window has
            to make up for what is missing now. Never below zero: what is ahead may
            wait. Towards the target, also where a level is to fall; of a ceiling, the
            most that may be spent. Stated to the minor unit.
        reason: Why there are no such amounts: a ratio of two sums and what is to be
            kept do not add up over days.
        checks_due: Of what is to be kept, the stretches that end on these days.
    """

    goal: Goal
    dates: DateRange
    expected_at_end: Amount | None = None
    scheduled: Amount | None = None
    required: Amount | None = None
    reason: Reason | None = None
    checks_due: int = 0

    @property
    def goal_id(self) -> GoalId:
        """The goal's id."""
        return self.goal.id

    @property
    def is_ceiling(self) -> bool:
        """Whether *required* is a limit to stay below, not an amount to bring."""
        return shape_of(self.goal) is GoalShape.CEILING


def increments(
    result: GoalResult, spans: Sequence[DateRange]
) -> tuple[GoalIncrement | None, ...]:
    """Say what each of *spans* has to bring.

    Args:
        result: How the goal stands on the day before the first of them.
        spans: Windows, one after the other.

    Returns:
        One for each span; ``None`` where the goal has no days in it.

    Examples:
        The founding case: 7,500 of 25,000 are in by day 45 of 91, and the next thirty
        days have to bring 25,000 × 75 ÷ 91 less that:

        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.actual import ActualEntry
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=DateRange(date(2026, 4, 1), date(2026, 7, 1)),
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> result = assess_goal(goal, booked, as_of=date(2026, 5, 15))
        >>> spans = [DateRange.of_days(date(2026, 5, 16), 30)]
        >>> increments(result, spans)[0].required
        Money('13104.40', 'USD')
    """
    found: list[GoalIncrement | None] = []
    stood, was_expected = _now(result)
    shape = result.shape
    for span in spans:
        dates = span.intersection(result.goal.period)
        if dates is None:
            found.append(None)
            continue
        if result.goal.target_versions:
            # A target that is revised may lie on the other side of the baseline.
            wanted = result.goal.target_on(dates.last_day)
            shape = shape_of(result.goal, target=wanted)
        step = _step(result, shape, dates, stood, was_expected)
        found.append(step)
        if step.expected_at_end is not None:
            was_expected = exact(step.expected_at_end)
            better = min if shape.falls else max
            stood = was_expected if stood is None else better(stood, was_expected)
    return tuple(found)


def _now(result: GoalResult) -> tuple[Fraction | None, Fraction | None]:
    attained, expected = result.attained, result.expected_to_date
    return (
        None if attained is None else exact(attained),
        None if expected is None else exact(expected),
    )


def _step(
    result: GoalResult,
    shape: GoalShape,
    dates: DateRange,
    stood: Fraction | None,
    was_expected: Fraction | None,
) -> GoalIncrement:
    goal = result.goal
    step = GoalIncrement(goal=goal, dates=dates)
    if shape is GoalShape.KEEP:
        checks = () if goal.keep is None else goal.keep.checks
        due = sum(1 for check in checks if check.last_day in dates)
        return attrs.evolve(step, reason=Reason.NO_BUCKETS, checks_due=due)
    expected = _expected(goal, shape, dates.last_day)
    if expected is None:
        return attrs.evolve(step, reason=_missing(goal, shape))
    step = attrs.evolve(step, expected_at_end=expected)
    if shape in {GoalShape.RATIO_UP, GoalShape.RATIO_DOWN}:
        return attrs.evolve(step, reason=Reason.NO_BUCKETS)
    if was_expected is None:
        return attrs.evolve(step, reason=_missing(goal, shape))
    end = exact(expected)
    goes_up = not shape.falls
    towards = formulas.shortfall(end, was_expected, higher_is_better=goes_up)
    step = attrs.evolve(step, scheduled=rounded_like(towards, expected))
    if stood is None:
        return attrs.evolve(step, reason=result.attained_reason or Reason.NO_ENTRIES)
    short = formulas.shortfall(end, stood, higher_is_better=goes_up)
    return attrs.evolve(step, required=rounded_like(max(short, Fraction(0)), expected))


def _expected(goal: Goal, shape: GoalShape, day: date) -> Amount | None:
    if shape is GoalShape.MILESTONE:
        return Ratio(1 if day >= goal.period.last_day else 0)
    share = due_share(goal.phasing, goal.period, as_of=day)
    return scheduled(goal, shape, goal.target_on(day), share)


def _missing(goal: Goal, shape: GoalShape) -> Reason:
    if goal.target is None:
        return Reason.NO_TARGET
    if shape.falls and goal.baseline is None:
        return Reason.NO_BASELINE
    return Reason.PHASING_EMPTY
