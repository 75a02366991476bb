"""Between what a finish may fall, as columns.

A goal's days are cut into blocks: stretches of seven days, counted from its first. Each
that has begun is a row, with what it weighs and what was booked in it; from these come
sums for each goal, in whole numbers so that no order of rows can change a digit; and
from the sums come the ends of the interval and how likely the target is. The arithmetic
is that of :mod:`jbpcore.engine.projection.spread_parts`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Final

from jbpcore.engine.projection import normal_parts, spread_parts
from jbpcore.engine.projection.project import check_level
from jbpcore.engine.projection.spread import normal_score
from jbpcore.engine.projection.spread_parts import WHOLE_WEIGHT
from jbpcore.frames.civil import civil_stages
from jbpcore.frames.expression import Expression, column, greatest, least, when
from jbpcore.frames.layout import Layout
from jbpcore.frames.rounding import MOST_UNITS, absolute

__all__ = [
    "BLOCK_DAYS",
    "FEWEST_BLOCKS",
    "block_of",
    "block_stages",
    "block_sums",
    "blocks_begun",
    "interval_stages",
    "square_stages",
    "upper_score",
    "weight_stages",
]

FEWEST_BLOCKS: Final = 4
"""From fewer stretches no interval can be told."""

BLOCK_DAYS: Final = 7
"""How long a stretch is."""

_MOST_SIZE: Final = 2**53  # up to which floats hold every whole number
_MOST_SQUARE: Final = 2.0**51  # what weighs nothing may come to more
_HALF: Final = 2**26
_DIGITS: Final = 10_000

_Stage = Mapping[str, Expression]


def upper_score(level_ratio: Fraction) -> float:
    """Return the normal score of the upper end of an interval.

    Args:
        level_ratio: How often a finish should fall in it.

    Raises:
        InvalidValueError: If it is no ``Fraction`` from 0.01 to 0.99.

    Examples:
        >>> upper_score(Fraction(4, 5))
        1.281551565545
    """
    return normal_score(float((1 + check_level(level_ratio)) / 2))


def blocks_begun() -> Expression:
    """Return how many stretches have begun; none where the days are over.

    Given are ``elapsed_days`` and ``total_days``.
    """
    elapsed = column("elapsed_days")
    begun = (elapsed + (BLOCK_DAYS - 1)) // BLOCK_DAYS
    return when(elapsed < column("total_days"), begun, 0)


def block_of(day: Expression) -> Expression:
    """Return in which stretch a day is, counted from 0.

    Given is ``jbp_first``, which *day* is not before.
    """
    return (day - column("jbp_first").as_integer()) // BLOCK_DAYS


def block_stages(layout: Layout) -> tuple[_Stage, ...]:
    """Return the stages from a stretch to its days, before its months are looked up.

    Given are ``jbp_block``, counted from 0, ``jbp_first``, ``elapsed_days`` and
    ``total_days``. If there are phasings, ``jbp_from_month`` and ``jbp_to_month`` are
    what to look up, counted from the goal's own ``jbp_first_month``.
    """
    start = column("jbp_block") * BLOCK_DAYS
    days: _Stage = {
        "jbp_days": least(column("total_days") - start, BLOCK_DAYS),
        "jbp_gone": least(column("elapsed_days") - start, BLOCK_DAYS),
    }
    if not layout.has_phasing:
        return (days,)
    opens = column("jbp_first").as_integer() + start
    closes = opens + column("jbp_days") - 1
    both = zip(
        civil_stages("jbp_open", opens), civil_stages("jbp_close", closes), strict=True
    )
    first = column("jbp_first_month")
    months = {
        "jbp_from_month": column("jbp_open_month") - first,
        "jbp_to_month": column("jbp_close_month") - first,
    }
    return (days, *({**one, **other} for one, other in both), months)


def weight_stages(layout: Layout) -> tuple[_Stage, ...]:
    """Return the stages to what a stretch weighs, and what was booked in it.

    Given are also ``jbp_part``, which may be missing; and for phasings ``jbp_to_total``
    and the weights of the months looked up, and before them: ``jbp_from_weight``,
    ``jbp_from_before``, ``jbp_to_weight`` and ``jbp_to_before``.
    """
    gone = column("jbp_gone")
    booked = _given("jbp_part")
    if not layout.has_phasing:
        return ({"jbp_weighs": gone, "jbp_amount": booked},)
    is_phased = ~column("phasing").is_null()
    whole = greatest(_given("jbp_to_total"), 1)
    opened, closed = column("jbp_open_day") - 1, column("jbp_close_day")
    due = {
        "jbp_due_from": _due("jbp_from", opened, "jbp_open_length", whole),
        "jbp_due_to": _due("jbp_to", closed, "jbp_close_length", whole),
    }
    between = column("jbp_due_to") - column("jbp_due_from")
    part = between * gone // column("jbp_days")
    return (
        due,
        {"jbp_weighs": when(is_phased, part, gone), "jbp_amount": booked},
    )


def _given(name: str) -> Expression:
    return column(name).or_else(0).as_integer()


def _due(name: str, day: Expression, length: str, whole: Expression) -> Expression:
    """Return how much of a phasing is due, in whole numbers."""
    of_month = column(length)
    parts = _given(f"{name}_before") * of_month + _given(f"{name}_weight") * day
    return (parts / (whole * of_month) * float(WHOLE_WEIGHT)).floor()


def block_sums() -> Mapping[str, tuple[str, Expression]]:
    """Return what is made of the stretches of a goal: which function, and of what.

    Those that weigh nothing are left out, but for the lowest amount.
    """
    weight, amount = column("jbp_weighs"), column("jbp_amount")
    counts = weight > 0
    return {
        "jbp_of_weighs": ("sum", weight),
        "jbp_of_amounts": ("sum", when(counts, amount, 0)),
        "jbp_of_sizes": ("sum", when(counts, absolute(amount), 0)),
        "jbp_of_usable": ("sum", when(counts, 1, 0)),
        "jbp_of_least": ("min", when(counts, weight, WHOLE_WEIGHT)),
        "jbp_of_lowest": ("min", amount),
    }


def square_stages() -> tuple[_Stage, ...]:
    """Return the stage to how far a stretch strayed, squared.

    Given are also the sums of the goal's stretches, which :func:`block_sums` names.
    """
    weight, gone = column("jbp_weighs"), greatest(column("jbp_of_weighs"), 1)
    weighs, all_weigh = greatest(weight, 1).as_float(), gone.as_float()
    stray = spread_parts.strayed(
        column("jbp_amount").as_float(),
        weighs,
        column("jbp_of_amounts").as_float(),
        all_weigh,
    )
    largest = _largest("jbp_of_sizes", "jbp_of_weighs", "jbp_of_least")
    parts = spread_parts.in_parts(column("jbp_stray"), weighs, all_weigh, largest)
    return (
        {"jbp_stray": stray},
        {"jbp_square": when(weight > 0, least(parts, _MOST_SQUARE).floor(), 0)},
    )


def _largest(*names: str) -> Expression:
    """Return what no square comes to; above zero, whatever was booked."""
    size, weigh, lowest = (
        least(greatest(column(name), 1), _MOST_SIZE).as_float() for name in names
    )
    found: Expression = spread_parts.largest_square(size, weigh, lowest)
    return found


def interval_stages(layout: Layout, *, score: float) -> tuple[_Stage, ...]:
    """Return the stages from the sums of the stretches to the interval.

    Given are also ``jbp_of_squares``, their sum, and those of :func:`block_sums`. All
    of these may be missing.

    Args:
        layout: The columns that there are.
        score: The normal score of the upper end.
    """
    return (
        _sums(),
        *_variance(layout),
        *_away(score),
        *_reach(),
        _ends(),
    )


def _sums() -> _Stage:
    """Put zeros where nothing is there, and say where there is enough."""
    usable, size = _given("jbp_of_usable"), _given("jbp_of_sizes")
    elapsed, total = column("elapsed_days"), column("total_days")
    can = (
        ~(column("jbp_is_level") | column("jbp_is_milestone"))
        & column("jbp_has_attained")
        & column("jbp_is_spread")
        & (column("jbp_due") > 0)
        & column("jbp_finish_fits")
    )
    is_enough = (usable > 1) & (size > 0) & (size < _MOST_SIZE)
    return {
        "jbp_is_over": can & elapsed.equals(total),
        "jbp_spreads": can & (elapsed < total) & is_enough,
        "jbp_all_weigh": _given("jbp_of_weighs"),
        "jbp_all_size": size,
        "jbp_least_weight": _given("jbp_of_least"),
        "jbp_squares": _given("jbp_of_squares"),
        "jbp_degrees": greatest(usable - 1, 1).as_float(),
        "jbp_takes_back": _given("jbp_of_lowest") < 0,
    }


def _variance(layout: Layout) -> Iterator[_Stage]:
    weight = greatest(column("jbp_all_weigh"), 1)
    whole = column("total_days")
    if layout.has_phasing:
        whole = when(~column("phasing").is_null(), WHOLE_WEIGHT, whole)
    largest = _largest("jbp_all_size", "jbp_all_weigh", "jbp_least_weight")
    yield {"jbp_largest": largest, "jbp_left": greatest(whole - weight, 0) / weight}
    left = column("jbp_left")
    variance = spread_parts.variance_ahead(
        column("jbp_squares").as_float(),
        column("jbp_largest"),
        left,
        left,
        column("jbp_degrees"),
    )
    yield {"jbp_deviation": variance.square_root()}


def _away(score: float) -> Iterator[_Stage]:
    """How far the ends are from the middle."""
    degrees = column("jbp_degrees")
    exponent = normal_parts.exponent_of(score * score, degrees)
    yield from _exponential("jbp_e", exponent)
    away = ((column("jbp_e") - 1.0) * degrees).square_root() * column("jbp_deviation")
    yield {"jbp_away": away}


def _exponential(name: str, exponent: Expression) -> Iterator[_Stage]:
    yield {f"{name}_of": exponent}
    yield {f"{name}_root": normal_parts.sixty_fourth(column(f"{name}_of"))}
    yield {f"{name}_8": normal_parts.eighth_power(column(f"{name}_root"))}
    yield {name: normal_parts.eighth_power(column(f"{name}_8"))}


def _reach() -> Iterator[_Stage]:
    """How likely it is to end beyond the target, or short of it."""
    deviation, degrees = column("jbp_deviation"), column("jbp_degrees")
    apart = column("jbp_finish") - column("jbp_target")
    has_spread = deviation > 0.0
    under = when(has_spread, deviation, 1.0)
    off = _wide_float(absolute(apart)) / under
    yield {"jbp_apart": apart, "jbp_off": least(off, normal_parts.FARTHEST)}
    root = normal_parts.away_square(column("jbp_off"), degrees)
    for _ in range(normal_parts.ROOTS):
        root = root.square_root()
    yield {"jbp_root": root}
    logarithm = normal_parts.logarithm_of(column("jbp_root"))
    yield {"jbp_bent": (logarithm * degrees).square_root()}
    over, below = degrees * 8.0 + 1.0, degrees * 8.0 + 3.0
    found = column("jbp_bent") * over / below
    yield {"jbp_score": least(found, normal_parts.CLOSEST)}
    score = column("jbp_score")
    yield from _exponential("jbp_density", score * score * 0.5)
    yield {"jbp_tail": normal_parts.tail_of(score, column("jbp_density"))}
    tail = column("jbp_tail")
    reached = when(column("jbp_apart") < 0, tail, 1.0 - tail)
    yield {"jbp_reach": (reached * float(_DIGITS) + 0.5).floor()}


def _wide_float(size: Expression) -> Expression:
    """Return a whole number not below zero as a float, however large.

    PyArrow refuses those that floats round; of two parts both are exact, and only
    their sum is rounded.
    """
    high = size // _HALF
    return high.as_float() * float(_HALF) + (size - high * _HALF).as_float()


def _ends() -> _Stage:
    attained, finish = column("jbp_attained"), column("jbp_finish")
    away = (when(_fits(), column("jbp_away"), 0.0) + 0.5).floor()
    is_safe = ~column("jbp_takes_back")
    low = when(is_safe, greatest(finish - away, attained), finish - away)
    high = when(is_safe, greatest(finish + away, attained), finish + away)
    ends, spreads = column("jbp_is_over"), column("jbp_spreads") & _fits()
    chance = _chance(is_safe)
    share = when(column("jbp_is_ceiling"), _DIGITS - chance, chance)
    met = when(column("jbp_short") <= 0, _DIGITS, 0)
    return {
        "projected_low": when(ends, attained, when(spreads, low)),
        "projected_high": when(ends, attained, when(spreads, high)),
        "hit_probability": when(
            column("jbp_has_target") & (ends | spreads),
            when(ends, met, share) / _DIGITS,
        ),
    }


def _chance(is_safe: Expression) -> Expression:
    """Return how likely the finish is to reach the target, in parts of 10,000.

    Next to certain is not certain, and what can be taken back is not safe.
    """
    is_in = is_safe & (column("jbp_target") <= column("jbp_attained"))
    reach = greatest(least(column("jbp_reach"), _DIGITS - 1), 1)
    is_beyond = column("jbp_apart") >= 0
    alike = when(is_beyond, when(is_safe, _DIGITS, _DIGITS - 1), 0)
    return when(is_in, _DIGITS, when(column("jbp_deviation") > 0.0, reach, alike))


def _fits() -> Expression:
    return column("jbp_away") < float(MOST_UNITS)
