"""Somebody else's plans, asked for in every way and under names that are made for it.

A tenant keeps plans, booked facts and people. Each of nine others, whose names are as
close to its own as can be or made to trip a database, does twelve things with the ids
of what it keeps. All of it has to come out as it does for an id that nobody ever had:
the same error with the same words, not a word about rights. No answer may hold anything
that the tenant wrote, and what it keeps has to stay as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

import attrs
from benchmarks.reliability.contents import everything

from jbpcore.errors import JbpError
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PlanOrder
from jbpcore.testing.sample_records import small_entry, small_plan

__all__ = ["ATTEMPTS", "STRANGERS", "TENANT", "iter_leaks", "settle_in"]

TENANT: Final = "acm\u00e9"
"""Who has something to lose."""

STRANGERS: Final = {
    "case": "ACM\u00c9",
    "accent apart": "acme\u0301",
    "blank after": "acm\u00e9 ",
    "any text": "%",
    "any letter": "acm_",
    "SQL": "acm\u00e9' OR '1'='1' --",
    "path": "../acm\u00e9",
    "Cyrillic letter": "\u0430cm\u00e9",
    "long": "acm\u00e9" * 50,
}
"""Who is after it, by what their name tries."""

_WORD: Final = "canary"  # in everything that the tenant wrote
_AT: Final = datetime(2026, 1, 7, tzinfo=UTC)
_LATER: Final = datetime(2026, 1, 8, tzinfo=UTC)


def _plan(plan_id: str, name: str) -> Plan:
    lena = Person(id=f"{plan_id}-lena", name=f"Lena {name}", side=Side.VENDOR)
    plan = small_plan(plan_id, name=f"Plan {name}")
    return attrs.evolve(plan, people=[lena], notes=name)


def _save(store: Any, plan_id: str, expected: int) -> int:
    saved: int = store.save(
        _plan(plan_id, "mine"), expected_revision=expected, by="me", at=_AT
    )
    return saved


def _delete(store: Any, plan_id: str) -> int:
    deleted: int = store.delete(plan_id, expected_revision=1, by="me", at=_AT)
    return deleted


def _restore(store: Any, plan_id: str) -> int:
    restored: int = store.restore(plan_id, expected_revision=2, by="me", at=_AT)
    return restored


def _lists(store: Any, _: str) -> object:
    wanted = PlanFilter(name_contains=_WORD, deleted=None)
    pages = [
        store.find(*filters, order=order).plans
        for order in PlanOrder
        for filters in ((), (wanted,))
    ]
    return [pages, list(store.iter_ids())]


def _ledger(store: Any, plan_id: str) -> object:
    entry = small_entry(f"{plan_id}-entry")
    known = [one for one in store.query() if one.entry_id == entry.entry_id]
    return [known, store.append([entry])]


def _people(store: Any, plan_id: str) -> object:
    person = f"{plan_id}-lena"
    found = list(store.export_subject(person))
    return [found, store.erase_subject(person, by="me", at=_AT, alias="erased-1")]


ATTEMPTS: Final[dict[str, Callable[[Any, str], object]]] = {
    "read": lambda store, plan_id: store.read(plan_id),
    "read revision": lambda store, plan_id: store.read(plan_id, revision=1),
    "read as known": lambda store, plan_id: store.read(plan_id, known_at=_LATER),
    "history": lambda store, plan_id: store.history(plan_id),
    "save over": lambda store, plan_id: _save(store, plan_id, 1),
    "begin": lambda store, plan_id: _save(store, plan_id, 0),
    "delete": _delete,
    "restore": _restore,
    "list": _lists,
    "events": lambda store, _: [
        attrs.evolve(event, tenant="any") for event in store.iter_events()
    ],
    "ledger": _ledger,
    "people": _people,
}
"""What is tried with an id; twelve things."""


def settle_in(store: Any) -> None:
    """Keep a plan, a deleted one and a booked fact for each attempt, as the tenant."""
    for attempt in ATTEMPTS:
        plan_id = _id(attempt)
        plan = _plan(plan_id, _WORD)
        store.save(plan, expected_revision=0, by=_WORD, at=_AT, note=_WORD)
        if attempt == "restore":
            store.delete(plan_id, expected_revision=1, by=_WORD, at=_AT, note=_WORD)
        entry = attrs.evolve(small_entry(f"{plan_id}-entry"), source=_WORD)
        store.append([entry])


def iter_leaks(
    opener: Callable[[str], Any], stranger: str, attempt: str
) -> Iterator[str]:
    """Let a stranger try it, and yield whatever is wrong about what came of it.

    Args:
        opener: Opens the store for a tenant.
        stranger: The name of the one who tries.
        attempt: What is tried.
    """
    with opener(TENANT) as theirs:
        before = everything(theirs)
    with opener(stranger) as store:
        found = _outcome(store, attempt, _id(attempt))
        as_always = _outcome(store, attempt, _id(attempt, "nobodys"))
    if found != as_always:
        yield f"{found} in place of {as_always}"
    if _WORD in found:
        yield f"it tells: {found}"
    with opener(TENANT) as theirs:
        if everything(theirs) != before:
            yield "something of theirs is not as it was"


def _id(attempt: str, whose: str = "theirs") -> str:
    return f"{whose}-{attempt.replace(' ', '-')}"


def _outcome(store: Any, attempt: str, plan_id: str) -> str:
    """Return in words what comes of it, whatever the id."""
    try:
        told = f"{ATTEMPTS[attempt](store, plan_id)}"
    except JbpError as error:
        told = f"{type(error).__name__}: {error} {error.__cause__}"
    return told.replace(plan_id, "ID")
