"""The JSON Schema says what the codec does, as far as a schema can."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import referencing
from jsonschema import Draft202012Validator

from jbpcore.codec.documents import FORMATS, ActualsDocument
from jbpcore.codec.plain import from_data, to_data, try_from_data
from jbpcore.codec.schema import json_schema
from jbpcore.errors import InvalidValueError
from jbpcore.model.goal import Goal
from jbpcore.model.plan import Plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
KINDS = {document_format.name: document_format.kind for document_format in FORMATS}
for_each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())


@cache
def validator(kind: type) -> Draft202012Validator:
    # An empty registry: nothing is ever fetched, whatever a schema refers to.
    return Draft202012Validator(json_schema(kind), registry=referencing.Registry())


def parts(schema: object) -> Iterator[dict[str, Any]]:
    """Yield each part of a schema that is an object."""
    if isinstance(schema, dict):
        yield schema
        for part in schema.values():
            yield from parts(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from parts(part)


@for_each_kind
def test_it_is_a_schema(kind: type) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@for_each_kind
def test_it_is_plain_data_and_the_callers_own(kind: type) -> None:
    schema = json_schema(kind)
    assert json.loads(json.dumps(schema)) == schema
    schema["$defs"].clear()
    assert json_schema(kind)["$defs"]


def test_its_name_tells_the_format_and_its_version() -> None:
    assert {json_schema(kind)["$id"] for kind in KINDS.values()} == {
        f"urn:jbpcore:schema:{name}:1" for name in KINDS
    }
    assert json_schema(Plan)["$schema"].endswith("draft/2020-12/schema")


@for_each_kind
def test_it_refers_to_nothing_outside_itself(kind: type) -> None:
    schema = json_schema(kind)
    references = {part["$ref"] for part in parts(schema) if "$ref" in part}
    names = {f"#/$defs/{name}" for name in schema["$defs"]}
    assert references == names


@for_each_kind
def test_every_object_is_closed_and_no_format_is_relied_on(kind: type) -> None:
    for part in parts(json_schema(kind)):
        if part.get("type") == "object":
            assert "additionalProperties" in part
        assert not isinstance(part.get("format"), str)


@for_each_kind
def test_patterns_mean_the_same_to_every_reader(kind: type) -> None:
    """Only what ECMA 262, Python and RE2 read alike, and no ``$`` on its own."""
    for part in parts(json_schema(kind)):
        pattern = part.get("pattern")
        if not isinstance(pattern, str):
            continue
        re.compile(pattern)
        assert not re.search(r"\\[AZzdDwWbBpPuk]|\(\?[^:]|[*+?}][+]", pattern)
        if "$" in pattern:
            assert pattern.startswith("^(?:")
            assert pattern.endswith(")$")
            assert part["not"] == {"pattern": "\\n"}


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.stem)
def test_golden_documents_are_valid(path: Path) -> None:
    document = json.loads(path.read_text("utf-8"))
    kind = KINDS[document["format"]]
    validator(kind).validate(document)
    validator(kind).validate(to_data(from_data(document, kind)))


def test_descriptions_come_from_the_docstrings() -> None:
    goal = json_schema(Plan)["$defs"]["Goal"]
    assert goal["description"] == "A measurable aim over some days."
    assert goal["properties"]["weight"]["description"] == (
        "Its part in the plan's score, beside the other goals' weights."
    )


FULL: dict[str, Any] = json.loads((GOLDEN / "plan-full.json").read_text("utf-8"))


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the golden plan with *value* at a path such as ``goals.0.name``."""
    document = copy.deepcopy(FULL)
    inside: Any = document["data"]
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        inside = inside[step]
    inside[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", 1),
        ("name", ""),
        ("name", "a\nb"),
        ("name", "a\u2028b"),
        ("name", " "),
        ("name", "a" * 201),
        ("notes", "a\x00"),
        ("notes", "a" * 10_001),
        ("id", "a b"),
        ("id", "a\n"),
        ("id", "a" * 129),
        ("state", "open"),
        ("goals", {}),
        ("goals.0.target.amount", 25000),
        ("goals.0.target.amount", "25000\n"),
        ("goals.0.target.amount", "2.5e4"),
        ("goals.0.target.amount", "\uff11"),
        ("goals.0.target.currency", "USDX"),
        ("goals.0.target.currency", "USD\n"),
        ("goals.0.target.type", "ratio"),
        ("goals.0.target", {"amount": "1", "currency": "USD"}),
        ("goals.0.weight", "1/0"),
        ("goals.0.weight", "0.5"),
        ("period.start", "2026-1-1"),
        ("period.start", "2026-W53-7"),
        ("period.start", "2026-13-01"),
        ("period.start", "2026-01-01\n"),
        ("signoffs.0.signed_at", "2026-01-07T09:30:00+00:00"),
        ("signoffs.0.signed_at", "2026-01-07T24:00:00Z"),
        ("partner.tags", {str(n): "c" for n in range(51)}),
        ("partner.tags", {"": "c"}),
        ("cadences.0.every", "1"),
        ("cadences.0.every", 2**53),
        ("people.0.mobile", "x"),
        ("goals.0.phasing.points", []),
    ],
)
def test_what_it_refuses_the_codec_refuses_too(path: str, value: object) -> None:
    document = changed(path, value)
    assert not validator(Plan).is_valid(document)
    assert isinstance(try_from_data(document, Plan), tuple)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "a" * 200),
        ("name", "é" * 200),
        ("id", "a" * 128),
        ("notes", "a" * 10_000),
        ("notes", ""),
        ("cadences.0.every", 52),
        ("goals.0.target.amount", "9" * 24),
        ("goals.0.target.amount", "-0"),
        ("goals.1.target.unit", "a" * 40),
        ("goals.1.target.amount", "0." + "1" * 35),
        ("goals.0.weight", "9" * 40 + "/" + "7" * 40),
        ("goals.0.weight", "2/4"),
        ("goals.0.baseline", None),
        ("period.start", "1900-01-01"),
        ("period.end", "2201-01-01"),
        ("signoffs.0.signed_at", "2026-12-31T23:59:59.999999Z"),
        ("partner.tags", {str(n): "c" * 200 for n in range(50)}),
    ],
)
def test_what_just_fits_both_accept(path: str, value: object) -> None:
    document = changed(path, value)
    if path.startswith("goals.1"):
        document["data"]["goals"][1]["metric"]["unit"]["noun"] = document["data"][
            "goals"
        ][1]["target"]["unit"]
    assert isinstance(try_from_data(document, Plan), Plan)
    validator(Plan).validate(document)


def test_only_documents_have_a_schema() -> None:
    with pytest.raises(InvalidValueError):
        json_schema(Goal)


def test_a_ledger_and_an_entry_share_their_definitions() -> None:
    entry = json_schema(KINDS["jbpcore.actual_entry"])["$defs"]
    ledger = json_schema(ActualsDocument)["$defs"]
    assert {name: ledger[name] for name in entry} == entry
