"""Booked entries as sums of days for each goal, from rows and from data frames."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.frames.assess_frames import EARLIEST
from jbpcore.frames.day_sums import Spans, day_number, united
from jbpcore.frames.row_checks import GivenRow, entry_findings

__all__ = ["GoalKey", "Sums", "key_in", "sums_of_rows", "united_sums"]

GoalKey: TypeAlias = str | int | tuple[str | int, ...]
"""What names a goal: the value of its key column, or the values of several."""

Sums: TypeAlias = Mapping[GoalKey, Spans]
"""What is booked, as sums of days for each goal."""

_MOST_FINDINGS: Final = 1000


def sums_of_rows(rows: Iterable[GivenRow], keys: tuple[str, ...]) -> Sums:
    """Return the sums of entries that are given one by one.

    Args:
        rows: The entries, each with the columns of ``ACTUAL_COLUMNS``.
        keys: The columns that name a goal.

    Raises:
        InvalidDataError: If entries cannot be counted, all of them at once.

    Examples:
        >>> from datetime import date
        >>> rows = [{"goal_id": "deals", "date": date(1970, 1, 6), "amount": 3},
        ...         {"goal_id": "deals", "date": date(1970, 1, 6), "amount": -1}]
        >>> sums_of_rows(rows, ("goal_id",))
        {'deals': array('q', [5, 5, 2, 2, -4611686018427387904, 3])}
    """
    days: dict[GoalKey, dict[int, list[int]]] = {}
    findings: list[Finding] = []
    for place, row in enumerate(rows):
        wrong = list(entry_findings(row, keys, f"actuals[{place}]"))
        if wrong:
            findings += wrong[: _MOST_FINDINGS - len(findings)]
        elif row.get("status", "booked") == "booked":
            _count(days.setdefault(key_in(row, keys), {}), row)
    if findings:
        raise InvalidDataError("input", tuple(findings))
    try:
        return {key: _in_order(found) for key, found in days.items()}
    except OverflowError:
        raise _too_much() from None


def key_in(row: GivenRow, keys: tuple[str, ...]) -> GoalKey:
    """Return what names the goal of a row.

    Args:
        row: The row.
        keys: The columns that name a goal.
    """
    if len(keys) == 1:
        found: str | int = row[keys[0]]
        return found
    return tuple(row[key] for key in keys)


def united_sums(one: Sums, other: Sums) -> Iterator[tuple[GoalKey, Spans]]:
    """Yield what the goals of *other* come to with what *one* has for them.

    Raises:
        InvalidValueError: If a sum does not fit 64 bits.
    """
    nothing = array("q")
    try:
        for key, spans in other.items():
            yield key, united(one.get(key, nothing), spans)
    except OverflowError:
        raise _too_much() from None


def _too_much() -> InvalidValueError:
    return InvalidValueError("amount", "a larger sum", "less than 2^63 in all")


def _count(days: dict[int, list[int]], row: GivenRow) -> None:
    amount, sequence = row["amount"], row.get("sequence")
    sequence = EARLIEST if sequence is None else sequence
    found = days.setdefault(day_number(row["date"]), [0, 0, sequence, amount])
    found[0] += amount
    found[1] += 1
    found[2:] = max(found[2:], [sequence, amount])


def _in_order(days: Mapping[int, Iterable[int]]) -> Spans:
    spans = array("q")
    for day, sums in sorted(days.items()):
        spans.extend((day, day, *sums))
    return spans
