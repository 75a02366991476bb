"""What a table has to offer for its rows to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from jbpcore.errors import Severity

__all__ = ["TextTable"]


class TextTable(Protocol):
    """A table of texts that is read once, and that collects what is wrong with it."""

    @property
    def name(self) -> str:
        """What it is called in messages."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        ...

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        """Yield the number of each good row in the file, and its cells."""
        ...

    def report(
        self,
        code: str,
        row: int | None,
        message: str,
        *,
        column: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a finding about a row or a cell."""
        ...
