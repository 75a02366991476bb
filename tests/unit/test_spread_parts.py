"""How far a projection may miss, from + − × ÷ and square roots alone."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore.engine.projection import normal_parts as parts
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.engine.projection.project import project_goal
from jbpcore.engine.projection.spread import WholeSpread
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.periods.daterange import DateRange
from jbpcore.values.money import Money


def root_of(power: float) -> float:
    """Return the 1024th root, as those who call take it."""
    for _ in range(parts.ROOTS):
        power = math.sqrt(power)
    return power


@given(st.floats(0, 20))
def test_the_exponential_is_that_of_the_library_of_c(exponent: float) -> None:
    root = parts.sixty_fourth(exponent)
    power = parts.eighth_power(parts.eighth_power(root))
    assert math.isclose(power, math.exp(exponent), rel_tol=1e-13)


@given(st.floats(1, 1e13))
def test_so_is_the_logarithm(power: float) -> None:
    found = parts.logarithm_of(root_of(power))
    assert math.isclose(found, math.log(power), rel_tol=1e-12, abs_tol=3e-13)


@given(st.floats(0, parts.CLOSEST))
def test_a_tail_is_that_of_python_to_seven_digits(score: float) -> None:
    found = parts.tail_of(score, math.exp(score * score / 2))
    assert abs(found - NormalDist().cdf(-score)) < 7.5e-8  # as the book says


# W. S. Gosset's distribution at 90 % and 95 %, as printed tables have it.
TABLE = [(3, "0.9", 1.638), (3, "0.95", 2.353), (5, "0.9", 1.476), (7, "0.9", 1.415)]
TABLE += [(12, "0.95", 1.782), (30, "0.9", 1.310), (120, "0.95", 1.658)]


@pytest.mark.parametrize(("degrees", "probability", "printed"), TABLE, ids=str)
def test_ends_are_those_of_printed_tables(
    degrees: int, probability: str, printed: float
) -> None:
    spread = WholeSpread(Fraction(0), 100_000.0, degrees)
    found = float(spread.quantile(float(probability))) / 100_000
    assert abs(found / printed - 1) < 0.01
    assert spread.quantile(1 - float(probability)) == -spread.quantile(
        float(probability)
    )


@pytest.mark.parametrize(("degrees", "probability", "printed"), TABLE, ids=str)
def test_and_the_other_way_round(
    degrees: int, probability: str, printed: float
) -> None:
    spread = WholeSpread(Fraction(0), 1_000.0, degrees)
    found = spread.at_least(Fraction(-round(printed * 1_000)))
    assert abs(found - float(probability)) < 0.003


@given(
    degrees=st.integers(1, 600),
    deviation=st.floats(1, 1e9),
    probability=st.floats(0.01, 0.99),
)
def test_both_ways_agree(degrees: int, deviation: float, probability: float) -> None:
    spread = WholeSpread(Fraction(0), deviation * 1e4, degrees)
    found = spread.at_least(spread.quantile(1 - probability))
    assert abs(found - probability) < 1e-4


def test_an_interval_by_hand() -> None:
    """Four weeks brought 10, 14, 9 and 7 dollars, and four are left.

    A = 40 and every week weighs seven days: a − A w ÷ W is 0, 4, −1 and −3, squared and
    divided by seven 26/7 together, so s² = 26/21 a day. L = W = 28: the variance is
    26/21 × 28 × 2 = 69.33, the deviation $8.3267. Three degrees of freedom, 90 %:
    z = 1.28155, z² × 27² ÷ 25² ÷ 3 = 0.638556, √(3 × (e^0.638556 − 1)) = 1.63745, and
    so $13.63 on both sides of $80.
    """
    goal = Goal(
        id="g",
        name="G",
        metric=metrics.REVENUE,
        target=Money(80, "USD"),
        period=DateRange.of_days(date(2026, 4, 1), 56),
    )
    booked = [
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 1) + timedelta(days=7 * week + day),
            amount=Money(amount, "USD"),
        )
        for week, day, amount in ((0, 6, 10), (1, 0, 14), (2, 3, 9), (3, 6, 7))
    ]
    found = project_goal(
        goal,
        booked,
        as_of=date(2026, 4, 28),
        method=ProjectionMethod.ALONG_PHASING,
    )
    assert found.projected_finish == Money(80, "USD")
    assert (found.low, found.high) == (Money("66.37", "USD"), Money("93.63", "USD"))
    assert found.hit_probability == Fraction(1, 2)


def test_what_was_booked_in_a_week_says_nothing_of_the_day() -> None:
    """Weeks count from the first day of the goal, so a Wednesday begins one here."""
    goal = Goal(
        id="g",
        name="G",
        metric=metrics.REVENUE,
        target=Money(100, "USD"),
        period=DateRange.of_days(date(2026, 12, 16), 70),
    )

    def interval(days: tuple[int, ...]) -> tuple[object, object]:
        booked = [
            ActualEntry(
                metric="revenue",
                on=date(2026, 12, 16) + timedelta(days=day),
                amount=Money(amount, "USD"),
            )
            for day, amount in zip(days, (5, 9, 4, 8, 6), strict=True)
        ]
        found = project_goal(goal, booked, as_of=date(2027, 1, 19))
        return found.low, found.high

    # A new year begins inside the third week, and nothing is cut off by it.
    early, late = (0, 7, 14, 21, 28), (6, 13, 20, 27, 34)
    assert interval(early) == interval(late)
    assert interval(early) != interval((0, 6, 14, 21, 28))


@pytest.mark.parametrize(
    ("target", "low", "hit"), [(112, 112, 1), (113, 112, 0), (28, 112, 1)]
)
def test_what_came_in_evenly_is_carried_on_for_certain(
    target: int, low: int, hit: int
) -> None:
    """Two dollars a day for four weeks of eight: no week strays from the others."""
    goal = Goal(
        id="g",
        name="G",
        metric=metrics.REVENUE,
        target=Money(target, "USD"),
        period=DateRange.of_days(date(2026, 4, 1), 56),
    )
    booked = [
        ActualEntry(
            metric="revenue",
            on=date(2026, 4, 1) + timedelta(days=day),
            amount=Money(2, "USD"),
        )
        for day in range(28)
    ]
    found = project_goal(goal, booked, as_of=date(2026, 4, 28))
    assert (found.low, found.high) == (Money(low, "USD"),) * 2
    assert found.hit_probability == hit
