"""What a list of plans is asked with, and the cursor that goes through an address."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from typing import Any

import pytest

from jbpcore.errors import InvalidValueError
from jbpcore.model.agreement import PlanState
from jbpcore.ports.plan_list import PlanFilter, folded
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder


@pytest.mark.parametrize(
    "key", ["", "northwind", "größe \N{GREEK SMALL LETTER OMEGA}", "x" * 1_000]
)
def test_a_cursor_comes_back_from_its_text(key: str) -> None:
    cursor = PlanCursor(PlanOrder.NAME, key, "northwind-2026")
    assert PlanCursor.from_text(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "northwind-2026",
        "größe",
        "=",
        "W10",
        urlsafe_b64encode(b'["id","","a","b"]').decode(),
        urlsafe_b64encode(b'["size","","a"]').decode(),
        urlsafe_b64encode(b'["id",7,"a"]').decode(),
        urlsafe_b64encode(b'["id","","two words"]').decode(),
        urlsafe_b64encode(b'["id","\\ud800","a"]').decode(),
        urlsafe_b64encode(b"[" * 5_000).decode(),
        urlsafe_b64encode(b'{"id": 1}').decode(),
        urlsafe_b64encode(b"\xff\xfe").decode(),
        "A" * 20_000,
        None,
        7,
    ],
    ids=lambda text: ascii(text)[:30],
)
def test_what_is_no_cursor_is_refused(text: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        PlanCursor.from_text(text)
    assert caught.value.field == "cursor"


@pytest.mark.parametrize("key", ["\ud800", "a\udfff", None, 7])
def test_a_key_that_no_store_could_look_for_is_refused(key: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        PlanCursor(PlanOrder.NAME, key, "a")
    assert caught.value.field == "PlanCursor.key"


@pytest.mark.parametrize(
    "bad",
    [
        {"partner_id": ""},
        {"partner_id": 7},
        {"states": []},
        {"states": ["draft", 7]},
        {"states": "no such state"},
        {"states": 7},
        {"kind": "joint venture"},
        {"overlaps": "2026"},
        {"name_contains": ""},
        {"name_contains": "two\nlines"},
        {"visible_to": "vendor's"},
        {"deleted": "yes"},
    ],
    ids=ascii,
)
def test_a_bad_condition_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError):
        PlanFilter(**bad)


def test_one_state_or_several_may_be_wanted() -> None:
    one = PlanFilter(states=PlanState.DRAFT)
    assert one == PlanFilter(states=[PlanState.DRAFT])
    assert one == PlanFilter(states="draft")  # type: ignore[arg-type]  # as from a form


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("STRASSE", "straße"),
        ("A\u030angström", "ÅNGSTRÖM"),
        ("\N{GREEK CAPITAL LETTER SIGMA}", "\N{GREEK SMALL LETTER FINAL SIGMA}"),
        ("ǰ", "J\u030c"),
    ],
)
def test_case_and_form_of_letters_do_not_count(text: str, same: str) -> None:
    assert folded(text) == folded(same)


def test_accents_count() -> None:
    assert folded("Müller") != folded("Muller")
