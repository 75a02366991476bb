"""The stretches of one goal, and what they come to, in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from jbpcore.engine.projection.project import PROJECTED_SHAPES
from jbpcore.frames.as_python import evaluate, run_stages
from jbpcore.frames.interval import (
    FEWEST_BLOCKS,
    block_stages,
    block_sums,
    blocks_begun,
    square_stages,
    weight_stages,
)
from jbpcore.frames.layout import Layout

__all__ = ["has_interval", "row_totals"]

_Values: TypeAlias = Mapping[str, Any]

_PROJECTED: Final = frozenset({None, *(shape.value for shape in PROJECTED_SHAPES)})


def has_interval(shape: str | None) -> bool:
    """Say whether a finish of this shape is projected with an interval.

    Examples:
        >>> has_interval("flow"), has_interval("level_up")
        (True, False)
    """
    return shape in _PROJECTED


def row_totals(
    goal: _Values, parts: Mapping[int, int], months: Sequence[int], layout: Layout
) -> dict[str, int]:
    """Return what the stretches of a goal come to; nothing where they are too few.

    Args:
        goal: Its ``jbp_first``, ``elapsed_days``, ``total_days``, and ``phasing``
            with the month that it begins in, ``jbp_first_month``.
        parts: What was booked in each stretch, counted from 0.
        months: The weights of its phasing, if it has any.
        layout: The columns that there are.
    """
    begun = evaluate(blocks_begun(), goal)
    if begun < FEWEST_BLOCKS:
        return {}
    blocks = []
    for number in range(begun):
        given = {**goal, "jbp_block": number, "jbp_part": parts.get(number)}
        given = run_stages(block_stages(layout), given)
        if layout.has_phasing:
            given |= _month(months, given, "jbp_from") | _month(months, given, "jbp_to")
        blocks.append(run_stages(weight_stages(layout), given))
    totals: dict[str, int] = {}
    for name, (how, term) in block_sums().items():
        values = [evaluate(term, block) for block in blocks]
        totals[name] = sum(values) if how == "sum" else min(values)
    squares = [run_stages(square_stages(), block | totals) for block in blocks]
    return totals | {"jbp_of_squares": sum(one["jbp_square"] for one in squares)}


def _month(months: Sequence[int], given: _Values, name: str) -> dict[str, int]:
    if not months:
        return {f"{name}_weight": 0, f"{name}_before": 0, f"{name}_total": 0}
    month = given[f"{name}_month"]
    return {
        f"{name}_weight": months[month],
        f"{name}_before": sum(months[:month]),
        f"{name}_total": sum(months),
    }
