"""Fiscal years of 52 or 53 whole weeks that end near the end of a month."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.month_years import check_month
from jbpcore.periods.week_pattern import WeekGrouping
from jbpcore.periods.weekday import Weekday, check_weekday
from jbpcore.periods.year_layout import (
    YearLayout,
    YearName,
    YearShape,
    check_year_name,
)

__all__ = ["WeekYears", "YearEndRule"]

_DECEMBER = 12
_PLAIN_YEAR_DAYS = 364


class YearEndRule(StrEnum):
    """Which of the weekdays around the end of the month ends the year."""

    LAST = "last"
    """The last one in the month: the year ends 0 to 6 days early."""

    NEAREST = "nearest"
    """The one nearest to the month's last day: 3 days early to 3 days late."""


# A year ends on the last such weekday at most this many days after the month does.
_LATEST_AFTER_MONTH: Final = {YearEndRule.LAST: 0, YearEndRule.NEAREST: 3}


def _check_rule(value: object) -> None:
    if not isinstance(value, YearEndRule):
        expected = "YearEndRule.LAST or YearEndRule.NEAREST"
        raise InvalidValueError("rule", value, expected)


@attrs.frozen(kw_only=True)
class WeekYears:
    """Years of 52 or 53 weeks by the rule of the last or the nearest weekday.

    Attributes:
        end_weekday: Day of the week that every year ends on.
        end_month: Month near whose end the year ends, 1 to 12.
        rule: Whether the last such day in that month ends it, or the nearest to the
            month's last day.
        grouping: Months and quarters, and where the 53rd week goes.
        named_by: Which calendar year names the fiscal one; always ``END`` where
            *end_month* is December, since it makes no difference.

    Examples:
        >>> apple = WeekYears(
        ...     end_weekday=Weekday.SAT, end_month=9, rule=YearEndRule.LAST,
        ...     grouping=WeekGrouping.of("4-4-5", extra_week_quarter=1),
        ... )
        >>> date.fromordinal(apple.layout(2023).first_ordinal)
        datetime.date(2022, 9, 25)
        >>> apple.layout(2023).shape.length_days // 7
        53
    """

    end_weekday: Weekday
    end_month: int
    rule: YearEndRule
    grouping: WeekGrouping
    named_by: YearName = YearName.END
    _shapes: tuple[YearShape, YearShape] = attrs.field(init=False, eq=False, repr=False)

    @_shapes.default
    def _both_shapes(self) -> tuple[YearShape, YearShape]:
        return self.grouping.shapes()

    def __attrs_post_init__(self) -> None:
        check_weekday(self.end_weekday, "end_weekday")
        check_month(self.end_month, "end_month")
        _check_rule(self.rule)
        check_year_name(self.named_by)
        if self.end_month == _DECEMBER:
            object.__setattr__(self, "named_by", YearName.END)

    def layout(self, year: int) -> YearLayout:
        """Return the fiscal year that is called *year*."""
        nominal = year + self._named_early
        return self._between(nominal, self._end(nominal - 1), self._end(nominal))

    def layout_at(self, day: date) -> YearLayout:
        """Return the fiscal year that *day* lies in."""
        ordinal = day.toordinal()
        nominal = day.year
        end = self._end(nominal)
        if ordinal > end:
            return self._between(nominal + 1, end, self._end(nominal + 1))
        before = self._end(nominal - 1)
        if ordinal > before:
            return self._between(nominal, before, end)
        return self._between(nominal - 1, self._end(nominal - 2), before)

    @property
    def _named_early(self) -> bool:
        """Whether its number is one less than that of the year its last month is in."""
        return self.named_by is YearName.START

    def _between(self, nominal: int, before: int, end: int) -> YearLayout:
        shape = self._shapes[end - before > _PLAIN_YEAR_DAYS]
        return YearLayout(nominal - self._named_early, before + 1, shape)

    def _end(self, nominal: int) -> int:
        """Ordinal of the last day of the year whose last month lies in *nominal*."""
        year, month = divmod(nominal * 12 + self.end_month, 12)
        latest = (
            date(year, month + 1, 1).toordinal() - 1 + _LATEST_AFTER_MONTH[self.rule]
        )
        # Ordinal 1 is a Monday, which Python numbers 0.
        return latest - (latest - 1 - self.end_weekday) % 7
