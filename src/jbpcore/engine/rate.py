"""An amount a day."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.amounts import rounded_like
from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.validation import is_a
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["DAYS_PER_WEEK", "Rate", "RateStep"]

DAYS_PER_WEEK: Final = 7
"""Days of the week that a speed is stated by."""


class RateStep(StrEnum):
    """What a rate is counted over."""

    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"


@attrs.frozen(kw_only=True)
class Rate:
    """An exact amount for each day, working day or week.

    Attributes:
        value: The number, unrounded: 7,500 in 45 days is 500/3 a day.
        unit: An amount of the unit it is in; only its unit counts.
        per: What it is counted over.

    Examples:
        >>> rate = Rate(value=Fraction(7_500, 45), unit=Money.zero("USD"))
        >>> rate.rounded()
        Money('166.67', 'USD')
        >>> print(rate)
        166.67 USD a day
        >>> rate.per_week().rounded()
        Money('1166.67', 'USD')
    """

    value: Fraction = attrs.field(validator=is_a(Fraction))
    unit: Amount = attrs.field(validator=is_a(Money, Quantity, Ratio))
    per: RateStep = attrs.field(default=RateStep.DAY, validator=is_a(RateStep))

    def __str__(self) -> str:
        return f"{self.rounded()} a {self.per}"

    def rounded(self) -> Amount:
        """Return the amount for one step, rounded half-even like scheduled amounts."""
        return rounded_like(self.value, self.unit)

    def per_week(self) -> Rate:
        """Return the same speed by the week of seven days.

        Raises:
            InvalidValueError: If it is by the working day: how many of them a week has,
                only a calendar knows.
        """
        if self.per is RateStep.WEEK:
            return self
        if self.per is not RateStep.DAY:
            expected = "by the day, to be stated by the week"
            raise InvalidValueError("Rate.per", self.per.value, expected)
        a_week = self.value * DAYS_PER_WEEK
        return Rate(value=a_week, unit=self.unit, per=RateStep.WEEK)
