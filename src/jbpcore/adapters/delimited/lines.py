"""The physical lines of a text, counted, bounded in length, and with a way back."""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable

__all__ = ["LineSource"]


class LineSource:
    r"""Hands out the lines of a text one by one, whatever they end with.

    Lines may end with LF, CRLF or CR, also mixed. A line longer than the bound is
    passed over without being held in memory, and its number kept in ``too_long``.

    Args:
        text: Opened with ``newline=""``.
        longest: Most characters that a line may have.

    Examples:
        >>> source = LineSource(io.StringIO("a\r\nb\rc", newline=""), longest=80)
        >>> source.take(), source.take(), source.take(), source.take()
        ((1, 'a'), (2, 'b'), (3, 'c'), None)
    """

    def __init__(self, text: io.TextIOBase, *, longest: int) -> None:
        """Start before the first line."""
        self._readline = text.readline
        self._most = longest + 2  # room for the line's end
        self._longest = longest
        self._taken = 0
        self._returned: deque[tuple[int, str]] = deque()
        self.too_long: list[int] = []

    def take(self) -> tuple[int, str] | None:
        """Return the next line without its end, and its number; None after the last."""
        if self._returned:
            return self._returned.popleft()
        while line := self._readline(self._most):
            self._taken += 1
            bare = line.rstrip("\r\n")
            if len(bare) <= self._longest:
                return self._taken, bare
            self.too_long.append(self._taken)
            while line and line[-1] not in "\r\n":
                line = self._readline(self._most)
        return None

    def put_back(self, lines: Iterable[tuple[int, str]]) -> None:
        """Return *lines*, in order, to be taken again."""
        self._returned.extendleft(reversed(list(lines)))
