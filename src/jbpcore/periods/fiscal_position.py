"""Where one day stands in a fiscal calendar."""

from __future__ import annotations

from datetime import date

import attrs

from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.periods.year_layout import YearLayout

__all__ = ["FiscalPosition"]


@attrs.frozen
class FiscalPosition:
    """A day's fiscal year, half, quarter, month and week, and its place in each.

    Made by :meth:`~jbpcore.periods.fiscal.FiscalCalendar.of`.

    Attributes:
        day: The day itself.
        layout: The fiscal year it lies in.

    Examples:
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> here = FiscalCalendar.months(start_month=7).of(date(2026, 5, 15))
        >>> here.year, here.quarter, here.month, here.day_of_quarter
        (2026, 4, 11, 45)
        >>> here.label(PeriodKind.QUARTER)
        'FY26-Q4'
    """

    day: date
    layout: YearLayout

    @property
    def year(self) -> int:
        """The fiscal year, as the calendar names it."""
        return self.layout.year

    @property
    def half(self) -> int:
        """The half of the fiscal year, 1 or 2."""
        return self.number(PeriodKind.HALF)

    @property
    def quarter(self) -> int:
        """The quarter of the fiscal year, 1 to 4."""
        return self.number(PeriodKind.QUARTER)

    @property
    def month(self) -> int:
        """The month of the fiscal year, 1 to 12, or to 13 in a 13x4 calendar."""
        return self.number(PeriodKind.MONTH)

    @property
    def week(self) -> int:
        """The week of the fiscal year, from 1."""
        return self.number(PeriodKind.WEEK)

    @property
    def day_of_year(self) -> int:
        """Which day of the fiscal year it is, from 1."""
        return self.day_of(PeriodKind.YEAR)

    @property
    def day_of_quarter(self) -> int:
        """Which day of its fiscal quarter it is, from 1."""
        return self.day_of(PeriodKind.QUARTER)

    @property
    def day_of_month(self) -> int:
        """Which day of its fiscal month it is, from 1."""
        return self.day_of(PeriodKind.MONTH)

    def number(self, kind: PeriodKind) -> int:
        """Return the number of the period of *kind* that the day lies in."""
        return self.layout.number_at(kind, self._offset)

    def day_of(self, kind: PeriodKind) -> int:
        """Return which day of its period of *kind* it is, from 1."""
        start, _ = self.layout.bounds(kind, self.number(kind))
        return self._offset - start + 1

    def period(self, kind: PeriodKind) -> FiscalPeriod:
        """Return the period of *kind* that the day lies in.

        Raises:
            InvalidValueError: If the period reaches out of the years 1900 to 2200.
        """
        return self.layout.period(kind, self.number(kind))

    def label(self, kind: PeriodKind) -> str:
        """Return the short label of the period of *kind* that the day lies in."""
        return self.period(kind).label

    @property
    def _offset(self) -> int:
        return self.day.toordinal() - self.layout.first_ordinal
