"""Which entries a goal is about: those that carry the labels of its scope."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation

__all__ = ["iter_in_scope", "list_outside"]


def iter_in_scope(goal: Goal, entries: Iterable[ActualEntry]) -> Iterable[ActualEntry]:
    """Return the entries that carry every label of the goal's scope.

    A goal for a group of products takes entries that are labelled with the group,
    whatever more they are labelled with. An entry that lacks a label is not counted:
    nobody knows what it is about; see :func:`list_outside`.

    Args:
        goal: The goal; without a scope, all entries are.
        entries: Booked facts.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model import metrics
        >>> from jbpcore.periods.daterange import DateRange
        >>> from jbpcore.values.money import Money
        >>> goal = Goal(
        ...     id="backup", name="Backup", metric=metrics.REVENUE, target=None,
        ...     period=DateRange.of_days(date(2026, 4, 1), 91),
        ...     scope={"product": "Backup"},
        ... )
        >>> booked = [
        ...     ActualEntry(metric="revenue", on=date(2026, 4, 2),
        ...                 amount=Money(1, "USD"), tags=tags)
        ...     for tags in ({"product": "Backup", "region": "EMEA"}, {})
        ... ]
        >>> [dict(entry.tags) for entry in iter_in_scope(goal, booked)]
        [{'product': 'Backup', 'region': 'EMEA'}]
    """
    if not goal.scope:
        return entries
    wanted = goal.scope.items()
    return (
        entry
        for entry in entries
        if all(entry.tags.get(label) == value for label, value in wanted)
    )


def list_outside(
    parts: Sequence[Goal], entries: Iterable[ActualEntry]
) -> tuple[ActualEntry, ...]:
    """Return the entries that count for none of the parts of a goal.

    They are the difference between the whole and the sum of its parts: entries of the
    same metrics, without a label or with one that no part is about, or outside the days
    of every part.

    Args:
        parts: The goals that another one was split into.
        entries: Booked facts.
    """
    keys = {part.metric.key for part in parts}
    listed = [entry for entry in entries if entry.metric in keys]
    inside = {
        id(entry)
        for part in parts
        for entry in iter_in_scope(part, listed)
        if entry.metric == part.metric.key and _is_in_time(part, entry)
    }
    return tuple(entry for entry in listed if id(entry) not in inside)


def _is_in_time(part: Goal, entry: ActualEntry) -> bool:
    """Say whether the day of *entry* counts; a level also stands from before."""
    if part.metric.accumulation is Accumulation.LEVEL:
        return entry.on < part.period.end
    return entry.on in part.period
