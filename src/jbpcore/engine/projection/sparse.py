"""The seasonal method where bookings are few: an average, and no seasons."""

from __future__ import annotations

import math

import attrs

from jbpcore.engine.projection.case import Case
from jbpcore.engine.projection.past import Past
from jbpcore.engine.projection.profile import SeasonalProfile
from jbpcore.engine.projection.ratio_of_sums import ratio_of_sums
from jbpcore.engine.projection.spread import PlainSpread, Spread

__all__ = ["SeasonalForecast", "carry_on_average"]

_YEARS = 2


@attrs.frozen(kw_only=True)
class SeasonalForecast:
    """What the seasonal method expects.

    Attributes:
        rest: The amount still to come, as a multiple of the case's scale.
        spread: How it may turn out.
        is_sparse: Whether most stretches brought nothing, so that no seasons were used.
        profile: The seasons.
        growth: The factor that the rate is taken to grow by in a year.
    """

    rest: float
    spread: Spread
    is_sparse: bool
    profile: SeasonalProfile
    growth: float


def carry_on_average(
    case: Case, past: Past, profile: SeasonalProfile
) -> SeasonalForecast | None:
    """Carry on the average of the last two years along the agreed phasing.

    Single deals tell no seasons, and their logarithm has no use for the months between
    them. The spread is that of
    :func:`~jbpcore.engine.projection.ratio_of_sums.ratio_of_sums`.

    Returns:
        The forecast; ``None`` where more was taken back than booked.
    """
    factors = case.agreed_factors(past.cycle)
    unit = float(past.scale)
    most = _YEARS * past.cycle
    seen = [
        (rate * days, factors[season] * days)
        for rate, season, days in zip(
            past.rates[-most:], past.seasons[-most:], past.days[-most:], strict=True
        )
    ]
    ahead = 0.0
    for stretch in case.stretches:
        factor = factors[stretch.season]
        if stretch.gone:
            seen.append((float(stretch.amount) / unit, factor * stretch.gone))
        ahead += factor * (stretch.days - stretch.gone)
    found = ratio_of_sums(seen)
    if found is None or found.rate < 0:
        return None
    spread = PlainSpread(
        middle=found.rate * ahead,
        deviation=found.deviation(ahead),
        degrees=found.degrees,
        least=-math.inf if case.takes_back else 0.0,
    )
    return SeasonalForecast(
        rest=spread.middle,
        is_sparse=True,
        spread=spread,
        profile=attrs.evolve(profile, factors=tuple(factors), belief=0.0),
        growth=1.0,
    )
