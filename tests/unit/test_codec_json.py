"""JSON text: what is written, and none of the liberties when it is read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.json_text import dumps, loads, try_loads
from jbpcore.codec.strict_json import MOST_BYTES
from jbpcore.errors import InvalidDataError, InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
LEAST = (GOLDEN / "plan-least.json").read_text("utf-8")
ENTRY = (GOLDEN / "actual-entry.json").read_text("utf-8")
FULL = (GOLDEN / "plan-full.json").read_text("utf-8")


def found(text: str | bytes, kind: type = Plan) -> list[tuple[str, str]]:
    findings = try_loads(text, kind)
    assert isinstance(findings, tuple), "the document was accepted"
    return [(finding.path, finding.code) for finding in findings]


def with_name(written: str) -> str:
    return LEAST.replace('"P"', written)


TYPE = "jbp.data.type"


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        ("", "line 1, column 1", "jbp.data.json"),
        ("{", "line 1, column 2", "jbp.data.json"),
        ("{'a': 1}", "line 1, column 2", "jbp.data.json"),
        ("{} {}", "line 1, column 4", "jbp.data.json"),
        ('{"a": 01}', "line 1, column 8", "jbp.data.json"),
        ('{"a": +1}', "line 1, column 7", "jbp.data.json"),
        ('{"a": "\t"}', "line 1, column 8", "jbp.data.json"),
        ('{"a": "\\x41"}', "line 1, column 8", "jbp.data.json"),
        ("// note\n{}", "line 1, column 1", "jbp.data.json"),
        ("null", "", TYPE),
        ("[]", "", TYPE),
        ("NaN", "", TYPE),
        ("1e400", "", TYPE),
        (with_name("NaN"), "name", TYPE),
        (with_name("-Infinity"), "name", TYPE),
        (with_name("1e400"), "name", TYPE),
        (with_name("1.5"), "name", TYPE),
        (with_name("9" * 5000), "name", TYPE),
        (with_name('"a\\ud800b"'), "name", "jbp.data.text"),
        (with_name('"a\\udc00\\ud800b"'), "name", "jbp.data.text"),
        (with_name('"a\ud800b"'), "name", "jbp.data.text"),
        (with_name('"a\\u0000b"'), "name", "jbp.data.text"),
        (with_name('"a", "n\\u0000": 1'), '["n\\u0000"]', "jbp.data.unknown_field"),
        (with_name('"a", "name": "a"'), "name", "jbp.data.repeated_key"),
        (with_name('"a", "n\\u0061me": "b"'), "name", "jbp.data.repeated_key"),
        (
            LEAST.replace('"id": "acme"', '"id": "acme", "id": "b"'),
            "vendor.id",
            "jbp.data.repeated_key",
        ),
        (
            LEAST.replace('"Northwind"', '"N", "tags": {"a": "b", "a": "b"}'),
            "partner.tags.a",
            "jbp.data.repeated_key",
        ),
        (
            LEAST.replace('"data": {', '"data": 1, "data": {'),
            "data",
            "jbp.data.repeated_key",
        ),
        (
            LEAST.replace('"format_version": 1', '"format_version": 1.0'),
            "format_version",
            TYPE,
        ),
    ],
)
def test_a_liberty_is_refused_at_its_place(text: str, place: str, code: str) -> None:
    assert found(text) == [(place, code)]


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e400", "1.50", "9" * 25])
def test_a_number_that_is_none_is_quoted_as_it_was_written(number: str) -> None:
    findings = try_loads(with_name(number), Plan)
    assert isinstance(findings, tuple)
    assert findings[0].message == f"Must be text; got the number {number}."


def test_a_repeated_key_is_found_in_a_tagged_union() -> None:
    text = ENTRY.replace('"type": "money"', '"type": "ratio", "type": "money"')
    assert found(text, ActualEntry) == [("amount.type", "jbp.data.repeated_key")]


def test_a_syntax_error_names_its_line() -> None:
    findings = try_loads(LEAST.replace('"P",', '"P"'), Plan)
    assert isinstance(findings, tuple)
    # Line 7 of the file is the vendor, which the comma is missing before.
    assert [finding.row for finding in findings] == [7]
    assert findings[0].message == "Is no JSON: Expecting ',' delimiter."


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (LEAST.encode("utf-16"), "jbp.data.encoding"),
        (LEAST.replace("P", "é").encode("latin-1"), "jbp.data.encoding"),
        (with_name('"a\ud800b"').encode("utf-8", "surrogatepass"), "jbp.data.encoding"),
        (b"", "jbp.data.json"),
    ],
)
def test_bytes_are_utf_8_or_refused(raw: bytes, code: str) -> None:
    assert [code for _, code in found(raw)] == [code]


def test_a_byte_order_mark_is_passed_over() -> None:
    assert loads("\ufeff" + LEAST, Plan) == loads(LEAST, Plan)
    assert loads(LEAST.encode("utf-8-sig"), Plan) == loads(LEAST, Plan)


@pytest.mark.parametrize("text", [None, 1, bytearray(b"{}"), Path("plan.json")])
def test_what_is_neither_text_nor_bytes_is_bad_code(text: object) -> None:
    with pytest.raises(InvalidValueError):
        loads(text, Plan)  # type: ignore[call-overload] # refused on purpose


def test_the_size_is_bounded_at_5_mib() -> None:
    assert MOST_BYTES == 5_242_880
    just = LEAST + " " * (MOST_BYTES - len(LEAST))
    assert loads(just, Plan) == loads(just.encode(), Plan)
    for longer in (just + " ", (just + " ").encode()):
        assert found(longer) == [("", "jbp.data.too_large")]


def test_the_size_is_that_in_utf_8() -> None:
    text = with_name('"' + "é" * 100 + '"')
    size = len(text) + 100
    assert loads(text, Plan, max_bytes=size).name == "é" * 100
    with pytest.raises(InvalidDataError):
        loads(text, Plan, max_bytes=size - 1)
    for wrong in (0, -1, True, 1.5, None):
        with pytest.raises(InvalidValueError):
            loads(text, Plan, max_bytes=wrong)  # type: ignore[arg-type] # refused on purpose


def nested(depth: int) -> str:
    """A document of this depth, itself counted."""
    return with_name('"P", "x": ' + "[" * (depth - 2) + "]" * (depth - 2))


def test_the_depth_is_bounded_at_32() -> None:
    assert loads(nested(32), Plan, extra="keep").value == loads(LEAST, Plan)
    with pytest.raises(InvalidDataError) as caught:
        loads(nested(33), Plan, extra="keep")
    assert [finding.code for finding in caught.value.findings] == ["jbp.data.depth"]
    for depth in (203, 2_000, 200_000):
        assert found(nested(depth)) == [("", "jbp.data.depth")]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '[{"\\"":' * 100_000,
        '["' + "[" * 100_000,
        "]" * 300 + "[" * 100_000,
    ],
)
def test_depth_that_never_ends_is_refused(text: str) -> None:
    ((_, code),) = found(text)
    assert code in {"jbp.data.depth", "jbp.data.json"}


@pytest.mark.parametrize("quote", ['"', '\\"', "\\\\"])
def test_brackets_inside_text_are_no_depth(quote: str) -> None:
    notes = json.dumps(quote + "[{" * 2_000)
    text = with_name(f'"P", "notes": {notes}')
    assert loads(text, Plan).notes == quote + "[{" * 2_000


def test_hostile_text_takes_no_longer_than_its_length() -> None:
    # In a process of its own, for one long call into C cannot be interrupted.
    code = (
        "from jbpcore.codec.json_text import try_loads\n"
        "from jbpcore.model.plan import Plan\n"
        "size = 2_000_000\n"
        "for text in ('[' * size, '{\"a\":' * (size // 5), '\"\\\\\"' * (size // 3),\n"
        "             '\"' * size, '\\\\\"' * (size // 2), '9' * size,\n"
        "             '1e' + '9' * size, '[' + '9,' * size, '[]' * size,\n"
        "             '{\"data\":{' + '\"a\":1,' * (size // 6) + '\"a\":1}}'):\n"
        "    assert isinstance(try_loads(text, Plan), tuple)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)  # noqa: S603 - our own interpreter and text


def test_recursion_has_no_part_in_it() -> None:
    code = (
        "import sys; sys.setrecursionlimit(10**6)\n"
        "from jbpcore.codec.json_text import try_loads\n"
        "from jbpcore.model.plan import Plan\n"
        "assert isinstance(try_loads('[' * 5_000_000, Plan), tuple)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)  # noqa: S603 - our own interpreter and text


def test_canonical_text_is_sorted_compact_and_unescaped() -> None:
    entry = attrs.evolve(
        loads(ENTRY, ActualEntry), source="É/é 🎯", tags={"é": "1", "z": "2", "Z": "3"}
    )
    assert dumps(entry, canonical=True) == (
        '{"data":{"amount":{"amount":"7500","currency":"USD","type":"money"},'
        '"credit_ratio":"1","entry_id":"e-1","metric":"revenue","on":"2026-04-20",'
        '"source":"É/é 🎯","tags":{"Z":"3","z":"2","é":"1"}},'
        '"format":"jbpcore.actual_entry","format_version":1}'
    )


def test_canonical_text_is_the_same_whatever_the_document_looked_like() -> None:
    plan = loads(FULL, Plan)
    shuffled = json.dumps(json.loads(FULL), sort_keys=True, ensure_ascii=True)
    assert dumps(loads(shuffled, Plan), canonical=True) == dumps(plan, canonical=True)


def test_canonical_text_is_not_indented() -> None:
    with pytest.raises(InvalidValueError):
        dumps(loads(LEAST, Plan), indent=2, canonical=True)


def test_text_that_utf_8_cannot_hold_is_not_written() -> None:
    kept = loads(LEAST, Plan, extra="keep")
    spoilt = attrs.evolve(kept.value)
    object.__setattr__(spoilt, "notes", "\ud800")
    with pytest.raises(InvalidValueError):
        dumps(spoilt)


def test_a_long_ledger_needs_leave_and_gets_it() -> None:
    entry = loads(ENTRY, ActualEntry)
    ledger = ActualsDocument(
        [attrs.evolve(entry, entry_id=f"e-{n}") for n in range(2_000)]
    )
    text = dumps(ledger)
    with pytest.raises(InvalidDataError):
        loads(text, ActualsDocument, max_bytes=100_000)
    assert loads(text, ActualsDocument, max_bytes=1_000_000) == ledger


def test_a_trailing_comma_is_told_with_its_place() -> None:
    """Interpreters differ on whether that is the comma or the bracket after it."""
    ((place, code),) = found('{"a": 1,}')
    assert place in {"line 1, column 8", "line 1, column 9"}
    assert code == "jbp.data.json"
