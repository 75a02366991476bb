"""What a nudge asks for, in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from jbpcore.engine.attention.codes import NudgeStep
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.formatting.numbers import show_day, show_number

__all__ = ["step_words"]


def step_words(nudge: Nudge, *, locale: str) -> str:
    """Return what to do, as a clause without a full stop.

    Examples:
        >>> from jbpcore.engine.attention.codes import NudgeCode
        >>> from jbpcore.model.party import Side
        >>> nudge = Nudge(code=NudgeCode.PLAN_NOT_CLOSED, plan_id="p", subject="",
        ...               name="Northwind 2026", sides=Side, step=NudgeStep.CLOSE)
        >>> step_words(nudge, locale="en_US")
        'close it with an outcome for each goal'
    """
    worded = _SPECIAL.get(nudge.step)
    return _PLAIN[nudge.step] if worded is None else worded(nudge, locale)


def _do_actions(nudge: Nudge, locale: str) -> str:
    count = sum(fact.name == "action_id" for fact in nudge.arguments)
    if count == 1:
        return "do the open action that would close the gap"
    shown = show_number(count, locale=locale)
    return f"do the {shown} open actions that would close the gap"


def _raise_at_review(nudge: Nudge, locale: str) -> str:
    for fact in nudge.arguments:
        if fact.name == "on" and isinstance(fact.value, date):
            day = show_day(fact.value, locale=locale)
            return f"find a way through at the review on {day}"
    return "find a way through at the next review"


_SPECIAL: Final[Mapping[NudgeStep, Callable[[Nudge, str], str]]] = MappingProxyType(
    {
        NudgeStep.DO_ACTIONS: _do_actions,
        NudgeStep.RAISE_AT_REVIEW: _raise_at_review,
    }
)
_PLAIN: Final[Mapping[NudgeStep, str]] = MappingProxyType(
    {
        NudgeStep.ACCEPT_MINUTES: "read and accept them, or say what is wrong",
        NudgeStep.APPROVE: "approve the terms",
        NudgeStep.APPROVE_AMENDMENT: "approve the amended terms",
        NudgeStep.BOOK_REVIEW: "book a review",
        NudgeStep.CANCEL: "cancel it, and draft the next one",
        NudgeStep.CLEAR_BLOCKER: "clear what is in the way",
        NudgeStep.CLOSE: "close it with an outcome for each goal",
        NudgeStep.EDIT: "bring it up to date",
        NudgeStep.FINISH_ACTION: "finish it, or give it another day",
        NudgeStep.HOLD_REVIEW: "hold it now, or call it off",
        NudgeStep.KEEP_COMMITMENTS: "keep what is due, or agree on something else",
        NudgeStep.PROPOSE: "propose it to the other side",
        NudgeStep.PROPOSE_AMENDMENT: "agree on another target by an amendment",
        NudgeStep.REPLAN_ACTION: "make it smaller, hand it on, or drop it",
        NudgeStep.REPORT_ACTUALS: "bring in the figures",
        NudgeStep.ROLL_FORWARD: "roll it forward into the next plan",
        NudgeStep.SIGN: "sign or answer it",
        NudgeStep.SIGN_AMENDMENT: "sign or decline it",
    }
)
