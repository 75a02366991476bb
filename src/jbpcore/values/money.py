"""Exact amounts of money in one currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import final

import attrs

from jbpcore.errors import CurrencyMismatchError, InvalidValueError
from jbpcore.values.allocation import MOST_PARTS, allocate_minor
from jbpcore.values.currency import MINOR_DIGITS, check_currency, minor_digits
from jbpcore.values.decimals import (
    decimal_multiply,
    decimal_text,
    exact_decimal,
    half_even,
)
from jbpcore.values.exact_amount import ExactAmount

__all__ = ["Money"]

_MINOR_UNITS = tuple(Decimal((0, (1,), -digits)) for digits in range(5))
_MOST_MINOR_BITS = 96  # enough for 10**28, an amount's limit in ten-thousandths


@final
@attrs.frozen(init=False, repr=False)
class Money(ExactAmount):
    """An exact amount in one currency.

    Sums, differences and products are exact or refused, whatever the ambient decimal
    context; nothing rounds but :meth:`rounded`. Amounts that differ only in trailing
    zeros are equal. A zero amount is still true in ``if``, so that it can not be
    taken for a missing one: ask for ``is_zero``. For a sum, name the currency:
    ``sum(amounts, Money.zero("EUR"))``.

    Attributes:
        amount: Major units (euros, not cents). May be negative: a clawback.
        currency: ISO 4217 alphabetic code, such as ``"EUR"``. Only its shape is
            checked, so that retired and private codes still load.

    Raises:
        InvalidValueError: If *amount* is inexact, not finite, or 10**24 or more, or
            *currency* is not three capital letters.

    Examples:
        >>> Money("25000", "USD") - Money("7500", "USD")
        Money('17500', 'USD')
        >>> Money("100", "USD").split(3)
        (Money('33.34', 'USD'), Money('33.33', 'USD'), Money('33.33', 'USD'))
        >>> Money("7500", "USD").ratio_to(Money("25000", "USD"))
        Fraction(3, 10)
        >>> Money(0.1, "EUR")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: Money.amount must be an exact Decimal...
    """

    amount: Decimal
    currency: str

    def __init__(self, amount: Decimal | int | str, currency: str) -> None:
        """Check both and keep them; see the class."""
        _set_amount(self, exact_decimal(amount, "Money.amount"))
        if type(currency) is not str or currency not in MINOR_DIGITS:
            currency = check_currency(currency, "Money.currency")
        _set_currency(self, currency)

    @classmethod
    def _trusted(cls, amount: Decimal, currency: str) -> Money:
        """Return money without checking; both must come from checked values."""
        money = _new(cls)
        _set_amount(money, amount)
        _set_currency(money, currency)
        return money

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing at all, in *currency*.

        Examples:
            >>> Money.zero("EUR").is_zero
            True
        """
        return cls(0, currency)

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Money:
        """Return so many minor units, such as cents.

        Args:
            minor: Whole minor units of *currency*.
            currency: ISO 4217 code with a known minor unit.

        Raises:
            InvalidValueError: If *minor* is no int or far too large.
            UnknownCurrencyError: If no minor unit is known for *currency*.

        Examples:
            >>> Money.from_minor(1999, "EUR"), Money.from_minor(1999, "JPY")
            (Money('19.99', 'EUR'), Money('1999', 'JPY'))
        """
        is_whole = isinstance(minor, int) and not isinstance(minor, bool)
        if not is_whole or minor.bit_length() > _MOST_MINOR_BITS:
            expected = "an int of minor units that come to less than 10**24"
            raise InvalidValueError("minor", minor, expected)
        unit = _MINOR_UNITS[minor_digits(currency)]
        return cls._trusted(decimal_multiply(Decimal(minor), unit), currency)

    @property
    def minor_digits(self) -> int:
        """Decimal places of the currency's minor unit.

        Raises:
            UnknownCurrencyError: If no minor unit is known for the currency.
        """
        return minor_digits(self.currency)

    @property
    def is_whole_minor(self) -> bool:
        """Whether this is a whole number of minor units.

        Raises:
            UnknownCurrencyError: If no minor unit is known for the currency.
        """
        return not self._minor_quotient()[1]

    def _minor_quotient(self) -> tuple[int, int]:
        numerator, denominator = self.amount.as_integer_ratio()
        scale: int = 10 ** minor_digits(self.currency)
        return divmod(numerator * scale, denominator)

    def to_minor(self) -> int:
        """Return the amount in minor units.

        Raises:
            InvalidValueError: If the amount is finer than the minor unit.
            UnknownCurrencyError: If no minor unit is known for the currency.

        Examples:
            >>> Money("19.99", "EUR").to_minor()
            1999
        """
        whole, rest = self._minor_quotient()
        if rest:
            expected = "a whole number of minor units; take `rounded()` first"
            raise InvalidValueError("Money.amount", self.amount, expected)
        return whole

    def rounded(self) -> Money:
        """Return the amount rounded to the minor unit, a half to the even one.

        Raises:
            UnknownCurrencyError: If no minor unit is known for the currency.

        Examples:
            >>> Money("12362.637", "USD").rounded(), Money("0.125", "USD").rounded()
            (Money('12362.64', 'USD'), Money('0.12', 'USD'))
        """
        numerator, denominator = self.amount.as_integer_ratio()
        scale: int = 10 ** minor_digits(self.currency)
        return self._of_minor(half_even(numerator * scale, denominator))

    def allocate(
        self, weights: Sequence[int | Decimal | Fraction | str]
    ) -> tuple[Money, ...]:
        """Share the amount out by *weights*, to the minor unit, losing none.

        The parts add up exactly, each is less than one minor unit from its exact
        share, and a negative amount is shared like the positive one; see
        :func:`~jbpcore.values.allocation.allocate_minor`.

        Args:
            weights: Proportions, in any scale; none negative, not all zero.

        Raises:
            InvalidValueError: If the amount is finer than the minor unit, or the
                weights are empty, negative, all zero or inexact.
            UnknownCurrencyError: If no minor unit is known for the currency.

        Examples:
            >>> Money("0.05", "EUR").allocate(["0.7", "0.3"])
            (Money('0.04', 'EUR'), Money('0.01', 'EUR'))
        """
        parts = allocate_minor(self.to_minor(), _exact_weights(weights))
        return tuple(self._of_minor(part) for part in parts)

    def split(self, parts: int) -> tuple[Money, ...]:
        """Share the amount out in *parts* equal parts, the first ones a unit more.

        Raises:
            InvalidValueError: If *parts* is no int from 1 to a million, or the amount
                is finer than the minor unit.
            UnknownCurrencyError: If no minor unit is known for the currency.

        Examples:
            >>> Money("-0.05", "EUR").split(2)
            (Money('-0.03', 'EUR'), Money('-0.02', 'EUR'))
        """
        is_count = isinstance(parts, int) and not isinstance(parts, bool)
        if not (is_count and 1 <= parts <= MOST_PARTS):
            raise InvalidValueError("parts", parts, f"an int from 1 to {MOST_PARTS}")
        return self.allocate((1,) * parts)

    def _of_minor(self, minor: int) -> Money:
        return Money.from_minor(minor, self.currency)

    def _with(self, amount: Decimal) -> Money:
        return Money._trusted(amount, self.currency)

    @property
    def unit_name(self) -> str:
        """Always ``"money"``."""
        return "money"

    def _is_like(self, other: object) -> bool:
        if type(other) is not Money:
            return self._refuse_other_kinds(other)
        if self.currency != other.currency:
            raise CurrencyMismatchError(self.currency, other.currency)
        return True

    def __repr__(self) -> str:
        return f"Money({decimal_text(self.amount)!r}, {self.currency!r})"

    def __str__(self) -> str:
        return f"{decimal_text(self.amount)} {self.currency}"


# Setting the slots directly is what makes making money cheap, and it is made often:
# it takes half the time of going around the frozen `__setattr__`.
_new = object.__new__
_set_amount = Money.__dict__["amount"].__set__
_set_currency = Money.__dict__["currency"].__set__


def _exact_weights(
    weights: Iterable[int | Decimal | Fraction | str],
) -> tuple[Fraction | int, ...]:
    if isinstance(weights, (str, bytes)):
        expected = "a sequence of numbers, such as ['0.5', '0.5']"
        raise InvalidValueError("weights", weights, expected)
    return tuple(
        weight
        if isinstance(weight, (int, Fraction))
        else Fraction(exact_decimal(weight, "weight"))
        for weight in weights
    )
