"""The node for a class of the model: an object with a key for each field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

import attrs

from jbpcore.codec.descriptions import described_class, described_fields
from jbpcore.codec.figures import FiguresWriter
from jbpcore.codec.node import Definitions, Node, Schema
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.scalars import as_it_is
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError, JbpError

__all__ = ["RecordField", "RecordNode"]


@attrs.frozen(kw_only=True)
class RecordField:
    """One field of a class, and how it stands in a document.

    Attributes:
        key: Its key in the object.
        node: What it holds.
        encode: Writes what it holds, unless that is ``None``.
        attribute: The field itself.
        skips_none: Whether ``None`` is written by leaving the key out.
        skips_empty: Whether no items, or no labels, are written so.
        is_required: Whether every document has to state it.
    """

    key: str
    node: Node
    encode: Callable[[Any], Any]
    attribute: attrs.Attribute[Any]
    skips_none: bool
    skips_empty: bool
    is_required: bool


@attrs.frozen(kw_only=True)
class RecordNode:
    """An object with a key for each field of a class.

    Attributes:
        kind: The class.
        fields: Its fields, in their order.
        figures: What is written besides.
        make: Makes an instance from the fields, where the class by itself does not.
    """

    kind: type
    fields: tuple[RecordField, ...]
    figures: FiguresWriter | None = None
    make: Callable[[Shared, dict[str, Any]], object] | None = None
    _read: Callable[[Any], tuple[Any, ...]] = attrs.field(init=False)
    _writers: tuple[
        tuple[str, Callable[[Any], Any] | None, bool, bool], ...
    ] = attrs.field(init=False)
    _decoders: Mapping[
        str, tuple[str, Callable[[Any, Shared], Any]]
    ] = attrs.field(init=False)

    @_read.default
    def _reader(self) -> Callable[[Any], tuple[Any, ...]]:
        names = [field.attribute.name for field in self.fields]
        if len(names) > 1:
            return attrgetter(*names)
        return lambda value: tuple(getattr(value, name) for name in names)

    @_writers.default
    def _list_writers(
        self,
    ) -> tuple[tuple[str, Callable[[Any], Any] | None, bool, bool], ...]:
        return tuple(
            (
                field.key,
                None if field.encode is as_it_is else field.encode,
                field.skips_none,
                field.skips_empty,
            )
            for field in self.fields
        )

    @_decoders.default
    def _map_decoders(self) -> dict[str, tuple[str, Callable[[Any, Shared], Any]]]:
        return {
            field.key: (field.attribute.alias or field.key, field.node.decode)
            for field in self.fields
        }

    def encode(self, value: object) -> dict[str, Any]:
        """Return an object of the fields, in their order.

        Raises:
            InvalidValueError: If *value* is not exactly of the class: the fields that a
                subclass adds would be lost.
        """
        if type(value) is not self.kind:
            expected = f"exactly a {self.kind.__name__}, or what it adds would be lost"
            raise InvalidValueError("value", value, expected)
        data: dict[str, Any] = {}
        for (key, encode, skips_none, skips_empty), item in zip(
            self._writers, self._read(value), strict=True
        ):
            if item is None:
                if not skips_none:
                    data[key] = None
            elif not (skips_empty and not item):
                data[key] = item if encode is None else encode(item)
        if self.figures is not None:
            data.update(self.figures.encode(value))
        return data

    def decode(self, data: Any, shared: Shared) -> object:  # noqa: ANN401 - not yet known
        """Return an instance of the class."""
        if type(data) is not dict:
            raise InvalidValueError("data", data, "an object")
        decoders = self._decoders
        made = {}
        if self.figures is None:
            for key, item in data.items():
                name, decode = decoders[key]
                made[name] = decode(item, shared)
            if self.make is not None:
                return self.make(shared, made)
            return self.kind(**made)
        given = {key: data[key] for key in self.figures.keys if key in data}
        for key, item in data.items():
            if key not in given:
                name, decode = decoders[key]
                made[name] = decode(item, shared)
        value = self.kind(**made)
        if given and not self.figures.agrees(given, value):
            raise InvalidValueError("figures", given, "what the fields give")
        return value

    def examine(
        self,
        data: object,
        place: Place,
        log: ProblemLog,
        *,
        skipped: tuple[str, ...] = (),
    ) -> object | Failed:
        """Return an instance of the class, if every field and all together are sound.

        Args:
            data: What stands in the document.
            place: Where.
            log: Where problems are noted.
            skipped: Keys that somebody else looks at.
        """
        if not isinstance(data, dict):
            return log.wrong_type(place, "an object", data)
        is_sound = not log.repeated_keys(place, data)
        if self.figures is not None:
            skipped = (*skipped, *self.figures.keys)
        fields = {field.key: field for field in self.fields}
        made: dict[str, Any] = {}
        for key, item in data.items():
            if key in fields:
                field = fields[key]
                value = self._examined(field, item, place.child(key), log)
                if value is FAILED:
                    is_sound = False
                else:
                    made[field.attribute.alias or key] = value
            elif key not in skipped:
                is_sound = log.unknown_field(place, key, item, fields) and is_sound
        for field in self.fields:
            if field.is_required and field.key not in data:
                message = f"Is missing; every {self.kind.__name__} states it."
                log.report("jbp.data.missing", place.child(field.key), message)
                is_sound = False
        return self._whole(data, made, place, log) if is_sound else FAILED

    def _examined(
        self, field: RecordField, item: object, place: Place, log: ProblemLog
    ) -> Any:  # noqa: ANN401 - whatever the field holds
        value = field.node.examine(item, place, log)
        if value is FAILED:
            return FAILED
        attribute, converted = field.attribute, value
        try:
            if attribute.converter is not None:
                converted = attribute.converter(value)
            if attribute.validator is not None:
                probe = object.__new__(self.kind)
                attribute.validator(probe, attribute, converted)
        except JbpError as error:
            return log.refused(place, error)
        return value

    def _whole(
        self, data: dict[str, Any], made: dict[str, Any], place: Place, log: ProblemLog
    ) -> object | Failed:
        try:
            value = self.kind(**made) if self.make is None else self.make(log.shared, made)
            if self.figures is not None:
                given = {key: data[key] for key in self.figures.keys if key in data}
                if self.figures.report(given, value, place, log):
                    return FAILED
        except JbpError as error:
            return log.refused(self._blamed(place, error), error)
        return value

    def _blamed(self, place: Place, error: JbpError) -> Place:
        """Return the place of the field that *error* names, if it names one."""
        if isinstance(error, InvalidValueError):
            for field in self.fields:
                if error.field == f"{self.kind.__name__}.{field.attribute.name}":
                    return place.child(field.key)
        return place

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once, under the name of the class."""
        name = self.kind.__name__
        if name not in definitions:
            definitions[name] = {}  # so that it is not described within itself
            definitions[name] = self.described(definitions)
        return {"$ref": f"#/$defs/{name}"}

    def described(
        self, definitions: Definitions, *, tag: Mapping[str, Schema] | None = None
    ) -> Schema:
        """Return the schema of the object, with what is in *tag* besides."""
        tag = {} if tag is None else tag
        texts = described_fields(self.kind)
        properties: dict[str, Schema] = {**tag}
        for field in self.fields:
            schema = field.node.schema(definitions)
            text = texts.get(field.key)
            properties[field.key] = {"description": text, **schema} if text else schema
        if self.figures is not None:
            properties.update(self.figures.schema(definitions))
        return {
            **described_class(self.kind),
            "type": "object",
            "properties": properties,
            "required": [*tag, *(f.key for f in self.fields if f.is_required)],
            "additionalProperties": False,
        }
