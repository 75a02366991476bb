"""Amounts as short as a table needs them, never rounded in anybody's favour."""

from __future__ import annotations

import decimal
import math
import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from babel.numbers import format_currency, format_decimal

from jbpcore.engine.amounts import exact
from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.number_frames import decimal_frame, money_frame, with_minus
from jbpcore.formatting.numbers import show_amount, show_percent
from jbpcore.model.amount import Amount
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

__all__ = ["show_short_amount", "show_short_number"]

_CONTEXT = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)
_MINOR_DIGITS = re.compile(r"\.0+")
# CLDR keeps a code such as KWD apart from the digits; babel does not.
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_SHOWS_CENTS_BELOW = 100
# A page shows the same figures again and again, and babel takes its time for each.
_KEPT = 1_024


def show_short_amount(
    amount: Amount, *, locale: str = "en_US", upward: bool = False
) -> str:
    """Write an amount without cents, a count with one digit after the point at most.

    What is in is rounded down and what is missing up, so that neither looks better than
    it is and both together still make a whole target. Money below 100 keeps its cents.

    Args:
        amount: The amount.
        locale: For whom.
        upward: Whether to round up instead of down.

    Examples:
        >>> show_short_amount(Money("24999.99", "USD"))
        '$24,999'
        >>> show_short_amount(Money("0.01", "USD"), upward=True)
        '$0.01'
        >>> show_short_amount(Ratio("0.0344"))
        '3.4%'
    """
    if isinstance(amount, Money):
        over, under = amount.amount.as_integer_ratio()
        if under > 1 and abs(over) < _SHOWS_CENTS_BELOW * under:
            return show_amount(amount, locale=locale)
        whole = -(-over // under) if upward else over // under
        return _whole_money(whole, amount.currency, locale)
    if isinstance(amount, Ratio):
        tenths = _units(amount.value * 100, 1, upward=upward)
        return show_percent(Fraction(tenths, 1000), locale=locale, digits=1)
    number = show_short_number(amount, locale=locale, upward=upward)
    return f"{number} {amount.unit}"


@lru_cache(maxsize=_KEPT)
def _whole_money(whole: int, currency: str, locale: str) -> str:
    frame = money_frame(locale, currency)
    if frame is not None:
        return frame.write(whole)
    parsed = parse_locale(locale)
    pattern = _MINOR_DIGITS.sub("", parsed.currency_formats["standard"].pattern)
    with decimal.localcontext(_CONTEXT):
        shown = format_currency(
            Decimal(whole),
            currency,
            format=pattern,
            locale=parsed,
            currency_digits=False,
        )
    return with_minus(_LETTER_MEETS_DIGIT.sub("\u00a0", shown), parsed)


def show_short_number(
    amount: Amount, *, locale: str = "en_US", upward: bool = False
) -> str:
    """Write the number alone; of a ratio, the percentage.

    Examples:
        >>> from jbpcore.values.quantity import Quantity
        >>> show_short_number(Quantity("7.42", "deals"))
        '7.4'
        >>> show_short_number(Ratio("0.01"))
        '1'
    """
    hundredfold = 100 if isinstance(amount, Ratio) else 1
    digits = 0 if isinstance(amount, Money) else 1
    units = _units(exact(amount) * hundredfold, digits, upward=upward)
    return _bare(units, digits, locale)


@lru_cache(maxsize=_KEPT)
def _bare(units: int, digits: int, locale: str) -> str:
    frame = decimal_frame(locale)
    if frame is not None:
        return frame.write(units, digits=digits, keeps_zeros=False)
    shown = _CONTEXT.scaleb(Decimal(units), -digits)
    with decimal.localcontext(_CONTEXT):
        told = str(format_decimal(shown, locale=parse_locale(locale)))
    return with_minus(told, parse_locale(locale))


def _units(value: Fraction, digits: int, *, upward: bool) -> int:
    scaled = value * 10**digits if digits else value
    return math.ceil(scaled) if upward else math.floor(scaled)
