"""Quantiles and probabilities, against printed tables."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise
from statistics import NormalDist

import pytest

from jbpcore.engine.projection.ratio_of_sums import ratio_of_sums
from jbpcore.engine.projection.spread import (
    LogSpread,
    PlainSpread,
    from_normal,
    rounded_factor,
    to_normal,
)

# Percentage points of Student's t as printed in any table: degrees, 90 %, 95 %, 99 %.
TABLE = [
    (3, 1.638, 2.353, 4.541),
    (4, 1.533, 2.132, 3.747),
    (5, 1.476, 2.015, 3.365),
    (7, 1.415, 1.895, 2.998),
    (10, 1.372, 1.812, 2.764),
    (20, 1.325, 1.725, 2.528),
    (30, 1.310, 1.697, 2.457),
]


@pytest.mark.parametrize(("degrees", "p90", "p95", "p99"), TABLE)
def test_quantiles_of_students_t_agree_with_the_tables(
    degrees: int, p90: float, p95: float, p99: float
) -> None:
    for probability, printed in ((0.9, p90), (0.95, p95), (0.99, p99)):
        found = from_normal(NormalDist().inv_cdf(probability), degrees)
        tolerance = 0.005 if probability < 0.95 else 0.025
        assert found == pytest.approx(printed, rel=tolerance)
        assert NormalDist().cdf(to_normal(printed, degrees)) == pytest.approx(
            probability, abs=0.002
        )


@pytest.mark.parametrize(
    "spread",
    [
        LogSpread(100.0, 0.3, 7.0),
        PlainSpread(100.0, 20.0, 5.0),
        PlainSpread(100.0, 200.0, 3.0, 0.0),
    ],
)
def test_a_quantile_is_exceeded_as_often_as_it_says(
    spread: LogSpread | PlainSpread,
) -> None:
    levels = [0.3, 0.5, 0.8, 0.95]
    amounts = [spread.quantile(level) for level in levels]
    assert all(one <= other for one, other in pairwise(amounts))
    for level, amount in zip(levels, amounts, strict=True):
        if amount > 0:
            assert spread.at_least(amount) == pytest.approx(1 - level)


def test_an_amount_that_cannot_be_taken_back_is_certain_at_zero() -> None:
    assert LogSpread(5.0, 1.0, 3.0).at_least(Fraction(0.0)) == 1
    assert PlainSpread(5.0, 9.0, 3.0, 0.0).at_least(Fraction(0.0)) == 1
    assert PlainSpread(5.0, 9.0, 3.0, 0.0).quantile(0.01) == 0
    assert PlainSpread(5.0, 9.0, 3.0).at_least(Fraction(0.0)) < 1


@pytest.mark.parametrize("kind", [LogSpread, PlainSpread])
def test_without_deviation_all_is_certain(
    kind: type[LogSpread | PlainSpread],
) -> None:
    sure = kind(8.0, 0.0, 7.0)
    assert sure.quantile(0.1) == sure.quantile(0.9) == 8
    assert (sure.at_least(Fraction(8.0)), sure.at_least(Fraction(8.001))) == (1, 0)


def test_the_last_digit_of_a_logarithm_is_no_deviation() -> None:
    # The least step between two floats beside 1, as platforms may differ by.
    noise = LogSpread(8.0, 2.0**-52, 7.0)
    near, above = Fraction(8.0 * (1 + 2.0**-52)), Fraction(8.001)
    assert (noise.at_least(near), noise.at_least(above)) == (1, 0)


def test_a_tail_out_of_all_proportion_stays_a_number() -> None:
    assert math.isfinite(LogSpread(1.0, 1e6, 2.0).quantile(0.99))


@pytest.mark.parametrize(
    ("value", "exactly"),
    [
        (0.0, "0"),
        (0.1 + 0.2, "3/10"),
        (-1234.5, "-2469/2"),
        (1e15 + 0.125, "1000000000000000"),
        (1.23456789012345e-7, "1.23456789012e-7"),
        (123456789012345.0, "123456789012000"),
    ],
)
def test_factors_keep_twelve_digits(value: float, exactly: str) -> None:

    assert rounded_factor(value) == Fraction(exactly)


def test_one_amount_does_not_tell_how_amounts_vary() -> None:
    assert ratio_of_sums([(5.0, 1.0)]) is None
    assert ratio_of_sums([(5.0, 1.0), (3.0, 0.0)]) is None
    assert ratio_of_sums([(0.0, 1.0), (0.0, 2.0)]) is None


def test_the_error_of_a_ratio_of_sums_by_hand() -> None:
    found = ratio_of_sums([(2.0, 1.0), (10.0, 4.0), (12.0, 3.0)])
    assert found is not None
    # rate 24 ÷ 8 = 3; squares (2−3)² ÷ 1 + (10−12)² ÷ 4 + (12−9)² ÷ 3 = 5; s² = 5 ÷ 2
    assert (found.rate, found.variance, found.degrees) == (3.0, 2.5, 2.0)
    # 16 to come: √(2.5 × 16 × (1 + 16 ÷ 8)) = √120
    assert found.deviation(16.0) == pytest.approx(math.sqrt(120))
    # had the rate come from half the weight: √(2.5 × 16 × (1 + 16 ÷ 4)) = √200
    assert found.deviation(16.0, basis=4.0) == pytest.approx(math.sqrt(200))
