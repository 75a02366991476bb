"""How a goal stands, as columns: the definition that every engine is given.

It comes in stages, each a mapping of new columns to what they are made of, over the
columns of the stages before. An engine writes them one after another: SQL as nested
queries, data frames as new columns. The arithmetic is that of
:mod:`jbpcore.engine.formula_parts`, the bands and reasons are those of a single goal.

Columns whose names start with ``jbp_`` do not come out. Amounts are whole numbers of
minor units (hundredths of a count). Nothing in between is ever missing: what is not
known is zero beside a truth that says so, and is taken out at the end.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.engine import formula_parts
from jbpcore.engine.shape import GoalShape
from jbpcore.frames.expression import (
    Expression,
    as_expression,
    column,
    greatest,
    least,
    when,
)
from jbpcore.frames.folding import folded_stages
from jbpcore.frames.interval import interval_stages
from jbpcore.frames.layout import Layout
from jbpcore.frames.outcome import outcome
from jbpcore.frames.rounding import Scaled
from jbpcore.model.health import HealthBands

__all__ = ["AsOf", "Stage", "Stages", "definition", "falling", "figure_stages", "span"]

Stage: TypeAlias = Mapping[str, Expression]
Stages: TypeAlias = tuple[Stage, ...]

_EPOCH: Final = date(1970, 1, 1)


def _term(value: Any) -> Expression:  # noqa: ANN401 - attrs hands on what is given
    return as_expression(value)


@attrs.frozen(kw_only=True)
class AsOf:
    """The last day that counts, in numbers; each may be a column.

    Attributes:
        day: Days since 1 January 1970.
        month: Months since January of the year 0.
        day_of_month: From 1.
        days_in_month: From 28 to 31.
    """

    day: Expression = attrs.field(converter=_term)
    month: Expression = attrs.field(converter=_term)
    day_of_month: Expression = attrs.field(converter=_term)
    days_in_month: Expression = attrs.field(converter=_term)

    @classmethod
    def of(cls, day: date) -> AsOf:
        """Return a day in numbers.

        Examples:
            >>> print(AsOf.of(date(2026, 2, 3)).days_in_month)
            28
        """
        return cls(
            day=(day - _EPOCH).days,
            month=day.year * 12 + day.month - 1,
            day_of_month=day.day,
            days_in_month=monthrange(day.year, day.month)[1],
        )


def definition(as_of: AsOf, *, bands: HealthBands, layout: Layout) -> Stages:
    """Return the stages from what is given for a goal to all its figures.

    Given are ``target``; ``jbp_first`` and ``jbp_last``, its days as numbers;
    ``jbp_sum`` and ``jbp_count`` of the entries that count, and ``last_entry_on``; with
    the optional columns also ``shape``, ``baseline`` and ``jbp_level``, the last
    observation; and for a phasing ``jbp_total`` of its weights, ``jbp_weight`` of the
    month of the last day, and ``jbp_before``, of the months before that.

    Args:
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
        layout: Which columns and shapes the goals have. What follows from the absence
            of others is worked out beforehand.

    Examples:
        >>> from jbpcore.frames.layout import GOAL_COLUMNS
        >>> stages = definition(
        ...     AsOf.of(date(2026, 5, 15)), bands=HealthBands(),
        ...     layout=Layout(keys=("goal_id",), goals=tuple(GOAL_COLUMNS)),
        ... )
        >>> print(stages[0]["total_days"])
        ((integer(jbp_last) - integer(jbp_first)) + 1)
    """
    return (
        _given(as_of, layout),
        _read(as_of, layout),
        *_scheduled(),
        *outcome(bands),
        *(() if layout.score is None else interval_stages(layout, score=layout.score)),
    )


@lru_cache(maxsize=64)
def figure_stages(as_of: AsOf, *, bands: HealthBands, layout: Layout) -> Stages:
    """Return the stages of :func:`definition` that lead to a figure that comes out.

    The last ones asked for are kept: to work them out takes longer than a database
    takes for a thousand goals.

    Args:
        as_of: The last day that counts.
        bands: From which pace index up a goal is healthy.
        layout: Which columns and shapes the goals have.
    """
    stages = definition(as_of, bands=bands, layout=layout)
    return folded_stages(stages, kept=layout.figures)


def _given(as_of: AsOf, layout: Layout) -> Stage:
    """What the columns say, with nothing missing."""
    kinds = {shape: _is_shape(shape, layout) for shape in GoalShape}
    is_milestone = kinds[GoalShape.MILESTONE]
    goes_down = kinds[GoalShape.LEVEL_DOWN]
    is_level = kinds[GoalShape.LEVEL_UP] | goes_down
    is_known: Expression = reduce(or_, kinds.values())
    if layout.is_checked or not layout.has_shape:
        is_known = as_expression(term=True)
    baseline = as_expression(None)
    if layout.has("baseline"):
        baseline = column("baseline")
    target = column("target")
    return {
        "jbp_is_shape": is_known,
        "jbp_is_ceiling": kinds[GoalShape.CEILING],
        "jbp_is_level": is_level,
        "jbp_is_milestone": is_milestone,
        "jbp_goes_down": goes_down,
        "jbp_has_target": is_known & (is_milestone | ~target.is_null()),
        "jbp_target": when(is_milestone, 1, target.or_else(0).as_integer()),
        "jbp_has_baseline": is_level & ~baseline.is_null(),
        "jbp_start": when(is_level, baseline.or_else(0).as_integer(), 0),
        "jbp_booked": column("jbp_sum").or_else(0).as_integer(),
        "jbp_entries": column("jbp_count").or_else(0).as_integer(),
        **span(as_of),
    }


def span(as_of: AsOf) -> Stage:
    """Return the days of a goal, and how many of them are over.

    Args:
        as_of: The last day that counts.
    """
    first, last = column("jbp_first").as_integer(), column("jbp_last").as_integer()
    total = last - first + 1
    return {
        "total_days": total,
        "elapsed_days": least(greatest(as_of.day - first + 1, 0), total),
    }


def falling(
    target: Expression, baseline: Expression, is_known: Expression, is_said: Expression
) -> Expression:
    """Whether a level is to come down.

    It is where its target lies below its baseline; only where one of them is missing,
    or both are equal, does it go where it is said to.

    Args:
        target: The target.
        baseline: Where it starts.
        is_known: Whether both are known.
        is_said: Whether it is called one that comes down.
    """
    return when(is_known & ~target.equals(baseline), target < baseline, is_said)


def _is_shape(shape: GoalShape, layout: Layout) -> Expression:
    if not layout.has_shape:
        return as_expression(term=shape is GoalShape.FLOW)
    if shape not in layout.shapes:
        return as_expression(term=False)
    return column("shape").or_else(GoalShape.FLOW.value).equals(shape.value)


def _read(as_of: AsOf, layout: Layout) -> Stage:
    """What is attained, where it starts, and how much of the phasing is due."""
    target, start = column("jbp_target"), column("jbp_start")
    is_level, is_milestone = column("jbp_is_level"), column("jbp_is_milestone")
    booked, observed = column("jbp_booked"), as_expression(None)
    if layout.has_levels:
        observed = column("jbp_level")
    is_clear = column("jbp_has_baseline") & column("jbp_has_target")
    falls = is_level & falling(target, start, is_clear, column("jbp_goes_down"))
    due, whole, is_spread = _due(as_of, layout)
    gone = when(column("elapsed_days").equals(column("total_days")), 1, 0)
    milestone = when(booked > 0, 1, 0)
    level = observed.or_else(0).as_integer()
    return {
        "jbp_falls": falls,
        "jbp_has_start": ~(falls & ~column("jbp_has_baseline")),
        "jbp_attained": when(is_milestone, milestone, when(is_level, level, booked)),
        "jbp_has_attained": column("jbp_is_shape") & ~(is_level & observed.is_null()),
        "jbp_due": when(is_milestone, gone, due),
        "jbp_whole": when(is_milestone, 1, whole),
        "jbp_is_spread": is_milestone | is_spread,
        "remaining_days": column("total_days") - column("elapsed_days"),
    }


def _due(as_of: AsOf, layout: Layout) -> tuple[Expression, Expression, Expression]:
    """Return what is due, of how much, and whether there is anything at all."""
    elapsed, total = column("elapsed_days"), column("total_days")
    if not layout.has_phasing:
        return elapsed, total, as_expression(term=True)
    is_phased = ~column("phasing").is_null()
    weights = column("jbp_total").or_else(0).as_integer()
    before = column("jbp_before").or_else(0).as_integer()
    weight = column("jbp_weight").or_else(0).as_integer()
    # Before its days and after them, a phasing is like any other.
    is_inside = is_phased & (elapsed > 0) & (elapsed < total) & (weights > 0)
    parts = before * as_of.days_in_month + weight * as_of.day_of_month
    return (
        when(is_inside, parts, elapsed),
        when(is_inside, weights * as_of.days_in_month, total),
        ~(is_phased & weights.equals(0)),
    )


def _scheduled() -> Stages:
    """Round what is expected and where it ends, and say what is missing."""
    attained, target = column("jbp_attained"), column("jbp_target")
    start, due, whole = column("jbp_start"), column("jbp_due"), column("jbp_whole")
    expected = Scaled(
        "jbp_expected",
        *formula_parts.expected_parts(start, target, due, whole),
        is_part=True,
    )
    finish = Scaled(
        "jbp_finish",
        *formula_parts.projection_parts(attained, start, greatest(due, 1), whole),
        is_part=False,
    )
    down = column("jbp_is_ceiling") | column("jbp_falls")
    short = _short(column("jbp_target"), down)
    left, daily = column("jbp_short"), greatest(column("remaining_days"), 1)
    missing = greatest(left, 0)
    return (
        {"jbp_is_better_low": down, "jbp_short": short}
        | expected.divided()
        | finish.divided(),
        {
            "jbp_daily_q": missing // daily,
            "jbp_daily_r": missing - missing // daily * daily,
            "jbp_finish_fits": finish.fits(),
        }
        | expected.spread()
        | finish.spread(),
        {"jbp_expected": expected.rounded(), "jbp_finish": finish.rounded()},
    )


def _short(wanted: Expression, down: Expression) -> Expression:
    attained = column("jbp_attained")
    return when(
        down,
        formula_parts.short_by(wanted, attained, higher_is_better=False),
        formula_parts.short_by(wanted, attained, higher_is_better=True),
    )
