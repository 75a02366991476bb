"""Finding a person's data in records of the model, and putting an alias in its place.

People are referred to by id, so their name and address stand in one place. An id may be
an address itself, and people write names into notes; so texts are searched as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from typing import Any, Final, TypeVar, get_args, get_type_hints
from unicodedata import normalize

import attrs

from jbpcore.model.commitment import Commitment
from jbpcore.model.goal import Goal
from jbpcore.model.meeting import a_link
from jbpcore.model.metric import Metric
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, a_text
from jbpcore.values.ids import PersonId

__all__ = ["Subject", "iter_person_ids", "iter_texts", "whole_word"]

T = TypeVar("T")

# Both sides signed these words; nobody may change them behind their back.
_SIGNED: Final = {(Commitment, "name"), (Metric, "definition"), (Goal, "scope")}
_LONGEST: Final = {a_name: 200, a_text: 10_000}
_LONGEST_LABEL: Final = 200
_LINES: Final = tuple[str, ...]
_MARKS: Final = "\u0300-\u036f"  # accents that stand for themselves
_REFERENCE: Final = re.compile("[a-z_]+:([A-Za-z0-9._:@+-]+)", re.ASCII)


def whole_word(word: str) -> re.Pattern[str]:
    """Return what finds *word* where it is no part of a longer one.

    In capitals or not, and however it is spaced; the text has to be composed (NFC).

    Examples:
        >>> bool(whole_word("Tom").search("tom's")), whole_word("Tom").search("Tomas")
        (True, None)
    """
    parts = map(re.escape, normalize("NFC", word).split())
    text = r"\s+".join(parts)
    return re.compile(rf"(?<!\w){text}(?![\w{_MARKS}])", re.IGNORECASE)


def _whole_id(word: str) -> re.Pattern[str]:
    # An id may be the beginning or the end of another one: "tom" of "tom.ek". Its case
    # counts, unless it is an address.
    return re.compile(
        rf"(?<!\w)(?<!\w[._@+-]){re.escape(word)}(?![._@+-]*\w)",
        re.IGNORECASE if "@" in word else re.NOFLAG,
    )


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(words)


@attrs.frozen(slots=False)
class Subject:
    """A person whose data is looked for.

    Attributes:
        person_id: The id that plans know them by.
        words: Their names and addresses.

    Examples:
        >>> from jbpcore.model.party import Side
        >>> maria = Person(id="m1", name="Maria Lopez", side=Side.VENDOR)
        >>> subject = Subject("m1", {maria.name})
        >>> subject.replaced("Ask Maria Lopez.", "erased-1")
        'Ask erased-1.'
        >>> subject.without(maria, PersonId("erased-1")).name
        'erased-1'
    """

    person_id: PersonId = attrs.field(converter=PersonId)
    words: frozenset[str] = attrs.field(default=(), converter=_words)

    @classmethod
    def known_to(cls, plans: Iterable[Plan], person_id: str) -> Subject:
        """Return the person with every name and address that *plans* give for them."""
        words = {
            word
            for plan in plans
            for person in plan.people
            if person.id == person_id
            for word in (person.name, person.email)
        }
        return cls(PersonId(person_id), words)

    def with_words_of(self, other: Subject) -> Subject:
        """Return the person with the words of both."""
        return attrs.evolve(self, words=self.words | other.words)

    def is_mentioned(self, text: str) -> bool:
        """Whether *text* has the id, a name or an address of the person in it."""
        composed = normalize("NFC", text)
        return any(pattern.search(composed) for pattern in self._patterns)

    def replaced(self, text: str, alias: str) -> str:
        """Return *text* with *alias* in place of the id, names and addresses."""
        reference = _REFERENCE.fullmatch(text)
        if reference is not None and reference[1] != self.person_id:
            return text
        composed = normalize("NFC", text)
        made = composed
        for pattern in self._patterns:
            made = pattern.sub(alias, made)
        return text if made == composed else made

    def iter_items(self, value: object) -> Iterator[tuple[str, str]]:
        """Yield what *value* holds about the person, each with its path.

        That is every field of a record that refers to them by id, and every other text
        that mentions them.
        """
        for path, leaf, record in _iter_leaves(value, "", None):
            is_text = isinstance(leaf, str)
            if self._is_theirs(record) or (is_text and self.is_mentioned(leaf)):
                yield path, leaf.isoformat() if isinstance(leaf, date) else str(leaf)

    def without(self, value: T, alias: PersonId) -> T:
        """Return *value* with *alias* in place of the person.

        Words that both sides signed stay: promises and definitions.
        """
        made: T = _Eraser(self, alias).rewritten(value)
        return made

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        # The longest first: an address may hold the id.
        words = {word for word in self.words if word.strip()} | {self.person_id}
        return tuple(
            _whole_id(word) if word == self.person_id else whole_word(word)
            for word in sorted(words, key=lambda word: (-len(word), word))
        )

    def _is_theirs(self, record: object) -> bool:
        return record is not None and any(
            held == self.person_id and _is_person_id(record, attribute.name)
            for attribute, held in _iter_fields(record)
        )


def iter_texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in *value*, each with its path.

    Examples:
        >>> list(iter_texts(("a", Tags({"region": "EMEA"})), "x"))
        [('x[0]', 'a'), ('x[1].region', 'EMEA')]
    """
    for where, leaf, _ in _iter_leaves(value, path, None):
        if isinstance(leaf, str):
            yield where, leaf


