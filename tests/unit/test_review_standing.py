"""How reviews stand: a week of grace, and what was skipped or late is not hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import jbpcore as jbp
from jbpcore.errors import InvalidValueError


def standing(as_of: str, **fields: Any) -> str:
    dates = {
        name: date.fromisoformat(value) if name.endswith("on") else value
        for name, value in fields.items()
    }
    review = jbp.Review(id="q2", name="Q2", **{"on": date(2026, 6, 16)} | dates)
    return jbp.review_standing(review, as_of=date.fromisoformat(as_of)).value


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-06-15", "booked"),
        ("2026-06-16", "due"),
        ("2026-06-23", "due"),  # seven days after
        ("2026-06-24", "skipped"),
        ("2199-01-01", "skipped"),
    ],
)
def test_a_review_is_due_for_a_week_and_skipped_after(
    as_of: str, expected: str
) -> None:
    assert standing(as_of) == expected


@pytest.mark.parametrize(
    ("held_on", "expected"),
    [
        ("2026-06-02", "held"),  # early is not late
        ("2026-06-23", "held"),
        ("2026-06-24", "held_late"),
    ],
)
def test_more_than_a_week_after_is_late(held_on: str, expected: str) -> None:
    assert standing("2026-12-31", held_on=held_on) == expected


def test_moving_a_review_makes_it_due_later_and_no_less_late() -> None:
    moved = {"on": "2026-07-14", "slot_on": "2026-06-16"}
    assert standing("2026-07-13", **moved) == "booked"
    assert standing("2026-07-14", **moved) == "due"
    assert standing("2026-07-14", **moved, held_on="2026-07-14") == "held_late"


def test_what_came_after_the_day_asked_about_is_not_known_on_it() -> None:
    assert standing("2026-06-18", held_on="2026-06-19") == "due"
    assert standing("2026-06-01", cancelled_on="2026-06-10") == "booked"
    assert standing("2026-06-10", cancelled_on="2026-06-10") == "cancelled"
    assert standing("2026-12-31", cancelled_on="2026-06-10") == "cancelled"


def test_a_day_is_a_day() -> None:
    review = jbp.Review(id="q2", name="Q2", on=date(2026, 6, 16))
    with pytest.raises(InvalidValueError, match="as_of"):
        jbp.review_standing(review, as_of="2026-06-16")  # type: ignore[arg-type] # the point
