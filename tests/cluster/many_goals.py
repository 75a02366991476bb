"""Goals to measure on a cluster, and what each comes to by itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

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

from jbpcore.frames import assess

GOALS: Final = int(os.environ.get("JBPCORE_FRAME_GOALS", "1000"))
SEED: Final = 2026
# The days are told apart by the same code everywhere; the other libraries see them all.
LOOKED_AT: Final = DAYS if "JBPCORE_FRAME_GOALS" in os.environ else DAYS[:1]


def assessed(make: Callable[[Columns], Any], as_of: date, **options: Any) -> Any:
    """Return the goals as *make* has tables, with their figures."""
    cases = make_cases(GOALS, SEED, as_of)
    return assess(
        make(goal_table(cases)),
        make(actual_table(cases)),
        phasing=make(phasing_table(cases)),
        as_of=as_of,
        **options,
    )


def check(found: Iterable[dict[str, Any]], as_of: date) -> None:
    """Hold every figure of every goal against the engine of one."""
    rows = {row["goal_id"]: found_row(row) for row in found}
    assert len(rows) == GOALS
    for expected in expected_rows(GOALS, SEED, as_of):
        row = rows[expected["goal_id"]]
        assert {name: row[name] for name in expected} == expected, row
