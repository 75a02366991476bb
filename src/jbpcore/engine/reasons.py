"""Why a figure or a health is what it is, as permanent codes."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Reason"]


class Reason(StrEnum):
    """The rule that decided a health, or why a figure is missing.

    The codes are permanent; :func:`jbpcore.formatting.explain.explain` puts them in
    words.
    """

    PACE = "pace"
    """The pace index fell in a band."""

    NOTHING_DUE = "nothing_due"
    """Nothing is expected yet: no pace to compare with, or no promise to keep."""

    TARGET_REACHED = "target_reached"
    """A flow reached its target, or a milestone was done, before the period ended."""

    PERIOD_ENDED = "period_ended"
    """The period is over, so the target itself decides."""

    NOT_STARTED = "not_started"
    """The period has not begun."""

    NO_ENTRIES = "no_entries"
    """The ledger holds no entry of the metric up to the day asked about."""

    NOTHING_ATTAINED = "nothing_attained"
    """What is in is zero or less, so nothing can be divided by it."""

    NO_DAYS_LEFT = "no_days_left"
    """No day is left to close the gap in."""

    NO_TARGET = "no_target"
    """No target is agreed, which is not a target of zero."""

    ZERO_TARGET = "zero_target"
    """The target is zero, so there is no share of it to speak of."""

    NEGATIVE_TARGET = "negative_target"
    """The target of a flow is below zero, where pace has no meaning."""

    NO_BASELINE = "no_baseline"
    """The level is to fall, and nobody said from where."""

    TARGET_IS_BASELINE = "target_is_baseline"
    """The target equals the baseline, so there is nothing to move."""

    PHASING_EMPTY = "phasing_empty"
    """The phasing puts no part of the target on the goal's days."""

    NO_WORK_CALENDAR = "no_work_calendar"
    """No work calendar was given to count working days with."""

    NO_KEEP_BAND = "no_keep_band"
    """Something is to stay where it is, and nobody said within which bounds."""

    NOTHING_TO_DIVIDE_BY = "nothing_to_divide_by"
    """The denominators of a ratio add up to zero, so there is no ratio yet."""

    NO_PIPELINE = "no_pipeline"
    """No open pipeline was given, or none can count for a goal of this shape."""

    NO_BUCKETS = "no_buckets"
    """A goal of this shape has no parts that add up over the days."""

    NO_RATE = "no_rate"
    """What is kept, or done at once, does not come in day by day."""

    OUT_OF_RANGE = "out_of_range"
    """It would be more than any amount may be."""
