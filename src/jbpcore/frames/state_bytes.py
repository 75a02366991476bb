"""The state of a portfolio as bytes, and back from senders that may not be trusted.

One line of JSON says what follows: the names of goals and batches in JSON; then whole
numbers of 64 bits, the lowest byte first: how many spans each goal has, and all the
spans; then what all that comes to by SHA-256. Equal states come to equal bytes.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from itertools import accumulate, chain
from operator import le
from typing import Any, Final

import attrs

from jbpcore.codec.problems import ProblemLog
from jbpcore.codec.strict_json import parsed
from jbpcore.errors import FormatTooNewError, InvalidDataError
from jbpcore.frames.booking_sums import GoalKey, Sums
from jbpcore.frames.day_sums import WIDTH, Spans, day_number
from jbpcore.frames.frame_columns import problem
from jbpcore.frames.frame_values import MOST_UNITS_READ
from jbpcore.frames.row_checks import is_name
from jbpcore.wording.values_shown import shown

__all__ = [
    "MOST_STATE_BYTES",
    "StateParts",
    "are_columns",
    "order_of",
    "read_state",
    "written_state",
]

MOST_STATE_BYTES: Final = 2**31
"""Size of a state that is read unless more is allowed: 2 GiB."""

_SUBJECT: Final = "portfolio state"
_FORMAT: Final = "jbpcore.portfolio_state"
_VERSION: Final = 1
_MOST_HEADER: Final = 4096
_DIGEST_DIGITS: Final = 64
_DIGEST_BYTES: Final = 32
_NUMBER: Final = 8
_COUNTS: Final = ("names", "goals", "batches", "spans")
_FIRST_DAY, _LAST_DAY = day_number(date.min), day_number(date.max)


@attrs.frozen(kw_only=True)
class StateParts:
    """What a state consists of.

    Attributes:
        keys: The columns that name a goal.
        sums: What is booked for each goal.
        batches: What was booked under each name of a batch, as a digest.
    """

    keys: tuple[str, ...]
    sums: Sums
    batches: Mapping[str, str]


def order_of(key: GoalKey) -> tuple[tuple[bool, str | int], ...]:
    """Return what goals are sorted by: whole numbers come before texts.

    Examples:
        >>> sorted(["b", 2, "a"], key=order_of)
        [2, 'a', 'b']
    """
    parts = key if isinstance(key, tuple) else (key,)
    return tuple((isinstance(part, str), part) for part in parts)


def written_state(parts: StateParts) -> bytes:
    """Return a state as bytes.

    Args:
        parts: What it consists of.
    """
    ordered = sorted(parts.sums, key=order_of)
    names = json.dumps([ordered, sorted(parts.batches.items())], separators=(",", ":"))
    arrays = [parts.sums[key] for key in ordered]
    sizes = array("q", (len(spans) // WIDTH for spans in arrays))
    header = {
        "format": _FORMAT,
        "format_version": _VERSION,
        "keys": parts.keys,
        "names": len(names),
        "goals": len(arrays),
        "batches": len(parts.batches),
        "spans": sum(sizes),
    }
    texts = f"{json.dumps(header)}\n{names}".encode()
    parts_of_all = [texts, *map(_little, (sizes, *arrays))]
    digest = sha256()
    for part in parts_of_all:
        digest.update(part)
    return b"".join([*parts_of_all, digest.digest()])


def _little(numbers: Spans) -> bytes:
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def read_state(data: bytes, *, max_bytes: int = MOST_STATE_BYTES) -> StateParts:
    """Return the state that bytes hold.

    Args:
        data: The bytes.
        max_bytes: Largest size.

    Raises:
        InvalidDataError: If they are no state, or have been changed.
        FormatTooNewError: If a newer release has written them.
    """
    if not isinstance(data, bytes | bytearray | memoryview):
        raise _bad("data", "bytes", type(data).__name__)
    if len(data) > max_bytes:
        raise _bad("data", f"at most {max_bytes:,} bytes", f"{len(data):,}")
    raw = memoryview(data)
    line, end, _ = bytes(raw[:_MOST_HEADER]).partition(b"\n")
    header = _header(line if end else b"")
    body = raw[len(line) + 1 : -_DIGEST_BYTES]
    names, numbers = body[: header["names"]], body[header["names"] :]
    expected = (header["goals"] + header["spans"] * WIDTH) * _NUMBER
    if len(numbers) != expected:
        raise _bad("data", "as long as its first line says", f"{len(data):,} bytes")
    if sha256(raw[:-_DIGEST_BYTES]).digest() != raw[-_DIGEST_BYTES:]:
        raise _bad("data", "as it was written", "another digest")
    goals, batches = _names(bytes(names), header)
    found = array("q", bytes(numbers))
    if sys.byteorder == "big":
        found.byteswap()
    sizes, spans = found[: len(goals)], found[len(goals) :]
    _check_spans(sizes, spans)
    ends = list(accumulate(size * WIDTH for size in sizes))
    sums = {
        goal: spans[start:end]
        for goal, start, end in zip(goals, [0, *ends], ends, strict=False)
    }
    return StateParts(keys=tuple(header["keys"]), sums=sums, batches=batches)


def _bad(name: str, expected: str, got: str) -> InvalidDataError:
    finding = problem("value", f"state.{name}", expected, got)
    return InvalidDataError(_SUBJECT, (finding,))


def _json(text: bytes) -> Any:  # noqa: ANN401 - JSON of any kind
    log = ProblemLog()
    found = parsed(text, log, max_bytes=max(len(text), 1))
    if log.findings:
        raise InvalidDataError(_SUBJECT, tuple(log.findings))
    return found


def _header(line: bytes) -> dict[str, Any]:
    header = _json(line)
    if not isinstance(header, dict) or header.get("format") != _FORMAT:
        raise _bad("format", f"'{_FORMAT}'", shown(header))
    version = header.get("format_version")
    if type(version) is int and version > _VERSION:
        raise FormatTooNewError(_SUBJECT, (), version, _VERSION)
    if version != _VERSION or type(version) is not int:
        raise _bad("format_version", f"{_VERSION}", shown(version))
    for name in _COUNTS:
        count = header.get(name)
        if type(count) is not int or count < 0:
            raise _bad(name, "a whole number, not below zero", shown(count))
    keys = header.get("keys")
    if not isinstance(keys, list) or not are_columns(keys):
        raise _bad("keys", "names of columns, each once", shown(keys))
    return header


def are_columns(keys: Iterable[object]) -> bool:
    """Say whether *keys* are names of columns, at least one, each once."""
    listed = list(keys)
    are_texts = all(isinstance(key, str) and key for key in listed)
    return bool(listed) and are_texts and len(set(listed)) == len(listed)


def _names(
    text: bytes, header: Mapping[str, Any]
) -> tuple[list[GoalKey], dict[str, str]]:
    """Return the names of the goals, in order, and the batches."""
    found = _json(text)
    shape = "a list of goals and one of batches, in order"
    if not isinstance(found, list) or len(found) != 2:  # noqa: PLR2004 - goals, batches
        raise _bad("names", shape, shown(found))
    listed, batches = found
    if not isinstance(listed, list) or len(listed) != header["goals"]:
        raise _bad("names", shape, f"{header['goals']} goals in the first line")
    if not isinstance(batches, list) or len(batches) != header["batches"]:
        raise _bad("names", shape, f"{header['batches']} batches in the first line")
    goals = list(_goals(listed, len(header["keys"])))
    if not all(_is_batch(batch) for batch in batches):
        raise _bad("names", "batches with a digest each", "others")
    ordered = all(map(le, map(order_of, goals), map(order_of, goals[1:])))
    by_name = dict(batches)
    if not ordered or len(set(goals)) < len(goals) or len(by_name) < len(batches):
        raise _bad("names", shape, "names that are out of order or there twice")
    return goals, by_name


def _goals(listed: Iterable[object], width: int) -> Iterator[GoalKey]:
    for goal in listed:
        parts = (goal,) if width == 1 else goal
        if (
            not isinstance(parts, tuple | list)
            or len(parts) != width
            or not all(is_name(part) for part in parts)
        ):
            raise _bad("names", f"goals of {width} texts or whole numbers", shown(goal))
        yield parts[0] if width == 1 else tuple(parts)


def _is_batch(batch: object) -> bool:
    return (
        isinstance(batch, list)
        and len(batch) == 2  # noqa: PLR2004 - name and digest
        and all(isinstance(part, str) for part in batch)
        and len(batch[1]) == _DIGEST_DIGITS
    )


def _check_spans(sizes: Spans, spans: Spans) -> None:
    firsts, lasts = spans[0::WIDTH], spans[1::WIDTH]
    if any(size < 1 for size in sizes) or sum(sizes) != len(firsts):
        raise _bad("spans", "at least one for each goal", "other numbers of them")
    borders = {0, *accumulate(sizes)}
    is_in_order = all(map(le, firsts, lasts)) and all(
        place in borders
        for place, (last, first) in enumerate(zip(lasts, firsts[1:], strict=False), 1)
        if first <= last
    )
    days = chain(firsts, lasts)
    if not is_in_order or any(not _FIRST_DAY <= day <= _LAST_DAY for day in days):
        raise _bad("spans", "days in order, each once", "others")
    if any(count < 1 for count in spans[3::WIDTH]):
        raise _bad("spans", "made of entries", "some of none")
    if any(abs(level) > MOST_UNITS_READ for level in spans[5::WIDTH]):
        raise _bad("spans", "with amounts from −2^52 to 2^52", "others")
