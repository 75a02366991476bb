"""The normal distribution and Student's t, by + − × ÷ and square roots alone.

Those are rounded the same way by every processor and every engine; see
:mod:`~jbpcore.engine.projection.spread_parts`.
"""

from __future__ import annotations

from typing import Any, Final, Protocol, TypeAlias, TypeVar

__all__ = [
    "CLOSEST",
    "FARTHEST",
    "ROOTS",
    "away_square",
    "eighth_power",
    "exponent_of",
    "logarithm_of",
    "sixty_fourth",
    "tail_of",
]

CLOSEST: Final = 6.0
"""As many normal deviations off, nothing is any more certain."""

FARTHEST: Final = 1e6
"""And of Student's t."""

ROOTS: Final = 10
"""How many square roots :func:`logarithm_of` takes."""

_TERMS: Final = 12
_TAIL: Final = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)
_TAIL_STEP: Final = 0.2316419
_ROOT_OF_TWO_PI: Final = 2.5066282746310002


class _Divisible(Protocol):
    def __add__(self, other: Any, /) -> Any: ...  # noqa: ANN401 - of its own kind
    def __sub__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __mul__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __truediv__(self, other: Any, /) -> Any: ...  # noqa: ANN401


_N = TypeVar("_N", bound=_Divisible)
_Any: TypeAlias = Any


def exponent_of(score_square: float, degrees: _N) -> _N:
    """Return z² (8n + 3)² ÷ (8n + 1)² ÷ n, for Wallace's transformation.

    Student's t is √(n (exp(that) − 1)) where the normal score is z (D. L. Wallace,
    Bounds on normal approximations to Student's and the chi-square distributions,
    Annals of Mathematical Statistics 30, 1959).
    """
    over, under = degrees * 8.0 + 3.0, degrees * 8.0 + 1.0
    found: _N = over * over * score_square / (under * under * degrees)
    return found


def sixty_fourth(exponent: _N) -> _Any:
    """Return the 64th root of exp(*exponent*), for one from 0 up to 20.

    The eighth power of the eighth power of it is the exponential; in columns each comes
    by itself, so that none is worked out twice.

    Examples:
        >>> round(eighth_power(eighth_power(sixty_fourth(1.0))), 12)
        2.718281828459
    """
    step: _Any = exponent * 0.015625
    found: _Any = step * (1.0 / _TERMS) + 1.0
    for term in range(_TERMS - 1, 0, -1):
        found = step * found * (1.0 / term) + 1.0
    return found


def eighth_power(base: _N) -> _Any:
    """Return the eighth power.

    Examples:
        >>> eighth_power(2.0)
        256.0
    """
    found: _Any = base
    for _ in range(7):
        found = found * base
    return found


def away_square(deviations: _N, degrees: _N) -> _N:
    """Return t² ÷ n + 1, where an amount is t deviations from the middle."""
    found: _N = deviations * deviations / degrees + 1.0
    return found


def logarithm_of(root: _N) -> _Any:
    """Return the logarithm of the 1024th power of *root*, which is near 1.

    Examples:
        >>> round(logarithm_of(2.0 ** (1 / 1024)), 12)
        0.69314718056
    """
    half: _Any = (root - 1.0) / (root + 1.0)
    square = half * half
    series = square * (square * (square * (1.0 / 7.0) + 0.2) + 1.0 / 3.0) + 1.0
    return half * series * 2048.0


def tail_of(score: _N, exponential: _N) -> _Any:
    """Return how often a normal score is exceeded, from 0 up; right to seven digits.

    M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 1964, 26.2.17.

    Args:
        score: The score z, not below zero.
        exponential: exp(z² ÷ 2).

    Examples:
        >>> import math
        >>> round(tail_of(1.2815515655, math.exp(1.2815515655**2 / 2)), 6)
        0.1
    """
    step: _Any = 1.0 / (score * _TAIL_STEP + 1.0)
    found: _Any = step * _TAIL[-1]
    for factor in reversed(_TAIL[:-1]):
        found = step * (found + factor)
    return found / (exponential * _ROOT_OF_TWO_PI)
