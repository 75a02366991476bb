"""The definition carried out in Python, on the values of one row."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeAlias

from jbpcore.frames.expression import Expression, Op

__all__ = ["evaluate", "run_stages"]

GoalRow: TypeAlias = Mapping[str, Any]

_SIMPLE: Final[Mapping[Op, Callable[..., Any]]] = {
    Op.ADD: lambda one, other: one + other,
    Op.SUBTRACT: lambda one, other: one - other,
    Op.MULTIPLY: lambda one, other: one * other,
    Op.FLOOR_DIVIDE: lambda one, other: one // other,
    Op.DIVIDE: lambda one, other: one / other,
    Op.EQUAL: lambda one, other: one == other,
    Op.LESS: lambda one, other: one < other,
    Op.LESS_OR_EQUAL: lambda one, other: one <= other,
    Op.AND: lambda one, other: one and other,
    Op.OR: lambda one, other: one or other,
    Op.NOT: lambda one: not one,
    Op.IS_NULL: lambda one: one is None,
    Op.COALESCE: lambda one, other: other if one is None else one,
    Op.LEAST: min,
    Op.GREATEST: max,
    Op.INTEGER: int,
    Op.FLOAT: float,
    Op.SQUARE_ROOT: math.sqrt,
    Op.FLOOR: math.floor,
}


def evaluate(expression: Expression, row: GoalRow) -> Any:  # noqa: ANN401 - of any column
    """Return what *expression* comes to in *row*.

    Examples:
        >>> from jbpcore.frames.expression import column
        >>> evaluate(column("target") - column("attained"),
        ...          {"target": 5, "attained": 3})
        2
    """
    if expression.op is Op.COLUMN:
        return row[str(expression.value)]
    if expression.op is Op.LITERAL:
        return expression.value
    if expression.op is Op.WHEN:
        condition, value, otherwise = expression.parts
        return evaluate(value if evaluate(condition, row) else otherwise, row)
    values = [evaluate(part, row) for part in expression.parts]
    return _SIMPLE[expression.op](*values)


def run_stages(
    stages: Iterable[Mapping[str, Expression]], row: GoalRow
) -> dict[str, Any]:
    """Return *row* with the columns of all stages.

    Examples:
        >>> from jbpcore.frames.expression import column
        >>> run_stages([{"twice": column("x") * 2}, {"more": column("twice") + 1}],
        ...            {"x": 4})
        {'x': 4, 'twice': 8, 'more': 9}
    """
    found = dict(row)
    for stage in stages:
        found |= {name: evaluate(term, found) for name, term in stage.items()}
    return found
