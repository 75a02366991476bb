"""Fields that this release does not know, kept beside the object that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final, Generic, TypeVar

import attrs

from jbpcore.codec.problems import Place

__all__ = ["ExtraField", "Kept", "kept_field", "put_back"]

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


def kept_field(document: object, place: Place, data: object) -> ExtraField:
    """Return what stands at *place* of *document*, by ids where items have them."""
    steps: list[str | int] = []
    inside: Any = document
    for step in place.steps[:-1]:
        key = _id_of(inside[step], inside) if isinstance(step, int) else None
        steps.append(step if key is None else key)
        inside = inside[step]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return ExtraField((*steps, place.steps[-1]), text)


def _id_of(item: object, items: list[object]) -> str | None:
    """Return the id of an item, if it has one that no other has."""
    if isinstance(item, dict):
        for name in _IDS:
            key = item.get(name)
            if isinstance(key, str) and _indices(items, key) == [items.index(item)]:
                return key
    return None


def _indices(items: list[Any], key: str) -> list[int]:
    return [
        index
        for index, item in enumerate(items)
        if isinstance(item, dict) and any(item.get(name) == key for name in _IDS)
    ]


def put_back(document: dict[str, Any], extras: Iterable[ExtraField]) -> None:
    """Put each field into *document* again, unless its place is gone or taken."""
    for extra in extras:
        inside: Any = document
        for step in extra.steps[:-1]:
            inside = _inside(inside, step)
        if isinstance(inside, dict):
            inside.setdefault(str(extra.steps[-1]), extra.value)


def _inside(data: object, step: str | int) -> object:
    """Return what stands at *step* of *data*, or None where nothing does."""
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list):
        indices = _indices(data, step) if isinstance(step, str) else [step]
        return data[indices[0]] if indices and indices[0] < len(data) else None
    return None
