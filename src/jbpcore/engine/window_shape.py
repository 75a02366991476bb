"""How the days to come are cut into windows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.days import add_days, check_day
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

__all__ = [
    "DayWindows",
    "MonthWindows",
    "SprintWindows",
    "WindowShape",
    "place_in",
]

_MOST_WINDOWS: Final = 60
_LONGEST_DAYS: Final = 3_660


def _horizons(values: Iterable[int] | object) -> tuple[int, ...]:
    if not isinstance(values, Iterable):
        expected = "numbers of days, such as (30, 60, 90)"
        raise InvalidValueError("horizons", values, expected)
    # One more than may be, so that a source without an end is refused, not read.
    return tuple(islice(values, _MOST_WINDOWS + 1))


def _a_number(field: str, value: Any, most: int) -> None:  # noqa: ANN401 - not yet known
    if type(value) is not int or not 1 <= value <= most:
        raise InvalidValueError(field, value, f"a whole number from 1 to {most:,}")


@attrs.frozen
class DayWindows:
    """Windows that end so many days from now.

    Attributes:
        horizons: Days from now, going up: 30, 60 and 90 make three windows of thirty
            days each, the first of them beginning tomorrow.

    Raises:
        InvalidValueError: If they do not go up, or are more than 60.

    Examples:
        >>> days = DayWindows((30, 60, 90)).spans(as_of=date(2026, 5, 15))
        >>> [str(span) for span in days][:2]
        ['2026-05-16..2026-06-14', '2026-06-15..2026-07-14']
    """

    horizons: tuple[int, ...] = attrs.field(default=(30, 60, 90), converter=_horizons)

    def __attrs_post_init__(self) -> None:
        expected = "one to 60 whole numbers of days, each larger than the one before"
        for value in self.horizons:
            _a_number("horizons", value, _LONGEST_DAYS)
        is_up = all(one < two for one, two in pairwise(self.horizons))
        if not is_up or not 1 <= len(self.horizons) <= _MOST_WINDOWS:
            raise InvalidValueError("horizons", self.horizons, expected)

    def spans(self, *, as_of: date) -> tuple[DateRange, ...]:
        """Return the windows, the first one beginning the day after *as_of*."""
        start = add_days(check_day(as_of, "as_of"), 1)
        bounds = [start, *(add_days(start, days) for days in self.horizons)]
        return tuple(DateRange(one, two) for one, two in pairwise(bounds))


@attrs.frozen(kw_only=True)
class MonthWindows:
    """The rest of this month, and the months after it.

    Attributes:
        count: How many windows.
        calendar: Whose months; those of the calendar if not stated.

    Raises:
        InvalidValueError: If *count* is not from 1 to 60, or *calendar* is none.

    Examples:
        >>> [str(span) for span in MonthWindows(count=2).spans(as_of=date(2026, 5, 15))]
        ['2026-05-16..2026-05-31', '2026-06-01..2026-06-30']
    """

    count: int = 3
    calendar: FiscalCalendar = attrs.field(
        factory=FiscalCalendar.calendar_year, validator=is_a(FiscalCalendar)
    )

    def __attrs_post_init__(self) -> None:
        _a_number("MonthWindows.count", self.count, _MOST_WINDOWS)

    def spans(self, *, as_of: date) -> tuple[DateRange, ...]:
        """Return the windows; on a month's last day the first is the next month."""
        return tuple(self._iter_spans(add_days(check_day(as_of, "as_of"), 1)))

    def _iter_spans(self, start: date) -> Iterator[DateRange]:
        for _ in range(self.count):
            end = self.calendar.of(start).period(PeriodKind.MONTH).dates.end
            yield DateRange(start, end)
            start = end


@attrs.frozen(kw_only=True)
class SprintWindows:
    """The rest of this sprint, and the sprints after it.

    Attributes:
        first_on: The first day of any sprint.
        length_days: How long a sprint is.
        count: How many windows.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> sprints = SprintWindows(first_on=date(2026, 5, 4), length_days=14, count=2)
        >>> [str(span) for span in sprints.spans(as_of=date(2026, 5, 15))]
        ['2026-05-16..2026-05-17', '2026-05-18..2026-05-31']
    """

    first_on: date
    length_days: int = 14
    count: int = 6

    def __attrs_post_init__(self) -> None:
        check_day(self.first_on, "SprintWindows.first_on")
        _a_number("SprintWindows.length_days", self.length_days, 366)
        _a_number("SprintWindows.count", self.count, _MOST_WINDOWS)

    def spans(self, *, as_of: date) -> tuple[DateRange, ...]:
        """Return the windows; on a sprint's last day the first is the next sprint."""
        start = add_days(check_day(as_of, "as_of"), 1)
        gone = (start - self.first_on).days % self.length_days
        ends = (number * self.length_days for number in range(1, self.count + 1))
        bounds = [start, *(add_days(start, end - gone) for end in ends)]
        return tuple(DateRange(one, two) for one, two in pairwise(bounds))


WindowShape: TypeAlias = DayWindows | MonthWindows | SprintWindows
"""How the days to come are cut."""


def place_in(spans: Sequence[DateRange], day: date) -> int:
    """Return which of *spans* a day lies in, counted from 1.

    Args:
        spans: Windows, one after the other.
        day: Any day.

    Returns:
        0 before the first of them, one more than there are after the last.

    Examples:
        >>> spans = DayWindows((30, 60)).spans(as_of=date(2026, 5, 15))
        >>> [place_in(spans, date(2026, month, 15)) for month in (5, 6, 7, 8)]
        [0, 2, 3, 3]
    """
    if day < spans[0].start:
        return 0
    return bisect_right(spans, day, key=lambda span: span.end) + 1
