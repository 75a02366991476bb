"""The part of a phasing that falls on some of its days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from jbpcore.engine.curve import due_share
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import (
    CumulativePhasing,
    CumulativePoint,
    LinearPhasing,
    Phasing,
    WeightedPhasing,
    WorkdayPhasing,
)
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.periods.daterange import DateRange

__all__ = ["cut_phasing"]


def cut_phasing(phasing: Phasing, period: DateRange, part: DateRange) -> Phasing:
    """Return what *phasing* over *period* is on the days of *part*.

    With S the share due of the whole, the share due of the part is
    (S − S before it) ÷ (S at its end − S before it), at the end of each of its days.

    Args:
        phasing: How the target spreads over *period*.
        period: The days of the whole.
        part: Some of them, in a row.

    Returns:
        A straight line where the phasing puts nothing on these days.

    Raises:
        InvalidValueError: If *part* is not inside *period*.

    Examples:
        A tenth is due by the end of April, all by the end of June; of May and June, a
        third of the 90 % by the end of May:

        >>> quarter = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> agreed = CumulativePhasing([CumulativePoint(date(2026, 4, 30), "0.1"),
        ...                             CumulativePoint(date(2026, 5, 31), "0.4")])
        >>> rest = DateRange(date(2026, 5, 1), date(2026, 7, 1))
        >>> cut_phasing(agreed, quarter, rest).points[0].share
        Fraction(1, 3)
    """
    if not period.contains(part):
        raise InvalidValueError("part", str(part), f"inside {period}")
    if isinstance(phasing, LinearPhasing | WorkdayPhasing | WeightedPhasing):
        return phasing  # by the day, and so the same wherever it is cut
    before = due_share(phasing, period, as_of=part.start - timedelta(days=1))
    after = due_share(phasing, period, as_of=part.last_day)
    if before is None or after is None or before == after:
        return LinearPhasing()
    points = []
    for day in _bends(phasing, part):
        share = due_share(phasing, period, as_of=day)
        if share is not None and part.start <= day < part.last_day:
            points.append(CumulativePoint(day, (share - before) / (after - before)))
    return CumulativePhasing(points) if points else LinearPhasing()


def _bends(
    phasing: CumulativePhasing | SCurvePhasing, part: DateRange
) -> Iterable[date]:
    """Return the days at whose end the curve may change its slope."""
    if isinstance(phasing, SCurvePhasing):
        return part.iter_days()
    return (point.on for point in phasing.points)
