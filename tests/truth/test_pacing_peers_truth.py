"""Worked examples that others printed: calculators, glossaries, textbooks, peers.

Each topic has one rule here that asks the library; a topic without a rule has a reason.
What is printed is compared at its printed digits; where the print itself came from a
rounded intermediate, the exact value is compared.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.buckets import GoalBucket, list_buckets
from jbpcore.engine.curve import due_share
from jbpcore.engine.goal_result import GoalResult
from jbpcore.engine.roll_up import roll_up
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.phasing import Bucket, LinearPhasing, Phasing, WeightedPhasing
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity

Inputs: TypeAlias = dict[str, Any]
START = date(2026, 1, 1)
CALENDAR = FiscalCalendar.calendar_year()
YEAR = CALENDAR.year(2026)


def money(amount: Decimal | int) -> Money:
    return Money(amount, "USD")


def a_goal(target: Decimal | int, period: DateRange, **fields: Any) -> Goal:
    plain: Inputs = {"id": "g", "name": "Goal", "metric": metrics.REVENUE}
    return Goal(**{**plain, "target": money(target), "period": period, **fields})


def result(target: Decimal | int, actual: Decimal | int, **at: Any) -> GoalResult:
    """Book all of it on the first day, and look after so many days of so many."""
    period = DateRange.of_days(START, int(at.get("days_total", 30)))
    day = START + timedelta(days=int(at.get("days_elapsed", 30)) - 1)
    booked = ActualEntry(metric="revenue", on=START, amount=money(actual))
    return assess_goal(a_goal(target, period), [booked], as_of=day)


def number(figure: Amount | Fraction | None) -> Fraction:
    assert figure is not None
    return figure if isinstance(figure, Fraction) else exact(figure)


def days_of(inputs: Inputs) -> Inputs:
    return {key: inputs[key] for key in ("days_elapsed", "days_total")}


def months_booked(
    amounts: list[Decimal | int], target: Decimal | int
) -> list[GoalBucket]:
    """Book each amount in its month of a period of as many months, and cut it again."""
    months = [CALENDAR.month(2026, number + 1) for number in range(len(amounts))]
    period = DateRange(START, months[-1].end)
    entries = [
        ActualEntry(metric="revenue", on=month.start, amount=money(amount))
        for month, amount in zip(months, amounts, strict=True)
    ]
    goal = a_goal(target, period)
    cut = list_buckets(
        goal, CALENDAR, PeriodKind.MONTH, entries=entries, as_of=period.last_day
    )
    return list(cut)


def attainment(inputs: Inputs) -> Fraction:
    return number(result(inputs["quota"], inputs["actual"]).attainment_ratio) * 100


def attainment_ytd(inputs: Inputs) -> Fraction:
    months = months_booked(inputs["actuals"], sum(inputs["quotas"]))
    return number(months[-1].attained_to_date) / Fraction(sum(inputs["quotas"])) * 100


def shortfall_pct(inputs: Inputs) -> Fraction:
    found = result(inputs["quota"], inputs["actual"])
    return number(found.gap_to_target) / Fraction(inputs["quota"]) * 100


def projected_finish(inputs: Inputs) -> Fraction:
    found = result(1, inputs["to_date"], **days_of(inputs))
    return number(found.projected_finish)


def projected_attainment(inputs: Inputs) -> Fraction:
    found = result(inputs["quota"], inputs["to_date"], **days_of(inputs))
    return number(found.projected_finish) / Fraction(inputs["quota"]) * 100


def pacing_pct(inputs: Inputs) -> Fraction:
    if "spent_pct" in inputs:
        at = {"days_elapsed": inputs["elapsed_pct"], "days_total": 100}
        return number(result(100, inputs["spent_pct"], **at).pace_index) * 100
    found = result(inputs["quota"], inputs["actual"], **days_of(inputs))
    # Not from the expected amount, which is rounded to the cent.
    ratio, share = number(found.attainment_ratio), found.expected_ratio
    assert share is not None
    assert abs(number(found.pace_index) - ratio / share) < Fraction(1, 10**6)
    return ratio / share * 100


def expected_to_date(inputs: Inputs) -> Fraction:
    return number(result(inputs["target"], 0, **days_of(inputs)).expected_to_date)


def ahead_of_pace(inputs: Inputs) -> Fraction:
    found = result(inputs["target"], inputs["actual"], **days_of(inputs))
    return -number(found.gap_to_pace)


def annualised(inputs: Inputs) -> Fraction:
    if "months" in inputs:
        profile = PhasingProfile(name="Even", per=ProfileStep.MONTH, weights=[1] * 12)
        goal = a_goal(1, YEAR, phasing=profile.phasing(YEAR, CALENDAR))
        day = CALENDAR.month(2026, int(inputs["months"])).last_day
        booked = ActualEntry(metric="revenue", on=START, amount=money(inputs["amount"]))
        return number(assess_goal(goal, [booked], as_of=day).projected_finish)
    at = {"days_elapsed": inputs["days"], "days_total": inputs["year_days"]}
    return number(result(1, inputs["amount"], **at).projected_finish)


def linearity_share(inputs: Inputs) -> Fraction:
    total = sum(inputs["months"])
    bucket = months_booked(inputs["months"], total)[int(inputs["month"]) - 1]
    return number(bucket.attained) / Fraction(total) * 100


def phased_expectation(inputs: Inputs) -> Fraction:
    shares, quarter = inputs["shares"], CALENDAR.quarter(2026, 2)
    profile = PhasingProfile(name="P", per=ProfileStep.MONTH_OF_QUARTER, weights=shares)
    goal = a_goal(inputs["target"], quarter, phasing=profile.phasing(quarter, CALENDAR))
    month = CALENDAR.month(2026, 3 + int(inputs["months_done"]))
    return number(assess_goal(goal, [], as_of=month.last_day).expected_to_date)


def of_quarters(index: Decimal | int | Fraction, position: int) -> Phasing:
    """Weigh one quarter with *index*, where four quarters have one on average."""
    rest = (4 - Fraction(index)) / 3
    weights = [rest] * 4
    weights[position - 1] = Fraction(index)
    profile = PhasingProfile(name="S", per=ProfileStep.QUARTER, weights=weights)
    return profile.phasing(YEAR, CALENDAR)


def seasonal_allocation(inputs: Inputs) -> Fraction:
    position = int(inputs.get("quarter", 1))
    if "annual" in inputs:
        annual, index = inputs["annual"], Fraction(inputs["index_pct"]) / 100
        assert inputs["periods"] == 4
    else:
        annual, index = inputs["period_average"] * 4, inputs["index"]
    goal = a_goal(annual, YEAR, phasing=of_quarters(index, position))
    return number(
        list_buckets(goal, CALENDAR, PeriodKind.QUARTER)[position - 1].scheduled
    )


def deseasonalised(inputs: Inputs) -> Fraction:
    """Project the year from its first quarter along the season, and take a fourth."""
    end = CALENDAR.quarter(2026, 1).last_day
    share = due_share(of_quarters(inputs["index"], 1), YEAR, as_of=end)
    assert share is not None
    year = formulas.projection(Fraction(inputs["actual"]), 0, share)
    assert year is not None
    return year / 4


def seasonalised_forecast(inputs: Inputs) -> Fraction:
    """Phase four times the trend over the year, and take the quarter."""
    position = int(inputs["quarter"])
    days = CALENDAR.quarter(2026, position)
    phasing, trend = of_quarters(inputs["index"], position), Fraction(inputs["trend"])
    before, after = (
        due_share(phasing, YEAR, as_of=day)
        for day in (days.start - timedelta(days=1), days.last_day)
    )
    assert before is not None
    assert after is not None
    return formulas.expected(0, 4 * trend, after - before)


def period_day_weight(inputs: Inputs) -> Fraction:
    """Compare what is due after so many open days with what an even line wants."""
    opened = DateRange.of_days(START, int(inputs["days_open_year"]))
    first, rest = opened.split_at(
        START + timedelta(days=int(inputs["days_open_period"]))
    )
    share = Fraction(inputs["share"])
    uneven = WeightedPhasing([Bucket(first, share), Bucket(rest, 1 - share)])
    found = due_share(uneven, opened, as_of=first.last_day)
    even = due_share(LinearPhasing(), opened, as_of=first.last_day)
    assert found is not None
    assert even is not None
    return found / even


def over_assignment(inputs: Inputs) -> Fraction:
    children = [a_goal(target, YEAR) for target in inputs["children"]]
    total = roll_up(assess_goal(child, [], as_of=START) for child in children)
    wanted_above = a_goal(inputs["parent_target"], YEAR)
    handed_out = number(total.assigned_ratio(wanted_above))
    assert handed_out == number(total.target) / number(wanted_above.target)
    return number(total.target)


def hedge_compound(inputs: Inputs) -> Fraction:
    """Hand out more than is wanted on each level, and add up what the last one has."""
    top = a_goal(10**10, YEAR)
    level = [top]
    for _ in range(int(inputs["levels"])):
        level = [
            a_goal(goal.target.amount * inputs["hedge"] * part, YEAR)
            for goal in level
            for part in (Decimal("0.4"), Decimal("0.6"))
            if isinstance(goal.target, Money)
        ]
    total = roll_up(assess_goal(goal, [], as_of=START) for goal in level)
    return (number(total.assigned_ratio(top)) - 1) * 100


def phased_target_total(inputs: Inputs) -> Fraction:
    profile = PhasingProfile(name="Even", per=ProfileStep.MONTH, weights=[1] * 12)
    goal = Goal(
        id="g",
        name="Goal",
        metric=metrics.DEALS_WON,
        target=Quantity(inputs["target_qty"], "deals"),
        period=YEAR,
        phasing=profile.phasing(YEAR, CALENDAR),
    )
    months = list_buckets(goal, CALENDAR, PeriodKind.MONTH)
    assert len(months) == 12
    return sum((number(month.scheduled) for month in months), Fraction(0))


def credit_split(inputs: Inputs) -> Fraction:
    deal = ActualEntry(
        metric="revenue",
        on=START,
        amount=money(inputs["deal"]),
        credit_ratio=Fraction(inputs["credit_pct"]) / 100,
    )
    found = assess_goal(a_goal(1, YEAR), [deal], as_of=START)
    return number(found.attained)


RULES: dict[str, Callable[[Inputs], Fraction]] = {
    "ahead_of_pace": ahead_of_pace,
    "annualised": annualised,
    "attainment": attainment,
    "attainment_ytd": attainment_ytd,
    "credit_split": credit_split,
    "deseasonalised": deseasonalised,
    "expected_to_date_linear": expected_to_date,
    "hedge_compound": hedge_compound,
    "linearity_share": linearity_share,
    "over_assignment": over_assignment,
    "pacing_pct": pacing_pct,
    "period_day_weight": period_day_weight,
    "phased_expectation": phased_expectation,
    "phased_target_total": phased_target_total,
    "projected_attainment": projected_attainment,
    "projected_finish_linear": projected_finish,
    "seasonal_allocation": seasonal_allocation,
    "seasonalised_forecast": seasonalised_forecast,
    "shortfall_pct": shortfall_pct,
}
NOT_ASKED = {
    "trend_intercept": (
        "a line fitted to deseasonalised history says where it would have begun, which "
        "no goal asks: the projection goes on from what is booked, and shows no trend"
    ),
    "weighted_pipeline": (
        "open pipeline stands beside what was attained, as coverage; a win rate of all "
        "deals says nothing about these, and a credit ratio is no chance of winning"
    ),
}


@pytest.fixture(scope="module")
def examples(truth: Path) -> list[Inputs]:
    path = truth / "pacing_peers" / "worked_examples_open.json"
    rows: list[Inputs] = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    assert len(rows) >= 40
    return rows


def wanted(example: Inputs) -> tuple[Fraction, Fraction]:
    """Return what is printed and half of its last digit, or the exact value."""
    if example["agrees"] == "yes":
        digits = int(example["printed_decimals"])
        return Fraction(example["expected"]), Fraction(1, 2 * 10**digits)
    return Fraction(example["exact_value"]), Fraction(1, 10**9)


@pytest.mark.parametrize("topic", sorted(RULES))
def test_the_library_says_what_others_printed(
    topic: str, examples: list[Inputs]
) -> None:
    asked = [example for example in examples if example["topic"] == topic]
    assert asked
    for example in asked:
        value, tolerance = wanted(example)
        found = RULES[topic](example["inputs"])
        assert abs(found - value) <= tolerance, example["id"]


def test_every_topic_has_a_rule_or_a_reason(examples: list[Inputs]) -> None:
    topics = {example["topic"] for example in examples}
    assert topics <= RULES.keys() | NOT_ASKED.keys()
    asked = [example for example in examples if example["topic"] in RULES]
    assert len(asked) >= 38
