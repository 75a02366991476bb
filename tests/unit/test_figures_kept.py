"""What a page asks for often is worked out once, and never outlives its result."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from threading import Barrier

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.amounts import exact, from_units, is_above_zero, like
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.shape import GoalShape
from jbpcore.model.amount import Amount
from jbpcore.views.once import Once

Q2 = jbp.FiscalCalendar.calendar_year().quarter(2026, 2)
GOAL = jbp.Goal(
    id="new-revenue",
    name="New revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money("25000", "USD"),
    period=Q2,
)


def result() -> GoalResult:
    entry = jbp.ActualEntry(
        metric="revenue", on=date(2026, 4, 20), amount=jbp.Money("7500", "USD")
    )
    return jbp.assess_goal(GOAL, [entry], as_of=date(2026, 5, 15))


def figures(one: GoalResult) -> tuple[object, ...]:
    return (
        one.shape,
        one.elapsed_days,
        one.progress_ratio,
        one.pace_index,
        one.gap_to_target,
        one.gap_to_pace,
        one.required_run_rate and one.required_run_rate.value,
    )


# By hand: 45 of 91 days are gone, so 25,000 × 45 ÷ 91 = 12,362.64 is due; 17,500 is
# missing to the target and 4,862.64 to the pace, over 46 days 17,500 ÷ 46 a day.
EXPECTED = (
    GoalShape.FLOW,
    45,
    Fraction(3, 10),
    Fraction(7500) / Fraction("12362.64"),
    jbp.Money("17500", "USD"),
    jbp.Money("4862.64", "USD"),
    Fraction(17500, 46),
)


def test_a_figure_is_the_same_however_often_it_is_read() -> None:
    one = result()
    assert figures(one) == EXPECTED
    assert figures(one) == EXPECTED
    assert one.gap_to_target is one.gap_to_target


def evolved(one: GoalResult) -> GoalResult:
    return attrs.evolve(one, attained=jbp.Money("10000", "USD"))


def test_what_was_kept_is_not_that_of_another_result() -> None:
    one = result()
    figures(one)
    other = evolved(one)
    # By hand: 10,000 of 25,000 is in, so 15,000 is missing, 15,000 ÷ 46 a day.
    assert other.progress_ratio == Fraction(2, 5)
    assert other.pace_index == Fraction(10000) / Fraction("12362.64")
    assert other.gap_to_target == jbp.Money("15000", "USD")
    assert other.gap_to_pace == jbp.Money("2362.64", "USD")
    assert other.required_run_rate is not None
    assert other.required_run_rate.value == Fraction(15000, 46)
    assert figures(one) == EXPECTED


@pytest.mark.parametrize(
    "copied",
    [
        copy.copy,
        copy.deepcopy,
        lambda one: pickle.loads(pickle.dumps(one)),  # noqa: S301 - made a line above
    ],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_has_the_figures_of_its_fields(
    copied: Callable[[GoalResult], GoalResult],
) -> None:
    one = result()
    figures(one)
    assert figures(copied(one)) == EXPECTED
    assert figures(evolved(copied(one)))[4] == jbp.Money("15000", "USD")


def test_threads_that_ask_at_once_find_the_same() -> None:
    together = 8
    barrier = Barrier(together)
    for _ in range(50):
        one = result()

        def asked(one: GoalResult = one) -> tuple[object, ...]:
            barrier.wait()
            return figures(one)

        with ThreadPoolExecutor(together) as pool:
            found = [pool.submit(asked) for _ in range(together)]
            assert {each.result() for each in found} == {EXPECTED}


@pytest.mark.parametrize(
    ("units", "sample", "amount"),
    [
        (1250, jbp.Money(1, "USD"), jbp.Money("12.50", "USD")),
        (1250, jbp.Money(1, "JPY"), jbp.Money(1250, "JPY")),
        (1250, jbp.Money(1, "KWD"), jbp.Money("1.250", "KWD")),
        (1250, jbp.Quantity(1, "deals"), jbp.Quantity("12.5", "deals")),
    ],
)
def test_whole_units_are_counted_in_the_unit_of_the_sample(
    units: int, sample: Amount, amount: Amount
) -> None:
    assert from_units(units, sample) == amount


@pytest.mark.parametrize(
    "amount", [jbp.Money("0.01", "USD"), jbp.Quantity(3, "deals"), jbp.Ratio("0.5%")]
)
def test_more_than_none_is_told_from_none_and_less(amount: Amount) -> None:
    assert is_above_zero(amount)
    assert not is_above_zero(like(Fraction(0), amount))
    assert not is_above_zero(like(-exact(amount), amount))


def test_what_is_worked_out_once_is_kept_by_its_object_alone() -> None:
    asked: list[str] = []

    class Row:
        """A row with a name."""

        def __init__(self, name: str) -> None:
            self.name = name

        @Once
        def words(self) -> str:
            """What it says."""
            asked.append(self.name)
            return f"about {self.name}"

    first, second = Row("one"), Row("two")
    assert [first.words, second.words, first.words] == [
        "about one",
        "about two",
        "about one",
    ]
    assert asked == ["one", "two"]
    assert isinstance(Row.words, Once)
    assert Row.words.__doc__ == "What it says."
