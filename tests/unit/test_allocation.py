from __future__ import annotations

from fractions import Fraction

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.values.allocation import allocate_minor


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], (34, 33, 33)),
        (-100, [1, 1, 1], (-34, -33, -33)),
        (0, [1, 2], (0, 0)),
        (5, [0, 7, 3], (0, 4, 1)),  # 3.5 and 1.5: a tie, so the first gets the unit
        (5, [0, 3, 7], (0, 2, 3)),  # 1.5 and 3.5: the first again
        (10, [1, 2, 4], (1, 3, 6)),  # 10/7, 20/7, 40/7: remainders 3, 6 and 5 of 7
        (7, [Fraction(1, 3), Fraction(2, 3)], (2, 5)),  # 2 1/3 and 4 2/3
        (1, [Fraction(1, 10**30), 1], (0, 1)),
        (3, [5], (3,)),
        (2, [1, 1, 1, 1], (1, 1, 0, 0)),
    ],
)
def test_the_largest_remainders_get_what_is_left_over(
    total: int, weights: list[Fraction | int], parts: tuple[int, ...]
) -> None:
    assert allocate_minor(total, weights) == parts


@pytest.mark.parametrize(
    ("weights", "problem"),
    [
        ([], "1 to 1000000 weights"),
        ([0, 0], "one is above zero"),
        ([1, -1, 3], "zero or above"),
        ([0.5, 0.5], "an int or a Fraction"),
        ([True, 1], "an int or a Fraction"),
        (["1"], "an int or a Fraction"),
        ([1] * 1_000_001, "1 to 1000000 weights"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_weights_that_share_nothing_out_are_refused(
    weights: list[int], problem: str
) -> None:
    with pytest.raises(InvalidValueError, match=problem):
        allocate_minor(10, weights)


def test_weights_that_would_take_for_ever_are_refused() -> None:
    hostile = [Fraction(1, 10**39 + odd) for odd in range(1, 2001, 2)]
    with pytest.raises(InvalidValueError, match="common denominator"):
        allocate_minor(10, hostile)


@pytest.mark.parametrize("bad", [1.0, True, "1", None])
def test_a_total_is_a_whole_number(bad: object) -> None:
    with pytest.raises(InvalidValueError, match="total must be an int"):
        allocate_minor(bad, [1])  # type: ignore[arg-type]  # from untyped code
