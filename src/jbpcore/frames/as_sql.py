"""The definition as SQL, in the dialects of DuckDB, PostgreSQL and Spark."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from jbpcore.frames.expression import Expression, Op

__all__ = ["Dialect", "quoted", "sql", "text_sql"]


class Dialect(StrEnum):
    """Whose SQL."""

    DUCKDB = "duckdb"
    POSTGRESQL = "postgresql"
    SPARK = "spark"


_BETWEEN: Final[Mapping[Op, str]] = {
    Op.ADD: "+",
    Op.SUBTRACT: "-",
    Op.MULTIPLY: "*",
    Op.EQUAL: "=",
    Op.LESS: "<",
    Op.LESS_OR_EQUAL: "<=",
    Op.AND: "AND",
    Op.OR: "OR",
}
_CALLS: Final[Mapping[Op, str]] = {
    Op.COALESCE: "coalesce",
    Op.LEAST: "least",
    Op.GREATEST: "greatest",
}
_FLOOR_DIVIDE: Final = {
    Dialect.DUCKDB: "//",
    Dialect.POSTGRESQL: "/",  # of whole numbers a whole number
    Dialect.SPARK: "div",
}
_FLOAT: Final = {
    Dialect.DUCKDB: "DOUBLE",
    Dialect.POSTGRESQL: "DOUBLE PRECISION",
    Dialect.SPARK: "DOUBLE",
}


def quoted(name: str, dialect: Dialect) -> str:
    """Return *name* as an identifier.

    Examples:
        >>> print(quoted("goal", Dialect.DUCKDB), quoted("goal", Dialect.SPARK))
        "goal" `goal`
    """
    mark = "`" if dialect is Dialect.SPARK else '"'
    return f"{mark}{name.replace(mark, mark * 2)}{mark}"


def text_sql(text: str, dialect: Dialect) -> str:
    """Return *text* as a literal.

    Examples:
        >>> text_sql("it's", Dialect.POSTGRESQL)
        "'it''s'"
    """
    if dialect is Dialect.SPARK:  # where a backslash means something
        text = text.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{text}'"
    return f"'{text.replace(chr(39), chr(39) * 2)}'"


def sql(expression: Expression, dialect: Dialect) -> str:
    """Return *expression* in SQL.

    Examples:
        >>> from jbpcore.frames.expression import column, when
        >>> left = column("remaining_days")
        >>> print(sql(when(left > 0, column("gap") / left), Dialect.DUCKDB))
        CASE WHEN (0 < "remaining_days") THEN (CAST("gap" AS DOUBLE) / CAST(...)) END
    """
    op = expression.op
    if op is Op.COLUMN:
        return quoted(str(expression.value), dialect)
    if op is Op.LITERAL:
        return _literal(expression, dialect)
    if op is Op.WHEN:
        return _case(expression, dialect)
    parts = [sql(part, dialect) for part in expression.parts]
    if op in _BETWEEN:
        return f"({f' {_BETWEEN[op]} '.join(parts)})"
    if op in _CALLS:
        return f"{_CALLS[op]}({', '.join(parts)})"
    return _special(op, parts, dialect)


def _special(op: Op, parts: list[str], dialect: Dialect) -> str:
    if op is Op.FLOOR_DIVIDE:
        return f"({f' {_FLOOR_DIVIDE[dialect]} '.join(parts)})"
    if op is Op.NOT:
        return f"(NOT {parts[0]})"
    if op is Op.IS_NULL:
        return f"({parts[0]} IS NULL)"
    if op is Op.INTEGER:
        return f"CAST({parts[0]} AS BIGINT)"
    if op is Op.SQUARE_ROOT:
        return f"sqrt({parts[0]})"
    if op is Op.FLOOR:
        return f"CAST(floor({parts[0]}) AS BIGINT)"
    kind = _FLOAT[dialect]
    floats = [f"CAST({part} AS {kind})" for part in parts]
    return f"({' / '.join(floats)})" if op is Op.DIVIDE else floats[0]


def _literal(expression: Expression, dialect: Dialect) -> str:
    value = expression.value
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):  # 0.1 by itself would be a decimal
        return f"CAST('{value!r}' AS {_FLOAT[dialect]})"
    return text_sql(value, dialect) if isinstance(value, str) else str(value)


def _case(expression: Expression, dialect: Dialect) -> str:
    """Write a chain of conditions as one CASE."""
    branches: list[str] = []
    left = expression
    while left.op is Op.WHEN:
        condition, value = (sql(part, dialect) for part in left.parts[:2])
        branches.append(f"WHEN {condition} THEN {value}")
        left = left.parts[2]
    if not (left.op is Op.LITERAL and left.value is None):
        branches.append(f"ELSE {sql(left, dialect)}")
    return f"CASE {' '.join(branches)} END"
