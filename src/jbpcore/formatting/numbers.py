"""Amounts, ratios and days as people of a locale write them.

This is where numbers are rounded for the eye, and the only place. Everything is worked
out in a decimal context of our own, so that the host's cannot change a digit.
"""

from __future__ import annotations

import decimal
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias

from babel.dates import format_date
from babel.numbers import (
    NumberPattern,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
    parse_pattern,
)

from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.number_frames import (
    decimal_frame,
    money_frame,
    percent_frame,
    with_minus,
)
from jbpcore.model.amount import BookedAmount
from jbpcore.values.decimals import half_even
from jbpcore.values.money import Money
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = [
    "DayStyle",
    "show_amount",
    "show_compact",
    "show_day",
    "show_decimal",
    "show_number",
    "show_percent",
    "show_ratio",
]

DayStyle: TypeAlias = Literal["short", "medium", "long", "full"]
"""How much of a day is written out, as CLDR has it."""

_CONTEXT = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)
_RATIO_DIGITS = 3
# A page shows the same figures again and again, and babel takes its time for each.
_KEPT = 4_096
# CLDR keeps a code such as KWD apart from the digits; babel does not.
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def _decimal(value: Fraction, digits: int) -> Decimal:
    return _scaled(half_even(value.numerator * 10**digits, value.denominator), digits)


def _scaled(units: int, digits: int) -> Decimal:
    return _CONTEXT.scaleb(Decimal(units), -digits)


def show_amount(amount: BookedAmount, *, locale: str = "en_US") -> str:
    """Write an amount with its currency or unit.

    Examples:
        >>> from jbpcore.values.quantity import Quantity
        >>> show_amount(Money("12362.64", "USD"))
        '$12,362.64'
        >>> show_amount(Quantity("1200", "deals"), locale="en_IN")
        '1,200 deals'
        >>> show_amount(Money("-500", "JPY"))
        '-¥500'
    """
    if isinstance(amount, Money):
        return _money(amount.amount, amount.currency, locale)
    if isinstance(amount, Ratio):
        return show_percent(amount.value, locale=locale, digits=2)
    if isinstance(amount, Quotient):
        parts = (amount.numerator, amount.denominator)
        return " ÷ ".join(show_amount(part, locale=locale) for part in parts)
    with decimal.localcontext(_CONTEXT):
        number = format_decimal(
            amount.amount, locale=parse_locale(locale), decimal_quantization=False
        )
    return f"{with_minus(number, parse_locale(locale))} {amount.unit}"


@lru_cache(maxsize=_KEPT)
def _money(amount: Decimal, currency: str, locale: str) -> str:
    frame = money_frame(locale, currency)
    if frame is not None:
        digits = _digits_of(currency)
        units, whole = amount.as_integer_ratio()
        return frame.write(half_even(units * 10**digits, whole), digits=digits)
    parsed = parse_locale(locale)
    with decimal.localcontext(_CONTEXT):
        shown = format_currency(amount, currency, locale=parsed)
    return with_minus(_LETTER_MEETS_DIGIT.sub("\u00a0", shown), parsed)


@lru_cache(maxsize=_KEPT)
def _digits_of(currency: str) -> int:
    return get_currency_precision(currency)


def show_number(value: int, *, locale: str = "en_US") -> str:
    """Write a whole number.

    Examples:
        >>> show_number(60855)
        '60,855'
    """
    return _number(value, locale)


@lru_cache(maxsize=_KEPT)
def _number(value: int, locale: str) -> str:
    frame = decimal_frame(locale)
    if frame is not None:
        return frame.write(value)
    parsed = parse_locale(locale)
    with decimal.localcontext(_CONTEXT):
        return with_minus(str(format_decimal(value, locale=parsed)), parsed)


def show_percent(
    ratio: Fraction, *, locale: str = "en_US", digits: int = 0, of_goal: bool = False
) -> str:
    """Write a ratio in percent.

    Args:
        ratio: The ratio, 1 being 100 %.
        locale: For whom.
        digits: Digits after the point.
        of_goal: Whether it is the attainment of a goal. Then it never shows 100 % while
            the goal is not met: 99.6 % shows as 99 %.

    Examples:
        >>> nearly = Fraction(996, 1000)
        >>> show_percent(nearly), show_percent(nearly, of_goal=True)
        ('100%', '99%')
    """
    over, under, whole = ratio.numerator, ratio.denominator, 10 ** (digits + 2)
    units = half_even(over * whole, under)
    if of_goal and over < under and units >= whole:
        units = whole - 1
    return _percent(units, digits, locale)


