"""Targets of plans from templates, worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.templates.built_plan import BASE, HEADS, built, goal, setting, template

import jbpcore as jbp
from jbpcore.planning.templates.building import build_draft


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        # 333.33 × (1 + 0.1) = 366.663
        (jbp.Uplift(base=BASE, by=jbp.AnswerAmount("growth")), "366.66"),
        # 333.33 × 1/3 = 111.11
        (jbp.ShareOf(share=jbp.FixedAmount("1/3", "%"), of=BASE), "111.11"),
        # 333.33 × 7 = 2,333.31
        (jbp.PerHead(each=BASE, heads=HEADS), "2333.31"),
        # 333.33 + 0.5 + 333.33 × 1.1 = 700.493
        (
            jbp.SumOf(
                parts=[
                    BASE,
                    jbp.FixedAmount("0.5"),
                    jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.1", "%")),
                ]
            ),
            "700.49",
        ),
        # half a cent goes to the even one: 333.33 × 0.5 = 166.665
        (jbp.ShareOf(share=jbp.FixedAmount("0.5", "%"), of=BASE), "166.66"),
        # 333.33 × 1.5 = 499.995
        (jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.5", "%")), "500.00"),
        # and down: 333.33 × 0.9 = 299.997
        (jbp.Uplift(base=BASE, by=jbp.FixedAmount("-0.1", "%")), "300.00"),
    ],
)
def test_formulas_are_exact_and_rounded_once(target: object, expected: str) -> None:
    answers = {"base": "333.33 EUR", "heads": 7}
    plan = built(answers, template(goals=[goal(target)]))
    assert plan.goals[0].target == jbp.Money(expected, "EUR")


def test_a_target_builds_on_the_rounded_target_of_another_goal() -> None:
    # 1,234 × 1.1 = 1,357.40, to a hundred 1,400; three times that is 4,200.
    first = goal(
        jbp.Uplift(base=BASE, by=jbp.FixedAmount("0.1", "%")), round_to=100, id="first"
    )
    third = goal(jbp.ShareOf(share=jbp.FixedAmount(3, "%"), of=jbp.GoalAmount("first")))
    plan = built({"base": "1234 USD"}, template(goals=[third, first]))
    targets = {str(one.id): one.target for one in plan.goals}
    assert targets == {
        "first": jbp.Money(1400, "USD"),
        "g": jbp.Money(4200, "USD"),
    }


def test_counts_are_rounded_to_whole_ones_and_ratios_to_a_hundredth_of_a_percent() -> (
    None
):
    goals = [
        # 7 × 1.1 = 7.7
        goal(
            jbp.Uplift(base=HEADS, by=jbp.FixedAmount("0.1", "%")),
            id="people",
            metric="certified-people",
            baseline=HEADS,
        ),
        # 10 % × 1/3 = 3.3333… %
        goal(
            jbp.ShareOf(
                share=jbp.AnswerAmount("growth"), of=jbp.FixedAmount("1/3", "%")
            ),
            id="churn",
            metric="churn-rate",
        ),
    ]
    plan = built({"base": "1 EUR", "heads": 7}, template(goals=goals))
    assert plan.goals[0].target == jbp.Quantity(8, "people")
    assert plan.goals[0].baseline == jbp.Quantity(7, "people")
    assert plan.goals[1].target == jbp.Ratio(Fraction(333, 10_000))


def test_what_builds_on_a_missing_answer_is_left_open_and_said_once() -> None:
    growing = jbp.Uplift(base=BASE, by=jbp.AnswerAmount("growth"))
    draft = build_draft(template(goals=[goal(growing, commit=BASE)]), {}, setting())
    assert draft.plan.goals[0].target is None
    assert [finding.path for finding in draft.missing] == ["answers.base"]


def test_two_currencies_are_never_added_up() -> None:
    mixed = jbp.SumOf(parts=[BASE, jbp.FixedAmount(5, "USD")])
    draft = build_draft(template(goals=[goal(mixed)]), {"base": "5 EUR"}, setting())
    assert draft.plan.goals[0].target is None
    assert [finding.code for finding in draft.missing] == ["jbp.template.currency"]


def test_a_profile_and_bounds_to_keep_follow_the_plan() -> None:
    thirds = jbp.TemplateProfile(
        id="hockey", name="Hockey", per=jbp.ProfileStep.QUARTER, weights=[1, 2, 3, 4]
    )
    seats = jbp.TemplateMetric(
        id="seats", name="Seats", unit="seats", accumulation=jbp.Accumulation.LEVEL,
        direction=jbp.Direction.KEEP,
    )  # fmt: skip
    kept = goal(
        id="kept",
        metric="seats",
        keep=jbp.TemplateKeep(
            lower=jbp.FixedAmount(5, "seats"), every=jbp.KeepEvery.QUARTER
        ),
    )
    made = template(
        profiles=[thirds],
        metrics=[seats],
        goals=[goal(BASE, phasing="hockey"), kept],
    )
    plan = built({"base": "100 EUR"}, made)
    phasing = plan.goals[0].phasing
    assert isinstance(phasing, jbp.WeightedPhasing)
    assert [one.weight for one in phasing.buckets] == [
        Fraction(part, 10) for part in (1, 2, 3, 4)
    ]
    keep = plan.goals[1].keep
    assert keep is not None
    assert keep.lower == jbp.Quantity(5, "seats")
    assert [str(days.last_day) for days in keep.checks] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]


def test_the_currency_of_a_target_is_the_plans_where_none_is_said() -> None:
    plan = built({}, template(goals=[goal(jbp.FixedAmount(25000, "USD"))]))
    assert plan.goals[0].target == jbp.Money(25000, "USD")
