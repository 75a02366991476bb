"""What the parts of a query over goals and entries are written with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.frames.as_sql import Dialect, quoted, sql, text_sql
from jbpcore.frames.definition import AsOf, Stage
from jbpcore.frames.expression import column
from jbpcore.frames.layout import Layout

__all__ = ["SqlParts", "SqlTables", "as_day", "made_as"]

_ANY_DAY: Final = (GoalShape.MILESTONE, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)


@attrs.frozen(kw_only=True)
class SqlTables:
    """Where the tables are, as what may follow FROM.

    Attributes:
        goals: One row for each goal.
        actuals: One for each entry.
        phasing: One for each month of a phasing, if there are any.
        fx: One for each currency, if there are rates.
    """

    goals: str
    actuals: str
    phasing: str | None = None
    fx: str | None = None


@attrs.frozen
class SqlParts:
    """The parts that several queries have in common.

    Attributes:
        layout: The columns that there are.
        dialect: Whose SQL.
        tables: Where the tables are.
        as_of: The last day that counts, or what it is in SQL.
        by_goal: Whether entries are looked up goal by goal.
    """

    layout: Layout
    dialect: Dialect
    tables: SqlTables
    as_of: date | str
    by_goal: bool

    def own_entries(self) -> str:
        """The entries of one goal that count."""
        same = self.same_key("a", "g")
        return f"FROM {self.tables.actuals} AS a\nWHERE {same} AND {self.counts()}"

    def entries(self) -> str:
        """The entries of all goals, each beside its goal."""
        same = self.same_key("a", "g")
        return f"FROM {self.tables.actuals} AS a JOIN jbp_goals AS g ON {same}"

    def counts(self) -> str:
        """Whether an entry counts, wherever it lies."""
        is_past = f"{as_day('a.date')} <= {self.day}"
        return (
            f"{is_past} AND a.status = 'booked'" if self.layout.has_status else is_past
        )

    @property
    def any_day(self) -> tuple[GoalShape, ...]:
        """The shapes for which what is booked before their first day counts."""
        if not self.layout.has_shape:
            return ()
        return tuple(shape for shape in _ANY_DAY if shape in self.layout.shapes)

    def shape_in(self, shapes: tuple[GoalShape, ...], table: str = "g.") -> str:
        """Whether a goal is of one of some shapes."""
        named = ", ".join(text_sql(shape.value, self.dialect) for shape in shapes)
        return f"{table}shape IN ({named})"

    def name(self, name: str) -> str:
        """Return a name as an identifier."""
        return quoted(name, self.dialect)

    def keys(self, table: str) -> str:
        """The keys of a table."""
        return ", ".join(f"{table}.{self.name(key)}" for key in self.layout.keys)

    def same_key(self, one: str, other: str) -> str:
        """Whether rows of two tables are of one goal."""
        keys = map(self.name, self.layout.keys)
        return " AND ".join(f"{one}.{key} = {other}.{key}" for key in keys)

    @property
    def day(self) -> str:
        """The last day that counts."""
        is_text = isinstance(self.as_of, str)
        return str(self.as_of) if is_text else f"DATE '{self.as_of}'"

    def day_numbers(self) -> AsOf:
        """The last day that counts, in numbers."""
        if not isinstance(self.as_of, str):
            return AsOf.of(self.as_of)
        return AsOf(
            day=column("jbp_day"),
            month=column("jbp_as_of_month"),
            day_of_month=column("jbp_day_of_month"),
            days_in_month=column("jbp_days_in_month"),
        )

    def day_number(self, day: str) -> str:
        """Return a day as days since 1 January 1970."""
        if self.dialect is Dialect.SPARK:
            return f"CAST(datediff({day}, DATE '1970-01-01') AS BIGINT)"
        return f"CAST({as_day(day)} - DATE '1970-01-01' AS BIGINT)"

    def month_number(self, day: str) -> str:
        """Return the month of a day, counted from January of the year 0."""
        return f"({self.part('YEAR', day)} * 12 + {self.part('MONTH', day)} - 1)"

    def part(self, part: str, day: str) -> str:
        """Return a part of a day, such as its year."""
        return f"CAST(extract({part} FROM {day}) AS BIGINT)"

    def days_in_month(self) -> str:
        """How many days the month of the last day has."""
        if self.dialect is Dialect.POSTGRESQL:
            end = f"date_trunc('month', {self.day}) + INTERVAL '1 month - 1 day'"
            return self.part("DAY", f"({end})")
        return self.part("DAY", f"last_day({self.day})")

    def made(self, stage: Stage) -> str:
        """Return the columns of a stage."""
        terms = (
            f"{sql(term, self.dialect)} AS {self.name(name)}"
            for name, term in stage.items()
        )
        return ",\n  ".join(terms)

    def beside(self, stages: Iterable[Stage], name: str) -> str:
        """Return stages as rows beside those of what comes before.

        PostgreSQL would write nested queries into each other, and so work out the same
        thing many times over. It leaves alone what has an OFFSET, and still finds the
        goals that are asked for first.
        """
        return "".join(
            f"\nCROSS JOIN LATERAL (SELECT\n  {self.made(stage)}\nOFFSET 0) "
            f"AS {name}_{number}"
            for number, stage in enumerate(stages, 1)
        )

    def staged(self, source: str, stages: Iterable[Stage], name: str) -> str:
        """Return a query with stages put one after another over *source*."""
        if self.dialect is Dialect.POSTGRESQL:
            return f"SELECT *\nFROM {source}{self.beside(stages, name)}"
        query = ""
        if self.dialect is Dialect.SPARK:
            made = ",\n  ".join(map(self.made, stages))
            return f"SELECT *,\n  {made}\nFROM {source}"
        for number, stage in enumerate(stages, 1):
            query = f"SELECT *,\n  {self.made(stage)}\nFROM {source}"
            source = f"({query}) AS {name}_{number}"
        return query


def as_day(day: str) -> str:
    """Return a day of what may be a moment; of a day itself it costs nothing."""
    return f"CAST({day} AS DATE)"


def made_as(made: Mapping[str, str]) -> str:
    """Return terms under their names."""
    return ", ".join(f"{term} AS {name}" for name, term in made.items())
