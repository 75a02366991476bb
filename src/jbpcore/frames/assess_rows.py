"""How goals that are given one by one stand, from sums of what is booked for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.engine.shape import GoalShape
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.as_python import run_stages
from jbpcore.frames.booking_sums import GoalKey, Sums, key_in
from jbpcore.frames.day_sums import (
    Counted,
    counted_between,
    day_number,
    day_of,
    parts_between,
)
from jbpcore.frames.definition import AsOf, Stages, figure_stages, span
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.interval import BLOCK_DAYS, block_sums, upper_score
from jbpcore.frames.layout import GOAL_COLUMNS, Layout
from jbpcore.frames.row_blocks import has_interval, row_totals
from jbpcore.frames.row_checks import GivenRow, Weights, goal_findings, weights_in
from jbpcore.model.health import HealthBands

__all__ = [
    "SumsUpTo",
    "assess_rows",
    "booked_for",
    "counts_any_day",
    "parts_for",
    "row_windows",
]

_ANY_DAY: Final = frozenset(
    {
        GoalShape.LEVEL_UP.value,
        GoalShape.LEVEL_DOWN.value,
        GoalShape.MILESTONE.value,
    }
)
"""The shapes for which an entry counts on any day up to the goal's last."""

_FIRST_DAY: Final = day_number(date.min)


@attrs.frozen(kw_only=True)
class SumsUpTo:
    """Whose sums are read, and up to which day.

    Attributes:
        sums: What is booked for each goal.
        keys: The columns that name a goal.
        as_of: The last day that counts.
    """

    sums: Sums
    keys: tuple[str, ...]
    as_of: date

    @property
    def last(self) -> int:
        """The last day that counts, as a number."""
        return day_number(self.as_of)


def booked_for(
    reading: SumsUpTo, key: GoalKey, days: tuple[int, int], *, is_any_day: bool
) -> Counted:
    """Return what counts for a goal.

    Args:
        reading: Whose sums are read.
        key: The goal.
        days: Its first and last day, counted from 1 January 1970.
        is_any_day: Whether what is booked before the first day counts as well.

    Raises:
        InvalidValueError: If days that were closed together lie on both sides of a day
            that matters.
    """
    spans = reading.sums.get(key)
    if spans is None:
        return _NOTHING
    first, last = days
    if is_any_day:
        first = _FIRST_DAY
    try:
        return counted_between(spans, first, min(last, reading.last), reading.last)
    except InvalidValueError as error:
        name = f"{error.field} of {key}"
        raise InvalidValueError(name, error.value, error.expected) from None


def parts_for(reading: SumsUpTo, key: GoalKey, days: tuple[int, int]) -> dict[int, int]:
    """Return what was booked for a goal in each stretch of seven days.

    Args:
        reading: Whose sums are read.
        key: The goal.
        days: Its first and last day.

    Raises:
        InvalidValueError: If days of several stretches were closed together.
    """
    spans = reading.sums.get(key)
    if spans is None:
        return {}
    first, last = days
    until = min(last, reading.last)
    try:
        return parts_between(spans, first, until, days=BLOCK_DAYS)
    except InvalidValueError as error:
        name = f"{error.field} of {key}"
        raise InvalidValueError(name, error.value, error.expected) from None


def counts_any_day(shape: str | None) -> bool:
    """Say whether entries before the first day of a goal count as well.

    Examples:
        >>> counts_any_day("flow"), counts_any_day("level_up")
        (False, True)
    """
    return shape in _ANY_DAY


def row_windows(
    goals: Iterable[GivenRow], keys: tuple[str, ...]
) -> Iterator[tuple[GoalKey, tuple[int, int]]]:
    """Return the first and last day of each goal, counted from 1 January 1970.

    Args:
        goals: The goals.
        keys: The columns that name them.

    Raises:
        InvalidDataError: If they have no days.
    """
    columns = (*keys, "first_day", "last_day")
    listed: list[GivenRow] = [
        {name: row.get(name) for name in columns} for row in goals
    ]
    findings = tuple(_findings(listed, keys, {}))
    if findings:
        raise InvalidDataError("input", findings)
    return (
        (key_in(row, keys), (day_number(row["first_day"]), day_number(row["last_day"])))
        for row in listed
    )


_NOTHING: Final = Counted()


