"""Records that work out most of their fields when one of them is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

__all__ = ["FilledLater", "Later"]

Later: TypeAlias = tuple[Callable[..., Mapping[str, Any]], Any]
"""What returns the missing fields, and what to call it with."""


class FilledLater:
    """Base of a record whose missing fields are filled when one is first read.

    They are filled all at once, from what was kept for it when the record was made: an
    immutable tuple, so that threads that ask at the same time find the same.

    Attributes:
        later: How to fill them.
        numbers: A place to keep what was worked out from all fields.
    """

    __slots__ = ("later", "numbers")

    later: Later
    numbers: Any

    if not TYPE_CHECKING:  # pragma: no branch - always so where it runs

        def __getattr__(self, name: str) -> object:
            """Fill the fields and return the one that was missing."""
            if name in {"later", "numbers"}:
                raise AttributeError(name)
            fill, kept = self.later
            fields = fill(kept)
            if name not in fields:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message, name=name, obj=self)
            for field, value in fields.items():
                object.__setattr__(self, field, value)
            return fields[name]
