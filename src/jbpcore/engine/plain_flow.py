"""The quick way for the many: flows whose entries only have to be added up.

It answers for a goal that keeps itself in whole units, where entries are booked,
undivided and each given once. Sums, rounding and verdict are those of the long way, on
whole numbers of minor units and days; whatever needs more than a sum is left to that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeAlias

from jbpcore.engine.amounts import MOST_AMOUNT, from_units, like
from jbpcore.engine.filled_later import FilledLater
from jbpcore.engine.formulas import band
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.reasons import Reason
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.health import Health, HealthBands
from jbpcore.model.whole_units import GoalUnits, unit_digits
from jbpcore.values.decimals import half_even

__all__ = ["assess_plainly", "try_ways"]

_Kept: TypeAlias = tuple[
    GoalUnits, date, Sequence[ActualEntry], HealthBands, date | None, int, int, int, int
]
_BY_PACE: Final = (Health.AHEAD, Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK)
_PACE: Final = Reason.PACE
_NOT_STARTED: Final = (Health.NOT_STARTED, Reason.NOT_STARTED)
_ENDED_MET: Final = (Health.MET, Reason.PERIOD_ENDED)
_ENDED_MISSED: Final = (Health.MISSED, Reason.PERIOD_ENDED)
_REACHED: Final = (Health.MET, Reason.TARGET_REACHED)
_MOST: Final = MOST_AMOUNT  # in units, so that no currency comes near it


def assess_plainly(  # noqa: C901 - a call for each verdict would cost a third more
    goal: Goal,
    entries: tuple[ActualEntry, ...],
    *,
    as_of: date,
    bands: HealthBands,
    data_through: date | None,
) -> GoalResult | None:
    """Measure *goal* where nothing has to be done but to add up.

    Args:
        goal: The goal.
        entries: Booked facts, of other metrics too.
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
        data_through: The last day that the source of the entries has delivered.

    Returns:
        ``None`` if there is more to do: labels decide, or the sum says nothing.
    """
    try:
        units = goal.in_units
    except AttributeError:
        units = goal.keep_units()
    if units is None or type(as_of) is not date:
        return None
    key, first, days, target, is_ceiling, phased, _ = units
    gone = as_of.toordinal() - first + 1
    gone = days if gone > days else max(gone, 0)
    attained = _add_up(entries, goal.metric.key, key, first, first + gone)
    if attained is None:
        return None
    if not (0 < attained < _MOST or _says_something(attained, entries, key, as_of)):
        return None
    due, whole = (gone, days) if phased is None else (phased.due(gone), phased.whole)
    expected = half_even(target * due, whole)
    if not gone:
        health, reason = _NOT_STARTED
    elif gone == days:
        is_met = attained <= target if is_ceiling else attained >= target
        health, reason = _ENDED_MET if is_met else _ENDED_MISSED
    elif attained >= target and not is_ceiling:
        health, reason = _REACHED
    else:
        made, wanted = (expected, attained) if is_ceiling else (attained, expected)
        if expected <= 0 or wanted <= 0:
            return None
        try:
            bounds = bands.in_units
        except AttributeError:
            bounds = bands.keep_units()
        health, reason = _BY_PACE[band(made, wanted, bounds)], _PACE
    result = _new(GoalResult)
    _set_goal(result, goal)
    _set_as_of(result, as_of)
    _set_health(result, health)
    _set_reason(result, reason)
    kept = (units, as_of, entries, bands, data_through, attained, expected, due, whole)
    _set_later(result, (_fields, kept))
    return result


def try_ways(result: GoalResult) -> tuple[int, int, int, int, bool] | None:
    """Return what is in, the target, and how much was due of how much, in whole units.

    And whether less is better. The ratios of two of them are the way done and the way
    due, and there is no pipeline.

    Args:
        result: How a goal stands.

    Returns:
        ``None`` if the result was not made by adding up.
    """
    try:
        _, kept = result.later
    except AttributeError:
        return None
    units, _, _, _, _, attained, _, due, whole = kept
    return attained, units[3], due, whole, units[4]


def _add_up(
    entries: Sequence[ActualEntry], metric: str, key: str, first: int, end: int
) -> int | None:
    """Return the units in from day *first* up to *end*; ``None`` if labels decide."""
    if len({entry.entry_id for entry in entries}) != len(entries):
        return None
    total = 0
    try:
        for entry in entries:
            counts_for, on, units = entry.in_units
            if counts_for is key:
                if first <= on < end:
                    total += units
            elif counts_for == key or entry.metric == metric:
                return None
    except AttributeError:  # of a copy, which does not keep them
        for entry in entries:
            entry.keep_units()
        return _add_up(entries, metric, key, first, end)
    return total


def _says_something(
    attained: int, entries: Sequence[ActualEntry], key: str, as_of: date
) -> bool:
    """Whether there are entries, and their sum is an amount."""
    if attained:
        return abs(attained) < _MOST
    today = as_of.toordinal()
    units = (entry.in_units for entry in entries)
    return any(found == key and on <= today for found, on, _ in units)


def _fields(kept: _Kept) -> Mapping[str, Any]:
    """Return the fields of a result, as the long way would state them."""
    units, as_of, entries, bands, data_through, attained, expected, due, whole = kept
    key, first, length, _, _, _, target = units
    scale = 10 ** unit_digits(target)
    today = as_of.toordinal()
    in_units = (entry.in_units for entry in entries)
    known = [on for found, on, _ in in_units if found == key and on <= today]
    return {
        "attained": like(Fraction(attained, scale), target),
        "expected_ratio": Fraction(due, whole),
        "expected_to_date": from_units(expected, target),
        "bands": bands,
        "entry_count": sum(first <= day < first + length for day in known),
        "findings": (),
        "attained_reason": None,
        "checks": (),
        "disputed": None,
        "pipeline": None,
        "known_at": None,
        "data_through": data_through,
        "last_entry_on": date.fromordinal(max(known)) if known else None,
        "confidences": (),
        "elapsed_workdays": None,
        "total_workdays": None,
    }


# Setting the slots directly takes half the time of going around the frozen class.
_new = object.__new__
_set_goal = GoalResult.__dict__["goal"].__set__
_set_as_of = GoalResult.__dict__["as_of"].__set__
_set_health = GoalResult.__dict__["health"].__set__
_set_reason = GoalResult.__dict__["reason"].__set__
_set_later = FilledLater.__dict__["later"].__set__
