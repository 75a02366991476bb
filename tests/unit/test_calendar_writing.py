"""What icalendar wrote is handed out only if it is what was meant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import icalendar
import pytest

from jbpcore.adapters.icalendar.parts import (
    CalendarPart,
    Line,
    one_line,
    text_line,
    word_line,
)
from jbpcore.adapters.icalendar.writing import written
from jbpcore.errors import CalendarMismatchError, InvalidValueError, JbpError

EVENT = CalendarPart(
    "VEVENT",
    (
        word_line("UID", "1@acme.example"),
        word_line("DTSTAMP", "20260107T090000Z"),
        text_line("SUMMARY", "Wins, blockers; C:\\New\nÜberblick \U0001f680 " * 4),
        word_line("ATTENDEE", "mailto:tom@northwind.example", CN="Tom: ^n, 'T'; é"),
        word_line("ATTENDEE", "mailto:li@northwind.example", CN="Li"),
    ),
)
CALENDAR = CalendarPart(
    "VCALENDAR",
    (word_line("VERSION", "2.0"), word_line("PRODID", "-//x//EN")),
    (EVENT, EVENT),
)


def test_what_was_meant_comes_out_and_can_be_read() -> None:
    calendar = icalendar.Calendar.from_ical(written(CALENDAR))
    first, second = calendar.walk("VEVENT")
    assert first["UID"] == second["UID"] == "1@acme.example"
    attendees: Any = first["ATTENDEE"]
    tom, li = attendees
    assert tom.params["CN"] == "Tom: ^n, 'T'; é"
    assert li.params["CN"] == "Li"


def added(data: bytes) -> bytes:
    return data.replace(b"END:VEVENT", b"COMMENT:more\r\nEND:VEVENT", 1)


def dropped(data: bytes) -> bytes:
    return data.replace(b"VERSION:2.0\r\n", b"", 1)


def another_value(data: bytes) -> bytes:
    return data.replace(b"UID:1@", b"UID:2@", 1)


def another_parameter(data: bytes) -> bytes:
    return data.replace(b"CN=Li", b"CN=Lo", 1)


def one_more_parameter(data: bytes) -> bytes:
    return data.replace(b"UID:1@", b"UID;X-A=1:1@", 1)


def unclosed_quote(data: bytes) -> bytes:
    return data.replace(b"CN=Li", b'CN="Li', 1)


def no_value(data: bytes) -> bytes:
    return data.replace(b"VERSION:2.0", b"VERSION", 1)


def too_long(data: bytes) -> bytes:
    return data.replace(b"\r\n ", b"", 1)


def split_character(data: bytes) -> bytes:
    return data.replace("Ü".encode(), b"\xc3\r\n \x9c", 1)


def bare_line_feed(data: bytes) -> bytes:
    return data.replace(b"SUMMARY:W", b"SUMMARY:\nW", 1)


def line_separator(data: bytes) -> bytes:
    return data.replace(b"SUMMARY:W", "SUMMARY:\u2028W".encode(), 1)


def no_end(data: bytes) -> bytes:
    return data.removesuffix(b"\r\n")


def nothing(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize(
    "tamper",
    [
        added,
        dropped,
        another_value,
        another_parameter,
        one_more_parameter,
        unclosed_quote,
        no_value,
        too_long,
        split_character,
        bare_line_feed,
        line_separator,
        no_end,
        nothing,
    ],
)
def test_anything_else_is_not_handed_out(
    monkeypatch: pytest.MonkeyPatch, tamper: Callable[[bytes], bytes]
) -> None:
    usual = icalendar.Calendar.to_ical

    def to_ical(self: icalendar.Calendar, **options: bool) -> bytes:
        data: bytes = usual(self, **options)
        changed = tamper(data)
        assert changed != data, "the test changes nothing"
        return changed

    monkeypatch.setattr(icalendar.Calendar, "to_ical", to_ical)
    with pytest.raises(CalendarMismatchError, match="No calendar was made, because"):
        written(CALENDAR)


@pytest.mark.parametrize(
    "error", [AssertionError, AttributeError, KeyError, TypeError, ValueError]
)
@pytest.mark.parametrize("name", ["to_ical", "from_ical"])
def test_only_our_errors_leave_it(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception], name: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(icalendar.Calendar, name, fail)
    with pytest.raises(JbpError) as caught:
        written(CALENDAR)
    assert isinstance(caught.value.__cause__, error)


def test_a_file_has_a_size() -> None:
    note = text_line("COMMENT", "x" * 10_000)
    with pytest.raises(InvalidValueError, match="at most 8,000,000 bytes"):
        written(CalendarPart("VCALENDAR", (note,) * 801))


@pytest.mark.parametrize(
    ("name", "value", "parameters"),
    [
        ("summary", "a", {}),
        ("X:Y", "a", {}),
        ("", "a", {}),
        ("SUMMARY\r\nX", "a", {}),
        ("SUMMARY", "a\r\nX:1", {}),
        ("SUMMARY", "a\x85", {}),
        ("SUMMARY", "a\u2028", {}),
        ("SUMMARY", "\ud800", {}),
        ("SUMMARY", "a" * 40_001, {}),
        ("SUMMARY", "a", {"CN": 'a"b'}),
        ("SUMMARY", "a", {"CN": "a\nb"}),
        ("SUMMARY", "a", {"CN": ""}),
        ("SUMMARY", "a", {"cn": "a"}),
        ("SUMMARY", "a", {"C=N": "a"}),
    ],
)
def test_no_line_is_made_of_what_would_not_stay_in_it(
    name: str, value: str, parameters: dict[str, str]
) -> None:
    with pytest.raises(InvalidValueError):
        Line(name, value, parameters)


def test_a_component_has_a_plain_name() -> None:
    with pytest.raises(InvalidValueError):
        CalendarPart("VEVENT\r\nX")


@pytest.mark.parametrize("value", ["a b", "é", "a\n", "", "x" * 2_101])
def test_a_word_is_printable_ascii(value: str) -> None:
    with pytest.raises(InvalidValueError):
        word_line("UID", value)


def test_line_breaks_of_every_kind_become_the_one_of_the_standard() -> None:
    assert text_line("SUMMARY", "a\nb\u2028c\u2029d\te").value == "a\\nb\\nc\\nd e"
    assert one_line("a\n\n  b\tc \u2029d", "x") == "a, b c, d"
