"""Every way to write to a store: what is broken off, line by line and at random."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import attrs

from jbpcore.errors import PlanNotFoundError
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.ports.storage import Store
from jbpcore.testing.sample_records import full_plan, small_entry, small_plan

__all__ = ["LENA", "STEPS", "WRITES", "fill", "take_step", "use"]

AT: Final = datetime(2026, 1, 7, tzinfo=UTC)
LENA: Final = "maria@acme.example"
STEPS: Final = 8
_PLANS: Final = 3


def fill(store: Store) -> None:
    """Put something into a new store to write over."""
    store.save(full_plan("a"), expected_revision=0, by=LENA, at=AT, note="Maria")
    store.save(small_plan("gone"), expected_revision=0, by="tom", at=AT)
    store.delete("gone", expected_revision=1, by="tom", at=AT)
    store.append([small_entry("e-1")])
    store.append([attrs.evolve(small_entry("e-2"), source=f"told by {LENA}")])


def _save(store: Store) -> None:
    plan = full_plan("a")
    store.save(plan, expected_revision=1, by="tom", at=AT, records=plan.records)


def _begin(store: Store) -> None:
    store.save(small_plan("new"), expected_revision=0, by="tom", at=AT)


def _delete(store: Store) -> None:
    store.delete("a", expected_revision=1, by="tom", at=AT)


def _restore(store: Store) -> None:
    store.restore("gone", expected_revision=2, by="tom", at=AT)


def _append(store: Store) -> None:
    store.append([small_entry("e-1"), small_entry("e-3"), small_entry("e-4")])


def _erase(store: Store) -> None:
    store.erase_subject(LENA, by="tom", at=AT, alias="erased-1")


def _unit(store: Store) -> None:
    with store.unit_of_work():
        _save(store)
        _begin(store)
        _restore(store)
        _append(store)


WRITES: Final[dict[str, Callable[[Store], None]]] = {
    "save": _save,
    "begin": _begin,
    "delete": _delete,
    "restore": _restore,
    "append": _append,
    "erase": _erase,
    "unit": _unit,
}
"""Each is done to a store that was filled."""


def use(store: Store) -> None:
    """Write once more, whatever happened before."""
    store.save(small_plan("later"), expected_revision=0, by="tom", at=AT)
    store.append([small_entry("later")])


def take_step(store: Store, number: int) -> None:
    """Write something that depends on the number alone, and on all steps before.

    Eight steps in a row write in every way there is.
    """
    turn, kind = divmod(number, STEPS)
    person, at = f"person-{turn}", AT + timedelta(minutes=number)
    plan_id = f"p-{turn % _PLANS}"
    how: dict[str, Any] = {"by": person, "at": at}
    now = _revision(store, plan_id)
    small = _of_person(small_plan(plan_id), person, number)
    full = _of_person(full_plan(plan_id), person, number)
    steps: tuple[Callable[[], object], ...] = (
        lambda: store.save(full, expected_revision=now, **how, records=full.records),
        lambda: store.save(small, expected_revision=now, **how, note=f"{number}"),
        lambda: store.delete(plan_id, expected_revision=now, **how),
        lambda: store.restore(plan_id, expected_revision=now, **how),
        lambda: store.append(small_entry(f"{number}-{n}") for n in range(5)),
        lambda: _take_all_at_once(store, number, at),
        lambda: store.erase_subject(person, by="tom", at=at, alias=f"erased-{turn}"),
        lambda: store.save(full, expected_revision=now, **how),
    )
    steps[kind]()


def _take_all_at_once(store: Store, number: int, at: datetime) -> None:
    with store.unit_of_work():
        for plan_id in (f"p-{n}" for n in range(_PLANS)):
            plan = _of_person(small_plan(plan_id), "maria", number)
            now = _revision(store, plan_id)
            store.save(plan, expected_revision=now, by="maria", at=at)
        store.append(small_entry(f"{number}-{n}") for n in range(40))


def _of_person(plan: Plan, person_id: str, number: int) -> Plan:
    person = Person(id=person_id, name=f"{person_id}, by name", side=Side.VENDOR)
    return attrs.evolve(plan, name=f"Step {number}", people=(*plan.people, person))


def _revision(store: Store, plan_id: str) -> int:
    try:
        return len(store.history(plan_id))
    except PlanNotFoundError:
        return 0
