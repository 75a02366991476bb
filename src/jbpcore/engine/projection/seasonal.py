"""The seasonal method: present pace, known seasons, half the growth of the past."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.pace import Pace, follow_pace
from jbpcore.engine.projection.profile import SeasonalProfile, seasonal_profile
from jbpcore.engine.projection.sparse import SeasonalForecast, carry_on_average
from jbpcore.engine.projection.spread import LogSpread

__all__ = ["MOST_YEARS", "forecast_seasonally"]

MOST_YEARS = 10
"""Earlier years looked at; more made no forecast better."""

_GROWTH_KEPT = 0.5
"""Half of past growth is carried on, as the theta method has it (R. J. Hyndman,
B. Billah, Unmasking the Theta method, International Journal of Forecasting 19, 2003).
"""

_MOST_GROWTH_A_YEAR = 2.0
"""Pasts that more than doubled each year are carried on as if they had doubled."""

# How wide the interval is was set so that it covers 76 to 84 % of finishes of series
# it can be told from, in years before the last ones known; see the explanation.
_DEGREES = 7.0
"""Degrees of freedom: how heavy the tails of errors on the log scale were."""

_CAUTION = 0.78
"""How much narrower than the formula, which counts each surprise as the first. Set, as
the drift is, on the years 1991 to 2014 of the series in the explanation.
"""

_SEASONS_DRIFT = 2.5
"""How much wider the last month of a year is than the formula for the pace alone; the
seasons of a single month drift, those of half a year even out."""

_TRUST_IN_ERRORS = 24.0
"""Past errors count half against the formula when there are this many months of them.
"""

_MEAN_TO_DEVIATION = math.sqrt(math.pi / 2)
_LARGEST = 3.0
_SMALLEST_CORRECTION = 0.001


def forecast_seasonally(case: Case) -> SeasonalForecast | None:
    """Project a case by its seasons; ``None`` without a whole year to know them from.

    The rate, freed from the seasons, is followed to the last whole stretch, and carried
    on with half the growth of earlier years. Days left of a stretch that has begun
    count at its rate; what it brought so far counts as booked, and does not move the
    pace before it is over, because bookings bunch at the end of a month.

    The spread is that of exponential smoothing (R. J. Hyndman, A. B. Koehler, J. K.
    Ord, R. D. Snyder, Forecasting with Exponential Smoothing, Springer 2008, ch. 6):
    the surprise of each stretch ahead counts for itself and, times the gain, for all
    after it. It is scaled by recent surprises, and corrected by what past errors over
    as many stretches were.
    """
    past = case.past
    if past is None or not past.years:
        return None
    rows = past.yearly_rates(MOST_YEARS)
    profile = seasonal_profile(rows, case.agreed_factors(past.cycle))
    if profile is None:
        return None
    first = past.years[len(past.years) - profile.years][0]
    rates = list(past.rates[first:])
    seasons = list(past.seasons[first:])
    unit = float(past.scale)
    for stretch in case.stretches:  # pragma: no branch - else the period would be over
        if stretch.gone < stretch.days:
            break
        rates.append(float(stretch.amount) / unit / stretch.days)
        seasons.append(stretch.season)
    if 2 * sum(map(bool, rates)) < len(rates):
        return carry_on_average(case, past, profile)
    factors = profile.factors
    steady = [
        rate / factors[season] for rate, season in zip(rates, seasons, strict=True)
    ]
    growth = _growth(profile, past.cycle)
    pace = follow_pace(steady, growth, past.cycle)
    rate = pace.levels[-1] * growth**case.gap
    ahead = []
    for stretch in case.stretches:
        if stretch.gone < stretch.days:
            rate *= growth
            left = stretch.days - stretch.gone
            ahead.append(rate * factors[stretch.season] * left)
    spread = LogSpread(
        middle=sum(ahead),
        deviation=_deviation(ahead, case.gap, pace, steady, profile),
        degrees=_DEGREES,
    )
    return SeasonalForecast(
        rest=spread.middle,
        is_sparse=False,
        spread=spread,
        profile=profile,
        growth=growth**past.cycle,
    )


def _growth(profile: SeasonalProfile, cycle: int) -> float:
    yearly = profile.yearly
    if len(yearly) == 1:
        return 1.0
    a_year = (yearly[-1] / yearly[0]) ** (1 / (len(yearly) - 1))
    bounded = max(1 / _MOST_GROWTH_A_YEAR, min(a_year, _MOST_GROWTH_A_YEAR))
    growth: float = bounded ** (_GROWTH_KEPT / cycle)
    return growth


def _deviation(
    ahead: Sequence[float],
    gap: int,
    pace: Pace,
    steady: Sequence[float],
    profile: SeasonalProfile,
) -> float:
    """Return the deviation of the logarithm of what is still to come."""
    if not pace.recent or not ahead:
        return 0.0
    parts = [0.0] * gap + [part / sum(ahead) for part in ahead]
    formula = _carried(parts, pace.gain)
    even = _carried([1 / len(parts)] * len(parts), pace.gain) * pace.usual
    correction = 1.0
    errors = _past_errors(steady, pace.levels, len(parts), len(profile.factors))
    cycle = len(profile.factors)
    if errors and even:
        correction = sum(errors) / len(errors) / even
        trust = len(errors) / (len(errors) + _TRUST_IN_ERRORS * cycle / 12)
        correction = max(correction, _SMALLEST_CORRECTION) ** trust
    years, strength = profile.years, profile.strength
    unseen = (years + strength) / (years - strength)
    drift = 1 + _SEASONS_DRIFT * strength * cycle / 12 / len(parts)
    caution = _CAUTION * math.sqrt(unseen * drift)
    found = caution * _MEAN_TO_DEVIATION * pace.recent * formula * correction
    return min(found, _LARGEST)


def _carried(parts: Sequence[float], gain: float) -> float:
    total = after = 0.0
    for part in reversed(parts):
        total += (part + gain * after) ** 2
        after += part
    return math.sqrt(total)


def _past_errors(
    steady: Sequence[float], levels: Sequence[float], length: int, cycle: int
) -> list[float]:
    """Return how far past levels missed the average of the *length* rates to come."""
    sums = list(accumulate(steady, initial=0.0))
    skip = cycle // 2
    return [
        abs((later - now) / (level * length) - 1)
        for later, now, level in zip(
            sums[skip + 1 + length :], sums[skip + 1 :], levels[skip:], strict=False
        )
    ]
