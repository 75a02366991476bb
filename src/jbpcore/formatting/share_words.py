"""What is to be kept, and what is done at once, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.keep_check import KeepCheck
from jbpcore.formatting.words import Words
from jbpcore.model.health import Health
from jbpcore.model.keep import KeepBand
from jbpcore.wording import message

__all__ = ["kept_words", "milestone_words", "missed_words"]

_MOST_NAMED: Final = 3
_Bounds = tuple[bool, bool]
_TO_STAY: Final[dict[_Bounds, str]] = {
    (True, False): message("{metric} to stay at {lower} or more; first due on {day}"),
    (False, True): message("{metric} to stay at {upper} or less; first due on {day}"),
    (True, True): message(
        "{metric} to stay within {lower} to {upper}; first due on {day}"
    ),
}


def kept_words(result: GoalResult, words: Words) -> str:
    """Say how many of the stretches due were kept: within bounds in 11 of 12.

    Before the first one is due, say when that is.
    """
    keep = result.goal.keep
    if keep is None:
        return ""
    facts: dict[str, object] = {
        "metric": result.goal.metric.name,
        "lower": keep.lower,
        "upper": keep.upper,
    }
    bounds = (keep.lower is not None, keep.upper is not None)
    if not result.checks:
        facts["day"] = keep.checks[0].last_day
        return words.text(_TO_STAY[bounds], **facts)
    facts["good"] = sum(check.is_kept for check in result.checks)
    return _stayed(keep, len(result.checks), facts, words)


def _stayed(keep: KeepBand, due: int, facts: dict[str, object], words: Words) -> str:
    if keep.upper is None:
        return words.count(
            "{metric} at {lower} or more in {good} of {n} period due",
            "{metric} at {lower} or more in {good} of {n} periods due",
            due,
            **facts,
        )
    if keep.lower is None:
        return words.count(
            "{metric} at {upper} or less in {good} of {n} period due",
            "{metric} at {upper} or less in {good} of {n} periods due",
            due,
            **facts,
        )
    return words.count(
        "{metric} within {lower} to {upper} in {good} of {n} period due",
        "{metric} within {lower} to {upper} in {good} of {n} periods due",
        due,
        **facts,
    )


def missed_words(result: GoalResult, words: Words) -> str:
    """Name the stretches that were not kept, and those without a value."""
    missed = [check for check in result.checks if not check.is_kept]
    with_value = [check for check in missed if check.value is not None]
    without = [check for check in missed if check.value is None]
    told = []
    if with_value:
        # Translators: {days} are spans of days when a figure was out of its bounds.
        told.append(words.text("Outside: {days}.", days=_named(with_value, words)))
    if without:
        # Translators: {days} are spans of days that nobody gave a figure for.
        told.append(words.text("Without a value: {days}.", days=_named(without, words)))
    return " ".join(told)


def milestone_words(result: GoalResult, words: Words) -> str:
    """Say whether a milestone is done, or by when it has to be."""
    name, last_day = result.goal.name, result.goal.period.last_day
    by, left = min(result.as_of, last_day), result.remaining_days
    if result.health is Health.MET:
        if not left:
            return words.text("{name} is done by {day}", name=name, day=by)
        return words.count(
            "{name} is done by {day}, with {n} day left",
            "{name} is done by {day}, with {n} days left",
            left,
            name=name,
            day=by,
        )
    if result.health is Health.MISSED:
        return words.text(
            "{name} was not done by {day}, when it was due", name=name, day=by
        )
    return words.text("{name} is not done; it is due on {day}", name=name, day=last_day)


def _named(checks: Sequence[KeepCheck], words: Words) -> str:
    told = []
    for check in checks[:_MOST_NAMED]:
        facts = {"first": check.dates.first_day, "last": check.dates.last_day}
        if check.value is None:
            # Translators: a span of days.
            told.append(words.text("{first} to {last}", **facts))
        else:
            # Translators: a span of days, and the figure of them.
            text = words.text("{first} to {last} ({value})", **facts, value=check.value)
            told.append(text)
    if len(checks) > _MOST_NAMED:
        # Translators: and so many more, at the end of a list.
        told.append(words.text("{count} more", count=len(checks) - _MOST_NAMED))
    return "; ".join(told)
