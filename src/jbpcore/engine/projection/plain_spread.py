"""How far a projection by exact arithmetic may miss, in closed form."""

from __future__ import annotations

import math
from fractions import Fraction

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.methods import ProjectionMethod, ProjectionReason
from jbpcore.engine.projection.past import Past
from jbpcore.engine.projection.plain_methods import RECENT_DAYS, share_gone
from jbpcore.engine.projection.ratio_of_sums import ratio_of_sums
from jbpcore.engine.projection.spread import LogSpread, PlainSpread, Spread

__all__ = ["spread_plainly"]

_FEWEST_YEARS = 3
_MOST_YEARS = 10
_FEWEST_STRETCHES = 4


def spread_plainly(
    case: Case, method: ProjectionMethod, rest: Fraction, scale: Fraction
) -> tuple[Spread | None, ProjectionReason]:
    """Say how the amount still to come may turn out, and what that rests on.

    From three earlier years up, it rests on what *method* missed by in each of them at
    the same point; else on how unevenly the bookings of this period came in.

    Args:
        case: What is known.
        method: The method that gave *rest*.
        rest: The amount it expects to come still.
        scale: What the spread is a multiple of.
    """
    middle = float(rest / scale)
    errors = _earlier_errors(case, method)
    if len(errors) >= _FEWEST_YEARS:
        if middle <= 0:
            return None, ProjectionReason.NOTHING_AHEAD
        # Around zero: where a method misses the same way each year, that shows too.
        squares = sum(error * error for error in errors) / len(errors)
        spread = LogSpread(middle, math.sqrt(squares), float(len(errors)))
        return spread, ProjectionReason.EARLIER_YEARS
    found = _from_bookings(case, method, middle, scale)
    if found is None:
        return None, ProjectionReason.TOO_FEW_BOOKINGS
    return found, ProjectionReason.BOOKINGS_SO_FAR


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
    case: Case, method: ProjectionMethod, middle: float, scale: Fraction
) -> PlainSpread | None:
    if method is ProjectionMethod.ALONG_PHASING:
        weights = [float(share) for share in case.due_by_stretch()]
    else:
        weights = [float(stretch.days) for stretch in case.stretches]
    ahead, seen = 0.0, []
    for stretch, weight in zip(case.stretches, weights, strict=True):
        gone = weight * stretch.gone / stretch.days
        ahead += weight - gone
        if stretch.gone:
            seen.append((float(stretch.amount / scale), gone))
    found = ratio_of_sums(seen)
    if found is None or len(seen) < _FEWEST_STRETCHES:
        return None
    basis = None
    if method is ProjectionMethod.RECENT_RATE:
        basis = _recent_days(case)
    least = -math.inf if case.takes_back else 0.0
    return PlainSpread(middle, found.deviation(ahead, basis), found.degrees, least)


def _recent_days(case: Case) -> float:
    days = 0.0
    for stretch in reversed(case.stretches):
        if days < RECENT_DAYS:
            days += stretch.gone
    return days
