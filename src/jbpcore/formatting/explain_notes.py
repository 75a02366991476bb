"""What is told beside the verdict: it changed no figure and no health."""

from __future__ import annotations

from typing import Final

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.freshness import Freshness
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.levels import GoalLevel
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import show_difference, shows_as_nothing
from jbpcore.formatting.words import Words
from jbpcore.model.amount import Amount
from jbpcore.wording import message

__all__ = ["gap_clause", "list_notes"]


def list_notes(result: GoalResult, words: Words) -> list[str]:
    """Return a sentence for each thing that a reader has to know besides.

    The original target, what is disputed or still open, data that are too old, and what
    people believe, in this order.
    """
    return [
        *_revision(result, words),
        *_beside(result, words),
        *_staleness(result, words),
        *_beliefs(result, words),
    ]


def gap_clause(gap: Amount | None, shape: GoalShape, words: Words) -> str:
    """Say a gap, positive being short, as a phrase; nothing if there is none."""
    if gap is None or gap.is_zero:
        return ""
    is_short = exact(gap) > 0
    size = like(abs(exact(gap)), gap)
    just, much = _GAPS[shape is GoalShape.CEILING, is_short]
    if shows_as_nothing(size, words):
        return words.text(just)
    return words.text(much, gap=show_difference(size, words))


# Translators: these stand after a comma, at the end of a sentence about a goal.
_GAPS: Final = {
    (False, True): (message("just short"), message("{gap} short")),
    (False, False): (
        message("just better than the target"),
        message("{gap} better than the target"),
    ),
    (True, True): (message("just over the limit"), message("{gap} over the limit")),
    (True, False): (message("just under it"), message("{gap} under it")),
}


def _revision(result: GoalResult, words: Words) -> list[str]:
    levels = {level.level: level for level in result.levels}
    original = levels.get(GoalLevel.ORIGINAL_TARGET)
    if original is None:
        return []
    target, ratio = original.amount, original.attainment_ratio
    gap = gap_clause(original.gap, result.shape, words)
    if result.shape is not GoalShape.FLOW or ratio is None:
        if not gap:
            return [words.text("The original target was {target}.", target=target)]
        return [
            words.text(
                # Translators: {gap} is such as "$500.00 short" or "just short".
                "The original target was {target}, {gap}.",
                target=target,
                gap=gap,
            )
        ]
    share = words.percent(ratio, of_goal=True)
    if not gap:
        return [
            words.text(
                "The original target was {target}, of which {share} is in.",
                target=target,
                share=share,
            )
        ]
    return [
        words.text(
            # Translators: {gap} is such as "$500.00 short" or "just short".
            "The original target was {target}, of which {share} is in, {gap}.",
            target=target,
            share=share,
            gap=gap,
        )
    ]


def _beside(result: GoalResult, words: Words) -> list[str]:
    told = []
    if result.disputed is not None and not result.disputed.is_zero:
        told.append(
            words.text("Not counted: {amount} in dispute.", amount=result.disputed)
        )
    if result.pipeline is not None and not result.pipeline.is_zero:
        if result.coverage_of_gap is None:
            told.append(words.text("Open pipeline: {amount}.", amount=result.pipeline))
        else:
            told.append(
                words.text(
                    "Open pipeline: {amount}, {times} times the gap to the target.",
                    amount=result.pipeline,
                    times=words.ratio(result.coverage_of_gap),
                )
            )
    return told


def _staleness(result: GoalResult, words: Words) -> list[str]:
    if result.freshness is not Freshness.STALE:
        return []
    if result.data_through is not None:
        day = result.data_through
        return [words.text("Stale: the data reach to {day} only.", day=day)]
    if result.last_entry_on is None or result.goal.stale_after_days is None:
        return []
    return [
        words.count(
            "Stale: the last entry is of {day}; at most {n} day is agreed.",
            "Stale: the last entry is of {day}; at most {n} days are agreed.",
            result.goal.stale_after_days,
            day=result.last_entry_on,
        )
    ]


def _beliefs(result: GoalResult, words: Words) -> list[str]:
    told = []
    for belief in result.confidences:
        facts: dict[str, object] = {
            "person": belief.person_id,
            "score": belief.score,
            "day": belief.expires_on,
        }
        if belief.reason:
            told.append(
                words.text(
                    "{person} gives it {score} of 10 until {day}: {reason}.",
                    **facts,
                    reason=belief.reason.removesuffix("."),
                )
            )
        else:
            told.append(
                words.text("{person} gives it {score} of 10 until {day}.", **facts)
            )
    return told
