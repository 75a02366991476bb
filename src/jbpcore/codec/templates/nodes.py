"""Nodes for what only templates have: shares, formulas, relative days, defaults."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.codec.exact_text import whole_line
from jbpcore.codec.marks import described
from jbpcore.codec.node import Definitions, Node, Schema
from jbpcore.codec.problems import FAILED, Failed, Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.model.formula import FixedAmount, SumOf
from jbpcore.model.formula_text import MOST_FORMULA_DEPTH, parse_operand

__all__ = ["DEFAULT", "SHARE", "FormulaNode", "SaidNode"]

_SHARE_TEXT = re.compile(
    r"-?[0-9]{1,24}(?:\.[0-9]{1,12}|/[1-9][0-9]{0,11})?%?", re.ASCII
)
_SHARE_EXPECTED: Final = "a share or a number such as '10%', '1/3', '0.1' or 2"
_MOST: Final = 10**24


@attrs.frozen
class _Undecoded:
    """What nodes of templates share: these are read once, by examining them."""

    @property
    def take(self) -> None:
        """Nothing: there is no quick way to read them."""

    def decode(self, data: Any, _: Shared) -> Any:  # noqa: ANN401 - as all nodes
        """Refuse: templates are always examined.

        Raises:
            InvalidValueError: Always.
        """
        raise InvalidValueError("data", data, "examined, as all of a template is")


@attrs.frozen
class SaidNode(_Undecoded):
    """A value that is said in words, such as a relative day.

    Attributes:
        name: Name of its schema.
        parse: Turns text into the value, or refuses it.
        examples: Some texts.
    """

    name: str
    parse: Callable[[str], object]
    examples: tuple[str, ...]

    @staticmethod
    def encode(value: Any, /) -> str:  # noqa: ANN401 - whatever is said
        """Return the words."""
        return str(value)

    def examine(self, data: object, place: Place, log: ProblemLog) -> object:
        """Return what the text says."""
        if not isinstance(data, str):
            shown = ", ".join(map(repr, self.examples[:3]))
            return log.wrong_type(place, f"text such as {shown}", data)
        try:
            return self.parse(data)
        except InvalidValueError as error:
            return log.wrong_value(place, error.expected, data)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once."""
        definitions[self.name] = {
            "type": "string",
            "maxLength": 200,
            "examples": list(self.examples),
        }
        return {"$ref": f"#/$defs/{self.name}"}


