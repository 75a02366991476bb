"""How the weeks of a 52/53-week year are grouped into months and quarters."""

from __future__ import annotations

from enum import StrEnum
from itertools import accumulate
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.year_layout import YearShape

__all__ = ["WeekGrouping", "WeekPattern"]


class WeekPattern(StrEnum):
    """Weeks in each month of a quarter, or thirteen months of four weeks."""

    P445 = "4-4-5"
    P454 = "4-5-4"
    P544 = "5-4-4"
    P13X4 = "13x4"


_MONTHS: Final = {
    WeekPattern.P445: (4, 4, 5) * 4,
    WeekPattern.P454: (4, 5, 4) * 4,
    WeekPattern.P544: (5, 4, 4) * 4,
    WeekPattern.P13X4: (4,) * 13,
}


def _check_quarter(value: object, field: str) -> int:
    if type(value) is int and 1 <= value <= 4:  # noqa: PLR2004 - quarters in a year
        return value
    raise InvalidValueError(field, value, "a quarter from 1 to 4")


@attrs.frozen(kw_only=True)
class WeekGrouping:
    """The months and quarters of a 52-week year, and where a 53rd week goes.

    Thirteen months do not divide by four: one quarter gets four of them, the others
    three. That is the last quarter unless *four_month_quarter* says otherwise.

    Attributes:
        pattern: How the weeks are grouped.
        extra_week_month: The month that has one week more in a 53-week year.
        four_month_quarter: With ``13x4``, the quarter of four months; else ``None``.

    Examples:
        >>> cisco = WeekGrouping.of("4-4-5", extra_week_month=7)
        >>> cisco.extra_week_quarter
        3
        >>> [shape.quarter_starts for shape in cisco.shapes()]
        [(0, 91, 182, 273, 364), (0, 91, 182, 280, 371)]
    """

    pattern: WeekPattern
    extra_week_month: int
    four_month_quarter: int | None = None

    def __attrs_post_init__(self) -> None:
        if self.pattern is WeekPattern.P13X4:
            _check_quarter(self.four_month_quarter, "four_month_quarter")
        elif self.four_month_quarter is not None:
            expected = f"left out with the pattern {self.pattern}"
            raise InvalidValueError(
                "four_month_quarter", self.four_month_quarter, expected
            )
        month, last = self.extra_week_month, len(_MONTHS[self.pattern])
        if type(month) is not int or not 1 <= month <= last:
            expected = f"a month from 1 to {last} with the pattern {self.pattern}"
            raise InvalidValueError("extra_week_month", month, expected)

    @classmethod
    def of(
        cls,
        pattern: WeekPattern | str,
        *,
        extra_week_quarter: int | None = None,
        extra_week_month: int | None = None,
        four_month_quarter: int | None = None,
    ) -> WeekGrouping:
        """Return the grouping, with what is left out filled in.

        Args:
            pattern: How the weeks are grouped.
            extra_week_quarter: The quarter that takes a 53rd week, in its last month
                unless *extra_week_month* says which; the last quarter if neither is
                given.
            extra_week_month: The month that takes it, 1 to 12, or to 13 with 13x4.
            four_month_quarter: As for the class.

        Raises:
            InvalidValueError: If a number is out of range, the pattern is none of
                ours, or the month is not in the quarter.
        """
        try:
            pattern = WeekPattern(pattern)
        except ValueError:
            expected = f"one of {', '.join(WeekPattern)}"
            raise InvalidValueError("pattern", pattern, expected) from None
        if pattern is WeekPattern.P13X4 and four_month_quarter is None:
            four_month_quarter = 4
        if extra_week_month is None:
            quarter = 4 if extra_week_quarter is None else extra_week_quarter
            # Any month will do to ask how many there are in each quarter.
            counts = cls(
                pattern=pattern,
                extra_week_month=1,
                four_month_quarter=four_month_quarter,
            ).months_per_quarter
            quarter = _check_quarter(quarter, "extra_week_quarter")
            extra_week_month = sum(counts[:quarter])
        grouping = cls(
            pattern=pattern,
            extra_week_month=extra_week_month,
            four_month_quarter=four_month_quarter,
        )
        if extra_week_quarter not in (None, grouping.extra_week_quarter):
            expected = f"{grouping.extra_week_quarter}, where that month lies"
            raise InvalidValueError("extra_week_quarter", extra_week_quarter, expected)
        return grouping

    @property
    def months_per_quarter(self) -> tuple[int, ...]:
        """How many months each quarter has: three, or once four."""
        return tuple(3 + (self.four_month_quarter == n) for n in range(1, 5))

    @property
    def extra_week_quarter(self) -> int:
        """The quarter that has one week more in a 53-week year."""
        lasts = accumulate(self.months_per_quarter)
        return 1 + sum(last < self.extra_week_month for last in lasts)

    def shapes(self) -> tuple[YearShape, YearShape]:
        """Return the shape of a 52-week year and that of a 53-week year."""
        plain = [7 * weeks for weeks in _MONTHS[self.pattern]]
        longer = list(plain)
        longer[self.extra_week_month - 1] += 7
        counts = list(self.months_per_quarter)
        return YearShape.of_months(plain, counts), YearShape.of_months(longer, counts)
