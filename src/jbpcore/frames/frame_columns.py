"""Whether tables have the columns they need, of the types they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import attrs

from jbpcore.errors import Finding
from jbpcore.frames.assess_frames import FrameTables
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.layout import FIGURE_COLUMNS, INTERVAL_COLUMNS, Layout
from jbpcore.wording import Sentence

__all__ = ["check_columns", "check_entry_columns", "holds_nothing", "problem"]

_OWN: Final = "jbp_"
_WHOLE: Final = "a column of whole numbers"
_DAYS: Final = "a column of days"
_TEXTS: Final = "a column of texts"
_NAMES: Final = "a column of texts or whole numbers"


@attrs.frozen
class _Need:
    """What a column has to be."""

    kind: str
    is_needed: bool = True


_OF_GOALS: Final[Mapping[str, _Need]] = {
    "target": _Need(_WHOLE),
    "first_day": _Need(_DAYS),
    "last_day": _Need(_DAYS),
    "shape": _Need(_TEXTS, is_needed=False),
    "baseline": _Need(_WHOLE, is_needed=False),
    "phasing": _Need(_NAMES, is_needed=False),
    "currency": _Need(_NAMES, is_needed=False),
    "weight": _Need(_WHOLE, is_needed=False),
}
_OF_ACTUALS: Final[Mapping[str, _Need]] = {
    "date": _Need(_DAYS),
    "amount": _Need(_WHOLE),
    "sequence": _Need(_WHOLE, is_needed=False),
    "status": _Need(_TEXTS, is_needed=False),
}
_OF_PHASING: Final[Mapping[str, _Need]] = {
    "phasing": _Need(_NAMES),
    "month": _Need(_WHOLE),
    "weight": _Need(_WHOLE),
}
_OF_FX: Final[Mapping[str, _Need]] = {
    "currency": _Need(_NAMES),
    "rate_millionths": _Need(_WHOLE),
}


def problem(kind: str, path: str, expected: str, got: str) -> Finding:
    """Return what is wrong with a column of a table.

    Examples:
        >>> print(problem("type", "goals.target", "whole numbers", "String"))
        goals.target: target must be whole numbers; got String. [jbp.frame.type]
    """
    table, _, column = path.partition(".")
    message = Sentence(
        "{field} must be {expected}; got {value}.",
        field=column or table,
        expected=expected,
        value=got,
    )
    return Finding(
        code=f"jbp.frame.{kind}", path=path, message=message, column=column or table
    )


def holds_nothing(frame: Any, column: str) -> bool:  # noqa: ANN401 - of narwhals
    """Return whether there is no value in a column; of a late one, not even a type.

    Args:
        frame: The frame that has it, as narwhals has it.
        column: Its name.
    """
    if isinstance(frame, nw.DataFrame):
        return bool(frame[column].is_null().all())
    is_polars = frame.implementation.is_polars()
    return is_polars and str(frame.to_native().collect_schema()[column]) == "Null"


def check_columns(layout: Layout, tables: FrameTables) -> tuple[Finding, ...]:
    """Return a finding for each column that is missing, or of the wrong type.

    No value is looked at.

    Args:
        layout: What the tables are to have.
        tables: The tables.
    """
    keys = {key: _Need(_NAMES) for key in layout.keys}
    found = [
        *_of_table("goals", tables.goals, keys | dict(_OF_GOALS)),
        *_taken(tables.goals),
    ]
    if tables.actuals is not None:
        found += check_entry_columns(tables.actuals, layout.keys)
    if tables.phasing is not None:
        found += _of_table("phasing", tables.phasing, _OF_PHASING)
    elif layout.has("phasing"):
        columns = ", ".join(_OF_PHASING)
        expected = f"a table of {columns}, as goals have a column phasing"
        found.append(problem("column", "phasing", expected, "none"))
    if tables.fx is not None:
        found += _of_table("fx", tables.fx, _OF_FX)
        if not layout.has("currency"):
            expected = f"{_NAMES}, as there are rates"
            found.append(problem("column", "goals.currency", expected, "none"))
    return tuple(found) or tuple(_unlike(layout, tables))


def check_entry_columns(actuals: Any, keys: Iterable[str]) -> tuple[Finding, ...]:  # noqa: ANN401 - a frame of narwhals
    """Return a finding for each column of entries that is missing, or of another type.

    Args:
        actuals: The entries.
        keys: The columns that name their goal.
    """
    needs = {key: _Need(_NAMES) for key in keys} | dict(_OF_ACTUALS)
    return tuple(_of_table("actuals", actuals, needs))


def _of_table(
    name: str,
    frame: Any,  # noqa: ANN401 - a frame of narwhals
    needs: Mapping[str, _Need],
) -> Iterator[Finding]:
    schema = frame.collect_schema()
    is_pandas = "pandas" in str(frame.implementation) or "dask" in str(
        frame.implementation
    )
    for column, need in needs.items():
        path = f"{name}.{column}"
        if column not in schema:
            if need.is_needed:
                there = f"none among {', '.join(map(str, schema))}"
                yield problem("column", path, need.kind, there)
        elif not _fits(schema[column], need.kind, is_pandas=is_pandas) and not (
            holds_nothing(frame, column)
        ):
            yield problem("type", path, need.kind, str(schema[column]))


def _fits(kind: Any, needed: str, *, is_pandas: bool) -> bool:  # noqa: ANN401 - a type
    """Whether a column may be used.

    pandas has whole numbers as floats where some are missing, and anything as objects.
    """
    is_object = is_pandas and kind == nw.Object
    if needed == _WHOLE:
        is_float = is_pandas and kind == nw.Float64
        return kind.is_integer() or is_float
    if needed == _DAYS:
        is_moment = isinstance(kind, nw.Datetime) and kind.time_zone is None
        return kind == nw.Date or is_moment or is_object
    is_text = kind in {nw.String, nw.Categorical} or isinstance(kind, nw.Enum)
    if needed == _TEXTS:
        return is_text or is_object
    return (
        is_text or kind.is_integer() or is_object or (kind == nw.Float64 and is_pandas)
    )


def _taken(goals: Any) -> Iterator[Finding]:  # noqa: ANN401 - a frame of narwhals
    names = goals.collect_schema().names()
    for name in names:
        if name in (*FIGURE_COLUMNS, *INTERVAL_COLUMNS) or str(name).startswith(_OWN):
            expected = "under another name, as figures take this one"
            yield problem("column", f"goals.{name}", expected, "a column")


def _unlike(layout: Layout, tables: FrameTables) -> Iterable[Finding]:
    """Return a finding for each name that is text here and a number there."""
    pairs = []
    if tables.actuals is not None:
        pairs += [("actuals", tables.actuals, key) for key in layout.keys]
    if layout.has_phasing:
        pairs.append(("phasing", tables.phasing, "phasing"))
    if tables.fx is not None:
        pairs.append(("fx", tables.fx, "currency"))
    mine = tables.goals.collect_schema()
    for name, frame, column in pairs:
        other = frame.collect_schema()[column]
        if mine[column].is_numeric() != other.is_numeric():
            expected = f"as in goals, {mine[column]}"
            yield problem("type", f"{name}.{column}", expected, str(other))
