"""Everything that a review is to look at, gathered before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import attrs

from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.closing import plan_actions_to_close, required_rates
from jbpcore.engine.follow_through import FollowThrough, follow_through
from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.engine.reporting import Reporting
from jbpcore.engine.review_slots import ReviewSlot
from jbpcore.engine.review_standing import ReviewStanding, review_standing
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.planning.frozen_figures import figures_of
from jbpcore.planning.review_changes import SinceLast, changes_since
from jbpcore.planning.review_decisions import DecisionLine, list_decisions
from jbpcore.planning.review_pack_parts import (
    GoalMovement,
    PromiseLine,
    StuckLine,
    WayThrough,
    WinLine,
)
from jbpcore.planning.review_promises import list_promises
from jbpcore.planning.review_stuck import is_behind, list_stuck
from jbpcore.planning.review_waiting import WaitingLine, list_waiting
from jbpcore.planning.review_wins import list_wins
from jbpcore.planning.slot_booking import slot_review
from jbpcore.values.ids import ReviewId

__all__ = ["ReviewPack", "prepare_review"]

_ONE_DAY = timedelta(days=1)


@attrs.frozen(kw_only=True)
class ReviewPack:
    """Everything that a review is to look at.

    It opens with the last review: its minutes, and what became of what was promised.

    Attributes:
        review: The review.
        result: How the plan and each goal stand.
        last: The last review that was held, with its minutes; ``None`` if this is the
            first.
        off_time: Reviews since then that were skipped, held late or called off, the
            last one and this one included.
        promises: What became of what was promised.
        wins: The big wins.
        stuck: Where the plan is stuck, the worst money first.
        ways: What it takes to bring each goal back that is behind.
        waiting: What waits for which side.
        goals: How each goal stands and stood at the last review.
        since: What changed in the plan.
        decisions: What is to be decided.
        follow_through: How each side kept what it promised for the days since the last
            review.
    """

    review: Review
    result: PlanResult
    last: Review | None
    off_time: tuple[tuple[Review, ReviewStanding], ...]
    promises: tuple[PromiseLine, ...]
    wins: tuple[WinLine, ...]
    stuck: tuple[StuckLine, ...]
    ways: tuple[WayThrough, ...]
    waiting: tuple[WaitingLine, ...]
    goals: tuple[GoalMovement, ...]
    since: SinceLast
    decisions: tuple[DecisionLine, ...]
    follow_through: FollowThrough

    @property
    def as_of(self) -> date:
        """The last day that counts."""
        return self.result.as_of

    @property
    def is_first(self) -> bool:
        """Whether no review was held before."""
        return self.last is None

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of what is stuck, in the order of their groups.

        With more than one, sums are put in order inside each group alone: give
        *reporting* to compare them.
        """
        found = (line.currency for line in self.stuck)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def promises_of(self, side: Side) -> tuple[PromiseLine, ...]:
        """Return what became of what *side* promised."""
        return tuple(line for line in self.promises if line.side is side)


