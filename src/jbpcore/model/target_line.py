"""One line of a list of targets: who, over which days, how much."""

from __future__ import annotations

from typing import Any

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import Amount
from jbpcore.model.validation import a_text, an_id, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PartyId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["TargetLine"]


def _a_row(_: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None and (type(value) is not int or value < 1):
        field = f"TargetLine.{attribute.name}"
        raise InvalidValueError(field, value, "a whole number from 1, or None")


@attrs.frozen(kw_only=True)
class TargetLine:
    """What is wanted of one partner over some days, as a list of targets states it.

    Lines are what goals are made from; a goal over a quarter may come from three of
    them, one a month, which then shape its phasing.

    Attributes:
        partner_id: Whose target it is.
        dates: The days it is for.
        amount: How much is wanted over these days. A line without a target is no line.
        source: The file or list it stands in, for messages; empty if unknown.
        row: Its line there, counted from 1; ``None`` if unknown.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> from datetime import date
        >>> line = TargetLine(
        ...     partner_id="northwind", amount=Money("25000", "USD"),
        ...     dates=DateRange(date(2026, 4, 1), date(2026, 5, 1)),
        ...     source="targets.csv", row=2,
        ... )
        >>> line.place
        'targets.csv:2'
    """

    partner_id: PartyId = attrs.field(converter=PartyId, validator=an_id)
    dates: DateRange = attrs.field(validator=is_a(DateRange))
    amount: Amount = attrs.field(validator=is_a(Money, Quantity, Ratio))
    source: str = attrs.field(default="", validator=a_text)
    row: int | None = attrs.field(default=None, validator=_a_row)

    @property
    def place(self) -> str:
        """Where it stands, as findings state it: ``targets.csv:12``."""
        source = self.source or "targets"
        return source if self.row is None else f"{source}:{self.row}"
