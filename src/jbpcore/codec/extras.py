"""Fields that this release does not know, kept beside the object that was read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final, Generic, TypeVar

import attrs

from jbpcore.codec.problems import Place

__all__ = ["ExtraField", "Kept", "kept_fields", "put_back"]

T = TypeVar("T")

_IDS: Final = ("id", "entry_id")


@attrs.frozen
class ExtraField:
    """A field that no class has, as it stood in a document.

    Attributes:
        steps: Where it stood: keys from the document's outermost object on, and for an
            item of a list its id, or its index where it has none.
        json: What it held, as JSON text.

    Examples:
        >>> field = ExtraField(("data", "goals", "new-revenue", "crm_link"), '"G-17"')
        >>> field.value
        'G-17'
    """

    steps: tuple[str | int, ...]
    json: str

    @property
    def value(self) -> Any:  # noqa: ANN401 - JSON of any kind
        """What it held, as plain data of your own."""
        return json.loads(self.json)


@attrs.frozen
class Kept(Generic[T]):
    """An object that was read, and the fields of its document that it has no place for.

    To write both again, give the whole to ``to_data`` or ``dumps``; to write a changed
    object with them, ``attrs.evolve(kept, value=changed)``. A field goes back to where
    it stood: to the goal of the same id, wherever that is by now. The fields of an item
    that is gone go with it.

    Attributes:
        value: The object.
        extras: The fields, in the order of the document; empty if it had none.
    """

    value: T
    extras: tuple[ExtraField, ...] = ()


class _ItemIds:
    """Where in the lists of one document the items of each id are."""

    def __init__(self) -> None:
        """Know no list yet."""
        self._known: dict[int, dict[str, int]] = {}

    def positions(self, items: list[Any]) -> dict[str, int]:
        """Return the index of each id that exactly one of *items* has."""
        if id(items) not in self._known:
            ids = [_id_of(item) for item in items]
            counts = Counter(ids)
            self._known[id(items)] = {
                key: index
                for index, key in enumerate(ids)
                if key is not None and counts[key] == 1
            }
        return self._known[id(items)]


def _id_of(item: object) -> str | None:
    if isinstance(item, dict):
        for name in _IDS:
            if name in item:
                return str(item[name])
    return None


def kept_fields(
    document: dict[str, Any], found: Iterable[tuple[Place, object]]
) -> tuple[ExtraField, ...]:
    """Return fields so that they can be put back, also into a changed document.

    Args:
        document: The document without them.
        found: Where each stood in the document that was read, and what it held.
    """
    ids = _ItemIds()
    return tuple(
        ExtraField(
            _addressed(document, place, ids),
            json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        )
        for place, data in found
    )


def _addressed(
    document: dict[str, Any], place: Place, ids: _ItemIds
) -> tuple[str | int, ...]:
    """Return the steps to *place*, items of lists by their ids where they have one."""
    steps: list[str | int] = []
    inside: Any = document
    for step in place.steps[:-1]:
        key: str | None = None
        if isinstance(step, int):
            key = _id_of(inside[step])
            if ids.positions(inside).get(key or "") != step:
                key = None
        steps.append(step if key is None else key)
        inside = inside[step]
    return (*steps, place.steps[-1])


def put_back(document: dict[str, Any], extras: Iterable[ExtraField]) -> None:
    """Put each field into *document* again, unless its place is gone or taken."""
    ids = _ItemIds()
    for extra in extras:
        inside: object = document
        for step in extra.steps[:-1]:
            inside = _inside(inside, step, ids)
        if isinstance(inside, dict):
            inside.setdefault(str(extra.steps[-1]), extra.value)


def _inside(data: object, step: str | int, ids: _ItemIds) -> object:
    """Return what stands at *step* of *data*, or None where nothing does."""
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list):
        index = ids.positions(data).get(step) if isinstance(step, str) else step
        return data[index] if index is not None and index < len(data) else None
    return None
