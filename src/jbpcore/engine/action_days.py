"""The days on which an action is due, and comes due again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from jbpcore.model.execution import Action
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import MOST_OCCURRENCES

__all__ = ["anchor_of", "occurrences_of"]


def anchor_of(action: Action) -> date:
    """Return the day that the rule gave: one that slipped does not move the others.

    Args:
        action: An action.
    """
    return action.slips[0].was_due_on if action.slips else action.due_on


def occurrences_of(action: Action, *, within: DateRange) -> tuple[date, ...]:
    """Return the days in *within* on which an open action is due, or comes due again.

    The first is the day that it is due on, wherever it was moved to; the others follow
    from its rule.

    Args:
        action: An action.
        within: The days.

    Examples:
        >>> from jbpcore.model.party import Side
        >>> from jbpcore.periods.frequency import Frequency
        >>> from jbpcore.periods.recurrence import Recurrence
        >>> weekly = Action(id="calls", name="Ten calls", side=Side.PARTNER,
        ...                 due_on=date(2026, 4, 3),
        ...                 recurrence=Recurrence(frequency=Frequency.WEEKLY, count=3))
        >>> april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
        >>> [day.day for day in occurrences_of(weekly, within=april)]
        [3, 10, 17]
    """
    due = [action.due_on] if action.due_on in within else []
    if action.recurrence is None:
        return tuple(due)
    anchor = anchor_of(action)
    for days in _iter_parts(within):
        later = list_occurrences(action.recurrence, anchor, within=days)
        due += [day for day in later if day > action.due_on]
    return tuple(due)


def _iter_parts(within: DateRange) -> Iterator[DateRange]:
    """Cut *within*, so that no part has more days than are listed at once."""
    start = within.start
    while start < within.end:
        end = min(within.end, start + timedelta(days=MOST_OCCURRENCES))
        yield DateRange(start, end)
        start = end
