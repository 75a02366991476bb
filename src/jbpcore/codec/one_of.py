"""The node for an object of one of several classes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.problems import Failed, Place, ProblemLog
from jbpcore.codec.records import RecordNode
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError
from jbpcore.wording import Sentence

__all__ = ["OneOfNode"]


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
        return {node.shape.kind: name for name, node in self.variants.items()}

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
            message = Sentence("Say what it is: one of {names}.", names=names)
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
            title = f"{node.shape.kind.__name__}WithType"
            branches.append({"$ref": f"#/$defs/{title}"})
            if title not in definitions:
                definitions[title] = {}  # so that none is described twice
                tag = {"type": {"const": name}}
                definitions[title] = node.described(definitions, tag=tag)
        return {"oneOf": branches}
