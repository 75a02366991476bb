"""Rules that others wrote down with their days, as far as ours can say the same.

Every row is either compared, or has a reason why our rules do not say it; both are
counted, so that none is dropped in silence.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import DayRule, OnMonthDay, OnNthWeekday, OnWeekdays
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday

DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), Weekday, strict=True))
FREQUENCIES = {
    # Every day is every weekday of every week.
    "DAILY": Frequency.WEEKLY,
    "WEEKLY": Frequency.WEEKLY,
    "MONTHLY": Frequency.MONTHLY,
    "YEARLY": Frequency.YEARLY,
}
SAID = {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "UNTIL"}
NTH = re.compile(r"([+-]?[1-5])([A-Z]{2})")
STAMP = "%Y%m%dT%H%M%S"


class Why(StrEnum):
    """Why our rules cannot say a rule."""

    OFTEN = "several times a day"
    NTH_DAYS = "every n-th day"
    MONTH_DAYS = "several days of the month"
    WEEKDAYS = "several weekdays of the month"
    BOTH = "a weekday that is a day of the month"
    SINGLE = "single days added or taken away"
    PART = "a part that we lack, such as BYSETPOS"


class Unsaid(Exception):  # noqa: N818 - no error
    """Our rules cannot say this one."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def parts_of(case: dict[str, Any]) -> tuple[dict[str, str], datetime]:
    """Return the parts of the rule and its start, which may stand in the text."""
    lines = case["rrule"].upper().split()
    start = case["dtstart"]
    rules = []
    for line in lines:
        name, _, value = line.rpartition(":")
        if name == "DTSTART":
            start = datetime.strptime(value, STAMP).isoformat()  # noqa: DTZ007 - local
        elif name in {"", "RRULE"}:
            rules.append(value)
        else:
            raise Unsaid(Why.SINGLE)
    (rule,) = rules
    parts = dict(part.split("=") for part in rule.split(";"))
    return parts, datetime.fromisoformat(start)


def day_rule(parts: dict[str, str]) -> DayRule | None:
    by_month_day = parts.get("BYMONTHDAY")
    if "BYDAY" in parts:
        if by_month_day:
            raise Unsaid(Why.BOTH)
        return weekday_rule(parts, parts["BYDAY"])
    if by_month_day:
        # Days that short months lack are skipped there and the last day here.
        is_one = by_month_day.lstrip("-").isdigit() and abs(int(by_month_day)) <= 28
        if parts["FREQ"] != "MONTHLY" or not is_one:
            raise Unsaid(Why.MONTH_DAYS)
        return OnMonthDay(int(by_month_day))
    if parts["FREQ"] != "DAILY":
        return None
    if parts.get("INTERVAL", "1") != "1":
        raise Unsaid(Why.NTH_DAYS)
    return OnWeekdays(list(Weekday))


def weekday_rule(parts: dict[str, str], by_day: str) -> DayRule:
    frequency = parts["FREQ"]
    nth = NTH.fullmatch(by_day)
    if frequency == "MONTHLY" and nth:
        return OnNthWeekday(int(nth[1]), DAYS[nth[2]])
    # All Tuesdays of each year are those of each week.
    is_every_year = frequency == "YEARLY" and parts.get("INTERVAL", "1") == "1"
    named = by_day.split(",")
    if set(named) <= DAYS.keys() and (frequency == "WEEKLY" or is_every_year):
        return OnWeekdays([DAYS[day] for day in named])
    raise Unsaid(Why.WEEKDAYS)


def rule_of(parts: dict[str, str], start: datetime) -> Recurrence:
    """Return the same rule in our words.

    Raises:
        Unsaid: If we have none for it.
    """
    if parts["FREQ"] not in FREQUENCIES:
        raise Unsaid(Why.OFTEN)
    if not parts.keys() <= SAID:
        raise Unsaid(Why.PART)
    on = day_rule(parts)
    frequency = FREQUENCIES[parts["FREQ"]]
    if isinstance(on, OnWeekdays):
        frequency = Frequency.WEEKLY
    until_on: date | None = None
    if "UNTIL" in parts:
        until = datetime.strptime(parts["UNTIL"], STAMP)  # noqa: DTZ007 - local
        # Its last moment may lie before the time of the day that the rule is about.
        is_over = until.time() < start.time()
        until_on = until.date() - timedelta(days=is_over)
    return Recurrence(
        frequency=frequency,
        every=int(parts.get("INTERVAL", 1)),
        on=on,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
        until_on=until_on,
    )


def test_the_days_of_stated_rules_are_found(truth: Path) -> None:
    path = truth / "recurrence_ical" / "rrule_cases_open.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    compared: list[str] = []
    unsaid: Counter[Why] = Counter()
    for case in cases:
        try:
            parts, start = parts_of(case)
            recurrence = rule_of(parts, start)
        except Unsaid as reason:
            unsaid[reason.why] += 1
            continue
        expected = [datetime.fromisoformat(moment) for moment in case["expected"]]
        within = DateRange(start.date(), date(2200, 1, 1))
        found = list_occurrences(recurrence, start.date(), within=within)
        moments = [datetime.combine(day, start.time()) for day in found]
        assert moments == expected, case["id"]
        compared.append(case["id"])
    assert len(compared) == 12, compared
    assert unsaid == {
        Why.PART: 33,
        Why.OFTEN: 28,  # nine each by the hour, minute and second, and one more
        Why.MONTH_DAYS: 3,
        Why.NTH_DAYS: 3,
        Why.SINGLE: 2,
        Why.WEEKDAYS: 2,
        Why.BOTH: 2,
    }
    assert len(cases) == len(compared) + unsaid.total() == 85
