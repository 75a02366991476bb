"""What happened to the plans of one tenant, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from jbpcore.adapters.sqlite.database import Database
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import event_of_row
from jbpcore.model.plan_record import PlanRecord
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import PlanSummary

__all__ = ["EventRows", "add_event"]

_AT_A_TIME: Final = 1_000

_LAST_POSITION: Final = """
    SELECT coalesce(max(position), 0) FROM plan_event WHERE tenant = ?
"""
_ADD: Final = """
    INSERT INTO plan_event (tenant, position, plan_id, revision, document)
    VALUES (?, ?, ?, ?, ?)
"""
_READ: Final = """
    SELECT position, document FROM plan_event
    WHERE tenant = ? AND position > ? AND position <= ?
    ORDER BY position LIMIT ?
"""


class EventRows:
    """What one tenant keeps in the table ``plan_event``."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def iter_after(self, position: int) -> Iterator[PlanEvent]:
        """Return an iterator over the events there are now, after *position*."""
        last = self._database.run("iter_events", self._last_position)
        return self._found(position, last)

    def _found(self, position: int, last: int) -> Iterator[PlanEvent]:
        # Each batch is fetched whole, so that a reader who stops halfway leaves nothing
        # open; `last` keeps out what came after the question.
        while rows := self._some(position, last):
            for at, document in rows:
                yield event_of_row(self._database.location, at, document)
            position = rows[-1][0]

    def _some(self, position: int, last: int) -> list[tuple[int, str]]:
        bounds = (self._tenant, position, last, _AT_A_TIME)
        return self._database.run(
            "iter_events", lambda found: found.execute(_READ, bounds).fetchall()
        )

    def _last_position(self, connection: sqlite3.Connection) -> int:
        return _last_position(connection, self._tenant)


def add_event(
    connection: sqlite3.Connection,
    tenant: str,
    summary: PlanSummary,
    records: tuple[PlanRecord, ...],
) -> None:
    """Add the event of the revision of *summary*, after all others of the tenant.

    Whoever writes has the file to itself until it commits, so positions are in the
    order of commits and have no gaps.
    """
    position = _last_position(connection, tenant) + 1
    event = PlanEvent.of(summary, tenant=tenant, position=position, records=records)
    row = (tenant, position, event.plan_id, event.revision, dumps(event))
    connection.execute(_ADD, row)


def _last_position(connection: sqlite3.Connection, tenant: str) -> int:
    return int(connection.execute(_LAST_POSITION, (tenant,)).fetchone()[0])
