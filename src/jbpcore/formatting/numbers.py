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
from typing import Literal, TypeAlias

from babel.dates import format_date
from babel.numbers import (
    format_currency,
    format_decimal,
    format_percent,
    get_currency_precision,
)

from jbpcore.formatting.locales import parse_locale
from jbpcore.formatting.number_frames import (
    decimal_frame,
    money_frame,
    percent_frame,
    ratio_frame,
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
    "show_day",
    "show_number",
    "show_percent",
    "show_ratio",
]

DayStyle: TypeAlias = Literal["short", "medium", "long", "full"]
"""How much of a day is written out, as CLDR has it."""

_CONTEXT = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)
_RATIO_DIGITS = 3
_WHOLE = 100
# CLDR keeps a code such as KWD apart from the digits; babel does not.
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def _decimal(value: Fraction, digits: int) -> Decimal:
    units = half_even(value.numerator * 10**digits, value.denominator)
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
    parsed = parse_locale(locale)
    if isinstance(amount, Ratio):
        return show_percent(amount.value, locale=locale, digits=2)
    if isinstance(amount, Quotient):
        parts = (amount.numerator, amount.denominator)
        return " ÷ ".join(show_amount(part, locale=locale) for part in parts)
    if isinstance(amount, Money):
        frame = money_frame(locale, amount.currency)
        if frame is not None:
            digits = get_currency_precision(amount.currency)
            units, whole = amount.amount.as_integer_ratio()
            return frame.write(half_even(units * 10**digits, whole), digits=digits)
    with decimal.localcontext(_CONTEXT):
        if isinstance(amount, Money):
            shown = format_currency(amount.amount, amount.currency, locale=parsed)
            return with_minus(_LETTER_MEETS_DIGIT.sub("\u00a0", shown), parsed)
        number = format_decimal(
            amount.amount, locale=parsed, decimal_quantization=False
        )
    return f"{with_minus(number, parsed)} {amount.unit}"


def show_number(value: int, *, locale: str = "en_US") -> str:
    """Write a whole number.

    Examples:
        >>> show_number(60855)
        '60,855'
    """
    frame = decimal_frame(locale)
    if frame is not None:
        return frame.write(value)
    with decimal.localcontext(_CONTEXT):
        shown = str(format_decimal(value, locale=parse_locale(locale)))
    return with_minus(shown, parse_locale(locale))


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
    frame = None if digits else percent_frame(locale)
    if frame is not None:
        units = half_even(ratio.numerator * 100, ratio.denominator)
        almost = of_goal and units == _WHOLE and ratio < 1
        return frame.write(_WHOLE - 1 if almost else units)
    shown = _decimal(ratio, digits + 2)
    if of_goal and ratio < 1 <= shown:
        shown = _CONTEXT.subtract(Decimal(1), _CONTEXT.scaleb(Decimal(1), -digits - 2))
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    parsed = parse_locale(locale)
    with decimal.localcontext(_CONTEXT):
        if not digits:
            return with_minus(format_percent(shown, locale=parsed), parsed)
        template = parsed.percent_formats[None].pattern
        told = format_percent(
            shown, format=template.replace("#,##0", pattern), locale=parsed
        )
    return with_minus(told, parsed)


def show_ratio(
    ratio: Fraction, *, locale: str = "en_US", digits: int = _RATIO_DIGITS
) -> str:
    """Write a bare ratio such as a pace index or a lift.

    Examples:
        >>> show_ratio(Fraction(31250, 51511)), show_ratio(Fraction(105, 46), digits=2)
        ('0.607', '2.28')
    """
    frame = ratio_frame(locale)
    if frame is not None:
        units = half_even(ratio.numerator * 10**digits, ratio.denominator)
        return frame.write(units, digits=digits)
    with decimal.localcontext(_CONTEXT):
        shown = format_decimal(
            _decimal(ratio, digits),
            format="#,##0." + "0" * digits if digits else "#,##0",
            locale=parse_locale(locale),
        )
    return with_minus(str(shown), parse_locale(locale))


def show_day(day: date, *, locale: str = "en_US", style: DayStyle = "medium") -> str:
    """Write a day so that nobody can take the month for the day.

    Examples:
        >>> show_day(date(2026, 5, 15)), show_day(date(2026, 5, 15), locale="en_GB")
        ('May 15, 2026', '15 May 2026')
    """
    return format_date(day, style, locale=parse_locale(locale))
