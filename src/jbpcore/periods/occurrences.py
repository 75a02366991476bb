"""The days on which something comes round, each found by arithmetic.

A rule is a series of steps: every second week, every quarter. The k-th step is known
without those before it, so the search begins where it is asked to, and no rule can
keep it busy: there are at most 15,705 weeks in the years that a period may lie in, and
at most :data:`~jbpcore.periods.recurrence.MOST_OCCURRENCES` days come out. Rules come
from strangers; general engines for recurrence can be kept running for ever.
"""

from __future__ import annotations

import calendar as calendars
from collections.abc import Iterator
from datetime import date
from itertools import count, islice
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import (
    OnFiscalWeek,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.days import check_day
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import MOST_OCCURRENCES, Recurrence
from jbpcore.periods.year_layout import YearLayout

__all__ = ["list_occurrences"]

_WEEK: Final = 7
_QUARTERS: Final = 4
_MONTHS_A_STEP: Final = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.YEARLY: 12,
}


def list_occurrences(
    recurrence: Recurrence,
    first_on: date,
    *,
    within: DateRange,
    limit: int = MOST_OCCURRENCES,
) -> tuple[date, ...]:
    """Return the days in *within* on which something comes round, in order.

    Occurrences are counted from the first one on or after *first_on*, and steps from
    the week, month or quarter that *first_on* lies in, so that *within* decides what is
    listed and nothing else. A rule that comes once comes on *first_on*; where it is
    counted from a milestone, *first_on* is the day found from that. A rule of fiscal
    weeks ends where its calendar does: what that does not know does not come.

    Args:
        recurrence: The rule.
        first_on: The first day that may be one.
        within: The days to list.
        limit: The most to list, up to 1,000; the rest is left out.

    Raises:
        InvalidValueError: If *first_on* is no day, or none that the rule's fiscal
            calendar knows, or *limit* is not from 1 to 1,000.

    Examples:
        >>> from jbpcore.periods.weekday import Weekday
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> qbr = Recurrence(
        ...     frequency=Frequency.QUARTERLY, on=OnNthWeekday(-1, Weekday.TUE)
        ... )
        >>> [str(day) for day in list_occurrences(qbr, date(2026, 3, 1), within=year)]
        ['2026-03-31', '2026-06-30', '2026-09-29', '2026-12-29']
    """
    check_day(first_on, "first_on")
    if type(limit) is not int or not 1 <= limit <= MOST_OCCURRENCES:
        expected = f"from 1 to {MOST_OCCURRENCES:,}"
        raise InvalidValueError("limit", limit, expected)
    # Where occurrences are counted, the search has to begin with the first of them.
    start = first_on if recurrence.count else max(first_on, within.start)
    last = within.last_day
    if recurrence.until_on is not None:
        last = min(last, recurrence.until_on)
    steps = _Steps(recurrence, first_on, start, last)
    days = islice(steps.iter_days(), recurrence.count)
    return tuple(islice((day for day in days if day >= within.start), limit))


