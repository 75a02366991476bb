"""Sentences that can still be said in another language.

What people read is written down as a whole English sentence with named places in it,
``"{goal} has no target. Agree on one."``. That sentence is also the key under which a
catalogue holds its translations, so it stands in the code as it is read, and tools find
it there. Places are filled by :func:`fill`, which looks up names and does nothing else:
no attribute, no index, no call, no format, and a brace in a value stays a brace.

A :class:`Sentence` is such a sentence in English, as text, that still knows its facts;
:class:`jbpcore.formatting.words.Words` says it in any language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Self, TypeVar

__all__ = [
    "Both",
    "Choice",
    "Opening",
    "Sentence",
    "Worded",
    "fill",
    "message",
    "named",
    "places",
]

_PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}", re.ASCII)
_NO_FACTS: Final[Mapping[str, object]] = MappingProxyType({})
_S = TypeVar("_S", bound="Sentence")


def fill(template: str, facts: Mapping[str, object]) -> str:
    """Return *template* with each ``{name}`` replaced by the fact of that name.

    It never fails: what is no place, and a place without a fact, stays as it is.

    Examples:
        >>> fill("{who} owes {what}", {"who": "{what}", "what": "a demo"})
        '{what} owes a demo'
        >>> fill("{0} {who.__class__} {nobody}", {"who": "Maria"})
        '{0} {who.__class__} {nobody}'
    """
    return _PLACE.sub(
        lambda place: str(facts[place[1]]) if place[1] in facts else place[0], template
    )


def places(template: str) -> frozenset[str]:
    """Return the names of the places in *template*.

    Examples:
        >>> sorted(places("{who} owes {what}, not {that.thing}"))
        ['what', 'who']
    """
    return frozenset(_PLACE.findall(template))


def message(text: str, /) -> str:
    """Return *text*, marked for the catalogues as a sentence that people read.

    For sentences that stand in a table and are said later.

    Examples:
        >>> message("{name} is done by {day}")
        '{name} is done by {day}'
    """
    return text


def named(context: str, text: str, /) -> str:
    """Return *text*, marked for the catalogues as a word of the kind *context*.

    One English word can be two in another language; the context tells them apart.

    Args:
        context: What kind of word it is, such as ``"health"``.
        text: The word.

    Examples:
        >>> named("health", "Met")
        'Met'
    """
    del context  # read by the tool that collects what is to be translated
    return text


class Choice(tuple[object, ...]):
    """Things of which one counts: in a sentence "a, b or c"; a plain tuple is a list.

    Examples:
        >>> Sentence("Ask {whom}.", whom=Choice(["Ann", "Ben", "Cem"]))
        'Ask Ann, Ben or Cem.'
    """

    __slots__ = ()


class Both(tuple[object, ...]):
    """Things that all count: in a sentence "a, b and c"; a plain tuple has no "and".

    Examples:
        >>> Sentence("Ask {whom}.", whom=Both(["Ann", "Ben"]))
        'Ask Ann and Ben.'
    """

    __slots__ = ()


class Opening:
    """What a sentence begins with: its first letter is a capital.

    Examples:
        >>> Sentence("{what} changed.", what=Opening("the plan"))
        'The plan changed.'
    """

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        """Let a sentence begin with *value*."""
        self.value = value

    def __str__(self) -> str:
        text = str(_plain(self.value))
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


def _plain(value: object) -> object:
    """Return how a fact reads in a sentence of a program: exact, the same for all."""
    if not isinstance(value, tuple):
        return value
    *others, last = [str(_plain(item)) for item in value] or [""]
    if others and isinstance(value, Choice | Both):
        word = "or" if isinstance(value, Choice) else "and"
        return f"{', '.join(others)} {word} {last}"
    return ", ".join([*others, last])


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
    text = fill(chosen, {name: _plain(value) for name, value in facts.items()})
    sentence = str.__new__(kind, text)
    sentence.template, sentence.many, sentence.number = template, many, number
    sentence.context = context
    sentence.facts = facts or _NO_FACTS
    return sentence
