"""Amounts of any kind, and the unit a metric counts in."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import is_a
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["Amount", "BookedAmount", "Unit", "UnitKind"]

Amount: TypeAlias = Money | Quantity | Ratio
"""What a goal aims at and where it stands: money, a count, or a ratio."""

BookedAmount: TypeAlias = Money | Quantity | Ratio | Quotient
"""What a booking adds: an amount, or the two parts of a ratio."""


class UnitKind(StrEnum):
    """What sort of number a metric is."""

    MONEY = "money"
    COUNT = "count"
    RATIO = "ratio"


@attrs.frozen
class Unit:
    """What a metric counts in.

    Attributes:
        kind: Money (in any currency), a count of something, or a ratio.
        noun: For a count, what is counted, in the plural: ``"deals"``. Else empty.

    Raises:
        InvalidValueError: If a count has no noun, or anything else has one.

    Examples:
        >>> Unit.count("deals").accepts(Quantity(3, "deals"))
        True
        >>> Unit.money().accepts(Quantity(3, "deals"))
        False
    """

    kind: UnitKind = attrs.field(validator=is_a(UnitKind))
    noun: str = attrs.field(default="", validator=is_a(str))

    def __attrs_post_init__(self) -> None:
        """Check the noun against the kind."""
        if self.kind is UnitKind.COUNT:
            Quantity(0, self.noun)
        elif self.noun:
            raise InvalidValueError("Unit.noun", self.noun, "empty unless a count")

    @classmethod
    def money(cls) -> Unit:
        """Money, in whatever currency the goal states."""
        return cls(UnitKind.MONEY)

    @classmethod
    def count(cls, noun: str) -> Unit:
        """Return a count of *noun*, a plural such as ``"deals"``."""
        return cls(UnitKind.COUNT, noun)

    @classmethod
    def ratio(cls) -> Unit:
        """A ratio, where 1 is 100 %."""
        return cls(UnitKind.RATIO)

    def accepts(self, amount: BookedAmount) -> bool:
        """Whether *amount* is in this unit."""
        if isinstance(amount, Money):
            return self.kind is UnitKind.MONEY
        if isinstance(amount, Quantity):
            return self.kind is UnitKind.COUNT and amount.unit == self.noun
        return self.kind is UnitKind.RATIO

    def __str__(self) -> str:
        return self.noun or self.kind.value
