"""The kit is worth shipping only if every promise in it catches a store that breaks it.

Each store below is the store in memory with one thing wrong.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import attrs
import pytest

from jbpcore.adapters.memory import Memory, MemoryStore
from jbpcore.errors import InvalidValueError, PlanNotFoundError, StaleRevisionError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.ports.actuals import ActualsStore, AppendOutcome
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.ports.storage import PlanStore, Store
from jbpcore.testing.sample_records import full_entry, full_plan
from jbpcore.testing.store_contract import StoreContract
from jbpcore.values.money import Money

CONTRACT = StoreContract()
FULL_ENTRY = full_entry()


class Sloppy(MemoryStore):
    """A store that can reach into what it keeps; on its own it keeps every promise."""

    def now(self) -> Any:
        return self._shelf()

    def put(self, plan: Plan, **saved: Any) -> int:
        return super().save(plan, **saved)


class RoundsAmounts(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        goals = tuple(
            attrs.evolve(goal, target=Money(int(goal.target.amount), "USD"))
            if isinstance(goal.target, Money)
            else goal
            for goal in plan.goals
        )
        return self.put(attrs.evolve(plan, goals=goals), **saved)


class ForgetsWhy(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved | {"note": ""})


class LosesMicroseconds(Sloppy):
    def save(self, plan: Plan, /, *, at: datetime, **saved: Any) -> int:
        return self.put(plan, at=at.replace(microsecond=0), **saved)


class ComposesLetters(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        name = plan.name.replace("A\u030a", "Å").replace("o\u0308", "ö")
        return self.put(attrs.evolve(plan, name=name), **saved)


class RaisesKeyError(Sloppy):
    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision)
        except PlanNotFoundError as error:
            raise KeyError(plan_id) from error


class HasEmptyHistories(Sloppy):
    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        with suppress(PlanNotFoundError):
            return super().history(plan_id)
        return ()


class IgnoresCase(Sloppy):
    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        return super().read(plan_id.lower(), revision=revision)


class CountsFromZero(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved) - 1


class SkipsWhatIsThere(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        with suppress(PlanNotFoundError):
            if self.read(plan.id).plan == plan:
                return expected_revision
        return self.put(plan, expected_revision=expected_revision, **saved)


class LastWriteWins(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        while True:
            try:
                return self.put(plan, expected_revision=expected_revision, **saved)
            except StaleRevisionError as error:
                expected_revision = error.actual_revision


class WritesBeforeChecking(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError:
            if plan.id in self.now().plans:
                *older, last = self.now().plans[plan.id]
                changed = attrs.evolve(last, plan=plan)
                self.now().plans[plan.id] = (*older, changed)
            raise


class HidesTheRevision(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError as error:
            error.actual_revision = error.expected_revision
            raise


class AcceptsAnyFirstRevision(Sloppy):
    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        first = plan.id not in self.now().plans
        expected = 0 if first else expected_revision
        return self.put(plan, expected_revision=expected, **saved)


class ListsInSaveOrder(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(list(self.now().plans))


class ListsRegardlessOfCase(Sloppy):
    def iter_ids(self) -> Iterator[Any]:
        return iter(sorted(super().iter_ids(), key=str.lower))


class KeepsTheLastRevisionOnly(Sloppy):
    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        found = super().read(plan_id, revision=revision)
        return attrs.evolve(super().read(plan_id), revision=found.revision)


class ClampsRevisions(Sloppy):
    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision)
        except InvalidValueError:
            return super().read(plan_id)


class SortsHistoryByClock(Sloppy):
    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        history = super().history(plan_id)
        return tuple(sorted(history, key=lambda one: one.saved_at))


class SharesPlans(Sloppy):
    """Leaks to every tenant."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant="everybody", memory=memory)
        self._shown = tenant

    @property
    def tenant(self) -> str:
        return self._shown


