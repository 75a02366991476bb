"""Amounts as they stand in a sentence: beside another one, or as a difference."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from jbpcore.engine.amounts import exact, like
from jbpcore.formatting.words import Words
from jbpcore.model.amount import Amount
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = [
    "is_counted",
    "never_kinder",
    "show_beside",
    "show_difference",
    "shows_as_nothing",
]

_POINTS: Final = 100
_POINT_DIGITS: Final = 2
_JUST_OVER: Final = Fraction(101, 100)


def show_difference(amount: Amount, words: Words) -> str:
    """Write what lies between two amounts: of two percentages, in points.

    Examples:
        >>> show_difference(Ratio("2.5%"), Words.for_locale("en_US"))
        '2.50 points'
    """
    if isinstance(amount, Ratio):
        points = words.ratio(amount.value * _POINTS, digits=_POINT_DIGITS)
        # Translators: the difference of two percentages, in percentage points.
        return words.text("{number} points", number=points)
    return words.amount(amount)


def show_beside(amount: Amount, other: Amount | None, words: Words) -> str:
    """Write *amount* so that it does not read as *other*, which it is not.

    Examples:
        >>> show_beside(Ratio("29.9996%"), Ratio("30%"), Words.for_locale("en_US"))
        'just under 30.00%'
    """
    shown = words.amount(amount)
    if other is None or amount == other or shown != words.amount(other):
        return shown
    if exact(amount) < exact(other):
        return words.text("just under {amount}", amount=shown)
    return words.text("just over {amount}", amount=shown)


def shows_as_nothing(amount: Amount, words: Words) -> bool:
    """Say whether *amount*, however small, reads as zero."""
    nothing = show_difference(like(Fraction(0), amount), words)
    return show_difference(amount, words) == nothing


def never_kinder(used: Fraction) -> Fraction:
    """Return the share used of what is allowed, such that over it never shows as 100 %.

    Examples:
        >>> never_kinder(Fraction(1004, 1000)), never_kinder(Fraction(996, 1000))
        (Fraction(101, 100), Fraction(249, 250))
    """
    return max(used, _JUST_OVER) if used > 1 else used


def is_counted(amount: Amount | None) -> bool:
    """Whether *amount* is of things: money is in, deals are in."""
    return isinstance(amount, Quantity)
