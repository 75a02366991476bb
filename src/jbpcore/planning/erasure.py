"""Taking a person's data out of a plan while its history stays whole.

Plans refer to people by id, so their name and address stand in one place. An id may be
an address itself, and people write names into notes; both are replaced as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final, get_args, get_type_hints
from unicodedata import normalize

import attrs

from jbpcore.errors import Finding, InvalidValueError, Severity
from jbpcore.model.commitment import Commitment
from jbpcore.model.goal import Goal
from jbpcore.model.meeting import a_link
from jbpcore.model.metric import Metric
from jbpcore.model.party import Person
from jbpcore.model.plan import Plan
from jbpcore.model.tags import Tags
from jbpcore.model.validation import a_name, a_text
from jbpcore.planning.moving import person_id_of, recorded, taking_part
from jbpcore.planning.policy import DEFAULT_POLICY, Policy
from jbpcore.planning.rights import Right
from jbpcore.values.ids import PersonId, check_id

__all__ = ["erase_person", "list_mentions"]

# Both sides signed these words; nobody may change them behind their back.
_SIGNED: Final = {(Commitment, "name"), (Metric, "definition"), (Goal, "scope")}
_LONGEST: Final = ((a_name, 200), (a_text, 10_000))
_LONGEST_LABEL: Final = 200
_LINES: Final = tuple[str, ...]
_NOBODY: Final = "erased"
_MARKS: Final = "\u0300-\u036f"  # accents that stand for themselves


def erase_person(  # noqa: PLR0913 - each is a fact only the caller knows
    plan: Plan,
    person_id: PersonId | str,
    *,
    by: Person | PersonId | str | None,
    at: datetime,
    why: str = "",
    alias: str | None = None,
    words: Iterable[str] = (),
    policy: Policy | None = None,
) -> Plan:
    """Replace a person's id, name and address wherever the plan has them.

    Signatures, approvals and records stay, under the alias; side and role stay too, and
    so do the terms and their digest. In free text the full name, the address, the id
    and *words* are replaced, in capitals or not, and however spaced; links that hold
    one of them are emptied. What else people wrote nobody can know; and the words of
    commitments, definitions and scopes are signed, so they stay: ask
    :func:`list_mentions` for them, and amend.

    Args:
        plan: The plan. Earlier revisions in a store are the store's to erase.
        person_id: Whose data.
        by: Who does it; ``None`` where the host itself does, as by law it may have to.
        at: When, in UTC.
        why: The reason; without the person's name.
        alias: The id instead; ``erased-1`` and so on if ``None``. Give the same for all
            plans to keep it known that it was one person.
        words: What else they are called in texts, such as a nickname, or their full
            name if they have left the plan.
        policy: Who may do this; the default policy if ``None``.

    Raises:
        InvalidValueError: If nobody in the plan has this id, or somebody the alias.
        NotAllowedError: If *by* may not erase people of that side.

    Examples:
        >>> import jbpcore as jbp
        >>> from datetime import UTC, date
        >>> maria = jbp.Person(id="maria", name="Maria Lopez", side=jbp.Side.VENDOR)
        >>> now = datetime(2026, 1, 7, 9, tzinfo=UTC)
        >>> plan = jbp.draft_plan(
        ...     id="p", name="P", vendor=jbp.Party(id="acme", name="Acme"),
        ...     partner=jbp.Partner(id="nw", name="Northwind"), people=[maria],
        ...     period=jbp.DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ...     by=maria, at=now, notes="Ask Maria Lopez.",
        ... )
        >>> plan = erase_person(plan, "maria", by=None, at=now)
        >>> plan.notes, plan.records[0].by, plan.people[0].name
        ('Ask erased-1.', 'erased-1', 'erased-1')
    """
    known = {person.id: person for person in plan.people}
    person = known.get(PersonId(person_id))
    if person is None and PersonId(person_id) not in _referenced(plan):
        expected = "the id of somebody in the plan, or somebody it refers to"
        raise InvalidValueError("person_id", person_id, expected)
    if by is not None:
        actor = taking_part(plan, by, policy)
        side = actor.side if person is None else person.side
        (policy or DEFAULT_POLICY).require(plan, actor, Right.ERASE, side=side)
    name = _alias(plan, alias)
    replace = _replacer(PersonId(person_id), person, words, name)
    erased = _Eraser(PersonId(person_id), name, replace).rewritten(plan)
    people = tuple(
        attrs.evolve(one, name=name, email="") if one.id == name else one
        for one in erased.people
    )
    erased = attrs.evolve(erased, people=people)
    doer = None if by is None else person_id_of(by)
    return recorded(
        erased,
        erased,
        move="erase_person",
        by=name if doer == person_id else doer,
        at=at,
        why=replace(why),
        subject=f"people:{name}",
    )


def list_mentions(plan: Plan, *words: str) -> tuple[Finding, ...]:
    """Return every text of a plan that holds one of *words*, as whole words.

    Args:
        plan: The plan.
        words: What to look for, such as a full name, a nickname and an address.

    Examples:
        >>> from jbpcore.testing.sample_records import small_plan
        >>> str(list_mentions(small_plan(), "Northwind")[0])
        "id: It holds 'Northwind'. [jbp.person.mentioned]"
    """
    found = []
    for word in words:
        pattern = _whole_word(word)
        found += [
            Finding(
                code="jbp.person.mentioned",
                path=path,
                message=f"It holds {word!r}.",
                severity=Severity.INFO,
            )
            for path, text in _iter_texts(plan, "")
            if pattern.search(normalize("NFC", text))
        ]
    return tuple(found)


def _alias(plan: Plan, alias: str | None) -> PersonId:
    taken = {person.id for person in plan.people} | _referenced(plan)
    if alias is not None:
        check_id(alias, "alias")
        if PersonId(alias) in taken:
            raise InvalidValueError("alias", alias, "an id that nobody has")
        return PersonId(alias)
    number = 1
    while PersonId(f"{_NOBODY}-{number}") in taken:
        number += 1
    return PersonId(f"{_NOBODY}-{number}")


def _whole_word(word: str) -> re.Pattern[str]:
    # However the words are spaced, and however their accents are composed.
    parts = map(re.escape, normalize("NFC", word).split())
    text = r"\s+".join(parts)
    return re.compile(rf"(?<!\w){text}(?![\w{_MARKS}])", re.IGNORECASE)


def _replacer(
    person_id: PersonId, person: Person | None, also: Iterable[str], alias: str
) -> Callable[[str], str]:
    words = {person_id, *also}
    if person is not None:
        words |= {person.name, person.email}
    # The longest first: an address may hold the id.
    ordered = sorted(filter(str.strip, words), key=len, reverse=True)
    patterns = [_whole_word(word) for word in ordered]

    def replace(text: str) -> str:
        composed = normalize("NFC", text)
        made = composed
        for pattern in patterns:
            made = pattern.sub(alias, made)
        return text if made == composed else made

    return replace


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _is_person_id(kind: type, name: str) -> bool:
    hint = _hints(kind)[name]
    return hint is PersonId or PersonId in get_args(hint)


def _longest(attribute: attrs.Attribute[Any]) -> int | None:
    """Return how long a text that people write may be; ``None`` if it is none."""
    # By identity: a validator that is made of several has no hash.
    return next((n for check, n in _LONGEST if attribute.validator is check), None)


def _iter_fields(value: Any) -> Iterator[tuple[attrs.Attribute[Any], Any]]:  # noqa: ANN401 - any class of the model
    for attribute in attrs.fields(type(value)):
        if attribute.init:
            yield attribute, getattr(value, attribute.name)


@attrs.frozen
class _Eraser:
    """Rewrites records of the model, one inside the other."""

    person_id: PersonId
    alias: PersonId
    replace: Callable[[str], str]

    def rewritten(self, value: Any) -> Any:  # noqa: ANN401 - any class of the model
        if isinstance(value, tuple):
            return tuple(self.rewritten(item) for item in value)
        if isinstance(value, Tags):
            return Tags({k: self.replace(v)[:_LONGEST_LABEL] for k, v in value.items()})
        if not attrs.has(type(value)):
            return value
        changes = {}
        for attribute, held in _iter_fields(value):
            made = self._field(type(value), attribute, held)
            if made != held:
                changes[attribute.name] = made
        return attrs.evolve(value, **changes) if changes else value

    def _field(self, kind: type, attribute: attrs.Attribute[Any], held: Any) -> Any:  # noqa: ANN401 - as above
        name = attribute.name
        if (kind, name) in _SIGNED:
            return held
        if _is_person_id(kind, name):
            return self.alias if held == self.person_id else held
        longest = _longest(attribute)
        if longest is not None:
            return self.replace(held)[:longest]
        if attribute.validator is a_link:
            # With another name in it, it would lead nowhere.
            return held if self.replace(held) == held else ""
        if _hints(kind)[name] == _LINES:
            return tuple(map(self.replace, held))
        return self.rewritten(held)


def _iter_texts(value: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any class of the model
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Tags):
        for label, text in value.items():
            yield f"{path}.{label}", text
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _iter_texts(item, f"{path}[{index}]")
    elif attrs.has(type(value)):
        for attribute, held in _iter_fields(value):
            inside = f"{path}.{attribute.name}" if path else attribute.name
            yield from _iter_texts(held, inside)


def _referenced(value: Any) -> set[PersonId]:  # noqa: ANN401 - any class of the model
    if isinstance(value, tuple):
        return set().union(*(_referenced(item) for item in value))
    if isinstance(value, Tags) or not attrs.has(type(value)):
        return set()
    found: set[PersonId] = set()
    for attribute, held in _iter_fields(value):
        if _is_person_id(type(value), attribute.name):
            found |= {held} - {None}
        else:
            found |= _referenced(held)
    return found
