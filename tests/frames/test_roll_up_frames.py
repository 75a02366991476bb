"""Goals of a data frame added up, against sums taken one by one in fractions."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

import pytest
from tests.frames.goal_columns import (
    DAYS,
    Columns,
    actual_table,
    entries_of,
    expected_rows,
    goal_of,
    goal_table,
    make_cases,
    phasing_table,
)
from tests.frames.libraries import KINDS, Polars, skip_without_libraries

from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.score import score_goals
from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames import ScoreRule, assess, roll_up
from jbpcore.model.health import Health

skip_without_libraries()

AS_OF = DAYS[0]
GOALS, SEED = 400, 11
RATES = {
    "USD": 1_000_000,
    "EUR": 1_083_451,
    "JPY": 672_311,
    "KWD": 325_243,
    "count": 7,
}
FX: Columns = {"currency": list(RATES), "rate_millionths": list(RATES.values())}
AMOUNTS = ("target", "attained", "expected_to_date")


def goals() -> Columns:
    """Return goals of a few partners, with weights; some weigh nothing."""
    random = Random(3)  # noqa: S311 - the same each time
    table = goal_table(make_cases(GOALS, SEED, AS_OF))
    return table | {
        "partner": [f"partner {random.randint(1, 9)}" for _ in range(GOALS)],
        "weight": [random.choice((0, 1, 2, 5, 40)) for _ in range(GOALS)],
    }


def measured(make: Polars, table: Columns) -> Any:
    cases = make_cases(GOALS, SEED, AS_OF)
    return assess(
        make(table),
        make(actual_table(cases)),
        phasing=make(phasing_table(cases)),
        as_of=AS_OF,
    )


def rounded(value: Fraction) -> int:
    return round(value)  # half to the even one


@cache
def by_hand(cap: Fraction | None) -> dict[str, dict[str, int | None]]:
    """Return what each partner's goals come to, one by one."""
    table, cases = goals(), make_cases(GOALS, SEED, AS_OF)
    rows = expected_rows(GOALS, SEED, AS_OF)
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    points: Counter[str] = Counter()
    for place, (case, row) in enumerate(zip(cases, rows, strict=True)):
        total = sums[table["partner"][place]]
        rate, weight = Fraction(RATES[case.unit], 10**6), table["weight"][place]
        total["goals"] += 1
        total[row["health"]] += 1
        figures = [case.target, row["attained"], row["expected_to_date"]]
        if case.shape == "milestone" or None in figures:
            total["left_out"] += 1
        else:
            in_usd = [rounded(figure * rate) for figure in figures]
            for name, amount in zip(AMOUNTS, in_usd, strict=True):
                total[name] += amount
            wanted, attained, expected = in_usd
            result = assess_goal(goal_of(case), entries_of(case), as_of=AS_OF)
            sign = 1 if result.higher_is_better else -1
            total["gap_to_target"] += sign * (wanted - attained)
            total["gap_to_pace"] += sign * (expected - attained)
        result = assess_goal(goal_of(case), entries_of(case), as_of=AS_OF)
        line = score_goals([result]).lines[0]
        if line.left_out is None:
            assert line.ratio is not None
            ratio = line.ratio if cap is None else min(line.ratio, cap)
            total["weight"] += weight
            points[table["partner"][place]] += weight * min(
                rounded(ratio * 10**6), 10**12
            )
    names: tuple[str, ...] = (
        "goals",
        "left_out",
        *AMOUNTS,
        "gap_to_target",
        "gap_to_pace",
        "weight",
    )
    names += tuple(health.value for health in Health)
    return {
        partner: {
            **{name: total[name] for name in names},
            "score_millionths": rounded(Fraction(points[partner], total["weight"]))
            if total["weight"]
            else None,
        }
        for partner, total in sums.items()
    }


@pytest.mark.parametrize("cap", [None, Fraction(6, 5)])
def test_sums_are_those_of_goals_taken_one_by_one(
    make: Polars, cap: Fraction | None
) -> None:
    found = roll_up(
        measured(make, goals()), by="partner", fx=make(FX), score_cap=cap, into="USD"
    )

    rows = {row["partner"]: row for row in make.rows(found)}
    expected = by_hand(cap)
    assert set(rows) == set(expected)
    for partner, row in rows.items():
        assert {name: row[name] for name in expected[partner]} == expected[partner]
        assert row["currency"] == "USD"


def test_sums_of_sums_are_those_of_the_whole() -> None:
    make = KINDS["polars"]()
    assessed = measured(make, goals())
    parts = make.rows(roll_up(assessed, by=["partner", "shape"], fx=make(FX)))
    whole = make.rows(roll_up(assessed, by="partner", fx=make(FX)))

    for row in whole:
        inside = [part for part in parts if part["partner"] == row["partner"]]
        for name in ("goals", "left_out", "attained", "gap_to_pace", "weight", "met"):
            assert sum(part[name] for part in inside) == row[name]


def test_the_ratio_is_that_of_the_sums() -> None:
    make = KINDS["polars"]()
    for row in make.rows(roll_up(measured(make, goals()), by="partner", fx=make(FX))):
        assert row["attainment_ratio"] == float(
            Fraction(row["attained"], row["target"])
        )


