"""Whether the values in the tables can be measured, all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

import attrs

from jbpcore.errors import Finding
from jbpcore.frames.assess_frames import FrameTables
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.frame_days import FrameDays
from jbpcore.frames.host_narwhals import nw
from jbpcore.frames.layout import SHAPES, Layout

__all__ = [
    "MOST_UNITS_READ",
    "MOST_WEIGHT",
    "check_entries",
    "check_values",
    "shapes_in",
]

_Frame: TypeAlias = Any

MOST_UNITS_READ: Final = 2**52
"""The most minor units of a target, a baseline or an amount."""

MOST_WEIGHT: Final = 2**25
"""The most that the weights of a phasing may come to."""

_SHOWN: Final = 3
_AMOUNT: Final = "a whole number from −2^52 to 2^52"


@attrs.frozen
class _Rule:
    """What must not be: which rows, and what is expected instead."""

    column: str
    expected: str
    broken: Any


def check_values(
    layout: Layout, tables: FrameTables, days: FrameDays, *, is_patient: bool
) -> tuple[Finding, ...]:
    """Return a finding for each column with values that cannot be measured.

    Each says in how many rows, and names the first.

    Args:
        layout: What the tables have.
        tables: The tables.
        days: How their kind writes days.
        is_patient: Whether to look at entries that are computed late as well.
    """
    keys = list(layout.keys)
    found = [
        *_broken("goals", tables.goals, keys, _of_goals(layout, tables.goals, days)),
        *_twice("goals", tables.goals, keys),
    ]
    is_here = isinstance(tables.actuals, nw.DataFrame)
    if is_here or (is_patient and tables.actuals is not None):
        found += check_entries(tables.actuals, keys, days)
    if tables.fx is not None:
        rules = [_rate_rule()]
        found += _broken("fx", tables.fx, ["currency"], rules)
        found += _twice("fx", tables.fx, ["currency"])
        found += _unknown("currency", tables.goals, keys, tables.fx, "fx")
    if tables.phasing is not None and layout.has_phasing:
        months = list(_of_phasings(tables.phasing))
        found += months
        found += _unknown("phasing", tables.goals, keys, tables.phasing, "phasing")
        if not found:
            found += _of_phased(tables.goals, tables.phasing, days)
    return tuple(found)


def check_entries(
    actuals: _Frame, keys: Iterable[str], days: FrameDays
) -> tuple[Finding, ...]:
    """Return a finding for each column of entries that cannot be counted.

    Args:
        actuals: The entries.
        keys: The columns that name their goal.
        days: How their kind writes days.
    """
    listed = list(keys)
    rules = list(_of_actuals(actuals, listed, days))
    return tuple(_broken("actuals", actuals, listed, rules))


def shapes_in(goals: _Frame) -> frozenset[str | None]:
    """Return the shapes that there are."""
    rows = _collected(goals.select("shape").unique()).rows()
    return frozenset(None if shape is None else str(shape) for (shape,) in rows)


def _collected(frame: _Frame) -> _Frame:
    return frame.collect() if isinstance(frame, nw.LazyFrame) else frame


def _of_goals(layout: Layout, goals: _Frame, days: FrameDays) -> Iterator[_Rule]:
    for key in layout.keys:
        yield _Rule(key, "given for every goal", nw.col(key).is_null())
    yield from _amount_rules(goals, "target")
    if layout.has("baseline"):
        yield from _amount_rules(goals, "baseline")
    for name in ("first_day", "last_day"):
        yield from _day_rules(goals, name, days)
    first, last = days.of(goals, "first_day"), days.of(goals, "last_day")
    yield _Rule("last_day", "on or after first_day", last < first)
    if layout.has_shape:
        listed = [shape.value for shape in SHAPES]
        shape = nw.col("shape")
        is_other = ~shape.is_null() & ~shape.is_in(listed)
        yield _Rule("shape", f"one of {', '.join(listed)}", is_other)


def _of_actuals(
    actuals: _Frame, keys: Iterable[str], days: FrameDays
) -> Iterator[_Rule]:
    for key in keys:
        yield _Rule(key, "given for every entry", nw.col(key).is_null())
    yield from _day_rules(actuals, "date", days)
    yield _Rule("amount", "given for every entry", nw.col("amount").is_null())
    yield from _amount_rules(actuals, "amount")


def _amount_rules(frame: _Frame, name: str) -> Iterator[_Rule]:
    amount = nw.col(name)
    is_large = (amount > MOST_UNITS_READ) | (amount < -MOST_UNITS_READ)
    if frame.collect_schema()[name].is_float():
        is_large |= ~amount.is_null() & (amount % 1 != 0)
    yield _Rule(name, _AMOUNT, is_large)


def _day_rules(frame: _Frame, name: str, days: FrameDays) -> Iterator[_Rule]:
    yield _Rule(name, "given in every row", nw.col(name).is_null())
    if isinstance(frame.collect_schema()[name], nw.Datetime):
        day = days.of(frame, name)
        yield _Rule(name, "a day, without a time", day != day.dt.truncate("1d"))


def _rate_rule() -> _Rule:
    rate = nw.col("rate_millionths")
    is_bad = rate.is_null() | (rate <= 0) | (rate > 2**40)
    return _Rule("rate_millionths", "above zero, up to 2^40", is_bad)


def _broken(
    name: str, frame: _Frame, keys: list[str], rules: Iterable[_Rule]
) -> Iterator[Finding]:
    listed = list(rules)
    # Whether there are any costs less than how many there are, and mostly is enough.
    asked = {f"jbp_{n}": rule.broken.any() for n, rule in enumerate(listed)}
    there = _collected(frame.select(**asked)).rows()[0]
    for rule, is_broken in zip(listed, there, strict=True):
        if is_broken:
            bad = frame.filter(rule.broken)
            count = _collected(bad.select(nw.len())).item()
            rows = bad.select(*dict.fromkeys([*keys, rule.column]))
            shown = _collected(rows.head(_SHOWN)).rows(named=True)
            path = f"{name}.{rule.column}"
            yield problem("value", path, rule.expected, _told(count, shown))


def _told(count: int, shown: Iterable[dict[str, Any]]) -> str:
    """Say how many rows are wrong, and which are the first."""
    named = "; ".join(
        ", ".join(f"{name} {value!r}" for name, value in row.items()) for row in shown
    )
    return f"{count:,} {'row' if count == 1 else 'rows'}: {named}"


def _twice(name: str, frame: _Frame, keys: list[str]) -> Iterator[Finding]:
    is_quick = isinstance(frame, nw.DataFrame) and len(keys) == 1
    if is_quick and frame[keys[0]].n_unique() == len(frame):
        return
    counted = frame.select(*keys).group_by(*keys).agg(nw.len().alias("jbp_rows"))
    twice = counted.filter(nw.col("jbp_rows") > 1)
    count = _collected(twice.select(nw.len())).item()
    if count:
        shown = _collected(twice.sort(*keys).head(_SHOWN)).rows(named=True)
        named = [{key: row[key] for key in keys} for row in shown]
        expected = "different in every row"
        yield problem(
            "value", f"{name}.{', '.join(keys)}", expected, _told(count, named)
        )


def _unknown(
    column: str, goals: _Frame, keys: list[str], known: _Frame, table: str
) -> Iterator[Finding]:
    """Return a finding for what goals name and the other table does not have."""
    there = known.select(column).unique()
    named = goals.filter(~nw.col(column).is_null()).select(
        *dict.fromkeys([*keys, column])
    )
    lost = named.join(there, on=column, how="anti")
    count = _collected(lost.select(nw.len())).item()
    if count:
        shown = _collected(lost.head(_SHOWN)).rows(named=True)
        expected = f"one that the table {table} has"
        yield problem("value", f"goals.{column}", expected, _told(count, shown))


def _of_phasings(phasing: _Frame) -> Iterator[Finding]:
    """Return what is wrong with the months and their weights."""
    weight, month = nw.col("weight"), nw.col("month")
    rules = [
        _Rule("phasing", "given in every row", nw.col("phasing").is_null()),
        _Rule("weight", "zero or more", weight.is_null() | (weight < 0)),
    ]
    yield from _broken("phasing", phasing, ["phasing", "month"], rules)
    yield from _twice("phasing", phasing, ["phasing", "month"])
    whole = phasing.group_by("phasing").agg(
        month.min().alias("jbp_first"),
        month.max().alias("jbp_last"),
        nw.len().alias("jbp_months"),
        weight.sum().alias("jbp_total"),
    )
    months = nw.col("jbp_months").cast(nw.Int64)
    gaps = (nw.col("jbp_first") != 0) | (nw.col("jbp_last") + 1 != months)
    rules = [
        _Rule("jbp_months", "every month counted from 0", gaps),
        _Rule(
            "jbp_total", f"at most {MOST_WEIGHT:,}", nw.col("jbp_total") > MOST_WEIGHT
        ),
    ]
    for found in _broken("phasing", whole, ["phasing"], rules):
        column = "month" if found.column == "jbp_months" else "weight"
        yield attrs.evolve(found, column=column, path=f"phasing.{column}")


def _of_phased(goals: _Frame, phasing: _Frame, days: FrameDays) -> Iterator[Finding]:
    """Return a finding where a goal is not made of as many months as its phasing."""
    counted = phasing.group_by("phasing").agg(nw.len().alias("jbp_months"))
    lengths = dict(_collected(counted).rows())
    spans = goals.filter(~nw.col("phasing").is_null()).select(
        "phasing",
        jbp_first=days.of(goals, "first_day"),
        jbp_last=days.of(goals, "last_day"),
    )
    bad = [
        {"phasing": name, "first_day": str(first)[:10], "last_day": str(last)[:10]}
        for name, first, last in _collected(spans.unique()).rows()
        if _months(first, last) != lengths[name]
    ]
    if bad:
        bad.sort(key=str)
        expected = "for as many whole months as the goal has"
        yield problem("value", "goals.phasing", expected, _told(len(bad), bad[:_SHOWN]))


def _months(first: Any, last: Any) -> int | None:  # noqa: ANN401 - days of any library
    """Return of how many whole months the days are made; ``None`` if of none."""
    start = date(first.year, first.month, first.day)
    end = date(last.year, last.month, last.day) + timedelta(days=1)
    if start.day != 1 or end.day != 1:
        return None
    return (end.year - start.year) * 12 + end.month - start.month
