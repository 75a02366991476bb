"""Laws of the codec for bad documents: findings come of them, and nothing else."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import referencing
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from jbpcore.codec.documents import FORMATS, format_of
from jbpcore.codec.json_text import try_loads
from jbpcore.codec.plain import from_data, read_document, to_data, try_from_data
from jbpcore.codec.schema import json_schema
from jbpcore.errors import Finding, FormatTooNewError
from jbpcore.model.plan import Plan

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "format-1"
GOLDEN = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.iterdir())]
# Results without their figures, too: then nothing contradicts a changed field.
DERIVED = {"figures", "missing"}
GOLDEN += [
    {
        **document,
        "data": {
            key: item for key, item in document["data"].items() if key not in DERIVED
        },
    }
    for document in GOLDEN
]

PLAN_SCHEMA = Draft202012Validator(json_schema(Plan), registry=referencing.Registry())

junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 60) | st.just(2**70),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from(
        [
            "2026-02-29",
            "2026-W53-7",
            "1/0",
            "-1",
            "NaN",
            "1e9",
            "money",
            "linear",
            "USD",
        ]
    ),
    st.sampled_from(["0", "-5", "1/3", "9" * 24, "1900-01-01"]),
    st.sampled_from(
        [
            {"type": "ratio", "ratio": "1/3"},
            {"type": "money", "amount": "0.001", "currency": "JPY"},
            {"type": "money", "amount": "1", "currency": "XAU"},
            {"type": "quantity", "amount": "-7.5", "unit": "deals"},
        ]
    ),
    st.dictionaries(st.sampled_from(["id", "type", "amount", "x"]), st.just("1")),
    st.lists(st.just("a"), max_size=2),
)


documents = st.sampled_from(GOLDEN)
plans = st.sampled_from([item for item in GOLDEN if item["format"] == "jbpcore.plan"])


def places(data: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the steps to every value in *data*."""
    inside: list[tuple[Any, ...]] = []
    if isinstance(data, dict):
        inside = [place for key in data for place in places(data[key], (*steps, key))]
    elif isinstance(data, list):
        for index, item in enumerate(data):
            inside += places(item, (*steps, index))
    return [steps, *inside] if steps else inside


@st.composite
def spoilt(
    draw: st.DrawFn, documents: st.SearchStrategy[dict[str, Any]] = plans
) -> dict[str, Any]:
    """Exchange, take away or add one or two values somewhere."""
    document = copy.deepcopy(draw(documents))
    for _ in range(draw(st.integers(1, 2))):
        *steps, last = draw(st.sampled_from(places(document)))
        inside: Any = document
        for step in steps:
            inside = inside[step]
        action = draw(st.sampled_from(["exchange", "remove", "add"]))
        if action == "exchange":
            inside[last] = copy.deepcopy(draw(junk))
        elif action == "remove":
            del inside[last]
        elif isinstance(inside, dict):
            inside[draw(st.text(max_size=4))] = copy.deepcopy(draw(junk))
        else:
            inside.append(copy.deepcopy(draw(junk)))
    return document


@given(spoilt())
def test_only_findings_come_of_a_bad_document(document: dict[str, Any]) -> None:
    read = try_from_data(document, Plan)
    if isinstance(read, Plan):
        # Accepted, so it is sound: it comes back, and the schema accepts it too.
        assert from_data(to_data(read), Plan) == read
        assert PLAN_SCHEMA.is_valid(document)
    else:
        assert read
        assert all(finding.code.startswith("jbp.") for finding in read)
        assert all(str(finding) for finding in read)


@given(spoilt(documents))
def test_only_findings_come_of_a_bad_document_of_any_kind(
    document: dict[str, Any],
) -> None:
    for document_format in FORMATS:
        read: object = try_from_data(document, document_format.kind)
        if isinstance(read, tuple):
            assert all(isinstance(finding, Finding) for finding in read)
        else:
            assert from_data(to_data(read), document_format.kind) == read


@given(spoilt())
def test_what_the_schema_refuses_the_codec_refuses(document: dict[str, Any]) -> None:
    if not PLAN_SCHEMA.is_valid(document):
        assert isinstance(try_from_data(document, Plan), tuple)


@given(spoilt())
def test_keeping_unknown_fields_accepts_no_less(document: dict[str, Any]) -> None:
    try:
        refusing = read_document(document, format_of(Plan))
    except FormatTooNewError:
        return
    keeping = read_document(document, format_of(Plan), keeps_extra=True)
    if not isinstance(refusing, tuple):
        assert keeping == refusing
    elif not isinstance(keeping, tuple):
        assert {finding.code for finding in refusing} == {"jbp.data.unknown_field"}
        assert from_data(to_data(keeping), Plan, extra="keep") == keeping


@given(st.text(alphabet='{}[]":,0123456789.eE-+truefalsn\\ud8\x00 ', max_size=60))
def test_only_findings_come_of_any_text(text: str) -> None:
    assert isinstance(try_loads(text, Plan), tuple)


@given(st.binary(max_size=60))
def test_only_findings_come_of_any_bytes(raw: bytes) -> None:
    assert isinstance(try_loads(raw, Plan), tuple)


@given(spoilt())
def test_text_and_plain_data_are_judged_alike(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    from_text, from_plain = try_loads(text, Plan), try_from_data(document, Plan)
    if isinstance(from_plain, tuple):
        assert isinstance(from_text, tuple)
        assert [f.path for f in from_text] == [f.path for f in from_plain]
    else:
        assert from_text == from_plain
