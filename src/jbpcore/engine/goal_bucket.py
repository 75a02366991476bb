"""One stretch of a goal: what is due in it, and what came in."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import attrs

from jbpcore.engine.keep_check import KeepCheck
from jbpcore.engine.reasons import Reason
from jbpcore.model.amount import Amount
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal_period import FiscalPeriod

__all__ = ["BucketState", "GoalBucket", "bucket_state"]


class BucketState(StrEnum):
    """Where a bucket lies on the day that was asked about."""

    PENDING = "pending"
    BEGUN = "begun"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class GoalBucket:
    """One week, month, quarter or other stretch of a goal.

    Attributes:
        period: Its fiscal period, cut to the goal's days.
        scheduled: What is due in it: the move of a level, the amount of all else.
            The buckets of a goal add up to its target, or for a level to the way from
            the baseline, to the last digit. A milestone has it all in the last one. A
            ratio, or what is to be kept, has no parts that add up, and so none.
        scheduled_to_date: What should stand at its end, baseline included; of what is
            to be kept the whole, once a stretch is due.
        attained: What came in by the end of it or of the day asked about, the move of
            a level included; a ratio of the entries in it alone, or the share kept of
            the stretches that ended in it. ``None`` while it is pending, where no
            entries were given, and for a level that nobody has observed yet.
        attained_to_date: What stood at its end, or on the day asked about.
        gap: What is missing of *scheduled*, positive being short. All of it where
            nothing was booked, from the bucket's first day on. Where nothing adds up,
            what is missing of *scheduled_to_date*.
        state: Whether it is still to come; ``None`` where no day was asked about.
        reason: Why nothing is scheduled; ``None`` where something is.
        checks: Of what is to be kept, the stretches that ended in it, up to the day
            asked about.
    """

    period: FiscalPeriod
    scheduled: Amount | None
    scheduled_to_date: Amount | None
    attained: Amount | None = None
    attained_to_date: Amount | None = None
    gap: Amount | None = None
    state: BucketState | None = None
    reason: Reason | None = None
    checks: tuple[KeepCheck, ...] = ()

    @property
    def label(self) -> str:
        """The name of its fiscal period, such as ``"FY26-P04"``."""
        return self.period.label

    @property
    def dates(self) -> DateRange:
        """Its days, those of the goal alone."""
        return self.period.dates


def bucket_state(dates: DateRange, *, as_of: date) -> BucketState:
    """Say where *dates* lie on a day: a bucket has ended on its last one.

    Examples:
        >>> april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
        >>> bucket_state(april, as_of=date(2026, 4, 30)).value
        'ended'
    """
    if as_of < dates.start:
        return BucketState.PENDING
    return BucketState.BEGUN if as_of < dates.last_day else BucketState.ENDED
