"""Which parts of a plan point at which others, by id."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, Final, TypeVar

import attrs

from jbpcore.model.plan import Plan
from jbpcore.model.tags import Tags
from jbpcore.planning.anatomy import Kind, Part, parts_of

__all__ = [
    "TEXT_REFERENCES",
    "Reference",
    "entity_of",
    "iter_references",
    "rewired",
    "self_contained",
    "without_references",
]

TEXT_REFERENCES: Final = frozenset({"about", "subject"})
"""Fields of text that may name a part of the plan, as ``"goals:g1"``."""

_Record = TypeVar("_Record")
_TAKEN_OVER: Final = (
    "goals",
    "initiatives",
    "actions",
    "commitments",
    "cadences",
    "reviews",
    "amendments",
    "answers",
)
_ENTITY = re.compile(r"([a-z_]+):(\S+)")
_NAMED = re.compile(r"\b([a-z_]+):([A-Za-z0-9][A-Za-z0-9._:@+-]*)", re.ASCII)


@attrs.frozen
class Reference:
    """One field that holds the id of something else.

    Attributes:
        path: Where the field is.
        kind: In which collection of the plan the id is, such as ``"goals"``.
        id: The id.
    """

    path: str
    kind: str
    id: str


def entity_of(text: str) -> tuple[str, str] | None:
    """Return the collection and the id that a text such as ``"goals:g1"`` names.

    Examples:
        >>> entity_of("goals:g1"), entity_of("the goals")
        (('goals', 'g1'), None)
    """
    match = _ENTITY.fullmatch(text)
    return None if match is None else (match[1], match[2])


def iter_references(record: Any, path: str = "") -> Iterator[Reference]:  # noqa: ANN401 - any record
    """Go through every reference in *record* and the parts that it has.

    What is one value, such as the terms of an amendment, is not looked into.

    Args:
        record: A plan, or a part of one.
        path: Where it is.
    """
    for part in parts_of(type(record)):
        value = getattr(record, part.name)
        here = f"{path}.{part.name}" if path else part.name
        if part.refers_to is not None and value is not None:
            yield Reference(here, part.refers_to, value)
        elif part.kind is Kind.RECORD:
            yield from iter_references(value, here)
        elif part.kind in {Kind.COLLECTION, Kind.LOG}:
            for at, member in enumerate(value):
                key = f"[{part.key}={getattr(member, part.key)}]" if part.key else ""
                yield from iter_references(member, f"{here}{key or f'[{at}]'}")


def without_references(record: _Record, there: Mapping[str, Container[str]]) -> _Record:
    """Return *record* without references to what is not there.

    A member that is nothing without its reference, such as that an action waits for
    another, goes with it; so do its parts. What is required stays.

    Args:
        record: A part of a plan.
        there: The ids of what is there, by collection; references into collections
            that it does not name stay.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.execution import Action
        >>> from jbpcore.model.party import Side
        >>> action = Action(id="a", name="A", side=Side.VENDOR, goal_id="g1",
        ...                 due_on=date(2026, 4, 1), depends_on=["b", "c"])
        >>> alone = without_references(action, {"goals": [], "actions": ["a", "c"]})
        >>> alone.goal_id, [one.action_id for one in alone.depends_on]
        (None, ['c'])
    """
    values: dict[str, object] = {}
    for part in parts_of(type(record)):
        value = getattr(record, part.name)
        if value is None:
            continue
        known = there.get(part.refers_to) if part.refers_to else None
        if known is not None and value not in known and part.may_be_none:
            values[part.name] = None
        elif part.kind in {Kind.COLLECTION, Kind.LOG}:
            kept = tuple(
                without_references(member, there)
                for member in value
                if not _is_nothing_without(member, there)
            )
            if kept != value:
                values[part.name] = kept
    # Its fields are those of the class, which type checkers cannot see here.
    return attrs.evolve(record, **values) if values else record  # type: ignore[misc] # any attrs class


def _is_nothing_without(member: object, there: Mapping[str, Container[str]]) -> bool:
    for part in parts_of(type(member)):
        if part.refers_to is None or not part.is_required or part.may_be_none:
            continue
        known = there.get(part.refers_to)
        if known is not None and getattr(member, part.name) not in known:
            return True
    return False


def self_contained(plan: Plan) -> Plan:
    """Return *plan* without references to work and reviews that it has not.

    For plans that take over some of another. People stay as they are: who is named may
    still be found in the other plan.

    Args:
        plan: The plan.
    """
    return without_references(
        plan,
        {name: {one.id for one in getattr(plan, name)} for name in _TAKEN_OVER},
    )


def rewired(record: _Record, renamed: Callable[[str, str], str]) -> _Record:
    """Return *record* with other ids in its references, and in those of its parts.

    Args:
        record: A plan, or a part of one.
        renamed: Gives the new id for a collection and an id.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.model.execution import Action
        >>> from jbpcore.model.party import Side
        >>> action = Action(id="a", name="A", side=Side.VENDOR, goal_id="g1",
        ...                 due_on=date(2026, 4, 1))
        >>> rewired(action, lambda kind, key: f"{key}-old").goal_id
        'g1-old'
    """
    values: dict[str, object] = {}
    for part in parts_of(type(record)):
        value = getattr(record, part.name)
        changed = _rewired(part, value, renamed)
        if changed != value:
            values[part.name] = changed
    # Its fields are those of the class, which type checkers cannot see here.
    return attrs.evolve(record, **values) if values else record  # type: ignore[misc] # any attrs class


def _rewired(part: Part, value: Any, renamed: Callable[[str, str], str]) -> object:  # noqa: ANN401 - any field
    if value is None:
        return None
    if part.refers_to is not None:
        return renamed(part.refers_to, value)
    if part.name in TEXT_REFERENCES:
        named = entity_of(value)
        return value if named is None else f"{named[0]}:{renamed(*named)}"
    if part.name == "facts" and isinstance(value, Tags):
        return Tags({label: _retold(text, renamed) for label, text in value.items()})
    if part.record is None:
        return value
    if part.is_many:
        return tuple(rewired(member, renamed) for member in value)
    return rewired(value, renamed)


def _retold(text: str, renamed: Callable[[str, str], str]) -> str:
    """Return the text of a fact with other ids where it names a part of the plan."""
    return _NAMED.sub(lambda found: f"{found[1]}:{renamed(found[1], found[2])}", text)
