"""The definition as expressions of narwhals, and so of the data frames it knows.

Those of polars are of the same names. They are written without the detour, which takes
longer than measuring a thousand goals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, TypeAlias

from jbpcore.frames.expression import Expression, Op
from jbpcore.frames.host_narwhals import nw

__all__ = ["NULL_INTEGER", "in_library", "with_stage"]

_Made: TypeAlias = Any

NULL_INTEGER: Final = "jbp_null"
"""A column of whole numbers that are all missing, where a frame has to be shown one."""

_BETWEEN: Final[Mapping[Op, Callable[[_Made, _Made], _Made]]] = {
    Op.ADD: lambda one, other: one + other,
    Op.SUBTRACT: lambda one, other: one - other,
    Op.MULTIPLY: lambda one, other: one * other,
    Op.FLOOR_DIVIDE: lambda one, other: one // other,
    Op.EQUAL: lambda one, other: one == other,
    Op.LESS: lambda one, other: one < other,
    Op.LESS_OR_EQUAL: lambda one, other: one <= other,
    Op.AND: lambda one, other: one & other,
    Op.OR: lambda one, other: one | other,
}
_CALLED: Final[Mapping[Op, Callable[..., _Made]]] = {
    Op.DIVIDE: lambda lib, one, other: one.cast(lib.Float64) / other.cast(lib.Float64),
    Op.COALESCE: lambda lib, one, other: lib.coalesce(one, other),
    Op.INTEGER: lambda lib, one: one.cast(lib.Int64),
    Op.FLOAT: lambda lib, one: one.cast(lib.Float64),
    Op.SQUARE_ROOT: lambda _, one: one.sqrt(),
    Op.FLOOR: lambda lib, one: (one // 1.0).cast(lib.Int64),
    Op.LEAST: lambda lib, a, b: lib.when(a < b).then(a).otherwise(b),
    Op.GREATEST: lambda lib, a, b: lib.when(a < b).then(b).otherwise(a),
}


def with_stage(
    frame: _Made, stage: Mapping[str, Expression], *, shows_null: bool = False
) -> _Made:
    """Return a frame of narwhals with the columns of *stage*.

    Args:
        frame: The frame.
        stage: What the columns are made of.
        shows_null: Whether the frame has the column ``NULL_INTEGER``, without which
            whole numbers would become floats where some of them are missing.
    """
    if frame.implementation.is_polars():
        polars = import_module("polars")
        made = {name: in_library(term, polars) for name, term in stage.items()}
        return nw.from_native(frame.to_native().with_columns(**made))
    made = {
        name: in_library(term, nw, shows_null=shows_null)
        for name, term in stage.items()
    }
    return frame.with_columns(**made)


def in_library(term: Expression, lib: _Made, *, shows_null: bool = False) -> _Made:
    """Return *term* as an expression of a library.

    Args:
        term: The tree.
        lib: narwhals, or polars.
        shows_null: As for :func:`with_stage`.
    """
    if term.op is Op.COLUMN:
        return lib.col(str(term.value))
    if term.op is Op.LITERAL:
        return lib.lit(term.value)
    if term.op is Op.WHEN:
        return _chosen(term, lib, shows_null=shows_null)
    parts = [in_library(part, lib, shows_null=shows_null) for part in term.parts]
    if term.op is Op.DIVIDE and term.parts[1].op is Op.LITERAL:
        # By one number, polars multiplies with 1 ÷ that, which rounds twice.
        parts[1] = parts[0] * 0 + parts[1]
    if term.op in _BETWEEN:
        return _BETWEEN[term.op](*parts)
    if term.op is Op.NOT:
        return ~parts[0]
    return (
        parts[0].is_null() if term.op is Op.IS_NULL else _CALLED[term.op](lib, *parts)
    )


def _chosen(term: Expression, lib: _Made, *, shows_null: bool) -> _Made:
    case, value, otherwise = term.parts
    condition = in_library(case, lib, shows_null=shows_null)
    found = in_library(value, lib, shows_null=shows_null)
    if otherwise.op is not Op.LITERAL or otherwise.value is not None:
        other = in_library(otherwise, lib, shows_null=shows_null)
        return lib.when(condition).then(found).otherwise(other)
    if shows_null and value.op is not Op.DIVIDE:
        return lib.when(~condition).then(lib.col(NULL_INTEGER)).otherwise(found)
    return lib.when(condition).then(found)
