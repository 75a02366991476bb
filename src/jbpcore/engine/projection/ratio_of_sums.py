"""Prediction of a sum by the ratio of the sums so far, in closed form."""

from __future__ import annotations

import math
from collections.abc import Sequence

import attrs

__all__ = ["RatioOfSums", "ratio_of_sums"]


@attrs.frozen(kw_only=True)
class RatioOfSums:
    """What amounts so far say about amounts to come.

    Attributes:
        rate: The amount for each unit of weight.
        variance: How much the amount of a stretch varies, for each unit of weight.
        weight: The weight of all stretches together.
        degrees: Degrees of freedom of *variance*.
    """

    rate: float
    variance: float
    weight: float
    degrees: float

    def deviation(self, ahead: float, basis: float | None = None) -> float:
        """Return the standard error of the sum over the weight *ahead*.

        Args:
            ahead: The weight to come.
            basis: The weight that the rate was really taken from, if not from all.
        """
        spread = 1 + ahead / (self.weight if basis is None else basis)
        return math.sqrt(self.variance * ahead * spread)


def ratio_of_sums(seen: Sequence[tuple[float, float]]) -> RatioOfSums | None:
    """Learn from stretches seen, each an amount and its weight.

    The amount of a stretch is taken to be a rate times its weight (its days, or its
    share of a phasing), with a variance that grows as the weight does. Then the sum to
    come is best predicted by the ratio of the sums, with variance s² W (1 + W ÷ w), W
    being the weight to come and w that seen (R. M. Royall, On finite population
    sampling theory under certain linear regression models, Biometrika 57, 1970).

    Returns:
        What they say; ``None`` for less than two stretches, or where all are zero.

    Examples:
        >>> found = ratio_of_sums([(10, 1), (14, 1), (9, 1), (7, 1)])
        >>> found.rate, round(found.deviation(4.0), 2)  # s² = 26/3, so √(26/3 × 4 × 2)
        (10.0, 8.33)
    """
    usable = [(amount, weight) for amount, weight in seen if weight > 0]
    if len(usable) < 2 or not any(amount for amount, _ in usable):  # noqa: PLR2004 - one cannot vary
        return None
    total = math.fsum(weight for _, weight in usable)
    rate = math.fsum(amount for amount, _ in usable) / total
    squares = sum((amount - rate * weight) ** 2 / weight for amount, weight in usable)
    degrees = len(usable) - 1
    return RatioOfSums(
        rate=rate,
        variance=squares / degrees,
        weight=total,
        degrees=float(degrees),
    )
