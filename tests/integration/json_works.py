"""What is done to a folder of JSON files while it fails, and what must come of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs

from jbpcore.adapters import json_files, memory
from jbpcore.adapters.json_files.store import JsonStore
from jbpcore.errors import PlanNotFoundError
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan

__all__ = ["ADAPTERS", "WORKS", "everything", "made", "opened", "still_works"]

AT = datetime(2026, 1, 7, tzinfo=UTC)
ADAPTERS = tuple(str(Path(one.__path__[0])) for one in (json_files, memory))
_SOON = timedelta(milliseconds=200)


def opened(path: Path) -> JsonStore:
    """Return the store in a folder, for a tenant, that does not wait for long."""
    return JsonStore(path, tenant="acme", busy_timeout=_SOON)


def made(path: Path) -> Path:
    """Make a store with two plans and some booked facts in it."""
    with opened(path) as store:
        store.save(full_plan("a"), expected_revision=0, by="maria", at=AT)
        store.save(small_plan("b"), expected_revision=0, by="maria", at=AT)
        store.save(small_plan("gone"), expected_revision=0, by="tom", at=AT)
        store.delete("gone", expected_revision=1, by="tom", at=AT)
        owned = attrs.evolve(small_entry("e-1"), source="told by maria")
        store.append([owned, small_entry("e-2")])
        store.append([small_entry("e-3")])
    return path


def _save(store: JsonStore) -> None:
    store.save(full_plan("a"), expected_revision=1, by="tom", at=AT)


def _save_first(store: JsonStore) -> None:
    store.save(full_plan("c"), expected_revision=0, by="tom", at=AT)


def _append(store: JsonStore) -> None:
    store.append([small_entry("e-4"), small_entry("e-5")])


def _delete(store: JsonStore) -> None:
    store.delete("b", expected_revision=1, by="tom", at=AT)


def _restore(store: JsonStore) -> None:
    store.restore("gone", expected_revision=2, by="tom", at=AT)


def _erase(store: JsonStore) -> None:
    store.erase_subject("maria", by="tom", at=AT, alias="somebody")


def _unit(store: JsonStore) -> None:
    with store.unit_of_work():
        _save(store)
        _save_first(store)
        _append(store)
        _delete(store)


WORKS: dict[str, Callable[[JsonStore], None]] = {
    "save": _save,
    "save first": _save_first,
    "append": _append,
    "delete": _delete,
    "restore": _restore,
    "erase": _erase,
    "unit": _unit,
}


def everything(path: Path) -> tuple[object, ...]:
    """Return all that a new opening reads."""
    with opened(path) as store:
        plans: list[object] = []
        for plan_id in ("a", "b", "c", "gone"):
            try:
                history = store.history(plan_id)
            except PlanNotFoundError:
                continue
            kept = [n.revision for n in history if not n.is_deleted]
            plans += [history, [store.read(plan_id, revision=n).plan for n in kept]]
        # A record of an erasure has an id of its own each time.
        told = [attrs.evolve(one, records=()) for one in store.iter_events()]
        return (*map(_without_new_ids, plans), told, tuple(store.query()))


def _without_new_ids(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [
        attrs.evolve(
            plan,
            records=[
                attrs.evolve(one, id=f"r-{n}") for n, one in enumerate(plan.records)
            ],
        )
        for plan in value
    ]


def still_works(path: Path) -> list[str]:
    """Return what is wrong with a store after something failed, having used it."""
    with opened(path) as store:
        store.save(small_plan("later"), expected_revision=0, by="tom", at=AT)
        listed = "later" in list(store.iter_ids())
        has_erased = any(one.saved_by == "somebody" for one in store.history("a"))
    names = [one.name for one in path.rglob("*")]
    (manifest,) = path.rglob("manifest.json")
    listed_files = json.loads(manifest.read_text(encoding="utf-8"))
    count = len(listed_files["entries"])
    count += sum(one["revisions"] for one in listed_files["plans"].values())
    unlisted = len(list(path.rglob("[0-9]*.json"))) - count
    wrong = {
        "a later save is not there": not listed,
        "a temporary file is left": any(name.startswith(".tmp-") for name in names),
        "a file is missing": unlisted < 0,
        "what was erased is left": has_erased and unlisted > 0,
    }
    return [what for what, is_so in wrong.items() if is_so]
