"""The engine, against a second one that was written apart from it and is slow.

Ten thousand cases, every shape of goal as often as any other, and all figures to the
last digit. The second engine stands in ``tests/independent`` and imports nothing.
"""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.independent.pacing_built import assess
from tests.independent.pacing_by_fractions import answer
from tests.independent.pacing_cases import Case, draw_case, draw_plain_case

import jbpcore as jbp
from jbpcore.engine.goal_result import FIGURES

CHUNKS, PLAIN_CHUNKS, PER_CHUNK = 20, 8, 500


def bare(figure: Any) -> Any:
    """Return a figure without its unit."""
    if isinstance(figure, jbp.Rate):
        return figure.value
    if isinstance(figure, jbp.Ratio):
        return figure.value
    if isinstance(figure, jbp.Money | jbp.Quantity):
        return Fraction(figure.amount)
    return figure


def told(result: jbp.GoalResult) -> dict[str, Any]:
    """Return all that the library says, in the words of the second engine."""
    found: dict[str, Any] = {}
    for name in FIGURES:
        shown = bare(getattr(result, name))
        found[name] = str(result.why(name)) if shown is None else shown
    reason = result.attained_reason
    found["attained"] = str(reason) if reason else bare(result.attained)
    for name in ("expected_to_date", "target", "disputed", "pipeline"):
        found[name] = bare(getattr(result, name))
    for name in ("expected_ratio", "elapsed_days", "total_days", "entry_count"):
        found[name] = getattr(result, name)
    found["last_entry_on"] = result.last_entry_on
    found["kind"], found["freshness"] = result.shape.value, result.freshness.value
    found["health"], found["reason"] = result.health.value, result.reason.value
    found["findings"] = {finding.code for finding in result.findings}
    found["checks"] = [
        (c.dates.first_day, c.dates.last_day, bare(c.value), c.is_kept)
        for c in result.checks
    ]
    found["levels"] = [
        (
            level.level.value,
            bare(level.amount),
            level.is_reached,
            level.attainment_ratio,
            bare(level.gap),
            bare(level.expected_to_date),
            bare(level.gap_to_pace),
        )
        for level in result.levels
    ]
    return found


def check(case: Case) -> None:
    wanted, found = answer(case), told(assess(case))
    assert found.keys() == wanted.keys()
    differing = {
        name: (found[name], wanted[name])
        for name in wanted
        if found[name] != wanted[name]
    }
    assert not differing, case


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_both_engines_agree_on_every_figure(chunk: int) -> None:
    for number in range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK):
        check(draw_case(Random(number), number))  # noqa: S311 - nothing secret


@pytest.mark.parametrize("chunk", range(PLAIN_CHUNKS))
def test_both_engines_agree_where_bookings_are_just_added_up(chunk: int) -> None:
    for number in range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK):
        check(draw_plain_case(Random(number), number))  # noqa: S311 - nothing secret


@given(st.randoms(use_true_random=False), st.integers(0, 49))
def test_both_engines_agree_wherever_the_search_looks(rng: Random, number: int) -> None:
    check(draw_case(rng, number))


def test_the_cases_reach_every_verdict_and_every_reason() -> None:
    """Else ten thousand cases would prove little."""
    healths, reasons, missing, wrong = set(), set(), set(), set()
    for number in range(3000):
        found = answer(draw_case(Random(number), number))  # noqa: S311 - nothing secret
        healths.add(found["health"])
        reasons.add(found["reason"])
        missing |= {found[name] for name in FIGURES if isinstance(found[name], str)}
        wrong |= found["findings"]
    assert healths == {health.value for health in jbp.Health}
    codes = {reason.value for reason in jbp.Reason}
    # Buckets have a reason of their own, and no amount here is too large.
    assert codes - reasons - missing == {"no_buckets", "out_of_range"}
    assert len(wrong) == 10


def test_the_second_engine_borrows_nothing() -> None:
    folder = Path(__file__).parents[1] / "independent"
    allowed = {"__future__", "dataclasses", "datetime", "fractions", "typing"}
    names = ("goal_by_hand", "ledger_by_hand", "pacing_by_fractions")
    allowed |= {f"tests.independent.{name}" for name in names}
    for name in (f"{name}.py" for name in names):
        for node in ast.walk(ast.parse((folder / name).read_text("utf-8"))):
            assert not isinstance(node, ast.Import)
            if isinstance(node, ast.ImportFrom):
                assert node.module in allowed
