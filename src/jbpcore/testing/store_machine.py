"""A machine that does anything to a store, in any order, and compares with the model.

It comes with :class:`jbpcore.testing.store_contract.StoreContract`; run it for longer
with :func:`run_store_machine`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, ClassVar

import attrs
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from jbpcore.errors import (
    InvalidValueError,
    PlanDeletedError,
    PlanNotFoundError,
    StaleRevisionError,
)
from jbpcore.model.agreement import PlanState
from jbpcore.model.party import Person, Side
from jbpcore.model.plan import Plan
from jbpcore.periods.daterange import DateRange
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.ports.plan_events import PlanEvent, event_id
from jbpcore.ports.plan_list import PlanFilter, PlanSummary
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.ports.storage import Store
from jbpcore.testing.capabilities import Capability
from jbpcore.testing.sample_records import small_entry, small_plan
from jbpcore.testing.store_model import ModelStore, Told

__all__ = ["StoreMachine", "run_store_machine"]

_AT = datetime(2026, 1, 7, tzinfo=UTC)
_PEOPLE = tuple(
    Person(id=key, name=f"Person {key.upper()}", side=Side.VENDOR, email=f"{key}@x.io")
    for key in ("ann", "bob", "cid")
)
_PERIODS = (
    DateRange(date(2026, 1, 1), date(2027, 1, 1)),
    DateRange(date(2026, 7, 1), date(2027, 1, 1)),
)
_NUMBERS = count()

_ids = st.sampled_from(["a", "B", "b"])
_by = st.sampled_from([person.id for person in _PEOPLE])
_instants = st.sampled_from([_AT + timedelta(hours=n) for n in (-1, 0, 0, 1, 2)])


@st.composite
def _plans(draw: st.DrawFn, plan_id: str) -> Plan:
    people = draw(st.lists(st.sampled_from(_PEOPLE), max_size=2, unique=True))
    return attrs.evolve(
        small_plan(plan_id, name=draw(st.sampled_from(["One", "one", "Two"]))),
        state=draw(st.sampled_from([PlanState.DRAFT, PlanState.AGREED])),
        period=draw(st.sampled_from(_PERIODS)),
        people=people,
        notes=f"Ask {people[0].name}." if people else "",
    )


class StoreMachine(RuleBasedStateMachine):
    """Does anything to a store, and knows what has to come of it.

    Attributes:
        opener: What opens the store for a tenant. One database serves all machines, as
            each has tenants of its own.
        lacks: What the store cannot do, which the machine then leaves out.
    """

    opener: ClassVar[staticmethod[[str], Store]]
    lacks: ClassVar[Collection[Capability]] = frozenset()

    def __init__(self) -> None:
        """Open two stores for one tenant, and one for another."""
        super().__init__()
        self.tenant: str = f"machine {next(_NUMBERS)}"
        self.model: ModelStore = ModelStore()
        self.committed: ModelStore | None = None
        self.unit: ExitStack[bool | None] = ExitStack()
        self.aliases: int = 0
        self.store: Store = self.opener(self.tenant)
        self.twin: Store = self.opener(self.tenant)
        self.stranger: Store = self.opener(f"{self.tenant}'s neighbour")

    def can(self, capability: Capability) -> bool:
        """Whether the store does not declare to lack something."""
        return capability not in self.lacks

    @rule(data=st.data(), plan_id=_ids, by=_by, at=_instants, off=st.integers(-2, 2))
    def save(
        self, data: st.DataObject, plan_id: str, by: str, at: datetime, off: int
    ) -> None:
        """Save, two times out of five from the current revision."""
        plan = data.draw(_plans(plan_id))
        current = self.model.current(plan_id)
        expected = max(0, current + (off if abs(off) > 1 else 0))

        def act() -> int:
            return self.store.save(plan, expected_revision=expected, by=by, at=at)

        if expected != current:
            self.refused(StaleRevisionError, act)
            return
        kind = RevisionKind.SAVED
        assert act() == self.model.write(plan_id, plan, by=by, at=at, kind=kind)

    @rule(plan_id=_ids, by=_by, at=_instants, is_stale=st.booleans())
    def delete(self, plan_id: str, by: str, at: datetime, *, is_stale: bool) -> None:
        """Delete, every other time from another revision than the current one."""
        current = self.model.current(plan_id)
        expected = max(1, current + is_stale)

        def act() -> int:
            return self.store.delete(plan_id, expected_revision=expected, by=by, at=at)

        if not current:
            self.refused(PlanNotFoundError, act)
        elif expected != current:
            self.refused(StaleRevisionError, act)
        elif self.model.is_deleted(plan_id):
            self.refused(PlanDeletedError, act)
        else:
            kind = RevisionKind.DELETED
            assert act() == self.model.write(plan_id, None, by=by, at=at, kind=kind)

    @rule(plan_id=_ids, by=_by, at=_instants, is_stale=st.booleans())
    def restore(self, plan_id: str, by: str, at: datetime, *, is_stale: bool) -> None:
        """Restore, whether it is deleted or not."""
        current = self.model.current(plan_id)
        expected = max(1, current - is_stale)

        def act() -> int:
            return self.store.restore(plan_id, expected_revision=expected, by=by, at=at)

        if not current:
            self.refused(PlanNotFoundError, act)
        elif expected != current:
            self.refused(StaleRevisionError, act)
        elif not self.model.is_deleted(plan_id):
            self.refused(InvalidValueError, act)
        else:
            plan, kind = self.model.last_plan(plan_id), RevisionKind.RESTORED
            assert act() == self.model.write(plan_id, plan, by=by, at=at, kind=kind)

    @rule(plan_id=_ids, at=_instants)
    def read_as_known(self, plan_id: str, at: datetime) -> None:
        """Ask what was known at an instant."""
        known = self.model.known_at(plan_id, at)
        if known is None or known.plan is None:
            error = PlanNotFoundError if known is None else PlanDeletedError
            self.refused(error, lambda: self.store.read(plan_id, known_at=at))
        else:
            found = self.store.read(plan_id, known_at=at)
            assert (found.as_revision, found.plan) == (known.revision, known.plan)

    @precondition(lambda self: self.can(Capability.LISTS))
    @rule(
        order=st.sampled_from(PlanOrder),
        size=st.integers(1, 3),
        deleted=st.sampled_from([None, True, False]),
        state=st.sampled_from([None, PlanState.DRAFT]),
        part=st.sampled_from([None, "O", "two"]),
    )
    def list_pages(self, order: PlanOrder, size: int, **wanted: Any) -> None:  # noqa: ANN401 - conditions
        """List page after page, by some conditions and in some order."""
        conditions = PlanFilter(
            deleted=wanted["deleted"],
            states=wanted["state"],
            name_contains=wanted["part"],
        )
        after: PlanCursor | None = None
        found: list[PlanSummary] = []
        while True:
            page = self.store.find(conditions, order=order, after=after, size=size)
            found += page.plans
            if page.after is None:
                break
            assert len(page.plans) == size
            after = PlanCursor.from_text(str(page.after))
        assert found == self.model.listed(conditions, order)

    @rule(number=st.integers(1, 3), amount=st.sampled_from(["1", "2"]))
    def append(self, number: int, amount: str) -> None:
        """Append a booked fact, which may be known, or known otherwise."""
        entry = small_entry(f"e-{number}", amount=amount)
        known = self.model.entries.get(entry.entry_id)
        assert self.store.append([entry]) == (AppendOutcome.of(known, entry),)
        self.model.entries.setdefault(entry.entry_id, entry)

    @precondition(lambda self: self.can(Capability.PERSONAL_DATA))
    @rule(person=st.sampled_from(_PEOPLE), by=_by, at=_instants)
    def erase(self, person: Person, by: str, at: datetime) -> None:
        """Forget somebody, who may be unknown by now."""
        self.aliases += 1
        alias = f"erased-{self.aliases}"
        found = self.store.erase_subject(person.id, by=by, at=at, alias=alias)
        doer = alias if by == person.id else by
        knew = self.model.erase(person, alias, by=doer, at=at)
        assert list(map(str, found.plan_ids)) == list(knew)
        for plan_id, went_on in knew.items():
            if went_on:
                self.take_over(plan_id)
        assert list(self.store.export_subject(person.id)) == []

    @precondition(lambda self: self.committed is None)
    @precondition(lambda self: self.can(Capability.UNITS_OF_WORK))
    @rule()
    def begin(self) -> None:
        """Begin a unit of work."""
        self.committed = self.model.copy()
        self.unit.enter_context(self.store.unit_of_work())

    @precondition(lambda self: self.committed is not None)
    @rule(goes_well=st.booleans())
    def end(self, *, goes_well: bool) -> None:
        """End the unit of work, well or not."""
        unit = self.unit.pop_all()
        if goes_well:
            unit.close()
        else:
            error = _EndedEarlyError()
            assert not unit.__exit__(type(error), error, None)
            assert self.committed is not None
            self.model = self.committed
        self.committed = None

    @precondition(lambda self: self.committed is None)
    @precondition(lambda self: self.can(Capability.DURABLE))
    @rule()
    def reopen(self) -> None:
        """Close everything and open it again."""
        for store in (self.store, self.twin):
            store.close()
        self.store, self.twin = self.opener(self.tenant), self.opener(self.tenant)

    @invariant()
    def the_store_is_as_the_model_says(self) -> None:
        """Compare all that can be read."""
        self.compare(self.store, self.model)

    @invariant()
    def others_see_what_was_committed(self) -> None:
        """Compare what another opening reads, and that another tenant reads nothing."""
        self.compare(self.stranger, ModelStore())
        if self.committed is None or self.can(Capability.READERS_NEVER_WAIT):
            self.compare(self.twin, self.committed or self.model)

    def teardown(self) -> None:
        """Leave the unit of work and close."""
        self.unit.close()
        for store in (self.store, self.twin, self.stranger):
            store.close()

    def compare(self, store: Store, model: ModelStore) -> None:
        """See that a store has what a model has, and nothing else."""
        there = sorted(plan_id for plan_id in model.plans if model.is_there(plan_id))
        assert list(store.iter_ids()) == there
        for plan_id, written in model.plans.items():
            assert list(store.history(plan_id)) == [one.revision for one in written]
            for one in written:
                if one.plan is not None:
                    number = one.revision.revision
                    assert store.read(plan_id, revision=number).plan == one.plan
        entries = sorted(model.entries.values(), key=lambda entry: entry.entry_id)
        assert list(store.query()) == entries
        if self.can(Capability.EVENTS):
            events = list(store.iter_events())
            assert [_told(event) for event in events] == model.told
            assert [event.id for event in events] == [
                event_id(store.tenant, one.plan_id, one.revision) for one in model.told
            ]

    def refused(self, error: type[Exception], act: Callable[[], object]) -> None:
        """See an error of exactly that class."""
        try:
            act()
        except error as caught:
            assert type(caught) is error  # noqa: PT017 - its class, not its base
        else:
            message = f"there was no {error.__name__}"
            raise AssertionError(message)

    def take_over(self, plan_id: str) -> None:
        """Take the record of an erasure into the model, having looked at the rest."""
        made = self.store.read(plan_id).plan
        *before, record = made.records
        assert (record.move, list(before)) == (
            "erase_person",
            list(self.model.last_plan(plan_id).records),
        )
        self.model.replace_current(plan_id, made)


class _EndedEarlyError(Exception):
    """What a unit of work is left with."""


def _told(event: PlanEvent) -> Told:
    return Told(
        event.position,
        event.plan_id,
        event.revision,
        event.kind,
        event.saved_by,
        event.recorded_at,
    )


def run_store_machine(
    opener: Callable[[str], Store],
    *,
    lacks: Collection[Capability] = frozenset(),
    examples: int = 25,
    steps: int = 25,
) -> None:
    """Let the machine do something else that many times, that many steps each.

    Args:
        opener: What opens the store for a tenant; one database serves all.
        lacks: What the store cannot do.
        examples: How often it begins anew.
        steps: How much it does each time.

    Examples:
        >>> from jbpcore.adapters.memory import Memory, MemoryStore
        >>> memory = Memory()
        >>> run_store_machine(
        ...     lambda tenant: MemoryStore(tenant=tenant, memory=memory),
        ...     examples=2, steps=5)
    """
    machine = type(
        "Machine", (StoreMachine,), {"opener": staticmethod(opener), "lacks": lacks}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
