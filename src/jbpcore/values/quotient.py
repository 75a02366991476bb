"""One amount over another, kept apart so that several can be added up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = ["Quotient"]

_Part: TypeAlias = Money | Quantity


def _a_part(_: object, attribute: attrs.Attribute[_Part], value: object) -> None:
    if not isinstance(value, Money | Quantity):
        field = f"Quotient.{attribute.name}"
        raise InvalidValueError(field, value, "Money or a Quantity")


@final
@attrs.frozen
class Quotient:
    """A numerator and a denominator, such as deals won of deals closed.

    A ratio over a quarter is no mean of its weeks: 1 of 2 and 9 of 90 make 10 of 92. So
    both parts are booked, and divided once they are added up.

    Attributes:
        numerator: What is divided; signed, so that a correction can take it back.
        denominator: What it is divided by; may be zero, for a week without any.

    Raises:
        InvalidValueError: If a part is no amount, or one is money and the other is not,
            or they are in two currencies: that would be no ratio.

    Examples:
        >>> won = Quotient.of(3, 10, "deals")
        >>> won.ratio
        Fraction(3, 10)
        >>> Quotient(Money("120", "USD"), Money("480", "USD")).ratio
        Fraction(1, 4)
    """

    numerator: _Part = attrs.field(validator=_a_part)
    denominator: _Part = attrs.field(validator=_a_part)

    def __attrs_post_init__(self) -> None:
        """Check the parts against each other."""
        upper, lower = self.numerator, self.denominator
        is_ratio = type(upper) is type(lower)
        if isinstance(upper, Money) and isinstance(lower, Money):
            is_ratio = upper.currency == lower.currency
        if not is_ratio:
            expected = f"in the unit of the numerator, {upper.unit_name}, or countable"
            raise InvalidValueError("Quotient.denominator", lower, expected)

    @classmethod
    def of(
        cls,
        numerator: Decimal | int | str,
        denominator: Decimal | int | str,
        unit: str,
    ) -> Quotient:
        """Return so many of so many *unit*, a plural such as ``"deals"``."""
        return cls(Quantity(numerator, unit), Quantity(denominator, unit))

    @property
    def ratio(self) -> Fraction | None:
        """Numerator ÷ denominator; ``None`` where there is nothing to divide by."""
        if self.denominator.is_zero:
            return None
        return Fraction(self.numerator.amount) / Fraction(self.denominator.amount)