@attrs.frozen
class _ShareNode(_Undecoded):
    """A ratio or another exact number: a whole one, or text."""

    @staticmethod
    def encode(value: Any, /) -> int | str:  # noqa: ANN401 - a Fraction
        """Return a whole number, or a fraction as text."""
        return value.numerator if value.denominator == 1 else str(value)

    def examine(self, data: object, place: Place, log: ProblemLog) -> Fraction | Failed:
        """Return the number."""
        if type(data) is int:
            if abs(data) < _MOST:
                return Fraction(data)
        elif not isinstance(data, str):
            return log.wrong_type(place, _SHARE_EXPECTED, data)
        elif _SHARE_TEXT.fullmatch(data):
            number = Fraction(data.removesuffix("%"))
            return number / 100 if data.endswith("%") else number
        return log.wrong_value(place, _SHARE_EXPECTED, data)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once."""
        definitions["Share"] = {
            "description": f"Write {_SHARE_EXPECTED}.",
            "anyOf": [
                {"type": "integer"},
                {"type": "string", **whole_line(_SHARE_TEXT.pattern)},
            ],
        }
        return {"$ref": "#/$defs/Share"}


@attrs.frozen
class FormulaNode(_Undecoded):
    """A number, an answer, an amount of a goal, or one of the formulas.

    Attributes:
        formulas: The class of each formula by its name, and the keys it takes.
    """

    formulas: Mapping[str, tuple[type, tuple[str, ...]]]

    def encode(self, value: Any, /) -> Any:  # noqa: ANN401 - any operand
        """Return it as it is written."""
        for name, (kind, keys) in self.formulas.items():
            if isinstance(value, kind):
                inner = {key: getattr(value, key) for key in keys}
                return {"formula": name} | {
                    key: [self.encode(one) for one in part]
                    if isinstance(part, tuple)
                    else self.encode(part)
                    for key, part in inner.items()
                }
        text = str(value)
        is_whole = isinstance(value, FixedAmount) and not value.unit
        return int(text) if is_whole and value.number.denominator == 1 else text

    def examine(self, data: object, place: Place, log: ProblemLog) -> Any:  # noqa: ANN401 - an operand, or FAILED
        """Return what it stands for."""
        return self._examined(data, place, log, 1)

    def _examined(self, data: object, place: Place, log: ProblemLog, depth: int) -> Any:  # noqa: ANN401 - an operand, or FAILED
        if isinstance(data, dict):
            return self._formula(data, place, log, depth)
        if type(data) is not int and not isinstance(data, str):
            expected = "a number, text such as '25000 USD', or a formula"
            return log.wrong_type(place, expected, data)
        try:
            return parse_operand(data)
        except JbpError as error:
            expected = getattr(error, "expected", "a number")
            return log.wrong_value(place, expected, data)

    def _formula(
        self, data: dict[Any, Any], place: Place, log: ProblemLog, depth: int
    ) -> Any:  # noqa: ANN401 - an operand, or FAILED
        if depth > MOST_FORMULA_DEPTH:
            message = (
                f"Formulas stand more than {MOST_FORMULA_DEPTH} deep. Ask for one of "
                "the numbers instead."
            )
            return log.report("jbp.template.too_deep", place, message)
        name = data.get("formula")
        if not isinstance(name, str) or name not in self.formulas:
            names = ", ".join(map(repr, self.formulas))
            message = f"Must be one of {names}; got {described(name)}."
            return log.report("jbp.template.formula", place.child("formula"), message)
        kind, keys = self.formulas[name]
        made: dict[str, Any] = {}
        for key in keys:
            if key not in data:
                message = f"Is missing; {name!r} takes {' and '.join(keys)}."
                log.report("jbp.data.missing", place.child(key), message)
                continue
            made[key] = self._inner(kind, data[key], place.child(key), log, depth + 1)
        unknown = [key for key in data if key not in {"formula", *keys}]
        for key in unknown:
            log.unknown_field(place, key, data[key], keys)
        if unknown or len(made) < len(keys) or FAILED in made.values():
            return FAILED
        try:
            return kind(**made)
        except JbpError as error:
            return log.refused(place, error)

    def _inner(
        self, kind: type, data: object, place: Place, log: ProblemLog, depth: int
    ) -> Any:  # noqa: ANN401 - an operand, some, or FAILED
        if kind is not SumOf:
            return self._examined(data, place, log, depth)
        if not isinstance(data, list):
            return log.wrong_type(place, "a list", data)
        parts = [
            self._examined(item, place.child(at), log, depth)
            for at, item in enumerate(data)
        ]
        return FAILED if FAILED in parts else tuple(parts)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once, within itself."""
        ref = {"$ref": "#/$defs/Formula"}
        if "Formula" not in definitions:
            tables = []
            for name, (kind, keys) in self.formulas.items():
                item = {"type": "array", "items": ref} if kind is SumOf else ref
                tables.append(
                    {
                        "type": "object",
                        "properties": {"formula": {"const": name}}
                        | dict.fromkeys(keys, item),
                        "required": ["formula", *keys],
                        "additionalProperties": False,
                    }
                )
            definitions["Formula"] = {
                "description": (
                    "A number, the id of a question, an amount of a goal, or a formula."
                ),
                "anyOf": [{"type": "integer"}, {"type": "string"}, *tables],
            }
        return ref


@attrs.frozen
class _DefaultNode(_Undecoded):
    """What is taken for an answer: text, a whole number, yes or no, a list of texts."""

    @staticmethod
    def encode(value: Any, /) -> Any:  # noqa: ANN401 - any of these
        """Return it as it is written."""
        return list(value) if isinstance(value, tuple) else value

    def examine(self, data: object, place: Place, log: ProblemLog) -> Any:  # noqa: ANN401 - as above
        """Return it; whether it suits the question is asked later."""
        if isinstance(data, str | bool) or type(data) is int:
            return data
        if isinstance(data, list) and all(isinstance(item, str) for item in data):
            return tuple(data)
        expected = "text, a whole number, true or false, or a list of texts"
        return log.wrong_type(place, expected, data)

    def schema(self, _: Definitions) -> Schema:
        """Describe what it may be."""
        return {
            "type": ["string", "integer", "boolean", "array"],
            "items": {"type": "string"},
        }


SHARE: Final[Node] = _ShareNode()
"""A ratio or another exact number."""

DEFAULT: Final[Node] = _DefaultNode()
"""What is taken for an answer."""
