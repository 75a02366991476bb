"""A target that was revised while its period ran."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from jbpcore.model.amount import Amount
from jbpcore.model.validation import a_date, a_text, an_instant, is_a
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["TargetVersion"]


@attrs.frozen(kw_only=True)
class TargetVersion:
    """What a goal's target was changed to, and from which day that counts.

    From that day on it is the target of the whole period, as if it had been agreed at
    the start: the phasing spreads all of it, and what should be in by now follows from
    it. A look back at an earlier day finds the target that counted then. The original
    one stays in the goal and is reported beside.

    Attributes:
        effective_on: The first day that it counts.
        target: How much is wanted by the end of the period.
        reason: Why it was changed.
        recorded_at: When it was agreed, in UTC; ``None`` if nobody wrote that down, and
            then it counts as always known.

    Examples:
        >>> TargetVersion(effective_on=date(2026, 5, 1), target=Money("20000", "USD"),
        ...               reason="A product was withdrawn").target
        Money('20000', 'USD')
    """

    effective_on: date = attrs.field(validator=a_date)
    target: Amount = attrs.field(validator=is_a(Money, Quantity, Ratio))
    reason: str = attrs.field(default="", validator=a_text)
    recorded_at: datetime | None = attrs.field(
        default=None, validator=attrs.validators.optional(an_instant)
    )