@lru_cache(maxsize=_KEPT)
def _percent(units: int, digits: int, locale: str) -> str:
    frame = None if digits else percent_frame(locale)
    if frame is not None:
        return frame.write(units)
    parsed, shown = parse_locale(locale), _scaled(units, digits + 2)
    pattern = _parsed_pattern(
        _with_digits(parsed.percent_formats[None].pattern, digits)
    )
    with decimal.localcontext(_CONTEXT):
        return with_minus(format_percent(shown, format=pattern, locale=parsed), parsed)


def _with_digits(pattern: str, digits: int, sign: str = "0") -> str:
    """Return a pattern of CLDR with so many digits after the point."""
    whole = pattern.partition(".")[0]
    if "." in pattern:
        whole += pattern[max(pattern.rindex("0"), pattern.rindex("#")) + 1 :]
    return whole.replace("0", f"0.{sign * digits}") if digits else whole


def _plain_pattern(digits: int, locale: str, sign: str = "0") -> str:
    pattern = parse_locale(locale).decimal_formats[None].pattern
    return _with_digits(pattern, digits, sign)


@lru_cache(maxsize=_KEPT)
def _parsed_pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


def show_ratio(
    ratio: Fraction, *, locale: str = "en_US", digits: int = _RATIO_DIGITS
) -> str:
    """Write a bare ratio such as a pace index or a lift.

    Examples:
        >>> show_ratio(Fraction(31250, 51511)), show_ratio(Fraction(105, 46), digits=2)
        ('0.607', '2.28')
    """
    units = half_even(ratio.numerator * 10**digits, ratio.denominator)
    return _ratio(units, digits, locale)


@lru_cache(maxsize=_KEPT)
def _ratio(units: int, digits: int, locale: str) -> str:
    frame = decimal_frame(locale)
    if frame is not None:
        return frame.write(units, digits=digits)
    parsed, shown = parse_locale(locale), _scaled(units, digits)
    pattern = _parsed_pattern(_plain_pattern(digits, locale))
    with decimal.localcontext(_CONTEXT):
        told = str(format_decimal(shown, format=pattern, locale=parsed))
    return with_minus(told, parsed)


def show_decimal(
    value: Fraction | Decimal | int, *, locale: str = "en_US", digits: int = 2
) -> str:
    """Write a number with at most so many digits after the point.

    Examples:
        >>> show_decimal(Decimal("1234.5")), show_decimal(Fraction(2, 3), locale="de")
        ('1,234.5', '0,67')
    """
    shown = _decimal(Fraction(value), digits)
    pattern = _parsed_pattern(_plain_pattern(digits, locale, "#"))
    with decimal.localcontext(_CONTEXT):
        told = str(format_decimal(shown, format=pattern, locale=parse_locale(locale)))
    return with_minus(told, parse_locale(locale))


def show_compact(value: Fraction | Decimal | int, *, locale: str = "en_US") -> str:
    """Write a number as short as the axis of a chart needs it.

    Examples:
        >>> show_compact(1234567), show_compact(1234567, locale="ja")
        ('1.2M', '123.5万')
    """
    with decimal.localcontext(_CONTEXT):
        shown = format_compact_decimal(
            _decimal(Fraction(value), 2), locale=parse_locale(locale), fraction_digits=1
        )
    return str(shown)


def show_day(day: date, *, locale: str = "en_US", style: DayStyle = "medium") -> str:
    """Write a day so that nobody can take the month for the day.

    Examples:
        >>> show_day(date(2026, 5, 15)), show_day(date(2026, 5, 15), locale="en_GB")
        ('May 15, 2026', '15 May 2026')
    """
    return _day(day, locale, style)


@lru_cache(maxsize=_KEPT)
def _day(day: date, locale: str, style: DayStyle) -> str:
    return format_date(day, style, locale=parse_locale(locale))
