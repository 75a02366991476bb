"""What comes or goes some rows at a time, for code that runs in an event loop.

It is as in :mod:`~jbpcore.adapters.sqlalchemy.batches`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager
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
    "AsyncDatabase",
    "append_all",
    "iter_entries",
    "iter_events",
    "iter_ids",
    "iter_items",
]

T = TypeVar("T")


class AsyncDatabase(Protocol):
    """Does things inside transactions, its own or the host's."""

    async def run(self, operation: str, ask: Callable[[StoreWork], T]) -> T:
        """Return what *ask* reads."""
        ...

    async def write(self, operation: str, work: Callable[[StoreWork], T]) -> T:
        """Return what *work* gives, having written all of it or nothing."""
        ...

    def step(self, operation: str) -> AbstractAsyncContextManager[None]:
        """Write everything in the block or nothing."""
        ...

    def unit_of_work(self) -> AbstractAsyncContextManager[None]:
        """Do the same, once at a time, for the task that begins it."""
        ...

    async def forget(self) -> None:
        """Take what was overwritten out of the database's files, if that can be."""
        ...

    def check_open(self) -> None:
        """Refuse to go on after the store was closed."""
        ...

    async def close(self) -> None:
        """Refuse everything from now on."""
        ...


async def append_all(
    database: AsyncDatabase, entries: Iterable[ActualEntry]
) -> tuple[AppendOutcome, ...]:
    """Write what is new, all in one step; *entries* is read some at a time."""
    remaining: Iterator[ActualEntry] = iter_offered(entries)
    batch, more = (list(islice(remaining, AT_A_TIME)) for _ in range(2))
    if not more:
        # It is known as a whole, so it can be done again where transactions meet.
        return tuple(await database.write("append", lambda work: work.append(batch)))
    outcomes: list[AppendOutcome] = []
    remaining = chain(batch, more, remaining)
    async with database.step("append"):
        while batch := list(islice(remaining, AT_A_TIME)):
            outcomes += await _append(database, batch)
    return tuple(outcomes)


async def iter_ids(database: AsyncDatabase) -> AsyncIterator[PlanId]:
    """Yield the id of every plan that is there in ascending order."""
    last: str = ""
    while found := await _ids(database, last):
        for plan_id in found:
            yield plan_id
        last = found[-1]


async def iter_events(database: AsyncDatabase, after: int) -> AsyncIterator[PlanEvent]:
    """Yield the events after a position, of those there are when it begins."""
    last = await database.run("iter_events", StoreWork.last_position)
    while found := await _events(database, after, last):
        for event in found:
            yield event
        after = found[-1].position


async def iter_entries(
    database: AsyncDatabase, wanted: EntryFilter
) -> AsyncIterator[ActualEntry]:
    """Yield the entries that are wanted, of those there are when it begins."""
    place = EntryPlace(await database.run("query", StoreWork.last_place))
    while found := await _entries(database, wanted, place):
        for entry in found:
            yield entry
        place = place.after(found[-1])


async def iter_items(
    database: AsyncDatabase, person_id: str
) -> AsyncIterator[SubjectItem]:
    """Yield everything about a person."""
    plan_ids, subject = await database.run(
        "export_subject", lambda work: work.known_plans(person_id)
    )
    for plan_id in plan_ids:
        for item in await _plan_items(database, plan_id, subject):
            yield item
    last: str | None = ""
    while last is not None:
        last, items = await _entry_items(database, last, subject)
        for item in items:
            yield item


async def _append(
    database: AsyncDatabase, batch: list[ActualEntry]
) -> list[AppendOutcome]:
    return await database.write("append", lambda work: work.append(batch))


async def _ids(database: AsyncDatabase, last: str) -> tuple[PlanId, ...]:
    return await database.run("iter_ids", lambda work: work.ids_after(last))


async def _events(
    database: AsyncDatabase, after: int, last: int
) -> tuple[PlanEvent, ...]:
    return await database.run(
        "iter_events", lambda work: work.events_between(after, last)
    )


async def _entries(
    database: AsyncDatabase, wanted: EntryFilter, place: EntryPlace
) -> tuple[ActualEntry, ...]:
    return await database.run("query", lambda work: work.entries_after(wanted, place))


async def _plan_items(
    database: AsyncDatabase, plan_id: PlanId, subject: Subject
) -> tuple[SubjectItem, ...]:
    return await database.run(
        "export_subject", lambda work: work.plan_items(plan_id, subject)
    )


async def _entry_items(
    database: AsyncDatabase, last: str, subject: Subject
) -> tuple[str | None, tuple[SubjectItem, ...]]:
    return await database.run(
        "export_subject", lambda work: work.entry_items_after(last, subject)
    )
