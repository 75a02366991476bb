"""What is booked for one goal, as sums of days: small, and the same in any order.

The sums of a goal stand in one flat array of whole numbers of 64 bits, six for each
span of days: its first and last day, the sum of the amounts, how many entries there
are, and of the last day the entry that counts for a level: its sequence and amount.
Spans are in order and have no day in common. At first each is one day; closing days
makes one span of many. Days are counted from 1 January 1970.

Uniting is commutative and associative, with the empty array as its identity: spans that
have a day in common become one, so that it does not matter which came first.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

import attrs

from jbpcore.errors import InvalidValueError

__all__ = [
    "WIDTH",
    "Counted",
    "Spans",
    "closed",
    "counted_between",
    "day_number",
    "day_of",
    "parts_between",
    "united",
]

if TYPE_CHECKING:
    Spans: TypeAlias = array[int]
else:
    Spans = array

WIDTH: Final = 6
"""How many numbers a span has."""

_EPOCH: Final = date(1970, 1, 1).toordinal()
_LAST: Final = 1 - WIDTH  # the last day of the last span, counted from the end


@attrs.frozen
class Counted:
    """What counts for a goal up to a day.

    Attributes:
        amount: The sum of the entries inside its days.
        entries: How many they are.
        last_on: The day of the last entry, also outside its days.
        level: The last observation inside its days.
    """

    amount: int = 0
    entries: int = 0
    last_on: int | None = None
    level: int | None = None


def united(one: Spans, other: Spans) -> Spans:
    """Return the sums of both.

    Neither is changed. The days that come before the first of *other* are copied as
    they are, so that what is booked later costs no more than what it adds.

    Raises:
        OverflowError: If a sum does not fit 64 bits.

    Examples:
        >>> united(array("q", [5, 5, 10, 1, 0, 10]), array("q", [5, 5, -3, 1, 1, -3]))
        array('q', [5, 5, 7, 2, 1, -3])
    """
    if not one or not other:
        return one or other
    if one[_LAST] < other[0]:
        return one + other
    if other[_LAST] < one[0]:
        return other + one
    start = bisect_left(one[1::WIDTH], other[0]) * WIDTH
    found = one[:start]
    place, size, total = 0, len(other), len(one)
    while place < size:
        if start < total and one[start] <= other[place]:
            _put(found, one[start : start + WIDTH])
            start += WIDTH
        else:
            _put(found, other[place : place + WIDTH])
            place += WIDTH
    while start < total and one[start] <= found[_LAST]:
        _put(found, one[start : start + WIDTH])
        start += WIDTH
    return found + one[start:]


def _put(found: Spans, span: Spans) -> None:
    """Add a span that begins no earlier than the last one there is."""
    if not found or found[_LAST] < span[0]:
        found.extend(span)
        return
    at = len(found) - WIDTH
    last = (found[at + 1], *found[at + 4 :])
    newest = max(last, (span[1], *span[4:]))
    found[at + 2] += span[2]
    found[at + 3] += span[3]
    found[at + 1], found[at + 4], found[at + 5] = newest


def closed(spans: Spans, before: int, cuts: Iterable[int] = ()) -> Spans:
    """Return the sums with the days before one of them made into one span.

    Args:
        spans: The sums.
        before: The first day that stays as it is.
        cuts: Days at which another span begins, such as the first day of a
            goal.

    Raises:
        OverflowError: If a sum does not fit 64 bits.

    Examples:
        >>> closed(array("q", [5, 5, 10, 1, 0, 10, 8, 8, -3, 1, 0, -3]), before=9)
        array('q', [5, 8, 7, 2, 0, -3])
    """
    if len(spans) == WIDTH:
        return spans
    firsts, lasts = spans[0::WIDTH], spans[1::WIDTH]
    end = bisect_left(lasts, before)
    edges = {0, end}
    for cut in cuts:
        place = bisect_left(lasts, cut, 0, end)
        edges.add(place)
        if place < end and firsts[place] < cut:
            edges.add(place + 1)  # made into one before, across the cut
    found = array("q")
    for start, stop in pairwise(sorted(edges)):
        part = spans[start * WIDTH : stop * WIDTH]
        found.extend(part if stop == start + 1 else _one(part))
    return found + spans[end * WIDTH :]


def _one(spans: Spans) -> Spans:
    amount, entries = sum(spans[2::WIDTH]), sum(spans[3::WIDTH])
    return array("q", [spans[0], spans[_LAST], amount, entries, *spans[-2:]])


def counted_between(spans: Spans, first: int, until: int, as_of: int) -> Counted:
    """Return what counts from one day until another, of what is booked up to a third.

    Args:
        spans: The sums.
        first: The first day that counts.
        until: The last, not after *as_of*.
        as_of: Up to which day it is asked when the last entry was.

    Raises:
        InvalidValueError: If days on both sides of one of these were closed together.

    Examples:
        >>> spans = array("q", [5, 5, 10, 1, 0, 10, 8, 8, -3, 1, 0, -3])
        >>> counted_between(spans, 6, 9, 9)
        Counted(amount=-3, entries=1, last_on=8, level=-3)
    """
    if spans and first <= spans[0] and spans[_LAST] <= until:
        amount, entries = sum(spans[2::WIDTH]), sum(spans[3::WIDTH])
        return Counted(amount, entries, spans[_LAST], spans[-1])
    firsts, lasts = spans[0::WIDTH], spans[1::WIDTH]
    seen = _before(firsts, lasts, as_of + 1, "as_of")
    last_on = lasts[seen - 1] if seen else None
    if until < first:
        return Counted(last_on=last_on)
    start = _before(firsts, lasts, first, "first_day")
    end = _before(firsts, lasts, until + 1, "last_day")
    if start == end:
        return Counted(last_on=last_on)
    begin, stop = start * WIDTH, end * WIDTH
    return Counted(
        sum(spans[begin + 2 : stop : WIDTH]),
        sum(spans[begin + 3 : stop : WIDTH]),
        last_on,
        spans[stop - 1],
    )


def parts_between(spans: Spans, first: int, until: int, *, days: int) -> dict[int, int]:
    """Return what was booked in each stretch of so many days, counted from the first.

    Args:
        spans: The sums.
        first: The first day that counts.
        until: The last.
        days: How long a stretch is.

    Raises:
        InvalidValueError: If days of several stretches were closed together.

    Examples:
        >>> spans = array("q", [5, 5, 10, 1, 0, 10, 8, 8, -3, 1, 0, -3])
        >>> parts_between(spans, 1, 9, days=7)
        {0: 10, 1: -3}
    """
    found: dict[int, int] = {}
    for place in range(0, len(spans), WIDTH):
        start, end = spans[place], spans[place + 1]
        if end < first or start > until:
            continue
        block = (start - first) // days
        if start < first or end > until or (end - first) // days != block:
            closed_days = f"{day_of(start)} to {day_of(end)}"
            expected = (
                f"None, as no interval can be told from days closed, {closed_days}"
            )
            raise InvalidValueError("level_ratio", "an interval", expected)
        found[block] = found.get(block, 0) + spans[place + 2]
    return found


def _before(firsts: Spans, lasts: Spans, day: int, name: str) -> int:
    """Return how many spans end before a day, if none lies on both sides of it."""
    place = bisect_left(lasts, day)
    if place < len(firsts) and firsts[place] < day:
        start, end = day_of(firsts[place]), day_of(lasts[place])
        expected = f"no day inside those closed together, {start} to {end}"
        given = day if name == "first_day" else day - 1
        raise InvalidValueError(name, day_of(given).isoformat(), expected)
    return place


def day_of(number: int) -> date:
    """Return a day counted from 1 January 1970.

    Examples:
        >>> day_of(0).isoformat()
        '1970-01-01'
    """
    return date.fromordinal(number + _EPOCH)


def day_number(day: date) -> int:
    """Return a day, counted from 1 January 1970.

    Examples:
        >>> day_number(date(1970, 1, 6))
        5
    """
    return day.toordinal() - _EPOCH
