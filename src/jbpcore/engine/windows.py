"""Looking ahead: what the next 30, 60 and 90 days bring, and what is in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final, TypeVar

import attrs

from jbpcore.engine.action_days import occurrences_of
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.window import RollingWindows, ScheduledAction, Window, WorkList
from jbpcore.engine.window_goals import GoalIncrement, increments
from jbpcore.engine.window_shape import DayWindows, WindowShape
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.commitment import Commitment, CommitmentStatus
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange

__all__ = ["windows"]

_Item = TypeVar("_Item")
_OVER: Final = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})


def windows(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    horizons: Iterable[int] = (30, 60, 90),
    shape: WindowShape | None = None,
    successor: Plan | None = None,
    known_at: datetime | None = None,
) -> RollingWindows:
    """Cut the days to come into windows, and say what is in each.

    The first window begins on the day after *as_of*, which counts as a whole day. What
    is open and was due by then stands apart as overdue, and what is due after the last
    window as later, so that nothing is lost. What comes round stands in every window
    that it is due in; each action is due first in exactly one list.

    Args:
        plan: The plan, whole or as somebody sees it.
        entries: Booked facts.
        as_of: The last day that counts, as a whole day.
        horizons: The windows' ends, in days from *as_of*.
        shape: Another way to cut, such as months or sprints; *horizons* is then left
            aside.
        successor: The plan that follows. What it has carried over from *plan* stands
            in the one of the two that *as_of* lies in.
        known_at: An instant in UTC, to see the figures as they were known then.

    Raises:
        InvalidValueError: If *as_of* or *horizons* has a bad value, or *successor*
            begins before *plan* ends.

    Examples:
        >>> from jbpcore.model import metrics
        >>> from jbpcore.model.goal import Goal
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.values.money import Money
        >>> q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"), period=q2,
        ...     goals=[Goal(id="new-revenue", name="New revenue", period=q2,
        ...                 metric=metrics.REVENUE, target=Money("25000", "USD"))],
        ... )
        >>> booked = [ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                       amount=Money("7500", "USD"))]
        >>> ahead = windows(plan, booked, as_of=date(2026, 5, 15))
        >>> for window in ahead.windows:
        ...     print(window.dates, *(goal.required for goal in window.goals))
        2026-05-16..2026-06-14 13104.40 USD
        2026-06-15..2026-07-14 4395.60 USD
        2026-07-15..2026-08-13
        >>> print(ahead.uncovered)
        2026-07-01..2026-08-13
    """
    cut = DayWindows(tuple(horizons)) if shape is None else shape
    spans = cut.spans(as_of)
    if successor is not None and successor.period.start < plan.period.end:
        expected = f"a plan that begins on {plan.period.end} or later"
        raise InvalidValueError("successor", str(successor.period), expected)
    booked = tuple(entries)
    plans = [plan] if successor is None else [plan, successor]
    goals = [
        _of_goals(one, booked, spans, as_of=as_of, known_at=known_at) for one in plans
    ]
    lists = _lists(_open_work(plan, successor, as_of), spans, as_of)
    found = tuple(
        Window(
            number=number,
            dates=span,
            goals=tuple(goal for each in goals for goal in each[number - 1]),
            due=lists[number].due,
            starting=lists[number].starting,
            commitments=lists[number].commitments,
            reviews=lists[number].reviews,
        )
        for number, span in enumerate(spans, start=1)
    )
    return RollingWindows(
        plan=plan,
        as_of=as_of,
        windows=found,
        overdue=lists[0],
        later=lists[-1],
        successor=successor,
        uncovered=_uncovered(plans, DateRange(spans[0].start, spans[-1].end)),
    )


def _of_goals(
    plan: Plan,
    entries: tuple[ActualEntry, ...],
    spans: tuple[DateRange, ...],
    *,
    as_of: date,
    known_at: datetime | None,
) -> list[tuple[GoalIncrement, ...]]:
    result = assess_plan(plan, entries, as_of=as_of, known_at=known_at)
    by_goal = [increments(one, spans) for one in result.results]
    return [
        tuple(step for goal in by_goal if (step := goal[place]) is not None)
        for place in range(len(spans))
    ]


def _uncovered(plans: list[Plan], dates: DateRange) -> DateRange | None:
    gaps = dates.gaps(plan.period for plan in plans)
    return DateRange(gaps[0].start, gaps[-1].end) if gaps else None


@attrs.frozen
class _OpenWork:
    actions: tuple[Action, ...]
    commitments: tuple[Commitment, ...]
    reviews: tuple[Review, ...]


def _open_work(plan: Plan, successor: Plan | None, as_of: date) -> _OpenWork:
    """Return what is open; of what was carried over, the one whose turn it is."""
    plans = [plan] if successor is None else [plan, successor]
    if as_of >= plan.period.last_day:
        plans.reverse()
    actions = {
        one.id: one
        for each in reversed(plans)
        for one in each.actions
        if one.status not in _OVER
    }
    commitments = {
        one.id: one
        for each in reversed(plans)
        for one in each.commitments
        if one.status is CommitmentStatus.OPEN
    }
    reviews = {
        one.id: one for each in reversed(plans) for one in each.reviews if one.is_open
    }
    return _OpenWork(
        actions=tuple(actions.values()),
        commitments=tuple(commitments.values()),
        reviews=tuple(reviews.values()),
    )


def _lists(
    work: _OpenWork, spans: tuple[DateRange, ...], as_of: date
) -> list[WorkList]:
    """Return the lists: overdue, one for each window, later."""
    last = len(spans) + 1

    def place(day: date) -> int:
        if day <= as_of:
            return 0
        for number, span in enumerate(spans, start=1):
            if day < span.end:
                return number
        return last

    ahead = DateRange(spans[0].start, spans[-1].end)
    due = [each for one in work.actions for each in _iter_due(one, ahead)]
    starting = [
        ScheduledAction(one, one.start_on)
        for one in work.actions
        if one.start_on is not None and one.start_on > as_of
    ]
    actions = _grouped(due, lambda one: (place(one.on), one.on, one.action.id))
    begun = _grouped(starting, lambda one: (place(one.on), one.on, one.action.id))
    made = _grouped(
        work.commitments, lambda one: (place(one.due_on), one.due_on, one.id)
    )
    booked = _grouped(work.reviews, lambda one: (place(one.on), one.on, one.id))
    return [
        WorkList(
            due=actions.get(number, ()),
            starting=begun.get(number, ()),
            commitments=made.get(number, ()),
            reviews=booked.get(number, ()),
        )
        for number in range(last + 1)
    ]


def _iter_due(action: Action, ahead: DateRange) -> Iterator[ScheduledAction]:
    yield ScheduledAction(action, action.due_on)
    for day in occurrences_of(action, within=ahead):
        if day != action.due_on:
            yield ScheduledAction(action, day, is_repeat=True)


def _grouped(
    items: Iterable[_Item], key: Callable[[_Item], tuple[int, date, str]]
) -> dict[int, tuple[_Item, ...]]:
    """Return *items* by their place, each group in order of day and id."""
    ordered = sorted(items, key=key)
    return {
        place: tuple(group)
        for place, group in groupby(ordered, key=lambda item: key(item)[0])
    }
