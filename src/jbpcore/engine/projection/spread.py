"""What may still come, as a distribution in closed form."""

from __future__ import annotations

import math
from fractions import Fraction
from statistics import NormalDist
from typing import Protocol

import attrs

from jbpcore.engine.projection.normal_parts import (
    CLOSEST,
    FARTHEST,
    ROOTS,
    away_square,
    eighth_power,
    exponent_of,
    logarithm_of,
    sixty_fourth,
    tail_of,
)

__all__ = [
    "LogSpread",
    "PlainSpread",
    "Spread",
    "WholeSpread",
    "from_normal",
    "normal_score",
    "rounded_factor",
    "to_normal",
]

_NORMAL = NormalDist()
_LARGEST_EXPONENT = 200.0
_DIGITS = 12
# Logarithms of equal amounts differ by less than this, by how much depends on the
# platform; where nothing else spreads, nothing does.
_NOISE = 1e-12


class Spread(Protocol):
    """How the amount still to come may turn out."""

    def quantile(self, probability: float) -> Fraction:
        """Return the amount that is not exceeded with *probability*."""

    def at_least(self, amount: Fraction) -> float:
        """Return the probability that *amount* or more is still to come."""


def rounded_factor(value: float) -> Fraction:
    """Return a factor with twelve significant digits, exactly.

    The last digits of logarithms differ from one platform to the next.

    Examples:
        >>> rounded_factor(1 / 3)
        Fraction(333333333333, 1000000000000)
    """
    if not value:
        return Fraction(0)
    places = _DIGITS - 1 - math.floor(math.log10(abs(value)))
    if places >= 0:
        return Fraction(round(value * 10**places), 10**places)
    return Fraction(round(value / 10**-places) * 10**-places)


def normal_score(probability: float) -> float:
    """Return what a normal score stays below with *probability*, to twelve digits.

    Examples:
        >>> normal_score(0.9)
        1.281551565545
    """
    return round(_NORMAL.inv_cdf(probability), _DIGITS)


def from_normal(score: float, degrees: float) -> float:
    """Return the value of Student's t that is as likely as a normal *score*.

    Wallace's transformation in closed form (D. L. Wallace, Bounds on normal
    approximations to Student's and the chi-square distributions, Annals of
    Mathematical Statistics 30, 1959). From three degrees of freedom up it is right to
    half a percent for the middle 80 %, and to 2.5 % for the middle 98 %.

    Args:
        score: The normal score, up to 3 either way.
        degrees: Degrees of freedom, 1 or more.

    Examples:
        Tables give 1.415 for the 90 % point with seven degrees of freedom:

        >>> round(from_normal(1.2816, 7), 2)
        1.41
    """
    exponent = exponent_of(score * score, degrees)
    power = eighth_power(eighth_power(sixty_fourth(exponent)))
    return math.copysign(math.sqrt((power - 1.0) * degrees), score)


def to_normal(value: float, degrees: float) -> float:
    """Return the normal score that is as likely as a *value* of Student's t.

    The inverse of :func:`from_normal`.

    Examples:
        >>> round(to_normal(from_normal(1.5, 4), 4), 6)
        1.5
    """
    root = away_square(min(abs(value), FARTHEST), degrees)
    for _ in range(ROOTS):
        root = math.sqrt(root)
    bent = math.sqrt(logarithm_of(root) * degrees)
    score = bent * (degrees * 8.0 + 1.0) / (degrees * 8.0 + 3.0)
    return math.copysign(score, value)


@attrs.frozen
class LogSpread:
    """An amount above zero whose logarithm follows Student's t.

    Attributes:
        middle: The amount that it exceeds as often as not.
        deviation: The scale of the logarithm; 0.05 is about 5 %.
        degrees: Degrees of freedom; the fewer, the heavier the tails.
    """

    middle: float
    deviation: float
    degrees: float

    def quantile(self, probability: float) -> Fraction:
        """Return the amount that is not exceeded with *probability*."""
        away = from_normal(_NORMAL.inv_cdf(probability), self.degrees) * self.deviation
        exponent = max(-_LARGEST_EXPONENT, min(away, _LARGEST_EXPONENT))
        return rounded_factor(self.middle * math.exp(exponent))

    def at_least(self, amount: Fraction) -> float:
        """Return the probability that *amount* or more is still to come."""
        if amount <= 0:
            return 1.0
        away = math.log(self.middle / float(amount))
        if self.deviation < _NOISE:
            return float(away > -_NOISE)
        return _NORMAL.cdf(to_normal(away / self.deviation, self.degrees))


@attrs.frozen
class PlainSpread:
    """An amount that follows Student's t itself, cut off at *least*.

    Attributes:
        middle: The amount that it exceeds as often as not.
        deviation: Its scale, in the same unit.
        degrees: Degrees of freedom; the fewer, the heavier the tails.
        least: What it cannot fall below: zero where nothing was ever taken back.
    """

    middle: float
    deviation: float
    degrees: float
    least: float = -math.inf

    def quantile(self, probability: float) -> Fraction:
        """Return the amount that is not exceeded with *probability*."""
        away = from_normal(_NORMAL.inv_cdf(probability), self.degrees) * self.deviation
        return rounded_factor(max(self.middle + away, self.least))

    def at_least(self, amount: Fraction) -> float:
        """Return the probability that *amount* or more is still to come."""
        if amount <= self.least:
            return 1.0
        away = self.middle - float(amount)
        if not self.deviation:
            return float(away >= 0)
        return _NORMAL.cdf(to_normal(away / self.deviation, self.degrees))


@attrs.frozen
class WholeSpread:
    """A whole number of units that follows Student's t, cut off at *least*.

    Worked out from :mod:`~jbpcore.engine.projection.normal_parts` alone, so that every
    engine comes to the same units.

    Attributes:
        middle: The amount that it exceeds as often as not.
        deviation: Its scale.
        degrees: Degrees of freedom.
        least: What it cannot fall below; ``None`` where amounts were taken back.
    """

    middle: Fraction
    deviation: float
    degrees: int
    least: int | None = None

    def quantile(self, probability: float) -> Fraction:
        """Return the amount that is not exceeded with *probability*."""
        score = normal_score(probability)
        away = from_normal(score, float(self.degrees)) * self.deviation
        units = math.floor(abs(away) + 0.5)
        found = self.middle + (units if score > 0 else -units)
        return found if self.least is None else max(found, Fraction(self.least))

    def at_least(self, amount: Fraction) -> float:
        """Return the probability that *amount* or more is still to come."""
        if self.least is not None and amount <= self.least:
            return 1.0
        apart = float(self.middle - amount)
        if not self.deviation:
            return float(apart >= 0)
        away = to_normal(abs(apart) / self.deviation, float(self.degrees))
        score = min(away, CLOSEST)
        power = eighth_power(eighth_power(sixty_fourth(score * score * 0.5)))
        tail: float = tail_of(score, power)
        return tail if apart < 0 else 1.0 - tail
