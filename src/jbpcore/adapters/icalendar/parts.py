"""What a calendar file is meant to hold, before anything writes it.

Every line is made here from a value that was checked for the kind of its slot, so no
text of a stranger can end its line, open a component or add a parameter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.values.text import check_text

__all__ = [
    "CalendarPart",
    "Line",
    "day_line",
    "instant_line",
    "one_line",
    "text_line",
    "wall_line",
    "word_line",
]

_NAME: Final = re.compile(r"[A-Z][A-Z-]{0,39}", re.ASCII)
_PARAMETER: Final = re.compile('[^\x00-\x1f"\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,400}')
_VALUE: Final = re.compile("[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{0,40000}")
_WORD: Final = re.compile(r"[!-~]{1,2100}", re.ASCII)
_BREAKS: Final = re.compile("\r\n|[\n\u2028\u2029]")
_ESCAPED: Final = str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\t": " "}
)


@attrs.frozen
class Line:
    """One line of content.

    Attributes:
        name: Of its property.
        value: As it stands in the file, escaped.
        parameters: Of the property, as they are meant; no quotes in them.

    Raises:
        InvalidValueError: If one of them would not stay in its place.
    """

    name: str
    value: str
    parameters: Mapping[str, str] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Check that each stays where it belongs."""
        for name in (self.name, *self.parameters):
            _require(_NAME, name, f"name of {self.name!r}", "the name of a property")
        for name, value in self.parameters.items():
            _require(_PARAMETER, value, f"{self.name} {name}", "text of one line")
        _require(_VALUE, self.value, self.name, "text of one line, escaped")


@attrs.frozen
class CalendarPart:
    """One component.

    Attributes:
        name: Such as ``"VEVENT"``.
        lines: Its own lines.
        parts: The components in it.
    """

    name: str
    lines: tuple[Line, ...] = ()
    parts: tuple[CalendarPart, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Check that the name is one."""
        _require(_NAME, self.name, "name of a part", "the name of a component")


def _require(pattern: re.Pattern[str], value: object, field: str, what: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise InvalidValueError(field, value, what)


def one_line(value: str, field: str) -> str:
    r"""Return text with its line breaks made into commas and blanks.

    Raises:
        InvalidValueError: If it is no text, or holds other control characters.

    Examples:
        >>> one_line("Room 3\nHamburg", "Review.location")
        'Room 3, Hamburg'
    """
    text = check_text(value, field, allow_empty=True)
    lines = (" ".join(line.split()) for line in _BREAKS.split(text))
    return ", ".join(line for line in lines if line)


def text_line(name: str, value: str, **parameters: str) -> Line:
    r"""Return a line of free text, which may have line breaks.

    Raises:
        InvalidValueError: If it is no text, or holds other control characters.

    Examples:
        >>> print(text_line("SUMMARY", "Wins, blockers;\nC:\\New").value)
        Wins\, blockers\;\nC:\\New
    """
    text = check_text(value, name, max_length=12_000, allow_empty=True)
    return Line(name, _BREAKS.sub("\n", text).translate(_ESCAPED), parameters)


def word_line(name: str, value: object, **parameters: str) -> Line:
    """Return a line of printable ASCII, such as a number, a rule or an address.

    Raises:
        InvalidValueError: If the value has anything else in it, such as a blank.

    Examples:
        >>> word_line("SEQUENCE", 3).value
        '3'
    """
    text = str(value)
    _require(_WORD, text, name, "printable ASCII without blanks")
    return Line(name, text, parameters)


def day_line(name: str, day: date) -> Line:
    """Return a line with a whole day.

    Examples:
        >>> day_line("DTSTART", date(2026, 6, 30)).value
        '20260630'
    """
    return word_line(name, f"{day.year:04}{day.month:02}{day.day:02}", VALUE="DATE")


def instant_line(name: str, instant: datetime) -> Line:
    """Return a line with an instant, in UTC.

    Examples:
        >>> instant_line("DTSTAMP", datetime(2026, 1, 7, 9, 30, tzinfo=UTC)).value
        '20260107T093000Z'
    """
    return word_line(name, f"{instant.astimezone(UTC):%Y%m%dT%H%M%S}Z")


def wall_line(name: str, wall: datetime, zone: str) -> Line:
    """Return a line with a wall time in a zone.

    Args:
        name: Of the property.
        wall: By the clock on the wall; a zone of its own is not looked at.
        zone: The key of the zone.

    Examples:
        >>> line = wall_line("DTSTART", datetime(2026, 6, 16, 9, 30), "Europe/Berlin")
        >>> line.value, line.parameters["TZID"]
        ('20260616T093000', 'Europe/Berlin')
    """
    return word_line(name, f"{wall:%Y%m%dT%H%M%S}", TZID=zone)
