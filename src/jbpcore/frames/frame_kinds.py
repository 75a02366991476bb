"""Whose data frames they are, and what each library needs to be told."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final

from jbpcore.errors import InvalidValueError
from jbpcore.frames.host_narwhals import nw

__all__ = ["FrameKind", "as_frame", "kind_of"]


class FrameKind(StrEnum):
    """Whose data frame it is."""

    POLARS = "polars"
    PANDAS = "pandas"
    PYARROW = "pyarrow"
    DUCKDB = "duckdb"
    PYSPARK = "pyspark"
    DASK = "dask"

    @property
    def days_are_moments(self) -> bool:
        """Whether a day is the moment it begins."""
        return self in {FrameKind.PANDAS, FrameKind.DASK}


_KNOWN: Final = "a data frame of pandas, polars, PyArrow, DuckDB, PySpark or Dask"


def as_frame(frame: object, name: str) -> Any:  # noqa: ANN401 - computed now or later
    """Return *frame* as narwhals has it.

    Args:
        frame: A data frame.
        name: What it is given as, for the message.

    Raises:
        InvalidValueError: If it is none of a library that is known.
    """
    try:
        found = nw.from_native(frame)
    except TypeError:
        raise InvalidValueError(name, type(frame).__name__, _KNOWN) from None
    if found.implementation.value.partition("[")[0] not in set(FrameKind):
        raise InvalidValueError(name, found.implementation.value, _KNOWN)
    return found


def kind_of(frame: Any) -> FrameKind:  # noqa: ANN401 - computed now or later
    """Return whose frame it is that narwhals has."""
    return FrameKind(frame.implementation.value.partition("[")[0])
