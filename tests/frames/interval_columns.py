"""Goals with many bookings, and the interval that each finds for itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, Final

import attrs
from tests.frames.goal_columns import (
    DIGITS,
    Case,
    Columns,
    Entry,
    actual_table,
    entries_of,
    found_row,
    goal_of,
    goal_table,
    make_cases,
)

from jbpcore.engine.amounts import exact
from jbpcore.engine.attainment import assess_goal
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.engine.projection.project import project_goal
from jbpcore.model.amount import Amount

INTERVAL: Final = ("projected_low", "projected_high", "hit_probability")
LEVELS: Final = (Fraction(1, 100), Fraction(1, 2), Fraction(4, 5), Fraction(99, 100))


def busy_cases(count: int, seed: int, as_of: date) -> list[Case]:
    """Return so many cases, most of them flows with something booked in most weeks."""
    random = Random(seed)  # noqa: S311 - a seed has to bring the same cases again
    return [_busier(case, random, as_of) for case in make_cases(count, seed, as_of)]


def _busier(case: Case, random: Random, as_of: date) -> Case:
    if random.random() < 0.2:
        return case
    shape = random.choice(("flow", "flow", "ceiling"))
    case = attrs.evolve(case, shape=shape, baseline=None)
    if case.unit == "count" and shape == "flow" and random.random() < 0.3:
        case = attrs.evolve(case, unit="JPY")
    if case.weights is None and random.random() < 0.7:
        first = as_of - timedelta(days=random.randint(20, 300))
        days = random.choice((1, 40, 90, 365))
        case = attrs.evolve(case, first=first, last=as_of + timedelta(days=days))
    gone = (min(as_of, case.last) - case.first).days
    if gone < 0:
        return case
    size = 10 ** random.randint(1, 11)
    if random.random() < 0.1:  # the same every day: nothing spreads
        entries = [_entry(case.first, day, size) for day in range(gone + 1)]
        return attrs.evolve(case, entries=tuple(entries[:400]))
    booked = sorted(random.randint(0, gone) for _ in range(random.randint(4, 40)))
    takes_back = random.random() < 0.3
    entries = [
        _entry(case.first, day, _odd(random, size, takes_back=takes_back))
        for day in booked
    ]
    total = sum(entry.amount for entry in entries)
    target = random.choice(
        (case.target, abs(total), total * 2, max(total - 1, 0), int(total * 1.1))
    )
    return attrs.evolve(case, entries=tuple(entries), target=target)


def _entry(first: date, day: int, amount: int) -> Entry:
    return Entry(on=first + timedelta(days=day), amount=amount, sequence=0)


def _odd(random: Random, size: int, *, takes_back: bool) -> int:
    amount = random.randint(0, size)
    return -amount if takes_back and random.random() < 0.3 else amount


def tables_of(cases: Iterable[Case]) -> tuple[Columns, Columns]:
    """Return the goals and the entries as columns."""
    listed = list(cases)
    return goal_table(listed), actual_table(listed)


def expected_interval(case: Case, as_of: date, level: Fraction) -> dict[str, Any]:
    """Return what the engine of one goal finds along its phasing, in whole units."""
    goal, entries = goal_of(case), entries_of(case)
    nothing: dict[str, Any] = dict.fromkeys(INTERVAL)
    result = assess_goal(goal, entries, as_of=as_of)
    if case.shape not in {"flow", "ceiling"} or result.projected_finish is None:
        return nothing
    found = project_goal(
        goal,
        entries,
        as_of=as_of,
        method=ProjectionMethod.ALONG_PHASING,
        level_ratio=level,
    )
    assert found.projected_finish == result.projected_finish
    hit = found.hit_probability
    return {
        "projected_low": _units(found.low, case),
        "projected_high": _units(found.high, case),
        "hit_probability": None if hit is None else float(hit),
    }


def _units(amount: Amount | None, case: Case) -> int | None:
    if amount is None:
        return None
    units = exact(amount) * 10 ** DIGITS[case.unit]
    assert units.denominator == 1
    return int(units)


def unlike(
    rows: Iterable[dict[str, Any]], cases: Iterable[Case], as_of: date, level: Fraction
) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return the goals whose interval is not the one that each finds for itself."""
    found = {row["goal_id"]: found_row(row) for row in rows}
    differing = []
    for case in cases:
        expected = expected_interval(case, as_of, level)
        got = {name: found[case.key][name] for name in INTERVAL}
        if got != expected:
            differing.append((case.key, got, expected))
    return differing
