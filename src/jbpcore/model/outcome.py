"""How a goal ended."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.model.amount import Amount
from jbpcore.model.validation import a_date, a_text, an_id, is_a
from jbpcore.values.ids import GoalId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["GoalOutcome", "Outcome"]

_AN_AMOUNT = attrs.validators.optional(is_a(Money, Quantity, Ratio))


class Outcome(StrEnum):
    """How a goal ended, in the words of the two sides.

    It is said by people when a plan closes, and stands beside the computed health:
    ``dropped`` was given up on the way, ``carried`` goes on in the next plan.
    """

    MET = "met"
    MISSED = "missed"
    DROPPED = "dropped"
    CARRIED = "carried"


@attrs.frozen(kw_only=True)
class GoalOutcome:
    """How a goal ended, with the figures as they were then, for good.

    Attributes:
        goal_id: The goal.
        outcome: How it ended.
        lesson: What the two sides learnt from it.
        attained: What was attained by *as_of*; ``None`` if there was no data.
        target: The target that counted on that day.
        attainment_ratio: *attained* divided by *target*; ``None`` where that is no
            figure.
        as_of: The last day that counts in these figures; ``None`` if there are none.

    Examples:
        >>> GoalOutcome(goal_id="new-revenue", outcome=Outcome.MISSED,
        ...             lesson="Start in April").outcome.value
        'missed'
    """

    goal_id: GoalId = attrs.field(converter=GoalId, validator=an_id)
    outcome: Outcome = attrs.field(validator=is_a(Outcome))
    lesson: str = attrs.field(default="", validator=a_text)
    attained: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    target: Amount | None = attrs.field(default=None, validator=_AN_AMOUNT)
    attainment_ratio: Fraction | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(Fraction))
    )
    as_of: date | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_date)
    )
