"""A line that says how far a long reading is, for somebody who watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TextIO

__all__ = ["Progress"]

_SHOWN_FROM: Final = 20_000


class Progress:
    """Writes over one line of a terminal, and writes nothing anywhere else.

    Short inputs are read before anybody could look, so nothing is shown for them.

    Args:
        stream: Where to, usually standard error.
        is_shown: Whether to show anything; ``None`` asks whether it is a terminal.
    """

    def __init__(self, stream: TextIO, *, is_shown: bool | None = None) -> None:
        """Start with nothing written."""
        self._stream = stream
        self._is_shown = stream.isatty() if is_shown is None else is_shown
        self._written = 0

    def watch(self, name: str) -> Callable[[int], None] | None:
        """Return what to tell the number of lines read to; ``None`` if nobody watches.

        Args:
            name: What is being read.
        """

        def show(lines: int) -> None:
            if lines >= _SHOWN_FROM:
                self._write(f"reading {name}: {lines:,} lines")

        return show if self._is_shown else None

    def say(self, text: str) -> None:
        """Show *text* in the same line."""
        if self._is_shown:
            self._write(text)

    def clear(self) -> None:
        """Take the line away."""
        if self._written:
            self._stream.write("\r" + " " * self._written + "\r")
            self._stream.flush()
            self._written = 0

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._written))
        self._stream.flush()
        self._written = max(self._written, len(text))