@attrs.frozen
class _Steps:
    """The steps of a rule that may have days from *start* to *last*."""

    recurrence: Recurrence
    first_on: date
    start: date
    last: date

    def iter_days(self) -> Iterator[date]:
        """Yield the rule's days, from *first_on* or later, to *last*, in order."""
        first, last = self.first_on.toordinal(), self.last.toordinal()
        for ordinal in self._iter_ordinals():
            if ordinal > last:
                return
            if ordinal >= first:
                yield date.fromordinal(ordinal)

    def _iter_ordinals(self) -> Iterator[int]:
        rule = self.recurrence.on
        if self.recurrence.frequency is Frequency.ONCE:
            return iter((self.first_on.toordinal(),))
        if isinstance(rule, OnFiscalWeek):
            return self._iter_fiscal(rule)
        if isinstance(rule, OnWeekdays):
            return self._iter_weekly(rule.weekdays)
        if self.recurrence.frequency is Frequency.WEEKLY:
            return self._iter_weekly((self.first_on.weekday(),))
        if not isinstance(rule, OnMonthDay | OnNthWeekday):
            rule = OnMonthDay(self.first_on.day)
        return self._iter_monthly(rule)

    def _iter_weekly(self, weekdays: tuple[int, ...]) -> Iterator[int]:
        monday = self.first_on.toordinal() - self.first_on.weekday()
        start, end = self.start.toordinal(), self.last.toordinal() + 1
        step = _WEEK * self.recurrence.every
        for week in range(_step_at(monday, start, step), end, step):
            yield from (week + weekday for weekday in weekdays)

    def _iter_monthly(self, rule: OnMonthDay | OnNthWeekday) -> Iterator[int]:
        step = _MONTHS_A_STEP[self.recurrence.frequency] * self.recurrence.every
        first, start, last = map(_month, (self.first_on, self.start, self.last))
        for number in range(_step_at(first, start, step), last + 1, step):
            year, month = divmod(number, 12)
            ordinal = _day_in_month(year, month + 1, rule)
            if ordinal is not None:
                yield ordinal

    def _iter_fiscal(self, rule: OnFiscalWeek) -> Iterator[int]:
        fiscal = rule.calendar
        here = fiscal.of(self.first_on)
        try:
            there = fiscal.of(self.start)
        except InvalidValueError:
            return  # The calendar ends before.
        first, start = (_QUARTERS * at.year + at.quarter - 1 for at in (here, there))
        step = self.recurrence.every
        layout = there.layout
        begin = _step_at(first, start, step)
        for number in count(begin, step):  # pragma: no branch - it ends by return alone
            year, quarter = divmod(number, _QUARTERS)
            if layout.year != year:
                try:
                    layout = fiscal.years.layout(year)
                except InvalidValueError:
                    return
            if layout.first_ordinal > self.last.toordinal():
                return
            ordinal = _day_in_quarter(layout, quarter + 1, rule)
            if ordinal is not None:
                yield ordinal


def _step_at(first: int, start: int, step: int) -> int:
    """Return the last of *first*, *first* + *step* and so on that is not after *start*.

    Its days may be: *start* is somewhere in the step.
    """
    return first + (start - first) // step * step


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day_in_month(year: int, month: int, rule: OnMonthDay | OnNthWeekday) -> int | None:
    _, length = calendars.monthrange(year, month)
    first = date(year, month, 1).toordinal()
    if isinstance(rule, OnMonthDay):
        number = rule.day if rule.day > 0 else length + 1 + rule.day
        return first + min(max(number, 1), length) - 1
    return _nth_weekday(first, length, rule.nth, rule.weekday)


def _nth_weekday(first: int, length: int, nth: int, weekday: int) -> int | None:
    """Return the ordinal of the n-th such weekday in *length* days from *first*."""
    # Ordinal 1 is a Monday, which Python numbers 0.
    offset = (weekday - (first - 1)) % _WEEK
    available = (length - offset + _WEEK - 1) // _WEEK
    place = nth - 1 if nth > 0 else available + nth
    if not 0 <= place < available:
        return None
    return first + offset + place * _WEEK


def _day_in_quarter(layout: YearLayout, quarter: int, rule: OnFiscalWeek) -> int | None:
    quarter_start, quarter_end = layout.bounds(PeriodKind.QUARTER, quarter)
    # Not the first and two on: of thirteen months one quarter has four.
    number = layout.number_at(PeriodKind.MONTH, quarter_end - 1)
    if rule.month > 0:
        first = layout.number_at(PeriodKind.MONTH, quarter_start)
        number = first + rule.month - 1
    start, end = layout.bounds(PeriodKind.MONTH, number)
    return _nth_weekday(
        layout.first_ordinal + start, end - start, rule.week, rule.weekday
    )
