"""Nodes for values written as text of one exact form: decimals, fractions, days.

JSON has no decimals, no fractions and no dates, so they are text. Each has one form,
and nothing else is taken for it: Python's own reader of decimals accepts ``1_000`` and
full-width digits, that of dates accepts ``20260101`` and ``2026-W53-7``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import attrs

from jbpcore.codec.node import Definitions, Schema
from jbpcore.codec.problems import Place, ProblemLog
from jbpcore.codec.shared import Shared
from jbpcore.errors import InvalidValueError, JbpError
from jbpcore.values.decimals import exact_decimal

__all__ = [
    "DAY",
    "DECIMAL",
    "FRACTION",
    "INSTANT",
    "LONG_FRACTION",
    "WALL_TIME",
    "ExactTextNode",
    "whole_line",
]

_RATIO_DIGITS: Final = 40  # as many as a Ratio may have
_MOST_DIGITS: Final = 600  # Python may be told to convert no more than 640


def whole_line(pattern: str) -> Schema:
    """Return the part of a schema that says "the whole text matches *pattern*".

    In Python's patterns ``$`` also stands before a line break at the end, in those of
    JavaScript not. The anchors that are sure in one are unknown to the other, and
    lookahead is unknown to many a third. So line breaks are ruled out by themselves.
    """
    return {"pattern": f"^(?:{pattern})$", "not": {"pattern": "\\n"}}


@attrs.frozen
class ExactTextNode:
    """A value written as text of one exact form.

    Attributes:
        name: Name of its schema.
        expected: What the text must be, worded to follow "must be".
        pattern: What the whole text has to match, in the grammar that Python and
            JavaScript share.
        longest: Most characters.
        read: Turns text that matches into the value.
        encode: Turns the value into text.
        most_kept: How many values are kept with their texts, for texts that come again
            and again: a plan says its first day with every goal.
    """

    name: str
    expected: str
    pattern: str
    longest: int
    read: Callable[[str], Any]
    encode: Callable[[Any], str]
    most_kept: int = 0
    take: Callable[[Any], Any] = attrs.field(init=False, eq=False)
    _matches: Callable[[str], re.Match[str] | None] = attrs.field(init=False)

    @_matches.default
    def _compiled(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile(self.pattern, re.ASCII).fullmatch

    @take.default
    def _taking(self) -> Callable[[Any], Any]:
        # Made beforehand, as it is asked for a hundred times in a plan.
        longest, read, expected = self.longest, self.read, self.expected
        matches = re.compile(self.pattern, re.ASCII).fullmatch

        def take(data: Any) -> Any:  # noqa: ANN401 - not yet known
            if len(data) > longest or not matches(data):
                raise InvalidValueError("data", data, expected)
            return read(data)

        return lru_cache(self.most_kept)(take) if self.most_kept else take

    def decode(self, data: Any, _: Shared) -> Any:  # noqa: ANN401 - not yet known
        """Return the value of the text."""
        return self.take(data)

    def examine(self, data: object, place: Place, log: ProblemLog) -> Any:  # noqa: ANN401 - whatever it reads
        """Return the value, if the text has the form and stands for one."""
        if not isinstance(data, str):
            return log.wrong_type(place, self.expected, data)
        if len(data) <= self.longest and self._matches(data):
            try:
                return self.read(data)
            except JbpError as error:
                return log.refused(place, error)
            except ValueError:  # no such day
                pass
        return log.wrong_value(place, self.expected, data)

    def schema(self, definitions: Definitions) -> Schema:
        """Describe it once, under its name."""
        definitions[self.name] = {
            "description": f"Text: {self.expected}.",
            "type": "string",
            "maxLength": self.longest,
            **whole_line(self.pattern),
        }
        return {"$ref": f"#/$defs/{self.name}"}


def _read_decimal(text: str) -> Decimal:
    return exact_decimal(text, "data")


def _write_decimal(value: Decimal) -> str:
    return format(value, "f")


def _write_instant(value: datetime) -> str:
    return f"{value.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def _write_wall_time(value: time) -> str:
    return value.isoformat(timespec="minutes")


def _read_fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator), int(denominator or 1))


def _fraction(name: str, digits: int, most_kept: int = 0) -> ExactTextNode:
    limit = 10**digits

    def write(value: Fraction) -> str:
        if not -limit < value.numerator < limit or value.denominator >= limit:
            expected = f"a fraction of at most {digits} digits over as many"
            raise InvalidValueError("fraction", "a longer one", expected)
        return str(value)

    digit_text = f"[1-9][0-9]{{0,{digits - 1}}}"
    return ExactTextNode(
        name=name,
        expected="a whole number or a fraction as text, such as '2' or '1/3'",
        pattern=f"-?(?:0|{digit_text})(?:/{digit_text})?",
        longest=2 * digits + 2,
        read=_read_fraction,
        most_kept=most_kept,
        encode=write,
    )


_DIGITS = "(?:0|[1-9][0-9]*)"
_DATE = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"

DECIMAL: Final = ExactTextNode(
    name="Decimal",
    expected="a decimal as text, such as '25000' or '-0.50'",
    pattern=rf"-?{_DIGITS}(?:\.[0-9]+)?",
    longest=40,
    read=_read_decimal,
    encode=_write_decimal,
)
FRACTION: Final = _fraction("Fraction", _RATIO_DIGITS, most_kept=1_000)
LONG_FRACTION: Final = _fraction("LongFraction", _MOST_DIGITS)
"""For what the engine finds: exact sums and quotients grow."""

DAY: Final = ExactTextNode(
    name="Day",
    expected="a day as text in the form YYYY-MM-DD, such as '2026-05-15'",
    pattern=_DATE,
    longest=10,
    read=date.fromisoformat,
    most_kept=4_000,
    encode=date.isoformat,
)
INSTANT: Final = ExactTextNode(
    name="Instant",
    expected="an instant in UTC as text, such as '2026-05-15T09:30:00Z'",
    pattern=f"{_DATE}T{_TIME}Z",
    longest=27,
    read=datetime.fromisoformat,
    encode=_write_instant,
)
WALL_TIME: Final = ExactTextNode(
    name="WallTime",
    expected="a time of day as text in the form HH:MM, such as '09:30'",
    pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]",
    longest=5,
    read=time.fromisoformat,
    encode=_write_wall_time,
)
