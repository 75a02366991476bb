"""The pace of bookings once the seasons are taken out, and how far it strays."""

from __future__ import annotations

from collections.abc import Sequence
from operator import mul

import attrs

__all__ = ["Pace", "follow_pace"]

_MEMORY_MONTHS = 12
_SLOW, _FAST = 0.15, 0.5
"""The gains tried: what a month's surprise moves the pace by."""

_PREFERENCE = 12
"""How much a gain that fits better is preferred; at 12, a tenth better weighs 3:1."""

_BOLDNESS = 3.0
"""A surprise of more than this many usual ones counts as this many.

The larger the usual surprise u, the more is believed, 3 × u ÷ (1 − u): where most
months bring nothing, the odd one that does is no outlier.
"""

_ALWAYS_BELIEVED = 0.2
"""A surprise up to this part of the pace always counts in full."""

_LEAST_START = 0.01
_STEP = 0.12
"""What a month's surprise moves the idea of a usual surprise by."""


@attrs.frozen(kw_only=True)
class Pace:
    """The rate, free of seasons, as it was followed from stretch to stretch.

    Attributes:
        levels: The rate at the end of each stretch.
        gain: What a surprise moves it by, 0 to 1.
        recent: The usual size of a surprise lately, as a part of the rate.
        usual: The same over the whole time.
    """

    levels: Sequence[float]
    gain: float
    recent: float
    usual: float


def follow_pace(steady: Sequence[float], growth: float, cycle: int) -> Pace:
    """Follow the rate by exponential smoothing with a fixed growth.

    Each surprise, the difference from the rate expected, moves the rate by the gain
    (R. G. Brown 1959, C. C. Holt 1957). A slow and a fast gain are tried and averaged
    by how well they fit. Surprises far out of the usual are cut (S. Gelper, R. Fried,
    C. Croux, Robust forecasting with exponential and Holt-Winters smoothing, Journal of
    Forecasting 29, 2010), so one large deal does not carry the whole year.

    Args:
        steady: Rates free of seasons, the oldest first; at least a year's.
        growth: The factor from one stretch to the next.
        cycle: How many stretches a year has; the gains are meant for months.

    Examples:
        >>> pace = follow_pace([1.0] * 12 + [2.0] * 12, 1.0, 12)
        >>> round(pace.levels[-1], 2), 0.15 < pace.gain < 0.5
        (2.0, True)
    """
    months = _MEMORY_MONTHS / cycle
    first = steady[:cycle]
    # Above zero even where more was taken back than booked.
    start = max(sum(first), sum(map(abs, first)) * _LEAST_START) / len(first) or 1.0
    stray = sum(abs(rate - start) for rate in first) / len(first) / start
    start /= growth ** (len(first) / 2)
    step = 1 - (1 - _STEP) ** months
    gains = [1 - (1 - gain) ** months for gain in (_SLOW, _FAST)]
    misses = [_smooth(steady, (gain, growth, step), start, stray)[2] for gain in gains]
    least = min(misses)
    weights = [
        (miss / least) ** -_PREFERENCE if least else float(miss == least)
        for miss in misses
    ]
    gain = sum(map(mul, weights, gains)) / sum(weights)
    levels, recent, usual = _smooth(steady, (gain, growth, step), start, stray)
    return Pace(levels=levels, gain=gain, recent=recent, usual=usual)


def _smooth(
    rates: Sequence[float],
    constants: tuple[float, float, float],
    level: float,
    stray: float,
) -> tuple[list[float], float, float]:
    """Return the levels, the recent and the usual surprise."""
    gain, growth, step = constants
    levels = []
    total = 0.0
    for rate in rates:
        level *= growth
        surprise = rate / level - 1
        size = surprise if surprise >= 0 else -surprise
        if size > _ALWAYS_BELIEVED and stray < 1:
            most = _BOLDNESS * stray / (1 - stray)
            if size > most:
                size = max(most, _ALWAYS_BELIEVED)
                surprise = size if surprise > 0 else -size
        if surprise < -1:
            # A flow that is taken back has no pace below zero.
            surprise, size = -1.0, 1.0
        stray += step * (size - stray)
        total += size
        level += gain * surprise * level
        levels.append(level)
    return levels, stray, total / len(rates)
