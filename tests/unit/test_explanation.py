"""The explanation as data: whoever works its formulas out gets the same values."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError

APRIL = jbp.DateRange(date(2026, 4, 1), date(2026, 5, 1))
IN_WORDS = {"attained", "expected_ratio"}


def goal(
    metric: jbp.Metric,
    target: jbp.Amount | None,
    baseline: jbp.Amount | None = None,
    keep: jbp.KeepBand | None = None,
) -> jbp.Goal:
    return jbp.Goal(
        id="g",
        name="Goal",
        metric=metric,
        target=target,
        baseline=baseline,
        period=APRIL,
        keep=keep,
    )


def result(of: jbp.Goal, amount: Any, day: int = 10) -> jbp.GoalResult:
    entry = jbp.ActualEntry(metric=of.metric.key, on=date(2026, 4, 1), amount=amount)
    status = jbp.EntryStatus.PIPELINE
    pipeline = attrs.evolve(entry, status=status, entry_id="p", on=date(2026, 4, 20))
    return jbp.assess_goal(
        of,
        [entry, pipeline],
        as_of=date(2026, 4, day),
        work_calendar=jbp.WorkCalendar.resolve(APRIL),
    )


KEEP = attrs.evolve(jbp.metrics.REVENUE, direction=jbp.Direction.KEEP)
SPLIT = APRIL.split_at(date(2026, 4, 6))
SIGNED = attrs.evolve(jbp.metrics.DEALS_WON, accumulation=jbp.Accumulation.MILESTONE)
RESULTS = {
    "flow": result(
        goal(jbp.metrics.REVENUE, jbp.Money(3000, "USD")), jbp.Money(700, "USD")
    ),
    "ceiling": result(
        goal(jbp.metrics.MARKETING_SPEND, jbp.Money(3000, "USD")), jbp.Money(700, "USD")
    ),
    "level up": result(
        goal(
            jbp.metrics.CERTIFIED_PEOPLE,
            jbp.Quantity(10, "people"),
            jbp.Quantity(4, "people"),
        ),
        jbp.Quantity(5, "people"),
    ),
    "level down": result(
        goal(jbp.metrics.CHURN_RATE, jbp.Ratio("5%"), jbp.Ratio("9%")), jbp.Ratio("8%")
    ),
    "ratio": result(
        goal(jbp.metrics.WIN_RATE, jbp.Ratio("30%")), jbp.Quotient.of(1, 7, "deals")
    ),
    "keep": result(
        goal(KEEP, None, keep=jbp.KeepBand.at_least(jbp.Money(1, "USD"), checks=SPLIT)),
        jbp.Money(5, "USD"),
    ),
    "milestone": result(goal(SIGNED, None), jbp.Quantity(1, "deals"), day=30),
    "no target": result(goal(jbp.metrics.REVENUE, None), jbp.Money(1, "USD")),
}


def worked_out(formula: str, inputs: dict[str, Fraction]) -> Fraction:
    """Work a formula out with nothing but its own text and inputs."""
    python = formula.replace("÷", "/").replace("×", "*").replace("−", "-")
    names = {
        node.id for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Name)
    }
    assert names <= {*inputs, "max"}
    return Fraction(eval(python, {"max": max}, inputs))  # noqa: S307 - our own formula


@pytest.mark.parametrize("name", RESULTS)
def test_every_formula_gives_its_value(name: str) -> None:
    explained = jbp.explanation(RESULTS[name])
    for step in explained.steps:
        assert (step.value is None) is (step.missing is not None), step.code
        if step.value is None or step.code in IN_WORDS:
            continue
        inputs = {item.symbol: item.value for item in step.inputs}
        assert worked_out(step.formula, inputs) == step.value, step.code


@pytest.mark.parametrize("name", RESULTS)
def test_it_tells_the_same_figures_and_rule_as_the_result(name: str) -> None:
    found = RESULTS[name]
    explained = jbp.explanation(found)
    assert (explained.health, explained.rule) == (found.health, found.reason)
    for step in explained.steps[3:]:
        if step.code.endswith("_per_week"):
            rate = getattr(found, step.code.removesuffix("_per_week"))
            assert step.value == (None if rate is None else rate.value * 7)
            assert step.amount == (rate and rate.per_week().rounded())
            continue
        assert step.missing is found.why(step.code)
        figure = getattr(found, step.code)
        if isinstance(figure, Fraction):
            assert step.value == figure
        elif isinstance(figure, jbp.Rate):
            assert (step.value, step.amount) == (figure.value, figure.rounded())
        else:
            assert step.amount == figure


@pytest.mark.parametrize("name", RESULTS)
def test_it_is_written_and_read_again(name: str) -> None:
    explained = jbp.explanation(RESULTS[name])
    assert jbp.loads(jbp.dumps(explained), jbp.Explanation) == explained


def test_the_band_that_the_pace_fell_in_is_told() -> None:
    """700 of the 1,000 due: below 0.80."""
    flow = jbp.explanation(RESULTS["flow"])
    assert (flow.band_from, flow.band_to) == (None, Fraction(4, 5))
    step = flow.step("pace_index")
    assert step.formula == "A ÷ E"
    assert [(item.symbol, item.name, item.amount) for item in step.inputs] == [
        ("A", "attained", jbp.Money(700, "USD")),
        ("E", "expected_to_date", jbp.Money(1000, "USD")),
    ]
    assert step.value == Fraction(7, 10)
    met = jbp.explanation(RESULTS["milestone"])
    assert met.band_from is met.band_to is None
    with pytest.raises(InvalidValueError, match="one of attained"):
        flow.step("pace")


def test_what_is_missing_is_told_with_its_reason() -> None:
    explained = jbp.explanation(RESULTS["no target"])
    assert explained.rule is jbp.Reason.NO_TARGET
    assert explained.step("gap_to_target").missing is jbp.Reason.NO_TARGET
    assert explained.step("attained").amount == jbp.Money(1, "USD")
