"""Records that work out most of their fields when one of them is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeAlias, TypeVar

__all__ = ["FilledLater", "Later"]

Later: TypeAlias = tuple[Callable[..., Mapping[str, Any]], Any]
"""What returns the missing fields, and what to call it with."""

_Found = TypeVar("_Found")


class FilledLater:
    """Base of a record whose missing fields are filled when one is first read.

    They are filled all at once, from what was kept for it when the record was made: an
    immutable tuple, so that threads that ask at the same time find the same.

    Attributes:
        later: How to fill them.
        numbers: What was worked out from the fields, by name; each once.
    """

    __slots__ = ("later", "numbers")

    later: Later
    numbers: dict[str, Any]

    def _once(self, name: str, work_out: Callable[[Self], _Found]) -> _Found:
        """Return what *work_out* finds, and keep it: a page asks again and again.

        Threads that ask at the same time may both work it out, and find the same.
        """
        kept = self.numbers
        try:
            found: _Found = kept[name]
        except KeyError:
            found = kept[name] = work_out(self)
        return found

    if not TYPE_CHECKING:  # pragma: no branch - always so where it runs

        def __getattr__(self, name: str) -> object:
            """Fill the fields and return the one that was missing."""
            if name == "numbers":
                object.__setattr__(self, name, {})
                return self.numbers
            if name == "later":
                raise AttributeError(name)
            fill, kept = self.later
            fields = fill(kept)
            if name not in fields:
                message = f"{type(self).__name__!r} object has no attribute {name!r}"
                raise AttributeError(message, name=name, obj=self)
            put = object.__setattr__
            for field, value in fields.items():
                put(self, field, value)
            return fields[name]
