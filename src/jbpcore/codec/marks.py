"""What strict reading leaves in the place of what JSON allows and plain data does not.

The reader of JSON text knows no paths, so it leaves a mark where it met something bad;
whoever walks the data afterwards reports it with its path.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from jbpcore.wording import unshown

__all__ = ["RepeatedKeys", "UnusableNumber", "described", "shortened", "undescribed"]

_SHOWN_CHARACTERS: Final = 80
_SHOWN_BITS: Final = 190


@attrs.frozen
class UnusableNumber:
    """A number that plain data cannot hold: a fraction, ``NaN``, ``1e400``, a huge one.

    Attributes:
        text: As it was written.
    """

    text: str


class RepeatedKeys(dict[str, Any]):
    """An object in which a key stood more than once; the last value counts.

    Attributes:
        repeated: The keys, in order, each once.
    """

    __slots__ = ("repeated",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        """Keep the pairs, and remember which keys came again."""
        super().__init__()
        repeated: dict[str, None] = {}
        for key, value in pairs:
            if key in self:
                repeated[key] = None
            self[key] = value
        self.repeated: Final = tuple(repeated)


def described(data: object) -> str:
    """Say in the words of JSON what *data* is, shortened if long.

    Examples:
        >>> described(["a"]), described(True), described("2026-1-1")
        ('a list', 'true', "the text '2026-1-1'")
    """
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, str):
        return f"the text {shortened(ascii(data[: _SHOWN_CHARACTERS + 1]))}"
    if isinstance(data, int | float | UnusableNumber):
        return f"the number {_digits(data)}"
    if isinstance(data, dict):
        return "an object"
    return {type(None): "null", list: "a list"}.get(
        type(data), f"a Python {type(data).__name__}"
    )


def undescribed(data: object) -> str:
    """Say in the words of JSON what *data* is, and nothing of what it says.

    Examples:
        >>> undescribed("Maria Lopez"), undescribed(4_915_123), undescribed(["a"])
        ('a text of 11 characters', 'a number', 'a list')
    """
    if isinstance(data, str):
        return unshown(data)
    if isinstance(data, int | float | UnusableNumber) and type(data) is not bool:
        return "a number"
    return described(data)


def _digits(number: float | UnusableNumber) -> str:
    if isinstance(number, UnusableNumber):
        return shortened(number.text)
    if isinstance(number, int) and number.bit_length() > _SHOWN_BITS:
        return f"of {number.bit_length()} bits"
    return repr(number)


def shortened(text: str) -> str:
    """Return the beginning of *text*, if it is long."""
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"
