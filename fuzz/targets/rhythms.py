"""When things come round: rules, days in words, and labels of periods."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any, Final

from fuzz.harness import attempt, expect, text_of

from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.codec.templates.reading import try_template
from jbpcore.codec.templates.template_text import TemplateText
from jbpcore.model.meeting_day import MeetingDay
from jbpcore.model.relative_day import RelativeDay
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import OnMonthDay, OnNthWeekday, OnWeekdays
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday

__all__ = ["check"]

LONGEST: Final = 256
_CALENDARS: Final = (FiscalCalendar.calendar_year(), FiscalCalendar.nrf_retail())
_STEPS: Final = tuple(Frequency)


def check(data: bytes) -> None:
    """Read the text as each of them, and its bytes as the numbers of a rule."""
    text = text_of(data)
    for read in (MeetingDay.parse, RelativeDay.parse):
        found: Any = attempt(read, text)
        if found is not None:
            again = attempt(read, str(found))
            expect(again == found, "a day comes back as another", text, found)
    for calendar in _CALENDARS:
        period = attempt(calendar.parse, text)
        if period is not None:
            expect(calendar.parse(period.label) == period, "another period", text)
    form, _, written = text.partition("|")
    days = attempt(DayFormat, form)
    if days is not None:
        attempt(days.read, written)
        attempt(days.read_month, written)
    _check_rule(data)
    _check_template(text)


def _check_rule(data: bytes) -> None:
    """A rule of any numbers never lists more than it may, in order, within its span."""
    numbers = list(data[:12]) + [0] * (12 - len(data[:12]))
    step = _STEPS[numbers[0] % len(_STEPS)]
    day = Weekday(numbers[1] % 7)
    kinds: tuple[Any, ...] = (
        lambda: None,
        lambda: OnWeekdays([day, Weekday(numbers[2] % 7)]),
        lambda: OnMonthDay(numbers[2] - 3),
        lambda: OnNthWeekday(numbers[2] - 3, day),
        lambda: MeetingDay(weekdays=(day,), nth=numbers[2] - 3).rule(step),
    )
    on = attempt(kinds[numbers[3] % len(kinds)])
    rule = attempt(
        Recurrence,
        frequency=step,
        every=numbers[4],
        on=on,
        count=numbers[5] * 8 or None,
    )
    if rule is None:
        return
    first = date(1900, 1, 1) + timedelta(
        days=int.from_bytes(data[6:9], "big") % 109_000
    )
    length = int.from_bytes(data[9:12], "big") % 40_000 + 1
    span = attempt(DateRange.of_days, first, length)
    if span is None:
        return
    found = attempt(list_occurrences, rule, first, within=span)
    if found is not None:
        expect(list(found) == sorted(set(found)), "occurrences out of order", found)
        expect(all(one in span for one in found), "an occurrence outside", found)
        expect(len(found) <= 1_000, "too many occurrences", len(found))


def _check_template(text: str) -> None:
    """The same words as a template states them; a mistake is a finding."""
    try:
        step, on, due = [*json.loads(text), "", "", ""][:3]
    except (ValueError, TypeError, RecursionError):
        step, on, due = "monthly", text, text
    data = {
        "format": 1,
        "key": "bad",
        "version": 1,
        "name": "Bad",
        "cadences": [{"id": "qbr", "name": "QBR", "step": step, "on": on}],
        "actions": [{"id": "a", "name": "A", "side": "vendor", "due": due}],
    }
    attempt(try_template, TemplateText(name="bad.toml", data=data))
