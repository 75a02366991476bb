"""Nodes for single values: text, whole numbers, members of enums."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, StrEnum
from typing import Any, Final, TypeVar

import attrs

from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.periods.weekday import Weekday
from jbpcore.wording import Sentence

__all__ = ["ChoiceNode", "TextNode", "WeekdayNode", "WholeNumberNode", "YesNoNode"]

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_MOST: Final = 2**53 - 1
T = TypeVar("T", bound=Enum)


@attrs.frozen
class TextNode:
    """Text, or one of the kinds of text that a rule describes.

    Attributes:
        rules: What a schema can say of it.
        check: Refuses what is not of that kind, where the class that holds the text
            does not do so field by field.
        name: Name of its schema; without one it stands wherever it is used.
    """

    rules: Mapping[str, Any] = attrs.field(factory=dict)
    check: Callable[[str], object] | None = None
    name: str = ""

    @staticmethod
    def encode(value: Any, /) -> Any:  # noqa: ANN401 - it returns the very value
        """Return *value*, of a sentence its text alone."""
        return value if type(value) is str else str(value)

    @staticmethod
    def take(data: Any) -> str:  # noqa: ANN401 - not yet known
        """Return *data*."""
        if not isinstance(data, str):
            raise InvalidValueError("data", data, "text")
        if "\x00" in data if data.isascii() else _NO_TEXT.search(data):
            raise InvalidValueError("data", data, "text without NUL and surrogates")
        return data

    def decode(self, data: Any, _: Shared) -> str:  # noqa: ANN401 - as above
        """Return *data*."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> str | Failed:
        """Return *data* if it is sound text of the kind."""
        if not isinstance(data, str):
            return log.wrong_type(place, "text", data)
        if found := _NO_TEXT.search(data):
            message = Sentence(
                "Must be text without {found}, which no text may hold.",
                found=ascii(found[0]),
            )
            return log.report("jbp.data.text", place, message)
        if self.check is not None:
            try:
                self.check(data)
            except JbpError as error:
                return log.refused(place, error)
        return data

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it by its rules."""
        described = {"type": "string", **self.rules}
        if not self.name:
            return described
        definitions[self.name] = described
        return {"$ref": f"#/$defs/{self.name}"}


@attrs.frozen
class WholeNumberNode:
    """A whole number that every reader of JSON can hold: below 2**53 either way."""

    @staticmethod
    def encode(value: Any, /) -> Any:  # noqa: ANN401 - it returns the very value
        """Return *value*: plain data already."""
        return value

    @staticmethod
    def take(data: Any) -> int:  # noqa: ANN401 - not yet known
        """Return *data*."""
        if type(data) is int and -_MOST <= data <= _MOST:
            return data
        raise InvalidValueError("data", data, "a whole number")

    def decode(self, data: Any, _: Shared) -> int:  # noqa: ANN401 - as above
        """Return *data*."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> int | Failed:
        """Return *data* if it is a whole number; ``true`` and ``1.0`` are none."""
        if type(data) is not int:
            return log.wrong_type(place, "a whole number", data)
        if not -_MOST <= data <= _MOST:
            return log.wrong_value(place, f"from {-_MOST:,} to {_MOST:,}", data)
        return data

    def schema(self, _: Definitions) -> Schema:
        """Describe it by its bounds."""
        return {"type": "integer", "minimum": -_MOST, "maximum": _MOST}


@attrs.frozen
class YesNoNode:
    """``true`` or ``false``; no number passes for either."""

    @staticmethod
    def encode(value: Any, /) -> Any:  # noqa: ANN401 - it returns the very value
        """Return *value*: plain data already."""
        return value

    @staticmethod
    def take(data: Any) -> bool:  # noqa: ANN401 - not yet known
        """Return *data*."""
        if type(data) is bool:
            return data
        raise InvalidValueError("data", data, "true or false")

    def decode(self, data: Any, _: Shared) -> bool:  # noqa: ANN401 - as above
        """Return *data*."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> bool | Failed:
        """Return *data* if it is ``true`` or ``false``."""
        if type(data) is not bool:
            return log.wrong_type(place, "true or false", data)
        return data

    def schema(self, _: Definitions) -> Schema:
        """Describe it."""
        return {"type": "boolean"}


@attrs.frozen
class ChoiceNode:
    """A member of an enum, written as its value.

    Attributes:
        kind: The enum.
    """

    kind: type[StrEnum]
    _members: Mapping[str, StrEnum] = attrs.field(init=False)

    take: Callable[[Any], StrEnum] = attrs.field(init=False, eq=False)
    # The plain text that a member is.
    encode: Callable[[Any], str] = attrs.field(
        init=False, eq=False, default=str.__str__
    )

    @_members.default
    def _by_value(self) -> dict[str, StrEnum]:
        return {member.value: member for member in self.kind}

    @take.default
    def _by_text(self) -> Callable[[Any], StrEnum]:
        return self._members.__getitem__

    def decode(self, data: Any, _: Shared) -> StrEnum:  # noqa: ANN401 - not yet known
        """Return the member of this value."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> StrEnum | Failed:
        """Return the member of this value, or say which values there are."""
        return _member_named(data, self._members, place, log)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once, under the enum's name."""
        name = self.kind.__name__
        definitions[name] = {"type": "string", "enum": list(self._members)}
        return {"$ref": f"#/$defs/{name}"}


@attrs.frozen
class WeekdayNode:
    """A day of the week by its name: half the world counts them from Sunday."""

    _members: Mapping[str, Weekday] = attrs.field(init=False)

    take: Callable[[Any], Weekday] = attrs.field(init=False, eq=False)

    @_members.default
    def _by_name(self) -> dict[str, Weekday]:
        return {day.name.lower(): day for day in Weekday}

    @take.default
    def _by_text(self) -> Callable[[Any], Weekday]:
        return self._members.__getitem__

    @staticmethod
    def encode(value: Any, /) -> Any:  # noqa: ANN401 - a day of the week
        """Return its name, such as ``"tue"``."""
        return value.name.lower()

    def decode(self, data: Any, _: Shared) -> Weekday:  # noqa: ANN401 - not yet known
        """Return the day of this name."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> Weekday | Failed:
        """Return the day of this name, or say which names there are."""
        return _member_named(data, self._members, place, log)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once."""
        definitions["Weekday"] = {"type": "string", "enum": list(self._members)}
        return {"$ref": "#/$defs/Weekday"}


def _member_named(
    data: object, members: Mapping[str, T], place: Place, log: ProblemLog
) -> T | Failed:
    if not isinstance(data, str):
        return log.wrong_type(place, "text", data)
    member = members.get(data)
    if member is None:
        names = ", ".join(map(repr, members))
        log.wrong_value(place, f"one of {names}", data)
        return FAILED
    return member
