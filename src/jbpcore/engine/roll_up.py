"""Adding the parts of a goal up again, to the digits of the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.values.ratio import Ratio

__all__ = ["RolledUp", "roll_up"]

_ADDED_UP = frozenset(
    {GoalShape.FLOW, GoalShape.CEILING, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN}
)


@attrs.frozen(kw_only=True)
class RolledUp:
    """What the parts of a goal come to together.

    A sum is ``None`` where one of the parts has no such figure.

    Attributes:
        results: The results of the parts.
        as_of: The last day that counts, the same for all.
        shape: How they move.
        target: The sum of the targets. It need not be that of the goal above: people
            hand out more than they want, to be safe; see :meth:`assigned_ratio`.
        attained: The sum of what is in.
        expected_to_date: What should be in by now, summed up unrounded, and then
            rounded once.
        baseline: The sum of where the parts start from; zero for all but levels.
    """

    results: tuple[GoalResult, ...]
    as_of: date
    shape: GoalShape
    target: Amount | None
    attained: Amount | None
    expected_to_date: Amount | None
    baseline: Amount | None

    @property
    def higher_is_better(self) -> bool:
        """Whether more is good."""
        return self.shape.higher_is_better

    @property
    def gap_to_target(self) -> Amount | None:
        """What is missing to the target; positive is short, whichever way is good."""
        return self._gap(self.target)

    @property
    def gap_to_pace(self) -> Amount | None:
        """What is missing to where it should be by now; positive is short."""
        return self._gap(self.expected_to_date)

    @property
    def attainment_ratio(self) -> Fraction | None:
        """Attained ÷ target."""
        if self.attained is None or self.target is None:
            return None
        return formulas.attainment(exact(self.attained), exact(self.target))

    @property
    def pace_index(self) -> Fraction | None:
        """Progress so far ÷ progress expected so far; above 1 is good."""
        figures = (self.attained, self.expected_to_date, self.baseline)
        if any(figure is None for figure in figures):
            return None
        attained, expected, baseline = (exact(f) for f in figures if f is not None)
        is_ceiling = self.shape is GoalShape.CEILING
        return formulas.pace(attained, expected, baseline, is_ceiling=is_ceiling)

    def assigned_ratio(self, goal: Goal) -> Fraction | None:
        """Return the sum of the targets ÷ the target of *goal*, the one above.

        Above 1, more was handed out than is wanted; below 1, a part of it is nobody's.
        ``None`` where either has no target, or that of *goal* is zero.
        """
        if self.target is None or goal.target is None:
            return None
        return formulas.attainment(exact(self.target), exact(goal.target))

    def _gap(self, wanted: Amount | None) -> Amount | None:
        if wanted is None or self.attained is None:
            return None
        gap = formulas.shortfall(
            exact(wanted), exact(self.attained), higher_is_better=self.higher_is_better
        )
        return like(gap, self.attained)


def roll_up(results: Iterable[GoalResult]) -> RolledUp:
    """Add up the results of the parts of a goal.

    Where the parts come from one goal, the sums have the digits of that goal's own
    result (of parts by time: at the end of each part; inside one, what is expected to
    date may be a minor unit off, as the part's target was rounded). Parts of parts are
    added up the same way, in any order and grouping.

    Args:
        results: One result for each part.

    Raises:
        InvalidValueError: If there are none, they are of several days or metrics, or
            of a kind that is no sum: ratios, goals to keep, milestones, and levels at
            several times, whose last part says it all.
        CurrencyMismatchError: If they are in several currencies.

    Examples:
        >>> from jbpcore.engine.attainment import assess_goal
        >>> from jbpcore.engine.splits import split_by_label
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="sales", name="Sales", metric=metrics.REVENUE,
        ...     target=Money("100", "USD"),
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ... )
        >>> parts = split_by_label(goal, "region", {"AMER": 1, "APAC": 1, "EMEA": 1})
        >>> day = date(2026, 5, 15)
        >>> total = roll_up(assess_goal(part, [], as_of=day) for part in parts)
        >>> total.target, total.expected_to_date
        (Money('100', 'USD'), Money('49.45', 'USD'))
    """
    listed = tuple(results)
    if not listed:
        raise InvalidValueError("results", (), "one result or more")
    shape = _shape(listed)
    targets = [result.target for result in listed]
    return RolledUp(
        results=listed,
        as_of=listed[0].as_of,
        shape=shape,
        target=_sum(targets),
        attained=_sum([result.attained for result in listed]),
        expected_to_date=_expected(listed),
        baseline=_sum([_start(result) for result in listed]),
    )


def _shape(results: tuple[GoalResult, ...]) -> GoalShape:
    """Check that the parts can be added up, and return how they move."""
    # A level that is to stay where it is moves neither way.
    moving = [r for r in results if r.target != r.goal.baseline]
    first = moving[0] if moving else results[0]
    if first.shape not in _ADDED_UP or isinstance(first.target, Ratio):
        expected = "of money or counts: others are no sums"
        raise InvalidValueError("results", first.goal.id, expected)
    for other in results:
        if other.as_of != first.as_of:
            expected = f"all as of {first.as_of}"
            raise InvalidValueError("results", other.as_of, expected)
        turns = other in moving and other.shape is not first.shape
        if other.goal.metric != first.goal.metric or turns:
            expected = f"all of the metric {first.goal.metric.key}, moving one way"
            raise InvalidValueError("results", other.goal.id, expected)
        if first.shape.has_baseline and other.goal.period != first.goal.period:
            expected = "of one period: levels at several times do not add up"
            raise InvalidValueError("results", str(other.goal.period), expected)
    currencies = {r.goal.currency for r in results if r.goal.currency is not None}
    if len(currencies) > 1:
        raise CurrencyMismatchError(*sorted(currencies)[:2])
    return first.shape


def _sum(amounts: Iterable[Amount | None]) -> Amount | None:
    total = Fraction(0)
    sample: Amount | None = None
    for amount in amounts:
        if amount is None:
            return None
        total, sample = total + exact(amount), amount
    return None if sample is None else like(total, sample)


def _start(result: GoalResult) -> Amount | None:
    if result.shape.has_baseline and result.goal.baseline is not None:
        return result.goal.baseline
    if result.shape is GoalShape.LEVEL_DOWN or result.target is None:
        return None
    return like(Fraction(0), result.target)


def _expected(results: tuple[GoalResult, ...]) -> Amount | None:
    if all(result.expected_ratio is None for result in results):
        return None
    total = Fraction(0)
    sample: Amount | None = None
    for result in results:
        start, target, share = _start(result), result.target, result.expected_ratio
        if start is None or target is None:
            return None
        if share is None:
            if exact(target) != exact(start):
                return None
            share = Fraction(0)
        total += formulas.expected(exact(start), exact(target), share)
        sample = target
    return None if sample is None else rounded_like(total, sample)
