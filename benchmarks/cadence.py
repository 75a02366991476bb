"""What the days of recurring rules cost, against dateutil's rrule, and at the worst.

First, rules that both can say: a year of each, and a year that lies two centuries after
the rule began. Then rules made to keep a generator busy, each combination of frequency,
rule, step, count, last day, window and fiscal calendar at its limits; of these only
ours are timed, since some of them keep rrule running for seconds. ``--check`` fails
where an answer to a hostile rule took more than 50 ms, the fastest of three.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from textwrap import shorten
from typing import Any

from dateutil import rrule  # noqa: TID251 - the peer that ours is held to

import jbpcore as jbp

MOST_MS = 50.0
RUNS = 3
REPEATS = 200
FIRST = date(2026, 1, 1)
BEGINS = date(1902, 2, 28)
YEAR = jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1))
LATE = jbp.DateRange(date(2199, 1, 1), date(2200, 1, 1))
EVER = jbp.DateRange(date(1900, 1, 1), date(2201, 1, 1))
TUESDAY = jbp.Weekday.TUE
PEERS: dict[str, tuple[jbp.Recurrence, dict[str, Any]]] = {
    "every second week": (
        jbp.Recurrence(frequency=jbp.Frequency.WEEKLY, every=2),
        {"freq": rrule.WEEKLY, "interval": 2},
    ),
    "second Tuesday": (
        jbp.Recurrence(
            frequency=jbp.Frequency.MONTHLY, on=jbp.OnNthWeekday(2, TUESDAY)
        ),
        {"freq": rrule.MONTHLY, "byweekday": rrule.TU(2)},
    ),
    "last day of the month": (
        jbp.Recurrence(frequency=jbp.Frequency.MONTHLY, on=jbp.OnMonthDay(-1)),
        {"freq": rrule.MONTHLY, "bymonthday": -1},
    ),
}
CALENDARS = (
    jbp.FiscalCalendar.calendar_year(),
    jbp.FiscalCalendar.nrf_retail(),
    jbp.FiscalCalendar.weeks(end_weekday=jbp.Weekday.SAT, end_month=12, pattern="13x4"),
    jbp.FiscalCalendar.custom_weeks(
        anchor_year=1901,
        anchor_end=date(1902, 1, 31),
        long_years=range(1901, 2199, 6),
        first_year=1900,
        last_year=2199,
    ),
)


def fastest_ms(job: Callable[[], object], repeats: int = 1) -> float:
    """Return the milliseconds of processor time of one *job*, the fastest of a few."""
    found = []
    for _ in range(RUNS):
        start = time.process_time()
        for _ in range(repeats):
            job()
        found.append((time.process_time() - start) / repeats * 1_000)
    return min(found)


def by_rrule(options: dict[str, Any], within: jbp.DateRange) -> list[date]:
    """Return the days of a rule of dateutil that lie in *within*."""
    rule = rrule.rrule(dtstart=datetime.combine(FIRST, datetime.min.time()), **options)
    first, last = (
        datetime.combine(day, datetime.min.time())
        for day in (within.first_day, within.last_day)
    )
    return [moment.date() for moment in rule.between(first, last, inc=True)]


def compare() -> None:
    """Print what a year of each rule costs, near by and far away."""
    print(f"{'rule':24}{'window':14}{'ours µs':>10}{'rrule µs':>10}{'times':>8}")
    for name, (recurrence, options) in PEERS.items():
        for window, within in (("first year", YEAR), ("173 years on", LATE)):
            ours = list(jbp.list_occurrences(recurrence, FIRST, within=within))
            if ours != by_rrule(options, within):
                sys.exit(f"{name}: the days are not those of rrule")

            mine = partial(jbp.list_occurrences, recurrence, FIRST, within=within)
            theirs = partial(by_rrule, options, within)
            here = fastest_ms(mine, REPEATS) * 1_000
            there = fastest_ms(theirs, 10) * 1_000
            print(f"{name:24}{window:14}{here:10.1f}{there:10.1f}{there / here:8.1f}")


def hostile() -> Iterator[tuple[str, jbp.Recurrence, jbp.DateRange]]:
    """Yield every combination of what a stranger may set, at its limits."""
    frequency = jbp.Frequency
    rules: list[tuple[jbp.Frequency, Any]] = [
        (frequency.WEEKLY, jbp.OnWeekdays(list(jbp.Weekday))),
        (frequency.WEEKLY, None),
        *(
            (step, rule)
            for step in (frequency.MONTHLY, frequency.QUARTERLY, frequency.YEARLY)
            for rule in (
                None,
                jbp.OnMonthDay(31),
                jbp.OnMonthDay(-31),
                jbp.OnNthWeekday(5, jbp.Weekday.SUN),
                jbp.OnNthWeekday(-5, jbp.Weekday.SUN),
            )
        ),
        *(
            (
                frequency.QUARTERLY,
                jbp.OnFiscalWeek(
                    calendar=calendar, month=month, week=week, weekday=jbp.Weekday.SAT
                ),
            )
            for calendar in CALENDARS
            for month in (1, 3, -1)
            for week in (1, 5, -5)
        ),
    ]
    windows = (EVER, LATE, jbp.DateRange.of_days(date(1900, 1, 1), 1))
    limits = itertools.product((1, 52), (None, 1, 1_000), (None, date(2200, 12, 31)))
    for (step, rule), (every, count, until_on), within in itertools.product(
        rules, list(limits), windows
    ):
        recurrence = jbp.Recurrence(
            frequency=step, every=every, on=rule, count=count, until_on=until_on
        )
        what = (
            f"{step} {rule}, every {every}, count {count}, until {until_on}, {within}"
        )
        yield what, recurrence, within


def main() -> int:
    """Print the figures; with ``--check`` return 1 where an answer took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    compare()
    worst, slowest, count = 0.0, "", 0
    for what, recurrence, within in hostile():
        took = fastest_ms(
            partial(jbp.list_occurrences, recurrence, BEGINS, within=within)
        )
        count += 1
        if took > worst:
            worst, slowest = took, what
    print(f"\n{count:,} hostile rules: {worst:.1f} ms at the most, of {MOST_MS:.0f}")
    print(f"  {shorten(slowest, 300)}")
    return 1 if options.check and worst > MOST_MS else 0


if __name__ == "__main__":
    sys.exit(main())
