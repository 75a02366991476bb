"""Rules that others wrote down with their days, as far as ours can say the same."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
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
    "WEEKLY": Frequency.WEEKLY,
    "MONTHLY": Frequency.MONTHLY,
    "YEARLY": Frequency.YEARLY,
}
SAID = {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY"}
NTH = re.compile(r"([+-]?[1-5])([A-Z]{2})")


def try_rule(case: dict[str, Any]) -> Recurrence | None:
    """Return the same rule in our words, or None where we have none for it."""
    text = case["rrule"].strip().removeprefix("RRULE:")
    if case["dtstart"] == "" or "\n" in text or "=" not in text:
        return None
    parts = dict(part.split("=") for part in text.split(";"))
    frequency = FREQUENCIES.get(parts["FREQ"])
    if frequency is None or not parts.keys() <= SAID:
        return None
    on: DayRule | None = None
    if by_day := parts.get("BYDAY"):
        nth = NTH.fullmatch(by_day)
        if frequency is Frequency.WEEKLY and not nth:
            on = OnWeekdays([DAYS[day] for day in by_day.split(",")])
        elif frequency is Frequency.MONTHLY and nth:
            on = OnNthWeekday(int(nth[1]), DAYS[nth[2]])
        else:
            return None
    if by_month_day := parts.get("BYMONTHDAY"):
        # Days that short months lack are skipped there and the last day here.
        is_one = by_month_day.lstrip("-").isdigit() and abs(int(by_month_day)) <= 28
        if on is not None or frequency is not Frequency.MONTHLY or not is_one:
            return None
        on = OnMonthDay(int(by_month_day))
    return Recurrence(
        frequency=frequency,
        every=int(parts.get("INTERVAL", 1)),
        on=on,
        count=int(parts["COUNT"]) if "COUNT" in parts else None,
    )


def test_the_days_of_stated_rules_are_found(truth: Path) -> None:
    path = truth / "recurrence_ical" / "rrule_cases_open.json"
    compared = []
    for case in json.loads(path.read_text(encoding="utf-8")):
        recurrence = try_rule(case)
        if recurrence is None:
            continue
        first_on = datetime.fromisoformat(case["dtstart"]).date()
        expected = [datetime.fromisoformat(day).date() for day in case["expected"]]
        within = DateRange(first_on, date(2200, 1, 1))
        found = list_occurrences(recurrence, first_on, within=within)
        assert list(found) == expected, case["id"]
        compared.append(case["id"])
    # yearly, every 18 months, every second week twice, first Friday, third-last day
    assert len(compared) >= 6, compared
