"""What a review has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

import attrs

from jbpcore.engine.attention.concern import Concern, GoalWatch
from jbpcore.engine.attention.settings import AttentionSettings
from jbpcore.engine.follow_through import Promise
from jbpcore.engine.plan_assessment import PlanResult
from jbpcore.engine.review_standing import ReviewStanding, review_standing
from jbpcore.model.health import Health
from jbpcore.model.party import Side
from jbpcore.model.plan import Plan
from jbpcore.model.review import Review
from jbpcore.planning.review_pack_parts import PromiseLine, StuckKind, StuckLine
from jbpcore.planning.review_waiting import WaitingKind, WaitingLine

__all__ = ["DecisionCode", "DecisionLine", "list_decisions"]


class DecisionCode(StrEnum):
    """What is to be decided, in the order in which it is. The codes are permanent.

    Attributes:
        ANSWER_PROPOSAL: Whether the proposed plan is signed.
        SIGN_AMENDMENT: Whether the open amendment is signed.
        ACCEPT_MINUTES: Whether the minutes of the last review are right.
        CHANGE_GOAL: What becomes of a goal whose gap is no longer plausible to close.
        SETTLE_PROMISE: What becomes of a commitment that was not kept, or put off.
        CLEAR_BLOCKER: Who clears what is in the way of an action.
        REPLAN_ACTION: Another plan for an action that is late or was put off often.
        REPORT_FIGURES: Who brings the figures of a goal that has none.
        REPLACE_REVIEW: What becomes of a review that was not held.
        BOOK_NEXT_REVIEW: When the next review is.
    """

    ANSWER_PROPOSAL = "answer_proposal"
    SIGN_AMENDMENT = "sign_amendment"
    ACCEPT_MINUTES = "accept_minutes"
    CHANGE_GOAL = "change_goal"
    SETTLE_PROMISE = "settle_promise"
    CLEAR_BLOCKER = "clear_blocker"
    REPLAN_ACTION = "replan_action"
    REPORT_FIGURES = "report_figures"
    REPLACE_REVIEW = "replace_review"
    BOOK_NEXT_REVIEW = "book_next_review"


@attrs.frozen(kw_only=True)
class DecisionLine:
    """One thing to decide.

    Attributes:
        code: What is to be decided.
        name: What it is about.
        subject: Which, such as ``"goals:new-revenue"``; empty for the plan as a whole.
        sides: The sides whose word it takes.
    """

    code: DecisionCode
    name: str = ""
    subject: str = ""
    sides: tuple[Side, ...] = tuple(Side)


_WAITING: Final = {
    WaitingKind.PROPOSAL: DecisionCode.ANSWER_PROPOSAL,
    WaitingKind.AMENDMENT: DecisionCode.SIGN_AMENDMENT,
    WaitingKind.MINUTES: DecisionCode.ACCEPT_MINUTES,
}
_STUCK: Final = {
    StuckKind.ACTION_BLOCKED: DecisionCode.CLEAR_BLOCKER,
    StuckKind.ACTION_OVERDUE: DecisionCode.REPLAN_ACTION,
    StuckKind.ACTION_SLIPPING: DecisionCode.REPLAN_ACTION,
}


def list_decisions(
    result: PlanResult,
    review: Review,
    settings: AttentionSettings,
    *,
    promises: tuple[PromiseLine, ...],
    stuck: tuple[StuckLine, ...],
    waiting: tuple[WaitingLine, ...],
) -> tuple[DecisionLine, ...]:
    """List what a review has to decide, in the order of the codes.

    Args:
        result: How the plan stands.
        review: The review.
        settings: When closing the gap of a goal is no longer plausible, as for nudges.
        promises: What became of what was promised.
        stuck: What is stuck.
        waiting: What waits for a side.
    """
    found = (
        *_iter_waiting(waiting),
        *_iter_goals(result, settings),
        *_iter_promises(promises),
        *_iter_stuck(stuck),
        *_iter_reviews(result.plan, review, result.as_of),
    )
    places = {code: place for place, code in enumerate(DecisionCode)}
    # A stable sort: of one code they stay as they come.
    return tuple(sorted(found, key=lambda line: places[line.code]))


def _iter_waiting(waiting: tuple[WaitingLine, ...]) -> Iterator[DecisionLine]:
    sides: dict[tuple[WaitingKind, str], list[Side]] = {}
    reasons: dict[tuple[WaitingKind, str], str] = {}
    for line in waiting:
        sides.setdefault((line.kind, line.subject), []).append(line.side)
        reasons[line.kind, line.subject] = line.why
    for (kind, subject), missing in sides.items():
        yield DecisionLine(
            code=_WAITING[kind],
            name=reasons[kind, subject],
            subject=subject,
            sides=tuple(missing),
        )


def _iter_goals(
    result: PlanResult, settings: AttentionSettings
) -> Iterator[DecisionLine]:
    for one in result.results:
        watch = GoalWatch(result=one, entries=(), settings=settings)
        code = None
        if watch.concern() is Concern.IMPLAUSIBLE:
            code = DecisionCode.CHANGE_GOAL
        elif one.health is Health.NO_DATA:
            code = DecisionCode.REPORT_FIGURES
        if code is not None:
            goal = one.goal
            sides = tuple(side for side in Side if goal.audience.sees(side))
            yield DecisionLine(
                code=code,
                name=goal.name,
                subject=f"goals:{goal.id}",
                sides=sides,
            )


def _iter_promises(promises: tuple[PromiseLine, ...]) -> Iterator[DecisionLine]:
    unsettled = {Promise.MISSED, Promise.PUT_OFF}
    for line in promises:
        is_promise = line.subject.startswith("commitments:")
        if is_promise and line.is_open and line.outcome in unsettled:
            yield DecisionLine(
                code=DecisionCode.SETTLE_PROMISE,
                name=line.name,
                subject=line.subject,
            )


def _iter_stuck(stuck: tuple[StuckLine, ...]) -> Iterator[DecisionLine]:
    for line in stuck:
        code = _STUCK.get(line.kind)
        if code is None:
            continue
        side = line.cleared_by or line.side
        yield DecisionLine(
            code=code,
            name=line.name,
            subject=line.subject,
            sides=tuple(Side) if side is None else (side,),
        )


def _iter_reviews(plan: Plan, review: Review, as_of: date) -> Iterator[DecisionLine]:
    others = [one for one in plan.reviews if one.id != review.id]
    last = max(
        (one.on for one in others if one.held_on is not None and one.held_on <= as_of),
        default=date.min,
    )
    for one in others:
        standing = review_standing(one, as_of=as_of)
        if standing is ReviewStanding.SKIPPED and one.on > last:
            yield DecisionLine(
                code=DecisionCode.REPLACE_REVIEW,
                name=one.name,
                subject=f"reviews:{one.id}",
            )
    day = max(review.on, as_of)
    if not any(one.is_open and one.on > day for one in others):
        yield DecisionLine(code=DecisionCode.BOOK_NEXT_REVIEW)
