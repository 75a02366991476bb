"""The node for a class of the model: an object with a key for each field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import attrs

from jbpcore.codec.descriptions import described_class, described_fields
from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.problems import Failed, Place, ProblemLog
from jbpcore.codec.record_examination import examined_record
from jbpcore.codec.record_reading import reader_of
from jbpcore.codec.record_shape import RecordShape
from jbpcore.codec.record_writing import writer_of
from jbpcore.codec.shared import Shared

__all__ = ["RecordNode"]


@attrs.frozen
class RecordNode:
    """An object with a key for each field of a class.

    Attributes:
        shape: The class, and how it stands in a document.
        encode: Returns an object of the fields, in their order. It refuses what is not
            exactly of the class.
        decode: Returns an instance of the class.
    """

    shape: RecordShape
    take: None = attrs.field(default=None, init=False)
    encode: Callable[[Any], dict[str, Any]] = attrs.field(init=False, eq=False)
    decode: Callable[[Any, Shared], Any] = attrs.field(init=False, eq=False)

    @encode.default
    def _make_writer(self) -> Callable[[Any], dict[str, Any]]:
        return writer_of(self.shape)

    @decode.default
    def _make_reader(self) -> Callable[[Any, Shared], Any]:
        return reader_of(self.shape)

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
        name = self.shape.kind.__name__
        if name not in definitions:
            definitions[name] = {}  # so that it is not described within itself
            definitions[name] = self.described(definitions)
        return {"$ref": f"#/$defs/{name}"}

    def described(
        self, definitions: Definitions, *, tag: Mapping[str, Schema] | None = None
    ) -> Schema:
        """Return the schema of the object, with what is in *tag* besides."""
        texts = described_fields(self.shape.kind)
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
            **described_class(self.shape.kind),
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
