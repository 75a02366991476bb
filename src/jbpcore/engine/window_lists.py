"""Open work, put into the windows that its days lie in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TypeVar

from jbpcore.engine.action_days import occurrences_of
from jbpcore.engine.plan_work import PlanWork, is_open
from jbpcore.engine.window import ScheduledAction, WorkList
from jbpcore.engine.window_shape import place_in
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import PlanId

__all__ = ["work_lists"]

_Item = TypeVar("_Item")


def work_lists(
    work: Iterable[PlanWork],
    spans: Sequence[DateRange],
    *,
    successor: Plan | None = None,
) -> tuple[WorkList, ...]:
    """Return what is open by its days: overdue, in each window, later.

    Args:
        work: What there is.
        spans: The windows, one after the other.
        successor: The plan that follows; from its first day on, actions come round as
            it has them.
    """
    due: list[ScheduledAction] = []
    starting: list[ScheduledAction] = []
    commitments: list[Commitment] = []
    reviews: list[Review] = []
    for one in work:
        thing = one.thing
        if not is_open(thing):
            continue
        if isinstance(thing, Review):
            reviews.append(thing)
        elif isinstance(thing, Commitment):
            commitments.append(thing)
        else:
            due.append(ScheduledAction(thing, thing.due_on))
            due += _iter_repeats(one, spans, successor)
            starting += _iter_starts(thing, spans[0].start)
    dues = _by_place(due, spans, lambda one: (one.on, one.action.id))
    starts = _by_place(starting, spans, lambda one: (one.on, one.action.id))
    made = _by_place(commitments, spans, lambda one: (one.due_on, one.id))
    booked = _by_place(reviews, spans, lambda one: (one.on, one.id))
    return tuple(
        WorkList(
            due=dues.get(place, ()),
            starting=starts.get(place, ()),
            commitments=made.get(place, ()),
            reviews=booked.get(place, ()),
        )
        for place in range(len(spans) + 2)
    )


def _iter_starts(action: Action, first: date) -> Iterator[ScheduledAction]:
    has_begun = action.status is ActionStatus.IN_PROGRESS
    if action.start_on is not None and action.start_on >= first and not has_begun:
        yield ScheduledAction(action, action.start_on)


def _iter_repeats(
    work: PlanWork, spans: Sequence[DateRange], successor: Plan | None
) -> Iterator[ScheduledAction]:
    """Yield an action on the later days that it comes round, each day once."""
    ahead = DateRange(spans[0].start, spans[-1].end)
    # What the plan before says does not count once the turn is the next one's.
    places = [plan_id for plan_id, _ in work.versions]
    first_due: date | None = None
    for plan_id, action in work.versions[places.index(work.plan_id) :]:
        if not isinstance(action, Action) or not is_open(action):
            continue
        first_due = action.due_on if first_due is None else first_due
        days = _own_days(ahead, plan_id, successor)
        if action.recurrence is None or days is None:
            continue
        for day in occurrences_of(action, within=days):
            if day != first_due:
                yield ScheduledAction(action, day, is_repeat=True)


def _own_days(
    ahead: DateRange, plan_id: PlanId, successor: Plan | None
) -> DateRange | None:
    """Return the days of *ahead* on which actions come round as a plan has them."""
    if successor is None:
        return ahead
    first = successor.period.start
    is_next = plan_id == successor.id
    start = max(ahead.start, first) if is_next else ahead.start
    end = ahead.end if is_next else min(ahead.end, first)
    return DateRange(start, end) if start < end else None


def _by_place(
    items: Iterable[_Item],
    spans: Sequence[DateRange],
    key: Callable[[_Item], tuple[date, str]],
) -> dict[int, tuple[_Item, ...]]:
    """Return *items* by their place, each group in order of day and id."""
    return {
        place: tuple(group)
        for place, group in groupby(
            sorted(items, key=key), key=lambda item: place_in(spans, key(item)[0])
        )
    }
