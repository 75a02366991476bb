"""The node for a class of the model: an object with a key for each field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from operator import attrgetter
from typing import Any, TypeAlias

import attrs

from jbpcore.codec.containers import OptionalNode
from jbpcore.codec.descriptions import described_class, described_fields
from jbpcore.codec.node import Definitions, Node, Schema
from jbpcore.codec.problems import Failed, Place, ProblemLog
from jbpcore.codec.record_examination import examined_record
from jbpcore.codec.record_shape import RecordShape
from jbpcore.codec.scalars import TextNode, WholeNumberNode
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError

__all__ = ["RecordNode"]

_Encode: TypeAlias = Callable[[Any], Any]
_Decode: TypeAlias = Callable[[Any, Shared], Any]


@attrs.frozen
class RecordNode:
    """An object with a key for each field of a class.

    Attributes:
        shape: The class, and how it stands in a document.
    """

    shape: RecordShape
    # The same once more, sorted for speed: a plan has a thousand fields to write.
    _kind: type = attrs.field(init=False)
    _keys: tuple[str, ...] = attrs.field(init=False)
    _read: Callable[[Any], tuple[Any, ...]] = attrs.field(init=False)
    _always: tuple[tuple[str, _Encode], ...] = attrs.field(init=False)
    _unless_none: tuple[tuple[str, _Encode], ...] = attrs.field(init=False)
    _unless_empty: tuple[tuple[str, _Encode], ...] = attrs.field(init=False)
    _unless_default: tuple[tuple[str, _Encode, object], ...] = attrs.field(init=False)
    _decoders: Mapping[str, tuple[str, _Decode]] = attrs.field(init=False)
    _stated: frozenset[str] = attrs.field(init=False)

    @_kind.default
    def _get_kind(self) -> type:
        return self.shape.kind

    @_keys.default
    def _list_keys(self) -> tuple[str, ...]:
        return tuple(field.key for field in self.shape.fields)

    @_read.default
    def _make_reader(self) -> Callable[[Any], tuple[Any, ...]]:
        names = [field.attribute.name for field in self.shape.fields]
        if len(names) > 1:
            return attrgetter(*names)
        return lambda value: tuple(getattr(value, name) for name in names)

    @_always.default
    def _list_always(self) -> tuple[tuple[str, _Encode], ...]:
        return tuple(
            (field.key, field.node.encode)
            for field in self.shape.fields
            if not field.leaves_out_none
            and not field.leaves_out_empty
            and not field.leaves_out_default
            and not _is_plain(field.node)
        )

    @_unless_none.default
    def _list_unless_none(self) -> tuple[tuple[str, _Encode], ...]:
        return tuple(
            (field.key, _inner(field.node).encode)
            for field in self.shape.fields
            if field.leaves_out_none
        )

    @_unless_default.default
    def _list_unless_default(self) -> tuple[tuple[str, _Encode, object], ...]:
        return tuple(
            (field.key, field.node.encode, field.attribute.default)
            for field in self.shape.fields
            if field.leaves_out_default
        )

    @_unless_empty.default
    def _list_unless_empty(self) -> tuple[tuple[str, _Encode], ...]:
        return tuple(
            (field.key, field.node.encode)
            for field in self.shape.fields
            if field.leaves_out_empty
        )

    @_decoders.default
    def _map_decoders(self) -> dict[str, tuple[str, _Decode]]:
        return {
            field.key: (field.argument, field.node.decode)
            for field in self.shape.fields
        }

    @_stated.default
    def _list_stated(self) -> frozenset[str]:
        # What has no default, the class misses by itself.
        return frozenset(
            field.argument
            for field in self.shape.fields
            if field.is_required and field.attribute.default is not attrs.NOTHING
        )

    def encode(self, value: object) -> dict[str, Any]:
        """Return an object of the fields, in their order.

        Raises:
            InvalidValueError: If *value* is not exactly of the class: the fields that a
                subclass adds would be lost.
        """
        if type(value) is not self._kind:
            expected = f"exactly a {self._kind.__name__}, or what it adds would be lost"
            raise InvalidValueError("value", value, expected)
        data = dict(zip(self._keys, self._read(value), strict=True))
        for key, encode in self._always:
            data[key] = encode(data[key])
        for key, encode in self._unless_none:
            if data[key] is None:
                del data[key]
            else:
                data[key] = encode(data[key])
        self._encode_unless_default(data)
        for key, encode in self._unless_empty:
            if data[key]:
                data[key] = encode(data[key])
            else:
                del data[key]
        if self.shape.figures is not None:
            data.update(self.shape.figures.encode(value))
        return data

    def _encode_unless_default(self, data: dict[str, Any]) -> None:
        for key, encode, default in self._unless_default:
            if data[key] == default:
                del data[key]
            else:
                data[key] = encode(data[key])

    def decode(self, data: Any, shared: Shared) -> object:  # noqa: ANN401 - not yet known
        """Return an instance of the class."""
        if type(data) is not dict:
            raise InvalidValueError("data", data, "an object")
        figures = {key: data[key] for key in self.shape.figure_keys if key in data}
        decoders = self._decoders
        arguments = {}
        for key, item in data.items():
            if key not in figures:
                name, decode = decoders[key]
                arguments[name] = decode(item, shared)
        if self._stated and not arguments.keys() >= self._stated:
            raise InvalidValueError("data", data, "stated as a whole")
        value = self.shape.made(arguments, shared)
        if self.shape.figures is not None:
            # Also if none is stated: what has no figures could not be written again.
            self.shape.figures.compare(figures, value)
        return value

    def examine(
        self,
        data: object,
        place: Place,
        log: ProblemLog,
        *,
        skipped: Collection[str] = (),
    ) -> object | Failed:
        """Return an instance of the class, if all of it is sound.

        Args:
            data: What stands in the document.
            place: Where.
            log: Where problems are noted.
            skipped: Keys that somebody else looks at.
        """
        return examined_record(self.shape, data, place, log, skipped=skipped)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once, under the name of the class."""
        name = self._kind.__name__
        if name not in definitions:
            definitions[name] = {}  # so that it is not described within itself
            definitions[name] = self.described(definitions)
        return {"$ref": f"#/$defs/{name}"}

    def described(
        self, definitions: Definitions, *, tag: Mapping[str, Schema] | None = None
    ) -> Schema:
        """Return the schema of the object, with what is in *tag* besides."""
        texts = described_fields(self._kind)
        properties: dict[str, Schema] = {**(tag or {})}
        required = list(properties)
        for field in self.shape.fields:
            schema = field.node.schema(definitions)
            text = texts.get(field.key)
            properties[field.key] = {"description": text, **schema} if text else schema
            if field.is_required:
                required.append(field.key)
        if self.shape.figures is not None:
            properties.update(self.shape.figures.schema(definitions))
        return {
            **described_class(self._kind),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }


def _is_plain(node: Node) -> bool:
    """Whether a value is plain data already; free text may be a sentence with facts."""
    is_kept = isinstance(node, TextNode) and bool(node.rules)
    return is_kept or isinstance(node, WholeNumberNode)


def _inner(node: Node) -> Node:
    return node.inner if isinstance(node, OptionalNode) else node
