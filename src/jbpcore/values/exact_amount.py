"""What money and counts have in common: an exact number of one thing."""

from __future__ import annotations

from abc import abstractmethod
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Self

from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.values.decimals import decimal_multiply, decimal_sum, exact_decimal

__all__ = ["BARE_NUMBER", "ExactAmount"]

BARE_NUMBER = "a bare number"
"""What errors call a number without a unit."""


class ExactAmount:
    """An exact number of something that only adds up with more of the same.

    Base of :class:`~jbpcore.values.money.Money` and
    :class:`~jbpcore.values.quantity.Quantity`; not made by itself. Sums, differences
    and products are exact or refused, whatever the ambient decimal context, and a
    bare number is never an amount.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def amount(self) -> Decimal:
        """How much, exactly; may be negative."""

    @abstractmethod
    def _with(self, amount: Decimal) -> Self:
        """Return *amount*, known to be exact and in bounds, of the same thing."""

    @property
    @abstractmethod
    def unit_name(self) -> str:
        """Say what is counted, for messages."""

    @abstractmethod
    def _is_like(self, other: object) -> bool:
        """Tell whether *other* counts the same thing; False for foreign types.

        Raises:
            CurrencyMismatchError: For money in another currency.
            UnitMismatchError: For an amount of something else, or a bare number.
        """

    def _refuse_other_kinds(self, other: object) -> Literal[False]:
        if isinstance(other, ExactAmount):
            raise UnitMismatchError(self.unit_name, other.unit_name)
        if isinstance(other, (int, float, Decimal, Fraction)):
            raise UnitMismatchError(self.unit_name, BARE_NUMBER)
        return False

    @property
    def is_zero(self) -> bool:
        """Whether there is nothing of it, which is not the same as not knowing."""
        return not self.amount

    def __bool__(self) -> Literal[True]:
        return True

    def __add__(self, other: Self) -> Self:
        if not self._is_like(other):
            return NotImplemented
        return self._with(decimal_sum((self.amount, other.amount)))

    def __radd__(self, other: object) -> Self:
        self._refuse_other_kinds(other)
        return NotImplemented

    def __sub__(self, other: Self) -> Self:
        if not self._is_like(other):
            return NotImplemented
        return self._with(decimal_sum((self.amount, other.amount.copy_negate())))

    def __rsub__(self, other: object) -> Self:
        self._refuse_other_kinds(other)
        return NotImplemented

    def __neg__(self) -> Self:
        return self if self.is_zero else self._with(self.amount.copy_negate())

    def __pos__(self) -> Self:
        return self

    def __abs__(self) -> Self:
        return self._with(self.amount.copy_abs())

    def __mul__(self, factor: Decimal | int | str) -> Self:
        if not isinstance(factor, (int, float, Decimal, str)):
            return NotImplemented
        times = exact_decimal(factor, "factor")  # refuses floats, with advice
        return self._with(decimal_multiply(self.amount, times))

    __rmul__ = __mul__

    def __lt__(self, other: Self) -> bool:
        return self.amount < other.amount if self._is_like(other) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self.amount <= other.amount if self._is_like(other) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        return self.amount > other.amount if self._is_like(other) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        return self.amount >= other.amount if self._is_like(other) else NotImplemented

    def ratio_to(self, other: Self) -> Fraction:
        """Return this amount divided by *other*, exactly; 1 is as much as *other*.

        Args:
            other: What to compare with, in the same currency or unit; not zero.

        Raises:
            CurrencyMismatchError: If *other* is money in another currency.
            InvalidValueError: If *other* is zero: nothing is a share of nothing.
            UnitMismatchError: If *other* counts something else.
        """
        if not self._is_like(other):
            raise UnitMismatchError(self.unit_name, type(other).__name__)
        numerator, denominator = self.amount.as_integer_ratio()
        other_numerator, other_denominator = other.amount.as_integer_ratio()
        if not other_numerator:
            expected = "other than zero; ask for `is_zero` before taking a ratio"
            raise InvalidValueError("other", other, expected)
        return Fraction(numerator * other_denominator, denominator * other_numerator)
