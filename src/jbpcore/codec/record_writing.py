"""The quick way to write a class of the model, made ready once for each class.

A plan has a thousand fields, and most hold what is left out; so what can be known of a
field beforehand is, and what is left out is passed over at a glance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeAlias

from jbpcore.codec.containers import OptionalNode
from jbpcore.codec.node import Node
from jbpcore.codec.record_shape import RecordField, RecordShape
from jbpcore.codec.scalars import TextNode, WholeNumberNode, YesNoNode
from jbpcore.errors import InvalidValueError

__all__ = ["writer_of"]

_Write: TypeAlias = Callable[[Any], Any]


def writer_of(shape: RecordShape, tag: str | None = None) -> _Write:
    """Return what turns an instance of the class into an object of its fields.

    It refuses what is not exactly of the class: the fields that a subclass adds would
    be lost.

    Args:
        shape: The class.
        tag: What the object says first, under ``type``.
    """
    kind, figures = shape.kind, shape.figures
    begun = {} if tag is None else {"type": tag}
    keys = tuple(field.key for field in shape.fields)
    skips = tuple(map(_skipped, shape.fields))
    writes = tuple(map(_write, shape.fields, skips))
    values = _values([field.attribute.name for field in shape.fields])

    def write(value: object) -> dict[str, Any]:
        if type(value) is not kind:
            expected = f"exactly a {kind.__name__}, or what it adds would be lost"
            raise InvalidValueError("value", value, expected)
        data: dict[str, Any] = begun.copy()
        steps = zip(keys, values(value), skips, writes, strict=False)
        for key, item, skip, write_item in steps:
            if item is not skip:
                found = item if write_item is None else write_item(item)
                if found is not skip:
                    data[key] = found
        if figures is not None:
            data.update(figures.encode(value))
        return data

    return write


def _values(names: list[str]) -> Callable[[Any], Iterable[Any]]:
    """Return what gets the values of the attributes of these names."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: [getattr(value, name) for name in names]


def _skipped(field: RecordField) -> object:
    """Return what the field is left out for, if it is that very object."""
    if field.leaves_out_none:
        return None
    if field.leaves_out_default:
        return field.attribute.default
    return () if field.attribute.default == () else object()


def _write(field: RecordField, skip: object) -> _Write | None:
    """Return what writes the field; it gives back *skip* for what is left out too."""
    node = field.node
    if field.leaves_out_none and isinstance(node, OptionalNode):
        node = node.inner
    encode: _Write = node.encode
    if field.leaves_out_default:
        default = field.attribute.default
        return lambda item: skip if item == default else encode(item)
    if field.leaves_out_empty:
        return lambda items: encode(items) if items else skip
    return None if _is_plain(node) else encode


def _is_plain(node: Node) -> bool:
    """Whether a value is plain data already; free text may be a sentence with facts."""
    if isinstance(node, OptionalNode):
        node = node.inner
    if isinstance(node, TextNode):
        return bool(node.rules)
    return isinstance(node, WholeNumberNode | YesNoNode)
