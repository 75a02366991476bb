"""Sharing a whole number out by weights without losing a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm

from jbpcore.errors import InvalidValueError

__all__ = ["MOST_PARTS", "allocate_minor"]

MOST_PARTS = 1_000_000
"""Most parts one allocation is shared out in."""
_WIDEST_DENOMINATOR_BITS = 4_096


def allocate_minor(total: int, weights: Sequence[Fraction | int]) -> tuple[int, ...]:
    """Share *total* out in proportion to *weights*, in whole units.

    Largest remainder (Hamilton's method): everyone gets the whole units of their
    exact share, and the units left over go to the largest remainders, among equals to
    whoever comes first. The parts add up to *total*, each is less than one unit from
    its exact share, a weight of zero gets nothing, and sharing ``-total`` gives the
    same parts with the other sign.

    Args:
        total: Whole minor units, of any sign.
        weights: At least one, none below zero, not all zero.

    Returns:
        One part for each weight, in their order.

    Raises:
        InvalidValueError: If there are no weights or over a million, one is below
            zero or no ``int`` or ``Fraction``, all are zero, or their common
            denominator is too large to compute with.

    Examples:
        >>> allocate_minor(100, [1, 1, 1])
        (34, 33, 33)
        >>> allocate_minor(-5, [7, 3])
        (-4, -1)
    """
    if isinstance(total, bool) or not isinstance(total, int):
        raise InvalidValueError("total", total, "an int, in minor units")
    scaled = _whole_weights(weights)
    whole = sum(scaled)
    if not whole:
        raise InvalidValueError("weights", weights, "such that one is above zero")
    amount = abs(total)
    shares = [divmod(amount * weight, whole) for weight in scaled]
    parts = [part for part, _ in shares]
    left_over = amount - sum(parts)
    if left_over:
        # A stable sort: among equal remainders, input order decides.
        order = sorted(range(len(shares)), key=lambda i: shares[i][1], reverse=True)
        for i in order[:left_over]:
            parts[i] += 1
    return tuple(parts) if total >= 0 else tuple(-part for part in parts)


def _whole_weights(weights: Iterable[Fraction | int]) -> list[int]:
    """Scale the weights to whole numbers in the same proportion."""
    given = tuple(weights)
    if not 0 < len(given) <= MOST_PARTS:
        expected = f"1 to {MOST_PARTS} weights"
        raise InvalidValueError("weights", f"{len(given)} of them", expected)
    common = 1
    for weight in given:
        if isinstance(weight, bool) or not isinstance(weight, (int, Fraction)):
            raise InvalidValueError("weight", weight, "an int or a Fraction")
        if weight < 0:
            raise InvalidValueError("weight", weight, "zero or above")
        common = lcm(common, weight.denominator)
        if common.bit_length() > _WIDEST_DENOMINATOR_BITS:
            expected = "such that their common denominator has fewer digits"
            raise InvalidValueError("weights", weight, expected)
    return [weight.numerator * (common // weight.denominator) for weight in given]
