"""What stands around the digits of a number in a locale, asked of babel once.

Babel looks a pattern, its symbols and its groups up for every number that it writes.
They are the same for every number of a kind, so here babel writes a few numbers once,
and what it put around and between their digits is kept. In a locale where that does not
give what babel writes, there is no frame, and babel is asked each time.
"""

from __future__ import annotations

import decimal
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Final

import attrs
from babel.core import Locale
from babel.numbers import format_currency, format_decimal, format_percent

from jbpcore.formatting.locales import parse_locale

__all__ = [
    "NumberFrame",
    "decimal_frame",
    "money_frame",
    "percent_frame",
    "with_minus",
]

_KEPT: Final = 1024
_CONTEXT: Final = decimal.Context(prec=60, rounding=decimal.ROUND_HALF_EVEN)
_MINOR_DIGITS = re.compile(r"\.0+")
# CLDR keeps a code such as KWD apart from the digits; babel does not.
_LETTER_MEETS_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_THREES: Final = (3, 3)
_LONG: Final = "8" * 16
_PROBES: Final = (0, 7, -7, 999, 1000, -1234, 12345, 678901, -1234567, 10**12 + 5)
_Write = Callable[[Decimal, Locale], str]


@attrs.frozen
class NumberFrame:
    """What a locale puts around and between digits.

    Attributes:
        positive: What stands before and after a number.
        negative: The same for one below zero.
        group: What stands between groups of digits.
        sizes: How many digits the last group has, and each before it.
        least: From how many digits on there are groups.
        point: What stands before the fraction.
    """

    positive: tuple[str, str]
    negative: tuple[str, str]
    group: str
    sizes: tuple[int, int]
    least: int
    point: str

    def write(self, units: int, *, digits: int = 0, keeps_zeros: bool = True) -> str:
        """Write a number of units.

        Args:
            units: The number times ten to the power of *digits*.
            digits: Digits after the point.
            keeps_zeros: Whether the fraction ends in zeros where it does.
        """
        before, after = self.negative if units < 0 else self.positive
        count, fraction = abs(units), ""
        if digits:
            count, rest = divmod(count, 10**digits)
            fraction = str(rest).rjust(digits, "0")
            if not keeps_zeros:
                fraction = fraction.rstrip("0")
        whole = str(count)
        if len(whole) >= self.least:
            if self.sizes == _THREES:
                whole = f"{count:,}".replace(",", self.group)
            else:
                whole = self._grouped(whole)
        if fraction:
            whole = f"{whole}{self.point}{fraction}"
        return f"{before}{whole}{after}"

    def _grouped(self, whole: str) -> str:
        last, other = self.sizes
        parts = [whole[-last:]]
        rest = whole[:-last]
        while rest:
            parts.append(rest[-other:])
            rest = rest[:-other]
        return self.group.join(reversed(parts))


def with_minus(shown: str, locale: Locale) -> str:
    """Return what babel wrote with the minus sign of the locale, not a hyphen.

    Examples:
        >>> with_minus("-500", parse_locale("sv_SE"))
        '−500'
    """
    if "-" not in shown:
        return shown
    return shown.replace("-", _symbol(locale, "minusSign"))


def _symbol(locale: Locale, name: str) -> str:
    """Return a sign of the locale's numbers in Latin digits."""
    symbols = locale.number_symbols
    return str(symbols.get("latn", symbols)[name])  # babel before 2.14 has no systems


def _framed(write: _Write, locale: str) -> NumberFrame | None:
    """Return the frame of what *write* writes, if it has one."""
    parsed = parse_locale(locale)
    with decimal.localcontext(_CONTEXT):
        before, after = write(Decimal(8), parsed).split("8")
        below = with_minus(write(Decimal(-8), parsed), parsed)
        minus_before, minus_after = below.split("8")
        long = write(Decimal(_LONG), parsed)
        least = next(
            (n for n in range(2, 8)
             if len(write(Decimal("8" * n), parsed)) > len(before) + n + len(after)),
            len(_LONG) + 1,
        )  # fmt: skip
    inside = long[len(before) : len(long) - len(after) or None]
    groups = re.split("[^8]+", inside)
    symbol = re.search("[^8]+", inside)
    frame = NumberFrame(
        positive=(before, after),
        negative=(minus_before, minus_after),
        group=symbol[0] if symbol else "",
        sizes=(len(groups[-1]), len(groups[-2]) if len(groups) > 1 else len(_LONG)),
        least=least,
        point=_symbol(parsed, "decimal"),
    )
    with decimal.localcontext(_CONTEXT):
        is_so = all(
            frame.write(probe) == with_minus(write(Decimal(probe), parsed), parsed)
            for probe in _PROBES
        )
    return frame if is_so else None


@lru_cache(_KEPT)
def money_frame(locale: str, currency: str) -> NumberFrame | None:
    """Return how whole amounts of *currency* are written, if there is one way.

    Examples:
        >>> money_frame("en_US", "USD").write(25000)
        '$25,000'
    """

    def write(value: Decimal, parsed: Locale) -> str:
        pattern = _MINOR_DIGITS.sub("", parsed.currency_formats["standard"].pattern)
        shown = format_currency(
            value, currency, format=pattern, locale=parsed, currency_digits=False
        )
        return _LETTER_MEETS_DIGIT.sub("\u00a0", shown)

    return _framed(write, locale)


@lru_cache(_KEPT)
def decimal_frame(locale: str) -> NumberFrame | None:
    """Return how bare numbers are written, if there is one way.

    Examples:
        >>> decimal_frame("de_DE").write(12345, digits=1)
        '1.234,5'
    """
    return _framed(lambda value, parsed: format_decimal(value, locale=parsed), locale)


@lru_cache(_KEPT)
def percent_frame(locale: str) -> NumberFrame | None:
    r"""Return how whole percentages are written, if there is one way.

    Examples:
        >>> percent_frame("de_DE").write(30)
        '30\xa0%'
    """

    def write(value: Decimal, parsed: Locale) -> str:
        return str(format_percent(value / 100, locale=parsed))

    return _framed(write, locale)
