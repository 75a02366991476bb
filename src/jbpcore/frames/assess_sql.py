"""One query that measures all goals, in the dialect of DuckDB, PostgreSQL or Spark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.frames.as_sql import Dialect
from jbpcore.frames.definition import Stage, figure_stages
from jbpcore.frames.layout import Layout
from jbpcore.frames.sql_blocks import BlockQuery
from jbpcore.frames.sql_parts import SqlParts, SqlTables, as_day, made_as
from jbpcore.model.health import HealthBands

__all__ = ["assess_sql"]

_OBSERVED: Final = (GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN)


@lru_cache(maxsize=64)
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
class _Writer(SqlParts):
    """Writes the query."""

    def query(self, bands: HealthBands) -> str:
        """Return the whole query."""
        steps, last = [*self._before()], "jbp_given"
        stages = self._stages(bands)
        if self.dialect is Dialect.POSTGRESQL:
            last += self.beside(stages, "jbp_stage")
        if self.dialect is Dialect.SPARK:
            steps.append(("jbp_found", self.staged(last, stages, "")))
            last = "jbp_found"
        for number, stage in enumerate(stages, 1):
            if self.dialect is Dialect.DUCKDB:
                made = f"SELECT *,\n  {self.made(stage)}\nFROM {last}"
                steps.append((last := f"jbp_stage_{number}", made))
        named = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in steps)
        columns = [*self.layout.goals]
        columns += ["rate_millionths"] if self.layout.has_fx else []
        columns += self.layout.figures
        shown = ", ".join(self.name(name) for name in columns)
        return f"WITH {named}\nSELECT {shown}\nFROM {last}"

    def _before(self) -> Iterator[tuple[str, str]]:
        yield "jbp_goals", self._goals()
        if not self.by_goal:
            yield "jbp_booked", self._booked()
        if self.layout.has_levels and not self.by_goal:
            yield "jbp_observed", self._observed()
        if self.layout.has_phasing:
            yield "jbp_phases", self._phases()
        if self.layout.score is not None and not self.by_goal:
            yield from self._blocks().steps()
        yield "jbp_given", self._given()

    def _stages(self, bands: HealthBands) -> tuple[Stage, ...]:
        return figure_stages(self.day_numbers(), bands=bands, layout=self.layout)

    def _goals(self) -> str:
        """The goals with their days as numbers, and the month that the day is in."""
        made = {
            "jbp_first": self.day_number("first_day"),
            "jbp_last": self.day_number("last_day"),
        }
        if self.any_day:
            # Asked of each goal, not of each entry.
            is_any, first = self.shape_in(self.any_day, ""), as_day("first_day")
            start = f"CASE WHEN {is_any} THEN DATE '1700-01-01' ELSE {first} END"
            made["jbp_from"] = start
        if isinstance(self.as_of, str):
            made |= {
                "jbp_day": self.day_number(self.day),
                "jbp_as_of_month": self.month_number(self.day),
                "jbp_day_of_month": self.part("DAY", self.day),
                "jbp_days_in_month": self.days_in_month(),
            }
        if self.layout.has_phasing:
            first = self.month_number("first_day")
            if self.layout.score is not None:
                made["jbp_first_month"] = first
            made["jbp_month"] = (
                f"CASE WHEN {as_day('first_day')} <= {self.day} "
                f"AND {as_day('last_day')} >= {self.day} "
                f"THEN {self.month_number(self.day)} - {first} ELSE 0 END"
            )
        return f"SELECT *, {made_as(made)}\nFROM {self.tables.goals}"

    def _booked(self) -> str:
        """What is booked for each goal up to the day, inside its days and at all."""
        day = as_day("a.date")
        first = "g.jbp_from" if self.any_day else as_day("g.first_day")
        inside = f"{day} >= {first} AND {day} <= {as_day('g.last_day')}"
        made = {
            "jbp_sum": f"CAST(sum(CASE WHEN {inside} THEN a.amount END) AS BIGINT)",
            "jbp_count": f"count(CASE WHEN {inside} THEN 1 END)",
            "last_entry_on": f"max({day})",
        }
        if self.by_goal:
            return f"SELECT {made_as(made)}\n{self.own_entries()}"
        keys = self.keys("a")
        return (
            f"SELECT {keys}, {made_as(made)}\n{self.entries()}\n"
            f"WHERE {self.counts()}\nGROUP BY {keys}"
        )

    def _observed(self) -> str:
        """Return the last observation of each level up to its end."""
        day = as_day("a.date")
        latest = [f"{day} DESC"]
        latest += ["a.sequence DESC NULLS LAST"] if self.layout.has_sequence else []
        latest.append("a.amount DESC")  # so that no order of rows can decide
        order = f"ORDER BY {', '.join(latest)}"
        counts = f"{day} <= {as_day('g.last_day')} AND {self.shape_in(_OBSERVED)}"
        if self.by_goal:
            own = f"{self.own_entries()} AND {counts}"
            return f"SELECT a.amount AS jbp_level\n{own}\n{order}\nLIMIT 1"
        keys = self.keys("a")
        ranked = (
            f"SELECT {keys}, a.amount AS jbp_level, row_number() OVER "
            f"(PARTITION BY {keys} {order}) AS jbp_rank\n"
            f"{self.entries()}\nWHERE {self.counts()} AND {counts}"
        )
        shown = ", ".join(self.name(key) for key in self.layout.keys)
        source = f"FROM (\n{ranked}\n) AS jbp_ranked"
        return f"SELECT {shown}, jbp_level\n{source}\nWHERE jbp_rank = 1"

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
        return f"SELECT {made_as(made)}\nFROM {self.tables.phasing}"

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
        if self.layout.score is not None:
            taken += [f"s.{name}" for name in BlockQuery.columns()]
            joins.append(self._joined("jbp_spreads", "s"))
        joined = "\n".join(joins)
        # Phasings and rates are few, and Spark would shuffle all goals for them.
        hint = "/*+ BROADCAST(p, f) */ " if self.dialect is Dialect.SPARK else ""
        return f"SELECT {hint}{', '.join(taken)}\nFROM jbp_goals AS g\n{joined}"

    def _blocks(self) -> BlockQuery:
        return BlockQuery(
            self.layout, self.dialect, self.tables, self.as_of, self.by_goal
        )

    def _joined(self, step: str, short: str) -> str:
        if not self.by_goal:
            same = self.same_key(short, "g")
            return f"LEFT JOIN {step} AS {short} ON {same}"
        write = {
            "jbp_booked": self._booked,
            "jbp_observed": self._observed,
            "jbp_spreads": self._blocks().query,
        }
        body = write[step]()
        return f"LEFT JOIN LATERAL (\n{body}\n) AS {short} ON TRUE"
