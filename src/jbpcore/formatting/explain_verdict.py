"""The verdict on a goal: its health as a word, and the pace that decided it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from jbpcore.engine.explanation import Explanation
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.formatting.words import Words
from jbpcore.model.health import Health
from jbpcore.wording import message, named

__all__ = ["HEALTH_WORDS", "with_verdict"]

HEALTH_WORDS: Final[Mapping[Health, str]] = MappingProxyType(
    {
        Health.MET: named("health", "Met"),
        Health.AHEAD: named("health", "Ahead"),
        Health.ON_TRACK: named("health", "On track"),
        Health.AT_RISK: named("health", "At risk"),
        Health.OFF_TRACK: named("health", "Off track"),
        Health.MISSED: named("health", "Missed"),
        Health.NOT_STARTED: named("health", "Not started"),
        Health.NO_DATA: named("health", "No data"),
        Health.NOT_APPLICABLE: named("health", "No verdict"),
    }
)
"""Each health in English; ``words.name("health", …)`` says it in a locale."""

_MOST_DIGITS: Final = 9
# Translators: {told} is a whole clause about where a goal stands; say what follows from
# it, after a comma.
_NOT_TO_BE: Final = message("{told}, so it was not to be")
# Translators: as above.
_ROOM: Final = message("{told}, so there is room")
# Translators: as above.
_LESS: Final = message("{told}, and what is in is less")
# Translators: as above.
_NOTHING_LATE: Final = message("{told}, so nothing is late")


def with_verdict(told: str, result: GoalResult, why: Explanation, words: Words) -> str:
    """Return the clause *told*, and what follows from it by which pace."""
    step = why.step("pace_index")
    if step.value is None:
        return _without_pace(told, result, words)
    if result.shape.has_baseline:
        # Translators: "way" is how far a level has come from where it began.
        shown = words.text("way done ÷ way due")
    elif result.shape is GoalShape.KEEP:
        counts = why.step("attained").inputs
        shown = " ÷ ".join(words.number(int(count.value)) for count in counts)
    else:
        parts = (part.amount for part in step.inputs)
        shown = " ÷ ".join("—" if one is None else words.amount(one) for one in parts)
    return words.text(
        # Translators: {told} is a whole clause about where a goal stands; {sum} is how
        # the pace came about: "$7,500.00 ÷ $12,362.64"; {band} is such as "off track is
        # below 0.80".
        "{told}: a pace index of {pace} ({sum}; {band})",
        told=told,
        pace=_pace(step.value, result, words),
        sum=shown,
        band=_band(why, words),
    )


def _without_pace(told: str, result: GoalResult, words: Words) -> str:
    """Say what there is to say where the pace has nothing to compare with."""
    if result.expected_to_date is None:
        return told
    is_off = result.health is Health.OFF_TRACK
    if result.shape is GoalShape.CEILING:
        return words.text(_NOT_TO_BE if is_off else _ROOM, told=told)
    return words.text(_LESS if is_off else _NOTHING_LATE, told=told)


def _pace(pace: Fraction, result: GoalResult, words: Words) -> str:
    """Write the pace with as many digits as keep it in its band."""
    digits = 3
    while digits < _MOST_DIGITS:
        scale = 10**digits
        if result.bands.of(Fraction(round(pace * scale), scale)) is result.health:
            break
        digits += 1
    return words.ratio(pace, digits=digits)


def _band(why: Explanation, words: Words) -> str:
    facts = {
        "health": words.member(why.health),
        "lowest": "" if why.band_from is None else words.ratio(why.band_from),
        "next": "" if why.band_to is None else words.ratio(why.band_to),
    }
    if not facts["lowest"]:
        # Translators: which pace gives which health.
        return words.text("{health} is below {next}", **facts)
    if not facts["next"]:
        # Translators: which pace gives which health.
        return words.text("{health} is {lowest} or more", **facts)
    # Translators: which pace gives which health.
    return words.text("{health} is {lowest} to {next}", **facts)
