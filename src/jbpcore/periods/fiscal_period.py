"""One named period of a fiscal year, and how it is labelled."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange

__all__ = ["FiscalPeriod", "PeriodKind", "period_label"]

_SHORT_YEARS = range(2000, 2100)


class PeriodKind(StrEnum):
    """The sizes of period that a fiscal year is cut into."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


_SUFFIXES = {
    PeriodKind.YEAR: "",
    PeriodKind.HALF: "-H{}",
    PeriodKind.QUARTER: "-Q{}",
    PeriodKind.MONTH: "-P{:02}",
    PeriodKind.WEEK: "-W{:02}",
}


def period_label(kind: PeriodKind, year: int, number: int, *, long: bool) -> str:
    """Return the label of a period, as :attr:`FiscalPeriod.label` describes it.

    Examples:
        >>> period_label(PeriodKind.MONTH, 2026, 7, long=False)
        'FY26-P07'
        >>> period_label(PeriodKind.MONTH, 2026, 7, long=True)
        'FY2026-P07'
    """
    short = year in _SHORT_YEARS and not long
    written = f"{year % 100:02}" if short else f"{year:04}"
    return f"FY{written}{_SUFFIXES[kind].format(number)}"


@attrs.frozen(kw_only=True)
class FiscalPeriod:
    """A year, half, quarter, month or week of a fiscal calendar.

    Attributes:
        kind: How large it is.
        year: The fiscal year it belongs to, as the calendar names it.
        number: Which one of its kind in that year, from 1; 1 for a year.
        dates: Its days. For a stub, only those that the plan covers.
        whole_dates: All its days; the same as *dates* unless it is a stub.

    Raises:
        InvalidValueError: If *dates* are not inside *whole_dates*.

    Examples:
        >>> from datetime import date
        >>> quarter = FiscalPeriod(
        ...     kind=PeriodKind.QUARTER, year=2026, number=2,
        ...     dates=DateRange(date(2026, 4, 1), date(2026, 7, 1)),
        ... )
        >>> quarter.label, quarter.long_label
        ('FY26-Q2', 'FY2026-Q2')
    """

    kind: PeriodKind
    year: int
    number: int
    dates: DateRange
    whole_dates: DateRange = attrs.field()

    @whole_dates.default
    def _all_its_days(self) -> DateRange:
        return self.dates

    def __attrs_post_init__(self) -> None:
        if not self.whole_dates.contains(self.dates):
            expected = f"inside {self.whole_dates}"
            raise InvalidValueError("FiscalPeriod.dates", self.dates, expected)

    @property
    def label(self) -> str:
        """Its short name: FY26, FY26-H1, FY26-Q2, FY26-P07 or FY26-W33.

        P07 is the seventh month (*period* is what finance calls a month that is
        not one of the calendar's). Years outside 2000 to 2099 keep four digits, so
        that a label always means one year.
        """
        return period_label(self.kind, self.year, self.number, long=False)

    @property
    def long_label(self) -> str:
        """Its name with four digits of the year: FY2026-Q2."""
        return period_label(self.kind, self.year, self.number, long=True)

    @property
    def is_stub(self) -> bool:
        """Whether only a part of the period is meant."""
        return self.dates != self.whole_dates

    @property
    def active_ratio(self) -> Fraction:
        """Which share of the whole period's days is meant; 1 unless a stub."""
        return Fraction(self.dates.length_days, self.whole_dates.length_days)

    def clipped_to(self, within: DateRange) -> FiscalPeriod | None:
        """Return the part inside *within*, or ``None`` if there is none."""
        inside = self.dates.intersection(within)
        return None if inside is None else attrs.evolve(self, dates=inside)
