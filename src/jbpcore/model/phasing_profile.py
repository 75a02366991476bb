"""Phasing profiles: a named way to spread a target, for any period it is laid over."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
)
from jbpcore.model.validation import a_name, exact_ratio, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind

__all__ = ["PhasingProfile", "ProfileStep"]

_MOST_PARTS = 366
_QUARTERS = 4
_MONTHS_OF_QUARTER = 3
_MONTHS = (12, 13)


class ProfileStep(StrEnum):
    """What each weight of a profile is for."""

    MONTH = "month"
    """A fiscal month, counted from the first of the fiscal year."""

    QUARTER = "quarter"
    """A fiscal quarter of the year."""

    MONTH_OF_QUARTER = "month_of_quarter"
    """A fiscal month within its quarter, the same in every quarter."""

    PART = "part"
    """A part of whatever period the profile is laid over."""


def _ratios(values: Iterable[Fraction | int | str]) -> tuple[Fraction, ...]:
    return tuple(exact_ratio(value) for value in values)


def _weights(_: object, __: object, values: tuple[Fraction, ...]) -> None:
    if not any(values) or min(values) < 0 or len(values) > _MOST_PARTS:
        expected = f"1 to {_MOST_PARTS} numbers, none below zero, not all zero"
        raise InvalidValueError("PhasingProfile.weights", values, expected)


def _lengths(_: object, __: object, values: tuple[Fraction, ...]) -> None:
    if any(value <= 0 for value in values):
        expected = "made of numbers above zero"
        raise InvalidValueError("PhasingProfile.lengths", values, expected)


@attrs.frozen(kw_only=True)
class PhasingProfile:
    """How business usually comes in, under a name, to be used again and again.

    A profile knows no dates. :meth:`phasing` lays it over a period; where that begins
    or ends within one of the profile's steps, only the days inside count, so that a
    partner who joins in the middle of a quarter gets the rest of the profile, and the
    whole of the target.

    Attributes:
        name: What people call it, such as ``"Hockey stick"``.
        per: What each weight is for.
        weights: How much falls on each step, in any measure: 20, 30, 50, or factors
            around 1. Twelve (or thirteen) for fiscal months, four for quarters, three
            for the months of a quarter, any number for parts.
        lengths: For parts, how long each is beside the others; all the same if empty.

    Raises:
        InvalidValueError: If the weights are not as many as the steps, one is negative
            or all are zero, or *lengths* are given and do not match.

    Examples:
        Half of every quarter comes in its last month:

        >>> hockey_stick = PhasingProfile(
        ...     name="Hockey stick", per=ProfileStep.MONTH_OF_QUARTER,
        ...     weights=[20, 30, 50],
        ... )
        >>> calendar = FiscalCalendar.calendar_year()
        >>> phasing = hockey_stick.phasing(calendar.quarter(2026, 2), calendar)
        >>> [str(bucket.weight) for bucket in phasing.buckets]
        ['1/5', '3/10', '1/2']
    """

    name: str = attrs.field(validator=a_name)
    per: ProfileStep = attrs.field(validator=is_a(ProfileStep))
    weights: tuple[Fraction, ...] = attrs.field(
        converter=_ratios, validator=[is_a(Fraction, each=True), _weights]
    )
    lengths: tuple[Fraction, ...] = attrs.field(
        default=(),
        converter=_ratios,
        validator=[is_a(Fraction, each=True), _lengths],
    )

    def __attrs_post_init__(self) -> None:
        """Check the weights against what they are for."""
        wanted = {
            ProfileStep.MONTH: _MONTHS,
            ProfileStep.QUARTER: (_QUARTERS,),
            ProfileStep.MONTH_OF_QUARTER: (_MONTHS_OF_QUARTER,),
        }.get(self.per)
        if wanted is not None and len(self.weights) not in wanted:
            counts = " or ".join(map(str, wanted))
            expected = f"{counts} numbers, one for each {self.per}"
            raise InvalidValueError("PhasingProfile.weights", self.weights, expected)
        allowed = {0} if wanted else {0, len(self.weights)}
        if len(self.lengths) not in allowed:
            expected = "empty" if wanted else "empty, or as many as the weights"
            raise InvalidValueError("PhasingProfile.lengths", self.lengths, expected)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The weights as parts of the whole; they add up to 1."""
        total = sum(self.weights, Fraction(0))
        return tuple(weight / total for weight in self.weights)

    def phasing(
        self,
        period: DateRange,
        calendar: FiscalCalendar | None = None,
        *,
        part_of: DateRange | None = None,
    ) -> Phasing:
        """Lay the profile over *period*.

        Each fiscal month or quarter that the period cuts brings the part of its weight
        that lies inside, by days; a period of several years runs through the profile
        several times. The result may be used for any goal of that period.

        Args:
            period: The days of the goal.
            calendar: The fiscal calendar; not needed for a profile of parts.
            part_of: For a profile of parts, the longer period that the parts are parts
                of, where *period* is what is left of it for a late start. The profile
                is laid over *part_of*, and cut to *period*.

        Raises:
            InvalidValueError: If a calendar is missing or its years have another number
                of months, *part_of* does not contain *period*, or the profile puts
                nothing on these days.

        Examples:
            >>> from datetime import date
            >>> thirds = PhasingProfile(
            ...     name="Slow start", per=ProfileStep.PART, weights=[1, 2, 2]
            ... )
            >>> march = DateRange.of_days(date(2026, 3, 1), 30)
            >>> [(p.on.day, str(p.share)) for p in thirds.phasing(march).points]
            [(10, '1/5'), (20, '3/5')]
        """
        whole = period if part_of is None else part_of
        if not whole.contains(period):
            expected = f"a period that contains {period}"
            raise InvalidValueError("part_of", part_of, expected)
        if self.per is ProfileStep.PART:
            return self._in_parts(period, whole)
        if calendar is None:
            expected = f"a fiscal calendar, to find each {self.per} with"
            raise InvalidValueError("calendar", calendar, expected)
        is_quarterly = self.per is ProfileStep.QUARTER
        kind = PeriodKind.QUARTER if is_quarterly else PeriodKind.MONTH
        buckets = [
            Bucket(tile.whole_dates, self._share_of(tile, calendar))
            for tile in calendar.tiles(kind, period)
        ]
        if not any(bucket.weight for bucket in buckets):
            raise self._nothing_on(period)
        return WeightedPhasing(buckets)

    def _share_of(self, tile: FiscalPeriod, calendar: FiscalCalendar) -> Fraction:
        months = calendar.count(PeriodKind.MONTH, tile.year)
        if self.per is ProfileStep.MONTH and len(self.weights) != months:
            expected = f"{months} numbers, as {tile.label} is in a year of {months}"
            raise InvalidValueError("PhasingProfile.weights", self.weights, expected)
        number = tile.number
        if self.per is ProfileStep.MONTH_OF_QUARTER:
            if months != _MONTHS[0]:
                expected = "one whose quarters have three months each"
                raise InvalidValueError("calendar", calendar, expected)
            number = (number - 1) % _MONTHS_OF_QUARTER + 1
        return self.shares[number - 1]

    def _in_parts(self, period: DateRange, whole: DateRange) -> Phasing:
        """Join the ends of the parts by straight lines, exact at the end of each day.

        A part may end within a day. Points on both days beside it keep the curve at
        every end of a day what it would be with the part's own end.
        """
        lengths = self.lengths or (Fraction(1),) * len(self.weights)
        scale = Fraction(whole.length_days) / sum(lengths, Fraction(0))
        ends = [Fraction(0), *(end * scale for end in accumulate(lengths))]
        dues = [Fraction(0), *accumulate(self.shares)]

        def due(day: int) -> Fraction:
            part = min(bisect_right(ends, day), len(ends) - 1)
            low, high = ends[part - 1], ends[part]
            gone = (day - low) / (high - low)
            return dues[part - 1] + (dues[part] - dues[part - 1]) * gone

        first = (period.start - whole.start).days
        last = first + period.length_days
        before, gain = due(first), due(last) - due(first)
        if not gain:
            raise self._nothing_on(period)
        days = {day for end in ends for day in (int(end), -int(-end // 1))}
        points = [
            CumulativePoint(
                whole.start + timedelta(days=day - 1), (due(day) - before) / gain
            )
            for day in sorted(days)
            if first < day < last
        ]
        return CumulativePhasing(points) if points else LinearPhasing()

    def _nothing_on(self, period: DateRange) -> InvalidValueError:
        expected = f"days that {self.name!r} puts a part of the target on"
        return InvalidValueError("period", str(period), expected)
