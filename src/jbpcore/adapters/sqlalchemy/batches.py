"""What comes or goes some rows at a time.

Each batch is fetched whole, so that a reader who stops halfway leaves nothing open.
What came after the question is kept out by the place where the answer ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import chain, islice
from typing import Protocol, TypeVar

from jbpcore.adapters.sqlalchemy.entries import EntryPlace
from jbpcore.adapters.sqlalchemy.rows import AT_A_TIME
from jbpcore.adapters.sqlalchemy.work import StoreWork
from jbpcore.model.actual import ActualEntry
from jbpcore.planning.personal_data import Subject
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import iter_offered
from jbpcore.ports.personal_data import SubjectItem
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.values.ids import PlanId

__all__ = [
    "Transactions",
    "append_all",
    "iter_entries",
    "iter_events",
    "iter_ids",
    "iter_items",
]

T = TypeVar("T")


class Transactions(Protocol):
    """Does things inside transactions, its own or the host's."""

    def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads."""
        ...

    def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written all of it or nothing."""
        ...

    def step(self, operation: str) -> AbstractContextManager[None]:
        """Write everything in the block or nothing."""
        ...

    def unit_of_work(self) -> AbstractContextManager[None]:
        """Do the same, once at a time, for whoever uses the store."""
        ...

    def forget(self) -> None:
        """Take what was overwritten out of the database's files, if that can be."""
        ...

    def check_open(self) -> None:
        """Refuse to go on after the store was closed."""
        ...

    def close(self) -> None:
        """Refuse everything from now on."""
        ...


def append_all(
    database: Transactions, entries: Iterable[ActualEntry]
) -> tuple[AppendOutcome, ...]:
    """Write what is new, all in one step; *entries* is read some at a time."""
    remaining: Iterator[ActualEntry] = iter_offered(entries)
    batch, more = (list(islice(remaining, AT_A_TIME)) for _ in range(2))
    if not more:
        # It is known as a whole, so it can be done again where transactions meet.
        return tuple(database.write("append", lambda work: work.append(batch)))
    outcomes: list[AppendOutcome] = []
    remaining = chain(batch, more, remaining)
    with database.step("append"):
        while batch := list(islice(remaining, AT_A_TIME)):
            outcomes += _append(database, batch)
    return tuple(outcomes)


def iter_ids(database: Transactions) -> Iterator[PlanId]:
    """Yield the id of every plan that is there in ascending order."""
    last = PlanId("")
    while found := _ids(database, last):
        yield from found
        last = found[-1]


def iter_events(database: Transactions, after: int, last: int) -> Iterator[PlanEvent]:
    """Yield the events after a position, up to another."""
    while found := _events(database, after, last):
        yield from found
        after = found[-1].position


def iter_entries(
    database: Transactions, wanted: EntryFilter, place: EntryPlace
) -> Iterator[ActualEntry]:
    """Yield the entries that are wanted, of those there were at *place*."""
    while found := _entries(database, wanted, place):
        yield from found
        place = place.after(found[-1])


def iter_items(database: Transactions, person_id: str) -> Iterator[SubjectItem]:
    """Yield everything about a person."""
    plan_ids, subject = database.run(
        "export_subject", lambda work: work.known_plans(person_id)
    )
    for plan_id in plan_ids:
        yield from _plan_items(database, plan_id, subject)
    last: str | None = ""
    while last is not None:
        last, items = _entry_items(database, last, subject)
        yield from items


def _append(database: Transactions, batch: list[ActualEntry]) -> list[AppendOutcome]:
    return database.write("append", lambda work: work.append(batch))


def _ids(database: Transactions, last: PlanId) -> tuple[PlanId, ...]:
    return database.run("iter_ids", lambda work: work.ids_after(last))


def _events(database: Transactions, after: int, last: int) -> tuple[PlanEvent, ...]:
    return database.run("iter_events", lambda work: work.events_between(after, last))


def _entries(
    database: Transactions, wanted: EntryFilter, place: EntryPlace
) -> tuple[ActualEntry, ...]:
    return database.run("query", lambda work: work.entries_after(wanted, place))


def _plan_items(
    database: Transactions, plan_id: PlanId, subject: Subject
) -> tuple[SubjectItem, ...]:
    return database.run(
        "export_subject", lambda work: work.plan_items(plan_id, subject)
    )


def _entry_items(
    database: Transactions, last: str, subject: Subject
) -> tuple[str | None, tuple[SubjectItem, ...]]:
    return database.run(
        "export_subject", lambda work: work.entry_items_after(last, subject)
    )
