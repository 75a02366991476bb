"""Amounts as they stand in a sentence: beside another one, as a difference, as days."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.engine.amounts import exact, like
from jbpcore.formatting.numbers import show_amount, show_number, show_ratio
from jbpcore.model.amount import Amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "count_days",
    "is_or_are",
    "never_kinder",
    "show_beside",
    "show_difference",
    "shows_as_nothing",
    "was_or_were",
]

_POINTS: Final = 100
_POINT_DIGITS: Final = 2
_JUST_OVER: Final = Fraction(101, 100)


def show_difference(amount: Amount, *, locale: str) -> str:
    """Write what lies between two amounts: of two percentages, in points.

    Examples:
        >>> show_difference(Ratio("2.5%"), locale="en_US")
        '2.50 points'
    """
    if isinstance(amount, Ratio):
        points = amount.value * _POINTS
        return f"{show_ratio(points, locale=locale, digits=_POINT_DIGITS)} points"
    return show_amount(amount, locale=locale)


def show_beside(amount: Amount, other: Amount | None, *, locale: str) -> str:
    """Write *amount* so that it does not read as *other*, which it is not.

    Examples:
        >>> show_beside(Ratio("29.9996%"), Ratio("30%"), locale="en_US")
        'just under 30.00%'
    """
    shown = show_amount(amount, locale=locale)
    if other is None or amount == other or shown != show_amount(other, locale=locale):
        return shown
    side = "under" if exact(amount) < exact(other) else "over"
    return f"just {side} {shown}"


def shows_as_nothing(amount: Amount, *, locale: str) -> bool:
    """Say whether *amount*, however small, reads as zero."""
    nothing = show_difference(like(Fraction(0), amount), locale=locale)
    return show_difference(amount, locale=locale) == nothing


def count_days(count: int, *, locale: str) -> str:
    """Write a number of days.

    Examples:
        >>> count_days(1, locale="en_US"), count_days(46, locale="en_US")
        ('1 day', '46 days')
    """
    return f"{show_number(count, locale=locale)} day{'' if count == 1 else 's'}"


def never_kinder(used: Fraction) -> Fraction:
    """Return the share used of what is allowed, such that over it never shows as 100 %.

    Examples:
        >>> never_kinder(Fraction(1004, 1000)), never_kinder(Fraction(996, 1000))
        (Fraction(101, 100), Fraction(249, 250))
    """
    return max(used, _JUST_OVER) if used > 1 else used


def was_or_were(amount: Amount | None) -> str:
    """Return the verb for *amount*: money was due, people were."""
    return "were" if isinstance(amount, Quantity) else "was"


def is_or_are(amount: Amount | None) -> str:
    """Return the verb for *amount*: money is in, deals are."""
    return "are" if isinstance(amount, Quantity) else "is"
