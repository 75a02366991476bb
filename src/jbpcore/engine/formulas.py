"""The arithmetic of pacing, all of it, in one place.

Every function takes exact numbers (``int`` or ``Fraction``) in one unit, multiplies
first and divides last, and returns an exact number, or ``None`` where the divisor is
zero.
Nothing here rounds and nothing knows about money, days of the week or people.

Symbols in the docstrings: B baseline, T target, A attained to date, E expected to date,
N days of the period, t days gone, s the share of the phasing that is due.
"""

from __future__ import annotations

from fractions import Fraction

__all__ = [
    "attainment",
    "expected",
    "lift",
    "pace",
    "progress",
    "projection",
    "rate",
    "shortfall",
]

_Exact = int | Fraction


def expected(baseline: _Exact, target: _Exact, share: Fraction) -> Fraction:
    """Where the target should stand: B + s × (T − B).

    Examples:
        >>> expected(0, 25_000, Fraction(45, 91)) == Fraction(1_125_000, 91)
        True
    """
    return baseline + (target - baseline) * share


def attainment(attained: _Exact, target: _Exact) -> Fraction | None:
    """How much of the target is in: A ÷ T.

    Examples:
        >>> attainment(7_500, 25_000)
        Fraction(3, 10)
    """
    return Fraction(attained) / target if target else None


def progress(attained: _Exact, baseline: _Exact, target: _Exact) -> Fraction | None:
    """How much of the way is done, up or down: (A − B) ÷ (T − B).

    Examples:
        Churn was to fall from 500 to 400 and stands at 420:

        >>> progress(420, 500, 400)
        Fraction(4, 5)
    """
    return attainment(attained - baseline, target - baseline)


def pace(
    attained: _Exact, expected: _Exact, baseline: _Exact, *, is_ceiling: bool
) -> Fraction | None:
    """Progress over the progress due, turned so that above 1 is good.

    (A − B) ÷ (E − B); for a ceiling E ÷ A, where spending less than was due is good.

    Examples:
        >>> round(pace(Fraction(7_500), Fraction("12362.64"), 0, is_ceiling=False), 3)
        Fraction(607, 1000)
        >>> pace(50, 40, 0, is_ceiling=True)
        Fraction(4, 5)
    """
    if is_ceiling:
        return attainment(expected, attained)
    return attainment(attained - baseline, expected - baseline)


def shortfall(wanted: _Exact, attained: _Exact, *, higher_is_better: bool) -> Fraction:
    """What is missing, positive where it is short: W − A, or A − W where less is good.

    Examples:
        >>> shortfall(25_000, 7_500, higher_is_better=True)
        Fraction(17500, 1)
        >>> shortfall(400, 420, higher_is_better=False)
        Fraction(20, 1)
    """
    gap = Fraction(wanted) - attained
    return gap if higher_is_better else -gap


def rate(amount: _Exact, days: int) -> Fraction | None:
    """Return the amount a day, ``None`` over no days.

    Examples:
        >>> rate(17_500, 46)
        Fraction(8750, 23)
    """
    return Fraction(amount) / days if days else None


def lift(required: Fraction, current: Fraction) -> Fraction | None:
    """How many times the present rate is needed; ``None`` unless that is above zero.

    Examples:
        >>> round(lift(Fraction(17_500, 46), Fraction(7_500, 45)), 2)
        Fraction(57, 25)
    """
    return required / current if current > 0 else None


def projection(attained: _Exact, baseline: _Exact, share: Fraction) -> Fraction | None:
    """Where it ends if it goes on along the phasing: B + (A − B) ÷ s.

    With linear phasing and no baseline that is A × N ÷ t.

    Examples:
        >>> projection(7_500, 0, Fraction(45, 91))
        Fraction(45500, 3)
    """
    return baseline + Fraction(attained - baseline) / share if share else None
