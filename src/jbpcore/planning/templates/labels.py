"""What a period is called in the names and ids of plans made from templates."""

from __future__ import annotations

import hashlib
from typing import Final

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_months
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.ids import PlanId

__all__ = ["own_calendar", "period_name", "plan_id_for"]

_LONGEST_ID: Final = 128
_DIGEST_DIGITS: Final = 16
_YEAR, _QUARTER, _MONTH = 12, 3, 1


def own_calendar(period: DateRange) -> FiscalCalendar:
    """Return the calendar whose years begin with the month that *period* begins in."""
    return FiscalCalendar.months(start_month=period.start.month)


def period_name(period: DateRange, calendar: FiscalCalendar | None = None) -> str:
    """Return what people call *period*.

    Args:
        period: The days.
        calendar: The fiscal calendar, if there is one: its years and quarters are
            called as it calls them.

    Examples:
        >>> from datetime import date
        >>> period_name(DateRange(date(2026, 4, 1), date(2026, 7, 1)))
        '2026-Q2'
        >>> period_name(DateRange(date(2026, 4, 1), date(2026, 6, 1)))
        '2026-04-01 to 2026-05-31'
    """
    if calendar is not None:
        return _fiscal(period, calendar) or f"{period.first_day} to {period.last_day}"
    start = period.start
    if start.day == 1:
        months = _months(period)
        if months == _YEAR and start.month == 1:
            return f"{start.year}"
        if months == _QUARTER and start.month % _QUARTER == 1:
            return f"{start.year}-Q{start.month // _QUARTER + 1}"
        if months == _MONTH:
            return f"{start.year}-{start.month:02d}"
    return f"{period.first_day} to {period.last_day}"


def _months(period: DateRange) -> int:
    found = (period.end.year - period.start.year) * 12 + (
        period.end.month - period.start.month
    )
    return found if found > 0 and add_months(period.start, found) == period.end else 0


def _fiscal(period: DateRange, calendar: FiscalCalendar) -> str:
    at = calendar.of(period.start)
    for kind in (
        PeriodKind.YEAR,
        PeriodKind.HALF,
        PeriodKind.QUARTER,
        PeriodKind.MONTH,
    ):
        found = at.period(kind)
        if found.dates == period:
            return found.label
    return ""


def plan_id_for(partner_id: str, period: DateRange, name: str) -> PlanId:
    """Return an id for a plan that nobody named.

    Args:
        partner_id: The partner's id.
        period: The plan's days.
        name: What they are called.

    Examples:
        >>> from datetime import date
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> plan_id_for("northwind", year, "2026")
        'northwind-2026'
    """
    tail = f"{period.start}" if " " in name else name
    stem = partner_id
    if len(stem) + len(tail) >= _LONGEST_ID:
        stem = hashlib.sha256(stem.encode()).hexdigest()[:_DIGEST_DIGITS]
    return PlanId(f"{stem}-{tail}")
