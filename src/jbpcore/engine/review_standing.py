"""How a review stands: booked, held in time or late, skipped."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from jbpcore.model.review import Review
from jbpcore.periods.days import check_day

__all__ = ["GRACE_DAYS", "ReviewStanding", "review_standing"]

GRACE_DAYS: Final = 7
"""So many days after its slot a review still counts as held in time."""


class ReviewStanding(StrEnum):
    """How a review stands on a day.

    Attributes:
        BOOKED: Its day is still to come.
        DUE: Its day is here, or was at most :data:`GRACE_DAYS` ago.
        HELD: It was held in time.
        HELD_LATE: It was held more than :data:`GRACE_DAYS` after the day that it was
            first booked for, however often it was moved.
        SKIPPED: It was not held, and its day is longer ago than that.
        CANCELLED: It was called off.
    """

    BOOKED = "booked"
    DUE = "due"
    HELD = "held"
    HELD_LATE = "held_late"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


def review_standing(review: Review, *, as_of: date) -> ReviewStanding:
    """Say how *review* stands at the end of a day.

    What was held or called off after *as_of* was still open then.

    Args:
        review: A review of a plan.
        as_of: The last day that counts, as a whole day.

    Raises:
        InvalidValueError: If *as_of* is no day.

    Examples:
        >>> review = Review(id="q2", name="Q2 review", on=date(2026, 6, 16))
        >>> [review_standing(review, as_of=date(2026, 6, day)).value
        ...  for day in (15, 16, 23, 24)]
        ['booked', 'due', 'due', 'skipped']
    """
    check_day(as_of, "as_of")
    if review.held_on is not None and review.held_on <= as_of:
        late = (review.held_on - (review.slot_on or review.on)).days
        is_late = late > GRACE_DAYS
        return ReviewStanding.HELD_LATE if is_late else ReviewStanding.HELD
    if review.cancelled_on is not None and review.cancelled_on <= as_of:
        return ReviewStanding.CANCELLED
    overdue = (as_of - review.on).days
    if overdue < 0:
        return ReviewStanding.BOOKED
    return ReviewStanding.DUE if overdue <= GRACE_DAYS else ReviewStanding.SKIPPED
