"""The founding case in columns, and what measures it."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.frames.goal_columns import Columns
from tests.frames.libraries import Polars

from jbpcore.frames import assess

AS_OF = date(2026, 5, 15)

FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def goals(**changed: list[Any]) -> Columns:
    """The founding case, and the same goal with 20, 30 and 50 for its months."""
    return {
        "goal_id": ["plain", "phased"],
        "name": ["New revenue", "By month"],
        "target": [2_500_000, 2_500_000],
        "first_day": [FIRST, FIRST],
        "last_day": [LAST, LAST],
        "phasing": [None, "late"],
        **changed,
    }


def actuals(**changed: list[Any]) -> Columns:
    return {
        "goal_id": ["plain", "phased", "phased", "nobody"],
        "date": [date(2026, 4, 20)] * 2 + [date(2026, 5, 16)] * 2,
        "amount": [750_000, 750_000, 1, 5],
        **changed,
    }


def phasing(**changed: list[Any]) -> Columns:
    columns: Columns = {
        "phasing": ["late"] * 3,
        "month": [0, 1, 2],
        "weight": [20, 30, 50],
    }
    return columns | changed


def measured(make: Polars, **options: Any) -> Any:
    return assess(
        make(goals()),
        make(actuals()),
        phasing=make(phasing()),
        as_of=AS_OF,
        **options,
    )
