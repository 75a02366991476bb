"""The stretches of all goals in a data frame, and what they come to for each."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, TypeAlias

from jbpcore.engine.projection.project import PROJECTED_SHAPES
from jbpcore.frames.as_narwhals import with_stage
from jbpcore.frames.definition import AsOf, Stages, span
from jbpcore.frames.expression import column
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_phases import phases
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.interval import (
    FEWEST_BLOCKS,
    block_of,
    block_stages,
    block_sums,
    blocks_begun,
    square_stages,
    weight_stages,
)
from jbpcore.frames.layout import Layout

__all__ = ["block_totals", "booked_parts"]

_Frame: TypeAlias = Any
"""A frame of narwhals, computed at once or late."""

_PROJECTED: Final = tuple(shape.value for shape in PROJECTED_SHAPES)


def block_totals(
    layout: Layout,
    goals: _Frame,
    parts: _Frame,
    phasing: _Frame | None,
    *,
    as_of: AsOf,
) -> _Frame:
    """Return what the stretches of each goal come to, where there are enough of them.

    Args:
        layout: The columns that there are.
        goals: The goals, with ``jbp_first`` and ``jbp_last``, and with
            ``jbp_first_month`` if there are phasings.
        parts: What was booked in each stretch that anything was booked in.
        phasing: The months of the phasings.
        as_of: The last day that counts.
    """
    keys = list(layout.keys)
    if layout.has_shape:
        shape = nw.col("shape")
        goals = goals.filter(shape.is_null() | shape.is_in(_PROJECTED))
    blocks = _staged(_blocks(layout, goals, as_of), block_stages(layout))
    if phasing is not None and layout.has_phasing:
        blocks = _with_month(blocks, phasing, "jbp_from")
        blocks = _with_month(blocks, phasing, "jbp_to")
    blocks = blocks.join(parts, on=[*keys, "jbp_block"], how="left")
    blocks = _staged(blocks, weight_stages(layout))
    blocks = blocks.select(*keys, "jbp_weighs", "jbp_amount")
    sums = block_sums()
    summed = with_stage(blocks, {name: term for name, (_, term) in sums.items()})
    totals = summed.group_by(*keys).agg(
        *(
            nw.col(name).sum() if how == "sum" else nw.col(name).min()
            for name, (how, _) in sums.items()
        )
    )
    squares = _staged(blocks.join(totals, on=keys), square_stages())
    squares = squares.group_by(*keys).agg(jbp_of_squares=nw.col("jbp_square").sum())
    return totals.join(squares, on=keys)


def _staged(frame: _Frame, stages: Stages) -> _Frame:
    for stage in stages:
        frame = with_stage(frame, stage)
    return frame


def _blocks(layout: Layout, goals: _Frame, as_of: AsOf) -> _Frame:
    """Return a row for each stretch that has begun."""
    names = [*layout.keys, "jbp_first"]
    names += ["phasing", "jbp_first_month"] if layout.has_phasing else []
    given = goals.select(*names, "jbp_last")
    given = _staged(given, (span(as_of), {"jbp_begun": blocks_begun()}))
    given = given.filter(nw.col("jbp_begun") >= FEWEST_BLOCKS)
    if given.implementation.is_polars():
        polars = import_module("polars")
        begun = polars.int_ranges(0, "jbp_begun", dtype=polars.Int64)
        native = given.to_native().with_columns(jbp_block=begun)
        return nw.from_native(native.explode("jbp_block"))
    most = given["jbp_begun"].max() if len(given) else 0
    numbers = {"jbp_block": list(range(most or 0))}
    every = nw.from_dict(
        numbers, schema={"jbp_block": nw.Int64()}, backend=given.implementation
    )
    crossed = given.join(every, how="cross")
    return crossed.filter(nw.col("jbp_block") < nw.col("jbp_begun"))


def _with_month(blocks: _Frame, phasing: _Frame, name: str) -> _Frame:
    """Put beside each stretch the weight of a month of its phasing."""
    month = f"{name}_month"
    asked = blocks.select("phasing", jbp_month=nw.col(month))
    found = phases(asked, phasing).select(
        "phasing",
        nw.col("jbp_month").alias(month),
        nw.col("jbp_weight").alias(f"{name}_weight"),
        nw.col("jbp_before").alias(f"{name}_before"),
        nw.col("jbp_total").alias(f"{name}_total"),
    )
    return blocks.join(found, on=["phasing", month], how="left")


def booked_parts(
    keys: list[str], goals: _Frame, entries: _Frame, days: FrameDays
) -> _Frame:
    """Return what was booked in each stretch that anything was booked in.

    Args:
        keys: The columns that name a goal.
        goals: The goals, with ``jbp_first`` and ``jbp_last``.
        entries: The entries that count: their keys, ``jbp_on`` and ``amount``.
        days: How the frames write days.
    """
    numbered = entries.select(*keys, "amount", jbp_day=days.number(entries, "jbp_on"))
    window = goals.select(*keys, "jbp_first", "jbp_last")
    counted = numbered.join(window, on=keys)
    day = nw.col("jbp_day")
    counted = counted.filter((day >= nw.col("jbp_first")) & (day <= nw.col("jbp_last")))
    counted = with_stage(counted, {"jbp_block": block_of(column("jbp_day"))})
    by = [*keys, "jbp_block"]
    return counted.group_by(*by).agg(jbp_part=nw.col("amount").sum())
