"""What stands in the places of a sentence, besides plain values."""

from __future__ import annotations

from typing import Self

__all__ = ["AnyOf", "Both", "Opening", "Worded", "plain"]


class AnyOf(tuple[object, ...]):
    """Things of which one counts: in a sentence "a, b or c"; a plain tuple is a list.

    Examples:
        >>> from jbpcore.wording.sentence import Sentence
        >>> Sentence("Ask {whom}.", whom=AnyOf(["Ann", "Ben", "Cem"]))
        'Ask Ann, Ben or Cem.'
    """

    __slots__ = ()


class Both(tuple[object, ...]):
    """Things that all count: in a sentence "a, b and c"; a plain tuple has no "and".

    Examples:
        >>> from jbpcore.wording.sentence import Sentence
        >>> Sentence("Ask {whom}.", whom=Both(["Ann", "Ben"]))
        'Ask Ann and Ben.'
    """

    __slots__ = ()


class Opening:
    """What a sentence begins with: its first letter is a capital.

    Examples:
        >>> from jbpcore.wording.sentence import Sentence
        >>> Sentence("{what} changed.", what=Opening("the plan"))
        'The plan changed.'
    """

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        """Let a sentence begin with *value*."""
        self.value: object = value

    def __str__(self) -> str:
        text = str(plain(self.value))
        return text[:1].upper() + text[1:]


class Worded(str):
    """A value as a program words it, that a locale may write in its own way.

    Attributes:
        value: The value itself.

    Examples:
        >>> Worded("25,000 USD", 25000).value
        25000
    """

    __slots__ = ("value",)

    value: object

    def __new__(cls, text: str, value: object) -> Self:
        """Word *value* as *text*."""
        worded = str.__new__(cls, text)
        worded.value = value
        return worded

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the value when pickled or copied."""
        return (type(self), (str(self), self.value))


def plain(value: object) -> object:
    """Return how a fact reads in a sentence of a program: exact, the same for all."""
    if not isinstance(value, tuple):
        return value
    *others, last = [str(plain(item)) for item in value] or [""]
    if others and isinstance(value, AnyOf | Both):
        word = "or" if isinstance(value, AnyOf) else "and"
        return f"{', '.join(others)} {word} {last}"
    return ", ".join([*others, last])