def _iter_leaves(
    value: Any,  # noqa: ANN401 - any class of the model
    path: str,
    record: object,
) -> Iterator[tuple[str, Any, object]]:
    """Yield what is no record itself, with its path and the record it stands in."""
    if isinstance(value, Tags):
        for label, text in value.items():
            yield f"{path}.{label}", text, record
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _iter_leaves(item, f"{path}[{index}]", record)
    elif attrs.has(type(value)):
        for attribute, held in _iter_fields(value):
            inside = f"{path}.{attribute.name}" if path else attribute.name
            yield from _iter_leaves(held, inside, value)
    elif value is not None and value != "":
        yield path, value, record


def iter_person_ids(value: Any) -> Iterator[PersonId]:  # noqa: ANN401 - any class of the model
    """Yield the id of every person that *value* refers to, as often as it does.

    Examples:
        >>> from jbpcore.model.party import Side
        >>> list(iter_person_ids(Person(id="m1", name="Maria", side=Side.VENDOR)))
        ['m1']
    """
    if isinstance(value, tuple):
        for item in value:
            yield from iter_person_ids(item)
    elif not isinstance(value, Tags) and attrs.has(type(value)):
        for attribute, held in _iter_fields(value):
            if not _is_person_id(value, attribute.name):
                yield from iter_person_ids(held)
            elif held is not None:
                yield held


@cache
def _hints_of_kind(kind: type[Any]) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _hints(record: object) -> Mapping[str, Any]:
    kind: Any = type(record)
    return _hints_of_kind(kind)


def _is_person_id(record: object, name: str) -> bool:
    hint = _hints(record)[name]
    return hint is PersonId or PersonId in get_args(hint)


def _iter_fields(value: object) -> Iterator[tuple[attrs.Attribute[Any], Any]]:
    kind: Any = type(value)
    for attribute in attrs.fields(kind):
        if attribute.init:
            yield attribute, getattr(value, attribute.name)


@attrs.frozen
class _Eraser:
    """Rewrites records of the model, one inside the other."""

    subject: Subject
    alias: PersonId

    def rewritten(self, value: Any) -> Any:  # noqa: ANN401 - any class of the model
        if isinstance(value, tuple):
            return tuple(self.rewritten(item) for item in value)
        if isinstance(value, Tags):
            return Tags({k: self._text(v)[:_LONGEST_LABEL] for k, v in value.items()})
        if not attrs.has(type(value)):
            return value
        if isinstance(value, Person) and value.id == self.subject.person_id:
            value = attrs.evolve(value, name=self.alias, email="")
        changes = {}
        for attribute, held in _iter_fields(value):
            made = self._field(value, attribute, held)
            if made != held:
                changes[attribute.name] = made
        return attrs.evolve(value, **changes) if changes else value

    def _field(self, record: object, attribute: attrs.Attribute[Any], held: Any) -> Any:  # noqa: ANN401 - as above
        name = attribute.name
        if (type(record), name) in _SIGNED:
            return held
        if _is_person_id(record, name):
            return self.alias if held == self.subject.person_id else held
        if attribute.validator in _LONGEST:
            return self._text(held)[: _LONGEST[attribute.validator]]
        if attribute.validator is a_link:
            # With another name in it, it would lead nowhere.
            return held if self._text(held) == held else ""
        if _hints(record)[name] == _LINES:
            return tuple(map(self._text, held))
        return self.rewritten(held)

    @property
    def _text(self) -> Callable[[str], str]:
        return lambda text: self.subject.replaced(text, self.alias)
