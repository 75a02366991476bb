"""What a meeting needs to be in a calendar: wall time, zone, length, link.

The zone is checked for its shape here and looked up where an instant is asked for: a
plan that was written where a zone is known has to be readable where it is not.
"""

from __future__ import annotations

import re
from datetime import time
from typing import Any, Final

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.validation import a_text
from jbpcore.periods.local_time import is_zone_key

__all__ = ["a_duration", "a_link", "a_wall_time", "a_zone"]

_SHORTEST_MINUTES: Final = 5
_LONGEST_MINUTES: Final = 24 * 60
_LINK: Final = re.compile(r"https://[!-;=?-~]{1,1990}", re.ASCII)


def _field(instance: object, attribute: attrs.Attribute[Any]) -> str:
    return f"{type(instance).__name__}.{attribute.name}"


def a_wall_time(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    """Accept a time of day in whole minutes, without a zone of its own."""
    is_plain = type(value) is time and value.tzinfo is None and value.fold == 0
    if not is_plain or value != value.replace(second=0, microsecond=0):  # type: ignore[attr-defined] # a time by then
        expected = "a datetime.time in whole minutes, without tzinfo; the zone is apart"
        raise InvalidValueError(_field(instance, attribute), value, expected)


def a_zone(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept text that has the shape of an IANA zone, or none."""
    if value != "" and not is_zone_key(value):
        expected = "an IANA time zone such as 'Europe/Berlin'"
        raise InvalidValueError(_field(instance, attribute), value, expected)


def a_duration(
    instance: object, attribute: attrs.Attribute[Any], value: object
) -> None:
    """Accept a whole number of minutes, from five to a day."""
    if type(value) is not int or not _SHORTEST_MINUTES <= value <= _LONGEST_MINUTES:
        expected = f"whole minutes, {_SHORTEST_MINUTES} to {_LONGEST_MINUTES:,}"
        raise InvalidValueError(_field(instance, attribute), value, expected)


def a_link(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    """Accept an https address without blanks, or none."""
    a_text(instance, attribute, value)
    if value != "" and not _LINK.fullmatch(str(value)):
        expected = "an address that begins with https:// and has no blanks"
        # Who has the address of a meeting can walk in.
        field = _field(instance, attribute)
        raise InvalidValueError(field, value, expected, is_personal=True)
