"""How a whole channel stands: data frames of goals and entries in, figures out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, TypeVar

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.assess_frames import FrameTables, alike
from jbpcore.frames.frame_columns import check_columns, holds_nothing
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.frame_engines import ChannelQuestion, run_question
from jbpcore.frames.frame_kinds import FrameKind, as_frame, kind_of
from jbpcore.frames.frame_values import check_values, shapes_in
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.interval import upper_score
from jbpcore.frames.layout import Layout, known_shapes
from jbpcore.model.health import HealthBands

__all__ = ["Asked", "assess", "assess_given"]

_Native = TypeVar("_Native")
_MOST_PART: Final = 500
_MAY_BE_EMPTY: Final = ("shape", "baseline", "phasing")
_KEYS: Final = ("goal_id",)


def assess(  # noqa: PLR0913 - one question, and each part of it by name
    goals: _Native,
    actuals: Any,  # noqa: ANN401 - a frame of the same library
    *,
    as_of: date,
    phasing: Any = None,  # noqa: ANN401
    fx: Any = None,  # noqa: ANN401
    bands: HealthBands | None = None,
    keys: Iterable[str] = _KEYS,
    shapes: Iterable[GoalShape | str] | None = None,
    level_ratio: Fraction | None = None,
    check: bool | None = None,
) -> _Native:
    """Measure many goals at once, with the digits that each would have by itself.

    The tables are data frames of pandas, polars, PyArrow, DuckDB, PySpark or Dask, all
    of one library; the reference lists their columns. Amounts are whole numbers of
    minor units of the goal's currency, counts of hundredths. Entries of goals that are
    not there are passed over.

    Args:
        goals: One row for each goal. Columns that are not read are passed on.
        actuals: One row for each entry that is booked.
        as_of: The last day that counts, as a whole day.
        phasing: The weights of the months, if goals name a phasing.
        fx: Rates by currency; puts ``rate_millionths`` beside each goal, for
            :func:`~jbpcore.frames.rolling_up.roll_up`.
        bands: From which pace index up a goal is healthy.
        keys: The columns that name a goal, in both tables.
        shapes: The shapes that goals have, if not all that there are; a late frame is
            then computed in fewer steps.
        level_ratio: How often a finish should fall between ``projected_low`` and
            ``projected_high``, which come out then, beside ``hit_probability``; such as
            ``Fraction(4, 5)``. ``None`` leaves them out, and the passes over the
            entries that they take.
        check: Whether to look at the values first, all problems at once. As it takes a
            pass over the data, ``None`` does so for frames in memory, and not for
            those computed late.

    Returns:
        The goals, with all figures beside them; computed late if *goals* are.

    Raises:
        InvalidDataError: If columns or values are missing or cannot be measured.
        InvalidValueError: If a table is no data frame, or of another library; if
            *level_ratio* is not from 0.01 to 0.99, or asked for of Dask.
        MissingExtraError: If the extra ``frames`` is not installed.
    """
    given = {"goals": goals, "actuals": actuals, "phasing": phasing, "fx": fx}
    asked = Asked(
        as_of=as_of,
        bands=bands or HealthBands(),
        keys=tuple(keys),
        level_ratio=level_ratio,
    )
    result: _Native = assess_given(given, asked, shapes=shapes, check=check)
    return result


@attrs.frozen(kw_only=True)
class Asked:
    """What is asked, whatever it is asked of.

    Attributes:
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
        keys: The columns that name a goal.
        level_ratio: How often a finish should fall in its interval, if one is asked
            for.
    """

    as_of: date
    bands: HealthBands
    keys: tuple[str, ...]
    level_ratio: Fraction | None = None


def assess_given(
    given: Mapping[str, object],
    asked: Asked,
    *,
    shapes: Iterable[GoalShape | str] | None = None,
    check: bool | None = None,
    sums: Callable[[FrameTables, FrameDays], FrameTables] | None = None,
) -> Any:  # noqa: ANN401 - a frame like the goals
    """Measure the goals of the tables that are given.

    Args:
        given: The tables, by the names of ``FrameTables``; others are ``None``.
        asked: What is asked.
        shapes: The shapes that goals have.
        check: Whether to look at the values first.
        sums: Puts what is booked into tables that were checked and have no entries.

    Raises:
        InvalidDataError: If columns or values are missing or cannot be measured.
        InvalidValueError: If a table is no data frame, or of another library.
        MissingExtraError: If the extra ``frames`` is not installed.
    """
    bands = asked.bands
    if max(bands.keep_units()) > _MOST_PART:
        expected = f"fractions with parts up to {_MOST_PART}, such as 19/20"
        raise InvalidValueError("bands", str(bands), expected)
    tables = _tables(given)
    layout = _layout(tables, asked.keys, shapes)
    _raise(check_columns(layout, tables))
    kind = kind_of(tables.goals)
    layout = attrs.evolve(layout, score=_score(asked.level_ratio, kind))
    days = FrameDays(kind.days_are_moments)
    tables = _aligned(layout, tables)
    layout = _checked(layout, tables, days, check=check)
    if sums is not None:
        tables = sums(tables, days)
    question = ChannelQuestion(layout=layout, as_of=asked.as_of, bands=bands)
    return run_question(question, tables, kind)


def _score(level_ratio: Fraction | None, kind: FrameKind) -> float | None:
    """Return the normal score of the upper end of an interval, if one is asked for."""
    if level_ratio is None:
        return None
    if kind is FrameKind.DASK:
        expected = "None for frames of Dask, which have no numbered rows"
        raise InvalidValueError("level_ratio", str(level_ratio), expected)
    return upper_score(level_ratio)


def _tables(given: Mapping[str, object]) -> FrameTables:
    frames = {
        name: as_frame(frame, name)
        for name, frame in given.items()
        if frame is not None
    }
    kind = kind_of(frames["goals"])
    for name, frame in frames.items():
        if kind_of(frame) is not kind:
            raise InvalidValueError(
                name, kind_of(frame).value, f"of {kind}, as goals are"
            )
    return FrameTables(
        goals=frames["goals"],
        actuals=frames.get("actuals"),
        phasing=frames.get("phasing"),
        fx=frames.get("fx"),
    )


def _layout(
    tables: FrameTables,
    keys: tuple[str, ...],
    shapes: Iterable[GoalShape | str] | None,
) -> Layout:
    goals = tuple(map(str, tables.goals.collect_schema().names()))
    entries = []
    if tables.actuals is not None:
        entries = tables.actuals.collect_schema().names()
    empty = frozenset(
        name
        for name in _MAY_BE_EMPTY
        if name in goals and holds_nothing(tables.goals, name)
    )
    return Layout(
        keys=keys,
        goals=goals,
        empty=empty,
        shapes=known_shapes(shapes),
        has_sequence="sequence" in entries,
        has_status="status" in entries,
        has_phasing=tables.phasing is not None
        and "phasing" in goals
        and "phasing" not in empty,
        has_fx=tables.fx is not None,
    )


def _aligned(layout: Layout, tables: FrameTables) -> FrameTables:
    """Return the tables with names of the types that they have in the goals."""
    goals, phasing, fx = tables.goals, tables.phasing, tables.fx
    actuals = tables.actuals
    return FrameTables(
        goals=goals,
        actuals=None if actuals is None else alike(actuals, goals, layout.keys),
        phasing=alike(phasing, goals, ["phasing"]) if layout.has_phasing else None,
        fx=None if fx is None else alike(fx, goals, ["currency"]),
    )


def _checked(
    layout: Layout, tables: FrameTables, days: FrameDays, *, check: bool | None
) -> Layout:
    """Look at the values, as far as is wanted, and at which shapes there are."""
    is_now = isinstance(tables.goals, nw.DataFrame)
    if check is False or not (check or is_now):
        return layout
    _raise(check_values(layout, tables, days, is_patient=bool(check)))
    if not layout.has_shape:
        return layout
    found = shapes_in(tables.goals)
    shapes = frozenset(GoalShape.FLOW if s is None else GoalShape(s) for s in found)
    return attrs.evolve(layout, shapes=shapes, is_checked=True)


def _raise(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise InvalidDataError("input", findings)
