"""Rules of when something comes round, as they stand in a sentence."""

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
from jbpcore.wording import Both, Sentence, Worded, message

__all__ = ["day_rule_words", "recurrence_words"]

_STEPS: Final[Mapping[Frequency, Callable[[int], Sentence]]] = MappingProxyType(
    {
        Frequency.WEEKLY: lambda every: Sentence.counted(
            "every week", "every {n} weeks", every
        ),
        Frequency.MONTHLY: lambda every: Sentence.counted(
            "every month", "every {n} months", every
        ),
        Frequency.QUARTERLY: lambda every: Sentence.counted(
            "every quarter", "every {n} quarters", every
        ),
        Frequency.YEARLY: lambda every: Sentence.counted(
            "every year", "every {n} years", every
        ),
    }
)
_DAYS: Final[Mapping[Weekday, Worded]] = MappingProxyType(
    {
        Weekday.MON: Worded("Monday", Weekday.MON),
        Weekday.TUE: Worded("Tuesday", Weekday.TUE),
        Weekday.WED: Worded("Wednesday", Weekday.WED),
        Weekday.THU: Worded("Thursday", Weekday.THU),
        Weekday.FRI: Worded("Friday", Weekday.FRI),
        Weekday.SAT: Worded("Saturday", Weekday.SAT),
        Weekday.SUN: Worded("Sunday", Weekday.SUN),
    }
)
_Counted = Callable[[int], Sentence]
_MILESTONES: Final[Mapping[Milestone, tuple[str, _Counted, _Counted]]] = (
    MappingProxyType(
        {
            Milestone.PLAN_START: (
                message("on the day the plan begins"),
                lambda days: Sentence.counted(
                    "{n} day before the plan begins",
                    "{n} days before the plan begins",
                    days,
                ),
                lambda days: Sentence.counted(
                    "{n} day after the plan begins",
                    "{n} days after the plan begins",
                    days,
                ),
            ),
            Milestone.PLAN_END: (
                message("on the day the plan ends"),
                lambda days: Sentence.counted(
                    "{n} day before the plan ends",
                    "{n} days before the plan ends",
                    days,
                ),
                lambda days: Sentence.counted(
                    "{n} day after the plan ends",
                    "{n} days after the plan ends",
                    days,
                ),
            ),
            Milestone.AGREED: (
                message("on the day both sides signed"),
                lambda days: Sentence.counted(
                    "{n} day before both sides signed",
                    "{n} days before both sides signed",
                    days,
                ),
                lambda days: Sentence.counted(
                    "{n} day after both sides signed",
                    "{n} days after both sides signed",
                    days,
                ),
            ),
            Milestone.GOAL_END: (
                message("on the day the goal ends"),
                lambda days: Sentence.counted(
                    "{n} day before the goal ends",
                    "{n} days before the goal ends",
                    days,
                ),
                lambda days: Sentence.counted(
                    "{n} day after the goal ends",
                    "{n} days after the goal ends",
                    days,
                ),
            ),
        }
    )
)
_ENDINGS: Final[Mapping[int, str]] = MappingProxyType({1: "st", 2: "nd", 3: "rd"})
_TEENS: Final = range(11, 14)


def recurrence_words(recurrence: Recurrence) -> Sentence:
    """Return a rule as it stands in a sentence.

    Examples:
        >>> recurrence_words(Recurrence(frequency=Frequency.WEEKLY, every=2, count=6,
        ...                             on=OnWeekdays([Weekday.TUE])))
        'every 2 weeks on Tuesday, 6 times'
        >>> recurrence_words(Recurrence(frequency=Frequency.MONTHLY, on=OnMonthDay(-1)))
        'every month on the last day'
    """
    words = Sentence("once")
    if recurrence.frequency is not Frequency.ONCE:
        words = _STEPS[recurrence.frequency](recurrence.every)
    if recurrence.on is not None:
        rule = day_rule_words(recurrence.on)
        # Translators: such as "every month" and "on the last day".
        words = Sentence("{every} {rule}", every=words, rule=rule)
    if recurrence.until_on is not None:
        # Translators: {every} is such as "every month on the last day".
        text = message("{every} until {day}")
        words = Sentence(text, every=words, day=recurrence.until_on)
    if recurrence.count is not None:
        words = Sentence.counted(
            # Translators: {every} is such as "every month on the last day".
            "{every}, one time",
            "{every}, {n} times",
            recurrence.count,
            every=words,
        )
    return words


