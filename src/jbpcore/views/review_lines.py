"""The lines of a review page: promises, wins, what is stuck, and decisions."""

from __future__ import annotations

from typing import Final

from jbpcore.engine.follow_through import Promise
from jbpcore.model.party import Side
from jbpcore.planning.review_decisions import DecisionCode, DecisionLine
from jbpcore.planning.review_pack_parts import (
    PromiseLine,
    StuckKind,
    StuckLine,
    WinKind,
    WinLine,
)
from jbpcore.values.quantity import Quantity
from jbpcore.views.palette import Tone
from jbpcore.views.sheet import Item
from jbpcore.views.sheet_table import Badge
from jbpcore.views.voice import Voice

__all__ = [
    "decision_item",
    "follow_through_words",
    "promise_item",
    "stuck_item",
    "win_item",
]

_SHAPES: Final = {
    Promise.KEPT_ON_TIME: (Tone.GOOD, "✓"),
    Promise.KEPT_LATE: (Tone.GOOD, "●"),
    Promise.PUT_OFF: (Tone.WARN, "◆"),
    Promise.MISSED: (Tone.BAD, "✗"),
    Promise.PENDING: (Tone.CALM, "◇"),
    Promise.WITHDRAWN: (Tone.CALM, "□"),
}


def promise_item(line: PromiseLine, voice: Voice) -> Item:
    """Say what became of a promise."""
    details = [
        voice.side(line.side),
        voice.text("due {day}", day=voice.day(line.due_on)),
    ]
    if line.slip_count:
        details.append(
            voice.count(
                "put off {n} time",
                "put off {n} times",
                line.slip_count,
            )
        )
    return Item(
        text=line.name,
        details=(" · ".join(details), *_why(line.why)),
        badge=Badge(*_SHAPES[line.outcome], _outcome(line, voice)),
    )


def _outcome(line: PromiseLine, voice: Voice) -> str:
    outcome = line.outcome
    if outcome is Promise.KEPT_ON_TIME:
        return voice.name("promise", "Kept")
    if outcome is Promise.KEPT_LATE:
        return voice.name("promise", "Kept late")
    if outcome is Promise.PUT_OFF:
        return voice.name("promise", "Put off")
    if outcome is Promise.MISSED:
        return voice.name("promise", "Not kept")
    if outcome is Promise.WITHDRAWN:
        return voice.name("promise", "Withdrawn")
    return voice.name("promise", "Still to come")


def _why(why: str) -> tuple[str, ...]:
    told = " ".join(why.split())
    return (told,) if told else ()


def win_item(line: WinLine, voice: Voice) -> Item:
    """Say what is well."""
    if line.kind is WinKind.SAID:
        return Item(text=line.name)
    badge = {
        WinKind.GOAL_MET: (Tone.LEAD, "✓", voice.name("win", "Goal met")),
        WinKind.GOAL_AHEAD: (Tone.LEAD, "▲", voice.name("win", "Goal ahead")),
        WinKind.PROMISE_KEPT: (Tone.GOOD, "✓", voice.name("win", "Promise kept")),
        WinKind.ACTION_DONE: (Tone.GOOD, "●", voice.name("win", "Action done")),
    }[line.kind]
    details = [] if line.side is None else [voice.side(line.side)]
    figures = line.figures
    if figures is not None and figures.attained and figures.target:
        show = voice.amount
        if isinstance(figures.attained, Quantity):
            show = voice.figure
        attained, target = show(figures.attained), voice.amount(figures.target)
        told = voice.text("{attained} of {target}", attained=attained, target=target)
        details.append(told)
    if line.on is not None:
        details.append(voice.day(line.on))
    shown = (" · ".join(details),) if details else ()
    return Item(text=line.name, details=shown, badge=Badge(*badge))


def stuck_item(line: StuckLine, voice: Voice) -> Item:
    """Say what is stuck, how much is at stake, and who can clear it."""
    if line.kind is StuckKind.SAID:
        return Item(text=line.name)
    badge = {
        StuckKind.GOAL_BEHIND: (Tone.BAD, "▼", voice.name("stuck", "Behind")),
        StuckKind.ACTION_BLOCKED: (Tone.WARN, "◆", voice.name("stuck", "Blocked")),
        StuckKind.ACTION_OVERDUE: (Tone.BAD, "▼", voice.name("stuck", "Overdue")),
        StuckKind.ACTION_SLIPPING: (
            Tone.WARN,
            "◆",
            voice.name("stuck", "Keeps slipping"),
        ),
    }[line.kind]
    details = [] if line.side is None else [voice.side(line.side)]
    if line.at_stake is not None:
        amount = voice.amount(line.at_stake, upward=True)
        details.append(voice.text("{amount} at stake", amount=amount))
    if line.since is not None:
        details.append(voice.text("since {day}", day=voice.day(line.since)))
    if line.cleared_by is not None:
        who = voice.side(line.cleared_by)
        details.append(voice.text("{side} can clear it", side=who))
    told = (" · ".join(details),) if details else ()
    return Item(text=line.name, details=(*told, *_why(line.why)), badge=Badge(*badge))


def decision_item(line: DecisionLine, voice: Voice) -> Item:
    """Say what is to be decided, and whose word it takes."""
    sides = voice.text("both sides")
    if len(line.sides) == 1:
        sides = voice.side(line.sides[0])
    about = (line.name,) if line.name else ()
    text = _decision(line.code, voice)
    return Item(text=text, details=(" · ".join((*about, sides)),))


def _decision(code: DecisionCode, voice: Voice) -> str:
    return {
        DecisionCode.ANSWER_PROPOSAL: voice.text("Do we sign the proposed plan?"),
        DecisionCode.SIGN_AMENDMENT: voice.text("Do we sign the amendment?"),
        DecisionCode.ACCEPT_MINUTES: voice.text(
            "Are the minutes of the last review right?"
        ),
        DecisionCode.CHANGE_GOAL: voice.text(
            "What becomes of this goal, whose gap can hardly be closed?"
        ),
        DecisionCode.SETTLE_PROMISE: voice.text("What becomes of this promise?"),
        DecisionCode.CLEAR_BLOCKER: voice.text("Who clears what is in the way?"),
        DecisionCode.REPLAN_ACTION: voice.text("What is the new plan for this action?"),
        DecisionCode.REPORT_FIGURES: voice.text("Who brings the figures?"),
        DecisionCode.REPLACE_REVIEW: voice.text(
            "What becomes of the review that was not held?"
        ),
        DecisionCode.BOOK_NEXT_REVIEW: voice.text("When is the next review?"),
    }[code]


def follow_through_words(side: Side, ratio_shown: str, voice: Voice) -> str:
    """Say how much a side kept of what was due."""
    return voice.text(
        "{side} kept {percent} of what was due.",
        side=voice.side(side),
        percent=ratio_shown,
    )
