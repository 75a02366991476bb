"""The sums of one metric over many goals, in one unit."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from operator import attrgetter
from typing import Final

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact, like, rounded_like
from jbpcore.engine.goal_ref import GoalRef
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.errors import NoRateReason
from jbpcore.model.amount import Amount
from jbpcore.model.fx_rate import AppliedRate
from jbpcore.values.ids import MetricKey
from jbpcore.values.money import Money

__all__ = ["Exclusion", "LeftOut", "LinePart", "RollUpLine"]


class Exclusion(StrEnum):
    """Why a goal is in no sum, though it has figures."""

    NO_SUM = "no_sum"
    """Ratios, milestones and what is to be kept are no sums; they count in the score
    and the status."""

    EARLIER_LEVEL = "earlier_level"
    """The partner has another goal of the metric whose period began later: levels of
    several times do not add up."""

    IN_PARENT_GOAL = "in_parent_goal"
    """A goal of a group above holds it already."""


@attrs.frozen(kw_only=True)
class LeftOut:
    """A goal that is in no sum.

    Attributes:
        goal: The goal.
        reason: Why not.
        attained: What was attained all the same, if that is known.
    """

    goal: GoalRef
    reason: Reason | Exclusion
    attained: Amount | None = None


@attrs.frozen(kw_only=True)
class LinePart:
    """What the goals of one unit come to: nothing converted, nothing rounded.

    Attributes:
        target: The sum of the targets.
        attained: The sum of what is in.
        expected_to_date: The sum of what should be in by now, as scheduled.
        baseline: The sum of where levels start from; zero for all else.
        goal_count: How many goals there are.
        rate: What it is converted at; ``None`` where nothing is converted.
        no_rate: Why there is no rate, though one is needed.
    """

    target: Amount
    attained: Amount
    expected_to_date: Amount
    baseline: Amount
    goal_count: int
    rate: AppliedRate | None = None
    no_rate: NoRateReason | None = None


_Read = Callable[[LinePart], Amount]
_TARGET: Final[_Read] = attrgetter("target")
_ATTAINED: Final[_Read] = attrgetter("attained")
_EXPECTED: Final[_Read] = attrgetter("expected_to_date")
_BASELINE: Final[_Read] = attrgetter("baseline")


@attrs.frozen(kw_only=True)
class RollUpLine:
    """The sums of one metric that moves one way, in one unit.

    Amounts of several currencies are converted exactly, and a sum is rounded half-even
    to the minor unit, once; a gap is the difference of two such sums, so that columns
    add up. Ratios are of the unrounded sums. Where a rate is missing every figure is
    ``None``: a part is no total. The ``parts`` hold what there is.

    Attributes:
        metric: Key of the metric.
        shape: How it moves, which says whether more is good.
        unit: What it is in: a currency, or what is counted.
        parts: What each unit came to, in order of the unit; more than one only where
            currencies are converted.
    """

    metric: MetricKey
    shape: GoalShape
    unit: str
    parts: tuple[LinePart, ...]

    @property
    def higher_is_better(self) -> bool:
        """Whether more is good."""
        return self.shape.higher_is_better

    @property
    def goal_count(self) -> int:
        """How many goals are in it."""
        return sum(part.goal_count for part in self.parts)

    @property
    def is_partial(self) -> bool:
        """Whether a part of it could not be converted."""
        return any(part.no_rate is not None for part in self.parts)

    @property
    def rates(self) -> tuple[AppliedRate, ...]:
        """The rates it was converted at, with their days and sources."""
        return tuple(part.rate for part in self.parts if part.rate is not None)

    @property
    def target(self) -> Amount | None:
        """The sum of the targets."""
        return self._amount(_TARGET)

    @property
    def attained(self) -> Amount | None:
        """The sum of what is in."""
        return self._amount(_ATTAINED)

    @property
    def expected_to_date(self) -> Amount | None:
        """The sum of what should be in by now."""
        return self._amount(_EXPECTED)

    @property
    def gap_to_target(self) -> Amount | None:
        """What is missing to the targets; positive is short, whichever way is good."""
        return self._gap(self.target)

    @property
    def gap_to_pace(self) -> Amount | None:
        """What is missing to where it should be by now; positive is short."""
        return self._gap(self.expected_to_date)

    @property
    def attainment_ratio(self) -> Fraction | None:
        """Pooled: the sum of what is in ÷ the sum of the targets."""
        attained, target = self._value(_ATTAINED), self._value(_TARGET)
        if attained is None or target is None:
            return None
        return formulas.attainment(attained, target)

    @property
    def pace_index(self) -> Fraction | None:
        """Pooled progress so far ÷ progress expected so far; above 1 is good."""
        attained, expected = self._value(_ATTAINED), self._value(_EXPECTED)
        start = self._value(_BASELINE)
        if attained is None or expected is None or start is None:
            return None
        is_ceiling = self.shape is GoalShape.CEILING
        return formulas.pace(attained, expected, start, is_ceiling=is_ceiling)

    def list_attained(self) -> tuple[Money, ...]:
        """Return what was attained in each currency, to compare at other rates."""
        amounts = (part.attained for part in self.parts)
        return tuple(amount for amount in amounts if isinstance(amount, Money))

    def _value(self, read: _Read) -> Fraction | None:
        if self.is_partial:
            return None
        total = Fraction(0)
        for part in self.parts:
            rate = Fraction(1) if part.rate is None else part.rate.value
            total += formulas.converted(exact(read(part)), rate)
        return total

    def _amount(self, read: _Read) -> Amount | None:
        value = self._value(read)
        if value is None:
            return None
        if self.rates:
            return rounded_like(value, Money.zero(self.unit))
        return like(value, self.parts[0].target)

    def _gap(self, wanted: Amount | None) -> Amount | None:
        attained = self.attained
        if wanted is None or attained is None:
            return None
        gap = formulas.shortfall(
            exact(wanted), exact(attained), higher_is_better=self.higher_is_better
        )
        return like(gap, attained)
