"""Which days of the year before a period is compared with."""

from __future__ import annotations

from enum import StrEnum

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days
from jbpcore.periods.fiscal_period import FiscalPeriod

__all__ = ["PriorYear", "matching_part"]


class PriorYear(StrEnum):
    """How a period is matched with the year before.

    The two differ after a year of 53 weeks, and wherever weekdays matter more than
    the name of the period.
    """

    SAME_NUMBER = "same_number"
    """The period with the same number: Q2 with Q2, whatever its length."""

    SAME_WEEKS = "same_weeks"
    """The days 52 weeks before: as many, on the same weekdays.

    This is how retailers restate a year of 53 weeks: its first week is left out when
    the year after is compared with it.
    """


def matching_part(period: FiscalPeriod, earlier: DateRange) -> DateRange:
    """Return the part of *earlier* that *period* is of its own whole period.

    A stub that begins late begins as many days late there; one that ends early has
    as many days from the beginning there.

    Args:
        period: A whole period, or a stub.
        earlier: All the days of the period it is compared with.

    Raises:
        InvalidValueError: If *earlier* is too short to have that part.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.periods.fiscal_period import PeriodKind
        >>> retail = FiscalCalendar.nrf_retail()
        >>> late = DateRange(date(2018, 2, 11), date(2018, 3, 4))
        >>> (stub,) = retail.tiles(PeriodKind.MONTH, late)
        >>> print(matching_part(stub, retail.month(2017, 1)))
        2017-02-05..2017-02-25
    """
    days_late = (period.dates.start - period.whole_dates.start).days
    start = add_days(earlier.start, days_late)
    if period.dates.end == period.whole_dates.end:
        end = earlier.end
    else:
        end = min(add_days(start, period.dates.length_days), earlier.end)
    if start >= end:
        expected = (
            "one that the year before has days for; compare it with "
            "PriorYear.SAME_WEEKS"
        )
        raise InvalidValueError("period", period.label, expected)
    return DateRange(start, end)
