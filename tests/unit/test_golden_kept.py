"""What earlier releases wrote is kept as they wrote it, and is read for ever.

A file that is listed here is never changed again, nor taken away. A new one is added
with its digest; a new version of the format gets a folder of its own.
"""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from jbpcore.codec.documents import FORMATS, DocumentFormat

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
# The first sixteen digits of the SHA-256 of each.
KEPT = {
    "format-1/actual-entry.json": "34650c2fc87fbee5",
    "format-1/actuals.json": "98c6a185452e661a",
    "format-1/explanation.json": "a0ac55a58fbed4a6",
    "format-1/goal-result.json": "02291c272785c934",
    "format-1/phasing-profile.json": "9d748f0dafb717b2",
    "format-1/plan-event.json": "012aa13f2a9210f4",
    "format-1/plan-full.json": "3a32f195e778a9bc",
    "format-1/plan-least.json": "4ae0fab5b6712185",
    "format-1/plan-lived.json": "90560e30470f6866",
    "format-1/plan-phased.json": "1dfd9757480016e6",
    "format-1/plan-result.json": "3afc1c3d7e61911d",
    "format-1/plan-rhythm.json": "047c0ccaf994d40c",
    "store-1/sqlite.sql": "b24741d701eb6e13",
}
for_each_format = pytest.mark.parametrize("kind", FORMATS, ids=lambda one: one.name)


def documents(kind: DocumentFormat, version: int) -> list[dict[str, Any]]:
    texts = (
        path.read_text("utf-8")
        for path in sorted((GOLDEN / f"format-{version}").glob("*.json"))
    )
    found: list[dict[str, Any]] = [json.loads(text) for text in texts]
    return [one for one in found if one["format"] == kind.name]


@pytest.mark.parametrize("name", KEPT)
def test_a_golden_file_is_as_it_was(name: str) -> None:
    content = (GOLDEN / name).read_bytes()
    assert hashlib.sha256(content).hexdigest()[:16] == KEPT[name]


def test_every_golden_document_and_store_is_kept() -> None:
    kept = [*GOLDEN.glob("format-*/*"), *GOLDEN.glob("store-*/*")]
    assert {path.relative_to(GOLDEN).as_posix() for path in kept} == set(KEPT)


@for_each_format
def test_there_are_golden_documents_of_every_version(kind: DocumentFormat) -> None:
    for version in range(1, kind.version + 1):
        found = documents(kind, version)
        assert found, f"format-{version} has none"
        assert {one["format_version"] for one in found} == {version}


@for_each_format
def test_an_upgrade_leaves_what_it_is_given_alone(kind: DocumentFormat) -> None:
    for version, upgrade in enumerate(kind.upgrades, 1):
        for document in documents(kind, version):
            before = copy.deepcopy(document["data"])
            assert upgrade(document["data"]) != before
            assert document["data"] == before
