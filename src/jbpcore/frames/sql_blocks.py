"""The stretches of all goals in SQL, and what they come to for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import attrs

from jbpcore.engine.projection.project import PROJECTED_SHAPES
from jbpcore.frames.as_sql import Dialect, sql
from jbpcore.frames.definition import span
from jbpcore.frames.expression import column
from jbpcore.frames.interval import (
    FEWEST_BLOCKS,
    block_of,
    block_stages,
    block_sums,
    blocks_begun,
    square_stages,
    weight_stages,
)
from jbpcore.frames.sql_parts import SqlParts, as_day, made_as

__all__ = ["BlockQuery"]

_SERIES: Final = {
    Dialect.DUCKDB: "unnest(range(jbp_begun))",
    Dialect.POSTGRESQL: "generate_series(CAST(0 AS BIGINT), jbp_begun - 1)",
    Dialect.SPARK: "explode(sequence(CAST(0 AS BIGINT), jbp_begun - 1))",
}


@attrs.frozen
class BlockQuery(SqlParts):
    """Writes the steps from goals and entries to what a spread is told from.

    By goal, they are of the one goal ``g`` that the query stands beside, and in no step
    are there keys.
    """

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """The columns that come out, beside the keys."""
        return (*block_sums(), "jbp_of_squares")

    def query(self) -> str:
        """Return the steps for one goal, as one query."""
        *steps, (_, last) = self.steps()
        named = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in steps)
        return f"WITH {named}\n{last}"

    def steps(self) -> Iterator[tuple[str, str]]:
        """Yield the steps, each with its name; the last has a row for each goal."""
        yield "jbp_begun", self._begun()
        yield "jbp_blocks", self._blocks()
        yield "jbp_parts", self._parts()
        yield "jbp_weighed", self._weighed()
        yield "jbp_totals", self._totals()
        yield "jbp_squares", self._squares()
        columns = [*self._own("t"), *(f"t.{name}" for name in block_sums())]
        columns.append("s.jbp_of_squares")
        joined = self._joined("t", "s")
        both = f"jbp_totals AS t JOIN jbp_squares AS s ON {joined}"
        yield "jbp_spreads", f"SELECT {', '.join(columns)}\nFROM {both}"

    def _own(self, table: str) -> list[str]:
        return [] if self.by_goal else [self.keys(table)]

    def _joined(self, one: str, other: str) -> str:
        return "TRUE" if self.by_goal else self.same_key(one, other)

    def _grouped(self) -> str:
        return "" if self.by_goal else f"\nGROUP BY {self.keys('w')}"

    def _begun(self) -> str:
        """How many stretches of each goal have begun."""
        names = [*self._own("g"), "g.jbp_first", "g.jbp_last"]
        names += ["g.jbp_day"] if isinstance(self.as_of, str) else []
        if self.layout.has_phasing:
            names += ["g.phasing", "g.jbp_first_month"]
        source = "" if self.by_goal else "\nFROM jbp_goals AS g"
        is_projected = "TRUE"
        if self.layout.has_shape:
            is_projected = f"(g.shape IS NULL OR {self.shape_in(PROJECTED_SHAPES)})"
        own = f"(SELECT {', '.join(names)}{source}\nWHERE {is_projected}) AS jbp_own"
        stages = (span(self.day_numbers()), {"jbp_begun": blocks_begun()})
        return self.staged(own, stages, "jbp_span")

    def _blocks(self) -> str:
        """A row for each stretch, with its days and months."""
        series = (
            f"(SELECT *, {_SERIES[self.dialect]} AS jbp_block\nFROM jbp_begun\n"
            f"WHERE jbp_begun >= {FEWEST_BLOCKS}) AS jbp_series"
        )
        return self.staged(series, block_stages(self.layout), "jbp_block")

    def _parts(self) -> str:
        """What was booked in each stretch that anything was booked in."""
        day = as_day("a.date")
        inside = f"{day} >= {as_day('g.first_day')} AND {day} <= {as_day('g.last_day')}"
        entries = self.own_entries()
        if not self.by_goal:
            entries = f"{self.entries()}\nWHERE {self.counts()}"
        names = [*self._own("a"), "g.jbp_first", "a.amount"]
        names.append(f"{self.day_number('a.date')} AS jbp_on")
        counted = f"(SELECT {', '.join(names)}\n{entries} AND {inside}) AS w"
        made = {
            "jbp_block": sql(block_of(column("jbp_on")), self.dialect),
            "jbp_part": "CAST(sum(w.amount) AS BIGINT)",
        }
        by = ", ".join([*self._own("w"), made["jbp_block"]])
        own = "".join(f"{names}, " for names in self._own("w"))
        return f"SELECT {own}{made_as(made)}\nFROM {counted}\nGROUP BY {by}"

    def _weighed(self) -> str:
        """What each stretch weighs, and what was booked in it."""
        taken, joins = ["d.*", "p.jbp_part"], ["FROM jbp_blocks AS d"]
        same = f"p.jbp_block = d.jbp_block AND {self._joined('p', 'd')}"
        joins.append(f"LEFT JOIN jbp_parts AS p ON {same}")
        if self.layout.has_phasing:
            for short, name in (("f", "jbp_from"), ("t", "jbp_to")):
                taken += [
                    f"{short}.jbp_weight AS {name}_weight",
                    f"{short}.jbp_before AS {name}_before",
                    f"{short}.jbp_total AS {name}_total",
                ]
                joins.append(
                    f"LEFT JOIN jbp_phases AS {short} ON {short}.jbp_phasing "
                    f"= d.phasing AND {short}.jbp_phase = d.{name}_month"
                )
        hint = "/*+ BROADCAST(f, t) */ " if self.dialect is Dialect.SPARK else ""
        beside = "\n".join([f"SELECT {hint}{', '.join(taken)}", *joins])
        stages = weight_stages(self.layout)
        return self.staged(f"(\n{beside}\n) AS jbp_beside", stages, "jbp_weight")

    def _totals(self) -> str:
        """The sums of the stretches of each goal."""
        made = {
            name: f"CAST({how}({sql(term, self.dialect)}) AS BIGINT)"
            for name, (how, term) in block_sums().items()
        }
        own = "".join(f"{names}, " for names in self._own("w"))
        return f"SELECT {own}{made_as(made)}\nFROM jbp_weighed AS w{self._grouped()}"

    def _squares(self) -> str:
        """The sum of how far the stretches of each goal strayed, squared."""
        names = [*self._own("d"), "d.jbp_weighs", "d.jbp_amount"]
        names += [f"t.{name}" for name in block_sums()]
        both = (
            f"(SELECT {', '.join(names)}\nFROM jbp_weighed AS d "
            f"JOIN jbp_totals AS t ON {self._joined('d', 't')}) AS jbp_both"
        )
        squared = self.staged(both, square_stages(), "jbp_stray")
        own = "".join(f"{names}, " for names in self._own("w"))
        total = "CAST(sum(w.jbp_square) AS BIGINT) AS jbp_of_squares"
        return f"SELECT {own}{total}\nFROM (\n{squared}\n) AS w{self._grouped()}"
