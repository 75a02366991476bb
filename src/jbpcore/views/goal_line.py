"""One goal as the cells of a table: short, and never kinder than the figures."""

from __future__ import annotations

import attrs

from jbpcore.engine.goal_result import GoalResult
from jbpcore.views.goal_words import GoalWords
from jbpcore.views.marks import Marks
from jbpcore.views.voice import Voice

__all__ = ["GoalLine", "goal_line"]


@attrs.frozen(kw_only=True)
class GoalLine:
    """What a table says about one goal.

    Attributes:
        goal: Its name.
        attained: What is in, of what is wanted.
        done: The way done, in percent.
        due: What should be in by now.
        pace: The pace index.
        status: The shape and the word of its health.
        gap: What is missing to the target, or what is left or over.
        takes: What it takes from here, in a few words; empty if nothing special.
        advice: The same as a clause, with why.
        notes: What else has to be said, such as entries left out.
    """

    goal: str
    attained: str
    done: str
    due: str
    pace: str
    status: str
    gap: str
    takes: str
    advice: str
    notes: tuple[str, ...]


def goal_line(result: GoalResult, *, voice: Voice, marks: Marks) -> GoalLine:
    """Return the cells for *result*.

    Args:
        result: The goal's figures.
        voice: The language.
        marks: The signs to draw with.
    """
    words = GoalWords(result, voice)
    return GoalLine(
        goal=result.goal.name,
        attained=words.attained or marks.missing,
        done=words.done or marks.missing,
        due=words.due or marks.missing,
        pace=words.pace or marks.missing,
        status=f"{marks.shapes[result.health]} {voice.health(result.health)}",
        gap=words.gap or marks.missing,
        takes=words.takes,
        advice=words.advice,
        notes=tuple(voice.say(finding.message) for finding in result.findings),
    )
