"""One span of days in the words of two calendars: the vendor's and the partner's."""

from __future__ import annotations

from typing import Final

import attrs

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind

__all__ = ["PeriodSpan", "TwoNames", "name_in_both", "name_in_calendar"]

_FOUR_WEEKS_DAYS: Final = 28


@attrs.frozen(kw_only=True)
class PeriodSpan:
    """Days, said as a run of periods of one calendar.

    Attributes:
        first: First period of the run.
        last: Last period of the run; the same as *first* if there is only one.
        is_exact: Whether the run has exactly the days meant, or some more at its ends.
    """

    first: FiscalPeriod
    last: FiscalPeriod
    is_exact: bool

    @property
    def dates(self) -> DateRange:
        """All the days of the run."""
        return DateRange(self.first.dates.start, self.last.dates.end)

    def __str__(self) -> str:
        about = "" if self.is_exact else "~"
        if self.first == self.last:
            return f"{about}{self.first.label}"
        return f"{about}{self.first.label}..{self.last.label}"


@attrs.frozen(kw_only=True)
class TwoNames:
    """What the two sides call the same days.

    Attributes:
        dates: The days.
        vendor: Their name in the vendor's calendar.
        partner: Their name in the partner's calendar.
    """

    dates: DateRange
    vendor: PeriodSpan
    partner: PeriodSpan

    def __str__(self) -> str:
        return f"{self.dates} (vendor {self.vendor}, partner {self.partner})"


def name_in_calendar(days: DateRange, calendar: FiscalCalendar) -> PeriodSpan:
    """Return the shortest name of *days* in *calendar*.

    If a run of years begins and ends with *days*, that is the name; else halves are
    tried, then quarters, months and weeks. If nothing fits, the months that *days*
    touch are named, or the weeks if there are less than 28 days.

    Raises:
        InvalidValueError: If the calendar does not know these days.

    Examples:
        >>> from datetime import date
        >>> days = DateRange(date(2026, 4, 1), date(2026, 9, 1))
        >>> print(name_in_calendar(days, FiscalCalendar.calendar_year()))
        FY26-P04..FY26-P08
        >>> print(name_in_calendar(days, FiscalCalendar.nrf_retail()))
        ~FY26-P02..FY26-P08
    """
    first_day, last_day = calendar.of(days.first_day), calendar.of(days.last_day)
    for kind in PeriodKind:
        first, last = first_day.period(kind), last_day.period(kind)
        if (first.dates.start, last.dates.end) == (days.start, days.end):
            return PeriodSpan(first=first, last=last, is_exact=True)
    is_short = days.length_days < _FOUR_WEEKS_DAYS
    kind = PeriodKind.WEEK if is_short else PeriodKind.MONTH
    first, last = first_day.period(kind), last_day.period(kind)
    return PeriodSpan(first=first, last=last, is_exact=False)


def name_in_both(
    days: DateRange, *, vendor: FiscalCalendar, partner: FiscalCalendar
) -> TwoNames:
    """Return what the vendor and what the partner calls the same days.

    Raises:
        InvalidValueError: If one of the calendars does not know these days.

    Examples:
        >>> vendor = FiscalCalendar.months(start_month=7)
        >>> partner = FiscalCalendar.calendar_year()
        >>> print(name_in_both(vendor.quarter(2026, 4), vendor=vendor, partner=partner))
        2026-04-01..2026-06-30 (vendor FY26-Q4, partner FY26-Q2)
    """
    return TwoNames(
        dates=days,
        vendor=name_in_calendar(days, vendor),
        partner=name_in_calendar(days, partner),
    )
