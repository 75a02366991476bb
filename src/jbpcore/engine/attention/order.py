"""Which nudge comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final, TypeAlias

from jbpcore.engine.amounts import exact
from jbpcore.engine.attention.codes import NudgeCode
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.model.plan import Plan
from jbpcore.values.money import Money

__all__ = ["most_urgent_first"]

_Place: TypeAlias = tuple[
    int, int, Fraction, Fraction, date, int, str, tuple[str, ...], str
]
_TO_BE_ORDERED: Final = 2
_CODES: Final = {code: place for place, code in enumerate(NudgeCode)}


def most_urgent_first(nudges: Iterable[Nudge], plan: Plan) -> tuple[Nudge, ...]:
    """Return the nudges of *plan* in the order in which they need attention.

    By class of their code first (:data:`~jbpcore.engine.attention.codes.URGENCY`), then
    by what is at stake, then by age, the oldest first; what began nobody knows when
    comes after what did. At stake, money comes before all else and the most of it
    first. Amounts of two currencies cannot be compared: the plan's main currency, which
    most of its goals are in, comes before the others, and these by their codes. What is
    not money goes by its part of what was agreed. What is still equal is put in order
    by code, subject and side, so that no two nudges can change places.

    Args:
        nudges: The nudges.
        plan: The plan that they are about.
    """
    listed = tuple(nudges)
    if len(listed) < _TO_BE_ORDERED:
        return listed
    counts = Counter(filter(None, (goal.currency for goal in plan.goals)))
    currencies = {
        currency: place
        for place, (currency, _) in enumerate(
            sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )
    }
    return tuple(sorted(listed, key=lambda nudge: _place(nudge, currencies)))


def _place(nudge: Nudge, currencies: dict[str, int]) -> _Place:
    stake = nudge.at_stake
    money, code = Fraction(0), ""
    unit = len(currencies) + 1
    if isinstance(stake, Money):
        money, code = exact(stake), stake.currency
        unit = currencies.get(stake.currency, len(currencies))
    return (
        nudge.urgency,
        unit,
        -money,
        -(nudge.stake_ratio or Fraction(0)),
        nudge.since or date.max,
        _CODES[nudge.code],
        nudge.subject,
        nudge.sides,
        code,
    )
