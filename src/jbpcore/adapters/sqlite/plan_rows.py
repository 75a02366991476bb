"""The plans of one tenant, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from jbpcore.adapters.sqlite.database import Database
from jbpcore.adapters.sqlite.documents import read_document, reading_row
from jbpcore.codec.json_text import dumps
from jbpcore.errors import InvalidValueError, PlanNotFoundError, StaleRevisionError
from jbpcore.model.plan import Plan
from jbpcore.ports.plan_revisions import Revision, StoredPlan
from jbpcore.values.ids import PersonId, PlanId

__all__ = ["PlanRows"]

_AT_A_TIME: Final = 1_000
_MOST_REVISIONS: Final = 2**53

_ADD_PLAN: Final = """
    INSERT INTO plan (tenant, plan_id, revision) VALUES (?, ?, ? + 1)
    ON CONFLICT DO NOTHING
"""
_MOVE_PLAN: Final = """
    UPDATE plan SET revision = revision + 1
    WHERE tenant = ? AND plan_id = ? AND revision = ?
"""
_ADD_REVISION: Final = """
    INSERT INTO plan_revision
        (tenant, plan_id, revision, saved_by, saved_at, note, document)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_CURRENT_REVISION: Final = "SELECT revision FROM plan WHERE tenant = ? AND plan_id = ?"
_READ_CURRENT: Final = """
    SELECT revision, saved_by, saved_at, note, document
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
    WHERE tenant = ? AND plan_id = ?
"""
_READ_REVISION: Final = """
    SELECT revision, saved_by, saved_at, note, document
    FROM plan_revision
    WHERE tenant = ? AND plan_id = ? AND revision = ?
"""
_HISTORY: Final = """
    SELECT revision, saved_by, saved_at, note
    FROM plan_revision
    WHERE tenant = ? AND plan_id = ?
    ORDER BY revision
"""
_IDS: Final = """
    SELECT plan_id FROM plan
    WHERE tenant = ? AND plan_id > ?
    ORDER BY plan_id LIMIT ?
"""


class PlanRows:
    """What one tenant keeps in the tables ``plan`` and ``plan_revision``."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def save(self, stored: StoredPlan) -> None:
        """Write *stored* if the plan is at the revision before it.

        Raises:
            StaleRevisionError: If it is not.
        """
        expected = stored.revision - 1
        key = (self._tenant, stored.plan.id)
        row = (
            *key,
            stored.revision,
            stored.saved_by,
            stored.saved_at.astimezone(UTC).isoformat(timespec="microseconds"),
            stored.note,
            dumps(stored.plan),
        )
        compare_and_swap = _MOVE_PLAN if expected else _ADD_PLAN

        def work(connection: sqlite3.Connection) -> None:
            swap = connection.execute(compare_and_swap, (*key, expected))
            if swap.rowcount != 1:
                found = connection.execute(_CURRENT_REVISION, key).fetchone()
                current = found[0] if found else 0
                raise StaleRevisionError(stored.plan.id, expected, current)
            connection.execute(_ADD_REVISION, row)

        self._database.write("save", work)

    def read(self, plan_id: str) -> StoredPlan:
        """Return the current revision.

        Raises:
            PlanNotFoundError: If there is no such plan.
        """
        row = self._one("read", _READ_CURRENT, plan_id)
        if row is None:
            raise PlanNotFoundError(plan_id)
        return self._stored(plan_id, row)

    def read_revision(self, plan_id: str, revision: int) -> StoredPlan:
        """Return one revision.

        Raises:
            PlanNotFoundError: If there is no such plan.
            InvalidValueError: If the plan has no such revision.
        """
        if type(revision) is int and 0 < revision <= _MOST_REVISIONS:
            row = self._one("read", _READ_REVISION, plan_id, revision)
            if row is not None:
                return self._stored(plan_id, row)
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
            return tuple(Revision(**_saved(*row)) for row in rows)

    def iter_ids(self) -> Iterator[PlanId]:
        """Yield the id of every plan in ascending order."""
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
        key = (self._tenant, *bounds)
        return self._database.run(
            operation, lambda found: found.execute(question, key).fetchone()
        )

    def _stored(self, plan_id: str, row: tuple[int, str, str, str, str]) -> StoredPlan:
        revision, saved_by, saved_at, note, document = row
        what = f"revision {revision} of plan {plan_id!r}"
        with reading_row(self._database.location, what):
            plan = read_document(document, Plan)
            if plan.id != plan_id:
                raise InvalidValueError("id", plan.id, f"{plan_id!r}, as the row says")
            saved = _saved(revision, saved_by, saved_at, note)
            return StoredPlan(plan=plan, **saved)


def _saved(revision: int, saved_by: str, saved_at: str, note: str) -> dict[str, Any]:
    return {
        "revision": revision,
        "saved_by": PersonId(saved_by),
        "saved_at": datetime.fromisoformat(saved_at),
        "note": note,
    }
