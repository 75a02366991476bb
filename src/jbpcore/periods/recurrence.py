"""When something comes round, as a bounded rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.periods.day_rules import (
    DayRule,
    OnFiscalWeek,
    OnMilestone,
    OnMonthDay,
    OnNthWeekday,
    OnWeekdays,
)
from jbpcore.periods.frequency import Frequency

__all__ = ["MOST_OCCURRENCES", "Recurrence"]

MOST_OCCURRENCES: Final = 1_000
"""No rule yields more occurrences than this."""

_MOST_STEPS: Final = 52
_MONTHS: Final = frozenset({Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY})
_SUITS: Final[Mapping[type, frozenset[Frequency]]] = MappingProxyType(
    {
        OnWeekdays: frozenset({Frequency.WEEKLY}),
        OnMonthDay: _MONTHS,
        OnNthWeekday: _MONTHS,
        OnFiscalWeek: frozenset({Frequency.QUARTERLY}),
        OnMilestone: frozenset({Frequency.ONCE}),
    }
)


def _refuse(field: str, value: object, expected: str) -> None:
    raise InvalidValueError(f"Recurrence.{field}", value, expected)


def _check_frequency(value: object) -> None:
    if not isinstance(value, Frequency):
        _refuse("frequency", value, "a Frequency, such as Frequency.WEEKLY")


@attrs.frozen(kw_only=True)
class Recurrence:
    """How something comes round, from a first day that is given beside it.

    Attributes:
        frequency: The step.
        every: How many steps from one occurrence to the next, 1 to 52.
        on: Which day of its step; ``None`` for the weekday, or the day of the month, of
            the first day.
        until_on: The last day that an occurrence may fall on, before it is moved off a
            day off.
        count: How many occurrences there are at the most, 1 to 1,000.

    Raises:
        InvalidValueError: If a field has a bad value, or *on* does not suit the step.

    Examples:
        >>> from jbpcore.periods.weekday import Weekday
        >>> fortnight = Recurrence(
        ...     frequency=Frequency.WEEKLY, every=2, on=OnWeekdays([Weekday.TUE])
        ... )
        >>> fortnight.every
        2
    """

    frequency: Frequency
    every: int = 1
    on: DayRule | None = None
    until_on: date | None = None
    count: int | None = None

    def __attrs_post_init__(self) -> None:
        """Check the parts by themselves and against each other."""
        _check_frequency(self.frequency)
        if type(self.every) is not int or not 1 <= self.every <= _MOST_STEPS:
            _refuse("every", self.every, f"from 1 to {_MOST_STEPS}")
        if self.on is not None and self.frequency not in _SUITS.get(
            type(self.on), frozenset()
        ):
            _refuse("on", self.on, f"a rule for {self.frequency} steps, or None")
        if self.until_on is not None and (
            not isinstance(self.until_on, date) or isinstance(self.until_on, datetime)
        ):
            _refuse("until_on", self.until_on, "a datetime.date, or None")
        if self.count is not None and (
            type(self.count) is not int or not 1 <= self.count <= MOST_OCCURRENCES
        ):
            _refuse("count", self.count, f"from 1 to {MOST_OCCURRENCES:,}, or None")
