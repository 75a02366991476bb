"""Documents of every version are read, alone and in stores, side by side.

There is one version so far. So this makes up what may come: the plans of today are of
version 3; version 1 had the name under "title", and version 2 had a list of "names".
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from benchmarks.reliability.stores import ADAPTERS, opened, url_in

from jbpcore.codec import documents
from jbpcore.codec.documents import DocumentFormat
from jbpcore.codec.json_text import dumps, loads
from jbpcore.errors import FormatTooNewError, StoreFormatError
from jbpcore.model.plan import Plan
from jbpcore.testing.sample_records import full_plan, small_plan

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "format-1"
AT = datetime(2026, 1, 7, tzinfo=UTC)
TABLES = {"sqlite": "plan_revision", "sqlalchemy-sqlite": "jbp_plan_revision"}
Data = dict[str, Any]


def _without(data: Data, key: str) -> Data:
    return {name: item for name, item in data.items() if name != key}


def one_to_two(data: Data) -> Data:
    return {**_without(data, "title"), "names": [data["title"]]}


def two_to_three(data: Data) -> Data:
    return {**_without(data, "names"), "name": data["names"][0]}


OLDER: dict[int, Callable[[Data], Data]] = {
    1: lambda data: {**_without(data, "name"), "title": data["name"]},
    2: lambda data: {**_without(data, "name"), "names": [data["name"]]},
    3: lambda data: data,
}
OF_THEN = DocumentFormat(
    name="jbpcore.plan", kind=Plan, upgrades=(one_to_two, two_to_three)
)


@pytest.fixture
def later_release(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Be a release that writes version 3 of a plan."""
    kinds = documents._BY_KIND | {Plan: OF_THEN}  # noqa: SLF001 - of another release
    monkeypatch.setattr(documents, "_BY_KIND", kinds)
    monkeypatch.setattr(documents, "FORMATS", tuple(kinds.values()))
    return monkeypatch


def as_of_version(document: Data, version: int) -> Data:
    """Return a document of today as an earlier version had it."""
    data = OLDER[version](document["data"])
    return {"format": "jbpcore.plan", "format_version": version, "data": data}


@pytest.mark.usefixtures("later_release")
@pytest.mark.parametrize("version", OLDER)
@pytest.mark.parametrize("name", [path.stem for path in GOLDEN.glob("plan-[!er]*")])
def test_a_plan_of_every_version_is_the_same_plan(name: str, version: int) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    text = json.dumps(as_of_version(golden, version))
    plan = loads(text, Plan)
    assert plan == loads(json.dumps(as_of_version(golden, 3)), Plan)
    assert plan.name == golden["data"]["name"]
    assert json.loads(dumps(plan))["format_version"] == 3


def rewrite(folder: Path, adapter: str, change: Callable[[Data], Data]) -> None:
    """Change every plan that a store has kept, behind its back."""
    if adapter == "json":
        for path in folder.rglob("[0-9]*.json"):
            content = json.loads(path.read_text("utf-8"))
            if content.get("plan") is not None:
                content["plan"] = change(content["plan"])
                path.write_text(json.dumps(content), encoding="utf-8")
        return
    table = TABLES[adapter]
    with closing(sqlite3.connect(folder / "plans.db")) as connection, connection:
        rows = connection.execute(
            f"SELECT rowid, document FROM {table} WHERE document IS NOT NULL"  # noqa: S608 - one of two
        ).fetchall()
        for row, text in rows:
            connection.execute(
                f"UPDATE {table} SET document = ? WHERE rowid = ?",  # noqa: S608 - as above
                (json.dumps(change(json.loads(text))), row),
            )


@pytest.mark.parametrize("adapter", ADAPTERS)
def test_a_store_keeps_plans_of_every_version_side_by_side(
    tmp_path: Path, adapter: str, later_release: pytest.MonkeyPatch
) -> None:
    url = url_in(tmp_path, adapter)
    names = ["First", "Second", "Third"]
    versions = dict(zip(names, OLDER, strict=True))
    how: dict[str, Any] = {"by": "maria@acme.example", "at": AT}
    with opened(url) as store:
        for n, name in enumerate(names):
            plan = attrs.evolve(full_plan("a"), name=name)
            store.save(plan, expected_revision=n, **how)
        store.save(small_plan("b"), expected_revision=0, by="tom", at=AT)

    def age(document: Data) -> Data:
        version = versions.get(document["data"]["name"], 1)
        return as_of_version(document, version)

    rewrite(tmp_path, adapter, age)
    with opened(url) as store:
        read = [store.read("a", revision=n).plan for n in (1, 2, 3)]
        assert read == [attrs.evolve(full_plan("a"), name=name) for name in names]
        assert store.read("b").plan == small_plan("b")
        assert [one.name for one in store.find().plans] == ["Third", "Northwind"]
        assert [one.revision for one in store.history("a")] == [1, 2, 3]
        # A save writes what is current, and so does an erasure, into what it changes.
        store.save(read[0], expected_revision=3, **how)
        erased = store.erase_subject("maria@acme.example", by="tom", at=AT, alias="x")
        assert erased.revision_count == 4
        assert store.read("a", revision=1).plan.name == "First"
        assert list(store.export_subject("maria@acme.example")) == []

    seen: list[int] = []

    def look(document: Data) -> Data:
        seen.append(document["format_version"])
        return document

    rewrite(tmp_path, adapter, look)
    # The plan in which nobody stood was left as it was written.
    assert sorted(seen) == [1, 3, 3, 3, 3, 3]
    # Today's release says what it is about, and changes nothing.
    later_release.undo()
    with pytest.raises(StoreFormatError, match="newer jbpcore") as caught:
        opened(url).read("a")
    assert isinstance(caught.value.__cause__, FormatTooNewError)
    seen.clear()
    rewrite(tmp_path, adapter, look)
    assert sorted(seen) == [1, 3, 3, 3, 3, 3]
