"""Which parts of a plan point at which others, by id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import attrs

from jbpcore.planning.anatomy import Kind, parts_of

__all__ = ["Reference", "entity_of", "iter_references"]

_ENTITY = re.compile(r"([a-z_]+):(\S+)")


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
