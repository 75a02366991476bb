"""A view in PostgreSQL comes to the digits that each goal comes to by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from tests.frames.goal_columns import (
    DAYS,
    Columns,
    actual_table,
    expected_rows,
    found_row,
    goal_table,
    make_cases,
    phasing_table,
)
from tests.frames.interval_columns import busy_cases, unlike

from jbpcore.frames import portfolio_sql

GOALS, SEED = 1_000, 2026
INSERT = "INSERT INTO {} ({}) VALUES ({})"
PAGE = "SELECT * FROM {}.portfolio"
ONE = (
    "EXPLAIN SELECT health, projected_low FROM {}.portfolio WHERE goal_id = 'g-000007'"
)
TABLES = """
CREATE TABLE {0}.goals (goal_id text PRIMARY KEY, owner text, target bigint,
    first_day date NOT NULL, last_day date NOT NULL, shape text, baseline bigint,
    phasing text, currency text);
CREATE TABLE {0}.actuals (goal_id text, date date, amount bigint, sequence integer,
    status text);
CREATE INDEX ON {0}.actuals (goal_id, date);
CREATE TABLE {0}.phasings (phasing text, month integer, weight bigint)
"""


@pytest.fixture
def schema(shared_engine: Engine, names: Any) -> Iterator[str]:
    """Return a schema of its own for one test."""
    schema = f"{names.schema}_portfolio"
    with shared_engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        for statement in TABLES.split(";"):
            connection.execute(text(statement.format(schema)))
    yield schema
    with shared_engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))


def fill(connection: Connection, table: str, columns: Columns) -> None:
    rows = [
        dict(zip(columns, cells, strict=True))
        for cells in zip(*columns.values(), strict=True)
    ]
    places = ", ".join(f":{name}" for name in columns)
    named = ", ".join(columns)
    connection.execute(text(INSERT.format(table, named, places)), rows)


def query_of(schema: str, as_of: date | None, **options: Any) -> str:
    return portfolio_sql(
        "postgresql",
        as_of=as_of,
        goals=f"{schema}.goals",
        actuals=f"{schema}.actuals",
        phasing=f"{schema}.phasings",
        goal_columns=[*goal_table([])],
        actual_columns=[*actual_table([])],
        **options,
    )


@pytest.mark.parametrize("by_goal", [True, False], ids=["by goal", "in one pass"])
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_figure_is_that_of_one_goal(
    shared_engine: Engine, schema: str, as_of: date, *, by_goal: bool
) -> None:
    cases = make_cases(GOALS, SEED, as_of)
    with shared_engine.begin() as connection:
        fill(connection, f"{schema}.goals", goal_table(cases))
        fill(connection, f"{schema}.actuals", actual_table(cases))
        fill(connection, f"{schema}.phasings", phasing_table(cases))
        found = connection.execute(text(query_of(schema, as_of, by_goal=by_goal)))
        rows = {row["goal_id"]: found_row(dict(row)) for row in found.mappings()}
    assert len(rows) == len(cases)
    for expected in expected_rows(GOALS, SEED, as_of):
        row = rows[expected["goal_id"]]
        assert {name: row[name] for name in expected} == expected, row


@pytest.mark.parametrize("by_goal", [True, False], ids=["by goal", "in one pass"])
@pytest.mark.parametrize("is_view", [True, False], ids=["view", "query"])
def test_every_interval_is_that_of_one_goal(
    shared_engine: Engine, schema: str, *, by_goal: bool, is_view: bool
) -> None:
    level = Fraction(4, 5)
    view = f"{schema}.portfolio" if is_view else None
    with shared_engine.begin() as connection:
        as_of = connection.execute(text("SELECT CURRENT_DATE")).scalar_one()
        cases = busy_cases(GOALS // 4, SEED, as_of)
        fill(connection, f"{schema}.goals", goal_table(cases))
        fill(connection, f"{schema}.actuals", actual_table(cases))
        fill(connection, f"{schema}.phasings", phasing_table(cases))
        query = query_of(
            schema,
            None if is_view else as_of,
            by_goal=by_goal,
            level_ratio=level,
            view=view,
        )
        found = connection.execute(text(query))
        if is_view:
            found = connection.execute(text(PAGE.format(schema)))
        rows = [dict(row) for row in found.mappings()]
    assert len(rows) == len(cases)
    assert not unlike(rows, cases, as_of, level)


def test_a_view_asks_for_the_day_of_the_database(
    shared_engine: Engine, schema: str
) -> None:
    with shared_engine.begin() as connection:
        connection.execute(text(query_of(schema, None, view=f"{schema}.portfolio")))
        connection.execute(text("SET LOCAL TIME ZONE 'Pacific/Apia'"))
        today = connection.execute(text("SELECT CURRENT_DATE")).scalar_one()
        cases = make_cases(GOALS, SEED, today)
        fill(connection, f"{schema}.goals", goal_table(cases))
        fill(connection, f"{schema}.actuals", actual_table(cases))
        fill(connection, f"{schema}.phasings", phasing_table(cases))
        found = connection.execute(text(PAGE.format(schema)))
        rows = {row["goal_id"]: found_row(dict(row)) for row in found.mappings()}
    for expected in expected_rows(GOALS, SEED, today):
        row = rows[expected["goal_id"]]
        assert {name: row[name] for name in expected} == expected, row


def test_a_page_of_one_owner_reads_only_their_entries(
    shared_engine: Engine, schema: str
) -> None:
    as_of = DAYS[0]
    cases = make_cases(GOALS, SEED, as_of)
    query = query_of(
        schema, as_of, view=f"{schema}.portfolio", level_ratio=Fraction(4, 5)
    )
    with shared_engine.begin() as connection:
        fill(connection, f"{schema}.goals", goal_table(cases))
        fill(connection, f"{schema}.actuals", actual_table(cases))
        connection.execute(text(query))
        connection.execute(text(f"ANALYZE {schema}.goals, {schema}.actuals"))
        plan = connection.execute(text(ONE.format(schema)))
        steps = "\n".join(row[0] for row in plan)
    assert "Seq Scan on actuals" not in steps
    assert "Index" in steps
