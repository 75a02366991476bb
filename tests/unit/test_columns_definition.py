"""The definition for columns, carried out in Python, comes to what a goal comes to."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from tests.frames.goal_columns import (
    DAYS,
    Case,
    Entry,
    expected_row,
    found_row,
    make_cases,
)
from tests.frames.goal_strategies import DAY, odd_cases

from jbpcore.frames.as_python import run_stages
from jbpcore.frames.definition import AsOf, definition
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.layout import FIGURE_COLUMNS, GOAL_COLUMNS, Layout
from jbpcore.model.health import HealthBands

BANDS = HealthBands()
EPOCH = date(1970, 1, 1)
LAYOUT = Layout(keys=("goal_id",), goals=tuple(GOAL_COLUMNS), has_phasing=True)


def row_of(case: Case, as_of: date) -> dict[str, Any]:
    """Return what the definition is given for a goal, added up by hand."""
    booked = [e for e in case.entries if e.status == "booked" and e.on <= as_of]
    is_flow = case.shape in {"flow", "ceiling"}
    inside = [
        e for e in booked if e.on <= case.last and (not is_flow or e.on >= case.first)
    ]
    latest = max(inside, key=lambda e: (e.on, e.sequence, e.amount), default=None)
    is_level = case.shape.startswith("level")
    row: dict[str, Any] = {
        "target": case.target,
        "shape": case.shape,
        "baseline": case.baseline,
        "phasing": case.phasing,
        "jbp_first": (case.first - EPOCH).days,
        "jbp_last": (case.last - EPOCH).days,
        "jbp_sum": sum(e.amount for e in inside) if booked else None,
        "jbp_count": len(inside) if booked else None,
        "last_entry_on": max((e.on for e in booked), default=None),
        "jbp_level": latest.amount if is_level and latest else None,
        "jbp_before": None,
        "jbp_weight": None,
        "jbp_total": None,
    }
    if case.weights is not None:
        month = 0
        if case.first <= as_of <= case.last:
            month = (as_of.year - case.first.year) * 12 + as_of.month - case.first.month
        row["jbp_before"] = sum(case.weights[:month])
        row["jbp_weight"] = case.weights[month]
        row["jbp_total"] = sum(case.weights)
    return row


def figures_of(case: Case, as_of: date, bands: HealthBands = BANDS) -> dict[str, Any]:
    stages = definition(AsOf.of(as_of), bands=bands, layout=LAYOUT)
    found = run_stages(folded_stages(stages, kept=FIGURE_COLUMNS), row_of(case, as_of))
    return found_row({name: found[name] for name in FIGURE_COLUMNS})


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_python_comes_to_the_digits_of_one_goal(as_of: date) -> None:
    for case in make_cases(200, 7, as_of):
        expected = expected_row(case, as_of, BANDS)
        del expected["goal_id"]
        assert figures_of(case, as_of) == expected, case


def test_every_rule_is_met_by_the_cases() -> None:
    rows = [
        expected_row(case, on, BANDS) for on in DAYS for case in make_cases(200, 7, on)
    ]

    assert {row["reason"] for row in rows} == {
        "pace",
        "nothing_due",
        "target_reached",
        "period_ended",
        "not_started",
        "no_entries",
        "nothing_attained",
        "no_target",
        "zero_target",
        "negative_target",
        "no_baseline",
        "target_is_baseline",
        "phasing_empty",
    }
    assert {row["health"] for row in rows} == {
        "met",
        "ahead",
        "on_track",
        "at_risk",
        "off_track",
        "missed",
        "not_started",
        "no_data",
        "not_applicable",
    }


@given(case=odd_cases(), as_of=DAY)
def test_small_odd_cases_too(case: Case, as_of: date) -> None:
    expected = expected_row(case, as_of, BANDS)
    del expected["goal_id"]

    assert figures_of(case, as_of) == expected


def test_a_tie_goes_to_the_even_unit_also_below_zero() -> None:
    """250 of 100 days, 1 gone: 2.5 is due. With a baseline of 1 it is 1 + 2.5."""
    first, last = date(2026, 1, 1), date(2026, 4, 10)

    def due(target: int, baseline: int | None = None) -> int:
        case = Case(
            key="g",
            shape="flow" if baseline is None else "level_up",
            unit="JPY",
            first=first,
            last=last,
            target=target,
            baseline=baseline,
            weights=None,
            entries=(),
        )
        found: int = figures_of(case, first)["expected_to_date"]
        return found

    assert [due(250), due(350), due(-250), due(-350)] == [2, 4, -2, -4]
    # 1 + 250/100 = 3.5; 2 + 2.5 = 4.5; −1 − 2.5 = −3.5; −2 − 2.5 = −4.5
    assert [due(251, 1), due(252, 2), due(-251, -1), due(-252, -2)] == [4, 4, -4, -4]


def test_large_amounts_are_whole_to_the_last_unit() -> None:
    """2^52 over 91 days, 45 gone."""
    case = Case(
        key="g",
        shape="flow",
        unit="JPY",
        first=date(2026, 4, 1),
        last=date(2026, 6, 30),
        target=2**52,
        baseline=None,
        weights=(20, 30, 50),
        entries=(Entry(on=date(2026, 4, 2), amount=2**52 - 1, sequence=0),),
    )
    found = figures_of(case, date(2026, 5, 15))

    assert found["expected_to_date"] == round(Fraction(2**52 * 107, 310))
    assert found["projected_finish"] == round(Fraction((2**52 - 1) * 310, 107))


def test_a_finish_that_no_column_holds_is_missing() -> None:
    case = Case(
        key="g",
        shape="flow",
        unit="JPY",
        first=date(2026, 1, 1),
        last=date(2027, 12, 31),
        target=10,
        baseline=None,
        weights=None,
        entries=(Entry(on=date(2026, 1, 1), amount=2**52, sequence=0),),
    )

    # 2^52 × 730 is more than 2^61.
    assert figures_of(case, date(2026, 1, 1))["projected_finish"] is None


def test_a_level_goes_the_way_its_target_lies() -> None:
    """Said to rise from 500 to 400, it falls, as the engine of one goal has it."""
    case = Case(
        key="g",
        shape="level_up",
        unit="count",
        first=date(2026, 4, 1),
        last=date(2026, 6, 30),
        target=40_000,
        baseline=50_000,
        weights=None,
        entries=(Entry(on=date(2026, 5, 1), amount=42_000, sequence=0),),
    )
    found = figures_of(case, date(2026, 5, 15))

    assert found["progress_ratio"] == 0.8
    assert found["gap_to_target"] == 2_000


def test_other_bands_decide_otherwise() -> None:
    """Half of what is due, on the day that half of the days are gone."""
    case = Case(
        key="g",
        shape="flow",
        unit="USD",
        first=date(2026, 1, 1),
        last=date(2026, 1, 10),
        target=1_000,
        baseline=None,
        weights=None,
        entries=(Entry(on=date(2026, 1, 1), amount=250, sequence=0),),
    )
    mild = HealthBands(ahead="3/4", on_track="1/2", at_risk="1/4")

    assert figures_of(case, date(2026, 1, 5))["health"] == "off_track"
    assert figures_of(case, date(2026, 1, 5), mild)["health"] == "on_track"


def test_an_unknown_shape_has_no_figures() -> None:
    row = {
        "target": 5,
        "shape": "keep",
        "baseline": None,
        "phasing": None,
        "jbp_first": 0,
        "jbp_last": 9,
        "jbp_sum": 3,
        "jbp_count": 1,
        "last_entry_on": EPOCH,
        "jbp_level": None,
        "jbp_before": None,
        "jbp_weight": None,
        "jbp_total": None,
    }
    stages = definition(AsOf.of(date(1970, 1, 5)), bands=BANDS, layout=LAYOUT)
    found = run_stages(stages, row)

    missing = set(FIGURE_COLUMNS) - {
        "elapsed_days",
        "total_days",
        "remaining_days",
        "last_entry_on",
        "entry_count",
        "due",
        "whole",
    }
    assert {name: found[name] for name in missing} == dict.fromkeys(missing)
