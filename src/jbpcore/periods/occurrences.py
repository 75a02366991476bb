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

from jbpcore.errors import InvalidValueError
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import (
    OnFiscalWeek,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.days import LATEST_DAY, check_day
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import MOST_OCCURRENCES, Recurrence

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
    counted from a milestone, *first_on* is the day found from that.

    Args:
        recurrence: The rule.
        first_on: The first day that may be one.
        within: The days to list.
        limit: The most to list, up to 1,000; the rest is left out.

    Raises:
        InvalidValueError: If *first_on* is no day, or *limit* is not from 1 to 1,000.

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
    last = within.last_day
    if recurrence.until_on is not None:
        last = min(last, recurrence.until_on)
    # Where occurrences are counted, the search has to begin with the first of them.
    start = first_on if recurrence.count else max(first_on, within.start)
    found = (day for day in _iter_days(recurrence, first_on, start) if day >= first_on)
    days = islice(found, recurrence.count)
    return tuple(islice(_iter_between(days, within.start, last), limit))


def _iter_between(days: Iterator[date], start: date, last: date) -> Iterator[date]:
    for day in days:
        if day > last:
            return
        if day >= start:
            yield day


def _iter_days(recurrence: Recurrence, first_on: date, start: date) -> Iterator[date]:
    """Yield the rule's days in order, from the step that *start* lies in, or before."""
    if recurrence.frequency is Frequency.ONCE:
        return iter((first_on,))
    if recurrence.frequency is Frequency.WEEKLY:
        return _iter_weekly(recurrence, first_on, start)
    if isinstance(recurrence.on, OnFiscalWeek):
        return _iter_fiscal(recurrence.every, recurrence.on, first_on, start)
    return _iter_monthly(recurrence, first_on, start)


def _iter_weekly(recurrence: Recurrence, first_on: date, start: date) -> Iterator[date]:
    rule = recurrence.on
    weekdays = (
        tuple(map(int, rule.weekdays))
        if isinstance(rule, OnWeekdays)
        else (first_on.weekday(),)
    )
    monday = first_on.toordinal() - first_on.weekday()
    step = _WEEK * recurrence.every
    passed = (start.toordinal() - monday) // step
    for week in count(monday + passed * step, step):
        for weekday in weekdays:
            if week + weekday > LATEST_DAY.toordinal():
                return
            yield date.fromordinal(week + weekday)


def _iter_monthly(
    recurrence: Recurrence, first_on: date, start: date
) -> Iterator[date]:
    rule = recurrence.on
    if not isinstance(rule, OnMonthDay | OnNthWeekday):
        rule = OnMonthDay(first_on.day)
    step = _MONTHS_A_STEP[recurrence.frequency] * recurrence.every
    first = _month_number(first_on)
    passed = (_month_number(start) - first) // step
    for number in range(first + passed * step, _month_number(LATEST_DAY) + 1, step):
        year, month = divmod(number, 12)
        day = _day_in_month(year, month + 1, rule)
        if day is not None:
            yield day


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day_in_month(
    year: int, month: int, rule: OnMonthDay | OnNthWeekday
) -> date | None:
    first_weekday, length = calendars.monthrange(year, month)
    if isinstance(rule, OnMonthDay):
        number = rule.day if rule.day > 0 else length + 1 + rule.day
        return date(year, month, min(max(number, 1), length))
    first = date(year, month, 1).toordinal()
    ordinal = _nth_weekday(first, length, first_weekday, rule.nth, rule.weekday)
    return None if ordinal is None else date.fromordinal(ordinal)


def _nth_weekday(
    first: int, length: int, first_weekday: int, nth: int, weekday: int
) -> int | None:
    """Return the ordinal of the n-th such weekday in *length* days from *first*."""
    offset = (weekday - first_weekday) % _WEEK
    available = (length - offset + _WEEK - 1) // _WEEK
    place = nth - 1 if nth > 0 else available + nth
    if not 0 <= place < available:
        return None
    return first + offset + place * _WEEK


def _iter_fiscal(
    every: int, rule: OnFiscalWeek, first_on: date, start: date
) -> Iterator[date]:
    here, there = rule.calendar.of(first_on), rule.calendar.of(start)
    first = here.year * _QUARTERS + here.quarter - 1
    passed = (there.year * _QUARTERS + there.quarter - 1 - first) // every
    for number in count(first + passed * every, every):
        year, quarter = divmod(number, _QUARTERS)
        try:
            day = _day_in_quarter(rule, year, quarter + 1)
        except InvalidValueError:
            # The calendar does not reach further: what it does not know does not come.
            return
        if day is not None:
            yield day


def _day_in_quarter(rule: OnFiscalWeek, year: int, quarter: int) -> date | None:
    fiscal = rule.calendar
    days = fiscal.quarter(year, quarter)
    months = fiscal.list_periods(PeriodKind.MONTH, days)
    place = rule.month - 1 if rule.month > 0 else len(months) - 1
    month = months[place].dates
    ordinal = _nth_weekday(
        month.start.toordinal(),
        month.length_days,
        month.start.weekday(),
        rule.week,
        rule.weekday,
    )
    return None if ordinal is None else date.fromordinal(ordinal)
