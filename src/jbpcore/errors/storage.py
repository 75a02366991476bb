"""Errors that a store may raise."""

from __future__ import annotations

from typing import ClassVar

import attrs

from jbpcore.errors.base import JbpError
from jbpcore.wording import Sentence, shown

__all__ = [
    "PlanDeletedError",
    "PlanNotFoundError",
    "StaleRevisionError",
    "StorageError",
    "StoreBusyError",
    "StoreFormatError",
    "StoreUnavailableError",
]


class StorageError(JbpError):
    """Base of every error a store may raise."""

    code: ClassVar[str] = "jbp.storage"


@attrs.define
class PlanNotFoundError(StorageError, LookupError):
    """No plan of this tenant has this id."""

    code: ClassVar[str] = "jbp.storage.plan_not_found"

    plan_id: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "No plan has the id {plan_id}. List the ids to find it.",
            plan_id=shown(self.plan_id),
        )


@attrs.define
class PlanDeletedError(PlanNotFoundError):
    """The plan was deleted.

    Attributes:
        plan_id: Its id.
        revision: The revision that deleted it, which a restoration has to expect.
    """

    code: ClassVar[str] = "jbp.storage.plan_deleted"

    revision: int

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Plan {plan_id} was deleted by its revision {revision}. Restore it, or "
            "read an earlier revision.",
            plan_id=shown(self.plan_id),
            revision=self.revision,
        )


@attrs.define
class StaleRevisionError(StorageError):
    """The plan moved on since it was read; nothing was written."""

    code: ClassVar[str] = "jbp.storage.stale_revision"

    plan_id: str
    expected_revision: int
    actual_revision: int

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Plan {plan_id} is at revision {actual}, not {expected}. Read it again, "
            "reapply the change, and retry.",
            plan_id=shown(self.plan_id),
            actual=self.actual_revision,
            expected=self.expected_revision,
        )


@attrs.define
class StoreBusyError(StorageError, TimeoutError):
    """Another writer held the store for the whole waiting time; nothing was written.

    Attributes:
        operation: What was being done.
        waited_seconds: For how long it waited.
    """

    code: ClassVar[str] = "jbp.storage.busy"

    operation: str
    waited_seconds: float

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "The store was busy for {seconds} s during {operation}; nothing was "
            "written. Retry, or allow more time.",
            seconds=f"{round(self.waited_seconds, 3):g}",
            operation=repr(self.operation),
        )


@attrs.define
class StoreFormatError(StorageError):
    """What was opened is not a jbpcore store, or a newer or damaged one.

    Attributes:
        location: What was opened.
        problem: What is wrong with it, as a clause.
    """

    code: ClassVar[str] = "jbp.storage.format"

    location: str
    problem: str

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        return Sentence(
            "Cannot use {location} as a store: {problem}. Mend that, open another "
            "store, or restore a backup.",
            location=shown(self.location),
            problem=self.problem,
        )


@attrs.define
class StoreUnavailableError(StorageError, OSError):
    """The backend failed. The driver's own error is the ``__cause__``.

    Attributes:
        operation: What was being done.
        may_be_written: Whether it is unknown if anything was written: the connection
            broke while the database was asked to commit.
    """

    code: ClassVar[str] = "jbp.storage.unavailable"

    operation: str
    may_be_written: bool = False

    @property
    def sentence(self) -> Sentence:
        """What is wrong, with its facts."""
        operation = repr(self.operation)
        if self.may_be_written:
            return Sentence(
                "The store failed at the very end of {operation}; nobody knows whether "
                "it was written. See the cause, and read before you retry.",
                operation=operation,
            )
        return Sentence(
            "The store failed during {operation}; nothing was written. See the cause, "
            "mend it, and retry.",
            operation=operation,
        )
