"""Finding periods: by number, by day, by label, and all of a span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import check_day
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.periods.fiscal_position import FiscalPosition
from jbpcore.periods.month_years import MonthYears
from jbpcore.periods.period_labels import parse_label
from jbpcore.periods.prior_year import PriorYear, matching_part
from jbpcore.periods.stated_week_years import StatedWeekYears
from jbpcore.periods.week_years import WeekYears
from jbpcore.periods.year_layout import check_fiscal_year

__all__ = ["PeriodLookup"]


@attrs.frozen
class PeriodLookup:
    """What every fiscal calendar answers, once it is known how its years lie.

    Use it as :class:`~jbpcore.periods.fiscal.FiscalCalendar`, which adds the ways to
    make one.

    Attributes:
        years: The rule that lays down each fiscal year.
    """

    years: MonthYears | WeekYears | StatedWeekYears

    def year(self, year: int) -> DateRange:
        """Return the days of a fiscal year."""
        return self.period(PeriodKind.YEAR, year, 1).dates

    def half(self, year: int, number: int) -> DateRange:
        """Return the days of a half-year: its first or last two quarters."""
        return self.period(PeriodKind.HALF, year, number).dates

    def quarter(self, year: int, number: int) -> DateRange:
        """Return the days of a fiscal quarter."""
        return self.period(PeriodKind.QUARTER, year, number).dates

    def month(self, year: int, number: int) -> DateRange:
        """Return the days of a fiscal month; 1 is the first of the fiscal year."""
        return self.period(PeriodKind.MONTH, year, number).dates

    def week(self, year: int, number: int) -> DateRange:
        """Return the days of a week of the fiscal year. These are no ISO weeks."""
        return self.period(PeriodKind.WEEK, year, number).dates

    def count(self, kind: PeriodKind, year: int) -> int:
        """Return how many periods of *kind* a fiscal year has."""
        return self.years.layout(check_fiscal_year(year)).count(_kind(kind))

    def period(self, kind: PeriodKind, year: int, number: int = 1) -> FiscalPeriod:
        """Return a period by its year and number.

        Raises:
            InvalidValueError: If there is no such period, or it reaches out of the
                years 1900 to 2200.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> july = FiscalCalendar.months(start_month=7)
            >>> july.period(PeriodKind.HALF, 2026, 1).label
            'FY26-H1'
        """
        return self.years.layout(check_fiscal_year(year)).period(_kind(kind), number)

    def of(self, day: date) -> FiscalPosition:
        """Return where *day* stands.

        Raises:
            InvalidValueError: If *day* is not a day the calendar knows.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> FiscalCalendar.calendar_year().of(date(2026, 5, 15)).day_of_quarter
            45
        """
        return FiscalPosition(day, self.years.layout_at(check_day(day, "day")))

    def parse(self, label: str) -> FiscalPeriod:
        """Return the period that *label* names: the inverse of its ``label``.

        Accepts ``FY26``, ``FY26-H1``, ``FY26-Q2``, ``FY26-P07`` (or ``M07``) and
        ``FY26-W33``, with two digits (2000 to 2099) or four, and nothing else.

        Raises:
            InvalidValueError: If *label* is not of that form, or names no period.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> print(FiscalCalendar.months(start_month=7).parse("FY26-Q2").dates)
            2025-10-01..2025-12-31
        """
        return self.period(*parse_label(label))

    def iter_touching(
        self, kind: PeriodKind, within: DateRange
    ) -> Iterator[FiscalPeriod]:
        """Yield, whole and in order, each period that has a day in *within*."""
        kind = _kind(kind)
        position = self.of(within.first_day)
        layout, number = position.layout, position.number(kind)
        while True:
            period = layout.period(kind, number)
            yield period
            if period.dates.end >= within.end:
                return
            number += 1
            if number > layout.count(kind):
                layout, number = self.years.layout_at(period.dates.end), 1

    def list_periods(
        self, kind: PeriodKind, within: DateRange
    ) -> tuple[FiscalPeriod, ...]:
        """Return the periods that lie wholly in *within*, in order.

        What remains at either end are the :meth:`stub_periods`; both together, in
        order, are the :meth:`tiles`.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> days = DateRange(date(2026, 2, 10), date(2026, 5, 1))
            >>> calendar = FiscalCalendar.calendar_year()
            >>> [p.label for p in calendar.list_periods(PeriodKind.MONTH, days)]
            ['FY26-P03', 'FY26-P04']
        """
        tiles = self.tiles(kind, within)
        return tuple(period for period in tiles if not period.is_stub)

    def stub_periods(
        self, kind: PeriodKind, within: DateRange
    ) -> tuple[FiscalPeriod, ...]:
        """Return the parts of periods that *within* begins and ends with: 0 to 2.

        Each has as ``dates`` the days inside *within*, as ``whole_dates`` all.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> days = DateRange(date(2026, 2, 10), date(2026, 5, 1))
            >>> calendar = FiscalCalendar.calendar_year()
            >>> [str(p.dates) for p in calendar.stub_periods(PeriodKind.MONTH, days)]
            ['2026-02-10..2026-02-28']
        """
        return tuple(period for period in self.tiles(kind, within) if period.is_stub)

    def tiles(self, kind: PeriodKind, within: DateRange) -> tuple[FiscalPeriod, ...]:
        """Return *within* cut at the bounds of periods: stubs and whole ones, in order.

        Their dates follow each other without a gap and add up to *within*.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> days = DateRange(date(2026, 2, 10), date(2026, 5, 1))
            >>> calendar = FiscalCalendar.calendar_year()
            >>> [p.label for p in calendar.tiles(PeriodKind.MONTH, days)]
            ['FY26-P02', 'FY26-P03', 'FY26-P04']
        """
        clipped = (p.clipped_to(within) for p in self.iter_touching(kind, within))
        return tuple(period for period in clipped if period is not None)

    def try_period(self, days: DateRange) -> FiscalPeriod | None:
        """Return the largest period that has exactly these days, if there is one.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> days = DateRange(date(2026, 4, 1), date(2026, 7, 1))
            >>> FiscalCalendar.months(start_month=7).try_period(days).label
            'FY26-Q4'
        """
        position = self.of(days.first_day)
        periods = (position.period(kind) for kind in PeriodKind)
        return next((period for period in periods if period.dates == days), None)

    def prior_year(
        self, period: FiscalPeriod, *, align: PriorYear = PriorYear.SAME_NUMBER
    ) -> DateRange:
        """Return the days of the year before that *period* is compared with.

        Args:
            period: A period of this calendar; of a stub, only its part is matched.
            align: Whether to take the period of the same number, or the same weeks.

        Raises:
            InvalidValueError: If *period* is not of this calendar, or nothing in the
                year before corresponds to it, as for week 53.

        Examples:
            >>> from jbpcore.periods.fiscal import FiscalCalendar
            >>> retail = FiscalCalendar.nrf_retail()
            >>> fy18 = retail.parse("FY18")
            >>> print(retail.prior_year(fy18))
            2017-01-29..2018-02-03
            >>> print(retail.prior_year(fy18, align=PriorYear.SAME_WEEKS))
            2017-02-05..2018-02-03
        """
        kind, number = period.kind, period.number
        if self.period(kind, period.year, number).dates != period.whole_dates:
            expected = "a period of this calendar; look it up here first"
            raise InvalidValueError("period", period, expected)
        if align is PriorYear.SAME_WEEKS:
            return period.dates.shift_days(-364)
        layout = self.years.layout(check_fiscal_year(period.year - 1))
        if number > layout.count(kind):
            expected = (
                "one that the year before has too; for an extra week compare with "
                "PriorYear.SAME_WEEKS"
            )
            raise InvalidValueError("period", period.label, expected)
        if isinstance(self.years, MonthYears) and kind is not PeriodKind.WEEK:
            return period.dates.shift_months(-12)
        return matching_part(period, layout.period(kind, number).dates)


def _kind(value: object) -> PeriodKind:
    if isinstance(value, PeriodKind):
        return value
    raise InvalidValueError("kind", value, "a PeriodKind, such as PeriodKind.QUARTER")
