"""The next time of an action that comes round."""

from __future__ import annotations

from datetime import date
from typing import Final

import attrs

from jbpcore.engine.action_days import anchor_of
from jbpcore.model.execution import Action, ActionStatus
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.day_rules import DayRule, OnMonthDay, OnWeekdays
from jbpcore.periods.days import LATEST_DAY, add_days
from jbpcore.periods.frequency import Frequency
from jbpcore.periods.occurrences import list_occurrences
from jbpcore.periods.recurrence import Recurrence
from jbpcore.periods.weekday import Weekday
from jbpcore.values.ids import ActionId

__all__ = ["next_occurrence"]

_LONGEST_STEM: Final = 110


def next_occurrence(plan: Plan, action: Action, *, after: date) -> Action | None:
    """Return the action that opens once *action* is done.

    Args:
        plan: The plan, for an id that is free.
        action: The action.
        after: The day it was done.

    Returns:
        ``None`` if it does not come round, or not any more.
    """
    rule = action.recurrence
    if rule is None:
        return None
    anchor = anchor_of(action)
    begin = max(anchor, action.due_on, after)
    if begin >= LATEST_DAY:
        return None
    days = list_occurrences(
        rule,
        anchor,
        within=DateRange.inclusive(add_days(begin, 1), LATEST_DAY),
        limit=1,
    )
    if not days:
        return None
    due_on = days[0]
    passed = list_occurrences(rule, anchor, within=DateRange(anchor, due_on))
    left = None if rule.count is None else rule.count - len(passed)
    start_on = action.start_on
    if start_on is not None:
        start_on = add_days(due_on, -(action.due_on - start_on).days)
    return attrs.evolve(
        action,
        id=_free_id(plan, action, due_on),
        due_on=due_on,
        start_on=start_on,
        status=ActionStatus.OPEN,
        done_on=None,
        depends_on=(),
        blocked_reason="",
        blocked_by_side=None,
        blocked_by_id=None,
        blocked_on=None,
        slips=(),
        carry_count=0,
        review_id=None,
        recurrence=attrs.evolve(rule, on=_stated(rule, anchor), count=left),
    )


def _stated(rule: Recurrence, anchor: date) -> DayRule | None:
    """Return the day of the step in words, so that a short month does not change it."""
    if rule.on is not None or rule.frequency is Frequency.ONCE:
        return rule.on
    if rule.frequency is Frequency.WEEKLY:
        return OnWeekdays([Weekday(anchor.weekday())])
    return OnMonthDay(anchor.day)


def _free_id(plan: Plan, action: Action, due_on: date) -> ActionId:
    stem, dot, tail = action.id.rpartition(".")
    is_dated = bool(dot) and len(tail) == len("20260401") and tail.isdigit()
    stem = (stem if is_dated else str(action.id))[:_LONGEST_STEM]
    taken = {one.id for one in plan.actions}
    found = f"{stem}.{due_on:%Y%m%d}"
    number = 2
    while found in taken:
        found = f"{stem}.{due_on:%Y%m%d}.{number}"
        number += 1
    return ActionId(found)
