"""Figures that follow from other fields: written for readers, checked when read.

A result carries its figures as properties. A program that reads the JSON has none, so
they are written out; but they are never taken over from a document: they are computed
again, and a document that states others has findings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

import attrs

from jbpcore.codec.exact_text import LONG_FRACTION
from jbpcore.codec.marks import shortened
from jbpcore.codec.node import Definitions, Schema, Writer
from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.engine.rate import Rate, RateStep
from jbpcore.errors import InvalidValueError
from jbpcore.values.decimals import half_even
from jbpcore.wording import Sentence

__all__ = ["CountsWriter", "FiguresWriter", "RateWriter", "ShareWriter", "is_same"]

_SCALE: Final = 10**30


@attrs.frozen
class ShareWriter:
    """A ratio, exactly; or if that takes too many digits, to thirty decimals.

    The score of a hundred goals is a quotient of numbers with hundreds of digits.
    """

    def encode(self, value: Fraction) -> str:
        """Return the text of the fraction."""
        try:
            return LONG_FRACTION.encode(value)
        except InvalidValueError:
            units = half_even(value.numerator * _SCALE, value.denominator)
            return LONG_FRACTION.encode(Fraction(units, _SCALE))

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it as a long fraction."""
        return LONG_FRACTION.schema(definitions)


@attrs.frozen
class RateWriter:
    """An amount a day: exactly, and rounded as people see it.

    Attributes:
        amount: Writes the rounded amount.
        exact: Writes the exact number.
    """

    amount: Writer
    exact: Writer

    def encode(self, value: Rate) -> dict[str, Any]:
        """Return the rate as an object."""
        return {
            "exact": self.exact.encode(value.value),
            "rounded": self.amount.encode(value.rounded()),
            "per": value.per.value,
        }

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once."""
        if "Rate" not in definitions:
            properties = {
                "exact": self.exact.schema(definitions),
                "rounded": self.amount.schema(definitions),
                "per": {"type": "string", "enum": [step.value for step in RateStep]},
            }
            definitions["Rate"] = {
                "description": "An amount for each day, working day or week.",
                "type": "object",
                "properties": properties,
                "required": list(properties),
                "additionalProperties": False,
            }
        return {"$ref": "#/$defs/Rate"}


@attrs.frozen
class CountsWriter:
    """How many there are of each member of an enum.

    Attributes:
        kind: The enum.
    """

    kind: type[StrEnum]

    def encode(self, value: Mapping[StrEnum, int]) -> dict[str, int]:
        """Return the counts by the members' values."""
        return {member.value: count for member, count in value.items()}

    def schema(self, _: Definitions) -> Schema:
        """Describe it by its keys."""
        return {
            "type": "object",
            "propertyNames": {"enum": [member.value for member in self.kind]},
            "additionalProperties": {"type": "integer", "minimum": 1},
        }


@attrs.frozen(kw_only=True)
class FiguresWriter:
    """Writes properties of a value under the key ``figures``.

    A figure that is ``None`` is left out, and ``missing`` tells why, where the value
    knows.

    Attributes:
        figures: What writes each figure, by the name of the property.
        why: Gives the reason why a figure of that name is ``None``.
        reasons: Names of those that have reasons.
        added: Names of those that came later; a document may be without them.
    """

    figures: Mapping[str, Writer]
    why: Callable[[Any, str], str | None] | None = None
    reasons: tuple[str, ...] = ()
    added: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys it writes."""
        return ("figures",) if self.why is None else ("figures", "missing")

    def encode(self, value: object) -> dict[str, Any]:
        """Return the keys with what stands under them."""
        figures = {}
        for name, writer in self.figures.items():
            figure = getattr(value, name)
            if figure is not None:
                figures[name] = writer.encode(figure)
        if self.why is None:
            return {"figures": figures}
        found = ((name, self.why(value, name)) for name in self.reasons)
        missing = {name: str(reason) for name, reason in found if reason is not None}
        return {"figures": figures, "missing": missing}

    def compare(self, stated: Mapping[str, Any], value: object) -> None:
        """Refuse what a document states, if it is not what *value* gives.

        Raises:
            InvalidValueError: If any of it is something else.
        """
        computed = self._asked(stated, value)
        if not all(is_same(given, computed[key]) for key, given in stated.items()):
            raise InvalidValueError("figures", stated, "what the fields give")

    def report(
        self, stated: Mapping[str, Any], value: object, place: Place, log: ProblemLog
    ) -> bool:
        """Note each figure that is not what *value* gives; True if there is any."""
        computed = self._asked(stated, value)
        disagrees = False
        for key, given in stated.items():
            if is_same(given, computed[key]):
                continue
            disagrees = True
            at = place.child(key)
            if type(given) is not dict:
                log.wrong_type(at, "an object in which no key stands twice", given)
                continue
            for name in {**computed[key], **given}:
                problem = _disagreement(name, given, computed[key])
                if problem:
                    log.report("jbp.data.figure", at.child(str(name)), problem)
        return disagrees

    def _asked(self, stated: Mapping[str, Any], value: object) -> dict[str, Any]:
        """Return what has to be stated: all, but later figures only if any stands."""
        computed = self.encode(value)
        for key, figures in computed.items():
            given = stated.get(key)
            there = given.keys() if isinstance(given, dict) else ()
            computed[key] = {
                name: figure
                for name, figure in figures.items()
                if name in there or name not in self.added
            }
        return computed

    def schema(self, definitions: Definitions) -> dict[str, Schema]:
        """Return the schema under each key."""
        names = {
            name: writer.schema(definitions) for name, writer in self.figures.items()
        }
        described_keys = {"figures": names}
        if self.why is not None:
            described_keys["missing"] = {
                name: {"type": "string"} for name in self.reasons
            }
        return {
            key: {
                "type": "object",
                "properties": properties,
                "additionalProperties": False,
            }
            for key, properties in described_keys.items()
        }


def is_same(given: object, computed: object) -> bool:
    """Say whether two pieces of plain data are the same, ``1`` and ``true`` apart."""
    if type(given) is not type(computed):
        return False
    if isinstance(given, dict) and isinstance(computed, dict):
        return given.keys() == computed.keys() and all(
            is_same(item, computed[key]) for key, item in given.items()
        )
    return given == computed


def _disagreement(
    name: str, stated: Mapping[str, Any], computed: Mapping[str, Any]
) -> str | None:
    """Say what is wrong with one figure that a document states, if anything is."""
    if name not in computed:
        return Sentence("Must be left out; the fields beside it give no such figure.")
    if name in stated and is_same(stated[name], computed[name]):
        return None
    right = shortened(json.dumps(computed[name]))
    return Sentence(
        "Must be {right}, which follows from the fields beside it.", right=right
    )
