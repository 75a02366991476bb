"""The tree that the definition is made of, and how it is written for an engine."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jbpcore import frames
from jbpcore.frames.as_python import evaluate, run_stages
from jbpcore.frames.as_sql import Dialect, sql, text_sql
from jbpcore.frames.assess_sql import assess_sql
from jbpcore.frames.definition import AsOf, definition
from jbpcore.frames.expression import (
    Expression,
    as_expression,
    column,
    greatest,
    least,
    literal,
    when,
)
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.layout import GOAL_COLUMNS, Layout
from jbpcore.frames.roll_up_definition import (
    ROLLED_UP,
    SUMMED,
    RollUpRequest,
    ScoreRule,
    after_sums,
    before_sums,
)
from jbpcore.frames.roll_up_sql import roll_up_sql
from jbpcore.frames.rounding import Millionths, Scaled
from jbpcore.frames.sql_parts import SqlTables
from jbpcore.model.health import HealthBands

A, B = column("a"), column("b")
LAYOUT = Layout(keys=("goal_id",), goals=tuple(GOAL_COLUMNS), has_phasing=True)


def test_trees_are_the_same_by_what_they_say() -> None:
    assert column("a") + 1 == column("a") + 1
    assert column("a") + 1 != 1 + column("a")
    assert len({column("a"), column("a"), column("b")}) == 2
    assert (A < B).names == {"a", "b"}


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (A + 0, A),
        (0 + A, A),
        (A - 0, A),
        (A * 1, A),
        (1 * A, A),
        (A & True, A),
        (A | False, A),
        (A & False, literal(value=False)),
        (A | True, literal(value=True)),
        (A & A, A),
        (~~A, A),
        (~literal(value=True), literal(value=False)),
        (when(literal(value=True), A, B), A),
        (when(literal(value=False), A, B), B),
        (when(A, B, B), B),
        (literal(None).or_else(B), B),
        (literal(5).or_else(B), literal(5)),
        (literal(5).is_null(), literal(value=False)),
        (literal("x").equals("x"), literal(value=True)),
        (literal(5).as_integer(), literal(5)),
    ],
)
def test_constants_are_worked_out_while_it_is_built(
    written: Expression, same: Expression
) -> None:
    assert written == same


def test_a_constant_goes_on_into_later_stages() -> None:
    stages = [
        {"start": literal(0), "unread": A * 7},
        {"way": A - column("start"), "is_up": column("start").equals(0)},
        {"out": when(column("is_up"), column("way"), B), "fixed": literal(3)},
    ]
    found = folded_stages(stages, kept={"out", "fixed"})

    assert found == ({"out": A, "fixed": literal(3)},)


def test_what_is_read_in_one_place_is_written_there() -> None:
    stages = [
        {"way": A - B, "twice": A * 2},
        {"there": column("way") + column("twice"), "back": column("twice")},
    ]
    found = folded_stages(stages, kept={"there", "back"})

    assert found == (
        {"twice": A * 2},
        {"there": (A - B) + column("twice"), "back": column("twice")},
    )


def test_a_column_that_is_made_again_is_no_constant_any_more() -> None:
    stages = [{"x": literal(1)}, {"y": column("x") + A, "x": A}, {"z": column("x")}]

    assert run_stages(folded_stages(stages, kept={"y", "z"}), {"a": 5})["z"] == 5


ROW = {"a": 7, "b": 2, "none": None}
whole = A // B
NONE = column("none")


@pytest.mark.parametrize(
    ("tree", "value", "text"),
    [
        (A + B, 9, '("a" + "b")'),
        (A - B * 2, 3, '("a" - ("b" * 2))'),
        (10 - A, 3, '(10 - "a")'),
        (-A, -7, '(0 - "a")'),
        (whole, 3, '("a" // "b")'),
        (9 // B, 4, '(9 // "b")'),
        (A / B, 3.5, '(CAST("a" AS DOUBLE) / CAST("b" AS DOUBLE))'),
        (A.as_float(), 7.0, 'CAST("a" AS DOUBLE)'),
        (A.as_integer(), 7, 'CAST("a" AS BIGINT)'),
        ((A > B) & ~(A <= B), True, '(("b" < "a") AND (NOT ("a" <= "b")))'),
        ((A >= B) | A.equals(1), True, '(("b" <= "a") OR ("a" = 1))'),
        (NONE.is_null(), True, '("none" IS NULL)'),
        (NONE.or_else(4), 4, 'coalesce("none", 4)'),
        (least(A, B), 2, 'least("a", "b")'),
        (greatest(A, B), 7, 'greatest("a", "b")'),
        (when(A < B, "x", "it's"), "it's", 'CASE WHEN ("a" < "b") THEN \'x\' ELSE '),
        (when(A < B, 1), None, 'CASE WHEN ("a" < "b") THEN 1 END'),
        (when(A < B, 1, when(B < A, 2, 3)), 2, "THEN 1 WHEN"),
        (as_expression(term=True), True, "TRUE"),
        (as_expression(None), None, "NULL"),
    ],
)
def test_each_node_in_python_and_in_sql(
    tree: Expression, value: Any, text: str
) -> None:
    assert evaluate(tree, ROW) == value
    assert text in sql(tree, Dialect.DUCKDB)


def test_where_the_dialects_differ() -> None:
    tree = whole + (A / B)

    assert sql(whole, Dialect.POSTGRESQL) == '("a" / "b")'
    assert sql(whole, Dialect.SPARK) == "(`a` div `b`)"
    assert "DOUBLE PRECISION" in sql(tree, Dialect.POSTGRESQL)
    assert text_sql("it's \\ here", Dialect.SPARK) == r"'it\'s \\ here'"
    assert text_sql("it's \\ here", Dialect.DUCKDB) == r"'it''s \ here'"


def test_every_node_is_known_to_every_writer() -> None:
    for stage in definition(
        AsOf.of(date(2026, 5, 15)), bands=HealthBands(), layout=LAYOUT
    ):
        for term in stage.values():
            for dialect in Dialect:
                assert sql(term, dialect)


def test_names_are_quoted_so_that_none_can_break_out() -> None:
    layout = Layout(
        keys=('a"; DROP TABLE goals; --',),
        goals=('a"; DROP TABLE goals; --', "target", "first_day", "last_day"),
    )
    query = assess_sql(
        layout,
        Dialect.POSTGRESQL,
        tables=SqlTables(goals="goals", actuals="actuals"),
        as_of=date(2026, 5, 15),
        bands=HealthBands(),
    )

    assert 'a"; DROP' not in query.replace('a""; DROP', "")


def test_what_there_is_no_column_for_is_not_in_the_query() -> None:
    short = Layout(keys=("id",), goals=("id", "target", "first_day", "last_day"))
    queries = [
        assess_sql(
            layout,
            Dialect.DUCKDB,
            tables=SqlTables(goals="g", actuals="a", phasing="p"),
            as_of=date(2026, 5, 15),
            bands=HealthBands(),
        )
        for layout in (short, LAYOUT)
    ]

    for word in ("shape", "baseline", "phasing", "jbp_observed", "is_milestone"):
        assert word not in queries[0]
        assert word in queries[1]
    assert len(queries[0]) < 0.7 * len(queries[1])


def test_a_query_may_ask_for_the_day_of_the_database() -> None:
    query = assess_sql(
        LAYOUT,
        Dialect.POSTGRESQL,
        tables=SqlTables(goals="g", actuals="a", phasing="p"),
        as_of="CURRENT_DATE",
        bands=HealthBands(),
    )

    assert "DATE '2" not in query
    assert "jbp_days_in_month" in query


units = st.integers(-(2**52), 2**52)


@given(
    start=units,
    way=units,
    whole=st.integers(1, 2**30),
    part=st.fractions(0, 1),
)
def test_scaling_rounds_half_even_in_64_bits(
    start: int, way: int, whole: int, part: Fraction
) -> None:
    due = int(whole * part)
    terms = (column("start"), column("way"), column("due"), column("whole"))
    scaled = Scaled("x", *terms, is_part=True)
    row = {"start": start, "way": way, "due": due, "whole": whole}
    found = run_stages(
        [scaled.divided(), scaled.spread(), {"out": scaled.rounded()}], row
    )

    assert found["out"] == round(start + Fraction(way * due, whole))
    assert all(abs(value) < 2**63 for value in found.values())


@given(over=units, under=st.integers(1, 2**53))
def test_millionths_round_half_even_in_64_bits(over: int, under: int) -> None:
    stages = Millionths("x", column("over"), column("under")).stages()
    found = run_stages(stages, {"over": over, "under": under})

    expected = min(round(Fraction(abs(over) * 10**6, under)), 10**12 + 999_999)
    if abs(over) // under < 10**6:
        assert abs(found["x"]) == expected
    assert all(abs(value) < 2**63 for value in found.values())


def rolled_up(rows: list[dict[str, Any]], request: RollUpRequest) -> dict[str, Any]:
    """Add up rows in Python, by the definition."""
    kept = [f"jbp_of_{name}" for name in SUMMED]
    brought = [
        run_stages(folded_stages(before_sums(request), kept=kept), row) for row in rows
    ]
    sums = {
        f"jbp_all_{name}": sum(row[f"jbp_of_{name}"] for row in brought)
        for name in SUMMED
    }
    found = run_stages(folded_stages(after_sums(request), kept=ROLLED_UP), sums)
    return {name: found[name] for name in ROLLED_UP}


def goal(**changed: Any) -> dict[str, Any]:
    return {
        "target": 100,
        "attained": 50,
        "expected_to_date": 60,
        "progress_ratio": 0.5,
        "health": "at_risk",
        "reason": "pace",
        "shape": "flow",
        "baseline": None,
        "weight": 1,
        **changed,
    }


def test_goals_are_added_up_by_the_definition_too() -> None:
    """50 and 200 of 100, of which the second is a ceiling; and one not started."""
    waiting = dict.fromkeys(("health", "reason"), "not_started")
    rows = [
        goal(),
        goal(attained=200, shape="ceiling", health="missed", weight=3),
        goal(attained=0, progress_ratio=0.0, **waiting),
        goal(target=None, expected_to_date=None, progress_ratio=None),
    ]
    found = rolled_up(rows, RollUpRequest(columns=rows[0].keys()))

    assert found["goals"] == 4
    assert found["left_out"] == 1
    assert (found["target"], found["attained"]) == (300, 250)
    assert found["gap_to_target"] == 50 + 100 + 100
    assert found["gap_to_pace"] == 10 + 140 + 60
    assert found["weight"] == 4
    assert found["score_millionths"] == (500_000 + 3 * 500_000) // 4
    assert (found["at_risk"], found["missed"], found["not_started"]) == (2, 1, 1)


def test_a_level_that_falls_counts_the_way_it_came() -> None:
    """From 500 to 400, at 420: 80 of 100."""
    row = goal(target=400, attained=420, baseline=500, shape="level_down")
    found = rolled_up([row], RollUpRequest(columns=row.keys()))

    assert found["score_millionths"] == 800_000
    assert found["gap_to_target"] == 20


def test_every_goal_counts_where_attainment_is_the_rule() -> None:
    rows = [goal(), goal(attained=0, shape="ceiling"), goal(target=-5)]
    request = RollUpRequest(
        columns=rows[0].keys(), rule=ScoreRule.ATTAINMENT, floor=0, cap=2_000_000
    )

    # 50 %; nothing spent, so the cap; and nothing of a target below zero.
    assert rolled_up(rows, request)["score_millionths"] == round(
        Fraction(500_000 + 2_000_000 + 0, 3)
    )


def test_the_query_of_groups_names_them() -> None:
    request = RollUpRequest(columns={"currency"}, is_mixed=True)
    query = roll_up_sql(
        request, Dialect.SPARK, assessed="found", by=("a b",), fx="fx", into="US'D"
    )

    assert "GROUP BY `a b`" in query
    assert "count(DISTINCT currency)" in query
    assert r"'US\'D' AS `currency`" in query


def test_the_door_of_frames_says_what_it_has() -> None:
    assert frames.assess is frames.assess
    with pytest.raises(AttributeError, match="no attribute 'assessment'"):
        _ = frames.assessment


def test_frames_come_without_any_library_until_they_are_used() -> None:
    """In a Python of its own, where narwhals and the others cannot be found."""
    code = (
        "import sys\n"
        "for name in ('narwhals', 'polars', 'pandas', 'pyarrow', 'duckdb'):\n"
        "    sys.modules[name] = None\n"
        "from jbpcore.frames import assess, channel_tables, roll_up\n"
        "from jbpcore.errors import MissingExtraError\n"
        "from datetime import date\n"
        "try:\n"
        "    assess([], [], as_of=date(2026, 1, 1))\n"
        "except MissingExtraError as error:\n"
        "    print(error.extra)\n"
    )
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout == "frames\n"