def prepare_review(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    entries: Iterable[ActualEntry],
    review: Review | ReviewSlot | ReviewId | str,
    *,
    as_of: date,
    previous: Plan | None = None,
    reporting: Reporting | None = None,
    settings: AttentionSettings | None = None,
    work_calendar: WorkCalendar | None = None,
    known_at: datetime | None = None,
    data_through: date | None = None,
) -> ReviewPack:
    """Gather everything that a review is to look at.

    To show it to one side, make it of the plan that this side sees
    (:func:`~jbpcore.planning.visibility.project`), and so with *previous* and the
    entries.

    Args:
        plan: The plan.
        entries: What was booked.
        review: The review: its id, itself, or a slot that its cadence gives.
        as_of: The last day that counts, as a whole day.
        previous: The plan as it was at the last review, from the store, to compare
            with. Without it the history tells what happened.
        reporting: One currency for all sums that are compared.
        settings: When an action was put off too often, and when a gap is no longer
            plausible to close; the usual ones if ``None``.
        work_calendar: Working days for rates by the working day.
        known_at: An instant in UTC, to see the figures as they were known then.
        data_through: The last day that the source of the entries has delivered.

    Raises:
        InvalidValueError: If the plan has no such review or cadence.

    Examples:
        >>> from jbpcore.model.party import Partner, Party
        >>> plan = Plan(
        ...     id="p", name="P", vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="nw", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     reviews=[Review(id="q2", name="Q2 review", on=date(2026, 6, 16))],
        ... )
        >>> pack = prepare_review(plan, [], "q2", as_of=date(2026, 6, 15))
        >>> pack.is_first, [line.code.value for line in pack.decisions]
        (True, ['book_next_review'])
    """
    booked, limits = tuple(entries), settings or AttentionSettings()
    meeting = _found(plan, review)
    result = assess_plan(
        plan,
        booked,
        as_of=as_of,
        work_calendar=work_calendar,
        known_at=known_at,
        data_through=data_through,
    )
    last = _last(plan, meeting, as_of)
    since = _since(plan, last, as_of)
    promises = list_promises(plan, last, since=since, as_of=as_of)
    stuck = list_stuck(result, meeting, limits, reporting=reporting)
    waiting = list_waiting(plan, booked, last, as_of=as_of)
    then = {} if last is None else {one.goal_id: one for one in last.figures}
    return ReviewPack(
        review=meeting,
        result=result,
        last=last,
        off_time=_off_time(plan, meeting, last, as_of),
        promises=promises,
        wins=list_wins(result, meeting, last, promises),
        stuck=stuck,
        ways=_ways(result),
        waiting=waiting,
        goals=tuple(
            GoalMovement(
                goal_id=one.goal.id,
                name=one.goal.name,
                then=then.get(one.goal.id),
                now=figures_of(one),
            )
            for one in result.results
        ),
        since=changes_since(plan, last, previous, since=since, as_of=as_of),
        decisions=list_decisions(
            result, meeting, limits, promises=promises, stuck=stuck, waiting=waiting
        ),
        follow_through=follow_through(
            plan,
            as_of=as_of,
            within=DateRange(since + _ONE_DAY, max(as_of, since + _ONE_DAY) + _ONE_DAY),
        ),
    )


def _found(plan: Plan, review: Review | ReviewSlot | ReviewId | str) -> Review:
    if isinstance(review, Review):
        return review
    if isinstance(review, ReviewSlot):
        return _of_slot(plan, review)
    for one in plan.reviews:
        if one.id == review:
            return one
    known = ", ".join(one.id for one in plan.reviews) or "none yet"
    raise InvalidValueError("review", review, f"a review of the plan ({known})")


def _of_slot(plan: Plan, slot: ReviewSlot) -> Review:
    for one in plan.reviews:
        is_of_it = one.cadence_id == slot.cadence_id
        if is_of_it and (one.slot_on or one.on) == slot.slot_on:
            return one
    for cadence in plan.cadences:
        if cadence.id == slot.cadence_id:
            return slot_review(cadence, slot)
    expected = "the slot of a cadence of the plan"
    raise InvalidValueError("review", slot.cadence_id, expected)


def _last(plan: Plan, meeting: Review, as_of: date) -> Review | None:
    until = as_of if meeting.held_on is None else min(as_of, meeting.held_on)
    held = [
        (one.held_on, one.on, one.id, one)
        for one in plan.reviews
        if one.held_on is not None and one.held_on <= until and one.id != meeting.id
    ]
    return max(held, key=lambda found: found[:3])[3] if held else None


def _since(plan: Plan, last: Review | None, as_of: date) -> date:
    if last is not None and last.held_on is not None:
        return last.held_on
    return min(plan.period.first_day - _ONE_DAY, as_of)


def _off_time(
    plan: Plan, meeting: Review, last: Review | None, as_of: date
) -> tuple[tuple[Review, ReviewStanding], ...]:
    wanted = {
        ReviewStanding.SKIPPED,
        ReviewStanding.HELD_LATE,
        ReviewStanding.CANCELLED,
    }
    begin = date.min if last is None else last.slot_on or last.on
    found = [
        (one, review_standing(one, as_of=as_of))
        for one in plan.reviews
        if (one.slot_on or one.on) >= begin and one.on <= max(as_of, meeting.on)
    ]
    listed = [(one, standing) for one, standing in found if standing in wanted]
    return tuple(sorted(listed, key=lambda pair: (pair[0].on, pair[0].id)))


def _ways(result: PlanResult) -> tuple[WayThrough, ...]:
    return tuple(
        WayThrough(result=one, rates=required_rates(one), closing=closing)
        for one, closing in zip(
            result.results, plan_actions_to_close(result), strict=True
        )
        if is_behind(one)
    )
