"""Plain English for rules of when something comes round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from jbpcore.periods.day_rules import (
    DayRule,
    Milestone,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday

__all__ = ["day_rule_words", "recurrence_words"]

_STEPS: Final[Mapping[Frequency, str]] = MappingProxyType(
    {
        Frequency.WEEKLY: "week",
        Frequency.MONTHLY: "month",
        Frequency.QUARTERLY: "quarter",
        Frequency.YEARLY: "year",
    }
)
_DAYS: Final[Mapping[Weekday, str]] = MappingProxyType(
    {
        Weekday.MON: "Monday",
        Weekday.TUE: "Tuesday",
        Weekday.WED: "Wednesday",
        Weekday.THU: "Thursday",
        Weekday.FRI: "Friday",
        Weekday.SAT: "Saturday",
        Weekday.SUN: "Sunday",
    }
)
_MILESTONES: Final[Mapping[Milestone, str]] = MappingProxyType(
    {
        Milestone.PLAN_START: "the plan begins",
        Milestone.PLAN_END: "the plan ends",
        Milestone.AGREED: "both sides signed",
        Milestone.GOAL_END: "the goal ends",
    }
)
_ENDINGS: Final[Mapping[int, str]] = MappingProxyType({1: "st", 2: "nd", 3: "rd"})
_TEENS: Final = range(11, 14)


def recurrence_words(recurrence: Recurrence) -> str:
    """Return a rule as it stands in a sentence.

    Examples:
        >>> recurrence_words(Recurrence(frequency=Frequency.WEEKLY, every=2, count=6,
        ...                             on=OnWeekdays([Weekday.TUE])))
        'every 2 weeks on Tuesday, 6 times'
        >>> recurrence_words(Recurrence(frequency=Frequency.MONTHLY, on=OnMonthDay(-1)))
        'every month on the last day'
    """
    if recurrence.frequency is Frequency.ONCE:
        words = "once"
    else:
        step, every = _STEPS[recurrence.frequency], recurrence.every
        words = f"every {step}" if every == 1 else f"every {every} {step}s"
    if recurrence.on is not None:
        words += f" {day_rule_words(recurrence.on)}"
    if recurrence.until_on is not None:
        words += f" until {recurrence.until_on}"
    if recurrence.count is not None:
        words += f", {recurrence.count} times" if recurrence.count > 1 else ", one time"
    return words


def day_rule_words(rule: DayRule) -> str:
    """Return which day of a step is meant.

    Examples:
        >>> day_rule_words(OnNthWeekday(2, Weekday.TUE))
        'on the 2nd Tuesday'
        >>> day_rule_words(OnMilestone(milestone=Milestone.PLAN_END, offset_days=-14))
        '14 days before the plan ends'
    """
    return _RULES[type(rule)](rule)


def _nth(number: int, what: str) -> str:
    if number == -1:
        return f"last {what}"
    place = abs(number)
    is_teen = place % 100 in _TEENS
    ordinal = f"{place}{'th' if is_teen else _ENDINGS.get(place % 10, 'th')}"
    return f"{ordinal} {what}" if number > 0 else f"{ordinal} {what} from the end"


def _weekdays(rule: OnWeekdays) -> str:
    *others, last = (_DAYS[day] for day in rule.weekdays)
    return f"on {', '.join(others)} and {last}" if others else f"on {last}"


def _fiscal_week(rule: OnFiscalWeek) -> str:
    day = _nth(rule.week, _DAYS[rule.weekday])
    return f"on the {day} of the {_nth(rule.month, 'month of the fiscal quarter')}"


def _milestone(rule: OnMilestone) -> str:
    days, when = rule.offset_days, _MILESTONES[rule.milestone]
    if not days:
        return f"on the day {when}"
    unit = "day" if abs(days) == 1 else "days"
    return f"{abs(days)} {unit} {'after' if days > 0 else 'before'} {when}"


_RULES: Final[Mapping[type, Callable[[Any], str]]] = MappingProxyType(
    {
        OnWeekdays: _weekdays,
        OnMonthDay: lambda rule: f"on the {_nth(rule.day, 'day')}",
        OnNthWeekday: lambda rule: f"on the {_nth(rule.nth, _DAYS[rule.weekday])}",
        OnFiscalWeek: _fiscal_week,
        OnMilestone: _milestone,
    }
)
