"""Within which bounds something is to stay, and when that is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.validation import is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.values.decimals import fraction_to_decimal_exact
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["KeepBand"]

_BOUND = attrs.validators.optional(is_a(Money, Quantity, Ratio))


def _ranges(checks: Iterable[DateRange]) -> tuple[DateRange, ...]:
    return tuple(checks)


@attrs.frozen(kw_only=True)
class KeepBand:
    """Bounds that hold in every one of some stretches of days.

    Both bounds belong to the band. A stretch is due once its last day is over; due and
    without a value, it is not kept.

    Attributes:
        checks: The stretches, resolved to days, in order and apart: twelve months,
            thirteen weeks. Inside the goal's period.
        lower: The least that is good; ``None`` for no lower bound.
        upper: The most that is good; ``None`` for no upper bound.

    Raises:
        InvalidValueError: If there is no stretch, two overlap or are out of order, no
            bound is given, or the lower one is above the upper.

    Examples:
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.periods.fiscal_period import PeriodKind
        >>> calendar = FiscalCalendar.calendar_year()
        >>> months = calendar.tiles(PeriodKind.MONTH, calendar.year(2026))
        >>> band = KeepBand.around(
        ...     Quantity(250, "seats"), "5%", checks=[month.dates for month in months]
        ... )
        >>> print(band.lower, "to", band.upper)
        237.5 seats to 262.5 seats
    """

    checks: tuple[DateRange, ...] = attrs.field(
        converter=_ranges, validator=is_a(DateRange, each=True)
    )
    lower: Amount | None = attrs.field(default=None, validator=_BOUND)
    upper: Amount | None = attrs.field(default=None, validator=_BOUND)

    def __attrs_post_init__(self) -> None:
        """Check the bounds and the stretches against each other."""
        if not self.checks:
            expected = "one stretch of days or more"
            raise InvalidValueError("KeepBand.checks", self.checks, expected)
        for earlier, later in pairwise(self.checks):
            if later.start < earlier.end:
                expected = f"in order and apart; {later} meets {earlier}"
                raise InvalidValueError("KeepBand.checks", str(later), expected)
        if self.lower is None and self.upper is None:
            expected = "given where no upper bound is"
            raise InvalidValueError("KeepBand.lower", None, expected)
        if self.lower is not None and self.upper is not None:
            _check_order(self.lower, self.upper)

    @classmethod
    def at_least(cls, lower: Amount, *, checks: Iterable[DateRange]) -> KeepBand:
        """Return the band from *lower* up."""
        return cls(lower=lower, checks=checks)

    @classmethod
    def at_most(cls, upper: Amount, *, checks: Iterable[DateRange]) -> KeepBand:
        """Return the band up to *upper*."""
        return cls(upper=upper, checks=checks)

    @classmethod
    def around(
        cls, middle: Amount, tolerance: Ratio | str, *, checks: Iterable[DateRange]
    ) -> KeepBand:
        """Return the band of *tolerance* times *middle* to either side of it.

        Raises:
            InvalidValueError: If the tolerance is negative, or no decimal can write the
                bounds, as with a third.
        """
        share = tolerance if isinstance(tolerance, Ratio) else Ratio(tolerance)
        if share.value < 0:
            raise InvalidValueError("tolerance", str(share), "zero or more")
        if isinstance(middle, Ratio):
            reach = Ratio(abs(middle.value) * share.value)
            return cls(lower=middle - reach, upper=middle + reach, checks=checks)
        width = fraction_to_decimal_exact(abs(Fraction(middle.amount)) * share.value)
        if width is None:
            expected = "such that the bounds are decimals, as '5%' or '0.05' is"
            raise InvalidValueError("tolerance", str(share), expected)
        if isinstance(middle, Money):
            money = Money(width, middle.currency)
            return cls(lower=middle - money, upper=middle + money, checks=checks)
        count = Quantity(width, middle.unit)
        return cls(lower=middle - count, upper=middle + count, checks=checks)


def _check_order(lower: Amount, upper: Amount) -> None:
    """Refuse a lower bound above the upper, or in another unit.

    Raises:
        InvalidValueError: If it is above.
        CurrencyMismatchError: If they are in two currencies.
        UnitMismatchError: If they are in two units.
    """
    if cast("Any", lower) > upper:
        raise InvalidValueError("KeepBand.lower", lower, f"at most {upper}")
