"""Ten thousand random rules give the days that dateutil's rrule gives."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

import pytest
from dateutil import rrule  # noqa: TID251 - the peer that ours is held to

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import DayRule, OnMonthDay, OnNthWeekday, OnWeekdays
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday

RULES = 10_000
DAYS_OF_RRULE = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
STEPS: dict[Frequency, tuple[Any, int]] = {
    Frequency.WEEKLY: (rrule.WEEKLY, 1),
    Frequency.MONTHLY: (rrule.MONTHLY, 1),
    Frequency.QUARTERLY: (rrule.MONTHLY, 3),
    Frequency.YEARLY: (rrule.MONTHLY, 12),
}


def random_rule(draw: random.Random) -> tuple[Recurrence, date, DateRange]:
    first_on = date(1990, 1, 1) + timedelta(days=draw.randrange(20_000))
    frequency = draw.choice(list(STEPS))
    on: DayRule | None = None
    if frequency is Frequency.WEEKLY and draw.random() < 0.7:
        on = OnWeekdays(draw.sample(list(Weekday), draw.randint(1, 7)))
    elif frequency is not Frequency.WEEKLY and draw.random() < 0.8:
        nth = draw.choice([1, 2, 3, 4, 5, -1, -2, -3, -4, -5])
        day = draw.choice([*range(1, 32), *range(-31, 0)])
        weekday = draw.choice(list(Weekday))
        by_weekday = draw.random() < 0.5
        on = OnNthWeekday(nth, weekday) if by_weekday else OnMonthDay(day)
    recurrence = Recurrence(
        frequency=frequency,
        every=draw.choice([1, 1, 1, 1, 2, 3, 5, 52]),
        on=on,
        count=draw.choice([None, None, None, 1, 3, 30]),
        until_on=draw.choice(
            [None, None, None, first_on + timedelta(days=draw.randrange(2_000))]
        ),
    )
    start = first_on + timedelta(days=draw.randrange(-400, 2_000))
    return recurrence, first_on, DateRange.of_days(start, draw.randint(1, 999))


def by_rrule(recurrence: Recurrence, first_on: date, within: DateRange) -> list[date]:
    """Say the same rule to dateutil, and take the days that lie in *within*.

    A day that a short month lacks is its last: of the days 28 to 31 that it has, the
    last one up to the day, and from the end likewise, which is BYSETPOS.
    """
    frequency, months = STEPS[recurrence.frequency]
    options: dict[str, Any] = {}
    rule = recurrence.on
    if rule is None and recurrence.frequency is not Frequency.WEEKLY:
        rule = OnMonthDay(first_on.day)
    if isinstance(rule, OnWeekdays):
        options["byweekday"] = [DAYS_OF_RRULE[day] for day in rule.weekdays]
    elif isinstance(rule, OnNthWeekday):
        options["byweekday"] = DAYS_OF_RRULE[rule.weekday](rule.nth)
    elif isinstance(rule, OnMonthDay) and rule.day > 28:
        options |= {"bymonthday": list(range(28, rule.day + 1)), "bysetpos": -1}
    elif isinstance(rule, OnMonthDay) and rule.day < -28:
        options |= {"bymonthday": list(range(rule.day, -27)), "bysetpos": 1}
    elif isinstance(rule, OnMonthDay):
        options["bymonthday"] = rule.day
    days = rrule.rrule(
        frequency,
        dtstart=datetime.combine(first_on, time()),
        interval=recurrence.every * months,
        count=recurrence.count,
        wkst=rrule.MO,
        **options,
    )
    last = within.last_day
    if recurrence.until_on is not None:
        last = min(last, recurrence.until_on)
    found = takewhile(lambda day: day <= last, (moment.date() for moment in days))
    return [day for day in found if day >= within.start]


def test_ten_thousand_rules_give_the_days_that_rrule_gives() -> None:
    draw = random.Random(20260612)  # noqa: S311 - the same rules in every run
    seen: Counter[str] = Counter()
    for _ in range(RULES):
        recurrence, first_on, within = random_rule(draw)
        ours = list_occurrences(recurrence, first_on, within=within)
        assert list(ours) == by_rrule(recurrence, first_on, within), (
            recurrence,
            first_on,
            within,
        )
        seen[f"{recurrence.frequency} {type(recurrence.on).__name__}"] += bool(ours)
    # A comparison of nothing with nothing would prove nothing.
    assert sum(seen.values()) > RULES / 3
    assert min(seen.values()) > 90


@pytest.mark.parametrize(
    ("within", "found"),
    [("2026-01-01..2026-04-01", 3), ("2026-02-15..2026-04-01", 2)],
)
def test_the_days_asked_about_decide_what_is_listed_and_nothing_else(
    within: str, found: int
) -> None:
    start, end = map(date.fromisoformat, within.split(".."))
    monthly = Recurrence(frequency=Frequency.MONTHLY, every=1, on=OnMonthDay(31))
    days = list_occurrences(monthly, date(2026, 1, 1), within=DateRange(start, end))
    whole = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert list(days) == whole[-found:]
