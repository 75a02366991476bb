"""What a projection says."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal

__all__ = ["Projection"]


@attrs.frozen(kw_only=True)
class Projection:
    """Where a goal's period finishes, how sure that is, and how it was found.

    Amounts are in the goal's unit, rounded half-even to the minor unit; ratios are
    exact numbers rounded to four digits, 1 being 100 %.

    Attributes:
        goal: The goal.
        as_of: The last day that counted.
        method: The method used. ``auto`` chooses one of the others, and stands here
            only where the goal is not one to project at all.
        reason: Why this method, or why *projected_finish* is ``None``.
        booked: What is in; ``None`` where not even the currency is known.
        projected_finish: What the period ends with; ``None`` where the method cannot
            tell.
        level_ratio: How often the finish should fall between *low* and *high*.
        low: Lower end of the interval; ``None`` where there is none.
        high: Upper end.
        hit_probability: How likely the finish is to reach the target (for a ceiling: to
            stay within it). ``None`` without a target or an interval.
        interval_reason: What the interval rests on, or why there is none.
        years_used: Whole earlier years that the seasons rest on.
        belief_ratio: How far the seasons are those of earlier years; the rest is the
            agreed phasing. ``None`` where the method does not ask for seasons.
        growth_ratio: What the method takes a year to grow by; 0.02 is 2 %.
    """

    goal: Goal
    as_of: date
    method: ProjectionMethod
    reason: ProjectionReason
    booked: Amount | None
    projected_finish: Amount | None
    level_ratio: Fraction
    low: Amount | None
    high: Amount | None
    hit_probability: Fraction | None
    interval_reason: ProjectionReason
    years_used: int = 0
    belief_ratio: Fraction | None = None
    growth_ratio: Fraction | None = None
