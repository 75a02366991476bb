"""How the cells of one file write amounts and periods."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

import attrs

from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.parsing import parse_amount

__all__ = ["AmountFormat", "PeriodFormat"]

_MONTH: Final = re.compile("[0-9]{4}-[0-9]{2}", re.ASCII)
_MONTH_FORMAT: Final = DayFormat("%Y-%m")
_CALENDAR_YEAR: Final = FiscalCalendar.calendar_year()


@attrs.frozen(kw_only=True)
class AmountFormat:
    """How amounts are written.

    Attributes:
        decimal_mark: ``"."`` or ``","``.
        group_mark: What may stand between groups of digits, if anything may.
        accounting: Whether ``(5.00)`` is -5.00.

    Raises:
        InvalidValueError: If the two marks are not two different ones.

    Examples:
        >>> AmountFormat(decimal_mark=",", group_mark=".").read("1.234,50")
        Decimal('1234.50')
    """

    decimal_mark: str = "."
    group_mark: str | None = None
    accounting: bool = False

    def __attrs_post_init__(self) -> None:
        self.read("0")

    def read(self, text: str, *, field: str = "amount") -> Decimal:
        """Return the amount that *text* states.

        Raises:
            InvalidValueError: If it is not written so.
        """
        return parse_amount(
            text,
            decimal_mark=self.decimal_mark,
            group_mark=self.group_mark,
            accounting=self.accounting,
            field=field,
        )


@attrs.frozen(kw_only=True)
class PeriodFormat:
    """How periods are written: a month, a fiscal label, or a first day.

    Attributes:
        calendar: The fiscal calendar that labels refer to.
        days: How days, or months of the calendar, are written where they are neither
            ``2026-04`` nor a label.
        each: What a first day stands for: a month, a quarter. ``None`` refuses days,
            for nobody said how long they last.

    Examples:
        >>> july = FiscalCalendar.months(start_month=7)
        >>> periods = PeriodFormat(calendar=july, each=PeriodKind.QUARTER)
        >>> for text in ("2025-10", "FY26-Q2", "2025-10-01"):
        ...     print(periods.read(text))
        2025-10-01..2025-10-31
        2025-10-01..2025-12-31
        2025-10-01..2025-12-31
    """

    calendar: FiscalCalendar
    days: DayFormat = attrs.field(factory=DayFormat)
    each: PeriodKind | None = None

    def read(self, text: str, *, field: str = "period") -> DateRange:
        """Return the days that *text* states.

        Raises:
            InvalidValueError: If it is not written so.
        """
        if text.startswith("FY"):
            return self.calendar.parse(text).dates
        if _MONTH.fullmatch(text):
            return _whole_month(_MONTH_FORMAT.read_month(text, field=field))
        if not self.days.has_day:
            return _whole_month(self.days.read_month(text, field=field))
        return self._from(self.days.read(text, field=field), field)

    def is_label(self, heading: str) -> bool:
        """Say whether *heading* is a period, so that its column holds targets of it."""
        try:
            self.read(heading)
        except InvalidValueError:
            return False
        return True

    def _from(self, first_day: date, field: str) -> DateRange:
        if self.each is None:
            expected = (
                "a month such as 2026-04 or a label such as FY26-Q2; state how long "
                "periods are for a first day to be enough"
            )
            raise InvalidValueError(field, str(first_day), expected)
        dates = self.calendar.of(first_day).period(self.each).dates
        if dates.start != first_day:
            expected = f"the first day of a fiscal {self.each}, as {dates.start} is"
            raise InvalidValueError(field, str(first_day), expected)
        return dates


def _whole_month(first_day: date) -> DateRange:
    return _CALENDAR_YEAR.month(first_day.year, first_day.month)
