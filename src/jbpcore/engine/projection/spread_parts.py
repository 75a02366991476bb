"""How far a projection may miss, in parts made of + − × ÷ and square roots alone.

Those are rounded the same way by every processor and every engine, as logarithms and
exponentials are not. So :mod:`jbpcore.frames` writes the same parts in the language of
an engine, and a million goals come to the digits of one. What goes in are floats, or
the columns of a data frame.

Where a stretch brought an amount a over a weight w (its days, or its share of a
phasing), all of them A over W, and L is the weight left, the variance for a unit of
weight is s² = Σ (a − A w ÷ W)² ÷ w ÷ (n − 1), and that of the sum still to come
s² L (1 + L ÷ W): the prediction of R. M. Royall, On finite population sampling theory
under certain linear regression models, Biometrika 57, 1970.
"""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeVar

__all__ = [
    "PARTS",
    "WHOLE_WEIGHT",
    "in_parts",
    "largest_square",
    "strayed",
    "variance_ahead",
]

PARTS: Final = 2**50
"""Squares are added up in this many parts of the largest, as whole numbers: so it does
not matter in which order."""

WHOLE_WEIGHT: Final = 2**40
"""The weight of a whole phasing."""


class _Divisible(Protocol):
    def __add__(self, other: Any, /) -> Any: ...  # noqa: ANN401 - of its own kind
    def __sub__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __mul__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __truediv__(self, other: Any, /) -> Any: ...  # noqa: ANN401


_N = TypeVar("_N", bound=_Divisible)


def strayed(amount: _N, weight: _N, booked: _N, gone: _N) -> _N:
    """Return by how much a stretch strayed: a − A w ÷ W.

    Examples:
        >>> strayed(14.0, 1.0, 40.0, 4.0)
        4.0
    """
    found: _N = amount - booked * weight / gone
    return found


def largest_square(size: _N, gone: _N, least: _N) -> _N:
    """Return what no square comes to, that is weighed as :func:`in_parts` does.

    Args:
        size: The sum of the amounts without their signs.
        gone: The weight of all stretches, W.
        least: The least weight of any.
    """
    found: _N = size * size * 4.0 * gone / least
    return found


def in_parts(stray: _N, weight: _N, gone: _N, largest: _N) -> _N:
    """Return (a − A w ÷ W)² × W ÷ w in parts of the largest, before it is made whole.

    Examples:
        >>> in_parts(4.0, 1.0, 4.0, 64.0) == PARTS
        True
    """
    found: _N = stray * stray * gone / weight / largest * float(PARTS)
    return found


def variance_ahead(parts: _N, largest: _N, ahead: _N, on: _N, degrees: _N) -> _N:
    """Return the variance of what is still to come, from the sum of squares.

    Args:
        parts: The sum of :func:`in_parts`.
        largest: What they are parts of.
        ahead: The weight left for each unit of weight gone, L ÷ W.
        on: The same for the stretches that the rate was taken from, if not from all.
        degrees: n − 1.

    Examples:
        Four stretches brought 10, 14, 9 and 7, and four are left: s² is 26/3, and so
        26/3 × 4 × 2; the squares weigh four times 26, or 1.625 times 64.

        >>> round(variance_ahead(1.625 * PARTS, 64.0, 1.0, 1.0, 3.0), 6)
        69.333333
    """
    found: _N = parts * (1.0 / PARTS) * largest / degrees * (ahead * (on + 1.0))
    return found
