"""How the goals of a data frame stand, from sums of what is booked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction
from functools import partial
from itertools import repeat
from typing import Any, TypeAlias

import attrs

from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.frames.assess_frames import FrameTables
from jbpcore.frames.assess_rows import SumsUpTo, booked_for, counts_any_day, parts_for
from jbpcore.frames.assessing import Asked, assess_given
from jbpcore.frames.booking_sums import GoalKey
from jbpcore.frames.day_sums import Counted, day_of
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_kinds import as_frame, kind_of
from jbpcore.frames.frame_sums import IN_MEMORY, keys_of
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.row_blocks import has_interval
from jbpcore.model.health import HealthBands

__all__ = ["assess_state", "frame_windows"]

_Frame: TypeAlias = Any
"""A frame of narwhals."""


def assess_state(
    goals: object,
    reading: SumsUpTo,
    *,
    phasing: object,
    fx: object,
    bands: HealthBands,
    level_ratio: Fraction | None = None,
) -> Any:  # noqa: ANN401 - a frame like the goals
    """Return a frame of goals with all figures beside them.

    Args:
        goals: The goals, a frame of pandas, polars or PyArrow.
        reading: Whose sums are read.
        phasing: The weights of the months, if goals name a phasing.
        fx: Rates by currency.
        bands: From which pace index up a goal is healthy.
        level_ratio: How often a finish should fall in its interval, if one is asked
            for.

    Raises:
        InvalidDataError: If columns or values are missing or cannot be measured.
        InvalidValueError: If it is no such frame, or closed days would have to be taken
            apart.
    """
    _in_memory(goals)
    given = {"goals": goals, "phasing": phasing, "fx": fx}
    asked = Asked(
        as_of=reading.as_of, bands=bands, keys=reading.keys, level_ratio=level_ratio
    )
    has_parts = level_ratio is not None
    sums = partial(_with_sums, reading, has_parts=has_parts)
    return assess_given(given, asked, sums=sums)


def _in_memory(goals: object) -> _Frame:
    frame = as_frame(goals, "goals")
    if kind_of(frame) not in IN_MEMORY or isinstance(frame, nw.LazyFrame):
        expected = f"a frame in memory of {', '.join(sorted(IN_MEMORY))}"
        raise InvalidValueError("goals", type(goals).__name__, expected)
    return frame


def _with_sums(
    reading: SumsUpTo, tables: FrameTables, days: FrameDays, *, has_parts: bool
) -> FrameTables:
    """Put into the tables what is booked for the goals that anything is booked for."""
    goals = tables.goals
    found = [one for _, one in _counted(reading, goals, days)]
    booked = {
        "jbp_sum": _whole(goals, "jbp_sum", [one.amount for one in found]),
        "jbp_count": _whole(goals, "jbp_count", [one.entries for one in found]),
        "last_entry_on": _days(goals, days, [one.last_on or 0 for one in found]),
    }
    levels = [one.level or 0 for one in found]
    observed = {"jbp_level": _whole(goals, "jbp_level", levels)}
    return attrs.evolve(
        tables,
        booked=_beside(
            reading, goals, booked, [one.last_on is not None for one in found]
        ),
        observed=_beside(
            reading, goals, observed, [one.level is not None for one in found]
        ),
        parts=_parts(reading, goals, days) if has_parts else None,
    )


def _parts(reading: SumsUpTo, goals: _Frame, days: FrameDays) -> _Frame:
    """Return what was booked in each stretch of seven days, of every goal."""
    at: list[int] = []
    blocks: list[int] = []
    amounts: list[int] = []
    shapes = _shapes(goals)
    keys = keys_of(goals, reading.keys)
    for row, (key, days_of, shape) in enumerate(
        zip(keys, _spans(goals, days), shapes, strict=False)
    ):
        if has_interval(shape):
            found = parts_for(reading, key, days_of)
            at += [row] * len(found)
            blocks += found
            amounts += found.values()
    rows = goals.select(*reading.keys)[at]
    return rows.with_columns(
        jbp_block=_whole(goals, "jbp_block", blocks),
        jbp_part=_whole(goals, "jbp_part", amounts),
    )


def _beside(
    reading: SumsUpTo, goals: _Frame, columns: dict[str, _Frame], is_there: list[bool]
) -> _Frame:
    """Return columns beside the keys of the goals, where there is anything."""
    found = goals.select(*reading.keys).with_columns(**columns)
    kept = nw.new_series("kept", is_there, nw.Boolean, backend=goals.implementation)
    return found.filter(kept)


def _counted(
    reading: SumsUpTo, goals: _Frame, days: FrameDays
) -> Iterator[tuple[GoalKey, Counted]]:
    for key, span, shape in zip(
        keys_of(goals, reading.keys), _spans(goals, days), _shapes(goals), strict=False
    ):
        is_any = counts_any_day(shape)
        yield key, booked_for(reading, key, span, is_any_day=is_any)


def _shapes(goals: _Frame) -> Iterable[str | None]:
    return goals["shape"].to_list() if "shape" in goals.columns else repeat(None)


def _spans(goals: _Frame, days: FrameDays) -> Iterator[tuple[int, int]]:
    """Yield the first and last day of each goal."""
    numbers = goals.select(
        first=days.number(goals, "first_day"), last=days.number(goals, "last_day")
    )
    return zip(numbers["first"].to_list(), numbers["last"].to_list(), strict=True)


def _whole(goals: _Frame, name: str, values: list[int]) -> _Frame:
    try:
        return nw.new_series(name, values, nw.Int64, backend=goals.implementation)
    except OverflowError:
        expected = "less than 2^63 in all"
        raise InvalidValueError("amount", "a larger sum", expected) from None


def _days(goals: _Frame, days: FrameDays, numbers: list[int]) -> _Frame:
    named = {number: day_of(number) for number in set(numbers)}
    kind: Any = nw.Date
    if days.are_moments:
        kind = nw.Datetime("us")
        named = {
            number: datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a day
            for number, day in named.items()
        }
    values = [named[number] for number in numbers]
    return nw.new_series("last_entry_on", values, kind, backend=goals.implementation)


def frame_windows(
    goals: object, keys: tuple[str, ...]
) -> Iterator[tuple[GoalKey, tuple[int, int]]]:
    """Yield the first and last day of each goal, counted from 1 January 1970.

    Args:
        goals: A frame of goals.
        keys: The columns that name them.

    Raises:
        InvalidDataError: If they have no days.
        InvalidValueError: If it is no frame in memory.
    """
    frame = _in_memory(goals)
    days = FrameDays(kind_of(frame).days_are_moments)
    columns = (*keys, "first_day", "last_day")
    missing = [name for name in columns if name not in frame.columns]
    gaps = [n for n in columns if n not in missing and frame[n].is_null().any()]
    if missing or gaps:
        expected = "given for every goal"
        wrong = [problem("column", f"goals.{n}", expected, "none") for n in missing]
        wrong += [problem("value", f"goals.{n}", expected, "none") for n in gaps]
        raise InvalidDataError("input", tuple(wrong))
    return zip(keys_of(frame, keys), _spans(frame, days), strict=True)
