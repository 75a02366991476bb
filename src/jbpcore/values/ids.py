"""Names of things for machines: their types, their shape, and new ones.

The one module below the adapters that reads a clock: a new id starts with the time it
was made at, so that ids sort in the order of making. No figure depends on it.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from typing import NewType

from jbpcore.errors import InvalidValueError

__all__ = [
    "ID_SHAPE",
    "ActionId",
    "AmendmentId",
    "AnswerId",
    "CadenceId",
    "CommentId",
    "CommitmentId",
    "EntryId",
    "GoalId",
    "InitiativeId",
    "MetricKey",
    "PartyId",
    "PersonId",
    "PlanId",
    "ProposalId",
    "RecordId",
    "ReviewId",
    "check_id",
    "new_id",
]

PlanId = NewType("PlanId", str)
GoalId = NewType("GoalId", str)
PartyId = NewType("PartyId", str)
PersonId = NewType("PersonId", str)
ActionId = NewType("ActionId", str)
CommitmentId = NewType("CommitmentId", str)
InitiativeId = NewType("InitiativeId", str)
ReviewId = NewType("ReviewId", str)
CadenceId = NewType("CadenceId", str)
EntryId = NewType("EntryId", str)
AmendmentId = NewType("AmendmentId", str)
AnswerId = NewType("AnswerId", str)
CommentId = NewType("CommentId", str)
ProposalId = NewType("ProposalId", str)
RecordId = NewType("RecordId", str)
MetricKey = NewType("MetricKey", str)

ID_SHAPE = re.compile("[A-Za-z0-9][A-Za-z0-9._:@+-]{0,127}", re.ASCII)
"""What the whole of an id matches; :func:`check_id` says so in words."""


def check_id(value: object, field: str) -> str:
    """Return *value* if it has the shape of an id.

    An id is 1 to 128 ASCII characters: a letter or a digit, then letters, digits and
    ``. _ : @ + -``. So it fits in an address, a file of columns and a log line as it
    is, and UUIDs, record numbers of a CRM and e-mail addresses all do. Case counts.

    Args:
        value: What was given.
        field: What is being set, for the message, as ``"Goal.id"``.

    Raises:
        InvalidValueError: If *value* is no text of that shape.

    Examples:
        >>> check_id("new-revenue", "Goal.id")
        'new-revenue'
        >>> check_id("../etc", "Goal.id")
        Traceback (most recent call last):
        jbpcore.errors.InvalidValueError: Goal.id must be 1 to 128 ASCII characters...
    """
    if isinstance(value, str) and ID_SHAPE.fullmatch(value):
        return value
    expected = (
        "1 to 128 ASCII characters: a letter or digit, then letters, digits and "
        "any of . _ : @ + -"
    )
    raise InvalidValueError(field, value, expected)


def _random_bits(count: int) -> int:
    return int.from_bytes(os.urandom((count + 7) // 8), "big") >> (-count % 8)


class _Uuid7Source:
    """Makes UUIDs of version 7 (RFC 9562) that only ever go up.

    48 bits of Unix milliseconds, then a counter of 42 bits that starts at random in
    its lower half each millisecond (RFC 9562, section 6.2, method 1), then 32 random
    bits. When the clock stands still or steps back the counter goes on; should it
    ever run out, the time is moved on by a millisecond.
    """

    def __init__(
        self,
        now_ns: Callable[[], int] = time.time_ns,
        random_bits: Callable[[int], int] = _random_bits,
    ) -> None:
        self._now_ns = now_ns
        self._random_bits = random_bits
        self._lock = threading.Lock()
        self._last_ms = -1
        self._counter = 0

    def next(self) -> str:
        """Return the next id as text, greater than all before it."""
        with self._lock:
            now_ms = self._now_ns() // 1_000_000
            if now_ms > self._last_ms:
                self._start_at(now_ms)
            else:
                self._counter += 1
                if self._counter >> 42:
                    self._start_at(self._last_ms + 1)
            ms, counter = self._last_ms, self._counter
        high, low = counter >> 30, counter & 0x3FFF_FFFF
        tail = (low << 32) | self._random_bits(32)
        bits = (ms << 80) | (0x7 << 76) | (high << 64) | (0b10 << 62) | tail
        digits = f"{bits:032x}"
        groups = digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]
        return "-".join(groups)

    def _start_at(self, ms: int) -> None:
        self._last_ms = ms
        self._counter = self._random_bits(41)

    def restart_after_fork(self) -> None:
        """Part from the parent process: a free lock and a counter of our own."""
        self._lock = threading.Lock()
        self._start_at(self._last_ms + 1)


_SOURCE = _Uuid7Source()
if hasattr(os, "register_at_fork"):  # pragma: no branch - Windows does not fork
    os.register_at_fork(after_in_child=_SOURCE.restart_after_fork)


def new_id() -> str:
    """Return a new id: a UUID of version 7, as text.

    Within one process each is greater than all before it, across threads and also
    when the clock steps back; between processes the order is that of their clocks.

    Examples:
        >>> first, second = new_id(), new_id()
        >>> first < second, len(first), first[14]
        (True, 36, '7')
    """
    return _SOURCE.next()
