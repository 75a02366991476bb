"""Where plans live between sessions.

A store is any object with the methods of :class:`PlanStore`, or with those of
:class:`~jbpcore.ports.actuals.ActualsStore` too, which makes it a :class:`Store`; there
is nothing to inherit from. To prove one, subclass
:class:`jbpcore.testing.store_contract.StoreContract` and give it the store: each
promise below is tested there under its number.

A store is opened for one tenant and can neither see nor touch what belongs to another.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.plan import Plan
from jbpcore.model.validation import a_text, an_id, an_instant, is_a
from jbpcore.ports.actuals import ActualsStore
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["PlanStore", "Revision", "Store", "StoredPlan"]

_MOST_REVISIONS = 2**53


def _a_revision(_: object, __: object, value: int) -> None:
    if not 1 <= value <= _MOST_REVISIONS:
        raise InvalidValueError("revision", value, "1 or more")


@attrs.frozen(kw_only=True)
class Revision:
    """That a plan was saved: by whom, when, and why.

    Attributes:
        revision: 1 for the first save of a plan, then one more each time.
        saved_by: Id of the person.
        saved_at: When, in UTC, by the clock of whoever saved. Revisions are in order of
            their number; clocks may disagree.
        note: Why, in the person's words.

    Raises:
        InvalidValueError: If a field has a bad value.
    """

    revision: int = attrs.field(validator=[is_a(int), _a_revision])
    saved_by: PersonId = attrs.field(converter=PersonId, validator=an_id)
    saved_at: datetime = attrs.field(validator=an_instant)
    note: str = attrs.field(default="", validator=a_text)


@attrs.frozen(kw_only=True)
class StoredPlan(Revision):
    """A plan as one revision holds it.

    Attributes:
        plan: The plan.

    Examples:
        >>> from datetime import UTC, date
        >>> from jbpcore.model.party import Partner, Party
        >>> from jbpcore.periods.daterange import DateRange
        >>> plan = Plan(
        ...     id="northwind-2026", name="Northwind 2026",
        ...     vendor=Party(id="acme", name="Acme"),
        ...     partner=Partner(id="northwind", name="Northwind"),
        ...     period=DateRange(date(2026, 1, 1), date(2027, 1, 1)),
        ... )
        >>> at = datetime(2026, 1, 7, 9, 30, tzinfo=UTC)
        >>> StoredPlan.following(0, plan, by="maria", at=at).revision
        1
    """

    plan: Plan = attrs.field(validator=is_a(Plan))

    @classmethod
    def following(
        cls,
        expected_revision: int,
        plan: Plan,
        *,
        by: str,
        at: datetime,
        note: str = "",
    ) -> Self:
        """Return what a save is to write, its arguments checked. For store authors.

        Raises:
            InvalidValueError: If any of them is bad.
        """
        whole = isinstance(expected_revision, int)
        if not whole or isinstance(expected_revision, bool) or expected_revision < 0:
            expected = "the revision that was read, or 0 for a new plan"
            raise InvalidValueError("expected_revision", expected_revision, expected)
        return cls(
            plan=plan,
            revision=expected_revision + 1,
            saved_by=PersonId(by),
            saved_at=at,
            note=note,
        )


class PlanStore(Protocol):
    """Keeps plans, every revision of them, for one tenant.

    Revisions:

    * **R1** What is read equals what was saved last, to the last digit and character,
      with its revision, who saved it, when and the note.
    * **R2** An unknown id raises :exc:`~jbpcore.errors.PlanNotFoundError`, for reading
      and for the history.
    * **R3** Revisions start at 1 and go up by exactly 1 at each save.
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
    * **R12** What one opening of a store saved, every other opening of it reads.

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

    def read(self, plan_id: str, /, *, revision: int | None = None) -> StoredPlan:
        """Return the current revision, or the one asked for (R1, R2, R6)."""
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
    ) -> int:
        """Save, and return the new revision (R3, R4).

        Args:
            plan: The plan as it shall be.
            expected_revision: The revision it was made from; 0 for a new plan.
            by: Id of the person who saves.
            at: When, an aware datetime in UTC.
            note: Why.
        """
        ...

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield every id (R5)."""
        ...

    def history(self, plan_id: str, /) -> tuple[Revision, ...]:
        """Return what is known of every revision, the first one first (R2, R7)."""
        ...

    def unit_of_work(self) -> AbstractContextManager[None]:
        """Make everything saved and appended inside happen together or not (U1-U6)."""
        ...


class Store(PlanStore, ActualsStore, Protocol):
    """Keeps plans and booked facts together, and is closed after use.

    * **C1** Whatever is asked of a closed store is refused with
      :exc:`~jbpcore.errors.InvalidValueError`; closing it again does nothing.
    * **C2** As a context manager, it closes at the end of the block.
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
