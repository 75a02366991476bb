"""Goals and entries in whole units and day numbers, made once and kept beside them.

Money in minor units and counts in hundredths, days as numbers: exact, and many times
as fast to add up and compare as amounts and dates. What cannot be written so is
:data:`NOT_PLAIN`, and has to be read with all its labels.
"""

from __future__ import annotations

import sys
from typing import Final, Generic, TypeAlias, TypeVar

from jbpcore.model.amount import Amount, BookedAmount
from jbpcore.model.phased_days import PhasedDays
from jbpcore.values.currency import MINOR_DIGITS
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

__all__ = [
    "COUNT_DIGITS",
    "NOT_PLAIN",
    "EntryUnits",
    "GoalUnits",
    "HasUnits",
    "unit_digits",
    "whole_units",
]

EntryUnits: TypeAlias = tuple[str, int, int]
"""What an entry counts for and in, its day's number, and how many units."""

GoalUnits: TypeAlias = tuple[str, int, int, int, bool, PhasedDays | None, Amount]
"""What is counted and in what, the first day's number, how many days, units wanted,
whether less is better, how they are phased (``None`` for the same every day), and the
target itself."""

_Units = TypeVar("_Units")

COUNT_DIGITS = 2
"""Digits that counts are scheduled to: 1.48 deals are due."""

NOT_PLAIN: Final[EntryUnits] = ("", 0, 0)
"""Of an entry that cannot simply be added up."""


class HasUnits(Generic[_Units]):
    """Base of a record that keeps itself in whole units, beside its fields.

    They are none of its fields: documents, comparisons and copies know nothing of them.

    Attributes:
        in_units: The record in whole units. Set once, by the record itself; missing in
            a copy until ``keep_units`` is called.
    """

    __slots__ = ("in_units",)

    in_units: _Units


def whole_units(metric: str, amount: BookedAmount) -> tuple[str, int] | None:
    """Return what can be added up with *amount*, and how many whole units it is.

    Args:
        metric: Key of the metric it is booked for.
        amount: How much.

    Returns:
        ``None`` if it is finer than whole units, or has none.

    Examples:
        >>> whole_units("revenue", Money("12.50", "USD"))
        ('revenue USD', 1250)
        >>> whole_units("deals", Quantity(3, "deals"))
        ('deals deals', 300)
    """
    if isinstance(amount, Money):
        unit, digits = amount.currency, MINOR_DIGITS.get(amount.currency)
    elif isinstance(amount, Quantity):
        unit, digits = amount.unit, COUNT_DIGITS
    else:
        return None
    if digits is None:
        return None
    over, under = amount.amount.as_integer_ratio()
    units, rest = divmod(over * 10**digits, under)
    return None if rest else (sys.intern(f"{metric} {unit}"), units)


def unit_digits(amount: Amount) -> int:
    """Return the digits of the unit that *amount* is whole in.

    Examples:
        >>> unit_digits(Money("12", "JPY")), unit_digits(Quantity(3, "deals"))
        (0, 2)
    """
    return amount.minor_digits if isinstance(amount, Money) else COUNT_DIGITS
