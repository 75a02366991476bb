"""One query that measures all goals, in the dialect of DuckDB, PostgreSQL or Spark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.frames.as_sql import Dialect, quoted, sql, text_sql
from jbpcore.frames.definition import AsOf, definition
from jbpcore.frames.expression import column
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.layout import Layout
from jbpcore.frames.outcome import FIGURE_COLUMNS
from jbpcore.model.health import HealthBands

__all__ = ["SqlTables", "assess_sql"]

_ANY_DAY: Final = (GoalShape.MILESTONE, GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)
_OBSERVED: Final = (GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)


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


def assess_sql(
    layout: Layout,
    dialect: Dialect,
    *,
    tables: SqlTables,
    as_of: date | str,
    bands: HealthBands,
    by_goal: bool = False,
) -> str:
    """Return the query that measures all goals.

    Args:
        layout: The columns that there are.
        dialect: Whose SQL.
        tables: Where the tables are.
        as_of: The last day that counts, or what it is in SQL, such as
            ``CURRENT_DATE``, for a view that stays.
        bands: From which pace index up a goal is healthy.
        by_goal: Whether entries are looked up goal by goal, so that a part of the goals
            reads only its own entries; else all are added up in one pass.

    Examples:
        >>> layout = Layout(
        ...     keys=("goal_id",), goals=("goal_id", "target", "first_day", "last_day")
        ... )
        >>> query = assess_sql(
        ...     layout, Dialect.POSTGRESQL,
        ...     tables=SqlTables(goals="goals", actuals="bookings"),
        ...     as_of=date(2026, 5, 15), bands=HealthBands(),
        ... )
        >>> query.splitlines()[0]
        'WITH jbp_goals AS ('
    """
    writer = _Writer(layout, dialect, tables, as_of, by_goal)
    return writer.query(bands)


@attrs.frozen
class _Writer:
    """What the parts of the query are written with."""

    layout: Layout
    dialect: Dialect
    tables: SqlTables
    as_of: date | str
    by_goal: bool

    def query(self, bands: HealthBands) -> str:
        """Return the whole query."""
        steps, last = [*self._before()], "jbp_given"
        if self.dialect is Dialect.POSTGRESQL:
            last += self._stages_beside(bands)
        else:
            steps += self._stages(bands)
            last = steps[-1][0]
        named = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in steps)
        columns = [*self.layout.goals]
        columns += ["rate_millionths"] if self.layout.has_fx else []
        columns += FIGURE_COLUMNS
        listed = ", ".join(self._name(name) for name in columns)
        return f"WITH {named}\nSELECT {listed}\nFROM {last}"

    def _before(self) -> Iterator[tuple[str, str]]:
        yield "jbp_goals", self._goals()
        if not self.by_goal:
            yield "jbp_booked", self._booked()
        if self.layout.has_levels and not self.by_goal:
            yield "jbp_observed", self._observed()
        if self.layout.has_phasing:
            yield "jbp_phases", self._phases()
        yield "jbp_given", self._given()

    def _stages(self, bands: HealthBands) -> Iterator[tuple[str, str]]:
        source = "jbp_given"
        for number, made in self._made(bands):
            yield f"jbp_stage_{number}", f"SELECT *,\n  {made}\nFROM {source}"
            source = f"jbp_stage_{number}"

    def _stages_beside(self, bands: HealthBands) -> str:
        """Return the stages as rows beside each goal's.

        PostgreSQL would write nested queries into each other, and so work out the same
        thing many times over. It leaves alone what has an OFFSET, and still finds the
        goals that are asked for first.
        """
        return "".join(
            f"\nCROSS JOIN LATERAL (SELECT\n  {made}\nOFFSET 0) AS jbp_stage_{number}"
            for number, made in self._made(bands)
        )

    def _made(self, bands: HealthBands) -> Iterator[tuple[int, str]]:
        stages = definition(self._day_numbers(), bands=bands, layout=self.layout)
        for number, stage in enumerate(folded_stages(stages, kept=FIGURE_COLUMNS), 1):
            made = (
                f"{sql(term, self.dialect)} AS {self._name(name)}"
                for name, term in stage.items()
            )
            yield number, ",\n  ".join(made)

    def _goals(self) -> str:
        """The goals with their days as numbers, and the month that the day is in."""
        made = {
            "jbp_first": self._day_number("first_day"),
            "jbp_last": self._day_number("last_day"),
        }
        if self._any_day:
            # Asked of each goal, not of each entry.
            is_any, first = self._shape_in(self._any_day, ""), _as_day("first_day")
            start = f"CASE WHEN {is_any} THEN DATE '1700-01-01' ELSE {first} END"
            made["jbp_from"] = start
        if isinstance(self.as_of, str):
            made |= {
                "jbp_day": self._day_number(self._day),
                "jbp_as_of_month": self._month_number(self._day),
                "jbp_day_of_month": self._part("DAY", self._day),
                "jbp_days_in_month": self._days_in_month(),
            }
        if self.layout.has_phasing:
            first = self._month_number("first_day")
            made["jbp_month"] = (
                f"CASE WHEN {_as_day('first_day')} <= {self._day} "
                f"AND {_as_day('last_day')} >= {self._day} "
                f"THEN {self._month_number(self._day)} - {first} ELSE 0 END"
            )
        return f"SELECT *, {_listed(made)}\nFROM {self.tables.goals}"

    def _booked(self) -> str:
        """What is booked for each goal up to the day, inside its days and at all."""
        day = _as_day("a.date")
        first = "g.jbp_from" if self._any_day else _as_day("g.first_day")
        inside = f"{day} >= {first} AND {day} <= {_as_day('g.last_day')}"
        made = {
            "jbp_sum": f"CAST(sum(CASE WHEN {inside} THEN a.amount END) AS BIGINT)",
            "jbp_count": f"count(CASE WHEN {inside} THEN 1 END)",
            "last_entry_on": f"max({day})",
        }
        if self.by_goal:
            return f"SELECT {_listed(made)}\n{self._own_entries()}"
        keys = self._keys("a")
        return (
            f"SELECT {keys}, {_listed(made)}\n{self._entries()}\n"
            f"WHERE {self._counts()}\nGROUP BY {keys}"
        )

    def _observed(self) -> str:
        """Return the last observation of each level up to its end."""
        day = _as_day("a.date")
        latest = [f"{day} DESC"]
        latest += ["a.sequence DESC NULLS LAST"] if self.layout.has_sequence else []
        latest.append("a.amount DESC")  # so that no order of rows can decide
        order = f"ORDER BY {', '.join(latest)}"
        counts = f"{day} <= {_as_day('g.last_day')} AND {self._shape_in(_OBSERVED)}"
        if self.by_goal:
            own = f"{self._own_entries()} AND {counts}"
            return f"SELECT a.amount AS jbp_level\n{own}\n{order}\nLIMIT 1"
        keys = self._keys("a")
        ranked = (
            f"SELECT {keys}, a.amount AS jbp_level, row_number() OVER "
            f"(PARTITION BY {keys} {order}) AS jbp_rank\n"
            f"{self._entries()}\nWHERE {self._counts()} AND {counts}"
        )
        listed = ", ".join(self._name(key) for key in self.layout.keys)
        source = f"FROM (\n{ranked}\n) AS jbp_ranked"
        return f"SELECT {listed}, jbp_level\n{source}\nWHERE jbp_rank = 1"

    def _phases(self) -> str:
        """The months of each phasing, with the weights before them and of all."""
        made = {
            "jbp_phasing": "phasing",
            "jbp_phase": "month",
            "jbp_weight": "weight",
            "jbp_before": "CAST(sum(weight) OVER (PARTITION BY phasing ORDER BY month "
            "ROWS UNBOUNDED PRECEDING) - weight AS BIGINT)",
            "jbp_total": "CAST(sum(weight) OVER (PARTITION BY phasing) AS BIGINT)",
        }
        return f"SELECT {_listed(made)}\nFROM {self.tables.phasing}"

    def _given(self) -> str:
        """The goals beside all that the definition asks for."""
        taken = ["g.*", "b.jbp_sum", "b.jbp_count", "b.last_entry_on"]
        joins = [self._joined("jbp_booked", "b")]
        if self.layout.has_levels:
            taken.append("o.jbp_level")
            joins.append(self._joined("jbp_observed", "o"))
        if self.layout.has_phasing:
            taken += ["p.jbp_weight", "p.jbp_before", "p.jbp_total"]
            joins.append(
                "LEFT JOIN jbp_phases AS p ON p.jbp_phasing = g.phasing "
                "AND p.jbp_phase = g.jbp_month"
            )
        if self.layout.has_fx:
            taken.append("f.rate_millionths")
            joins.append(f"LEFT JOIN {self.tables.fx} AS f ON f.currency = g.currency")
        joined = "\n".join(joins)
        # Phasings and rates are few, and Spark would shuffle all goals for them.
        hint = "/*+ BROADCAST(p, f) */ " if self.dialect is Dialect.SPARK else ""
        return f"SELECT {hint}{', '.join(taken)}\nFROM jbp_goals AS g\n{joined}"

    def _joined(self, step: str, short: str) -> str:
        if not self.by_goal:
            same = self._same_key(short, "g")
            return f"LEFT JOIN {step} AS {short} ON {same}"
        body = self._booked() if step == "jbp_booked" else self._observed()
        return f"LEFT JOIN LATERAL (\n{body}\n) AS {short} ON TRUE"

    def _own_entries(self) -> str:
        same = self._same_key("a", "g")
        return f"FROM {self.tables.actuals} AS a\nWHERE {same} AND {self._counts()}"

    def _entries(self) -> str:
        same = self._same_key("a", "g")
        return f"FROM {self.tables.actuals} AS a JOIN jbp_goals AS g ON {same}"

    def _counts(self) -> str:
        is_past = f"{_as_day('a.date')} <= {self._day}"
        return (
            f"{is_past} AND a.status = 'booked'" if self.layout.has_status else is_past
        )

    @property
    def _any_day(self) -> tuple[GoalShape, ...]:
        """The shapes for which what is booked before their first day counts."""
        if not self.layout.has_shape:
            return ()
        return tuple(shape for shape in _ANY_DAY if shape in self.layout.shapes)

    def _shape_in(self, shapes: tuple[GoalShape, ...], table: str = "g.") -> str:
        listed = ", ".join(text_sql(shape.value, self.dialect) for shape in shapes)
        return f"{table}shape IN ({listed})"

    def _name(self, name: str) -> str:
        return quoted(name, self.dialect)

    def _keys(self, table: str) -> str:
        return ", ".join(f"{table}.{self._name(key)}" for key in self.layout.keys)

    def _same_key(self, one: str, other: str) -> str:
        keys = map(self._name, self.layout.keys)
        return " AND ".join(f"{one}.{key} = {other}.{key}" for key in keys)

    @property
    def _day(self) -> str:
        is_text = isinstance(self.as_of, str)
        return str(self.as_of) if is_text else f"DATE '{self.as_of}'"

    def _day_numbers(self) -> AsOf:
        if not isinstance(self.as_of, str):
            return AsOf.of(self.as_of)
        return AsOf(
            day=column("jbp_day"),
            month=column("jbp_as_of_month"),
            day_of_month=column("jbp_day_of_month"),
            days_in_month=column("jbp_days_in_month"),
        )

    def _day_number(self, day: str) -> str:
        if self.dialect is Dialect.SPARK:
            return f"CAST(datediff({day}, DATE '1970-01-01') AS BIGINT)"
        return f"CAST({_as_day(day)} - DATE '1970-01-01' AS BIGINT)"

    def _month_number(self, day: str) -> str:
        return f"({self._part('YEAR', day)} * 12 + {self._part('MONTH', day)} - 1)"

    def _part(self, part: str, day: str) -> str:
        return f"CAST(extract({part} FROM {day}) AS BIGINT)"

    def _days_in_month(self) -> str:
        if self.dialect is Dialect.POSTGRESQL:
            end = f"date_trunc('month', {self._day}) + INTERVAL '1 month - 1 day'"
            return self._part("DAY", f"({end})")
        return self._part("DAY", f"last_day({self._day})")


def _as_day(day: str) -> str:
    """Return a day of what may be a moment; of a day itself it costs nothing."""
    return f"CAST({day} AS DATE)"


def _listed(made: dict[str, str]) -> str:
    return ", ".join(f"{term} AS {name}" for name, term in made.items())
