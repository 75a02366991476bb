"""Having icalendar write a calendar, and reading again what it wrote.

What came out has to be what was meant: every component, property and parameter, once,
in its place, with its value. Otherwise nothing is handed out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jbpcore.adapters.icalendar.parts import CalendarPart, Line
from jbpcore.errors import (
    CalendarMismatchError,
    InvalidValueError,
    MissingExtraError,
)

if TYPE_CHECKING:
    from types import ModuleType

    from icalendar import Component

__all__ = ["written"]

_LONGEST_LINE: Final = 75
_MOST_BYTES: Final = 8_000_000
# What icalendar is known to raise where it does not like something.
_FOREIGN: Final = (AssertionError, AttributeError, LookupError, TypeError, ValueError)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_QUOTED: Final = re.compile(r'([A-Z-]+)=(?:"([^"]*)"|([^",;:]*))(?=[;:])', re.ASCII)
_CARET: Final = re.compile(r"\^([\^n'])")
_CARETS: Final = {"^": "^", "n": "\n", "'": '"'}


def written(part: CalendarPart) -> bytes:
    """Return a calendar as the bytes of its file.

    Args:
        part: The calendar, with all that it should hold.

    Raises:
        MissingExtraError: If icalendar is not installed.
        InvalidValueError: If it would be larger than 8 MB.
        CalendarMismatchError: If something else came out than was meant.
    """
    library = _library()
    try:
        data: bytes = _component(library, part).to_ical(sorted=False)
    except _FOREIGN as error:
        _refuse("icalendar does not write it", error)
    if len(data) > _MOST_BYTES:
        expected = f"at most {_MOST_BYTES:,} bytes; put less into one file"
        raise InvalidValueError("calendar", len(data), expected)
    _compare("lines", tuple(_meant(part)), tuple(_found(data)))
    _compare("components", _census(part), _read_census(library, data))
    return data


def _refuse(problem: str, cause: Exception | None = None) -> NoReturn:
    raise CalendarMismatchError(problem) from cause


def _library() -> ModuleType:
    try:
        import icalendar  # noqa: PLC0415 - an extra, which most do without
    except ModuleNotFoundError as error:
        raise MissingExtraError("calendar", "icalendar") from error
    return icalendar


def _component(library: ModuleType, part: CalendarPart) -> Component:
    component: Component = library.ComponentFactory()[part.name]()
    for line in part.lines:
        # The value is escaped already: icalendar's own escaping loses "\\N" in a text.
        value = library.prop.vInline(line.value)
        for name, given in line.parameters.items():
            value.params[name] = given
        component.add(line.name, value, encode=False)
    for inner in part.parts:
        component.add_component(_component(library, inner))
    return component


# --- what was meant, and what came out, as a flat list of lines -------------------


_Told = tuple[str, str, tuple[tuple[str, str], ...]]


def _told(line: Line) -> _Told:
    return (line.name, line.value, tuple(sorted(line.parameters.items())))


def _meant(part: CalendarPart) -> Iterator[_Told]:
    yield ("BEGIN", part.name, ())
    # Where a property comes more than once, icalendar puts all of them where the
    # first one is.
    names = dict.fromkeys(line.name for line in part.lines)
    for name in names:
        yield from (_told(line) for line in part.lines if line.name == name)
    for inner in part.parts:
        yield from _meant(inner)
    yield ("END", part.name, ())


def _found(data: bytes) -> Iterator[_Told]:
    *physical, rest = data.split(b"\r\n")
    if rest or not physical:
        _refuse("its last line does not end")
    content: list[str] = []
    for number, octets in enumerate(physical, 1):
        if len(octets) > _LONGEST_LINE:
            _refuse(f"line {number} is longer than 75 octets")
        try:
            text = octets.decode("utf-8")
        except UnicodeDecodeError as error:
            _refuse(f"line {number} splits a character", error)
        if found := _CONTROL.search(text):
            _refuse(f"line {number} holds {found[0]!a}")
        if text.startswith(" ") and content:
            content[-1] += text[1:]
        else:
            content.append(text)
    yield from map(_parsed, content)


def _parsed(line: str) -> _Told:
    end = next((at for at, sign in enumerate(line) if sign in ":;"), len(line))
    name, at, parameters = line[:end], end, []
    while line[at : at + 1] == ";":
        found = _QUOTED.match(line, at + 1)
        if found is None:
            _refuse(f"the parameters of {name} cannot be read")
        value = found[2] if found[2] is not None else found[3]
        value = _CARET.sub(lambda sign: _CARETS[sign[1]], value)
        parameters.append((found[1], value))
        at = found.end()
    if line[at : at + 1] != ":":
        _refuse(f"the line of {name[:40]!a} has no value")
    return (name, line[at + 1 :], tuple(sorted(parameters)))


def _compare(what: str, meant: Any, found: Any) -> None:  # noqa: ANN401 - two of a kind
    if meant != found:
        _refuse(f"its {what} are not those that were meant")


# --- the same once more, as icalendar reads it ------------------------------------


def _census(part: CalendarPart) -> Counter[tuple[str, ...]]:
    counted: Counter[tuple[str, ...]] = Counter([(part.name,)])
    counted.update((part.name, line.name) for line in part.lines)
    for inner in part.parts:
        counted.update(_census(inner))
    return counted


def _read_census(library: ModuleType, data: bytes) -> Counter[tuple[str, ...]]:
    try:
        calendar = library.Calendar.from_ical(data)
    except _FOREIGN as error:
        _refuse("icalendar cannot read it again", error)
    counted: Counter[tuple[str, ...]] = Counter()
    for component in calendar.walk():
        if component.errors:
            _refuse(f"icalendar finds {component.errors[0]!a}")
        counted[(component.name,)] += 1
        for name, _ in component.property_items(recursive=False):
            if name not in {"BEGIN", "END"}:
                counted[(component.name, name)] += 1
    return counted
