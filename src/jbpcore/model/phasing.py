"""How a target spreads over its period.

A phasing says where the target should stand at the end of each day, as a share of the
whole. It holds no target and no period, so that one phasing serves many goals; the
engine lays it over a goal's days. Buckets that reach outside the goal's days count with
the days inside, so a profile for a year also serves a goal that starts in mid-year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeAlias

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.validation import a_date, exact_ratio, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.work_calendar import WorkCalendar

_MOST_PARTS = 400
_TOO_MANY = f"at most {_MOST_PARTS}, which is a year of days and more"

__all__ = [
    "Bucket",
    "CumulativePhasing",
    "CumulativePoint",
    "LinearPhasing",
    "Phasing",
    "WeightedPhasing",
    "WorkdayPhasing",
]


@attrs.frozen
class LinearPhasing:
    """The same amount every calendar day.

    Examples:
        >>> LinearPhasing()
        LinearPhasing()
    """


@attrs.frozen
class WorkdayPhasing:
    """The same amount every working day, and nothing on other days.

    Attributes:
        calendar: The working days as they were when the plan was agreed.
    """

    calendar: WorkCalendar = attrs.field(validator=is_a(WorkCalendar))


def _not_negative(_: object, __: object, value: Fraction) -> None:
    if value < 0:
        raise InvalidValueError("Bucket.weight", value, "zero or more")


@attrs.frozen
class Bucket:
    """A stretch of days and how much of the target falls on it.

    Attributes:
        dates: The days; the weight spreads evenly over them.
        weight: Its part, in any measure the buckets share: 20 beside 30 and 50 is 20 %.
            Zero or more.
    """

    dates: DateRange = attrs.field(validator=is_a(DateRange))
    weight: Fraction = attrs.field(
        converter=exact_ratio, validator=[is_a(Fraction), _not_negative]
    )


def _buckets(buckets: Iterable[Bucket]) -> tuple[Bucket, ...]:
    return tuple(buckets)


@attrs.frozen
class WeightedPhasing:
    """A weight for each stretch of days, evenly spread inside each.

    Attributes:
        buckets: In order of days, none overlapping. Days in no bucket get nothing.

    Raises:
        InvalidValueError: If there is no bucket, two overlap or are out of order, or
            all weights are zero.

    Examples:
        Twenty, thirty and fifty percent over the months of the second quarter:

        >>> calendar = FiscalCalendar.calendar_year()
        >>> phasing = WeightedPhasing.by_month(
        ...     [20, 30, 50], period=calendar.quarter(2026, 2), calendar=calendar
        ... )
        >>> [str(bucket.weight) for bucket in phasing.buckets]
        ['20', '30', '50']
    """

    buckets: tuple[Bucket, ...] = attrs.field(
        converter=_buckets, validator=is_a(Bucket, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check the buckets against each other."""
        if len(self.buckets) > _MOST_PARTS:
            count = len(self.buckets)
            raise InvalidValueError("WeightedPhasing.buckets", count, _TOO_MANY)
        if not any(bucket.weight for bucket in self.buckets):
            expected = "at least one bucket with a weight above zero"
            raise InvalidValueError("WeightedPhasing.buckets", self.buckets, expected)
        for earlier, later in pairwise(self.buckets):
            if later.dates.start < earlier.dates.end:
                expected = f"in order and apart; {later.dates} meets {earlier.dates}"
                raise InvalidValueError("WeightedPhasing.buckets", later, expected)

    @classmethod
    def by_month(
        cls,
        weights: Sequence[int | str | Fraction],
        *,
        period: DateRange,
        calendar: FiscalCalendar,
    ) -> WeightedPhasing:
        """Give each fiscal month that *period* touches its weight, in order.

        A month that *period* cuts keeps its whole weight for the days inside.

        Raises:
            InvalidValueError: If there is not exactly one weight for each month.
        """
        months = calendar.tiles(PeriodKind.MONTH, period)
        if len(weights) != len(months):
            expected = f"{len(months)} weights, one for each fiscal month of {period}"
            raise InvalidValueError("weights", list(weights), expected)
        pairs = zip(months, weights, strict=True)
        return cls([Bucket(month.dates, weight) for month, weight in pairs])


def _a_share(_: object, __: object, value: Fraction) -> None:
    if not 0 <= value <= 1:
        raise InvalidValueError("CumulativePoint.share", value, "from 0 to 1")


@attrs.frozen
class CumulativePoint:
    """Where the target should stand at the end of one day.

    Attributes:
        on: The day.
        share: Part of the target due by the end of it, 0 to 1.
    """

    on: date = attrs.field(validator=a_date)
    share: Fraction = attrs.field(
        converter=exact_ratio, validator=[is_a(Fraction), _a_share]
    )


def _points(points: Iterable[CumulativePoint]) -> tuple[CumulativePoint, ...]:
    return tuple(points)


@attrs.frozen
class CumulativePhasing:
    """Agreed points of the cumulative curve, straight lines between them.

    From the day before the goal starts (share 0) the curve runs to the first point,
    from point to point, and from the last point to the whole on the goal's last day.

    Attributes:
        points: In order of days, shares never falling.

    Raises:
        InvalidValueError: If there is no point, days are not ascending, or a share
            falls.

    Examples:
        >>> fifth = CumulativePoint(date(2026, 4, 30), "1/5")
        >>> CumulativePhasing([fifth]).points[0].share
        Fraction(1, 5)
    """

    points: tuple[CumulativePoint, ...] = attrs.field(
        converter=_points, validator=is_a(CumulativePoint, each=True)
    )

    def __attrs_post_init__(self) -> None:
        """Check the points against each other."""
        if len(self.points) > _MOST_PARTS:
            count = len(self.points)
            raise InvalidValueError("CumulativePhasing.points", count, _TOO_MANY)
        if not self.points:
            raise InvalidValueError("CumulativePhasing.points", (), "one point or more")
        for earlier, later in pairwise(self.points):
            if later.on <= earlier.on or later.share < earlier.share:
                expected = "ascending in days, and never falling in share"
                raise InvalidValueError("CumulativePhasing.points", later, expected)


Phasing: TypeAlias = (
    LinearPhasing | WorkdayPhasing | WeightedPhasing | CumulativePhasing | SCurvePhasing
)
"""How a target spreads over its period."""
