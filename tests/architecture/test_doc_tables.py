"""The tables of the reference that follow from the code say what the code says."""

from __future__ import annotations

import tomllib

import pytest
from scripts import doc_tables

import jbpcore as jbp
from jbpcore.testing.async_store_contract import AsyncStoreContract
from jbpcore.testing.capabilities import Capability
from jbpcore.testing.store_contract import StoreContract

RENEW = "run python -m scripts.doc_tables"


@pytest.mark.parametrize("name", doc_tables.PAGES)
def test_a_page_has_the_tables_of_the_code(name: str) -> None:
    page = (doc_tables.REFERENCE / name).read_text("utf-8")
    assert doc_tables.PAGES[name]() in page, RENEW


@pytest.mark.parametrize("port", [port for port, _ in doc_tables.PORTS])
def test_numbers_of_a_port_have_no_gaps(port: type) -> None:
    counts: dict[str, list[int]] = {}
    for number, _ in doc_tables.promises_of(port):
        counts.setdefault(number[0], []).append(int(number[1:]))
    assert counts
    for letter, found in counts.items():
        assert found == list(range(1, len(found) + 1)), letter


@pytest.mark.parametrize(("port", "kit"), doc_tables.PORTS)
def test_every_promise_has_a_test(port: type, kit: type) -> None:
    promised = {number for number, _ in doc_tables.promises_of(port)}
    untested = {one for one in promised if not doc_tables.tests_of(one, kit)}
    assert untested == set()


def test_no_test_of_a_kit_is_for_a_number_that_nobody_promised() -> None:
    for kit in {kit for _, kit in doc_tables.PORTS}:
        # An async kit asks what the other one asks, under the same numbers.
        is_async = kit is AsyncStoreContract
        kits = {kit, StoreContract} if is_async else {kit}
        promised = {
            number.lower()
            for port, its in doc_tables.PORTS
            if its in kits
            for number, _ in doc_tables.promises_of(port)
        }
        asked = {name.split("_")[1] for name in dir(kit) if name.startswith("test_")}
        assert asked <= promised, kit


def test_every_extra_is_told_of() -> None:
    metadata = tomllib.loads((doc_tables.ROOT / "pyproject.toml").read_text("utf-8"))
    extras = metadata["project"]["optional-dependencies"]
    assert set(doc_tables.EXTRAS) == set(extras)


def test_every_capability_has_its_meaning() -> None:
    words = doc_tables.capability_words()
    assert set(words) == set(Capability.__members__)
    assert words["UNITS_OF_WORK"] == "Several writes happen together or not."


def test_what_a_store_lacks_is_read_from_its_class() -> None:
    lacks = dict(doc_tables.declared())
    assert lacks["TestJournalStore"] == {
        "PERSONAL_DATA": "what was written is never changed"
    }
    assert lacks["TestSqliteStore"] == {}


def test_every_promised_name_says_what_it_is() -> None:
    page = doc_tables.front_door()
    assert page.count("{py:") == len(set(jbp.__all__) - {"__version__"})
    assert "|  |" not in page
    assert (
        "`Goal <jbpcore.model.goal.Goal>` | A measurable aim over some days. |" in page
    )


def test_a_pages_own_words_stay() -> None:
    page = "A\n<!-- drawn by scripts/doc_tables.py -->\nold\n<!-- end -->\nB\n"
    assert doc_tables.redrawn(page, "new\n") == page.replace("old", "new")
