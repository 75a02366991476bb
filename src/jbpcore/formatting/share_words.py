"""What is to be kept, and what is done at once, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.keep_check import KeepCheck
from jbpcore.formatting.explain_amounts import count_days
from jbpcore.formatting.numbers import show_amount, show_day, show_number
from jbpcore.model.health import Health
from jbpcore.model.keep import KeepBand

__all__ = ["kept_words", "milestone_words", "missed_words"]

_MOST_NAMED: Final = 3


def kept_words(result: GoalResult, *, locale: str) -> str:
    """Say how many of the stretches due were kept: within bounds in 11 of 12.

    Before the first one is due, say when that is.
    """
    keep = result.goal.keep
    if keep is None:
        return ""
    band = _band_words(keep, locale)
    if not result.checks:
        first = show_day(keep.checks[0].last_day, locale=locale)
        return f"{result.goal.metric.name} to stay {band}; first due on {first}"
    good = sum(check.is_kept for check in result.checks)
    return (
        f"{result.goal.metric.name} {band} in {show_number(good, locale=locale)} "
        f"of {show_number(len(result.checks), locale=locale)} "
        f"period{'' if len(result.checks) == 1 else 's'} due"
    )


def missed_words(result: GoalResult, *, locale: str) -> str:
    """Name the stretches that were not kept, and those without a value."""
    missed = [check for check in result.checks if not check.is_kept]
    with_value = [check for check in missed if check.value is not None]
    without = [check for check in missed if check.value is None]
    told = []
    if with_value:
        told.append(f"Outside: {_named(with_value, locale)}.")
    if without:
        told.append(f"Without a value: {_named(without, locale)}.")
    return " ".join(told)


def milestone_words(result: GoalResult, *, locale: str) -> str:
    """Say whether a milestone is done, or by when it has to be."""
    name, last_day = result.goal.name, result.goal.period.last_day
    by = show_day(min(result.as_of, last_day), locale=locale)
    left = count_days(result.remaining_days, locale=locale)
    if result.health is Health.MET:
        spare = f", with {left} left" if result.remaining_days else ""
        return f"{name} is done by {by}{spare}"
    if result.health is Health.MISSED:
        return f"{name} was not done by {by}, when it was due"
    return f"{name} is not done; it is due on {show_day(last_day, locale=locale)}"


def _band_words(keep: KeepBand, locale: str) -> str:
    if keep.upper is None and keep.lower is not None:
        return f"at {show_amount(keep.lower, locale=locale)} or more"
    if keep.lower is None and keep.upper is not None:
        return f"at {show_amount(keep.upper, locale=locale)} or less"
    bounds = (bound for bound in (keep.lower, keep.upper) if bound is not None)
    return "within " + " to ".join(
        show_amount(bound, locale=locale) for bound in bounds
    )


def _named(checks: Sequence[KeepCheck], locale: str) -> str:
    told = []
    for check in checks[:_MOST_NAMED]:
        first, last = check.dates.first_day, check.dates.last_day
        days = f"{show_day(first, locale=locale)} to {show_day(last, locale=locale)}"
        if check.value is not None:
            days += f" ({show_amount(check.value, locale=locale)})"
        told.append(days)
    if len(checks) > _MOST_NAMED:
        told.append(f"{len(checks) - _MOST_NAMED} more")
    return "; ".join(told)
