"""A sentence in English that still knows its facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Self, TypeVar

from jbpcore.wording.facts import plain
from jbpcore.wording.templates import fill

__all__ = ["Sentence"]

_NO_FACTS: Final[Mapping[str, object]] = MappingProxyType({})
_S = TypeVar("_S", bound="Sentence")


class Sentence(str):
    """A sentence in English that knows what it was made of.

    It is text, equal to the same text from anywhere, and is stored as text. Until then
    it can be said in another language, with its amounts and days as people there write
    them.

    Attributes:
        template: The English sentence with places.
        facts: What stands in the places: texts, numbers, days, amounts, sentences, or
            tuples of these.
        many: The sentence for more than one; ``None`` if it does not count anything.
        number: How many there are; ``None`` as well.
        context: Of a word that stands alone, what kind of word it is; else ``None``.

    Examples:
        >>> told = Sentence("{goal} has no target. Agree on one.", goal="Revenue")
        >>> told
        'Revenue has no target. Agree on one.'
        >>> told.template, dict(told.facts)
        ('{goal} has no target. Agree on one.', {'goal': 'Revenue'})
    """

    __slots__ = ("context", "facts", "many", "number", "template")

    template: str
    facts: Mapping[str, object]
    many: str | None
    number: int | None
    context: str | None

    def __new__(cls, template: str, /, **facts: object) -> Self:
        """Make the sentence; *facts* fill the places of *template*."""
        return _sentence(cls, (template, None, None, None), facts)

    @classmethod
    def counted(cls, one: str, many: str, number: int, /, **facts: object) -> Self:
        """Return the sentence about so many; ``{n}`` is their number.

        Args:
            one: The sentence for one.
            many: The sentence for any other number.
            number: How many.
            facts: What else stands in the places.

        Examples:
            >>> Sentence.counted("{n} line is empty.", "{n} lines are empty.", 3)
            '3 lines are empty.'
        """
        return _sentence(cls, (one, many, number, None), {**facts, "n": number})

    @classmethod
    def named(cls, context: str, word: str, /) -> Self:
        """Return a word of the kind *context*, which has a translation of its own.

        Examples:
            >>> Sentence.named("side", "vendor").context
            'side'
        """
        return _sentence(cls, (word, None, None, context), {})

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the facts when pickled or copied."""
        made = (self.template, self.many, self.number, self.context)
        return (_sentence, (type(self), made, dict(self.facts)))


def _sentence(
    kind: type[_S],
    made: tuple[str, str | None, int | None, str | None],
    facts: Mapping[str, object],
) -> _S:
    template, many, number, context = made
    chosen = template if many is None or number == 1 else many
    text = fill(chosen, {name: plain(value) for name, value in facts.items()})
    sentence = str.__new__(kind, text)
    sentence.template, sentence.many, sentence.number = template, many, number
    sentence.context = context
    sentence.facts = facts or _NO_FACTS
    return sentence
