"""The query of a portfolio page, for the database that goals and bookings are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from jbpcore.engine.shape import GoalShape
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.as_sql import Dialect, quoted
from jbpcore.frames.assess_sql import assess_sql
from jbpcore.frames.interval import upper_score
from jbpcore.frames.layout import FIGURE_COLUMNS, INTERVAL_COLUMNS, Layout, known_shapes
from jbpcore.frames.sql_parts import SqlTables
from jbpcore.model.health import HealthBands
from jbpcore.wording import Sentence

__all__ = ["portfolio_sql"]

_REQUIRED_OF_GOALS: Final = ("target", "first_day", "last_day")
_REQUIRED_OF_ACTUALS: Final = ("date", "amount")
_LONGEST_NAME: Final = 63  # of PostgreSQL, which cuts longer ones off in silence
_MOST_SHOWN: Final = 200


def portfolio_sql(  # noqa: PLR0913 - what tables there are, only the caller knows
    dialect: Dialect | str,
    *,
    as_of: date | None,
    goals: str = "goals",
    actuals: str = "actuals",
    phasing: str | None = None,
    fx: str | None = None,
    goal_columns: Iterable[str] = ("goal_id", *_REQUIRED_OF_GOALS),
    actual_columns: Iterable[str] = ("goal_id", *_REQUIRED_OF_ACTUALS),
    keys: Iterable[str] = ("goal_id",),
    bands: HealthBands | None = None,
    shapes: Iterable[GoalShape | str] | None = None,
    level_ratio: Fraction | None = None,
    view: str | None = None,
    by_goal: bool | None = None,
) -> str:
    """Return the query that measures all goals where they are, with the same digits.

    A row for each goal comes out, with its own columns and then the figures of
    :func:`~jbpcore.frames.assessing.assess`. The tables need the columns that are read
    of a data frame, under the same names; a view over the tables of a product gives
    them.

    Args:
        dialect: ``duckdb``, ``postgresql`` or ``spark``.
        as_of: The last day that counts. ``None`` asks the database for its day whenever
            the query runs, which is that of the session's time zone.
        goals: The table of goals, or ``schema.table``; and so on.
        actuals: The table of booked entries.
        phasing: The table of phasings, for goals that name one.
        fx: The table of rates.
        goal_columns: The columns to read and to hand on.
        actual_columns: The columns of *actuals*.
        keys: What names a goal, in both tables.
        bands: From which pace index up a goal is healthy; default bands if ``None``.
        shapes: The shapes that goals have, if not all that there are; the query is
            shorter then, and the figures of the others are missing.
        level_ratio: How often a finish should fall between ``projected_low`` and
            ``projected_high``, which come out then, beside ``hit_probability``.
        view: Return the statement that makes this view of the query instead.
        by_goal: Look entries up goal by goal, which takes an index on the keys: right
            where a page asks for a few of the goals. Else all entries are added up in
            one pass, which is right for all goals. In PostgreSQL ``True`` if ``None``,
            else ``False``.

    Returns:
        One statement, without a semicolon. No value of a row is in it.

    Raises:
        InvalidValueError: If *dialect* is none of them, columns cannot tell a shape,
            or *level_ratio* is not from 0.01 to 0.99.
        InvalidDataError: If a column is missing or a name is none; all of them at once.

    Examples:
        >>> query = portfolio_sql("postgresql", as_of=None, view="portfolio")
        >>> query.splitlines()[0]
        'CREATE VIEW "portfolio" AS'
    """
    written = _dialect(dialect)
    layout = Layout(
        keys=tuple(keys),
        goals=tuple(goal_columns),
        has_sequence="sequence" in (listed := tuple(actual_columns)),
        has_status="status" in listed,
        has_phasing=phasing is not None,
        has_fx=fx is not None,
        shapes=known_shapes(shapes),
        score=None if level_ratio is None else upper_score(level_ratio),
    )
    tables = {"goals": goals, "actuals": actuals, "phasing": phasing, "fx": fx}
    findings = tuple(_findings(layout, listed, tables | {"view": view}))
    if findings:
        raise InvalidDataError("portfolio_sql", findings)
    names = {
        kind: None if name is None else _table(name, written)
        for kind, name in tables.items()
    }
    query = assess_sql(
        layout,
        written,
        tables=SqlTables(
            goals=str(names["goals"]),
            actuals=str(names["actuals"]),
            phasing=names["phasing"],
            fx=names["fx"],
        ),
        as_of="CURRENT_DATE" if as_of is None else as_of,
        bands=HealthBands() if bands is None else bands,
        by_goal=written is Dialect.POSTGRESQL if by_goal is None else by_goal,
    )
    if view is None:
        return query
    return f"CREATE VIEW {_table(view, written)} AS\n{query}"


def _dialect(dialect: Dialect | str) -> Dialect:
    try:
        return Dialect(dialect)
    except ValueError as error:
        expected = f"one of {', '.join(Dialect)}"
        raise InvalidValueError("dialect", dialect, expected) from error


def _findings(
    layout: Layout, actuals: tuple[str, ...], tables: dict[str, str | None]
) -> Iterator[Finding]:
    for kind, name in tables.items():
        if name is not None and not all(map(_is_name, name.split("."))):
            yield _problem(kind, "a name, or schema.name", name)
    if not layout.keys:
        yield _problem("keys", "the names of one column or more", "none")
    wanted = [*layout.keys, *_REQUIRED_OF_GOALS]
    wanted += ["phasing"] if layout.has_phasing else []
    wanted += ["currency"] if layout.has_fx else []
    yield from _of_columns("goal_columns", layout.goals, wanted)
    for name in layout.goals:
        if name.startswith("jbp_") or name in _MADE:
            expected = "other names than the query's own"
            yield _problem(f"goal_columns.{name}", expected, name)
    wanted = [*layout.keys, *_REQUIRED_OF_ACTUALS]
    yield from _of_columns("actual_columns", actuals, wanted)


def _of_columns(
    kind: str, names: tuple[str, ...], wanted: Iterable[str]
) -> Iterator[Finding]:
    for name in dict.fromkeys(wanted):
        if name not in names:
            listed = ", ".join(names) or "none"
            yield _problem(f"{kind}.{name}", "among the columns", listed)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield _problem(
                f"{kind}.{name}", "listed once", f"{names.count(name)} times"
            )
        if not _is_name(name):
            yield _problem(f"{kind}.{name}"[:200], "a name", name)


_MADE: Final = frozenset({*FIGURE_COLUMNS, *INTERVAL_COLUMNS, "rate_millionths"})


def _problem(path: str, expected: str, got: str) -> Finding:
    message = Sentence(
        "{field} must be {expected}; got {value}.",
        field=path.partition(".")[2] or path,
        expected=expected,
        value=got[:_MOST_SHOWN],
    )
    return Finding(code="jbp.frame.column", path=path, message=message)


def _is_name(name: str) -> bool:
    is_short = 0 < len(name.encode("utf-8", "replace")) <= _LONGEST_NAME
    return is_short and name.isprintable()


def _table(name: str, dialect: Dialect) -> str:
    return ".".join(quoted(part, dialect) for part in name.split("."))
