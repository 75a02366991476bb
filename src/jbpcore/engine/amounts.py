"""Amounts of any kind as exact numbers, and back."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.model.amount import Amount
from jbpcore.model.whole_units import COUNT_DIGITS
from jbpcore.values.decimals import fraction_to_decimal_exact, half_even
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "MOST_AMOUNT",
    "as_integer_ratio",
    "exact",
    "from_units",
    "is_above_zero",
    "like",
    "rounded_like",
]

MOST_AMOUNT = 10**24
"""What every amount is below."""

_LARGEST_PART: Final = 10**40
_FINEST: Final = 10**18


def exact(amount: Amount) -> Fraction:
    """Return *amount* as a number in its own unit.

    Examples:
        >>> exact(Money("12.50", "USD"))
        Fraction(25, 2)
    """
    if isinstance(amount, Ratio):
        return amount.value
    return Fraction(*amount.amount.as_integer_ratio())


def as_integer_ratio(amount: Amount) -> tuple[int, int]:
    """Return *amount* as numerator and denominator of the number in its own unit.

    Examples:
        >>> as_integer_ratio(Money("12.50", "USD"))
        (25, 2)
    """
    if isinstance(amount, Ratio):
        return amount.value.numerator, amount.value.denominator
    return amount.amount.as_integer_ratio()


def is_above_zero(amount: Amount) -> bool:
    """Whether there is more than none of it.

    Examples:
        >>> is_above_zero(Money("0.01", "USD")), is_above_zero(Ratio(0))
        (True, False)
    """
    return as_integer_ratio(amount)[0] > 0


def rounded_like(value: Fraction, sample: Amount) -> Amount:
    """Return *value* in the unit of *sample*, rounded half-even once.

    Money is rounded to the currency's minor unit, a count to two digits, a ratio not at
    all.

    Examples:
        >>> rounded_like(Fraction(1_125_000, 91), Money(1, "USD"))
        Money('12362.64', 'USD')
    """
    if isinstance(sample, Ratio):
        return _as_ratio(value)
    if isinstance(sample, Money):
        scale: int = 10**sample.minor_digits
        units = half_even(value.numerator * scale, value.denominator)
        return Money.from_minor(units, sample.currency)
    scale = 10**COUNT_DIGITS
    units = half_even(value.numerator * scale, value.denominator)
    amount = fraction_to_decimal_exact(Fraction(units, scale))
    return Quantity(amount if amount is not None else units, sample.unit)


def from_units(units: int, sample: Amount) -> Amount:
    """Return so many whole units, such as cents, in the unit of *sample*.

    Examples:
        >>> from_units(1_236_264, Money(1, "USD"))
        Money('12362.64', 'USD')
    """
    if isinstance(sample, Money):
        return Money.from_minor(units, sample.currency)
    return rounded_like(Fraction(units, 10**COUNT_DIGITS), sample)


def like(value: Fraction, sample: Amount) -> Amount:
    """Return *value* in the unit of *sample*, exactly where decimal digits can.

    Thirds of a cent, which shared credit can bring about, are rounded as
    :func:`rounded_like` does.

    Examples:
        >>> like(Fraction(1, 8), Money(1, "USD"))
        Money('0.125', 'USD')
        >>> like(Fraction(1, 3), Money(1, "USD"))
        Money('0.33', 'USD')
    """
    if isinstance(sample, Ratio):
        return _as_ratio(value)
    amount = fraction_to_decimal_exact(value)
    if amount is None:
        return rounded_like(value, sample)
    return sample._with(amount)  # noqa: SLF001 - it is exact and in bounds


def _as_ratio(value: Fraction) -> Ratio:
    """Return a ratio, rounded only if it takes more digits than a ratio can hold."""
    if max(abs(value.numerator), value.denominator) < _LARGEST_PART:
        return Ratio(value)
    units = half_even(value.numerator * _FINEST, value.denominator)
    return Ratio(Fraction(units, _FINEST))
