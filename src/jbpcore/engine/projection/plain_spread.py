"""How far a projection by exact arithmetic may miss, in closed form."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.past import Past
from jbpcore.engine.projection.plain_methods import RECENT_DAYS, share_gone
from jbpcore.engine.projection.spread import LogSpread, Spread, WholeSpread
from jbpcore.engine.projection.spread_parts import (
    in_parts,
    largest_square,
    strayed,
    variance_ahead,
)
from jbpcore.values.decimals import half_even

__all__ = ["ScaledSpread", "spread_plainly"]

_FEWEST_YEARS = 3
_MOST_YEARS = 10
_FEWEST_STRETCHES = 4


class ScaledSpread(NamedTuple):
    """A spread, and what it is a multiple of.

    Attributes:
        spread: How the amount still to come may turn out; ``None`` where that is not
            known.
        scale: What *spread* is a multiple of.
        reason: What it rests on, or why there is none.
    """

    spread: Spread | None
    scale: Fraction
    reason: ProjectionReason


class _Seen(NamedTuple):
    """A stretch that has begun: its amount in units, and the weight gone."""

    amount: Fraction
    weight: int


def spread_plainly(
    case: Case, method: ProjectionMethod, rest: Fraction
) -> ScaledSpread:
    """Say how the amount still to come may turn out, and what that rests on.

    From three earlier years up, it rests on what *method* missed by in each of them at
    the same point; else on how unevenly the bookings of this period came in.

    Args:
        case: What is known.
        method: The method that gave *rest*.
        rest: The amount it expects to come still.
    """
    past = case.past
    errors = _earlier_errors(case, method)
    if past is not None and len(errors) >= _FEWEST_YEARS:
        middle = float(rest / past.scale)
        if middle <= 0:
            return ScaledSpread(None, past.scale, ProjectionReason.NOTHING_AHEAD)
        # Around zero: where a method misses the same way each year, that shows too.
        squares = sum(error * error for error in errors) / len(errors)
        spread = LogSpread(middle, math.sqrt(squares), float(len(errors)))
        return ScaledSpread(spread, past.scale, ProjectionReason.EARLIER_YEARS)
    found = _from_bookings(case, method, rest)
    reason = ProjectionReason.BOOKINGS_SO_FAR
    if found is None:
        reason = ProjectionReason.TOO_FEW_BOOKINGS
    return ScaledSpread(found, case.unit, reason)


def _earlier_errors(case: Case, method: ProjectionMethod) -> list[float]:
    """Return the logarithms of what came still ÷ what was projected, year by year."""
    past = case.past
    if past is None:
        return []
    seasons = [stretch.season for stretch in case.stretches]
    share = float(share_gone(case, method))
    found = []
    for start, _ in past.years[-_MOST_YEARS:]:
        first = start + seasons[0]
        if list(past.seasons[first : first + len(seasons)]) != seasons:
            continue
        booked, came = _at_same_point(case, past, first)
        if method is ProjectionMethod.RECENT_RATE:
            rest = _recent_rest(case, past, first)
        else:
            rest = booked * (1 - share) / share if share else 0.0
        if rest > 0 and came > 0:
            found.append(math.log(came / rest))
    return found


def _at_same_point(case: Case, past: Past, first: int) -> tuple[float, float]:
    """Return what was booked in an earlier year at the same point, and what came."""
    booked = came = 0.0
    for at, stretch in enumerate(case.stretches, start=first):
        # How a past stretch filled is not known: as if it had been evenly.
        gone = past.days[at] * stretch.gone / stretch.days
        booked += past.rates[at] * gone
        came += past.rates[at] * (past.days[at] - gone)
    return booked, came


def _recent_rest(case: Case, past: Past, first: int) -> float:
    """Return what the recent rate expected of an earlier year at the same point."""
    amount = days = 0.0
    begun = sum(stretch.gone > 0 for stretch in case.stretches)
    at = first + begun
    while at and days < RECENT_DAYS:
        at -= 1
        gone = float(past.days[at])
        if at >= first:
            stretch = case.stretches[at - first]
            gone *= stretch.gone / stretch.days
        amount += past.rates[at] * gone
        days += gone
    return amount * (case.period.length_days - case.gone) / days if days else 0.0


def _from_bookings(
    case: Case, method: ProjectionMethod, rest: Fraction
) -> WholeSpread | None:
    """Tell the spread from how unevenly the bookings of this period came in.

    The amounts are whole units and the weights whole numbers, so that sums are exact.
    """
    weights = case.weights(along_phasing=method is ProjectionMethod.ALONG_PHASING)
    seen = [
        _Seen(stretch.amount / case.unit, weight * stretch.gone // stretch.days)
        for stretch, weight in zip(case.stretches, weights, strict=True)
        if stretch.gone
    ]
    usable = [one for one in seen if one.weight]
    size = float(sum(abs(one.amount) for one in usable))
    if len(seen) < _FEWEST_STRETCHES or len(usable) < 2 or not size:  # noqa: PLR2004 - one cannot vary
        return None
    weight = sum(one.weight for one in usable)
    degrees = len(usable) - 1
    ahead = float(sum(weights) - weight)
    is_recent = method is ProjectionMethod.RECENT_RATE
    basis = _recent_days(case) if is_recent else float(weight)
    finish = (case.booked + rest) / case.unit
    whole = half_even(finish.numerator, finish.denominator)
    squares, largest = _squares(usable, size, float(weight))
    variance = variance_ahead(
        squares, largest, ahead / weight, ahead / basis, float(degrees)
    )
    return WholeSpread(
        middle=whole - case.booked / case.unit,
        deviation=math.sqrt(variance),
        degrees=degrees,
        least=None if case.takes_back else 0,
    )


def _squares(usable: list[_Seen], size: float, gone: float) -> tuple[float, float]:
    """Return the sum of the squares, in parts of the largest, and the largest."""
    booked = float(sum(one.amount for one in usable))
    largest = largest_square(size, gone, float(min(one.weight for one in usable)))
    parts = 0
    for one in usable:
        weight = float(one.weight)
        stray = strayed(float(one.amount), weight, booked, gone)
        parts += math.floor(in_parts(stray, weight, gone, largest))
    return float(parts), largest


def _recent_days(case: Case) -> float:
    days = 0.0
    for stretch in reversed(case.stretches):
        if days < RECENT_DAYS:
            days += stretch.gone
    return days
