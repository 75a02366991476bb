"""The arithmetic of pacing, all of it, in one place.

Every function takes exact numbers (``int`` or ``Fraction``) in one unit, multiplies
first and divides last, and returns an exact number, or ``None`` where the divisor is
zero.
Nothing here rounds and nothing knows about money, days of the week or people.
What stands above and below a line comes from
:mod:`~jbpcore.engine.formula_parts`, from which columns are reckoned as well.

Symbols in the docstrings: B baseline, T target, A attained to date, E expected to date,
N days of the period, t days gone, s the share of the phasing that is due.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeVar

from jbpcore.engine import formula_parts

__all__ = [
    "adds_to",
    "attainment",
    "band",
    "converted",
    "counted",
    "coverage",
    "credited",
    "expected",
    "is_within",
    "kept",
    "lift",
    "pace",
    "progress",
    "projection",
    "rate",
    "shortfall",
    "takes_too_much",
    "way",
    "within_ceiling",
]

_Exact = int | Fraction
_Number = TypeVar("_Number", int, Fraction)


def credited(amount: _Number, credit: _Number) -> _Number:
    """What of an amount counts here: amount × credit.

    Examples:
        >>> credited(Fraction(100), Fraction(1, 4))
        Fraction(25, 1)
    """
    return amount * credit


def coverage(pipeline: _Exact, needed: _Exact) -> Fraction | None:
    """How many times the open pipeline covers what is needed; None if nothing is.

    Examples:
        >>> coverage(35_000, 17_500)
        Fraction(2, 1)
    """
    return attainment(pipeline, needed) if needed > 0 else None


def adds_to(original: _Exact, reversal: _Exact) -> bool:
    """Whether what should take an amount back has its sign, and so adds to it.

    Examples:
        >>> adds_to(100, 100), adds_to(100, -100)
        (True, False)
    """
    return original * reversal > 0


def takes_too_much(original: _Exact, reversals: _Exact) -> bool:
    """Whether more of an amount is taken back than there was.

    Examples:
        >>> takes_too_much(100, -100), takes_too_much(100, -101)
        (False, True)
    """
    left = original + reversals
    return left * original < 0 or (not original and bool(left))


def is_within(value: _Exact, lower: _Exact | None, upper: _Exact | None) -> bool:
    """Whether a value lies in a band, both bounds included.

    Examples:
        >>> is_within(Fraction("237.5"), Fraction("237.5"), None)
        True
    """
    return (lower is None or value >= lower) and (upper is None or value <= upper)


def band(made: int, wanted: int, bounds: tuple[int, int, int, int, int, int]) -> int:
    """Return which of three falling bounds made ÷ wanted reaches first, 3 for none.

    The same as comparing the quotient with each, without dividing.

    Args:
        made: Progress so far.
        wanted: Progress due, above zero.
        bounds: Numerator and denominator of each, the denominators above zero.

    Examples:
        >>> bounds = (11, 10, 19, 20, 4, 5)
        >>> [band(made, 100, bounds) for made in (110, 95, 94, 79)]
        [0, 1, 2, 3]
    """
    over, under, over_2, under_2, over_3, under_3 = bounds
    if made * under_2 >= over_2 * wanted:
        return 0 if made * under >= over * wanted else 1
    return 2 if made * under_3 >= over_3 * wanted else 3


def kept(good: int, due: int) -> Fraction | None:
    """Share of the stretches due that were kept.

    Examples:
        >>> kept(11, 12), kept(0, 0)
        (Fraction(11, 12), None)
    """
    return attainment(good, due)


def expected(baseline: _Exact, target: _Exact, share: Fraction) -> Fraction:
    """Where the target should stand: B + s × (T − B).

    Examples:
        >>> expected(0, 25_000, Fraction(45, 91)) == Fraction(1_125_000, 91)
        True
    """
    start, whole_way, *_ = formula_parts.expected_parts(baseline, target, share, 1)
    return start + whole_way * share


def attainment(attained: _Exact, target: _Exact) -> Fraction | None:
    """How much of the target is in: A ÷ T.

    Examples:
        >>> attainment(7_500, 25_000)
        Fraction(3, 10)
    """
    if not target.numerator:
        return None
    # Cancelled once: dividing fractions does so twice.
    made = attained.numerator * target.denominator
    return Fraction(made, attained.denominator * target.numerator)


def progress(attained: _Exact, baseline: _Exact, target: _Exact) -> Fraction | None:
    """How much of the way is done, up or down: (A − B) ÷ (T − B).

    Examples:
        Churn was to fall from 500 to 400 and stands at 420:

        >>> progress(420, 500, 400)
        Fraction(4, 5)
    """
    if not baseline:  # spares two subtractions of fractions
        return attainment(attained, target)
    return attainment(*formula_parts.progress_parts(attained, baseline, target))


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
    if not (baseline or is_ceiling):  # as above
        return attainment(attained, expected)
    made, due = formula_parts.pace_parts(
        attained, expected, baseline, is_ceiling=is_ceiling
    )
    return attainment(made, due)


def shortfall(wanted: _Exact, attained: _Exact, *, higher_is_better: bool) -> Fraction:
    """What is missing, positive where it is short: W − A, or A − W where less is good.

    Examples:
        >>> shortfall(25_000, 7_500, higher_is_better=True)
        Fraction(17500, 1)
        >>> shortfall(400, 420, higher_is_better=False)
        Fraction(20, 1)
    """
    over, under = wanted.denominator, attained.denominator
    # Over one denominator, so that only the difference has to be cancelled.
    missing = formula_parts.short_by(
        wanted.numerator * under,
        attained.numerator * over,
        higher_is_better=higher_is_better,
    )
    return Fraction(missing, over * under)


def way(attained: _Exact, start: _Exact, *, falls: bool) -> Fraction:
    """How far it has come from where it began, forward being positive.

    A − B, or B − A where it is to come down.

    Examples:
        >>> way(420, 500, falls=True)
        Fraction(80, 1)
    """
    over, under = attained.denominator, start.denominator
    gone = formula_parts.way_done(
        attained.numerator * under, start.numerator * over, falls=falls
    )
    return Fraction(gone, over * under)


def rate(amount: _Exact, days: int) -> Fraction | None:
    """Return the amount a day, ``None`` over no days.

    Examples:
        >>> rate(17_500, 46)
        Fraction(8750, 23)
    """
    return Fraction(amount.numerator, amount.denominator * days) if days else None


def lift(required: Fraction, current: Fraction) -> Fraction | None:
    """How many times the present rate is needed; ``None`` unless that is above zero.

    Examples:
        >>> round(lift(Fraction(17_500, 46), Fraction(7_500, 45)), 2)
        Fraction(57, 25)
    """
    return attainment(required, current) if current.numerator > 0 else None


def projection(attained: _Exact, baseline: _Exact, share: Fraction) -> Fraction | None:
    """Where it ends if it goes on along the phasing: B + (A − B) ÷ s.

    With linear phasing and no baseline that is A × N ÷ t.

    Examples:
        >>> projection(7_500, 0, Fraction(45, 91))
        Fraction(45500, 3)
    """
    if not baseline:  # as above
        return attainment(attained, share)
    start, way, whole, due = formula_parts.projection_parts(
        attained, baseline, share, 1
    )
    return start + Fraction(way) * whole / due if due else None


def converted(amount: _Exact, rate: Fraction) -> Fraction:
    """Return an amount in another currency: amount × rate.

    Examples:
        >>> converted(Fraction("99.99"), Fraction("1.0825"))
        Fraction(4329567, 40000)
    """
    return amount * rate


def within_ceiling(attained: _Exact, target: _Exact) -> Fraction | None:
    """How well a ceiling is kept: 1 while A ≤ T, and T ÷ A above it.

    ``None`` for a ceiling that is not above zero.

    Examples:
        >>> within_ceiling(3_000, 4_000), within_ceiling(5_000, 4_000)
        (Fraction(1, 1), Fraction(4, 5))
    """
    if target <= 0:
        return None
    return Fraction(1) if attained <= target else Fraction(target) / attained


def counted(ratio: Fraction, floor: Fraction | None, cap: Fraction | None) -> Fraction:
    """What of a ratio counts in a score: no less than the floor, no more than the cap.

    Examples:
        >>> counted(Fraction(5), None, Fraction(6, 5))
        Fraction(6, 5)
    """
    if floor is not None:
        ratio = max(ratio, floor)
    return ratio if cap is None else min(ratio, cap)
