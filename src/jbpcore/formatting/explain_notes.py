"""What is told beside the verdict: it changed no figure and no health."""

from __future__ import annotations

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.freshness import Freshness
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.levels import GoalLevel
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.explain_amounts import show_difference, shows_as_nothing
from jbpcore.formatting.numbers import (
    show_amount,
    show_day,
    show_number,
    show_percent,
    show_ratio,
)
from jbpcore.model.amount import Amount

__all__ = ["gap_clause", "list_notes"]


def list_notes(result: GoalResult, *, locale: str) -> list[str]:
    """Return a sentence for each thing that a reader has to know besides.

    The original target, what is disputed or still open, data that are too old, and what
    people believe, in this order.
    """
    return [
        *_revision(result, locale),
        *_beside(result, locale),
        *_staleness(result, locale),
        *_beliefs(result, locale),
    ]


def gap_clause(gap: Amount | None, shape: GoalShape, *, locale: str) -> str:
    """Say a gap, positive being short, as a clause; nothing if there is none."""
    if gap is None or gap.is_zero:
        return ""
    is_short = exact(gap) > 0
    if shape is GoalShape.CEILING:
        word = "over the limit" if is_short else "under it"
    else:
        word = "short" if is_short else "better than the target"
    size = like(abs(exact(gap)), gap)
    if shows_as_nothing(size, locale=locale):
        return f", just {word}"
    return f", {show_difference(size, locale=locale)} {word}"


def _revision(result: GoalResult, locale: str) -> list[str]:
    levels = {level.level: level for level in result.levels}
    original = levels.get(GoalLevel.ORIGINAL_TARGET)
    if original is None:
        return []
    told = f"The original target was {show_amount(original.amount, locale=locale)}"
    if result.shape is GoalShape.FLOW and original.attainment_ratio is not None:
        ratio = original.attainment_ratio
        told += f", of which {show_percent(ratio, locale=locale, of_goal=True)} is in"
    return [f"{told}{gap_clause(original.gap, result.shape, locale=locale)}."]


def _beside(result: GoalResult, locale: str) -> list[str]:
    told = []
    if result.disputed is not None and not result.disputed.is_zero:
        disputed = show_amount(result.disputed, locale=locale)
        told.append(f"Not counted: {disputed} in dispute.")
    if result.pipeline is not None and not result.pipeline.is_zero:
        sentence = f"Open pipeline: {show_amount(result.pipeline, locale=locale)}"
        if result.coverage_of_gap is not None:
            times = show_ratio(result.coverage_of_gap, locale=locale, digits=2)
            sentence += f", {times} times the gap to the target"
        told.append(f"{sentence}.")
    return told


def _staleness(result: GoalResult, locale: str) -> list[str]:
    if result.freshness is not Freshness.STALE:
        return []
    if result.data_through is not None:
        reach = show_day(result.data_through, locale=locale)
        return [f"Stale: the data reach to {reach} only."]
    if result.last_entry_on is None or result.goal.stale_after_days is None:
        return []
    allowed = show_number(result.goal.stale_after_days, locale=locale)
    last = show_day(result.last_entry_on, locale=locale)
    return [f"Stale: the last entry is of {last}; at most {allowed} days are agreed."]


def _beliefs(result: GoalResult, locale: str) -> list[str]:
    told = []
    for belief in result.confidences:
        score = show_number(belief.score, locale=locale)
        until = show_day(belief.expires_on, locale=locale)
        sentence = f"{belief.person_id} gives it {score} of 10 until {until}"
        told.append(f"{sentence}: {belief.reason}" if belief.reason else sentence)
    return [f"{sentence.removesuffix('.')}." for sentence in told]
