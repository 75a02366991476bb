"""What a nudge asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from jbpcore.engine.attention.codes import NudgeStep
from jbpcore.engine.attention.nudge import Nudge
from jbpcore.formatting.words import Words
from jbpcore.wording import message

__all__ = ["step_words"]


def step_words(nudge: Nudge, words: Words) -> str:
    """Return what to do, as a clause without a full stop.

    Examples:
        >>> from jbpcore.engine.attention.codes import NudgeCode
        >>> from jbpcore.model.party import Side
        >>> nudge = Nudge(code=NudgeCode.PLAN_NOT_CLOSED, plan_id="p", subject="",
        ...               name="Northwind 2026", sides=Side, step=NudgeStep.CLOSE)
        >>> step_words(nudge, Words.for_locale("en_US"))
        'close it with an outcome for each goal'
    """
    worded = _SPECIAL.get(nudge.step)
    return words.text(_PLAIN[nudge.step]) if worded is None else worded(nudge, words)


def _do_actions(nudge: Nudge, words: Words) -> str:
    count = sum(fact.name == "action_id" for fact in nudge.arguments)
    if count == 1:
        return words.text("do the open action that would close the gap")
    return words.count(
        "do the {n} open action that would close the gap",
        "do the {n} open actions that would close the gap",
        count,
    )


def _raise_at_review(nudge: Nudge, words: Words) -> str:
    for fact in nudge.arguments:
        if fact.name == "on" and isinstance(fact.value, date):
            day = fact.value
            return words.text("find a way through at the review on {day}", day=day)
    return words.text("find a way through at the next review")


_SPECIAL: Final[Mapping[NudgeStep, Callable[[Nudge, Words], str]]] = MappingProxyType(
    {
        NudgeStep.DO_ACTIONS: _do_actions,
        NudgeStep.RAISE_AT_REVIEW: _raise_at_review,
    }
)
# Translators: what to do; each stands after a semicolon, at the end of a sentence about
# what needs attention. "It" is that thing: an action, a plan, a review, an amendment.
_PLAIN: Final[Mapping[NudgeStep, str]] = MappingProxyType(
    {
        NudgeStep.ACCEPT_MINUTES: message("read and accept them, or say what is wrong"),
        NudgeStep.APPROVE: message("approve the terms"),
        NudgeStep.APPROVE_AMENDMENT: message("approve the amended terms"),
        NudgeStep.BOOK_REVIEW: message("book a review"),
        NudgeStep.CANCEL: message("cancel it, and draft the next one"),
        NudgeStep.CLEAR_BLOCKER: message("clear what is in the way"),
        NudgeStep.CLOSE: message("close it with an outcome for each goal"),
        NudgeStep.EDIT: message("bring it up to date"),
        NudgeStep.FINISH_ACTION: message("finish it, or give it another day"),
        NudgeStep.HOLD_REVIEW: message("hold it now, or call it off"),
        NudgeStep.KEEP_COMMITMENTS: message(
            "keep what is due, or agree on something else"
        ),
        NudgeStep.PROPOSE: message("propose it to the other side"),
        NudgeStep.PROPOSE_AMENDMENT: message("agree on another target by an amendment"),
        NudgeStep.REPLAN_ACTION: message("make it smaller, hand it on, or drop it"),
        NudgeStep.REPORT_ACTUALS: message("bring in the figures"),
        NudgeStep.ROLL_FORWARD: message("roll it forward into the next plan"),
        NudgeStep.SIGN: message("sign or answer it"),
        NudgeStep.SIGN_AMENDMENT: message("sign or decline it"),
    }
)
