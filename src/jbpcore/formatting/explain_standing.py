"""Where a goal stands, beside where it should stand."""

from __future__ import annotations

from typing import Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import is_counted, never_kinder, show_beside
from jbpcore.formatting.words import Words
from jbpcore.model.health import Health
from jbpcore.wording import message

__all__ = ["attained_words", "due_words", "share_of"]

# In English money is in and deals are in; a language that makes no difference says both
# in the same way. First what is so, then what was so at the end; money, then things.
_IN: Final = (
    (message("{attained} is in"), message("{attained} are in")),
    (message("{attained} was in"), message("{attained} were in")),
)
_OF_TARGET: Final = (
    (message("{attained} of {target} is in"), message("{attained} of {target} are in")),
    (
        message("{attained} of {target} was in"),
        message("{attained} of {target} were in"),
    ),
)
# Translators: of a goal that is a limit, such as money that may be spent.
_OF_LIMIT: Final = (
    (
        message("{attained} of the {target} allowed is used"),
        message("{attained} of the {target} allowed are used"),
    ),
    (
        message("{attained} of the {target} allowed was used"),
        message("{attained} of the {target} allowed were used"),
    ),
)
# Translators: {standing} is such as "$7,500.00 of $25,000.00 is in", {share} is the
# same in percent, and {due} is what should be in by now.
_DUE: Final = (
    (
        message(
            "{standing} by {day} ({share}), where {due} was due after {gone} of "
            "{whole} days"
        ),
        message(
            "{standing} by {day} ({share}), where {due} were due after {gone} of "
            "{whole} days"
        ),
    ),
    (
        message(
            "{standing} by {day}, where {due} was due after {gone} of {whole} days"
        ),
        message(
            "{standing} by {day}, where {due} were due after {gone} of {whole} days"
        ),
    ),
)
# Translators: the same of a limit; {due} is what was planned to be used by now.
_PLANNED: Final = (
    (
        message(
            "{standing} by {day} ({share}), where {due} was planned after {gone} of "
            "{whole} days"
        ),
        message(
            "{standing} by {day} ({share}), where {due} were planned after {gone} of "
            "{whole} days"
        ),
    ),
    (
        message(
            "{standing} by {day}, where {due} was planned after {gone} of {whole} days"
        ),
        message(
            "{standing} by {day}, where {due} were planned after {gone} of {whole} days"
        ),
    ),
)
# Where nothing is in the ledger yet.
_DUE_BY_THEN: Final = (
    message("{due} of {target} was due by then."),
    message("{due} of {target} were due by then."),
)
_PLANNED_BY_THEN: Final = (
    message("{due} of {target} was planned by then."),
    message("{due} of {target} were planned by then."),
)


def attained_words(result: GoalResult, words: Words, *, is_over: bool = False) -> str:
    """Say what is in, of what is wanted; *is_over* once the goal is settled."""
    attained, target = result.attained, result.target
    shown = "—" if attained is None else show_beside(attained, target, words)
    facts: dict[str, object] = {
        "attained": shown,
        "target": target,
        "metric": result.goal.metric.name,
        "baseline": result.goal.baseline,
    }
    forms = _OF_TARGET
    if result.shape.has_baseline:
        if result.health is Health.NOT_APPLICABLE:
            return words.text("{metric} at {attained}", **facts)
        if target is not None:
            return _on_the_way(result, facts, words)
    if result.health is Health.NOT_APPLICABLE or target is None:
        forms = _IN
    elif result.shape is GoalShape.CEILING:
        forms = _OF_LIMIT
    return words.text(forms[is_over][is_counted(attained)], **facts)


def _on_the_way(result: GoalResult, facts: dict[str, object], words: Words) -> str:
    if result.goal.baseline is None:
        return words.text("{metric} at {attained} on the way to {target}", **facts)
    return words.text(
        # Translators: of a level that moves, such as the number of certified people.
        "{metric} at {attained} on the way from {baseline} to {target}",
        **facts,
    )


def due_words(result: GoalResult, words: Words, *, is_under_way: bool = False) -> str:
    """Say what should be in by now, or may be used; beside what is, once under way."""
    due, is_ceiling = result.expected_to_date, result.shape is GoalShape.CEILING
    facts: dict[str, object] = {
        "due": "—" if due is None else due,
        "target": "—" if result.target is None else result.target,
    }
    if not is_under_way:
        forms = _PLANNED_BY_THEN if is_ceiling else _DUE_BY_THEN
        return words.text(forms[is_counted(due)], **facts)
    share = share_of(result, words)
    facts |= {
        "standing": attained_words(result, words),
        "day": result.as_of,
        "share": share,
        "gone": result.elapsed_days,
        "whole": result.total_days,
    }
    forms = (_PLANNED if is_ceiling else _DUE)[not share]
    return words.text(forms[is_counted(due)], **facts)


def share_of(result: GoalResult, words: Words) -> str:
    """Return the progress in percent, never kinder than it is; empty if unknown."""
    ratio = result.progress_ratio
    if ratio is None:
        return ""
    if result.shape is GoalShape.CEILING:
        return words.percent(never_kinder(ratio))
    return words.percent(ratio, of_goal=True)