class ForgivesNames(Sloppy):
    """Takes two names for one tenant if they look alike."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant=tenant.strip().lower()[:20], memory=memory)
        self._shown = tenant

    @property
    def tenant(self) -> str:
        return self._shown


class ChecksBeforeLocking(Sloppy):
    """Looks at the revision first and writes later, as if nobody came between."""

    def save(self, plan: Plan, /, *, expected_revision: int, **saved: Any) -> int:
        current = len(self.now().plans.get(plan.id, ()))
        if current != expected_revision:
            raise StaleRevisionError(plan.id, expected_revision, current)
        for _ in range(20):
            _let_others_run()
        return LastWriteWins.save(self, plan, expected_revision=current, **saved)  # type: ignore[arg-type]  # it uses nothing of its class but put


class TearsSaves(Sloppy):
    """Writes the plan first and the rest a moment later."""

    def save(self, plan: Plan, /, *, note: str = "", **saved: Any) -> int:
        revision = self.put(plan, note="0", **saved)
        for _ in range(20):
            _let_others_run()
        shelf = self.now()
        *older, last = shelf.plans[plan.id]
        shelf.plans[plan.id] = (*older, attrs.evolve(last, note=note))
        return revision


class CoercesArguments(Sloppy):
    def save(
        self, plan: Plan, /, *, expected_revision: Any, by: Any, at: Any, note: Any = ""
    ) -> int:
        return self.put(
            plan,
            expected_revision=max(0, int(expected_revision)) if by else 0,
            by=str(by or "nobody").replace(" ", "-"),
            at=at,
            note=str(note or "").replace("\x00", ""),
        )


class LooksForAnything(Sloppy):
    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        try:
            return super().read(plan_id, revision=revision)
        except InvalidValueError:
            raise PlanNotFoundError(plan_id) from None


class SavesAnything(Sloppy):
    def save(self, plan: Plan, /, **saved: Any) -> int:
        return self.put(plan, **saved) if isinstance(plan, Plan) else 1


class KeepsToItself(Sloppy):
    """Each opening has a memory of its own."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        del memory
        super().__init__(tenant=tenant)


class HasNoUnits(Sloppy):
    """Writes at once, whatever becomes of the block."""

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        yield


class CommitsOnCtrlC(Sloppy):
    """Catches Exception, and takes any other end for a good one."""

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        interrupted: BaseException | None = None
        with super().unit_of_work():
            try:
                yield
            except Exception:
                raise
            except BaseException as error:  # noqa: BLE001 - the mistake under test
                interrupted = error
        if interrupted is not None:
            raise interrupted


class NeverCommits(Sloppy):
    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        with suppress(_UndoneError), super().unit_of_work():
            yield
            raise _UndoneError


class StaysInTheUnit(Sloppy):
    """Forgets to leave a unit that failed."""

    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        shelf = None
        try:
            with super().unit_of_work():
                shelf = self.now()
                yield
        except Exception:
            self._unit.shelf = shelf
            raise


class ReadsPastTheUnit(Sloppy):
    def _shelf(self) -> Any:
        return self._memory.shelf(self._tenant)


class GivesUpAfterARefusal(Sloppy):
    """Undoes the whole unit when one save in it is refused."""

    def save(self, plan: Plan, /, **saved: Any) -> int:
        try:
            return self.put(plan, **saved)
        except StaleRevisionError:
            self.now().plans.clear()
            raise


class NestsUnits(Sloppy):
    @contextmanager
    def unit_of_work(self) -> Iterator[None]:
        if self._own_shelf() is not None:
            yield
            return
        with super().unit_of_work():
            yield


class SharesTheUnitWithThreads(Sloppy):
    """Keeps the unit on the store, not with the thread that began it."""

    def __init__(self, *, tenant: str, memory: Memory) -> None:
        super().__init__(tenant=tenant, memory=memory)
        unit: Any = type("Unit", (), {"shelf": None})()
        self._unit = unit


