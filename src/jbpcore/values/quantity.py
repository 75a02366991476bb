"""Exact counts of things: deals, certified staff, seats, points."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import final

import attrs

from jbpcore.errors import InvalidValueError, UnitMismatchError
from jbpcore.values.currency import MINOR_DIGITS
from jbpcore.values.decimals import decimal_text, exact_decimal
from jbpcore.values.exact_amount import ExactAmount

__all__ = ["Quantity"]

_LONGEST_UNIT = 40
_COMMON_UNIT = re.compile("[A-Za-z](?:[ _/-]?[A-Za-z0-9])*")


def _check_unit(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_UNIT:
        fits = False
    elif _COMMON_UNIT.fullmatch(value):
        fits = value not in MINOR_DIGITS
    else:
        fits = (
            value[0].isalpha()
            and value.isprintable()
            and value == " ".join(value.split())
            and unicodedata.is_normalized("NFC", value)
        )
    if not fits:
        expected = (
            "a plural noun of at most 40 printable characters, such as 'deals' "
            "(for an amount in a currency, use Money)"
        )
        raise InvalidValueError("Quantity.unit", value, expected)
    return str.__str__(value)  # plain text, also from a member of an enum


@final
@attrs.frozen(init=False, repr=False)
class Quantity(ExactAmount):
    """An exact number of things of one kind.

    Calculates like :class:`~jbpcore.values.money.Money`: exactly or not at all, and
    only with the same unit. A count of zero is still true in ``if``; ask for
    ``is_zero``.

    Attributes:
        amount: How many; may be a fraction of one, and negative.
        unit: What is counted, as a plural noun, such as ``"deals"``. Compared letter
            by letter: ``"seats"`` and ``"Seats"`` are two units.

    Raises:
        InvalidValueError: If *amount* is inexact, not finite, or 10**24 or more, or
            *unit* is not 1 to 40 printable characters starting with a letter, has
            blanks at an end or two in a row, is not in normal form C, or is a
            currency code.

    Examples:
        >>> Quantity(12, "deals") + Quantity("2.5", "deals")
        Quantity('14.5', 'deals')
        >>> Quantity(12, "deals") < Quantity(2, "seats")
        Traceback (most recent call last):
        jbpcore.errors.UnitMismatchError: Cannot combine deals with seats; ...
    """

    amount: Decimal
    unit: str

    def __init__(self, amount: Decimal | int | str, unit: str) -> None:
        """Check both and keep them; see the class."""
        _set_amount(self, exact_decimal(amount, "Quantity.amount"))
        _set_unit(self, _check_unit(unit))

    @classmethod
    def _trusted(cls, amount: Decimal, unit: str) -> Quantity:
        """Return a count without checking; both must come from checked values."""
        quantity = _new(cls)
        _set_amount(quantity, amount)
        _set_unit(quantity, unit)
        return quantity

    @classmethod
    def zero(cls, unit: str) -> Quantity:
        """Return none at all, of *unit*.

        Examples:
            >>> Quantity.zero("deals").is_zero
            True
        """
        return cls(0, unit)

    def _with(self, amount: Decimal) -> Quantity:
        return Quantity._trusted(amount, self.unit)

    @property
    def unit_name(self) -> str:
        """The unit, as for any amount."""
        return self.unit

    def _is_like(self, other: object) -> bool:
        if type(other) is not Quantity:
            return self._refuse_other_kinds(other)
        if self.unit != other.unit:
            raise UnitMismatchError(self.unit, other.unit)
        return True

    def __repr__(self) -> str:
        return f"Quantity({decimal_text(self.amount)!r}, {self.unit!r})"

    def __str__(self) -> str:
        return f"{decimal_text(self.amount)} {self.unit}"


# As in money.py: direct slot access makes counts cheap to make.
_new = object.__new__
_set_amount = Quantity.__dict__["amount"].__set__
_set_unit = Quantity.__dict__["unit"].__set__
