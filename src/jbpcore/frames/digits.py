"""Exact amounts as digits."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from jbpcore.model.amount import Amount
from jbpcore.values.decimals import fraction_to_decimal_exact, half_even
from jbpcore.values.ratio import Ratio

__all__ = ["amount_digits"]

_PLACES: Final = 12
_WIDE: Final = Context(prec=60)


def amount_digits(amount: Amount) -> Decimal:
    """Return *amount* in digits; a ratio without an end is rounded half-even to twelve.

    Examples:
        >>> amount_digits(Ratio("1/4")), amount_digits(Ratio("2/3"))
        (Decimal('0.25'), Decimal('0.666666666667'))
    """
    if not isinstance(amount, Ratio):
        return amount.amount
    exact = fraction_to_decimal_exact(amount.value)
    return _rounded(amount.value) if exact is None else exact


def _rounded(value: Fraction) -> Decimal:
    units = half_even(value.numerator * 10**_PLACES, value.denominator)
    return Decimal(units).scaleb(-_PLACES, _WIDE)
