"""The ways to project a finish, and why one was taken, as permanent codes."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ProjectionMethod", "ProjectionReason"]


class ProjectionMethod(StrEnum):
    """How a finish is projected."""

    AUTO = "auto"
    """Whichever of the others the data can bear; the result names it and says why."""

    STRAIGHT_LINE = "straight_line"
    """Every day to come like the average day gone: A × N ÷ t."""

    ALONG_PHASING = "along_phasing"
    """Booked ÷ the share of the agreed phasing that is due."""

    RECENT_RATE = "recent_rate"
    """Every day to come like the average of the last 90 days."""

    SEASONAL = "seasonal"
    """The present pace, carried on with the seasons and half the growth of the past."""


class ProjectionReason(StrEnum):
    """Why a method was chosen, where an interval comes from, or why there is none."""

    ASKED_FOR = "asked_for"
    """The caller named the method."""

    SEASONS_KNOWN = "seasons_known"
    """Two whole earlier years or more show the seasons."""

    ONE_YEAR_KNOWN = "one_year_known"
    """One whole earlier year is known; half of what it shows is believed."""

    HISTORY_SPARSE = "history_sparse"
    """Most stretches brought nothing, so no seasons are told from them; the average of
    the last two years is carried on along the agreed phasing."""

    NO_HISTORY = "no_history"
    """No earlier bookings were given."""

    HISTORY_TOO_SHORT = "history_too_short"
    """The earlier bookings hold no whole year that could be used."""

    NOTHING_DUE = "nothing_due"
    """The phasing expects nothing yet, so it says nothing about the finish."""

    PERIOD_ENDED = "period_ended"
    """The period is over: what is booked is the finish."""

    NOT_STARTED = "not_started"
    """The period has not begun, so there is no pace of its own to carry on."""

    NO_CURRENCY = "no_currency"
    """Neither the goal nor the bookings tell which currency it is about."""

    SHAPE_NOT_PROJECTED = "shape_not_projected"
    """Only sums of bookings are projected, not levels, ratios and milestones."""

    RECENT_ERRORS = "recent_errors"
    """The interval comes from how far the pace strayed from month to month."""

    EARLIER_YEARS = "earlier_years"
    """The interval comes from what the same method missed by in earlier years."""

    BOOKINGS_SO_FAR = "bookings_so_far"
    """The interval comes from how unevenly the bookings so far came in."""

    TOO_FEW_BOOKINGS = "too_few_bookings"
    """Less than four stretches of bookings: no interval can be told from them."""

    UNEVEN_MONTHS = "uneven_months"
    """The interval comes from how unevenly the bookings of two years came in."""

    OUT_OF_RANGE = "out_of_range"
    """The figure is larger than an amount can be."""

    NOTHING_AHEAD = "nothing_ahead"
    """The method expects nothing (or less than nothing) more, so it has no spread."""
