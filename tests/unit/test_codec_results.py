"""Results: their figures are written for readers, and never believed when read."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest

from jbpcore.codec.json_text import dumps, loads, try_loads
from jbpcore.codec.plain import from_data, to_data, try_from_data
from jbpcore.codec.schema import json_schema
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.plan_assessment import PlanResult, assess_plan
from jbpcore.errors import InvalidValueError
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.work_calendar import WorkCalendar
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
GOAL = json.loads((GOLDEN / "goal-result.json").read_text("utf-8"))
PLAN = json.loads((GOLDEN / "plan-result.json").read_text("utf-8"))
Q2 = DateRange(date(2026, 4, 1), date(2026, 7, 1))

Change = Callable[[dict[str, Any]], object]


def found(document: object, kind: type) -> list[tuple[str, str]]:
    findings = try_from_data(document, kind)
    assert isinstance(findings, tuple), "the document was accepted"
    return [(finding.path, finding.code) for finding in findings]


def changed(change: Change) -> dict[str, Any]:
    document: dict[str, Any] = copy.deepcopy(GOAL)
    change(document["data"])
    return document


FIGURE = "jbp.data.figure"


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        (
            lambda data: data["figures"].update(pace_index="1"),
            [("figures.pace_index", FIGURE)],
        ),
        (
            lambda data: data["figures"].update(pace_index="62500/103022"),
            [("figures.pace_index", FIGURE)],
        ),
        (
            lambda data: data["figures"].update(elapsed_days=True),
            [("figures.elapsed_days", FIGURE)],
        ),
        (
            lambda data: data["figures"]["run_rate"].update(per="week"),
            [("figures.run_rate", FIGURE)],
        ),
        (
            lambda data: data["figures"].pop("lift_needed"),
            [("figures.lift_needed", FIGURE)],
        ),
        (
            lambda data: data["figures"].update(confidence=7),
            [("figures.confidence", FIGURE)],
        ),
        (
            lambda data: data["figures"].update({None: 7}),
            [("figures.None", FIGURE)],
        ),
        (
            lambda data: data["missing"].update(run_rate_per_workday="pace"),
            [("missing.run_rate_per_workday", FIGURE)],
        ),
        (lambda data: data.update(figures=[]), [("figures", "jbp.data.type")]),
        (lambda data: data.update(missing=None), [("missing", "jbp.data.type")]),
        # a changed field makes every figure that follows from it wrong
        (
            lambda data: data["attained"].update(amount="7500.01"),
            [
                (f"figures.{name}", FIGURE)
                for name in (
                    "levels",
                    "attainment_ratio",
                    "progress_ratio",
                    "pace_index",
                    "gap_to_target",
                    "gap_to_pace",
                    "run_rate",
                    "required_run_rate",
                    "lift_needed",
                    "projected_finish",
                )
            ],
        ),
        (lambda data: data.update(expected_ratio="0.5"),
         [("expected_ratio", "jbp.data.value")]),
        (lambda data: data.update(health="green"), [("health", "jbp.data.value")]),
        # nor is a result taken that has no figures at all
        (
            lambda data: data["attained"].update(currency="XAU"),
            [("", "jbp.money.unknown_currency")],
        ),
        (
            lambda data: data.update(entry_count=True),
            [("entry_count", "jbp.data.type")],
        ),
        (
            lambda data: data.update(
                findings=[{"code": "a", "path": "b", "message": "c\x00"}]
            ),
            [("findings[0].message", "jbp.data.text")],
        ),
        (lambda data: data.pop("attained"), [("attained", "jbp.data.missing")]),
    ],
)  # fmt: skip
def test_a_result_that_contradicts_itself_is_reported(
    change: Change, problems: list[tuple[str, str]]
) -> None:
    # (projected_finish: 7,500.01 × 91 ÷ 45 is 15,166.69 instead of .67)
    assert found(changed(change), GoalResult) == problems


def test_a_finding_about_a_figure_says_what_is_right() -> None:
    document = changed(lambda data: data["figures"].update(lift_needed="1"))
    findings = try_from_data(document, GoalResult)
    assert isinstance(findings, tuple)
    assert findings[0].message == (
        'Must be "105/46", which follows from the fields beside it.'
    )


def test_other_figures_than_those_there_are_fit_no_schema() -> None:
    described: list[str] = []
    for name, definition in json_schema(PlanResult)["$defs"].items():
        for key in ("figures", "missing"):
            figures = definition.get("properties", {}).get(key)
            if figures is not None and "properties" in figures:
                assert figures["additionalProperties"] is False
                described.append(f"{name}.{key}")
    assert "GoalResult.figures" in described


def test_figures_may_be_left_out_as_a_whole() -> None:
    def leave_out(data: dict[str, Any]) -> None:
        del data["figures"], data["missing"]

    assert from_data(changed(leave_out), GoalResult) == from_data(GOAL, GoalResult)


def test_a_key_repeated_among_the_figures_is_found() -> None:
    text = json.dumps(GOAL)
    for written in ('"elapsed_days": 45', '"exact": "500/3"'):
        assert written in text
        findings = try_loads(text.replace(written, f"{written}, {written}"), GoalResult)
        assert isinstance(findings, tuple)
        assert findings[0].path.startswith("figures")


def test_a_plan_result_is_of_the_goals_of_its_plan() -> None:
    document = copy.deepcopy(PLAN)
    document["data"]["results"][0]["goal"]["name"] = "Other"
    assert found(document, PlanResult) == [("results", "jbp.value.invalid")]
    document = copy.deepcopy(PLAN)
    document["data"]["figures"]["health_counts"] = {"on_track": 2}
    assert found(document, PlanResult) == [("figures.health_counts", FIGURE)]
    document["data"]["results"][0]["figures"]["pace_index"] = "2"
    assert found(document, PlanResult) == [("results[0].figures.pace_index", FIGURE)]


GOALS = [
    Goal(id="g", name="G", metric=metrics.REVENUE, target=target, period=Q2)
    for target in (None, Money("0", "USD"), Money("25000", "USD"), Money("-5", "USD"))
] + [
    Goal(id="g", name="G", metric=metrics.CHURN_RATE, target=Ratio("5%"),
         baseline=baseline, period=Q2)
    for baseline in (None, Ratio("8%"), Ratio("5%"))
] + [
    Goal(id="g", name="G", metric=metrics.MARKETING_SPEND,
         target=Money("100", "JPY"), period=Q2),
    Goal(id="g", name="G", metric=metrics.WIN_RATE, target=Ratio("30%"), period=Q2),
]  # fmt: skip
ENTRIES = [
    ActualEntry(metric="revenue", on=date(2026, 4, 20), amount=Money("7500", "USD")),
    ActualEntry(metric="revenue", on=date(2026, 4, 21), amount=Money("1", "EUR")),
    ActualEntry(metric="churn-rate", on=date(2026, 4, 30), amount=Ratio("7%")),
    ActualEntry(metric="deals-won", on=date(2026, 4, 30), amount=Quantity(1, "deals")),
]


@pytest.mark.parametrize("entries", [ENTRIES, []], ids=["booked", "nothing"])
@pytest.mark.parametrize("as_of", [Q2.start - timedelta(1), date(2026, 5, 15), Q2.end])
@pytest.mark.parametrize("goal", GOALS, ids=str)
def test_every_kind_of_result_comes_back(
    goal: Goal, as_of: date, entries: list[ActualEntry]
) -> None:
    calendar = WorkCalendar.resolve(Q2)
    for work_calendar in (None, calendar):
        result = assess_goal(goal, entries, as_of=as_of, work_calendar=work_calendar)
        assert loads(dumps(result), GoalResult) == result
        written = to_data(result)["data"]
        assert not set(written["figures"]) & set(written["missing"])


def test_a_score_too_long_to_be_written_exactly_is_rounded() -> None:
    # Forty targets of twenty digits, with hardly a divisor in common.
    result = from_data(PLAN, PlanResult)
    goal = result.plan.goals[0]
    goals = [
        attrs.evolve(goal, id=f"g{n}", target=Quantity(10**19 + n, "deals"))
        for n in range(40)
    ]
    plan = attrs.evolve(result.plan, goals=goals)
    entry = ActualEntry(metric="deals-won", on=date(2026, 4, 2), entry_id="d",
                        amount=Quantity(5, "deals"))  # fmt: skip
    long = assess_plan(plan, [entry], as_of=date(2026, 4, 5))
    exact = long.score_ratio
    assert exact is not None
    assert exact.denominator > 10**600
    document = to_data(long)
    written = Fraction(document["data"]["figures"]["score_ratio"])
    assert abs(written - exact) <= Fraction(1, 2 * 10**30)
    assert from_data(document, PlanResult) == long


def test_a_fraction_too_long_to_be_read_back_is_not_written() -> None:
    result = from_data(GOAL, GoalResult)
    longest = Fraction(10**599 - 2, 10**599 - 1)
    spoilt = attrs.evolve(result, expected_ratio=longest)
    document = to_data(spoilt)
    assert from_data(document, GoalResult).expected_ratio == longest
    with pytest.raises(InvalidValueError):
        to_data(attrs.evolve(result, expected_ratio=Fraction(10**600 - 1, 10**600)))
