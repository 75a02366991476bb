"""Whether goals and entries that are given one by one can be measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias, TypeGuard

from jbpcore.errors import Finding
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.frame_values import MOST_UNITS_READ, MOST_WEIGHT
from jbpcore.frames.layout import SHAPES
from jbpcore.wording.values_shown import shown, unshown

__all__ = [
    "GivenRow",
    "Weights",
    "entry_findings",
    "goal_findings",
    "is_name",
    "weights_in",
]

GivenRow: TypeAlias = Mapping[str, Any]
"""One goal, entry or month of a phasing, by column."""

Weights: TypeAlias = Mapping[str | int, tuple[int, ...]]
"""The weights of the months of each phasing."""

_MOST_NUMBER: Final = 2**63 - 1
_MOST_SEQUENCE: Final = 2**62
_AMOUNT: Final = "a whole number from −2^52 to 2^52"
_NAME: Final = "a text or a whole number of 64 bits"
_ROW: Final = "a mapping of columns to values"
_DAY: Final = "a day, without a time"


def entry_findings(row: object, keys: Iterable[str], name: str) -> Iterator[Finding]:
    """Yield what is wrong with an entry.

    Args:
        row: The entry.
        keys: The columns that name its goal.
        name: What to call it.

    Examples:
        >>> entry = {"goal_id": "deals", "date": date(2026, 5, 1), "amount": 0.5}
        >>> [found.path for found in entry_findings(entry, ["goal_id"], "actuals[0]")]
        ['actuals[0].amount']
    """
    if not isinstance(row, Mapping):
        yield problem("value", name, _ROW, unshown(row))
        return
    yield from _key_findings(row, keys, name)
    if not _is_day(row.get("date")):
        yield _wrong(f"{name}.date", _DAY, row.get("date"))
    if not _is_whole(row.get("amount"), MOST_UNITS_READ):
        yield _wrong(f"{name}.amount", _AMOUNT, row.get("amount"))
    sequence = row.get("sequence")
    if sequence is not None and not _is_whole(sequence, _MOST_SEQUENCE):
        yield _wrong(f"{name}.sequence", "a whole number from −2^62 to 2^62", sequence)
    if not isinstance(row.get("status", "booked"), str):
        yield _wrong(f"{name}.status", "a text", row["status"])


def goal_findings(
    row: object, keys: Iterable[str], name: str, weights: Weights | None
) -> Iterator[Finding]:
    """Yield what is wrong with a goal.

    Args:
        row: The goal.
        keys: The columns that name it.
        name: What to call it.
        weights: The weights of phasings, if there are any.
    """
    if not isinstance(row, Mapping):
        yield problem("value", name, _ROW, unshown(row))
        return
    yield from _key_findings(row, keys, name)
    yield from _figure_findings(row, name)
    first, last = row.get("first_day"), row.get("last_day")
    for column, day in (("first_day", first), ("last_day", last)):
        if not _is_day(day):
            yield _wrong(f"{name}.{column}", _DAY, day)
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield _wrong(f"{name}.last_day", "on or after first_day", last)
    elif row.get("phasing") is not None:
        yield from _phasing_findings(row, name, weights or {})


def _key_findings(row: GivenRow, keys: Iterable[str], name: str) -> Iterator[Finding]:
    for key in keys:
        if not is_name(row.get(key)):
            yield _wrong(f"{name}.{key}", _NAME, row.get(key))


def _figure_findings(row: GivenRow, name: str) -> Iterator[Finding]:
    for column in ("target", "baseline"):
        amount = row.get(column)
        if amount is not None and not _is_whole(amount, MOST_UNITS_READ):
            yield _wrong(f"{name}.{column}", _AMOUNT, amount)
    if row.get("shape") not in (None, *SHAPES):
        yield _wrong(f"{name}.shape", f"one of {', '.join(SHAPES)}", row["shape"])


def _phasing_findings(row: GivenRow, name: str, weights: Weights) -> Iterator[Finding]:
    phasing, first, last = row["phasing"], row.get("first_day"), row.get("last_day")
    if not is_name(phasing) or phasing not in weights:
        expected = "one that the table phasing has"
        yield _wrong(f"{name}.phasing", expected, phasing)
    elif _is_day(first) and _is_day(last):
        months = _whole_months(first, last)
        if months != len(weights[phasing]):
            expected = "for as many whole months as the goal has"
            yield _wrong(f"{name}.phasing", expected, phasing)


def _whole_months(first: date, last: date) -> int | None:
    """Return of how many whole months the days are made; ``None`` if of none."""
    if first.day != 1 or (last != date.max and (last + timedelta(days=1)).day != 1):
        return None
    return (last.year - first.year) * 12 + last.month - first.month + 1


def weights_in(rows: Iterable[GivenRow]) -> tuple[Weights, tuple[Finding, ...]]:
    """Return the weights of each phasing, and what is wrong with them.

    Args:
        rows: One for each month of a phasing, with the columns of ``PHASING_COLUMNS``.

    Examples:
        >>> weights_in([{"phasing": "h2", "month": 1, "weight": 3},
        ...             {"phasing": "h2", "month": 0, "weight": 2}])
        ({'h2': (2, 3)}, ())
    """
    months: dict[str | int, dict[int, int]] = {}
    found: list[Finding] = []
    for place, row in enumerate(rows):
        wrong = tuple(_month_findings(row, f"phasing[{place}]", months))
        found += wrong
        if not wrong:
            months.setdefault(row["phasing"], {})[row["month"]] = row["weight"]
    for phasing, weights in months.items():
        found += _whole_findings(phasing, weights)
    if found:
        return {}, tuple(found)
    return {
        phasing: tuple(weights[month] for month in range(len(weights)))
        for phasing, weights in months.items()
    }, ()


def _month_findings(
    row: object, name: str, months: Mapping[str | int, Mapping[int, int]]
) -> Iterator[Finding]:
    if not isinstance(row, Mapping):
        yield problem("value", name, _ROW, unshown(row))
        return
    phasing, month, weight = (row.get(key) for key in ("phasing", "month", "weight"))
    if not is_name(phasing):
        yield _wrong(f"{name}.phasing", _NAME, phasing)
    elif _is_whole(month, _MOST_NUMBER) and month in months.get(phasing, ()):
        yield _wrong(f"{name}.month", "different in every row", month)
    if not _is_whole(month, _MOST_NUMBER):
        yield _wrong(f"{name}.month", "a whole number", month)
    if not _is_whole(weight, MOST_WEIGHT) or weight < 0:
        yield _wrong(f"{name}.weight", f"from 0 to {MOST_WEIGHT:,}", weight)


def _whole_findings(
    phasing: str | int, weights: Mapping[int, int]
) -> Iterator[Finding]:
    if set(weights) != set(range(len(weights))):
        expected = "every month counted from 0"
        yield _wrong("phasing.month", expected, phasing)
    elif sum(weights.values()) > MOST_WEIGHT:
        yield _wrong("phasing.weight", f"at most {MOST_WEIGHT:,}", phasing)


def is_name(value: object) -> TypeGuard[str | int]:
    """Say whether *value* can name a goal or a phasing.

    Examples:
        >>> is_name("deals"), is_name(7), is_name(True)
        (True, True, False)
    """
    return isinstance(value, str) or _is_whole(value, _MOST_NUMBER)


def _is_whole(value: object, most: int) -> TypeGuard[int]:
    return (
        isinstance(value, int)
        and value is not True
        and value is not False
        and -most <= value <= most
    )


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date) and not isinstance(value, datetime)


def _wrong(path: str, expected: str, value: object) -> Finding:
    return problem("value", path, expected, shown(value))
