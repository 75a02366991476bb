"""Looking ahead: what the next 30, 60 and 90 days bring, and what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.plan_work import follows, list_work
from jbpcore.engine.window import RollingWindows, Window
from jbpcore.engine.window_goals import GoalIncrement, increments
from jbpcore.engine.window_lists import work_lists
from jbpcore.engine.window_shape import DayWindows, WindowShape
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange

__all__ = ["windows"]


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
    that it is due in; each action is due first in exactly one list. Work counts as the
    plans have it: what was done after *as_of* is done.

    Args:
        plan: The plan, whole or as somebody sees it.
        entries: Booked facts.
        as_of: The last day that counts, as a whole day.
        horizons: The windows' ends, in days from *as_of*.
        shape: Another way to cut, such as months or sprints; *horizons* is then left
            aside.
        successor: The plan that follows. What it has carried over counts as it is in
            *plan* until that is over, and is done if it was done in either. What comes
            round does so as *successor* has it, from its first day on.
        known_at: An instant in UTC, to see the figures as they were known then.

    Raises:
        InvalidValueError: If *as_of*, *horizons* or *shape* has a bad value, or
            *successor* does not follow *plan* or begins before that ends.

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
        >>> print(*ahead.uncovered)
        2026-07-01..2026-08-13
    """
    cut = DayWindows(horizons) if shape is None else _a_shape(shape)
    spans = cut.spans(as_of=as_of)
    _check_successor(plan, successor)
    booked = tuple(entries)
    plans = [plan] if successor is None else [plan, successor]
    goals = [
        _of_goals(one, booked, spans, as_of=as_of, known_at=known_at) for one in plans
    ]
    work = list_work(plan, successor, as_of=as_of)
    lists = work_lists(work, spans, successor=successor)
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
        shape=cut,
        windows=found,
        overdue=lists[0],
        later=lists[-1],
        successor=successor,
        uncovered=DateRange(spans[0].start, spans[-1].end).gaps(
            one.period for one in plans
        ),
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


def _a_shape(shape: object) -> WindowShape:
    if not isinstance(shape, WindowShape):
        expected = "DayWindows, MonthWindows or SprintWindows"
        raise InvalidValueError("shape", shape, expected)
    return shape


def _check_successor(plan: Plan, successor: Plan | None) -> None:
    if successor is None:
        return
    if not follows(successor, plan):
        expected = f"a plan whose previous_id is {plan.id}, as roll_forward makes it"
        raise InvalidValueError("successor", successor.id, expected)
    if successor.period.start < plan.period.end:
        expected = f"a plan that begins on {plan.period.end} or later"
        raise InvalidValueError("successor", str(successor.period), expected)
