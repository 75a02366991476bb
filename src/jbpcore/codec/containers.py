"""Nodes made of others: what may be missing, lists, one of several, labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from jbpcore.codec.node import Definitions, Node, Schema
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.records import RecordNode
from jbpcore.codec.shared import Shared
from jbpcore.codec.texts import NAME
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.tags import Tags

__all__ = ["LabelsNode", "ListNode", "OneOfNode", "OptionalNode"]


@attrs.frozen
class OptionalNode:
    """What *inner* stands for, or ``null``."""

    inner: Node

    def encode(self, value: Any) -> Any:  # noqa: ANN401 - whatever it holds
        """Return it as *inner* does, or None."""
        return None if value is None else self.inner.encode(value)

    def decode(self, data: Any, shared: Shared) -> Any:  # noqa: ANN401 - as above
        """Return what *inner* makes of it, or None."""
        return None if data is None else self.inner.decode(data, shared)

    def examine(self, data: object, place: Place, log: ProblemLog) -> Any:  # noqa: ANN401 - as above
        """Return what *inner* makes of it, or None."""
        return None if data is None else self.inner.examine(data, place, log)

    def schema(self, definitions: Definitions) -> Schema:
        """Allow ``null`` besides."""
        return {"anyOf": [self.inner.schema(definitions), {"type": "null"}]}


@attrs.frozen
class ListNode:
    """Any number of what *item* stands for, as a tuple."""

    item: Node

    def encode(self, value: tuple[Any, ...]) -> list[Any]:
        """Return a list of the items."""
        encode = self.item.encode
        return [encode(item) for item in value]

    def decode(self, data: Any, shared: Shared) -> tuple[Any, ...]:  # noqa: ANN401 - not yet known
        """Return a tuple of the items."""
        if type(data) is not list:
            raise InvalidValueError("data", data, "a list")
        decode = self.item.decode
        return tuple([decode(item, shared) for item in data])

    def examine(
        self, data: object, place: Place, log: ProblemLog
    ) -> tuple[Any, ...] | Failed:
        """Return a tuple of the items, if all of them are sound."""
        if not isinstance(data, list):
            return log.wrong_type(place, "a list", data)
        made = [
            self.item.examine(item, place.child(index), log)
            for index, item in enumerate(data)
        ]
        return FAILED if any(item is FAILED for item in made) else tuple(made)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe the items."""
        return {"type": "array", "items": self.item.schema(definitions)}


@attrs.frozen
class OneOfNode:
    """An object of one of several classes; its key ``type`` says of which.

    Attributes:
        variants: The classes' nodes by the name that ``type`` gives them.
    """

    variants: Mapping[str, RecordNode]
    _names: Mapping[type, str] = attrs.field(init=False)

    @_names.default
    def _by_class(self) -> dict[type, str]:
        return {node.kind: name for name, node in self.variants.items()}

    def encode(self, value: object) -> dict[str, Any]:
        """Return the object, ``type`` first."""
        name = self._names.get(type(value))
        if name is None:
            kinds = " or ".join(kind.__name__ for kind in self._names)
            raise InvalidValueError("value", value, f"exactly a {kinds}")
        return {"type": name, **self.variants[name].encode(value)}

    def decode(self, data: Any, shared: Shared) -> object:  # noqa: ANN401 - not yet known
        """Return an instance of the class that ``type`` names."""
        if type(data) is not dict:
            raise InvalidValueError("data", data, "an object")
        fields = data.copy()
        return self.variants[fields.pop("type")].decode(fields, shared)

    def examine(self, data: object, place: Place, log: ProblemLog) -> object | Failed:
        """Return an instance of the class that ``type`` names, if it is sound."""
        names = ", ".join(map(repr, self.variants))
        if not isinstance(data, dict):
            return log.wrong_type(place, f"an object with a type, one of {names}", data)
        at = place.child("type")
        if "type" not in data:
            message = f"Say what it is: one of {names}."
            return log.report("jbp.data.missing", at, message)
        name = data["type"]
        if not isinstance(name, str):
            return log.wrong_type(at, f"text, one of {names}", name)
        if name not in self.variants:
            return log.wrong_value(at, f"one of {names}", name)
        return self.variants[name].examine(data, place, log, skipped=("type",))

    def schema(self, definitions: Definitions) -> Schema:
        """Describe each class with its ``type``."""
        branches = []
        for name, node in self.variants.items():
            title = f"{node.kind.__name__}WithType"
            branches.append({"$ref": f"#/$defs/{title}"})
            if title not in definitions:
                definitions[title] = {}  # so that none is described twice
                tag = {"type": {"const": name}}
                definitions[title] = node.described(definitions, tag=tag)
        return {"oneOf": branches}


@attrs.frozen
class LabelsNode:
    """Free labels: an object of texts."""

    def encode(self, value: Tags) -> dict[str, str]:
        """Return the labels as a dict."""
        return dict(value)

    def decode(self, data: Any, _: Shared) -> Tags:  # noqa: ANN401 - not yet known
        """Return the labels."""
        if type(data) is not dict:
            raise InvalidValueError("data", data, "an object")
        return Tags(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> Tags | Failed:
        """Return the labels, if each is sound."""
        if not isinstance(data, dict):
            return log.wrong_type(place, "an object of texts", data)
        found = log.repeated_keys(place, data)
        for label, value in data.items():
            if not isinstance(label, str):
                log.wrong_type(place, "an object whose keys are text", data)
                found = True
            elif not isinstance(value, str):
                log.wrong_type(place.child(label), "text", value)
                found = True
            else:
                try:
                    Tags({label: value})
                except JbpError as error:
                    log.refused(place.child(label), error)
                    found = True
        if found:
            return FAILED
        try:
            return Tags(data)
        except JbpError as error:
            return log.refused(place, error)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once."""
        name = NAME.schema(definitions)
        definitions["Tags"] = {
            "description": "Free labels.",
            "type": "object",
            "maxProperties": 50,
            "propertyNames": name,
            "additionalProperties": name,
        }
        return {"$ref": "#/$defs/Tags"}
