"""What the vitality of a plan is made of: what each part can say, and why not.

The formula is in :mod:`jbpcore.engine.vitality`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.activity import (
    first_edit,
    iter_bookings,
    last_edit,
    touched_subjects,
)
from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.vitality_settings import VitalitySettings
from jbpcore.model.actual import ActualEntry
from jbpcore.model.agreement import PlanState
from jbpcore.model.execution import ActionStatus
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan

__all__ = ["VitalityPart", "VitalityReason", "vitality_parts"]

_CLOSED: Final = frozenset({PlanState.CLOSED, PlanState.CANCELLED})
_OPEN: Final = frozenset(
    {ActionStatus.OPEN, ActionStatus.IN_PROGRESS, ActionStatus.BLOCKED}
)


class VitalityReason(StrEnum):
    """Why a part of the vitality cannot be known."""

    NO_EDITS = "no_edits"
    """Nothing in the plan says who did what when."""

    NO_GOAL_UNDER_WAY = "no_goal_under_way"
    """No goal is on its days that would need a booking."""

    NO_ACTION_TO_MOVE = "no_action_to_move"
    """No action is overdue, and none was moved lately."""

    NO_REVIEW_DUE = "no_review_due"
    """No review was due lately."""

    PLAN_CLOSED = "plan_closed"
    """The plan is closed or cancelled: it is not meant to move."""


@attrs.frozen(kw_only=True)
class VitalityPart:
    """One part of the vitality, with what went into it.

    Attributes:
        code: Which: ``vendor``, ``partner``, ``goals``, ``actions`` or ``reviews``.
        weight: What it counts beside the others.
        score: From 0 to 1; ``None`` if it cannot be known.
        reason: Why it cannot be known.
        good_count: Goals touched, actions moved, reviews held.
        whole_count: Goals under way, actions moved or overdue, reviews due.
        last_on: The day of the last edit, of the part of a side.
    """

    code: str
    weight: Fraction
    score: Fraction | None = None
    reason: VitalityReason | None = None
    good_count: int | None = None
    whole_count: int | None = None
    last_on: date | None = None


def vitality_parts(
    plan: Plan,
    entries: Iterable[ActualEntry],
    settings: VitalitySettings,
    *,
    as_of: date,
) -> tuple[VitalityPart, ...]:
    """Return every part of the vitality of *plan*, known or not.

    Args:
        plan: The plan.
        entries: Booked facts.
        settings: Weights and days.
        as_of: The last day that counts.
    """
    return _Question(plan, tuple(entries), as_of, settings).parts()


class _Question:
    """What is asked about one plan on one day."""

    def __init__(
        self,
        plan: Plan,
        entries: tuple[ActualEntry, ...],
        as_of: date,
        settings: VitalitySettings,
    ) -> None:
        self.plan, self.entries = plan, entries
        self.as_of, self.settings = as_of, settings
        self.recent_from = as_of - timedelta(days=settings.recent_days - 1)
        self.touched = touched_subjects(plan, since=self.recent_from, as_of=as_of)

    def parts(self) -> tuple[VitalityPart, ...]:
        settings = self.settings
        parts = (
            self.side(Side.VENDOR, settings.vendor_weight),
            self.side(Side.PARTNER, settings.partner_weight),
            self.goals(),
            self.actions(),
            self.reviews(),
        )
        if self.plan.state not in _CLOSED:
            return parts
        closed = VitalityReason.PLAN_CLOSED
        return tuple(
            VitalityPart(code=part.code, weight=part.weight, reason=closed)
            for part in parts
        )

    def side(self, side: Side, weight: Fraction) -> VitalityPart:
        last = last_edit(self.plan, as_of=self.as_of, side=side)
        since = last or first_edit(self.plan, as_of=self.as_of)
        if since is None:
            reason = VitalityReason.NO_EDITS
            return VitalityPart(code=side.value, weight=weight, reason=reason)
        idle = Fraction((self.as_of - since).days, self.settings.edit_days)
        score = max(Fraction(0), 1 - idle)
        return VitalityPart(code=side.value, weight=weight, score=score, last_on=last)

    def goals(self) -> VitalityPart:
        booked = {
            entry.metric
            for entry in iter_bookings(self.plan, self.entries)
            if self.recent_from <= entry.on <= self.as_of
        }
        touched = [
            goal.goal.metric.key in booked or f"goals:{goal.goal.id}" in self.touched
            for goal in assess_plan(self.plan, self.entries, as_of=self.as_of).results
            if self.as_of in goal.goal.period
            and goal.target is not None
            and goal.shape is not GoalShape.MILESTONE
            and goal.health is not Health.MET
        ]
        return self.counted(
            "goals",
            self.settings.goals_weight,
            sum(touched),
            len(touched),
            VitalityReason.NO_GOAL_UNDER_WAY,
        )

    def actions(self) -> VitalityPart:
        moved = overdue = 0
        for action in self.plan.actions:
            if action.status in _OPEN and action.due_on < self.as_of:
                overdue += 1
                continue
            done_on = action.done_on
            is_done = action.status is ActionStatus.DONE and done_on is not None
            is_recent = done_on is not None and (
                self.recent_from <= done_on <= self.as_of
            )
            moved += (is_done and is_recent) or f"actions:{action.id}" in self.touched
        return self.counted(
            "actions",
            self.settings.actions_weight,
            moved,
            moved + overdue,
            VitalityReason.NO_ACTION_TO_MOVE,
        )

    def reviews(self) -> VitalityPart:
        first_day = self.as_of - timedelta(days=self.settings.review_days)
        held = due = 0
        for review in self.plan.reviews:
            off = review.cancelled_on
            is_off = off is not None and off <= self.as_of
            is_held = review.held_on is not None and review.held_on <= self.as_of
            is_due = is_held or (review.on < self.as_of and not is_off)
            if is_due and review.on >= first_day:
                due += 1
                held += is_held
        return self.counted(
            "reviews",
            self.settings.reviews_weight,
            held,
            due,
            VitalityReason.NO_REVIEW_DUE,
        )

    def counted(
        self,
        code: str,
        weight: Fraction,
        good: int,
        whole: int,
        reason: VitalityReason,
    ) -> VitalityPart:
        return VitalityPart(
            code=code,
            weight=weight,
            score=Fraction(good, whole) if whole else None,
            reason=None if whole else reason,
            good_count=good,
            whole_count=whole,
        )