def day_rule_words(rule: DayRule) -> Sentence:
    """Return which day of a step is meant.

    Examples:
        >>> day_rule_words(OnNthWeekday(2, Weekday.TUE))
        'on the 2nd Tuesday'
        >>> day_rule_words(OnMilestone(milestone=Milestone.PLAN_END, offset_days=-14))
        '14 days before the plan ends'
    """
    return _RULES[type(rule)](rule)


def _nth(number: int) -> Worded:
    """Return a number as an ordinal; other languages get the number itself."""
    place = abs(number)
    is_teen = place % 100 in _TEENS
    ending = "th" if is_teen else _ENDINGS.get(place % 10, "th")
    return Worded(f"{place}{ending}", place)


def _weekdays(rule: OnWeekdays) -> Sentence:
    # Translators: {weekdays} is such as "Tuesday" or "Tuesday and Thursday".
    text = message("on {weekdays}")
    return Sentence(text, weekdays=Both(_DAYS[day] for day in rule.weekdays))


def _month_day(rule: OnMonthDay) -> Sentence:
    if rule.day == -1:
        return Sentence("on the last day")
    # Translators: {nth} is a bare number in your language, as of a day in a month; add
    # what makes it an ordinal.
    text = message("on the {nth} day")
    if rule.day < 0:
        # Translators: as above.
        text = message("on the {nth} day from the end")
    return Sentence(text, nth=_nth(rule.day))


def _nth_weekday(rule: OnNthWeekday) -> Sentence:
    if rule.nth == -1:
        return Sentence("on the last {weekday}", weekday=_DAYS[rule.weekday])
    # Translators: {nth} is a bare number in your language; make an ordinal of it.
    text = message("on the {nth} {weekday}")
    if rule.nth < 0:
        # Translators: as above.
        text = message("on the {nth} {weekday} from the end")
    return Sentence(text, nth=_nth(rule.nth), weekday=_DAYS[rule.weekday])


def _fiscal_week(rule: OnFiscalWeek) -> Sentence:
    ends = (rule.week < -1, rule.month < -1)
    return Sentence(
        _FISCAL[ends],
        nth=_at(rule.week),
        weekday=_DAYS[rule.weekday],
        month=_at(rule.month),
    )


def _at(number: int) -> str:
    return Sentence("last") if number == -1 else _nth(number)


# Translators: {nth} and {month} are bare numbers in your language, or the word "last".
_FISCAL: Final = {
    (False, False): message(
        "on the {nth} {weekday} of the {month} month of the fiscal quarter"
    ),
    (True, False): message(
        "on the {nth} {weekday} from the end of the {month} month of the fiscal quarter"
    ),
    (False, True): message(
        "on the {nth} {weekday} of the {month} month of the fiscal quarter from the end"
    ),
    (True, True): message(
        "on the {nth} {weekday} from the end of the {month} month of the fiscal "
        "quarter from the end"
    ),
}


def _milestone(rule: OnMilestone) -> Sentence:
    days = rule.offset_days
    same, before, after = _MILESTONES[rule.milestone]
    if not days:
        return Sentence(same)
    return (after if days > 0 else before)(abs(days))


_RULES: Final[Mapping[type, Callable[[Any], Sentence]]] = MappingProxyType(
    {
        OnWeekdays: _weekdays,
        OnMonthDay: _month_day,
        OnNthWeekday: _nth_weekday,
        OnFiscalWeek: _fiscal_week,
        OnMilestone: _milestone,
    }
)
