"""Shares and rates as exact fractions; 1 is 100 %."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Literal, final

import attrs

from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.values.decimals import exact_decimal
from jbpcore.values.exact_amount import BARE_NUMBER, ExactAmount

__all__ = ["Ratio"]

_KIND = "a ratio"
_LIMIT = 10**40
_EXPECTED = (
    "a Fraction, int, Decimal or text such as '0.25', '1/4' or '25%', with numerator "
    "and denominator below 10**40 (never a float)"
)
_QUOTIENT = re.compile("([+-]?[0-9]{1,40})/([0-9]{1,40})", re.ASCII)


def _exact_ratio(value: object) -> Fraction:
    try:
        ratio = _as_fraction(value)
    except (InvalidValueError, ZeroDivisionError):
        raise InvalidValueError("Ratio.value", value, _EXPECTED) from None
    return _bounded(ratio)


def _as_fraction(value: object) -> Fraction:
    if type(value) is Fraction:
        return value
    if isinstance(value, Fraction):
        return Fraction(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        if quotient := _QUOTIENT.fullmatch(value):
            return Fraction(int(quotient[1]), int(quotient[2]))
        if value.endswith("%"):
            return Fraction(exact_decimal(value[:-1], "Ratio.value")) / 100
    if isinstance(value, (int, Decimal, str)):
        return Fraction(exact_decimal(value, "Ratio.value"))
    raise InvalidValueError("Ratio.value", value, _EXPECTED)


def _bounded(ratio: Fraction) -> Fraction:
    if abs(ratio.numerator) >= _LIMIT or ratio.denominator >= _LIMIT:
        raise InvalidValueError("Ratio.value", ratio, _EXPECTED)
    return ratio


@final
@attrs.frozen(repr=False, order=False)
class Ratio:
    """An exact share or rate without a unit, where 1 is 100 %.

    A ratio of zero is still true in ``if``; ask for ``is_zero``. Calculate with
    ``value`` where it meets other numbers.

    Attributes:
        value: The fraction, exactly. Given as a ``Fraction``, ``int``, ``Decimal``,
            or as text: ``"0.25"``, ``"1/4"`` or ``"25%"``.

    Raises:
        InvalidValueError: If *value* is a float or other text, is divided by zero, or
            its numerator or denominator has over 40 digits.

    Examples:
        >>> Ratio("25%") + Ratio("0.5")
        Ratio('3/4')
        >>> Ratio("1/3").value
        Fraction(1, 3)
    """

    value: Fraction = attrs.field(converter=_exact_ratio)

    @property
    def is_zero(self) -> bool:
        """Whether it is exactly zero, which is not the same as not known."""
        return not self.value

    def __bool__(self) -> Literal[True]:
        return True

    def __add__(self, other: Ratio) -> Ratio:
        if not _is_ratio(other):
            return NotImplemented
        return Ratio(self.value + other.value)

    def __sub__(self, other: Ratio) -> Ratio:
        if not _is_ratio(other):
            return NotImplemented
        return Ratio(self.value - other.value)

    def __radd__(self, other: object) -> Ratio:
        _is_ratio(other)
        return NotImplemented

    __rsub__ = __radd__

    def __neg__(self) -> Ratio:
        return Ratio(-self.value)

    def __pos__(self) -> Ratio:
        return self

    def __abs__(self) -> Ratio:
        return Ratio(abs(self.value))

    def __lt__(self, other: Ratio) -> bool:
        return self.value < other.value if _is_ratio(other) else NotImplemented

    def __le__(self, other: Ratio) -> bool:
        return self.value <= other.value if _is_ratio(other) else NotImplemented

    def __gt__(self, other: Ratio) -> bool:
        return self.value > other.value if _is_ratio(other) else NotImplemented

    def __ge__(self, other: Ratio) -> bool:
        return self.value >= other.value if _is_ratio(other) else NotImplemented

    def __repr__(self) -> str:
        return f"Ratio({str(self.value)!r})"

    def __str__(self) -> str:
        return str(self.value)


def _is_ratio(other: object) -> bool:
    if isinstance(other, ExactAmount):
        raise UnitMismatchError(_KIND, other.unit_name)
    if isinstance(other, (int, float, Decimal, Fraction)):
        raise UnitMismatchError(_KIND, BARE_NUMBER)
    return isinstance(other, Ratio)
