"""Which share of a target is due by the end of a day."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jbpcore.model.phased_days import phased_days
from jbpcore.model.phasing import Phasing, WorkdayPhasing
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
        >>> from jbpcore.model.phasing import LinearPhasing, WeightedPhasing
        >>> due_share(LinearPhasing(), quarter, as_of=date(2026, 5, 15))
        Fraction(45, 91)
        >>> months = WeightedPhasing.by_month([20, 30, 50], period=quarter,
        ...                                   calendar=calendar)
        >>> due_share(months, quarter, as_of=date(2026, 5, 15))
        Fraction(107, 310)
    """
    elapsed_days = period.elapsed_days(as_of=as_of)
    if isinstance(phasing, WorkdayPhasing):
        total = phasing.calendar.count(period)
        gone = phasing.calendar.elapsed_workdays(period, as_of=as_of)
        return Fraction(gone, total) if total else None
    if isinstance(phasing, SCurvePhasing):
        return _s_curve(phasing, Fraction(elapsed_days, period.length_days))
    days = phased_days(phasing, period)
    return None if days is None else Fraction(days.due(elapsed_days), days.whole)


def _s_curve(phasing: SCurvePhasing, gone: Fraction) -> Fraction:
    peak, power = phasing.peak, phasing.steepness
    if gone < peak:
        return peak * (gone / peak) ** power
    # From the peak on the same seen from the end: what is left, of what was to come.
    to_come = 1 - peak
    return 1 - to_come * ((1 - gone) / to_come) ** power if to_come else gone
