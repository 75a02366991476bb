"""The query of a portfolio page as text; that it is right, databases tell."""

from __future__ import annotations

from datetime import date

import pytest

from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames import portfolio_sql

DAY = date(2026, 5, 15)
COLUMNS = ("goal_id", "target", "first_day", "last_day")


def test_another_dialect_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="one of duckdb, postgresql, spark"):
        portfolio_sql("oracle", as_of=DAY)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InvalidDataError) as caught:
        portfolio_sql(
            "duckdb",
            as_of=DAY,
            goals="go\nals",
            phasing="months",
            fx="rates",
            goal_columns=["goal_id", "target", "target", "pace_index", "jbp_sum"],
            actual_columns=["goal", "date", "amount"],
            view="x" * 64,
        )
    assert [finding.path for finding in caught.value.findings] == [
        "goals",
        "view",
        "goal_columns.first_day",
        "goal_columns.last_day",
        "goal_columns.phasing",
        "goal_columns.currency",
        "goal_columns.target",
        "goal_columns.pace_index",
        "goal_columns.jbp_sum",
        "actual_columns.goal_id",
    ]


def test_without_keys_nothing_can_be_joined() -> None:
    with pytest.raises(InvalidDataError, match="keys must be the names"):
        portfolio_sql("duckdb", as_of=DAY, keys=())


@pytest.mark.parametrize("dialect", ["duckdb", "postgresql", "spark"])
def test_a_name_cannot_leave_its_quotes(dialect: str) -> None:
    name = 'a"; DROP TABLE `b'
    query = portfolio_sql(
        dialect, as_of=DAY, goal_columns=[*COLUMNS, name], goals=f"s.{name}"
    )
    mark = "`" if dialect == "spark" else '"'
    quoted = f"{mark}{name.replace(mark, mark * 2)}{mark}"
    assert query.count("DROP TABLE") == query.count(quoted)
    assert f"{mark}s{mark}.{quoted}" in query


@pytest.mark.parametrize("dialect", ["duckdb", "postgresql", "spark"])
def test_a_day_that_is_given_is_the_only_one(dialect: str) -> None:
    assert "CURRENT_DATE" not in portfolio_sql(dialect, as_of=DAY)
    assert "2026-05-15" not in portfolio_sql(dialect, as_of=None)
    assert "CURRENT_DATE" in portfolio_sql(dialect, as_of=None)
