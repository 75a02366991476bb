"""The question put to the library that the frames are of."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.frames.as_narwhals import NULL_INTEGER
from jbpcore.frames.as_sql import Dialect
from jbpcore.frames.assess_frames import FrameTables, assess_frames
from jbpcore.frames.assess_sql import assess_sql
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_kinds import FrameKind
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.layout import FIGURE_COLUMNS, INTERVAL_COLUMNS, Layout
from jbpcore.frames.sql_parts import SqlTables
from jbpcore.model.health import HealthBands

__all__ = ["ChannelQuestion", "null_beside", "run_question"]

_Frame: TypeAlias = Any

_ROW: Final = "jbp_row"
_READ: Final = ("target", "first_day", "last_day", "shape", "baseline", "phasing")
_WHOLE: Final = (*FIGURE_COLUMNS[:2], *FIGURE_COLUMNS[3:13], *INTERVAL_COLUMNS[:2])


@attrs.frozen(kw_only=True)
class ChannelQuestion:
    """What is asked of all goals.

    Attributes:
        layout: The columns that there are.
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
    """

    layout: Layout
    as_of: date
    bands: HealthBands

    def in_sql(self, dialect: Dialect, tables: SqlTables) -> str:
        """Return the question as a query."""
        return assess_sql(
            self.layout, dialect, tables=tables, as_of=self.as_of, bands=self.bands
        )

    def in_frames(self, tables: FrameTables, kind: FrameKind) -> _Frame:
        """Return the question as a frame."""
        return assess_frames(
            self.layout,
            tables,
            days=FrameDays(kind.days_are_moments),
            as_of=self.as_of,
            bands=self.bands,
            shows_null=kind.days_are_moments,
        )

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that come beside those of the goals."""
        return (
            *(["rate_millionths"] if self.layout.has_fx else []),
            *self.layout.figures,
        )


def run_question(
    question: ChannelQuestion, tables: FrameTables, kind: FrameKind
) -> _Frame:
    """Return the goals with all figures, as the library has them.

    Args:
        question: What is asked.
        tables: The tables, as narwhals has them.
        kind: Whose frames they are.
    """
    if kind is FrameKind.DUCKDB:
        return _by_duckdb(question, tables)
    if kind is FrameKind.PYSPARK:
        return _by_spark(question, tables)
    if isinstance(tables.goals, nw.DataFrame):
        return _now(question, tables, kind)
    return _later(question, tables, kind)


def _natives(tables: FrameTables) -> dict[str, Any]:
    given = attrs.asdict(tables, recurse=False)
    return {
        name: frame.to_native() for name, frame in given.items() if frame is not None
    }


def _by_duckdb(question: ChannelQuestion, tables: FrameTables) -> _Frame:
    """Ask DuckDB, which finds the other relations by the names they have here."""
    natives = _natives(tables)
    names = {name: f"jbp_of_{name}" for name in natives}
    jbp_of_actuals = natives["actuals"]  # noqa: F841 - named in the query
    jbp_of_phasing = natives.get("phasing")  # noqa: F841
    jbp_of_fx = natives.get("fx")  # noqa: F841
    query = question.in_sql(Dialect.DUCKDB, SqlTables(**names))
    return natives["goals"].query(names["goals"], query)


def _by_spark(question: ChannelQuestion, tables: FrameTables) -> _Frame:
    natives = _natives(tables)
    named = SqlTables(**{name: f"{{{name}}}" for name in natives})
    query = question.in_sql(Dialect.SPARK, named)
    return natives["goals"].sparkSession.sql(query, **natives)


def _later(question: ChannelQuestion, tables: FrameTables, kind: FrameKind) -> _Frame:
    """Return a frame that is computed when it is asked for."""
    goals = tables.goals
    if kind.days_are_moments:
        goals = null_beside(goals, kind)
    late = attrs.evolve(tables, goals=goals, **_others(tables, is_late=True))
    found = question.in_frames(late, kind)
    return found.select(*question.layout.goals, *question.added).to_native()


def _others(tables: FrameTables, *, is_late: bool) -> dict[str, _Frame]:
    others = attrs.asdict(tables, recurse=False)
    del others["goals"]
    return {
        name: frame.lazy() if is_late and isinstance(frame, nw.DataFrame) else frame
        for name, frame in others.items()
    }


def _now(question: ChannelQuestion, tables: FrameTables, kind: FrameKind) -> _Frame:
    """Compute the figures of the few columns that are read, and put them beside all."""
    layout = question.layout
    read: list[str] = [name for name in _READ if layout.has(name)]
    read += ["currency"] if layout.has_fx else []
    columns = dict.fromkeys([*layout.keys, *read])
    narrow = tables.goals.select(*columns).with_row_index(_ROW)
    if kind is FrameKind.POLARS:
        late = attrs.evolve(
            tables, goals=narrow.lazy(), **_others(tables, is_late=True)
        )
        found = question.in_frames(late, kind).select(_ROW, *question.added)
        in_order = found.sort(_ROW).drop(_ROW)
        figures = nw.from_native(in_order.to_native().collect(engine="streaming"))
    else:
        if kind.days_are_moments:
            narrow = null_beside(narrow, kind)
        found = question.in_frames(attrs.evolve(tables, goals=narrow), kind)
        figures = found.select(_ROW, *question.added).sort(_ROW).drop(_ROW)
    return _beside(tables.goals, figures, kind)


def null_beside(frame: _Frame, kind: FrameKind) -> _Frame:
    """Return a frame with a column of whole numbers that are all missing.

    Args:
        frame: A frame of pandas, or of Dask, which is many of them.
        kind: Which.
    """
    native = frame.to_native()
    if kind is FrameKind.DASK:
        return nw.from_native(native.map_partitions(_null_in_pandas))
    return nw.from_native(_null_in_pandas(native))


def _null_in_pandas(frame: _Frame) -> _Frame:
    pandas = import_module("pandas")
    null = pandas.Series(pandas.NA, index=frame.index, dtype="Int64")
    return frame.assign(**{NULL_INTEGER: null})


def _beside(goals: _Frame, figures: _Frame, kind: FrameKind) -> _Frame:
    if kind is not FrameKind.PANDAS:
        return nw.concat([goals, figures], how="horizontal").to_native()
    # Whole numbers stay whole, whether any is missing today or not.
    whole = [name for name in figures.columns if name in _WHOLE]
    native = figures.to_native().astype(dict.fromkeys(whole, "Int64"))
    native = native.astype(dict.fromkeys(("health", "reason"), "str"))
    native.index = goals.to_native().index
    pandas = goals.__native_namespace__()
    return pandas.concat([goals.to_native(), native], axis="columns")
