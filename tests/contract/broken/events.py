"""Stores that break a promise on events, each in one way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import attrs
from tests.contract.broken.revisions import SharesPlans
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite, let_others_run
from tests.contract.broken.units import HasNoUnits, ReadsPastTheUnit

from jbpcore.errors import StaleRevisionError
from jbpcore.model.agreement import PlanState
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.testing.store_steps import save

TOLD_AT_ONCE: dict[int, list[PlanEvent]] = {}


class Retells(Sloppy):
    """Tells what it makes of the events there are."""

    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return events

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        super().iter_events(after=after)
        events = list(self.made(list(super().iter_events())))
        return iter([event for event in events if event.position > after])


class TellsOfSavesOnly(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return [event for event in events if event.kind is RevisionKind.SAVED]


class TellsOfAttempts(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError:
            events = self.now().events
            events.append(attrs.evolve(events[-1], position=len(events) + 1))
            raise


class TellsAtOnce(Sloppy):
    """Tells of a save before the unit of work has ended."""

    def save(self, plan: Plan, /, **saved: Any) -> int:
        revision = self.put(plan, **saved)
        told = TOLD_AT_ONCE.setdefault(id(self._memory), [])
        told.append(attrs.evolve(self.now().events[-1], position=len(told) + 1))
        return revision

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        return iter(TOLD_AT_ONCE.get(id(self._memory), [])[after:])


class TellsOfFacts(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        if self.now().entries:
            save(self, "ledger")
            return [*events, self.now().events[-1]]
        return events


class OrdersByClock(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        events.sort(key=lambda event: event.saved_at)
        return [attrs.evolve(e, position=n + 1) for n, e in enumerate(events)]


class OrdersById(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return sorted(events, key=lambda event: event.id)


class LeavesGaps(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return [attrs.evolve(event, position=event.position * 2) for event in events]


class TellsTheLastFirst(Retells):
    """Shows an event before the one that was committed before it."""

    def save(self, plan: Plan, /, **saved: Any) -> int:
        revision = self.put(plan, **saved)
        let_others_run(0.002)
        return revision

    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        if 0 < len(events) < 20:
            del events[-1 if len(events) % 2 else -2]
        return events


class NamesEventsAnew(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return [
            attrs.evolve(event, tenant=f"{event.tenant} {id(self)}") for event in events
        ]


class ForgetsMoves(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return [attrs.evolve(event, records=()) for event in events]


class ForgetsWhatWasDeleted(Retells):
    def made(self, events: list[PlanEvent]) -> Iterable[PlanEvent]:
        return [attrs.evolve(event, state=PlanState.DRAFT) for event in events]


class TellsOldMoves(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved | {"records": plan.records})


class TellsTheLastAgain(Sloppy):
    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        return super().iter_events(after=max(after - 1, 0))


class TellsAThousand(Sloppy):
    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        return iter(list(super().iter_events(after=after))[:1_000])


class TellsWhenRead(Sloppy):
    """Asks when the answer is read."""

    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        yield from super().iter_events(after=after)


class LocksWhileItTells(Sloppy):
    def iter_events(self, *, after: int = 0) -> Iterator[PlanEvent]:
        return self._locked(super().iter_events(after=after))

    def _locked(self, answer: Iterator[PlanEvent]) -> Iterator[PlanEvent]:
        self._busy_timeout = timedelta(milliseconds=1)
        with self._memory.changing("nobody", "iter_events", self._busy_timeout):
            yield from answer


BITES = [
    bite(TellsOfSavesOnly, CONTRACT.test_e1_every_revision_has_one_event),
    bite(
        TellsOfAttempts,
        CONTRACT.test_e1_what_was_refused_has_no_event,
        act=lambda store: save(store, "a", 7),
    ),
    bite(TellsAtOnce, CONTRACT.test_e1_what_was_undone_has_no_event),
    bite(TellsOfFacts, CONTRACT.test_e1_a_booked_fact_is_no_revision),
    bite(TellsOfAttempts, CONTRACT.test_e1_a_stale_save_among_others_has_no_event),
    bite(OrdersById, CONTRACT.test_e2_positions_are_in_order_without_gaps),
    bite(OrdersByClock, CONTRACT.test_e2_clocks_decide_nothing),
    bite(LeavesGaps, CONTRACT.test_e2_several_at_once_leave_no_gap),
    bite(TellsTheLastFirst, CONTRACT.test_e2_what_was_read_up_to_is_never_added_to),
    bite(NamesEventsAnew, CONTRACT.test_e3_the_id_is_made_of_tenant_plan_and_revision),
    bite(ForgetsMoves, CONTRACT.test_e4_an_event_says_what_was_done),
    bite(ForgetsWhatWasDeleted, CONTRACT.test_e4_a_deletion_says_whose_plan_it_was),
    bite(TellsOldMoves, CONTRACT.test_e4_without_records_none_are_told),
    bite(TellsTheLastAgain, CONTRACT.test_e5_events_after_a_position_come, after=1),
    bite(TellsAThousand, CONTRACT.test_e5_many_events_come_in_order),
    bite(SharesPlans, CONTRACT.test_e6_another_tenants_events_are_not_seen),
    bite(ReadsPastTheUnit, CONTRACT.test_e7_a_unit_sees_its_own_events),
    bite(HasNoUnits, CONTRACT.test_e7_nobody_else_sees_them_before_the_end),
    bite(TellsWhenRead, CONTRACT.test_e8_an_answer_is_of_when_it_was_asked),
    bite(LocksWhileItTells, CONTRACT.test_e8_an_answer_left_unread_hinders_nobody),
    bite(TellsWhenRead, CONTRACT.test_e9_a_bad_position_is_refused, bad=-1),
]
