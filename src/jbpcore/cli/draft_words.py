"""A draft plan in words, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from jbpcore.model.completeness import Completeness
from jbpcore.model.plan import Plan
from jbpcore.planning.templates.wording import amount_words

__all__ = ["iter_draft_lines"]

_WINDOWS: Final = (30, 60, 90)
_SHOWN: Final = 8


def iter_draft_lines(plan: Plan, completeness: Completeness) -> Iterator[str]:
    """Yield what is in a draft: goals, windows, promises, reviews, and what is missing.

    Args:
        plan: The draft.
        completeness: How complete it is.
    """
    yield f"{plan.name}, {plan.period.first_day} to {plan.period.last_day}"
    yield ""
    yield "Goals"
    for goal in plan.goals:
        target = "to be agreed" if goal.target is None else amount_words(goal.target)
        yield f"  {goal.name}: {target}"
    yield ""
    yield "Actions"
    yield from _window_lines(plan)
    yield ""
    yield "Promises"
    for promise in plan.commitments:
        yield f"  {promise.due_on}  {promise.side:8} {promise.name}"
    yield ""
    yield f"Reviews ({len(plan.reviews)} booked)"
    for review in plan.reviews[:_SHOWN]:
        at = "" if review.wall_time is None else f" {review.wall_time:%H:%M}"
        yield f"  {review.on}{at}  {review.name}"
    if len(plan.reviews) > _SHOWN:
        yield f"  … and {len(plan.reviews) - _SHOWN} more"
    yield ""
    percent = int(completeness.score_ratio * 100)
    yield f"The plan is complete to {percent}%."
    for finding in (*completeness.missing, *completeness.too_long):
        yield f"  {finding.message}"


def _window_lines(plan: Plan) -> Iterator[str]:
    start = plan.period.start
    before = 0
    for days in _WINDOWS:
        first, last = start + timedelta(days=before), start + timedelta(days=days)
        due = [one for one in plan.actions if first <= one.due_on < last]
        yield f"  By day {days}"
        for action in sorted(due, key=lambda one: one.due_on):
            yield f"    {action.due_on}  {action.side:8} {action.name}"
        before = days
    after = sum(one.due_on >= start + timedelta(days=before) for one in plan.actions)
    yield f"  Later: {after}"
