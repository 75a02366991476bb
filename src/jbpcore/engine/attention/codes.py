"""What a nudge can be about, what it asks for, and which one comes first."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

__all__ = ["URGENCY", "NudgeCode", "NudgeStep"]


class NudgeCode(StrEnum):
    """What a nudge is about. The codes are permanent."""

    GAP_IMPLAUSIBLE = "jbp.nudge.gap_implausible"
    """A goal is behind, and closing its gap is no longer plausible."""

    GOAL_OFF_PACE = "jbp.nudge.goal_off_pace"
    """A goal is off track."""

    GOAL_AT_RISK = "jbp.nudge.goal_at_risk"
    """A goal is at risk."""

    ACTUALS_STALE = "jbp.nudge.actuals_stale"
    """The figures of a goal are too old to be believed, or there are none."""

    PROPOSAL_UNSIGNED = "jbp.nudge.proposal_unsigned"
    """A side has not signed the proposed plan."""

    AMENDMENT_UNSIGNED = "jbp.nudge.amendment_unsigned"
    """A side has not signed the open amendment."""

    APPROVAL_MISSING = "jbp.nudge.approval_missing"
    """A side wants an approval inside before it signs, and has not got it."""

    PLAN_NOT_PROPOSED = "jbp.nudge.plan_not_proposed"
    """The plan's days have begun, and nobody proposed it."""

    PLAN_NOT_CLOSED = "jbp.nudge.plan_not_closed"
    """The plan's days are over, and it is not closed."""

    PLAN_WITHOUT_SUCCESSOR = "jbp.nudge.plan_without_successor"
    """The plan ends soon, and no plan follows it."""

    PLAN_STALE = "jbp.nudge.plan_stale"
    """Nobody edited, reviewed or booked anything for a long time."""

    ACTION_BLOCKED = "jbp.nudge.action_blocked"
    """An action cannot go on."""

    ACTION_SLIPPING = "jbp.nudge.action_slipping"
    """An action was moved to a later day again and again."""

    ACTION_OVERDUE = "jbp.nudge.action_overdue"
    """An action is open after its day."""

    REVIEW_NOT_BOOKED = "jbp.nudge.review_not_booked"
    """No review lies ahead."""

    REVIEW_NOT_HELD = "jbp.nudge.review_not_held"
    """The day of a review is over, and it was neither held nor called off."""

    MINUTES_NOT_ACCEPTED = "jbp.nudge.minutes_not_accepted"
    """A side has not accepted the minutes of the last review."""

    COMMITMENTS_LAGGING = "jbp.nudge.commitments_lagging"
    """A side keeps far less of what it promised than the other."""


class NudgeStep(StrEnum):
    """The one thing that a nudge asks for. The codes are permanent.

    Where the library has a move for it, the step has the name of the move.
    """

    ACCEPT_MINUTES = "accept_minutes"
    APPROVE = "approve"
    APPROVE_AMENDMENT = "approve_amendment"
    BOOK_REVIEW = "book_review"
    CANCEL = "cancel"
    CLEAR_BLOCKER = "clear_blocker"
    CLOSE = "close"
    DO_ACTIONS = "do_actions"
    EDIT = "edit"
    FINISH_ACTION = "finish_action"
    HOLD_REVIEW = "hold_review"
    KEEP_COMMITMENTS = "keep_commitments"
    PROPOSE = "propose"
    PROPOSE_AMENDMENT = "propose_amendment"
    RAISE_AT_REVIEW = "raise_at_review"
    REPLAN_ACTION = "replan_action"
    REPORT_ACTUALS = "report_actuals"
    ROLL_FORWARD = "roll_forward"
    SIGN = "sign"
    SIGN_AMENDMENT = "sign_amendment"


_CLASSES: Final = (
    # What was agreed is about to be missed.
    (NudgeCode.GAP_IMPLAUSIBLE, NudgeCode.GOAL_OFF_PACE),
    # Everything else waits for one person's word.
    (
        NudgeCode.PROPOSAL_UNSIGNED,
        NudgeCode.AMENDMENT_UNSIGNED,
        NudgeCode.APPROVAL_MISSING,
        NudgeCode.PLAN_NOT_PROPOSED,
        NudgeCode.PLAN_NOT_CLOSED,
    ),
    # Without figures nobody knows how it stands.
    (NudgeCode.ACTUALS_STALE,),
    # Work does not move.
    (
        NudgeCode.ACTION_BLOCKED,
        NudgeCode.ACTION_SLIPPING,
        NudgeCode.ACTION_OVERDUE,
    ),
    # It may still come right by itself.
    (NudgeCode.GOAL_AT_RISK,),
    # The two sides do not talk.
    (
        NudgeCode.REVIEW_NOT_HELD,
        NudgeCode.REVIEW_NOT_BOOKED,
        NudgeCode.MINUTES_NOT_ACCEPTED,
        NudgeCode.COMMITMENTS_LAGGING,
    ),
    # The plan as a whole fades out.
    (NudgeCode.PLAN_WITHOUT_SUCCESSOR, NudgeCode.PLAN_STALE),
)
URGENCY: Final[Mapping[NudgeCode, int]] = MappingProxyType(
    {code: rank for rank, codes in enumerate(_CLASSES, start=1) for code in codes}
)
"""The class of each code, from 1, the most urgent. Nudges of one class are put in order
by what is at stake, and then by age."""
