"""Exact decimal arithmetic that no ambient decimal context can change.

Every amount in jbpcore is a :class:`~decimal.Decimal` below 10**24 with at most 36
digits, of which at most 35 stand after the point. The functions here either give the
exact result or raise; the only one that rounds says so in its name.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from jbpcore.errors import InvalidValueError

__all__ = [
    "decimal_multiply",
    "decimal_sum",
    "decimal_text",
    "exact_decimal",
    "fraction_to_decimal_exact",
    "half_even",
    "to_fraction",
]

_EXPECTED = (
    "an exact Decimal, int or plain text such as '-1250.50', below 10**24 and with at "
    "most 36 digits (never a float)"
)
_EXPECTED_RESULT = "a result below 10**24 with at most 36 digits"
_LIMIT = 10**24
_MOST_PLACES = 35
_FINEST = 10**_MOST_PLACES
# What most amounts are counted in: halves, cents, eighths, and their places.
_FEW_PLACES = {
    2**twos * 5**fives: max(twos, fives) for twos in range(5) for fives in range(5)
}

# Our own contexts, because the ambient one belongs to the host application and may
# round. `_STORED` refuses what an amount cannot hold; `_WIDE` holds any sum of
# amounts that fits in memory.
_REFUSED = [decimal.Inexact, decimal.InvalidOperation, decimal.FloatOperation]
_STORED = decimal.Context(
    prec=36, rounding=decimal.ROUND_HALF_EVEN, Emin=0, Emax=23, traps=_REFUSED
)
_WIDE = decimal.Context(
    prec=96, rounding=decimal.ROUND_HALF_EVEN, Emin=-999, Emax=999, traps=_REFUSED
)
_ZERO = Decimal(0)
_PLAIN = re.compile(r"[+-]?[0-9]{1,80}(?:\.[0-9]{1,80})?", re.ASCII)


def exact_decimal(value: Decimal | int | str, field: str) -> Decimal:
    """Return *value* as a decimal, exactly, or refuse it.

    Minus zero becomes zero and an exponent above zero is written out, so that the
    result always prints as plain digits. Trailing zeros are kept.

    Args:
        value: A finite ``Decimal``, an ``int`` (not a ``bool``), or text: an optional
            sign, ASCII digits, and optionally a point with digits after it.
        field: What is being set, for the message, as ``"Money.amount"``.

    Raises:
        InvalidValueError: If *value* is of another type, above all a float; is not
            finite; is 10**24 or more; or has more than 36 digits, or 35 decimals.

    Examples:
        >>> exact_decimal("-1250.50", "Goal.target")
        Decimal('-1250.50')
        >>> exact_decimal("1e5", "Goal.target")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: Goal.target must be an exact Decimal, int ...
    """
    try:
        # Adding zero copies exactly, drops the sign of -0 and writes 1E+2 as 100.
        amount = _STORED.add(_as_decimal(value, field), _ZERO)
    except decimal.DecimalException:
        raise InvalidValueError(field, value, _EXPECTED) from None
    if not amount.is_finite():
        raise InvalidValueError(field, value, _EXPECTED)
    return amount


def _as_decimal(value: object, field: str) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        # A huge int would take long to convert; a bool is a mistake, not a 1.
        if not isinstance(value, bool) and -_LIMIT < value < _LIMIT:
            return Decimal(value)
    elif isinstance(value, str) and _PLAIN.fullmatch(value):
        return Decimal(value)
    raise InvalidValueError(field, value, _EXPECTED)


def decimal_sum(values: Iterable[Decimal]) -> Decimal:
    """Return the exact sum of amounts; it does not depend on their order.

    Args:
        values: Decimals as :func:`exact_decimal` returns them; may be empty.

    Raises:
        InvalidValueError: If the sum is 10**24 or more, or needs over 36 digits.

    Examples:
        >>> decimal_sum([Decimal("123456.78"), Decimal("0.01"), Decimal("-123456.78")])
        Decimal('0.01')
    """
    add = _WIDE.add
    total = _ZERO
    try:
        for value in values:
            total = add(total, value)
        total = _STORED.add(total, _ZERO)
    except decimal.DecimalException:
        raise InvalidValueError("sum", total, _EXPECTED_RESULT) from None
    if not total.is_finite():
        raise InvalidValueError("sum", total, _EXPECTED_RESULT)
    return total


def decimal_multiply(left: Decimal, right: Decimal) -> Decimal:
    """Return the exact product of two amounts.

    Raises:
        InvalidValueError: If the product is 10**24 or more, or needs over 36 digits.

    Examples:
        >>> decimal_multiply(Decimal("19.99"), Decimal("0.5"))
        Decimal('9.995')
    """
    try:
        product = _STORED.add(_WIDE.multiply(left, right), _ZERO)
    except decimal.DecimalException:
        raise InvalidValueError("product", (left, right), _EXPECTED_RESULT) from None
    if not product.is_finite():
        raise InvalidValueError("product", product, _EXPECTED_RESULT)
    return product


def decimal_text(value: Decimal) -> str:
    """Return *value* in plain digits, never with an exponent.

    Reading the text back with :func:`exact_decimal` gives the same decimal.

    Raises:
        InvalidValueError: If *value* is nothing :func:`exact_decimal` would accept;
            ``Decimal("1E+999999999")`` in plain digits would fill the memory.

    Examples:
        >>> str(Decimal("0.0000001")), decimal_text(Decimal("0.0000001"))
        ('1E-7', '0.0000001')
    """
    return format(exact_decimal(value, "value"), "f")


def half_even(numerator: int, denominator: int) -> int:
    """Round a quotient to the nearest whole number, a half to the even one.

    This is the one place where jbpcore rounds an amount: multiply first, divide last,
    once, on whole numbers.

    Args:
        numerator: Any whole number.
        denominator: Above zero.

    Raises:
        InvalidValueError: If *denominator* is not above zero.

    Examples:
        >>> half_even(5, 2), half_even(7, 2), half_even(-5, 2)
        (2, 4, -2)
    """
    if denominator <= 0:
        raise InvalidValueError("denominator", denominator, "above zero")
    whole, rest = divmod(numerator, denominator)
    twice = 2 * rest
    if twice > denominator or (twice == denominator and whole & 1):
        return whole + 1
    return whole


def to_fraction(value: Decimal) -> Fraction:
    """Return *value* as a fraction, exactly.

    Raises:
        InvalidValueError: If *value* is nothing :func:`exact_decimal` would accept;
            turning ``Decimal("1E+999999999")`` into a fraction would take for ever.

    Examples:
        >>> to_fraction(Decimal("0.250"))
        Fraction(1, 4)
    """
    return Fraction(exact_decimal(value, "value"))


def fraction_to_decimal_exact(value: Fraction) -> Decimal | None:
    """Return *value* as a decimal with as few places as it takes, if that is exact.

    Returns:
        The decimal, or None where none is exact: the digits never end, or there are
        more of them than an amount can hold.

    Examples:
        >>> fraction_to_decimal_exact(Fraction(1, 8))
        Decimal('0.125')
        >>> fraction_to_decimal_exact(Fraction(1, 3)) is None
        True
    """
    numerator, denominator = value.numerator, value.denominator
    if abs(numerator) >= _LIMIT * denominator:
        return None
    if denominator == 1:
        return Decimal(numerator)
    places = _FEW_PLACES.get(denominator)
    if places is None:
        if _FINEST % denominator:
            return None
        places = 1
        while 10**places % denominator:
            places += 1
    unscaled = Decimal(numerator * 10**places // denominator)
    try:
        return _STORED.add(_WIDE.scaleb(unscaled, -places), _ZERO)
    except decimal.DecimalException:
        return None
