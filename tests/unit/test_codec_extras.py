"""Unknown fields, kept on request and put back where they stood."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.extras import ExtraField
from jbpcore.codec.json_text import dumps, loads
from jbpcore.codec.plain import from_data, to_data
from jbpcore.errors import InvalidDataError
from jbpcore.model.plan import Plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
FULL = json.loads((GOLDEN / "plan-full.json").read_text("utf-8"))


def extended() -> dict[str, Any]:
    """The golden plan, with a field nobody knows wherever an object may have one."""
    document: dict[str, Any] = copy.deepcopy(FULL)
    document["$schema"] = "urn:jbpcore:schema:jbpcore.plan:1"
    data = document["data"]
    data["crm"] = {"id": "001", "open": True, "seats": [1, 2, None]}
    data["goals"][1]["crm"] = "G-2"
    data["goals"][0]["target"]["fx"] = "0.92"
    data["goals"][0]["phasing"]["buckets"][2]["label"] = "June"
    data["signoffs"][1]["ip"] = "192.0.2.1"
    data["signoffs"][1]["id"] = "s-2"
    data["partner"]["duns"] = ""
    return document


def test_a_plan_without_unknown_fields_has_no_extras() -> None:
    kept = from_data(FULL, Plan, extra="keep")
    assert kept.value == from_data(FULL, Plan)
    assert kept.extras == ()


def test_unknown_fields_are_refused_unless_asked_for() -> None:
    with pytest.raises(InvalidDataError) as caught:
        from_data(extended(), Plan)
    assert {f.code for f in caught.value.findings} == {"jbp.data.unknown_field"}
    assert len(caught.value.findings) == 8


def test_unknown_fields_are_kept_beside_the_object_and_written_back() -> None:
    kept = from_data(extended(), Plan, extra="keep")
    assert kept.value == from_data(FULL, Plan)
    assert len(kept.extras) == 8
    assert to_data(kept) == extended()
    assert loads(dumps(kept), Plan, extra="keep") == kept
    assert hash(kept.extras)


def test_a_field_is_found_by_the_id_of_its_item() -> None:
    kept = from_data(extended(), Plan, extra="keep")
    assert ExtraField(("data", "goals", "deals", "crm"), '"G-2"') in kept.extras
    assert ExtraField(("data", "signoffs", 1, "id"), '"s-2"') in kept.extras


def test_a_field_follows_its_item_and_goes_with_it() -> None:
    kept = from_data(extended(), Plan, extra="keep")
    plan = kept.value
    turned = attrs.evolve(kept, value=attrs.evolve(plan, goals=plan.goals[::-1]))
    goals = to_data(turned)["data"]["goals"]
    assert [goal.get("crm") for goal in goals] == [None, None, "G-2", None]
    gone = attrs.evolve(kept, value=attrs.evolve(plan, goals=(), signoffs=()))
    assert set(to_data(gone)["data"]) - set(to_data(gone.value)["data"]) == {"crm"}


def test_entries_are_found_by_their_entry_id_unless_two_share_it() -> None:
    document = json.loads((GOLDEN / "actuals.json").read_text("utf-8"))
    entries = document["data"]["entries"]
    entries[0]["x"] = "first"
    entries[3]["x"] = "fourth"
    entries[2]["entry_id"] = entries[3]["entry_id"]
    kept = from_data(document, ActualsDocument, extra="keep")
    assert [field.steps for field in kept.extras] == [
        ("data", "entries", "crm:0001", "x"),
        ("data", "entries", 3, "x"),
    ]
    assert to_data(kept) == document


@pytest.mark.parametrize(
    ("value", "place", "code"),
    [
        (0.5, "data.x", "jbp.data.type"),
        (float("nan"), "data.x", "jbp.data.type"),
        (2**53, "data.x", "jbp.data.value"),
        ("a\ud800", "data.x", "jbp.data.text"),
        ({"a\x00": 1}, "data.x", "jbp.data.text"),
        ({"a": [1, {"b": 0.5}]}, "data.x.a[1].b", "jbp.data.type"),
        ({1: 2}, "data.x", "jbp.data.type"),
        ((1, 2), "data.x", "jbp.data.type"),
        (b"x", "data.x", "jbp.data.type"),
    ],
)
def test_only_plain_data_is_kept(value: object, place: str, code: str) -> None:
    document = copy.deepcopy(FULL)
    document["data"]["x"] = value
    with pytest.raises(InvalidDataError) as caught:
        from_data(document, Plan, extra="keep")
    assert [(f.path, f.code) for f in caught.value.findings] == [(place, code)]


def test_a_repeated_key_inside_an_unknown_field_is_found() -> None:
    text = json.dumps(FULL).replace(
        '"notes": "Line', '"x": {"a": 1, "a": 1}, "notes": "Line'
    )
    with pytest.raises(InvalidDataError) as caught:
        loads(text, Plan, extra="keep")
    assert [(f.path, f.code) for f in caught.value.findings] == [
        ("data.x.a", "jbp.data.repeated_key")
    ]


def test_known_fields_are_checked_as_ever() -> None:
    document = extended()
    document["data"]["name"] = 1
    with pytest.raises(InvalidDataError) as caught:
        from_data(document, Plan, extra="keep")
    assert [f.path for f in caught.value.findings] == ["name"]


def test_data_that_holds_itself_ends() -> None:
    document = copy.deepcopy(FULL)
    document["data"]["x"] = document
    with pytest.raises(InvalidDataError) as caught:
        from_data(document, Plan, extra="keep")
    assert {f.code for f in caught.value.findings} <= {
        "jbp.data.depth",
        "jbp.data.too_many",
    }


def test_keeping_many_fields_takes_time_in_proportion() -> None:
    data = copy.deepcopy(FULL)
    goal = data["data"]["goals"][3]
    data["data"]["goals"] = [{**goal, "id": f"g{n}", "x": n} for n in range(2_000)]
    kept = from_data(data, Plan, extra="keep")
    assert len(kept.extras) == 2_000
    assert to_data(kept) == data