def simple(**changed: list[Any]) -> Columns:
    return {
        "goal_id": ["a", "b", "c"],
        "target": [100, 100, 100],
        "first_day": [date(2026, 5, 1)] * 3,
        "last_day": [date(2026, 5, 31)] * 3,
        "shape": ["flow", "ceiling", "flow"],
        **changed,
    }


def booked() -> Columns:
    return {
        "goal_id": ["a", "b"],
        "date": [date(2026, 5, 2)] * 2,
        "amount": [50, 200],
    }


def test_each_rule_of_the_score_by_hand(make: Polars) -> None:
    """50 of 100; 200 spent of 100 allowed; and nothing of 100.

    The way done is 50 %, 50 % of a ceiling broken, and 0: a third of 100 %. Of what was
    attained the same counts here; of a ceiling kept, 100 ÷ 25 would count fourfold.
    """
    assessed = assess(make(simple()), make(booked()), as_of=AS_OF)
    kept = assess(
        make(simple()),
        make(booked() | {"amount": [50, 25]}),
        as_of=AS_OF,
    )

    def score(frame: Any, **options: Any) -> int:
        everything = roll_up(frame, by="first_day", **options)
        found: int = make.rows(everything)[0]["score_millionths"]
        return found

    assert score(assessed) == 333_333
    assert score(assessed, rule=ScoreRule.ATTAINMENT) == 333_333
    assert score(kept) == 500_000
    assert score(kept, rule="attainment") == 1_500_000
    assert score(kept, rule="attainment", score_cap=2) == 833_333
    assert score(kept, score_floor=Fraction(1, 4)) == 583_333


def test_several_currencies_without_rates(make: Polars) -> None:
    table = simple(currency=["EUR", "USD", "USD"], partner=["x", "x", "y"])
    assessed = assess(make(table), make(booked()), as_of=AS_OF)

    if make.is_late:
        rows = {
            row["partner"]: row for row in make.rows(roll_up(assessed, by="partner"))
        }
        assert rows["x"]["attained"] is None
        assert rows["x"]["attainment_ratio"] is None
        assert rows["x"]["goals"] == 2
        assert rows["y"]["target"] == 100
    else:
        with pytest.raises(InvalidDataError, match="several for 1: partner 'x'"):
            roll_up(assessed, by="partner")
    by_currency = roll_up(assessed, by=["partner", "currency"])
    assert len(make.rows(by_currency)) == 3


def test_a_rate_that_is_missing_leaves_the_goal_out(make: Polars) -> None:
    table = simple(currency=["EUR", "USD", "USD"])
    assessed = assess(make(table), make(booked()), as_of=AS_OF)
    fx = make({"currency": ["USD"], "rate_millionths": [2_000_000]})
    (row,) = make.rows(roll_up(assessed, by="first_day", fx=fx))

    assert (row["left_out"], row["target"], row["attained"]) == (1, 400, 400)


def test_goals_without_a_group_are_one(make: Polars) -> None:
    table = simple(partner=["x", None, None])
    assessed = assess(make(table), make(booked()), as_of=AS_OF)
    rows = make.rows(roll_up(assessed, by="partner"))

    assert sorted(row["goals"] for row in rows) == [1, 2]


def test_a_column_that_is_missing() -> None:
    make = KINDS["polars"]()

    with pytest.raises(InvalidDataError) as caught:
        roll_up(make(simple()), by="region")

    named = [finding.column for finding in caught.value.findings]
    assert named[:2] == ["region", "attained"]


def test_a_limit_finer_than_a_millionth() -> None:
    make = KINDS["polars"]()
    assessed = assess(make(simple()), make(booked()), as_of=AS_OF)

    with pytest.raises(InvalidValueError, match="score_cap must be whole millionths"):
        roll_up(assessed, by="shape", score_cap=Fraction(1, 3))


def test_rates_of_another_library() -> None:
    make = KINDS["polars"]()
    assessed = assess(make(simple()), make(booked()), as_of=AS_OF)

    with pytest.raises(InvalidValueError, match="of polars, as goals are"):
        roll_up(assessed, by="shape", fx=KINDS["pyarrow"]()(FX))


def test_ratios_are_rounded_once_however_large() -> None:
    """Five of nine million million units, and one that no float holds."""
    large = 9 * 10**14 + 1
    make = KINDS["polars"]()
    table = simple(target=[large, 3, 7], shape=["flow"] * 3)
    entries: Columns = {
        "goal_id": ["a", "b", "c"],
        "date": [date(2026, 5, 2)] * 3,
        "amount": [5 * 10**14, 1, -1],
    }
    rows = make.rows(
        roll_up(assess(make(table), make(entries), as_of=AS_OF), by="goal_id")
    )

    found = {row["goal_id"]: row["score_millionths"] for row in rows}
    assert found == {
        "a": rounded(Fraction(5 * 10**20, large)),
        "b": 333_333,
        "c": -142_857,
    }


def test_rules_have_permanent_names() -> None:
    assert [rule.value for rule in ScoreRule] == ["progress", "attainment"]
