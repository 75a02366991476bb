"""The definition as expressions of narwhals, for data frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any, Final, TypeAlias

from jbpcore.frames.expression import Expression, Op
from jbpcore.frames.host_narwhals import nw

__all__ = ["NULL_INTEGER", "in_narwhals"]

_Made: TypeAlias = Any

NULL_INTEGER: Final = "jbp_null"
"""A column of whole numbers that are all missing, where a frame has to be shown one."""

_SIMPLE: Final[Mapping[Op, Callable[..., _Made]]] = {
    Op.ADD: lambda one, other: one + other,
    Op.SUBTRACT: lambda one, other: one - other,
    Op.MULTIPLY: lambda one, other: one * other,
    Op.FLOOR_DIVIDE: lambda one, other: one // other,
    Op.DIVIDE: lambda one, other: one.cast(nw.Float64) / other.cast(nw.Float64),
    Op.EQUAL: lambda one, other: one == other,
    Op.LESS: lambda one, other: one < other,
    Op.LESS_OR_EQUAL: lambda one, other: one <= other,
    Op.AND: lambda one, other: one & other,
    Op.OR: lambda one, other: one | other,
    Op.NOT: lambda one: ~one,
    Op.IS_NULL: lambda one: one.is_null(),
    Op.COALESCE: lambda one, other: nw.coalesce(one, other),  # noqa: PLW0108 - nw is late
    Op.INTEGER: lambda one: one.cast(nw.Int64),
    Op.FLOAT: lambda one: one.cast(nw.Float64),
}


def in_narwhals(expression: Expression, *, shows_null: bool = False) -> _Made:
    """Return *expression* as one of narwhals.

    Args:
        expression: The tree.
        shows_null: Whether the frame has the column ``NULL_INTEGER``, without which
            whole numbers would become floats where some of them are missing.
    """
    if expression.op is Op.COLUMN:
        return nw.col(str(expression.value))
    if expression.op is Op.LITERAL:
        return nw.lit(expression.value)
    parts = [in_narwhals(part, shows_null=shows_null) for part in expression.parts]
    if expression.op is Op.WHEN:
        return _chosen(expression, parts, shows_null=shows_null)
    if expression.op in {Op.LEAST, Op.GREATEST}:
        return reduce(_lower if expression.op is Op.LEAST else _higher, parts)
    return _SIMPLE[expression.op](*parts)


def _chosen(expression: Expression, parts: list[_Made], *, shows_null: bool) -> _Made:
    condition, value, otherwise = parts
    is_left_out = expression.parts[2].op is Op.LITERAL and (
        expression.parts[2].value is None
    )
    if not is_left_out:
        return nw.when(condition).then(value).otherwise(otherwise)
    if shows_null and expression.parts[1].op is not Op.DIVIDE:
        return nw.when(~condition).then(nw.col(NULL_INTEGER)).otherwise(value)
    return nw.when(condition).then(value)


def _lower(one: _Made, other: _Made) -> _Made:
    return nw.when(one < other).then(one).otherwise(other)


def _higher(one: _Made, other: _Made) -> _Made:
    return nw.when(one < other).then(other).otherwise(one)
