"""Tables as the rows of a portfolio that is kept current, and what it must come to."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.frames.goal_columns import (
    Case,
    Columns,
    expected_row,
    found_row,
    goal_table,
    phasing_table,
)

from jbpcore.frames.portfolio_state import PortfolioState
from jbpcore.model.health import HealthBands

Row = dict[str, Any]


def rows_of(columns: Columns) -> list[Row]:
    return [
        dict(zip(columns, values, strict=True))
        for values in zip(*columns.values(), strict=True)
    ]


def check(state: PortfolioState, cases: list[Case], as_of: date) -> None:
    """Hold what a state says against the engine of one goal, and its whole ledger."""
    found = state.assess(
        rows_of(goal_table(cases)), as_of=as_of, phasing=rows_of(phasing_table(cases))
    )
    assert len(found) == len(cases)
    for row, case in zip(found, cases, strict=True):
        expected = expected_row(case, as_of, HealthBands())
        plain = found_row(row)
        assert {name: plain[name] for name in expected} == expected, row


BATCH = [
    {"goal_id": "a", "date": date(2026, 5, 1), "amount": 5},
    {"goal_id": "b", "date": date(2026, 5, 2), "amount": -7},
]