class RoundsEntries(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        kept = (attrs.evolve(entry, credit_ratio=1, source="") for entry in entries)
        return super().append(kept)


class FindsInAppendOrder(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        found = {entry.entry_id for entry in super().query(**wanted)}
        entries = self.now().entries.values()
        return iter([entry for entry in entries if entry.entry_id in found])


class FindsFirstPageOnly(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        return iter(list(super().query(**wanted))[:1_000])


class AppendsAgain(Sloppy):
    """Takes an entry that it has for a new one."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(AppendOutcome.NEW for _ in super().append(entries))


class ComparesDigits(Sloppy):
    """Takes 7500 and 7500.00 for two amounts."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = {e.entry_id: str(e.amount) for e in self.query()}
        return tuple(
            AppendOutcome.CONFLICTING
            if known.get(entry.entry_id, str(entry.amount)) != str(entry.amount)
            else outcome
            for entry, outcome in zip(offered, super().append(offered), strict=True)
        )


class ComparesWhenItHeard(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = {e.entry_id: e for e in self.query()}
        return tuple(
            AppendOutcome.CONFLICTING
            if known.get(entry.entry_id, entry) != entry
            else outcome
            for entry, outcome in zip(offered, super().append(offered), strict=True)
        )


class OverwritesConflicts(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        outcomes = super().append(offered)
        self.now().entries.update({entry.entry_id: entry for entry in offered})
        return outcomes


class HidesConflicts(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        outcomes = super().append(entries)
        return tuple(
            AppendOutcome.SAME if one is AppendOutcome.CONFLICTING else one
            for one in outcomes
        )


class GroupsOutcomes(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(sorted(super().append(entries)))


class LooksBeforeTheCallOnly(Sloppy):
    """Judges each entry by what was there before the call."""

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        offered = list(entries)
        known = dict(self.now().entries)
        super().append(offered)
        return tuple(AppendOutcome.of(known.get(e.entry_id), e) for e in offered)


class IgnoresMetrics(Sloppy):
    def query(self, *, metric: str | None = None, **wanted: Any) -> Iterator[Any]:
        del metric
        return super().query(**wanted)


class CountsTheEndDay(Sloppy):
    def query(self, *, within: Any = None, **wanted: Any) -> Iterator[ActualEntry]:
        if within is not None:
            within = attrs.evolve(within, end=within.end + timedelta(days=1))
        return super().query(within=within, **wanted)


class AppendsOneByOne(Sloppy):
    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        return tuple(super(AppendsOneByOne, self).append([e])[0] for e in entries)


class AnswersLate(Sloppy):
    """Asks when the answer is read."""

    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        yield from super().query(**wanted)


class AnswersInPages(Sloppy):
    """Asks again for each page."""

    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        last = ""
        while found := [e for e in super().query(**wanted) if _key(e) > last]:
            yield from found[:1_000]
            last = _key(found[:1_000][-1])


class LocksWhileItAnswers(Sloppy):
    def query(self, **wanted: Any) -> Iterator[ActualEntry]:
        answer = super().query(**wanted)
        return self._locked(answer)

    def _locked(self, answer: Iterator[ActualEntry]) -> Iterator[ActualEntry]:
        self._busy_timeout = timedelta(milliseconds=1)
        with self._memory.changing("nobody", "query", self._busy_timeout):
            yield from answer


class AppendsAnything(Sloppy):
    def append(self, entries: Iterable[Any], /) -> tuple[AppendOutcome, ...]:
        return super().append(e for e in entries if isinstance(e, ActualEntry))


class OpensAgain(Sloppy):
    def close(self) -> None:
        pass


class ComplainsOfClosing(Sloppy):
    def close(self) -> None:
        if self._closed:
            raise InvalidValueError("store", "a closed one", "open")
        super().close()


class StaysOpen(Sloppy):
    def __exit__(self, *_: object) -> None:
        pass


class SwallowsErrors(Sloppy):
    def __exit__(self, *_: object) -> bool:  # type: ignore[override]  # the mistake
        self.close()
        return True


class _UndoneError(Exception):
    pass


def _let_others_run() -> None:
    from time import sleep  # noqa: PLC0415 - the only use in a file without waiting

    sleep(0.0005)


def _key(entry: ActualEntry) -> str:
    return f"{entry.on} {entry.entry_id}"


def _bite(
    broken: type[MemoryStore], test: Callable[..., None], **parameters: Any
) -> Any:
    name = f"{broken.__name__}-{test.__name__}"
    return pytest.param(broken, test, parameters, id=name)


BITES = [
    _bite(RoundsAmounts, CONTRACT.test_r1_reads_back_what_was_saved, plan=full_plan()),
    _bite(ForgetsWhy, CONTRACT.test_r1_reads_back_what_was_saved_last),
    _bite(LosesMicroseconds, CONTRACT.test_r1_reads_back_what_was_saved_last),
    _bite(
        ComposesLetters,
        CONTRACT.test_r1_letters_stay_in_the_form_they_came_in,
        name="A\u030angstro\u0308m",
    ),
    _bite(RaisesKeyError, CONTRACT.test_r2_unknown_id_is_not_found),
    _bite(HasEmptyHistories, CONTRACT.test_r2_unknown_id_has_no_history),
    _bite(IgnoresCase, CONTRACT.test_r2_ids_differ_by_case),
    _bite(CountsFromZero, CONTRACT.test_r3_revisions_count_up_from_one),
    _bite(SkipsWhatIsThere, CONTRACT.test_r3_saving_what_is_there_already_counts),
    _bite(LastWriteWins, CONTRACT.test_r4_stale_save_changes_nothing, named_revision=1),
    _bite(
        WritesBeforeChecking,
        CONTRACT.test_r4_stale_save_changes_nothing,
        named_revision=1,
    ),
    _bite(HidesTheRevision, CONTRACT.test_r4_stale_save_says_how_things_stand),
    _bite(AcceptsAnyFirstRevision, CONTRACT.test_r4_first_save_must_expect_nothing),
    _bite(ListsInSaveOrder, CONTRACT.test_r5_ids_are_sorted_and_unique),
    _bite(ListsRegardlessOfCase, CONTRACT.test_r5_ids_are_sorted_and_unique),
    _bite(KeepsTheLastRevisionOnly, CONTRACT.test_r6_every_revision_stays_readable),
    _bite(
        ClampsRevisions,
        CONTRACT.test_r6_a_revision_that_is_not_there_is_refused,
        revision=2,
    ),
    _bite(SortsHistoryByClock, CONTRACT.test_r7_history_lists_every_revision_once),
    _bite(SharesPlans, CONTRACT.test_r8_another_tenants_plan_is_unknown),
    _bite(SharesPlans, CONTRACT.test_r8_two_tenants_may_use_one_id),
    _bite(ForgivesNames, CONTRACT.test_r8_a_tenant_is_exactly_its_name, tenant="ACME"),
    _bite(LastWriteWins, CONTRACT.test_r9_of_many_at_once_one_succeeds),
    _bite(ChecksBeforeLocking, CONTRACT.test_r9_no_save_is_lost),
    _bite(TearsSaves, CONTRACT.test_r10_nobody_sees_half_a_save),
    _bite(
        CoercesArguments, CONTRACT.test_r11_a_bad_argument_is_refused, bad={"by": None}
    ),
    _bite(LooksForAnything, CONTRACT.test_r11_a_bad_id_is_refused, bad=""),
    _bite(SavesAnything, CONTRACT.test_r11_only_a_plan_is_saved),
    _bite(KeepsToItself, CONTRACT.test_r12_every_opening_reads_the_same),
    _bite(NeverCommits, CONTRACT.test_u1_everything_is_there_at_the_end),
    _bite(NeverCommits, CONTRACT.test_u1_one_unit_may_follow_another),
    _bite(NeverCommits, CONTRACT.test_u1_plans_and_entries_happen_together),
    _bite(
        CommitsOnCtrlC,
        CONTRACT.test_u2_nothing_is_there_after_an_error,
        error=KeyboardInterrupt,
    ),
    _bite(
        CommitsOnCtrlC,
        CONTRACT.test_u2_neither_plans_nor_entries_after_an_error,
        error=KeyboardInterrupt,
    ),
    _bite(StaysInTheUnit, CONTRACT.test_u2_the_store_is_as_good_as_before),
    _bite(ReadsPastTheUnit, CONTRACT.test_u3_a_unit_sees_its_own_writes),
    _bite(ReadsPastTheUnit, CONTRACT.test_u3_a_unit_sees_its_own_entries_alone),
    _bite(HasNoUnits, CONTRACT.test_u3_nobody_else_sees_them_before_the_end),
    _bite(GivesUpAfterARefusal, CONTRACT.test_u4_a_refused_save_leaves_the_rest),
    _bite(AppendsOneByOne, CONTRACT.test_u4_an_append_that_fails_leaves_the_rest),
    _bite(NestsUnits, CONTRACT.test_u5_a_unit_inside_another_is_refused),
    _bite(SharesTheUnitWithThreads, CONTRACT.test_u6_a_unit_belongs_to_its_thread),
    _bite(RoundsEntries, CONTRACT.test_a1_an_entry_comes_back_equal, entry=FULL_ENTRY),
    _bite(FindsInAppendOrder, CONTRACT.test_a2_entries_come_by_day_then_id),
    _bite(FindsFirstPageOnly, CONTRACT.test_a2_many_entries_come_in_order),
    _bite(AppendsAgain, CONTRACT.test_a3_an_entry_known_already_is_the_same),
    _bite(ComparesDigits, CONTRACT.test_a3_an_equal_amount_is_the_same),
    _bite(
        ComparesWhenItHeard,
        CONTRACT.test_a3_hearing_of_it_again_is_the_same,
        first=None,
    ),
    _bite(
        OverwritesConflicts,
        CONTRACT.test_a4_a_conflicting_entry_is_not_written,
        change={"source": "crm"},
    ),
    _bite(
        HidesConflicts,
        CONTRACT.test_a4_a_conflicting_entry_is_not_written,
        change={"source": "crm"},
    ),
    _bite(GroupsOutcomes, CONTRACT.test_a5_each_entry_has_its_outcome),
    _bite(LooksBeforeTheCallOnly, CONTRACT.test_a5_an_entry_offered_twice_meets_itself),
    _bite(LooksBeforeTheCallOnly, CONTRACT.test_a5_many_entries_have_their_outcomes),
    _bite(IgnoresMetrics, CONTRACT.test_a6_a_query_narrows_by_what_is_given),
    _bite(CountsTheEndDay, CONTRACT.test_a6_days_are_half_open),
    _bite(SharesPlans, CONTRACT.test_a7_another_tenants_entries_are_never_met),
    _bite(AppendsOneByOne, CONTRACT.test_a8_a_failed_append_writes_nothing, count=1),
    _bite(AnswersLate, CONTRACT.test_a9_a_query_answers_as_of_when_it_was_asked),
    _bite(AnswersInPages, CONTRACT.test_a9_a_query_answers_as_of_when_it_was_asked),
    _bite(LocksWhileItAnswers, CONTRACT.test_a9_an_answer_left_unread_hinders_nobody),
    _bite(
        AnswersLate, CONTRACT.test_a10_a_bad_condition_is_refused, bad={"metric": "a b"}
    ),
    _bite(AppendsAnything, CONTRACT.test_a10_only_entries_are_appended),
    _bite(
        OpensAgain, CONTRACT.test_c1_a_closed_store_refuses_everything, operation="save"
    ),
    _bite(
        ComplainsOfClosing,
        CONTRACT.test_c1_a_closed_store_refuses_everything,
        operation="save",
    ),
    _bite(StaysOpen, CONTRACT.test_c2_a_block_closes_the_store),
    _bite(SwallowsErrors, CONTRACT.test_c2_a_block_closes_the_store),
]


def _ask(
    test: Callable[..., None], broken: type[MemoryStore], parameters: dict[str, Any]
) -> None:
    """Run one test of the kit as pytest would, on openings of one memory."""
    memory = Memory()

    def open_for(tenant: str) -> MemoryStore:
        return broken(tenant=tenant, memory=memory)

    fixtures: dict[str, Callable[[], Any]] = {
        "open_for": lambda: open_for,
        "store": partial(open_for, "acme"),
        "twin": partial(open_for, "acme"),
        "stranger": partial(open_for, "globex"),
    }
    wanted = inspect.signature(test).parameters.keys() & fixtures.keys()
    test(**{name: fixtures[name]() for name in wanted}, **parameters)


@pytest.mark.parametrize(("broken", "test", "parameters"), BITES)
def test_each_promise_catches_a_store_that_breaks_it(
    broken: type[MemoryStore], test: Callable[..., None], parameters: dict[str, Any]
) -> None:
    _ask(test, Sloppy, parameters)
    with pytest.raises((Exception, pytest.fail.Exception)):
        _ask(test, broken, parameters)


def _kit() -> set[str]:
    return {name for name in dir(StoreContract) if name.startswith("test_")}


def test_every_test_of_the_kit_is_seen_to_bite() -> None:
    seen = {bite.values[1].__name__ for bite in BITES}
    assert seen == _kit()


def test_every_promise_has_a_test_and_every_test_a_promise() -> None:
    promised: set[str] = set()
    for port in (PlanStore, ActualsStore, Store):
        found = re.findall(r"\*\*([RUAC]\d+)\*\*", inspect.getdoc(port) or "")
        assert len(found) == len(set(found))
        promised |= set(found)
    assert promised == {name.split("_")[1].upper() for name in _kit()}


def test_every_test_of_the_kit_states_its_promise() -> None:
    for name in _kit():
        number = name.split("_")[1].upper()
        doc = getattr(StoreContract, name).__doc__ or ""
        assert doc.startswith(f"{number}: "), name


def test_the_kit_is_large_enough_to_mean_something() -> None:
    assert len(_kit()) >= 45
