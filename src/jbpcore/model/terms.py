"""The part of a plan that both sides sign."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from jbpcore.model.commitment import Commitment
from jbpcore.model.goal import Goal
from jbpcore.model.health import HealthBands
from jbpcore.model.validation import is_a
from jbpcore.periods.daterange import DateRange

__all__ = ["Terms"]


def _goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(goals)


def _commitments(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    return tuple(commitments)


@attrs.frozen(kw_only=True)
class Terms:
    """What two sides agree to: a plan without the parts that may change by themselves.

    Goals and commitments are whole, their wording included, so that they can be read;
    which of their fields are material is said where the digest of terms is made.

    Attributes:
        period: The days the plan covers.
        goals: The goals of both sides together.
        commitments: What each side owes the other.
        health_bands: The bands that decide how goals are doing.

    Examples:
        >>> from datetime import date
        >>> Terms(period=DateRange(date(2026, 1, 1), date(2027, 1, 1))).goals
        ()
    """

    period: DateRange = attrs.field(validator=is_a(DateRange))
    goals: tuple[Goal, ...] = attrs.field(
        default=(), converter=_goals, validator=is_a(Goal, each=True)
    )
    commitments: tuple[Commitment, ...] = attrs.field(
        default=(), converter=_commitments, validator=is_a(Commitment, each=True)
    )
    health_bands: HealthBands = attrs.field(
        factory=HealthBands, validator=is_a(HealthBands)
    )
