"""One query that adds up the goals of each group."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jbpcore.frames.as_sql import Dialect, quoted, sql, text_sql
from jbpcore.frames.expression import Expression
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.roll_up_definition import (
    ROLLED_UP,
    SUMMED,
    RollUpRequest,
    after_sums,
    before_sums,
)

__all__ = ["roll_up_sql"]


@lru_cache(maxsize=64)
def roll_up_sql(
    request: RollUpRequest,
    dialect: Dialect,
    *,
    assessed: str,
    by: tuple[str, ...],
    fx: str | None = None,
    into: str | None = None,
) -> str:
    """Return the query that adds up the goals of each group.

    Args:
        request: What is asked.
        dialect: Whose SQL.
        assessed: What may follow FROM: the goals with their figures.
        by: The columns that groups are made by.
        fx: Where rates by currency are, if the goals have none beside them.
        into: The reporting currency, to be named in a column.

    Examples:
        >>> request = RollUpRequest(columns={"target"})
        >>> query = roll_up_sql(
        ...     request, Dialect.DUCKDB, assessed="assessed", by=("partner",)
        ... )
        >>> query.splitlines()[0]
        'WITH jbp_assessed AS ('
    """
    names = [quoted(name, dialect) for name in by]
    kept = {f"jbp_of_{name}" for name in SUMMED}
    source = f"FROM {assessed}"
    if fx is not None:
        source = f"FROM {assessed} AS g LEFT JOIN {fx} AS f ON f.currency = g.currency"
    columns = "g.*, f.rate_millionths" if fx is not None else "*"
    steps = [("jbp_assessed", f"SELECT {columns}\n{source}")]
    for stage in folded_stages(before_sums(request), kept=kept):
        steps.append(_step(steps, "jbp_brought", stage, dialect))
    steps.append(("jbp_sums", _sums(names, request, steps[-1][0])))
    for stage in folded_stages(after_sums(request), kept=ROLLED_UP):
        steps.append(_step(steps, "jbp_result", stage, dialect))
    listed = [*names, *(quoted(name, dialect) for name in ROLLED_UP)]
    if into is not None:
        listed.append(f"{text_sql(into, dialect)} AS {quoted('currency', dialect)}")
    named = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in steps)
    return f"WITH {named}\nSELECT {', '.join(listed)}\nFROM {steps[-1][0]}"


def _sums(names: list[str], request: RollUpRequest, source: str) -> str:
    sums = [f"CAST(sum(jbp_of_{name}) AS BIGINT) AS jbp_all_{name}" for name in SUMMED]
    if request.is_mixed:
        sums.append("count(DISTINCT currency) AS jbp_currencies")
    grouped = f"\nGROUP BY {', '.join(names)}" if names else ""
    listed = ",\n  ".join([*names, *sums])
    return f"SELECT {listed}\nFROM {source}{grouped}"


def _step(
    steps: list[tuple[str, str]],
    name: str,
    stage: Mapping[str, Expression],
    dialect: Dialect,
) -> tuple[str, str]:
    made = ",\n  ".join(
        f"{sql(term, dialect)} AS {quoted(to, dialect)}" for to, term in stage.items()
    )
    return f"{name}_{len(steps)}", f"SELECT *,\n  {made}\nFROM {steps[-1][0]}"
