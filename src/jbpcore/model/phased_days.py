"""Where a phasing wants a target to stand, day by day, in whole numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import lcm

import attrs

from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
)
from jbpcore.periods.daterange import DateRange

__all__ = ["PhasedDays", "phased_days"]


@attrs.frozen
class PhasedDays:
    """A phasing laid over the days of a period: straight lines between a few days.

    Attributes:
        ends: Days gone at the end of each line, rising.
        starts: Days gone where each begins.
        before: Parts due where each begins.
        rates: Parts that each day of the line brings.
        whole: Parts that the whole target has.
    """

    ends: tuple[int, ...]
    starts: tuple[int, ...]
    before: tuple[int, ...]
    rates: tuple[int, ...]
    whole: int

    def due(self, elapsed_days: int) -> int:
        """Return how many of the *whole* parts are due once so many days are gone.

        Args:
            elapsed_days: From 0 to all days of the period.
        """
        line = bisect_left(self.ends, elapsed_days)
        return self.before[line] + self.rates[line] * (elapsed_days - self.starts[line])


def phased_days(phasing: Phasing, period: DateRange) -> PhasedDays | None:
    """Lay *phasing* over *period*.

    Returns:
        ``None`` if it puts nothing on these days, or does not run in straight lines: by
        working days, or along an S-curve.

    Examples:
        >>> from datetime import date
        >>> quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> days = phased_days(LinearPhasing(), quarter)
        >>> days.due(45), days.whole
        (45, 91)
    """
    if isinstance(phasing, LinearPhasing):
        return _joined([(period.length_days, Fraction(1))])
    if isinstance(phasing, WeightedPhasing):
        return _joined(_daily_weights(phasing, period))
    if isinstance(phasing, CumulativePhasing):
        return _joined(_daily_shares(phasing, period))
    return None


def _joined(stretches: Iterable[tuple[int, Fraction]]) -> PhasedDays | None:
    """Join stretches of (days gone at their end, what each of their days brings)."""
    lines = list(stretches)
    parts = lcm(*(daily.denominator for _, daily in lines))
    ends, starts, before, rates = [], [], [], []
    at = due = 0
    for end, daily in lines:
        rate = daily.numerator * (parts // daily.denominator)
        ends.append(end)
        starts.append(at)
        before.append(due)
        rates.append(rate)
        due += rate * (end - at)
        at = end
    if not due:
        return None
    return PhasedDays(tuple(ends), tuple(starts), tuple(before), tuple(rates), due)


def _daily_weights(
    phasing: WeightedPhasing, period: DateRange
) -> list[tuple[int, Fraction]]:
    first, days = period.start.toordinal(), period.length_days
    lines: list[tuple[int, Fraction]] = []
    at = 0
    for bucket in phasing.buckets:
        # Of a bucket that the period cuts, the part inside brings its part of the
        # weight.
        start = bucket.dates.start.toordinal() - first
        end = min(start + bucket.dates.length_days, days)
        start = max(start, 0)
        if end <= start:
            continue
        if start > at:
            lines.append((start, Fraction(0)))
        lines.append((end, bucket.weight / bucket.dates.length_days))
        at = end
    if at < days:
        lines.append((days, Fraction(0)))
    return lines


def _daily_shares(
    phasing: CumulativePhasing, period: DateRange
) -> list[tuple[int, Fraction]]:
    first, days = period.start.toordinal(), period.length_days
    points = [(0, Fraction(0))]
    for point in phasing.points:
        gone = point.on.toordinal() - first + 1
        if 0 < gone < days:
            points.append((gone, point.share))
    points.append((days, Fraction(1)))
    return [
        (later, (high - low) / (later - earlier))
        for (earlier, low), (later, high) in pairwise(points)
    ]
