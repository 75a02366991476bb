"""Spark comes to the digits that each goal comes to by itself, in a plan of its own."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from tests.cluster.many_goals import GOALS, LOOKED_AT, SEED, assessed, check
from tests.frames.goal_columns import (
    DAYS,
    Columns,
    actual_table,
    goal_table,
    phasing_table,
)
from tests.frames.interval_columns import busy_cases, unlike

from jbpcore.frames import assess

TYPES = {
    "target": "bigint",
    "baseline": "bigint",
    "amount": "bigint",
    "weight": "bigint",
    "month": "int",
    "sequence": "int",
    "first_day": "date",
    "last_day": "date",
    "date": "date",
}


def in_spark(spark: Any, columns: Columns) -> Any:
    schema = ", ".join(f"{name} {TYPES.get(name, 'string')}" for name in columns)
    return spark.createDataFrame(
        list(zip(*columns.values(), strict=True)), schema=schema
    )


@pytest.mark.parametrize("as_of", LOOKED_AT, ids=str)
def test_every_figure_is_that_of_one_goal(spark: Any, as_of: date) -> None:
    found = assessed(partial(in_spark, spark), as_of)

    check((row.asDict() for row in found.collect()), as_of)


def test_every_interval_is_that_of_one_goal(spark: Any) -> None:
    as_of, level = DAYS[0], Fraction(4, 5)
    cases = busy_cases(GOALS // 4, SEED, as_of)
    found = assess(
        in_spark(spark, goal_table(cases)),
        in_spark(spark, actual_table(cases)),
        phasing=in_spark(spark, phasing_table(cases)),
        as_of=as_of,
        level_ratio=level,
    )
    rows = [row.asDict() for row in found.collect()]
    assert len(rows) == len(cases)
    assert not unlike(rows, cases, as_of, level)


def test_it_is_all_in_the_plan_of_spark(spark: Any) -> None:
    found = assessed(
        partial(in_spark, spark), DAYS[0], shapes=("flow", "ceiling", "milestone")
    )

    plan = found._jdf.queryExecution().executedPlan().toString()  # noqa: SLF001
    steps = re.findall(r"^[^\w]*([A-Z]\w+)", plan, re.MULTILINE)
    # No row goes through Python, and none is fetched to be sent out again.
    assert not [step for step in steps if "Python" in step or "Arrow" in step]
    # Entries are sent once to where their goal is, the goals to their entries and to
    # their figures; the few phasings are put in order by name, and sent to everybody.
    keys = Counter(re.findall(r"Exchange hashpartitioning\((\w+)#", plan))
    assert set(keys) <= {"goal_id", "phasing"}
    assert keys["goal_id"] <= 3
    assert keys["phasing"] == 1


def test_a_goal_with_most_of_the_entries_is_no_trouble(spark: Any) -> None:
    functions = pytest.importorskip("pyspark.sql.functions")
    goals = in_spark(
        spark,
        {
            "goal_id": ["large", "small"],
            "target": [400_000, 1_000],
            "first_day": [date(2026, 4, 1)] * 2,
            "last_day": [date(2026, 6, 30)] * 2,
        },
    )
    numbered = spark.range(300_000)
    actuals = numbered.select(
        functions.when(numbered.id < 299_000, "large")
        .otherwise("small")
        .alias("goal_id"),
        functions.expr("date_add(DATE '2026-04-01', CAST(id % 40 AS INT))").alias(
            "date"
        ),
        functions.lit(1).alias("amount"),
    )
    found = assess(goals, actuals, as_of=date(2026, 5, 15))
    rows = {row["goal_id"]: row["attained"] for row in found.collect()}
    assert rows == {"large": 299_000, "small": 1_000}
