"""Which share of a target is due by the end of a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

from jbpcore.model.phasing import (
    CumulativePhasing,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.daterange import DateRange

__all__ = ["due_share"]


def due_share(phasing: Phasing, period: DateRange, *, as_of: date) -> Fraction | None:
    """Return the part of the target that *phasing* wants by the end of *as_of*.

    Args:
        phasing: How the target spreads.
        period: The goal's days.
        as_of: The last day that counts; before the period nothing is due, after it
            everything.

    Returns:
        From 0 to 1, exactly; ``None`` if the phasing puts nothing on these days at all.

    Examples:
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> calendar = FiscalCalendar.calendar_year()
        >>> quarter = calendar.quarter(2026, 2)
        >>> due_share(LinearPhasing(), quarter, as_of=date(2026, 5, 15))
        Fraction(45, 91)
        >>> months = WeightedPhasing.by_month([20, 30, 50], period=quarter,
        ...                                   calendar=calendar)
        >>> due_share(months, quarter, as_of=date(2026, 5, 15))
        Fraction(107, 310)
    """
    elapsed_days = period.elapsed_days(as_of)
    if isinstance(phasing, LinearPhasing):
        return Fraction(elapsed_days, period.length_days)
    if isinstance(phasing, WorkdayPhasing):
        total = phasing.calendar.count(period)
        gone = phasing.calendar.elapsed_workdays(period, as_of)
        return Fraction(gone, total) if total else None
    if isinstance(phasing, WeightedPhasing):
        return _weighted(phasing, period, elapsed_days)
    if isinstance(phasing, SCurvePhasing):
        return _s_curve(phasing, Fraction(elapsed_days, period.length_days))
    return _between_points(phasing, period, elapsed_days)


def _weighted(
    phasing: WeightedPhasing, period: DateRange, elapsed_days: int
) -> Fraction | None:
    start = period.start.toordinal()
    end = start + period.length_days
    now = start + elapsed_days
    due = total = Fraction(0)
    for bucket in phasing.buckets:
        first = bucket.dates.start.toordinal()
        last = first + bucket.dates.length_days
        # Days of the bucket inside the period, and of those the days gone; a bucket
        # that the period cuts brings the part of its weight that lies inside.
        inside = min(last, end) - max(first, start)
        if inside <= 0:
            continue
        gone = min(last, now) - max(first, start)
        daily = bucket.weight / bucket.dates.length_days
        total += daily * inside
        if gone > 0:
            due += daily * gone
    return due / total if total else None


def _between_points(
    phasing: CumulativePhasing, period: DateRange, elapsed_days: int
) -> Fraction | None:
    start = period.start.toordinal()
    points = [(0, Fraction(0))]
    for point in phasing.points:
        days_in = point.on.toordinal() - start + 1
        if 0 < days_in < period.length_days:
            points.append((days_in, point.share))
    points.append((period.length_days, Fraction(1)))
    for (earlier, low), (later, high) in pairwise(points):
        if elapsed_days <= later:
            return low + (high - low) * Fraction(
                elapsed_days - earlier, later - earlier
            )
    return Fraction(1)


def _s_curve(phasing: SCurvePhasing, gone: Fraction) -> Fraction:
    peak, power = phasing.peak, phasing.steepness
    if gone < peak:
        return peak * (gone / peak) ** power
    # From the peak on the same seen from the end: what is left, of what was to come.
    to_come = 1 - peak
    return 1 - to_come * ((1 - gone) / to_come) ** power if to_come else gone
