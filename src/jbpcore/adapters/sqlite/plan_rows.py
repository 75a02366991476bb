"""The plans of one tenant, as rows to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from jbpcore.adapters.sqlite.database import Database
from jbpcore.codec.stored_rows import revision_of_row, stored_of_row
from jbpcore.codec.stored_text import instant_text, reading_row
from jbpcore.errors import InvalidValueError, PlanDeletedError, PlanNotFoundError
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import PlanId

__all__ = ["PlanRows"]

_AT_A_TIME: Final = 1_000
_MOST_REVISIONS: Final = 2**53

_CURRENT_REVISION: Final = "SELECT revision FROM plan WHERE tenant = ? AND plan_id = ?"
_READ_CURRENT: Final = """
    SELECT revision, saved_by, saved_at, note, kind, plan_revision.recorded_at, document
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
    WHERE tenant = ? AND plan_id = ?
"""
_READ_REVISION: Final = """
    SELECT revision, saved_by, saved_at, note, kind, recorded_at, document
    FROM plan_revision
    WHERE tenant = ? AND plan_id = ? AND revision = ?
"""
_READ_KNOWN: Final = """
    SELECT revision, saved_by, saved_at, note, kind, recorded_at, document
    FROM plan_revision
    WHERE tenant = ? AND plan_id = ? AND recorded_at <= ?
    ORDER BY revision DESC LIMIT 1
"""
_HISTORY: Final = """
    SELECT revision, saved_by, saved_at, note, kind, recorded_at
    FROM plan_revision
    WHERE tenant = ? AND plan_id = ?
    ORDER BY revision
"""
_IDS: Final = """
    SELECT plan_id FROM plan
    WHERE tenant = ? AND plan_id > ? AND is_deleted = 0
    ORDER BY plan_id LIMIT ?
"""


class PlanRows:
    """What one tenant keeps in the tables ``plan`` and ``plan_revision``."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def read(self, plan_id: str) -> StoredPlan:
        """Return the current revision.

        Raises:
            PlanNotFoundError: If there is no such plan, or no more.
        """
        return self._found(plan_id, self._one("read", _READ_CURRENT, plan_id))

    def read_known(self, plan_id: str, known_at: datetime) -> StoredPlan:
        """Return what was current at an instant.

        Raises:
            PlanNotFoundError: If there was no such plan.
        """
        row = self._one("read", _READ_KNOWN, plan_id, instant_text(known_at))
        return self._found(plan_id, row)

    def read_revision(self, plan_id: str, revision: int) -> StoredPlan:
        """Return one revision.

        Raises:
            PlanNotFoundError: If there is no such plan, or the revision deleted it.
            InvalidValueError: If the plan has no such revision.
        """
        if type(revision) is int and 0 < revision <= _MOST_REVISIONS:
            row = self._one("read", _READ_REVISION, plan_id, revision)
            if row is not None:
                return self._found(plan_id, row)
        current = self._one("read", _CURRENT_REVISION, plan_id)
        if current is None:
            raise PlanNotFoundError(plan_id)
        expected = f"one of the plan's revisions, 1 to {current[0]}"
        raise InvalidValueError("revision", revision, expected)

    def history(self, plan_id: str) -> tuple[Revision, ...]:
        """Return what is known of every revision, the first one first.

        Raises:
            PlanNotFoundError: If there is no such plan.
        """
        key = (self._tenant, plan_id)
        rows = self._database.run(
            "history", lambda found: found.execute(_HISTORY, key).fetchall()
        )
        if not rows:
            raise PlanNotFoundError(plan_id)
        with reading_row(self._database.location, f"the history of plan {plan_id!r}"):
            return tuple(revision_of_row(*row) for row in rows)

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield the id of every plan that is there in ascending order."""
        rows = self._ids_after("")
        while rows:
            yield from (PlanId(plan_id) for (plan_id,) in rows)
            rows = self._ids_after(rows[-1][0])

    def _ids_after(self, plan_id: str) -> list[tuple[str]]:
        bounds = (self._tenant, plan_id, _AT_A_TIME)
        return self._database.run(
            "iter_ids", lambda found: found.execute(_IDS, bounds).fetchall()
        )

    def _one(self, operation: str, question: str, *bounds: object) -> Any:  # noqa: ANN401 - a row, or None
        return self._database.one(operation, question, (self._tenant, *bounds))

    def _found(self, plan_id: str, row: tuple[Any, ...] | None) -> StoredPlan:
        if row is None:
            raise PlanNotFoundError(plan_id)
        found = stored_of_row(self._database.location, plan_id, row)
        if isinstance(found, StoredPlan):
            return found
        raise PlanDeletedError(plan_id, found.revision)
