"""Days of data frames: as their library compares them, and as numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.frames.host_narwhals import nw

__all__ = ["FrameDays"]

_Made: TypeAlias = Any

_PER_DAY: Final = {
    "s": 86_400,
    "ms": 86_400_000,
    "us": 86_400_000_000,
    "ns": 86_400_000_000_000,
}


@attrs.frozen
class FrameDays:
    """How the libraries of one kind hold days.

    Attributes:
        are_moments: Whether a day is the moment it begins, as pandas has it.
    """

    are_moments: bool

    def of(self, frame: _Made, name: str) -> _Made:
        """Return a column of days as they are compared."""
        kind = frame.collect_schema()[name]
        if self.are_moments:
            is_moment = isinstance(kind, nw.Datetime)
            return nw.col(name) if is_moment else nw.col(name).cast(nw.Datetime("us"))
        return nw.col(name) if kind == nw.Date else nw.col(name).cast(nw.Date)

    def constant(self, day: date) -> _Made:
        """Return one day, as they are compared."""
        if self.are_moments:
            return nw.lit(datetime(day.year, day.month, day.day), nw.Datetime("us"))  # noqa: DTZ001 - a day
        return nw.lit(day, nw.Date)

    def number(self, frame: _Made, name: str) -> _Made:
        """Return a column of days as days since 1 January 1970."""
        if not self.are_moments:
            return self.of(frame, name).cast(nw.Int32).cast(nw.Int64)
        kind = frame.collect_schema()[name]
        unit = kind.time_unit if isinstance(kind, nw.Datetime) else "us"
        return self.of(frame, name).cast(nw.Int64) // _PER_DAY[unit]
