"""The envelope: which document it is, of which version, and how old ones are read."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from jbpcore.codec.documents import FORMATS, DocumentFormat, format_of
from jbpcore.codec.extras import Kept
from jbpcore.codec.json_text import try_loads
from jbpcore.codec.plain import from_data, read_document, to_data, try_from_data
from jbpcore.errors import FormatTooNewError, InvalidDataError, InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.party import Party
from jbpcore.model.plan import Plan

PLAN: dict[str, Any] = {
    "format": "jbpcore.plan",
    "format_version": 1,
    "data": {
        "id": "p",
        "name": "P",
        "vendor": {"id": "acme", "name": "Acme"},
        "partner": {"id": "northwind", "name": "Northwind"},
        "period": {"start": "2026-01-01", "end": "2027-01-01"},
    },
}


def found(document: object) -> list[tuple[str, str]]:
    findings = try_from_data(document, Plan)
    assert isinstance(findings, tuple), "the document was accepted"
    return [(finding.path, finding.code) for finding in findings]


def without(key: str) -> dict[str, Any]:
    return {name: item for name, item in PLAN.items() if name != key}


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ({}, [("format", "jbp.data.missing")]),
        (PLAN["data"], [("format", "jbp.data.missing")]),
        (without("format"), [("format", "jbp.data.missing")]),
        ({**PLAN, "format": "jbpcore.Plan"}, [("format", "jbp.data.format")]),
        ({**PLAN, "format": "jbpcore.actuals"}, [("format", "jbp.data.format")]),
        ({**PLAN, "format": ["jbpcore.plan"]}, [("format", "jbp.data.format")]),
        (without("format_version"), [("format_version", "jbp.data.type")]),
        ({**PLAN, "format_version": "1"}, [("format_version", "jbp.data.type")]),
        ({**PLAN, "format_version": True}, [("format_version", "jbp.data.type")]),
        ({**PLAN, "format_version": 1.0}, [("format_version", "jbp.data.type")]),
        ({**PLAN, "format_version": 0}, [("format_version", "jbp.data.type")]),
        ({**PLAN, "format_version": -1}, [("format_version", "jbp.data.type")]),
        (without("data"), [("data", "jbp.data.missing")]),
        ({**PLAN, "data": [1]}, [("data", "jbp.data.type")]),
        ({**PLAN, "data": None}, [("data", "jbp.data.type")]),
        (
            {**PLAN, "date": 1, "data": {**PLAN["data"], "name": 1}},
            [("date", "jbp.data.unknown_field"), ("name", "jbp.data.type")],
        ),
    ],
)
def test_a_bad_envelope_is_reported(
    document: object, problems: list[tuple[str, str]]
) -> None:
    assert found(document) == problems


def test_another_kind_of_document_is_named() -> None:
    findings = try_from_data({**PLAN, "format": "jbpcore.actuals"}, Plan)
    assert isinstance(findings, tuple)
    assert findings[0].message == (
        "Must be 'jbpcore.plan'; got the text 'jbpcore.actuals'. "
        "Read it as ActualsDocument."
    )


def test_a_newer_version_is_an_error_of_its_own() -> None:
    newer = {**PLAN, "format_version": 2, "data": {"of": "another shape"}, "new": 1}
    with pytest.raises(FormatTooNewError) as caught:
        from_data(newer, Plan)
    error = caught.value
    assert (error.found, error.supported, error.subject) == (2, 1, "plan")
    assert str(error) == (
        "plan is in format version 2; this release reads up to 1. "
        "Upgrade jbpcore to read it."
    )
    assert isinstance(error, InvalidDataError)
    twin = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (str(twin), twin.findings) == (str(error), error.findings)


def test_a_newer_version_is_a_finding_to_whoever_tries() -> None:
    text = '{"format": "jbpcore.plan", "format_version": 2, "data": null}'
    findings = try_loads(text, Plan)
    assert isinstance(findings, tuple)
    assert [f.code for f in findings] == ["jbp.data.format_too_new"]


def test_names_of_formats_and_kinds_are_unique() -> None:
    assert len({f.name for f in FORMATS}) == len({f.kind for f in FORMATS}) == 8
    with pytest.raises(InvalidValueError):
        format_of(Party)


# A made-up history of a document that holds a Party: version 1 had the name under
# "title", version 2 had it in a list of "names", version 3 has it under "name".


def one_to_two(data: dict[str, Any]) -> dict[str, Any]:
    rest = {key: item for key, item in data.items() if key != "title"}
    return {**rest, "names": [data["title"]]}


def two_to_three(data: dict[str, Any]) -> dict[str, Any]:
    rest = {key: item for key, item in data.items() if key != "names"}
    return {**rest, "name": data["names"][0]}


PARTY = DocumentFormat(
    name="jbpcore.party", kind=Party, upgrades=(one_to_two, two_to_three)
)
ACME = Party(id="acme", name="Acme")


def party(version: int, **data: object) -> dict[str, Any]:
    return {"format": "jbpcore.party", "format_version": version, "data": data}


@pytest.mark.parametrize(
    "document",
    [
        party(1, id="acme", title="Acme"),
        party(2, id="acme", names=["Acme"]),
        party(3, id="acme", name="Acme"),
    ],
)
def test_every_older_version_is_brought_up_to_date(document: dict[str, Any]) -> None:
    before = copy.deepcopy(document)
    assert read_document(document, PARTY) == Kept(ACME)
    assert document == before


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        # the shape of one version is not taken for that of another
        (party(3, id="acme", title="Acme"), ("title", "jbp.data.unknown_field")),
        (party(1, id="acme", name="Acme"), ("", "jbp.data.upgrade")),
        (party(1), ("", "jbp.data.upgrade")),
        (party(2, id="acme", names=[]), ("", "jbp.data.upgrade")),
        (party(2, id="acme", names=None), ("", "jbp.data.upgrade")),
        # what an upgrade hands on is checked like everything else
        (party(1, id="acme", title=1), ("name", "jbp.data.type")),
        (party(1, id="acme", title="Acme", x=1), ("x", "jbp.data.unknown_field")),
        # and what it could lose is checked before
        (party(1, id="acme", title="Acme", x=0.5), ("x", "jbp.data.type")),
        ({**party(1), "data": []}, ("data", "jbp.data.type")),
    ],
)
def test_a_bad_old_document_is_reported(
    document: dict[str, Any], problem: tuple[str, str]
) -> None:
    findings = read_document(document, PARTY)
    assert isinstance(findings, tuple)
    assert (findings[0].path, findings[0].code) == problem


def test_a_version_beyond_the_chain_is_too_new() -> None:
    with pytest.raises(FormatTooNewError) as caught:
        read_document(party(4, id="acme", name="Acme"), PARTY)
    assert caught.value.supported == 3


def test_unknown_fields_of_an_old_document_are_kept_too() -> None:
    kept = read_document(
        party(1, id="acme", title="Acme", crm="7"), PARTY, keeps_extra=True
    )
    assert isinstance(kept, Kept)
    assert [(field.steps, field.value) for field in kept.extras] == [
        (("data", "crm"), "7")
    ]


def test_the_envelope_comes_first_and_in_order() -> None:
    plan = from_data(PLAN, Plan)
    assert list(to_data(plan)) == ["format", "format_version", "data"]
    assert from_data(to_data(plan), Plan) == plan
    with pytest.raises(InvalidDataError, match="Read it as Plan"):
        from_data(PLAN, ActualEntry)
