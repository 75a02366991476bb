"""The nouns of looking ahead: a window, what is in it, and all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import attrs

from jbpcore.engine.window_goals import GoalIncrement
from jbpcore.engine.window_shape import WindowShape, place_in
from jbpcore.model.commitment import Commitment
from jbpcore.model.execution import Action
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange

__all__ = ["RollingWindows", "ScheduledAction", "Window", "WorkList"]


@attrs.frozen
class ScheduledAction:
    """An action on one of its days.

    Attributes:
        action: The action.
        on: The day.
        is_repeat: Whether it comes round then, after the day that it is due on first.
    """

    action: Action
    on: date
    is_repeat: bool = False


@attrs.frozen(kw_only=True)
class WorkList:
    """Open work and reviews, in order of their days.

    Attributes:
        due: Actions, on the days that they are due.
        starting: Actions that nobody has begun, on the days that they are to begin;
            they are due in this list or a later one.
        commitments: Promises that are due.
        reviews: Reviews that are booked.
    """

    due: tuple[ScheduledAction, ...] = ()
    starting: tuple[ScheduledAction, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    reviews: tuple[Review, ...] = ()

    def due_counts(self) -> dict[Side, int]:
        """Return how many actions and commitments each side owes."""
        found = Counter(one.action.side for one in self.due)
        found.update(commitment.side for commitment in self.commitments)
        return {side: found[side] for side in Side}

    def of_side(self, side: Side) -> WorkList:
        """Return what one side has to do, and the reviews, which are of both."""
        return WorkList(
            due=tuple(one for one in self.due if one.action.side is side),
            starting=tuple(one for one in self.starting if one.action.side is side),
            commitments=tuple(one for one in self.commitments if one.side is side),
            reviews=self.reviews,
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is neither work nor a review in it."""
        return not (self.due or self.starting or self.commitments or self.reviews)


@attrs.frozen(kw_only=True)
class Window(WorkList):
    """Some days to come, and what is in them.

    Attributes:
        number: 1 for the first.
        dates: Its days.
        goals: What it has to bring to each goal, in the order of the plan, then of the
            one that follows; goals that have no days in it are left out.
    """

    number: int
    dates: DateRange
    goals: tuple[GoalIncrement, ...] = ()


@attrs.frozen(kw_only=True)
class RollingWindows:
    """What lies ahead of a plan, window by window.

    Attributes:
        plan: The plan.
        as_of: The last day that counts; the first window begins on the next.
        shape: How the days were cut.
        windows: The windows, one after the other.
        overdue: What is open and was due on *as_of* or before.
        later: What is due after the last window.
        successor: The plan that follows, if that was given.
        uncovered: Days of the windows that no plan has, in order.
    """

    plan: Plan
    as_of: date
    shape: WindowShape
    windows: tuple[Window, ...]
    overdue: WorkList
    later: WorkList
    successor: Plan | None = None
    uncovered: tuple[DateRange, ...] = ()

    @property
    def dates(self) -> DateRange:
        """All days of the windows."""
        return DateRange(self.windows[0].dates.start, self.windows[-1].dates.end)

    def iter_lists(self) -> Iterator[tuple[int, WorkList]]:
        """Yield every list with its place: 0 is overdue, the last one is later."""
        yield 0, self.overdue
        for window in self.windows:
            yield window.number, window
        yield len(self.windows) + 1, self.later

    def place_of(self, day: date) -> int:
        """Return the place of the list that *day* belongs to, as in *iter_lists*."""
        return place_in([window.dates for window in self.windows], day)
