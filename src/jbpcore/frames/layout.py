"""Which columns the tables have that figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.errors import InvalidValueError
from jbpcore.frames.tidy import ColumnKind

__all__ = [
    "BOOKING_COLUMNS",
    "FIGURE_COLUMNS",
    "FX_COLUMNS",
    "GOAL_COLUMNS",
    "INTERVAL_COLUMNS",
    "PHASING_COLUMNS",
    "SHAPES",
    "Layout",
    "known_shapes",
]

SHAPES: Final = (
    GoalShape.FLOW,
    GoalShape.CEILING,
    GoalShape.LEVEL_UP,
    GoalShape.LEVEL_DOWN,
    GoalShape.MILESTONE,
)
"""The shapes of goal that columns can tell."""

GOAL_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        "goal_id": ColumnKind.TEXT,
        "target": ColumnKind.COUNT,
        "first_day": ColumnKind.DAY,
        "last_day": ColumnKind.DAY,
        "shape": ColumnKind.TEXT,
        "baseline": ColumnKind.COUNT,
        "phasing": ColumnKind.TEXT,
        "currency": ColumnKind.TEXT,
        "weight": ColumnKind.COUNT,
    }
)
"""The columns of goals that are read; those from ``shape`` on may be left out."""

BOOKING_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        "goal_id": ColumnKind.TEXT,
        "date": ColumnKind.DAY,
        "amount": ColumnKind.COUNT,
        "sequence": ColumnKind.COUNT,
        "status": ColumnKind.TEXT,
    }
)
"""The columns of booked entries; those from ``sequence`` on may be left out."""

PHASING_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        "phasing": ColumnKind.TEXT,
        "month": ColumnKind.COUNT,
        "weight": ColumnKind.COUNT,
    }
)
"""The columns of phasings: the weight of each month, counted from 0."""

FX_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {"currency": ColumnKind.TEXT, "rate_millionths": ColumnKind.COUNT}
)
"""The columns of rates: minor units of the reporting currency for a million."""


FIGURE_COLUMNS: Final[tuple[str, ...]] = (
    "attained",
    "entry_count",
    "last_entry_on",
    "elapsed_days",
    "total_days",
    "remaining_days",
    "due",
    "whole",
    "expected_to_date",
    "gap_to_target",
    "gap_to_pace",
    "projected_finish",
    "required_daily",
    "attainment_ratio",
    "progress_ratio",
    "pace_index",
    "lift_needed",
    "run_rate",
    "required_run_rate",
    "health",
    "reason",
)
"""The columns that come out beside those of the goals, in this order."""

INTERVAL_COLUMNS: Final = ("projected_low", "projected_high", "hit_probability")
"""The columns that come out beside the other figures, if they are asked for."""


def known_shapes(shapes: Iterable[GoalShape | str] | None) -> frozenset[GoalShape]:
    """Return the shapes that goals may have; all that columns can tell if ``None``.

    Raises:
        InvalidValueError: If columns cannot tell one of them.

    Examples:
        >>> sorted(known_shapes(["flow", "ceiling"]))
        [<GoalShape.CEILING: 'ceiling'>, <GoalShape.FLOW: 'flow'>]
    """
    if shapes is None:
        return frozenset(SHAPES)
    named = frozenset(map(str, shapes))
    if named - set(SHAPES):
        unknown = ", ".join(sorted(named - set(SHAPES)))
        raise InvalidValueError("shapes", unknown, f"among {', '.join(SHAPES)}")
    return frozenset(map(GoalShape, named))


@attrs.frozen(kw_only=True)
class Layout:
    """Which columns there are, in the order of the goals.

    Attributes:
        keys: What names a goal, in both tables.
        goals: The columns of the goals, those included that only pass through.
        empty: Columns of the goals that hold nothing, not even a type.
        shapes: The shapes that goals may have.
        is_checked: Whether it is known that they have no other, and name no phasing
            that there is not.
        has_sequence: Whether entries say which of a day is the later one.
        has_status: Whether entries have a status, of which only ``booked`` counts.
        has_phasing: Whether goals name a phasing, and there is a table of them.
        has_fx: Whether there is a table of rates.
        score: The normal score of the upper end of the interval that a finish may fall
            in; ``None`` where no interval is asked for.
    """

    keys: tuple[str, ...]
    goals: tuple[str, ...]
    empty: frozenset[str] = frozenset()
    shapes: frozenset[GoalShape] = frozenset(SHAPES)
    is_checked: bool = False
    has_sequence: bool = False
    has_status: bool = False
    has_phasing: bool = False
    has_fx: bool = False
    score: float | None = None

    @property
    def figures(self) -> tuple[str, ...]:
        """The columns that come out beside those of the goals, in this order."""
        interval = () if self.score is None else INTERVAL_COLUMNS
        return (*FIGURE_COLUMNS, *interval)

    @property
    def has_shape(self) -> bool:
        """Whether goals say how they move; they are flows otherwise."""
        return self.has("shape")

    def has(self, column: str) -> bool:
        """Whether goals have a column, and anything in it."""
        return column in self.goals and column not in self.empty

    @property
    def has_levels(self) -> bool:
        """Whether any goal may be a level."""
        levels = {GoalShape.LEVEL_UP, GoalShape.LEVEL_DOWN}
        return self.has_shape and bool(levels & self.shapes)
