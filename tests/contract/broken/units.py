"""Stores that break a promise on units of work, each in one way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from tests.contract.broken.ledger import AppendsOneByOne
from tests.contract.broken.sloppy import CONTRACT, Sloppy, bite

from jbpcore.adapters.memory import Memory
from jbpcore.errors import StaleRevisionError
from jbpcore.model.plan import Plan


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


class _UndoneError(Exception):
    pass


BITES = [
    bite(NeverCommits, CONTRACT.test_u1_deletions_and_restorations_belong_to_it),
    bite(HasNoUnits, CONTRACT.test_u2_deletions_and_restorations_are_undone),
    bite(NeverCommits, CONTRACT.test_u1_everything_is_there_at_the_end),
    bite(NeverCommits, CONTRACT.test_u1_one_unit_may_follow_another),
    bite(NeverCommits, CONTRACT.test_u1_plans_and_entries_happen_together),
    bite(
        CommitsOnCtrlC,
        CONTRACT.test_u2_nothing_is_there_after_an_error,
        error=KeyboardInterrupt,
    ),
    bite(
        CommitsOnCtrlC,
        CONTRACT.test_u2_neither_plans_nor_entries_after_an_error,
        error=KeyboardInterrupt,
    ),
    bite(StaysInTheUnit, CONTRACT.test_u2_the_store_is_as_good_as_before),
    bite(ReadsPastTheUnit, CONTRACT.test_u3_a_unit_sees_its_own_writes),
    bite(ReadsPastTheUnit, CONTRACT.test_u3_a_unit_sees_its_own_entries_alone),
    bite(HasNoUnits, CONTRACT.test_u3_nobody_else_sees_them_before_the_end),
    bite(GivesUpAfterARefusal, CONTRACT.test_u4_a_refused_save_leaves_the_rest),
    bite(AppendsOneByOne, CONTRACT.test_u4_an_append_that_fails_leaves_the_rest),
    bite(NestsUnits, CONTRACT.test_u5_a_unit_inside_another_is_refused),
    bite(SharesTheUnitWithThreads, CONTRACT.test_u6_a_unit_belongs_to_its_thread),
]
