"""The months of phasings in a data frame, and what is due before each."""

from __future__ import annotations

from typing import Any, TypeAlias

from jbpcore.frames.host_narwhals import nw

__all__ = ["phases"]

_Frame: TypeAlias = Any
"""A frame of narwhals, computed at once or late."""


def phases(asked: _Frame, phasing: _Frame) -> _Frame:
    """Return the weights before and in each month that is asked for, and of all.

    Args:
        asked: Has ``phasing``, which may be missing, and ``jbp_month``, from 0.
        phasing: The months of the phasings.
    """
    named = asked.select("phasing", "jbp_month").filter(~nw.col("phasing").is_null())
    months = phasing.select(
        "phasing",
        jbp_phase=nw.col("month").cast(nw.Int64),
        jbp_weight=nw.col("weight").cast(nw.Int64),
    )
    joined = named.unique().join(months, on="phasing")
    weight, month = nw.col("jbp_weight"), nw.col("jbp_month")
    joined = joined.with_columns(
        jbp_before=nw.when(nw.col("jbp_phase") < month).then(weight).otherwise(0),
        jbp_total=weight,
        jbp_weight=nw.when(nw.col("jbp_phase") == month).then(weight).otherwise(0),
    )
    names = ("jbp_before", "jbp_weight", "jbp_total")
    return joined.group_by("phasing", "jbp_month").agg(
        *(nw.col(name).sum() for name in names)
    )
