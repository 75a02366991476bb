"""Measuring all goals of a data frame, in steps that every engine has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.frames.as_narwhals import with_stage
from jbpcore.frames.definition import AsOf, figure_stages
from jbpcore.frames.frame_blocks import block_totals, booked_parts
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_phases import phases
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.layout import Layout
from jbpcore.model.health import HealthBands

__all__ = ["EARLIEST", "FrameTables", "alike", "assess_frames"]

_Frame: TypeAlias = Any
"""A frame of narwhals, computed at once or late: both have the same methods."""

_ANY_DAY: Final = (GoalShape.MILESTONE, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)
EARLIEST: Final = -(2**62)  # what has no sequence comes before all that has
_LEVELS: Final = (GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)


@attrs.frozen(kw_only=True)
class FrameTables:
    """The tables, as frames of narwhals.

    Attributes:
        goals: One row for each goal.
        actuals: One for each entry.
        phasing: One for each month of a phasing, if there are any.
        fx: One for each currency, if there are rates.
        booked: Instead of *actuals*, what they come to for each goal that has some.
        observed: And the last observation of each level that has one.
        parts: And what came in each stretch of seven days, if an interval is asked for.
    """

    goals: _Frame
    actuals: _Frame | None = None
    phasing: _Frame | None = None
    fx: _Frame | None = None
    booked: _Frame | None = None
    observed: _Frame | None = None
    parts: _Frame | None = None


def assess_frames(
    layout: Layout,
    tables: FrameTables,
    *,
    days: FrameDays,
    as_of: date,
    bands: HealthBands,
    shows_null: bool = False,
) -> _Frame:
    """Return the goals with all figures beside them.

    Args:
        layout: The columns that there are.
        tables: The frames.
        days: How their kind writes days.
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
        shows_null: Whether the goals have the column ``NULL_INTEGER``.
    """
    numbers = AsOf.of(as_of)
    goals = _with_days(layout, tables.goals, days, as_of)
    given = _with_sums(layout, tables, goals, days, as_of)
    if tables.phasing is not None and layout.has_phasing:
        months = phases(goals, tables.phasing)
        given = given.join(months, on=["phasing", "jbp_month"], how="left")
    if tables.fx is not None:
        rates = tables.fx.select("currency", "rate_millionths")
        given = given.join(rates, on="currency", how="left")
    for stage in figure_stages(numbers, bands=bands, layout=layout):
        given = with_stage(given, stage, shows_null=shows_null)
    return given


def alike(frame: _Frame, goals: _Frame, columns: Iterable[str]) -> _Frame:
    """Return *frame* with some columns of the types that they have in *goals*.

    Args:
        frame: Any table.
        goals: Another one, that is to be joined to it.
        columns: What they are joined by.
    """
    types, own = goals.collect_schema(), frame.collect_schema()
    unlike = [name for name in columns if own[name] != types[name]]
    if not unlike:
        return frame
    return frame.with_columns(*(nw.col(name).cast(types[name]) for name in unlike))


def _with_sums(
    layout: Layout, tables: FrameTables, goals: _Frame, days: FrameDays, as_of: date
) -> _Frame:
    """Put beside the goals what is booked for them."""
    keys = list(layout.keys)
    booked, observed, parts = tables.booked, tables.observed, tables.parts
    if booked is None:
        entries = _entries(layout, tables.actuals, days, as_of)
        booked = _booked(layout, goals, entries)
        observed = _observed(layout, goals, entries) if layout.has_levels else None
        if layout.score is not None:
            parts = booked_parts(keys, goals, entries, days)
    given = goals.join(booked, on=keys, how="left")
    if layout.score is not None:
        months, numbers = tables.phasing, AsOf.of(as_of)
        totals = block_totals(layout, goals, parts, months, as_of=numbers)
        given = given.join(totals, on=keys, how="left")
    if layout.has_levels:
        given = given.join(observed, on=keys, how="left")
    return given


def _with_days(layout: Layout, goals: _Frame, days: FrameDays, as_of: date) -> _Frame:
    """Add the days as numbers, and from when to when entries count."""
    first, last = days.of(goals, "first_day"), days.of(goals, "last_day")
    limit = days.constant(as_of)
    start = first
    if layout.has_shape and any(shape in layout.shapes for shape in _ANY_DAY):
        is_any = _is_one_of(layout, _ANY_DAY)
        start = nw.when(is_any).then(days.constant(date(1700, 1, 1))).otherwise(first)
    made = {
        "jbp_first": days.number(goals, "first_day"),
        "jbp_last": days.number(goals, "last_day"),
        "jbp_from": start,
        "jbp_until": nw.when(last < limit).then(last).otherwise(limit),
    }
    if layout.has_phasing:
        month = first.dt.year().cast(nw.Int64) * 12 + first.dt.month().cast(nw.Int64)
        today = nw.lit(as_of.year * 12 + as_of.month) - month
        is_inside = (first <= limit) & (last >= limit)
        made["jbp_first_month"] = month - 1
        made["jbp_month"] = nw.when(is_inside).then(today).otherwise(nw.lit(0))
    return goals.with_columns(**made)


def _is_one_of(layout: Layout, shapes: tuple[GoalShape, ...]) -> Any:  # noqa: ANN401
    found = [shape.value for shape in shapes if shape in layout.shapes]
    return nw.col("shape").is_in(found)


def _entries(layout: Layout, actuals: _Frame, days: FrameDays, as_of: date) -> _Frame:
    """Return what the entries are read for, of those up to the day that count."""
    day = days.of(actuals, "date")
    counts = day <= days.constant(as_of)
    if layout.has_status:
        counts &= nw.col("status") == "booked"
    columns = [nw.col(key) for key in layout.keys]
    columns += [day.alias("jbp_on"), nw.col("amount").cast(nw.Int64)]
    if layout.has_sequence:
        columns.append(nw.col("sequence").cast(nw.Int64).fill_null(EARLIEST))
    return actuals.filter(counts).select(*columns)


def _booked(layout: Layout, goals: _Frame, entries: _Frame) -> _Frame:
    """What is booked for each goal up to the day, inside its days and at all."""
    keys = list(layout.keys)
    window = goals.select(*keys, "jbp_from", "jbp_until")
    on = nw.col("jbp_on")
    inside = (on >= nw.col("jbp_from")) & (on <= nw.col("jbp_until"))
    counted = entries.select(*keys, "jbp_on", "amount").join(window, on=keys)
    counted = counted.with_columns(jbp_inside=inside.cast(nw.Int64))
    counted = counted.with_columns(amount=nw.col("amount") * nw.col("jbp_inside"))
    return counted.group_by(*keys).agg(
        nw.col("amount").sum().alias("jbp_sum"),
        nw.col("jbp_inside").sum().alias("jbp_count"),
        nw.col("jbp_on").max().alias("last_entry_on"),
    )


def _observed(layout: Layout, goals: _Frame, entries: _Frame) -> _Frame:
    """Return the last observation of each level up to its end.

    Of one day the one with the highest sequence, and of those the highest amount: so
    that no order of rows can decide.
    """
    keys = list(layout.keys)
    levels = goals.filter(_is_one_of(layout, _LEVELS)).select(*keys, "jbp_until")
    seen = entries.join(levels, on=keys)
    seen = seen.filter(nw.col("jbp_on") <= nw.col("jbp_until"))
    ranks = ["jbp_on", "sequence"] if layout.has_sequence else ["jbp_on"]
    for rank in ranks:
        latest = seen.group_by(*keys).agg(nw.col(rank).max())
        seen = seen.join(latest, on=[*keys, rank])
    return seen.group_by(*keys).agg(nw.col("amount").max().alias("jbp_level"))
