"""What the two sides aim at."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs

from jbpcore.errors import CurrencyMismatchError, InvalidValueError, UnitMismatchError
from jbpcore.model.amount import Amount
from jbpcore.model.metric import Metric
from jbpcore.model.party import Side
from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, a_text, an_id, exact_ratio, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import GoalId, PersonId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["Goal"]

_LEVELS = ("baseline", "commit", "target", "stretch")
_AN_AMOUNT = attrs.validators.optional(is_a(Money, Quantity, Ratio))


def _not_negative(_: object, attribute: attrs.Attribute[Any], value: Fraction) -> None:
    if value < 0:
        raise InvalidValueError(f"Goal.{attribute.name}", value, "zero or more")


def _unit_of(amount: Amount) -> str:
    return "ratio" if isinstance(amount, Ratio) else amount.unit_name


@attrs.frozen(kw_only=True)
class Goal:
    """A measurable aim over some days.

    Attributes:
        id: Unique within the plan.
        name: What people call it.
        metric: What is counted.
        target: How much is wanted by the end of *period*, in the metric's unit.
            ``None`` while nothing is agreed, which is not the same as zero.
        period: The days that count.
        baseline: Where it starts from; ``None`` means from nothing.
        commit: The least that a side has committed to.
        stretch: More than the target, hoped for.
        weight: Its part in the plan's score, beside the other goals' weights.
        side: Who has to deliver; ``None`` for both together.
        phasing: How the target spreads over the period.
        owner_id: The person answering for it.
        description: Anything else the sides agreed about it.
        scope: Labels that an entry has to carry, each with this value, to count for
            the goal: one product, region or account of a goal that was split.

    Raises:
        InvalidValueError: If a field has a bad value; money finer than the currency's
            minor unit is refused, as no scheduled amount could add up to it, and a
            workday phasing has to know all days of *period*.
        UnitMismatchError: If an amount is not in the metric's unit.
        CurrencyMismatchError: If two amounts are in different currencies.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> goal = Goal(
        ...     id="new-revenue", name="New revenue", metric=metrics.REVENUE,
        ...     target=Money("25000", "USD"),
        ...     period=FiscalCalendar.calendar_year().quarter(2026, 2),
        ... )
        >>> goal.period.length_days
        91
    """

    id: GoalId = attrs.field(converter=GoalId, validator=an_id)
    name: str = attrs.field(validator=a_name)
    metric: Metric = attrs.field(validator=is_a(Metric))
    target: Amount | None = attrs.field(validator=_AN_AMOUNT)
    period: DateRange = attrs.field(validator=is_a(DateRange))
    baseline: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    commit: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    stretch: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    weight: Fraction = attrs.field(
        default=Fraction(1),
        converter=exact_ratio,
        validator=[is_a(Fraction), _not_negative],
    )
    side: Side | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Side))
    )
    phasing: Phasing = attrs.field(
        factory=LinearPhasing,
        validator=is_a(
            LinearPhasing,
            WorkdayPhasing,
            WeightedPhasing,
            CumulativePhasing,
            SCurvePhasing,
        ),
    )
    owner_id: PersonId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PersonId),
        validator=attrs.validators.optional(an_id),
    )
    description: str = attrs.field(default="", validator=a_text)
    scope: Tags = attrs.field(factory=Tags, converter=Tags)

    def __attrs_post_init__(self) -> None:
        """Check the amounts against the metric and each other."""
        currencies = {
            amount.currency
            for level in _LEVELS
            if isinstance(amount := self._checked(level), Money)
        }
        if len(currencies) > 1:
            raise CurrencyMismatchError(*sorted(currencies)[:2])
        if isinstance(self.phasing, WorkdayPhasing):
            span = self.phasing.calendar.span
            if not span.contains(self.period):
                expected = (
                    f"a calendar over all of {self.period}; resolve a longer span"
                )
                raise InvalidValueError("Goal.phasing", str(span), expected)

    def _checked(self, level: str) -> Amount | None:
        amount: Amount | None = getattr(self, level)
        if amount is not None and not self.metric.unit.accepts(amount):
            raise UnitMismatchError(_unit_of(amount), str(self.metric.unit))
        if isinstance(amount, Money) and not amount.is_whole_minor:
            expected = f"whole minor units of {amount.currency}"
            raise InvalidValueError(f"Goal.{level}", amount, expected)
        return amount

    @property
    def currency(self) -> str | None:
        """The currency its amounts are in, or None where it is not about money."""
        for level in _LEVELS:
            amount = getattr(self, level)
            if isinstance(amount, Money):
                return amount.currency
        return None
