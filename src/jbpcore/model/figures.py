"""How a goal stood on a day, kept for good."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.model.amount import Amount
from jbpcore.model.health import Health
from jbpcore.model.validation import a_date, an_id, is_a
from jbpcore.values.ids import GoalId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["GoalFigures"]

_AN_AMOUNT: Final = attrs.validators.optional(is_a(Money, Quantity, Ratio))
_A_RATIO: Final = attrs.validators.optional(is_a(Fraction))


@attrs.frozen(kw_only=True)
class GoalFigures:
    """How one goal stood at the end of a day, as it was seen then.

    Amounts are in the goal's unit; ``None`` where there was no figure.

    Attributes:
        goal_id: The goal.
        as_of: The last day that counts in the figures.
        health: How it was doing.
        attained: What was in.
        target: The target that counted on that day.
        expected_to_date: What should have been in.
        gap_to_target: What was missing to the target; positive is short.
        gap_to_pace: What was missing to where it should have been; positive is short.
        projected_finish: Where it would have ended at that pace.
        attainment_ratio: *attained* divided by *target*.
        pace_index: Progress so far ÷ progress expected so far.

    Examples:
        >>> GoalFigures(goal_id="new-revenue", as_of=date(2026, 5, 15),
        ...             health=Health.OFF_TRACK).attained is None
        True
    """

    goal_id: GoalId = attrs.field(converter=GoalId, validator=an_id)
    as_of: date = attrs.field(validator=a_date)
    health: Health = attrs.field(validator=is_a(Health))
    attained: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    target: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    expected_to_date: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    gap_to_target: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    gap_to_pace: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    projected_finish: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    attainment_ratio: Fraction | None = attrs.field(default=None, validator=_A_RATIO)
    pace_index: Fraction | None = attrs.field(default=None, validator=_A_RATIO)
