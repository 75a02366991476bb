"""Booked entries in a data frame as sums of days for each goal."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, TypeAlias

from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.assess_frames import EARLIEST
from jbpcore.frames.booking_sums import GoalKey, Sums
from jbpcore.frames.day_sums import WIDTH, Spans
from jbpcore.frames.frame_columns import check_entry_columns
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_kinds import FrameKind, as_frame, kind_of
from jbpcore.frames.frame_values import check_entries
from jbpcore.frames.host_narwhals import nw

__all__ = ["IN_MEMORY", "keys_of", "sums_of_frame"]

_Frame: TypeAlias = Any
"""A frame of narwhals."""

IN_MEMORY: Final = frozenset({FrameKind.POLARS, FrameKind.PANDAS, FrameKind.PYARROW})
"""The libraries whose frames are read in memory."""

_DAY: Final = "jbp_on"
_SEQUENCE: Final = "jbp_sequence"
_MOST_SUM: Final = 2**62


def sums_of_frame(frame: object, keys: tuple[str, ...]) -> Sums:
    """Return the sums of the entries in a data frame.

    The library of the frame groups them, so that Python takes a step for each day of a
    goal that something is booked on, not for each entry.

    Args:
        frame: A frame of pandas, polars or PyArrow, or what hands over a stream of
            Arrow, such as a relation of DuckDB.
        keys: The columns that name a goal.

    Raises:
        InvalidDataError: If columns or values are missing or cannot be counted.
        InvalidValueError: If it is no such frame.
        MissingExtraError: If the extra ``frames`` is not installed.
    """
    actuals = _entry_frame(frame)
    _raise(check_entry_columns(actuals, keys))
    days = FrameDays(kind_of(actuals).days_are_moments)
    _raise(check_entries(actuals, keys, days))
    entries = _entries(actuals, keys, days)
    return dict(_by_goal(_grouped(entries, keys), keys))


def keys_of(frame: _Frame, keys: tuple[str, ...]) -> Iterable[GoalKey]:
    """Return what names the goal of each row.

    Args:
        frame: A frame of narwhals.
        keys: The columns that name a goal.
    """
    whole = [key for key in keys if frame.schema[key].is_float()]  # as pandas has them
    if whole:
        frame = frame.with_columns(nw.col(*whole).cast(nw.Int64))
    names = [frame[key].to_list() for key in keys]
    return names[0] if len(names) == 1 else zip(*names, strict=True)


def _entry_frame(frame: object) -> _Frame:
    if not hasattr(frame, "__arrow_c_array__"):  # a batch of Arrow
        found = as_frame(frame, "bookings")
        if kind_of(found) in IN_MEMORY:
            return found.collect() if isinstance(found, nw.LazyFrame) else found
        if not hasattr(frame, "__arrow_c_stream__"):
            kinds = ", ".join(sorted(IN_MEMORY))
            expected = f"a frame of {kinds}, or a stream of Arrow"
            raise InvalidValueError("bookings", kind_of(found).value, expected)
    return nw.from_arrow(frame, backend="pyarrow")


def _raise(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise InvalidDataError("input", findings)


def _entries(actuals: _Frame, keys: tuple[str, ...], days: FrameDays) -> _Frame:
    """Return what is read of the booked entries, as whole numbers."""
    schema = actuals.collect_schema()
    if "status" in schema:
        actuals = actuals.filter(nw.col("status") == "booked")
    sequence = nw.lit(EARLIEST)
    if "sequence" in schema:
        sequence = nw.col("sequence").cast(nw.Int64).fill_null(EARLIEST)
    return actuals.select(
        *keys,
        days.number(actuals, "date").alias(_DAY),
        nw.col("amount").cast(nw.Int64),
        sequence.alias(_SEQUENCE),
    )


def _grouped(entries: _Frame, keys: tuple[str, ...]) -> _Frame:
    """Return a row for each goal and day, in order."""
    by = [*keys, _DAY]
    amount, sequence = nw.col("amount"), nw.col(_SEQUENCE)
    # As floats, sums cannot come round to a small number again.
    sized = entries.with_columns(
        jbp_size=amount.abs().cast(nw.Float64), jbp_count=nw.lit(1, nw.Int64)
    )
    found = sized.group_by(*by).agg(
        amount.sum().alias("jbp_sum"),
        nw.col("jbp_count").sum(),
        sequence.max(),
        amount.max().alias("jbp_level"),
        nw.col("jbp_size").sum(),
    )
    if len(found) and found["jbp_size"].max() >= _MOST_SUM:
        raise InvalidValueError("amount", "a larger sum", "less than 2^62 on a day")
    if entries[_SEQUENCE].n_unique() > 1:
        last = found.select(*by, _SEQUENCE)
        levels = entries.join(last, on=[*by, _SEQUENCE]).group_by(*by)
        found = found.drop("jbp_level").join(
            levels.agg(amount.max().alias("jbp_level")), on=by
        )
    return found.sort(*by)


def _by_goal(days: _Frame, keys: tuple[str, ...]) -> Iterator[tuple[GoalKey, Spans]]:
    columns = (_DAY, _DAY, "jbp_sum", "jbp_count", _SEQUENCE, "jbp_level")
    spans = array("q", bytes(len(days) * WIDTH * 8))
    for place, name in enumerate(columns):
        spans[place::WIDTH] = array("q", days[name].to_list())
    start = 0
    for key, run in groupby(keys_of(days, keys)):
        stop = start + sum(1 for _ in run) * WIDTH
        yield key, spans[start:stop]
        start = stop
