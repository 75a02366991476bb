"""Plans and their ledger as columns, which come to what each plan comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.frames.goal_columns import (
    DAYS,
    Case,
    entries_of,
    found_row,
    goal_of,
    make_cases,
    row_of,
)
from tests.frames.libraries import lib, skip_without_libraries

from jbpcore.engine.plan_assessment import assess_plan
from jbpcore.frames import CHANNEL_KEYS, assess, channel_tables, roll_up
from jbpcore.model import metrics
from jbpcore.model.actual import ActualEntry
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Metric
from jbpcore.model.party import Partner, Party
from jbpcore.model.phasing import (
    Bucket,
    CumulativePhasing,
    CumulativePoint,
    Phasing,
    WeightedPhasing,
)
from jbpcore.model.plan import Plan
from jbpcore.model.s_curve import SCurvePhasing
from jbpcore.model.target_version import TargetVersion
from jbpcore.periods.daterange import DateRange
from jbpcore.values.money import Money
from jbpcore.values.ratio import Ratio

skip_without_libraries()

AS_OF = DAYS[0]
QUARTER = DateRange(date(2026, 4, 1), date(2026, 7, 1))
SALES = Goal(
    id="sales",
    name="Sales",
    metric=metrics.REVENUE,
    target=Money("25000", "USD"),
    period=QUARTER,
)


def plan_of(*goals: Goal, partner: str = "northwind") -> Plan:
    return Plan(
        id="plan",
        name="Plan",
        vendor=Party(id="acme", name="Acme"),
        partner=Partner(id=partner, name=partner.title()),
        period=DateRange(date(2020, 1, 1), date(2035, 1, 1)),
        goals=goals,
    )


def sale(amount: str, **fields: Any) -> ActualEntry:
    return ActualEntry(
        **{
            "metric": "revenue",
            "on": date(2026, 4, 20),
            "amount": Money(amount, "USD"),
            "entry_id": f"{amount}",
            **fields,
        }
    )


def in_polars(tables: Any) -> tuple[Any, Any, Any]:
    pl = lib("polars")
    found = (tables.goals, tables.actuals, tables.phasing)
    return tuple(pl.DataFrame(table) for table in found)


def channel(cases: list[Case]) -> Iterator[tuple[Plan, list[Case]]]:
    """Yield plans of six goals each, of which some are about the same metric."""
    for start in range(0, len(cases), 6):
        some = cases[start : start + 6]
        yield plan_of(*map(goal_of, some), partner=f"partner-{start}"), some


def test_a_channel_comes_to_what_each_plan_comes_to() -> None:
    plans = list(channel(make_cases(300, 5, AS_OF)))
    entries = [
        attrs.evolve(
            entry, partner_id=plan.partner.id, entry_id=f"{case.key}-{entry.entry_id}"
        )
        for plan, cases in plans
        for case in cases
        for entry in entries_of(case)
    ]
    tables = channel_tables([plan for plan, _ in plans], entries, as_of=AS_OF)
    goals, actuals, phasing = in_polars(tables)

    found = assess(goals, actuals, phasing=phasing, as_of=AS_OF, keys=CHANNEL_KEYS)

    rows = {row["goal_id"]: found_row(row) for row in found.iter_rows(named=True)}
    for plan, cases in plans:
        results = assess_plan(plan, entries, as_of=AS_OF).results
        for case, result in zip(cases, results, strict=True):
            if case.weights is not None and not any(case.weights):
                assert case.key not in rows  # phased by days that are not its own
                continue
            expected, row = row_of(case, result), rows[case.key]
            assert {name: row[name] for name in expected} == expected
    assert len(rows) > 250
    assert len(rows) + len(tables.findings) == 300


def test_an_entry_counts_for_each_goal_that_it_is_about() -> None:
    """Two goals of one metric, one entry given twice, and one of another partner."""
    twice = attrs.evolve(SALES, id="more")
    entries = [sale("100"), sale("100"), sale("7", partner_id="contoso")]
    tables = channel_tables([plan_of(SALES, twice)], entries, as_of=AS_OF)

    assert list(tables.actuals.iter_rows()) == [
        {
            "partner_id": "northwind",
            "plan_id": "plan",
            "goal_id": goal,
            "date": date(2026, 4, 20),
            "amount": 10_000,
            "sequence": 0,
        }
        for goal in ("sales", "more")
    ]


def test_the_target_is_the_one_that_counts_on_the_day() -> None:
    revised = attrs.evolve(
        SALES,
        target_versions=[
            TargetVersion(effective_on=date(2026, 5, 1), target=Money("20000", "USD"))
        ],
    )
    targets = [
        channel_tables([plan_of(revised)], [], as_of=day).goals.to_dict()["target"]
        for day in (date(2026, 4, 30), date(2026, 5, 1))
    ]

    assert targets == [[2_500_000], [2_000_000]]


def test_weights_of_a_plan_become_whole_together() -> None:
    goals = [
        attrs.evolve(SALES, id=f"g{n}", weight=Fraction(weight))
        for n, weight in enumerate(("1/2", "1/3", "2"))
    ]
    tables = channel_tables([plan_of(*goals)], [], as_of=AS_OF)

    assert tables.goals.to_dict()["weight"] == [3, 2, 12]


def test_the_score_of_a_plan_is_the_same() -> None:
    """30 % of 25,000 and 60 % of half of it, with weights 1/2 and 1/3."""
    goals = [
        attrs.evolve(SALES, weight="1/2"),
        attrs.evolve(SALES, id="b", weight="1/3", target=Money("12500", "USD")),
    ]
    plan, entries = plan_of(*goals), [sale("7500")]
    tables = channel_tables([plan], entries, as_of=AS_OF)
    goal_frame, actuals, phasing = in_polars(tables)
    found = assess(goal_frame, actuals, phasing=phasing, as_of=AS_OF, keys=CHANNEL_KEYS)
    score = roll_up(found, by=["partner_id", "plan_id"])["score_millionths"][0]

    exact = assess_plan(plan, entries, as_of=AS_OF).score_ratio
    assert exact == (Fraction("0.3") / 2 + Fraction("0.6") / 3) / Fraction(5, 6)
    assert score == round(exact * 10**6)


_CHURN = Metric(
    key="churn",
    name="Churn",
    unit=metrics.CHURN_RATE.unit,
    accumulation=metrics.CHURN_RATE.accumulation,
)


def phased(phasing: Phasing) -> Goal:
    return attrs.evolve(SALES, phasing=phasing)


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (
            attrs.evolve(SALES, metric=metrics.WIN_RATE, target=Ratio("1/2")),
            "level_up, level_down, milestone; got ratio_up.",
        ),
        (
            attrs.evolve(SALES, metric=_CHURN, target=Ratio("1/2")),
            "target must be whole minor units, or hundredths; got 1/2.",
        ),
        (attrs.evolve(SALES, score_cap="120%"), "score_cap must be none of its own; "),
        (phased(SCurvePhasing()), "got SCurvePhasing."),
        (
            phased(CumulativePhasing([CumulativePoint(date(2026, 5, 1), "1/2")])),
            "by whole calendar months of the goal; got CumulativePhasing.",
        ),
        (
            phased(
                WeightedPhasing(
                    [Bucket(DateRange.of_days(date(2026, 4, 1), 45), 1)],
                )
            ),
            "got WeightedPhasing.",
        ),
    ],
)
def test_what_columns_cannot_tell_is_named(goal: Goal, said: str) -> None:
    tables = channel_tables([plan_of(goal)], [], as_of=AS_OF)

    assert len(tables.goals) == 0
    (finding,) = tables.findings
    assert finding.code == "jbp.frame.goal"
    assert finding.path == "northwind/plan/sales"
    assert said in finding.message


def test_shared_credit_that_leaves_half_a_cent() -> None:
    half = [sale("0.01", credit_ratio="1/2")]

    (finding,) = channel_tables([plan_of(SALES)], half, as_of=AS_OF).findings
    assert "entry.amount must be whole minor units" in finding.message
    whole = [sale("0.02", credit_ratio="1/2")]
    tables = channel_tables([plan_of(SALES)], whole, as_of=AS_OF)
    assert tables.actuals.to_dict()["amount"] == [1]


def test_months_of_two_years_are_not_one() -> None:
    """A bucket of a month, and one of thirteen months that ends in the same month."""
    goal = attrs.evolve(
        SALES,
        period=DateRange(date(2026, 4, 1), date(2027, 6, 1)),
        phasing=WeightedPhasing(
            [
                Bucket(DateRange(date(2026, 4, 1), date(2026, 5, 1)), 1),
                Bucket(DateRange(date(2026, 5, 1), date(2027, 6, 1)), 1),
            ]
        ),
    )
    (finding,) = channel_tables([plan_of(goal)], [], as_of=AS_OF).findings

    assert "whole calendar months" in finding.message


def test_a_month_without_an_end_of_its_own() -> None:
    later = DateRange(date(2026, 4, 1), date(2026, 5, 1) + timedelta(days=3))
    goal = attrs.evolve(
        SALES,
        period=later,
        phasing=WeightedPhasing([Bucket(DateRange(date(2026, 4, 1), later.end), 1)]),
    )

    assert channel_tables([plan_of(goal)], [], as_of=AS_OF).findings
