"""What is wrong with a document is said all at once, each with its path."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jbpcore.codec.documents import ActualsDocument
from jbpcore.codec.plain import from_data, to_data, try_from_data
from jbpcore.codec.problems import MOST_FINDINGS
from jbpcore.codec.record_examination import examined_record
from jbpcore.errors import Finding, InvalidDataError, InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
FULL = json.loads((GOLDEN / "plan-full.json").read_text("utf-8"))
ENTRY = json.loads((GOLDEN / "actual-entry.json").read_text("utf-8"))


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    """Return a copy of *document* with *value* at a path such as ``goals.0.name``."""
    copied = copy.deepcopy(document)
    inside: Any = copied["data"]
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        inside = inside[step]
    inside[last] = value
    return copied


def found(document: object, kind: type) -> list[tuple[str, str]]:
    findings = try_from_data(document, kind)
    assert isinstance(findings, tuple), "the document was accepted"
    return [(finding.path, finding.code) for finding in findings]


TYPE, VALUE, RULE = "jbp.data.type", "jbp.data.value", "jbp.value.invalid"

# path in the golden plan, what is put there, where it is reported, code
BAD = [
    # wrong types are never taken for another
    ("name", 1, "name", TYPE),
    ("name", True, "name", TYPE),
    ("name", None, "name", TYPE),
    ("name", ["a"], "name", TYPE),
    ("name", 0.5, "name", TYPE),
    ("cadences.0.every", True, "cadences[0].every", TYPE),
    ("cadences.0.every", 1.0, "cadences[0].every", TYPE),
    ("cadences.0.every", "1", "cadences[0].every", TYPE),
    ("cadences.0.every", None, "cadences[0].every", TYPE),
    ("goals", {}, "goals", TYPE),
    ("goals", None, "goals", TYPE),
    ("goals.0", [], "goals[0]", TYPE),
    ("goals.0", None, "goals[0]", TYPE),
    ("goals.0.weight", 2, "goals[0].weight", TYPE),
    ("goals.0.target", "25000 USD", "goals[0].target", TYPE),
    ("goals.0.target.amount", 25000, "goals[0].target.amount", TYPE),
    ("goals.0.target.amount", 25000.0, "goals[0].target.amount", TYPE),
    ("partner.tags", [], "partner.tags", TYPE),
    ("partner.tags.crm", 1, "partner.tags.crm", TYPE),
    ("state", 1, "state", TYPE),
    ("period.start", 20260101, "period.start", TYPE),
    ("reviews.0.wins.0", 1, "reviews[0].wins[0]", TYPE),
    # decimals
    *(
        ("goals.0.target.amount", text, "goals[0].target.amount", VALUE)
        for text in (
            "", " 1", "1 ", "+1", "1.", ".5", "1e3", "1E400", "NaN", "Infinity", "-inf",
            "1_000", "1,000", "007", "00", "--1", "0x10", "\uff11", "٣", "1\n", "1.5.",
            "1" * 41,
        )
    ),
    ("goals.0.target.amount", "1" + "0" * 24, "goals[0].target.amount", RULE),
    ("goals.0.target.amount", "1." + "1" * 36, "goals[0].target.amount", RULE),
    # fractions
    *(
        ("goals.0.weight", text, "goals[0].weight", VALUE)
        for text in (
            "", "1/0", "1/-2", "/2", "1/", "1/2/3", "0.5", "50%", "1 /2", "+1/2",
            "1/02", "01/2", "½", "1" * 41, "1/" + "1" * 41, "1/2\n",
        )
    ),
    ("goals.0.weight", "-1/2", "goals[0].weight", RULE),
    # days
    *(
        ("period.start", text, "period.start", VALUE)
        for text in (
            "2026-1-1", "20260101", "2026-W53-7", "2026-001", "2026-02-29",
            "2026-00-01", "2026-01-32", "0000-01-01", "2026-01-01T00:00:00",
            "26-01-01", "2026/01/01",
            " 2026-01-01", "2026-01-01\n", "٢٠٢٦-01-01", "",
        )
    ),
    ("period.start", "1899-12-31", "period.start", RULE),
    # instants
    *(
        ("signoffs.0.signed_at", text, "signoffs[0].signed_at", VALUE)
        for text in (
            "2026-01-07", "2026-01-07T09:30:00", "2026-01-07T09:30:00+00:00",
            "2026-01-07T09:30:00-05:00", "2026-01-07 09:30:00Z", "2026-01-07t09:30:00z",
            "2026-01-07T24:00:00Z", "2026-01-07T09:60:00Z", "2026-01-07T09:30:60Z",
            "2026-01-07T09:30Z", "2026-01-07T09:30:00.Z",
            "2026-01-07T09:30:00.1234567Z",
            "20260107T093000Z", "2026-02-30T09:30:00Z", "2026-01-07T09:30:00,5Z",
        )
    ),
    # enums and unions
    ("state", "AGREED", "state", VALUE),
    ("state", "", "state", VALUE),
    ("goals.0.side", "both", "goals[0].side", VALUE),
    ("goals.0.target.type", "quantities", "goals[0].target.type", VALUE),
    ("goals.0.target.type", ["money"], "goals[0].target.type", TYPE),
    ("goals.0.target.type", None, "goals[0].target.type", TYPE),
    ("goals.0.phasing", {"type": "Linear"}, "goals[0].phasing.type", VALUE),
    ("goals.0.phasing", {}, "goals[0].phasing.type", "jbp.data.missing"),
    ("goals.0.phasing", {"type": "linear", "a": 1}, "goals[0].phasing.a",
     "jbp.data.unknown_field"),
    # text
    ("notes", "a\x00b", "notes", "jbp.data.text"),
    ("notes", "a\ud800b", "notes", "jbp.data.text"),
    ("notes", "a\x1bb", "notes", RULE),
    ("notes", "a" * 10_001, "notes", RULE),
    ("name", "", "name", RULE),
    ("name", "a\nb", "name", RULE),
    ("name", "a" * 201, "name", RULE),
    ("id", "a b", "id", RULE),
    ("id", "a" * 129, "id", RULE),
    ("goals.0.metric.key", "é", "goals[0].metric.key", RULE),
    ("partner.tags", {"a": ""}, "partner.tags.a", RULE),
    ("partner.tags", {"a\nb": "c"}, 'partner.tags["a\\nb"]', RULE),
    ("partner.tags", {"\ud800": "c"}, 'partner.tags["\\ud800"]', RULE),
    ("partner.tags", {str(n): "c" for n in range(51)}, "partner.tags", RULE),
    ("goals.0.target.currency", "usd", "goals[0].target.currency", RULE),
    ("goals.1.target.unit", "", "goals[1].target.unit", RULE),
    # rules of the model, on one field and between fields
    ("cadences.0.every", 53, "cadences[0].every", RULE),
    ("cadences.0.every", 2**53, "cadences[0].every", VALUE),
    ("signoffs.0.terms_digest", "0" * 63, "signoffs[0].terms_digest", RULE),
    ("period.end", "2026-01-01", "period.end", RULE),
    ("actions.0.start_on", "2026-06-01", "actions[0].start_on", RULE),
    ("goals.0.target.amount", "0.001", "goals[0].target", RULE),
    ("goals.0.commit.currency", "EUR", "goals[0]", "jbp.money.currency_mismatch"),
    ("goals.0.target.currency", "ZZZ", "goals[0]", "jbp.money.unknown_currency"),
    ("goals.1.target.unit", "seats", "goals[1]", "jbp.value.unit_mismatch"),
    ("goals.1.id", "new-revenue", "goals", RULE),
    ("goals.0.phasing.buckets", [], "goals[0].phasing.buckets", RULE),
    ("goals.2.phasing.points.0.share", "2", "goals[2].phasing.points[0].share", RULE),
    ("health_bands.at_risk", "2", "health_bands", RULE),
    ("goals.1.phasing.calendar.non_working_days.0", "2026-03-31",
     "goals[1].phasing.calendar", RULE),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place", "code"), BAD)
def test_a_bad_value_is_reported_at_its_place(
    path: str, value: object, place: str, code: str
) -> None:
    assert found(changed(FULL, path, value), Plan) == [(place, code)]


MISSING = ["id", "name", "vendor", "partner", "period", "goals.0.target",
           "goals.0.target.amount", "goals.0.target.currency", "goals.0.metric.unit",
           "period.end", "signoffs.0.signed_at", "reviews.0.on"]  # fmt: skip


@pytest.mark.parametrize("path", MISSING)
def test_what_has_no_default_must_be_stated(path: str) -> None:
    document = copy.deepcopy(FULL)
    inside: Any = document["data"]
    *steps, last = path.split(".")
    for step in steps:
        inside = inside[int(step)] if step.isdigit() else inside[step]
    del inside[last]
    place = path.replace(".0", "[0]")
    assert found(document, Plan) == [(place, "jbp.data.missing")]


def test_an_entry_without_its_id_is_refused_for_it_would_count_twice() -> None:
    document = copy.deepcopy(ENTRY)
    del document["data"]["entry_id"]
    assert found(document, ActualEntry) == [("entry_id", "jbp.data.missing")]


def test_all_problems_are_reported_at_once_in_the_order_of_the_data() -> None:
    document = copy.deepcopy(FULL)
    data = document["data"]
    data["name"] = 7
    data["goals"][0]["target"] = {"type": "money", "amount": 1, "currency": "usd"}
    data["goals"][2]["target"]["ratio"] = "0.05"
    data["goals"][2]["phasing"]["points"][1] = {"share": "2", "On": "2026-09-30"}
    data["people"][0]["side"] = "both"
    data["people"][1]["mobile"] = "0123"
    assert found(document, Plan) == [
        ("name", TYPE),
        ("goals[0].target.amount", TYPE),
        ("goals[0].target.currency", RULE),
        ("goals[2].target.ratio", VALUE),
        ("goals[2].phasing.points[1].share", RULE),
        ("goals[2].phasing.points[1].On", "jbp.data.unknown_field"),
        ("goals[2].phasing.points[1].on", "jbp.data.missing"),
        ("people[0].side", VALUE),
        ("people[1].mobile", "jbp.data.unknown_field"),
    ]


def test_an_unknown_field_is_refused_with_what_was_meant() -> None:
    document = changed(FULL, "goals.0.targets", "x")
    findings = try_from_data(document, Plan)
    assert findings == (
        Finding(
            code="jbp.data.unknown_field",
            path="goals[0].targets",
            message="There is no such field here; leave it out, "
            "or did you mean 'target'?",
        ),
    )


def test_the_error_says_everything_in_words() -> None:
    document = changed(FULL, "period.start", "2026-1-1")
    with pytest.raises(InvalidDataError) as caught:
        from_data(document, Plan)
    assert str(caught.value) == (
        "plan has 1 problem; nothing was taken from it:\n"
        "  period.start: Must be a day as text in the form YYYY-MM-DD, such as "
        "'2026-05-15'; got the text '2026-1-1'. [jbp.data.value]"
    )


@pytest.mark.parametrize("document", [None, 0, "x", [], [FULL], 0.5, object(), b"{}"])
def test_what_is_no_object_is_no_document(document: object) -> None:
    assert found(document, Plan) == [("", TYPE)]


def test_keys_that_are_no_text_are_refused() -> None:
    assert found(changed(FULL, "goals.0", {1: 2}), Plan)[0] == ("goals[0]", TYPE)
    document = changed(FULL, "partner.tags", {1: "a"})
    assert found(document, Plan) == [("partner.tags", TYPE)]


def test_so_many_findings_and_no_more_are_reported() -> None:
    document = changed(FULL, "goals", [7] * 100_000)
    findings = try_from_data(document, Plan)
    assert isinstance(findings, tuple)
    assert len(findings) == MOST_FINDINGS + 1
    assert findings[-1].code == "jbp.data.too_many"


def test_null_stands_for_nothing_where_nothing_is_allowed() -> None:
    document = changed(FULL, "previous_id", None)
    document["data"]["goals"][0]["baseline"] = None
    plan = from_data(document, Plan)
    assert plan.previous_id is None
    assert plan.goals[0].baseline is None


def test_work_calendars_beyond_all_measure_are_refused() -> None:
    # Three centuries are 110,000 days: nine times that is below a million.
    document = copy.deepcopy(FULL)
    goal = document["data"]["goals"][1]

    def century(number: int) -> dict[str, Any]:
        span = {"start": f"19{number:02}-01-01", "end": "2201-01-01"}
        calendar = {"span": span, "non_working_days": []}
        phasing = {"type": "workdays", "calendar": calendar}
        return {**goal, "id": f"g{number}", "phasing": phasing}

    document["data"]["goals"] = [century(number) for number in range(10)]
    assert set(found(document, Plan)) == {("goals[9].phasing.calendar.span", RULE)}


def test_equal_work_calendars_of_a_document_are_one() -> None:
    document = copy.deepcopy(FULL)
    goal = document["data"]["goals"][1]
    document["data"]["goals"] = [goal, {**goal, "id": "again"}]
    first, second = from_data(document, Plan).goals
    assert first.phasing.calendar is second.phasing.calendar  # type: ignore[union-attr] # the document says workdays


def test_a_sound_document_is_read_without_being_examined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("jbpcore.codec.records.examined_record", fail)
    assert callable(examined_record)
    for name in ("plan-full", "plan-least"):
        document = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
        assert isinstance(from_data(document, Plan), Plan)


def test_reading_leaves_the_document_alone() -> None:
    document = copy.deepcopy(FULL)
    from_data(document, Plan)
    assert document == FULL


BAD_CODE: list[Callable[[], object]] = [
    lambda: to_data(1),
    lambda: to_data([ENTRY]),
    lambda: to_data(from_data(FULL, Plan).goals[0]),
    lambda: from_data(FULL, dict),
    lambda: from_data(FULL, Plan, extra="ignore"),  # type: ignore[call-overload] # refused on purpose
]


@pytest.mark.parametrize("call", BAD_CODE)
def test_bad_code_raises(call: Callable[[], object]) -> None:
    with pytest.raises(InvalidValueError):
        call()


def test_the_ledger_reports_each_bad_entry() -> None:
    entry = ENTRY["data"]
    document = {
        "format": "jbpcore.actuals",
        "format_version": 1,
        "data": {"entries": [entry, {**entry, "on": "2026-4-1"}, entry, 1]},
    }
    assert found(document, ActualsDocument) == [
        ("entries[1].on", VALUE),
        ("entries[3]", TYPE),
    ]
