"""Where plans live between sessions.

A store is any object with the methods of :class:`PlanStore`, or with those of the other
ports too, which makes it a :class:`Store`; there is nothing to inherit from. To prove
one, subclass :class:`jbpcore.testing.store_contract.StoreContract` and give it the
store: each promise is tested there under its number.

A store is opened for one tenant and can neither see nor touch what belongs to another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from jbpcore.model.plan import Plan
from jbpcore.model.plan_record import PlanRecord
from jbpcore.ports.actuals import ActualsStore
from jbpcore.ports.personal_data import PersonalData
from jbpcore.ports.plan_events import PlanEvents
from jbpcore.ports.plan_list import PlanFilter
from jbpcore.ports.plan_paging import PlanCursor, PlanOrder, PlanPage
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import PlanId

__all__ = ["PlanStore", "Store"]


class PlanStore(Protocol):
    """Keeps plans, every revision of them, for one tenant.

    Revisions:

    * **R1** What is read equals what was saved last, to the last digit and character,
      with its revision, who saved it, when and the note.
    * **R2** An unknown id raises :exc:`~jbpcore.errors.PlanNotFoundError`, for reading
      and for the history.
    * **R3** Revisions start at 1 and go up by exactly 1 at each save, deletion and
      restoration.
    * **R4** A save that expects any revision but the current one (0 for a plan never
      saved) raises :exc:`~jbpcore.errors.StaleRevisionError` and changes nothing.
    * **R5** Ids come back once each, in ascending order, whatever the save order.
    * **R6** Every revision stays readable as it was saved. Asking for one that the plan
      does not have raises :exc:`~jbpcore.errors.InvalidValueError`.
    * **R7** The history lists every revision once, in order of the numbers, also where
      the instants run backwards.
    * **R8** A plan of another tenant is unknown, by any name; two tenants may use one
      id.
    * **R9** Of several that save from the same revision at once, in threads or
      processes, exactly one succeeds; no save that returned is ever lost.
    * **R10** Nobody ever sees half a save.
    * **R11** A bad argument raises :exc:`~jbpcore.errors.InvalidValueError` and changes
      nothing.
    * **R12** What one opening of a store saved, every other opening of it reads, those
      from before and those after all others were closed.
    * **R13** ``records`` are records that the plan carries; any other is refused. They
      are told in the event of the save, see
      :class:`~jbpcore.ports.plan_events.PlanEvents`, and kept with the plan alone.

    Time:

    * **T1** A revision is recorded at its ``saved_at``, or one microsecond after the
      revision before, whichever is later: recorded instants ascend with the numbers,
      also where clocks run backwards.
    * **T2** What was known at an instant is the last revision recorded by then, that
      instant included.
    * **T3** Before a plan's first revision it was unknown, and between a deletion and
      what follows it was deleted: reading it as known then raises as it did then.
    * **T4** What was known before the last recorded revision never changes by a later
      save, however early the instant that it states.
    * **T5** ``revision`` and ``known_at`` together are refused, and so is an instant
      that is not in UTC.

    Deleting:

    * **D1** A deletion is one more revision, a tombstone without a plan. From then on
      reading raises :exc:`~jbpcore.errors.PlanDeletedError`, which is a
      ``PlanNotFoundError`` that knows the tombstone's revision, and the id is not
      listed.
    * **D2** The history of a deleted plan, its tombstone in it, and every revision from
      before stay readable. Reading the tombstone itself raises ``PlanDeletedError``.
    * **D3** A deletion or a restoration that expects any revision but the current one
      raises ``StaleRevisionError``, of an unknown plan ``PlanNotFoundError``, and
      changes nothing.
    * **D4** Whoever still has a copy from before a deletion, or thinks there never was
      a plan, is stale: no save brings a plan back by accident.
    * **D5** A save that expects the tombstone begins the plan anew under its id, and
      numbers go on. So none is ever used twice, and whoever edits the former plan does
      not hit the new one.
    * **D6** A restoration is one more revision, with the plan as it was before the
      deletion.
    * **D7** A plan that is there cannot be restored: ``InvalidValueError``. One that is
      deleted cannot be deleted again: ``PlanDeletedError``.
    * **D8** Another tenant's plans can be neither deleted nor restored; they are
      unknown.

    Lists:

    * **L1** Each condition of a filter narrows as it says, and all of them together.
    * **L2** A summary says what the current revision says.
    * **L3** Plans come in the order asked for; where keys are equal, by id.
    * **L4** Page after page gives every plan once, full pages but the last, and the
      last one says that it is the last.
    * **L5** A plan that is there all the while and keeps its place in the order comes
      exactly once, whatever is saved and deleted between two pages.
    * **L6** A cursor that was made into text and back goes on from the same place, by
      any opening.
    * **L7** A cursor of another order is refused, and so is a page of less than 1 or
      more than 1,000: ``InvalidValueError``.
    * **L8** Deleted plans are listed only where they are asked for, as they were
      before, and at the revision of the deletion.
    * **L9** Another tenant's plans are never listed, nor do they fill a page.

    Units of work:

    * **U1** Everything saved and appended in the block is there when it ends.
    * **U2** If anything is raised out of the block, Ctrl-C too, nothing of it is there.
    * **U3** Inside the block, its own writes are seen; before it ends, nobody else sees
      any of them.
    * **U4** A save or an append that is refused inside the block changes nothing, and
      the block may go on.
    * **U5** A unit of work inside another is refused with
      :exc:`~jbpcore.errors.InvalidValueError`, and the outer one goes on.
    * **U6** A unit of work belongs to its thread; other threads write after it.

    Other than that, only :exc:`~jbpcore.errors.StorageError` and its children escape; a
    driver's own error is the ``__cause__``. A store that has to wait too long for
    another writer raises :exc:`~jbpcore.errors.StoreBusyError`, having written nothing.
    """

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        ...

    def read(
        self,
        plan_id: str,
        /,
        *,
        revision: int | None = None,
        known_at: datetime | None = None,
    ) -> StoredPlan:
        """Return the current revision, or the one asked for (R1, R2, R6, T2-T5, D1).

        Args:
            plan_id: Which plan.
            revision: Which revision, if not the current one.
            known_at: What was current at this instant, an aware datetime in UTC.
        """
        ...

    def save(
        self,
        plan: Plan,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
        records: Iterable[PlanRecord] = (),
    ) -> int:
        """Save, and return the new revision (R3, R4, R13, D4, D5).

        Args:
            plan: The plan as it shall be.
            expected_revision: The revision it was made from; 0 for a new plan.
            by: Id of the person who saves.
            at: When, an aware datetime in UTC.
            note: Why.
            records: Those of the plan's records that are new, for others to be told of.
        """
        ...

    def delete(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Delete, and return the tombstone's revision (D1-D4, D7, D8)."""
        ...

    def restore(
        self,
        plan_id: str,
        /,
        *,
        expected_revision: int,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Bring a deleted plan back, and return the new revision (D3, D6-D8).

        Args:
            plan_id: Which plan.
            expected_revision: The tombstone's.
            by: Id of the person who restores.
            at: When, an aware datetime in UTC.
            note: Why.
        """
        ...

    def find(
        self,
        wanted: PlanFilter | None = None,
        /,
        *,
        order: PlanOrder = PlanOrder.ID,
        after: PlanCursor | None = None,
        size: int = 100,
    ) -> PlanPage:
        """Return a page of the plans that are wanted (L1-L9).

        Args:
            wanted: Which; every plan that is there if ``None``.
            order: In which order.
            after: Where the page begins: where the one before ended, or the beginning.
            size: How many plans a page has, 1 to 1,000.
        """
        ...

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield the id of every plan that is there (R5, D1)."""
        ...

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """Return what is known of every revision, the first one first (R2, R7, D2)."""
        ...

    def unit_of_work(self) -> AbstractContextManager[None]:
        """Make everything written inside happen together or not (U1-U6)."""
        ...


class Store(PlanStore, PlanEvents, ActualsStore, PersonalData, Protocol):
    """Keeps plans and booked facts together, and is closed after use.

    * **C1** Whatever is asked of a closed store is refused with
      :exc:`~jbpcore.errors.InvalidValueError`; closing it again does nothing.
    * **C2** As a context manager, it closes at the end of the block.
    * **C3** All of this holds in whatever order things are done; the kit compares a
      store, step by step, with a model of a few lines.
    """

    def close(self) -> None:
        """Let go of everything; what was saved stays (C1)."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