def assess_rows(
    goals: Iterable[GivenRow],
    reading: SumsUpTo,
    *,
    bands: HealthBands,
    phasing: Iterable[GivenRow] | None,
    level_ratio: Fraction | None = None,
) -> tuple[dict[str, Any], ...]:
    """Return each goal with all figures beside it.

    Args:
        goals: The goals, each with the columns of ``GOAL_COLUMNS``.
        reading: Whose sums are read.
        bands: From which pace index up a goal is healthy.
        phasing: The weights of the months, if goals name a phasing.
        level_ratio: How often a finish should fall in its interval, if one is asked
            for.

    Raises:
        InvalidDataError: If goals cannot be measured, all of them at once.
        InvalidValueError: If closed days would have to be taken apart.
    """
    listed = tuple(goals)
    weights, findings = weights_in(phasing or ())
    findings = (*findings, *_findings(listed, reading.keys, weights))
    if findings:
        raise InvalidDataError("input", findings)
    layout = Layout(
        keys=reading.keys,
        goals=tuple(GOAL_COLUMNS),
        is_checked=True,
        has_phasing=phasing is not None,
        score=None if level_ratio is None else upper_score(level_ratio),
    )
    day = AsOf.of(reading.as_of)
    stages = figure_stages(day, bands=bands, layout=layout)
    return tuple(_assessed(row, reading, weights, layout, stages) for row in listed)


def _findings(
    goals: Iterable[GivenRow], keys: tuple[str, ...], weights: Weights
) -> Iterator[Finding]:
    seen: set[GoalKey] = set()
    for place, row in enumerate(goals):
        name = f"goals[{place}]"
        wrong = tuple(goal_findings(row, keys, name, weights))
        yield from wrong
        if not wrong and key_in(row, keys) in seen:
            path = f"{name}.{keys[0]}"
            yield problem("value", path, "different in every row", row[keys[0]])
        elif not wrong:
            seen.add(key_in(row, keys))


def _assessed(
    row: GivenRow,
    reading: SumsUpTo,
    weights: Weights,
    layout: Layout,
    stages: Stages,
) -> dict[str, Any]:
    first, last = day_number(row["first_day"]), day_number(row["last_day"])
    is_any = counts_any_day(row.get("shape"))
    key = key_in(row, reading.keys)
    booked = booked_for(reading, key, (first, last), is_any_day=is_any)
    given = {
        "target": row.get("target"),
        "shape": row.get("shape"),
        "baseline": row.get("baseline"),
        "phasing": row.get("phasing"),
        "jbp_first": first,
        "jbp_last": last,
        "jbp_sum": booked.amount,
        "jbp_count": booked.entries,
        "jbp_level": booked.level,
        "last_entry_on": None if booked.last_on is None else day_of(booked.last_on),
        **_month_weights(row, reading.as_of, weights),
    }
    if layout.score is not None:
        months = weights.get(row["phasing"], ()) if row.get("phasing") else ()
        given |= _totals(row, reading, months, layout)
    found = run_stages(stages, given)
    return {**row, **{name: found[name] for name in layout.figures}}


def _totals(
    row: GivenRow, reading: SumsUpTo, months: Sequence[int], layout: Layout
) -> dict[str, int | None]:
    """Return what the stretches of a goal come to, for its interval."""
    totals: dict[str, int | None] = dict.fromkeys((*block_sums(), "jbp_of_squares"))
    if not has_interval(row.get("shape")):
        return totals
    first, last = day_number(row["first_day"]), day_number(row["last_day"])
    day = row["first_day"]
    goal = run_stages(
        [span(AsOf.of(reading.as_of))],
        {
            "jbp_first": first,
            "jbp_last": last,
            "jbp_first_month": day.year * 12 + day.month - 1,
            "phasing": row.get("phasing"),
        },
    )
    parts = parts_for(reading, key_in(row, reading.keys), (first, last))
    return totals | row_totals(goal, parts, months, layout)


def _month_weights(row: GivenRow, as_of: date, weights: Weights) -> Mapping[str, int]:
    """Return the weights before and in the month of a day, and of all months."""
    months: tuple[int, ...] = ()
    if row.get("phasing") is not None:
        months = weights[row["phasing"]]
    first = row["first_day"]
    month = (as_of.year - first.year) * 12 + as_of.month - first.month
    is_inside = first <= as_of <= row["last_day"]
    return {
        "jbp_before": sum(months[:month]) if is_inside else 0,
        "jbp_weight": months[month] if months and is_inside else 0,
        "jbp_total": sum(months),
    }
