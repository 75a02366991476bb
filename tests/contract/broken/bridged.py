"""Asynchronous stores that break a promise of every store.

Those of the other modules bite through the bridge, but for what threads put right: a
store that is closed anyway, a unit whose thread ends anyway, an answer of some items at
a time. These make such mistakes above the threads.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

from tests.contract.broken.asynchronous import CONTRACT, Asynchronous, bite

from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.personal_data import SubjectItem
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import StoredPlan


class RemembersWhatItRead(Asynchronous):
    """Does not look again for what others may have saved."""

    seen: StoredPlan | None = None

    async def read(self, plan_id: str, /, **how: Any) -> StoredPlan:
        self.seen = self.seen or await super().read(plan_id, **how)
        return self.seen


class AsksForEachItem(Asynchronous):
    async def query(self, **how: Any) -> AsyncIterator[ActualEntry]:
        place = 0
        while rest := list(self._store.query(**how))[place:]:
            yield rest[0]
            place += 1

    async def iter_events(self, *, after: int = 0) -> AsyncIterator[PlanEvent]:
        while rest := list(self._store.iter_events(after=after)):
            yield rest[0]
            after += 1


class HoldsWhileItTells(Asynchronous):
    """Keeps writers out until the last event was read."""

    async def iter_events(self, *, after: int = 0) -> AsyncIterator[PlanEvent]:
        writing = self.memory._writing  # noqa: SLF001 - the mistake under test
        writing.acquire(timeout=0.3)
        async for event in super().iter_events(after=after):
            yield event
        writing.release()


class ForgivesQuestions(Asynchronous):
    async def query(self, **how: Any) -> AsyncIterator[ActualEntry]:
        async for entry in _forgiving(super().query(**how)):
            yield entry

    async def iter_events(self, **how: Any) -> AsyncIterator[PlanEvent]:
        async for event in _forgiving(super().iter_events(**how)):
            yield event

    async def export_subject(self, person_id: str, /) -> AsyncIterator[SubjectItem]:
        async for item in _forgiving(super().export_subject(person_id)):
            yield item


class StaysInTheUnit(Asynchronous):
    """Forgets to leave a unit that failed."""

    failed: Any = None

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        unit = super().unit_of_work()
        await unit.__aenter__()
        try:
            yield
        except Exception:
            self.failed = unit
            raise
        await unit.__aexit__(None, None, None)


class NestsUnits(Asynchronous):
    depth = 0

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[None]:
        if self.depth:
            yield
            return
        self.depth += 1
        try:
            async with super().unit_of_work():
                yield
        finally:
            self.depth -= 1


class StaysOpen(Asynchronous):
    async def aclose(self) -> None:
        pass


async def _forgiving(items: AsyncIterator[Any]) -> AsyncIterator[Any]:
    try:
        async for item in items:
            yield item
    except InvalidValueError:
        return


def _bites() -> Iterator[Any]:
    yield bite(
        RemembersWhatItRead, CONTRACT.test_r12_each_save_is_seen_by_others_at_once
    )
    yield bite(
        AsksForEachItem, CONTRACT.test_a9_a_query_answers_as_of_when_it_was_asked
    )
    yield bite(AsksForEachItem, CONTRACT.test_e8_an_answer_is_of_when_it_was_asked)
    yield bite(HoldsWhileItTells, CONTRACT.test_e8_an_answer_left_unread_hinders_nobody)
    yield bite(
        ForgivesQuestions,
        CONTRACT.test_a10_a_bad_condition_is_refused,
        bad={"metric": "two words"},
    )
    yield bite(ForgivesQuestions, CONTRACT.test_e9_a_bad_position_is_refused, bad=-1)
    yield bite(ForgivesQuestions, CONTRACT.test_s9_a_bad_id_is_refused, bad="two words")
    yield bite(StaysInTheUnit, CONTRACT.test_u2_the_store_is_as_good_as_before)
    yield bite(NestsUnits, CONTRACT.test_u5_a_unit_inside_another_is_refused)
    yield bite(
        StaysOpen, CONTRACT.test_c1_a_closed_store_refuses_everything, operation="read"
    )
    yield bite(StaysOpen, CONTRACT.test_c2_a_block_closes_the_store)


BITES = list(_bites())
