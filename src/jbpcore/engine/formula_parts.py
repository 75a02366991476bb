"""The formulas of pacing before anything is divided: parts made of + − × alone.

Whatever can be added, taken away and multiplied goes in: whole numbers, fractions, and
the columns of a data frame. :mod:`jbpcore.engine.formulas` divides fractions;
:mod:`jbpcore.frames` writes the same parts in the language of an engine. So one goal
and a million of them are measured by one arithmetic.

Symbols as in :mod:`~jbpcore.engine.formulas`; a quotient comes as what is above and
what is below the line.
"""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias, TypeVar

__all__ = [
    "expected_parts",
    "lift_parts",
    "pace_parts",
    "progress_parts",
    "projection_parts",
    "reaches",
    "short_by",
    "way_done",
]


class _Calculable(Protocol):
    def __add__(self, other: Any, /) -> Any: ...  # noqa: ANN401 - of its own kind
    def __sub__(self, other: Any, /) -> Any: ...  # noqa: ANN401
    def __mul__(self, other: Any, /) -> Any: ...  # noqa: ANN401


_N = TypeVar("_N", bound=_Calculable)
_Four: TypeAlias = tuple[_N, _N, _N, _N]


def expected_parts(baseline: _N, target: _N, due: _N, whole: _N) -> _Four[_N]:
    """Return B, T − B, due and whole: what is expected is B + (T − B) × due ÷ whole.

    Examples:
        >>> expected_parts(0, 25_000, 45, 91)
        (0, 25000, 45, 91)
    """
    return baseline, target - baseline, due, whole


def projection_parts(attained: _N, baseline: _N, due: _N, whole: _N) -> _Four[_N]:
    """Return B, A − B, whole and due: it ends at B + (A − B) × whole ÷ due.

    Examples:
        >>> projection_parts(7_500, 0, 45, 91)
        (0, 7500, 91, 45)
    """
    return baseline, attained - baseline, whole, due


def progress_parts(attained: _N, baseline: _N, target: _N) -> tuple[_N, _N]:
    """Return A − B over T − B.

    Examples:
        >>> progress_parts(420, 500, 400)
        (-80, -100)
    """
    return attained - baseline, target - baseline


def pace_parts(
    attained: _N, expected: _N, baseline: _N, *, is_ceiling: bool
) -> tuple[_N, _N]:
    """Return A − B over E − B; for a ceiling E over A.

    Examples:
        >>> pace_parts(50, 40, 0, is_ceiling=True)
        (40, 50)
    """
    if is_ceiling:
        return expected, attained
    return attained - baseline, expected - baseline


def short_by(wanted: _N, attained: _N, *, higher_is_better: bool) -> _N:
    """Return what is missing, positive where it is short: W − A, or A − W.

    Examples:
        >>> short_by(400, 420, higher_is_better=False)
        20
    """
    found: _N = wanted - attained if higher_is_better else attained - wanted
    return found


def way_done(attained: _N, start: _N, *, falls: bool) -> _N:
    """Return how far it has come, forward being positive: A − B, or B − A.

    Examples:
        >>> way_done(420, 500, falls=True)
        80
    """
    found: _N = start - attained if falls else attained - start
    return found


def lift_parts(short: _N, days_left: _N, way: _N, days_gone: _N) -> tuple[_N, _N]:
    """Return short × days gone over days left × way: the rates needed and had, as one.

    Examples:
        >>> lift_parts(17_500, 46, 7_500, 45)
        (787500, 345000)
    """
    return short * days_gone, days_left * way


def reaches(made: _N, wanted: _N, over: int, under: int) -> Any:  # noqa: ANN401 - truth
    """Whether made ÷ wanted comes to over ÷ under or more; *wanted* is above zero.

    Examples:
        >>> reaches(95, 100, 19, 20), reaches(94, 100, 19, 20)
        (True, False)
    """
    left: Any = made * under
    return left >= wanted * over
