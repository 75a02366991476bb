"""Nodes made of others: what may be missing, lists, labels."""

from __future__ import annotations

from typing import Any

import attrs

from jbpcore.codec.node import Definitions, Node, Schema, Take
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.codec.texts import NAME
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.tags import Tags

__all__ = ["LabelsNode", "ListNode", "OptionalNode"]


@attrs.frozen
class OptionalNode:
    """What *inner* stands for, or ``null``."""

    inner: Node
    take: Take | None = attrs.field(init=False, eq=False)

    @take.default
    def _taking(self) -> Take | None:
        take = self.inner.take
        if take is None:
            return None
        return lambda data: None if data is None else take(data)

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


def _a_list(data: object) -> list[Any]:
    if type(data) is not list:
        raise InvalidValueError("data", data, "a list")
    return data


@attrs.frozen
class ListNode:
    """Any number of what *item* stands for, as a tuple."""

    item: Node
    take: Take | None = attrs.field(init=False, eq=False)

    @take.default
    def _taking(self) -> Take | None:
        take = self.item.take
        return None if take is None else lambda data: tuple(map(take, _a_list(data)))

    def encode(self, value: tuple[Any, ...]) -> list[Any]:
        """Return a list of the items."""
        encode = self.item.encode
        return [encode(item) for item in value]

    def decode(self, data: Any, shared: Shared) -> tuple[Any, ...]:  # noqa: ANN401 - not yet known
        """Return a tuple of the items."""
        decode = self.item.decode
        return tuple([decode(item, shared) for item in _a_list(data)])

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
class LabelsNode:
    """Free labels: an object of texts."""

    def encode(self, value: Tags) -> dict[str, str]:
        """Return the labels as a dict."""
        return dict(value)

    @staticmethod
    def take(data: Any) -> Tags:  # noqa: ANN401 - not yet known
        """Return the labels."""
        if type(data) is not dict:
            raise InvalidValueError("data", data, "an object")
        return Tags(data)

    def decode(self, data: Any, _: Shared) -> Tags:  # noqa: ANN401 - as above
        """Return the labels."""
        return self.take(data)

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
