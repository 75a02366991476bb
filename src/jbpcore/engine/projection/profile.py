"""The seasons of a year, as earlier years show them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul, sub

import attrs

__all__ = ["SeasonalProfile", "seasonal_profile"]

_MEMORY = 0.9
"""How much less a year counts than the one after it."""

_BELIEF_IN_ONE_YEAR = 0.5
"""How far the seasons of a single year are believed, which nothing can confirm."""

_NO_DIFFERENCE = 1e-12

_LEAST = 0.02
"""The least a season is taken for, as a share of an average one."""


@attrs.frozen(kw_only=True)
class SeasonalProfile:
    """How the rate of each season compares with that of its year.

    Attributes:
        factors: For each season, 1 being the year's average; what earlier years
            showed, drawn towards what was agreed.
        seen: The same as earlier years showed it.
        years: How many earlier years it rests on.
        belief: The part of *factors* that comes from *seen*, 0 to 1; the rest is what
            was agreed.
        strength: How far the years agree that there are seasons at all, 0 to 1.
        yearly: The average rate of each of these years, the oldest first.
        slope: By how much the rate grew from season to season, of the year's average.
    """

    factors: tuple[float, ...]
    seen: tuple[float, ...]
    years: int
    belief: float
    strength: float
    yearly: tuple[float, ...]
    slope: float


def seasonal_profile(
    years: Sequence[Sequence[float]], agreed: Sequence[float]
) -> SeasonalProfile | None:
    """Tell the seasons from whole earlier years.

    Each year's rates are divided by the year's average and freed from the growth within
    it (the slope between the years around it), and the years are averaged, recent ones
    counting more. The result is drawn towards *agreed* by the part of its spread that
    years this different from each other would show even if there were no seasons: the
    positive-part estimator of James and Stein (B. Efron, C. Morris, Stein's estimation
    rule and its competitors, Journal of the American Statistical Association 68, 1973).

    Args:
        years: The rate of each season of each year, the oldest first.
        agreed: The factor that the agreed phasing gives each season, 1 on average.

    Returns:
        The profile; ``None`` if no year brought more than nothing. Years up to one that
        did not are left out.

    Examples:
        >>> found = seasonal_profile([[1.0, 3.0], [1.1, 3.2], [1.0, 3.0]], [1.0, 1.0])
        >>> [round(factor, 2) for factor in found.factors], round(found.belief, 2)
        ([0.5, 1.5], 1.0)
    """
    cycle = len(agreed)
    rows, yearly = _usable(years, cycle)
    count = len(rows)
    if not count:
        return None
    ramp = [at - (cycle - 1) / 2 for at in range(cycle)]
    weights = [_MEMORY ** (count - 1 - at) for at in range(count)]
    total = sum(weights)
    weights = [weight / total for weight in weights]
    slopes = _slopes(yearly, cycle)
    compared = [
        [rate / (mean + slope * at) for rate, at in zip(row, ramp, strict=True)]
        for row, mean, slope in zip(rows, yearly, slopes, strict=True)
    ]
    means = [sum(map(mul, weights, season)) for season in zip(*compared, strict=True)]
    average = sum(means) / cycle
    seen = [mean / average for mean in means]
    relative = (
        weight * slope / mean
        for weight, slope, mean in zip(weights, slopes, yearly, strict=True)
    )
    slope = sum(relative)
    noise = _noise(compared, seen, weights)
    agreed = _nearer(seen, agreed, slope)
    belief = _belief(seen, agreed, noise)
    factors = tuple(
        max(belief * mine + (1 - belief) * theirs, _LEAST)
        for mine, theirs in zip(seen, agreed, strict=True)
    )
    return SeasonalProfile(
        factors=factors,
        seen=tuple(seen),
        years=count,
        belief=belief,
        strength=_belief(seen, [1.0] * cycle, noise),
        yearly=tuple(yearly),
        slope=slope,
    )


def _usable(
    years: Sequence[Sequence[float]], cycle: int
) -> tuple[list[Sequence[float]], list[float]]:
    rows: list[Sequence[float]] = []
    yearly: list[float] = []
    for year in years:
        mean = sum(year) / cycle
        if mean > 0:
            rows.append(year)
            yearly.append(mean)
        else:
            rows, yearly = [], []
    return rows, yearly


def _slopes(yearly: Sequence[float], cycle: int) -> list[float]:
    """Growth within each year, by season, from the averages of the years around it.

    Where growth was so steep that a line through the year would touch zero, it is
    bounded; a start-up's tenfold year says nothing about its seasons.
    """
    last = len(yearly) - 1
    slopes = []
    for at, mean in enumerate(yearly):
        before, after = max(at - 1, 0), min(at + 1, last)
        steps = (after - before) * cycle
        slope = (yearly[after] - yearly[before]) / steps if steps else 0.0
        bound = mean / cycle
        slopes.append(max(-bound, min(slope, bound)))
    return slopes


def _noise(
    compared: Sequence[Sequence[float]],
    seen: Sequence[float],
    weights: Sequence[float],
) -> float | None:
    """Return the squared error of all averages together; a single year tells none."""
    if len(compared) == 1:
        return None
    squares = sum(weight * weight for weight in weights)
    within = sum(
        weight * _distance(row, seen)
        for weight, row in zip(weights, compared, strict=True)
    )
    return within / (1 - squares) * squares


def _nearer(
    seen: Sequence[float], agreed: Sequence[float], slope: float
) -> Sequence[float]:
    """Take growth within the year out of *agreed*, if it is then nearer to *seen*.

    Shares of earlier years have that growth in them, and are often what was agreed.
    """
    middle = (len(agreed) - 1) / 2
    freed = [factor / (1 + slope * (at - middle)) for at, factor in enumerate(agreed)]
    average = sum(freed) / len(freed)
    freed = [factor / average for factor in freed]
    return freed if _distance(seen, freed) < _distance(seen, agreed) else agreed


def _belief(
    seen: Sequence[float], agreed: Sequence[float], noise: float | None
) -> float:
    if noise is None:
        return _BELIEF_IN_ONE_YEAR
    signal = _distance(seen, agreed)
    # With next to no difference there is nothing to draw, and nothing to divide by.
    return max(0.0, 1 - noise / signal) if signal > _NO_DIFFERENCE else 0.0


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    differences = list(map(sub, one, other))
    total: float = sum(map(mul, differences, differences))
    return total
