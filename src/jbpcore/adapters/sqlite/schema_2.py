"""The second version of the tables: deletions, lists, events, what was known when.

A file of the first version holds documents of the first format only, so what its rows
are to say is read from the text as that format has it, whatever came later.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_text import instant_text, reading_row
from jbpcore.model.agreement import PlanState
from jbpcore.ports.plan_events import PlanEvent
from jbpcore.ports.plan_list import folded
from jbpcore.ports.plan_revisions import RevisionKind
from jbpcore.values.ids import PartyId, PersonId, PlanId

__all__ = ["upgrade_to_2"]

_TICK: Final = timedelta(microseconds=1)

_MAKE: Final = (
    # What a list shows of a plan, as of its last revision that holds one.
    "ALTER TABLE plan ADD COLUMN recorded_at TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE plan ADD COLUMN name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN name_key TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN partner_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN partner_name TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN state TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN plan_kind TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN hidden_from TEXT",
    "ALTER TABLE plan ADD COLUMN starts_on TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan ADD COLUMN ends_on TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE plan_revision RENAME TO plan_revision_1",
    """
    CREATE TABLE plan_revision (
        tenant TEXT NOT NULL,
        plan_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        saved_by TEXT NOT NULL,
        saved_at TEXT NOT NULL,
        note TEXT NOT NULL,
        document TEXT,
        kind TEXT NOT NULL,
        recorded_at TEXT NOT NULL,
        PRIMARY KEY (tenant, plan_id, revision),
        FOREIGN KEY (tenant, plan_id) REFERENCES plan (tenant, plan_id),
        CHECK ((kind = 'deleted') = (document IS NULL))
    ) STRICT
    """,
    """
    CREATE TABLE plan_event (
        tenant TEXT NOT NULL,
        position INTEGER NOT NULL CHECK (position > 0),
        plan_id TEXT NOT NULL,
        revision INTEGER NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (tenant, position),
        UNIQUE (tenant, plan_id, revision),
        FOREIGN KEY (tenant, plan_id, revision)
            REFERENCES plan_revision (tenant, plan_id, revision)
    ) STRICT
    """,
    "ALTER TABLE actual_entry ADD COLUMN recorded_at TEXT",
)
_FINISH: Final = (
    "DROP TABLE plan_revision_1",
    "CREATE INDEX plan_name ON plan (tenant, name_key, plan_id)",
    "CREATE INDEX plan_period ON plan (tenant, starts_on, plan_id)",
    "CREATE INDEX plan_latest ON plan (tenant, recorded_at, plan_id)",
)
_OLD_INSTANTS: Final = """
    SELECT tenant, plan_id, revision, saved_at FROM plan_revision_1
    ORDER BY tenant, plan_id, revision
"""
_COPY_REVISION: Final = """
    INSERT INTO plan_revision
        (tenant, plan_id, revision, saved_by, saved_at, note, document, kind,
        recorded_at)
    SELECT tenant, plan_id, revision, saved_by, saved_at, note, document, 'saved', ?
    FROM plan_revision_1 WHERE tenant = ? AND plan_id = ? AND revision = ?
"""
# Rows were numbered as they were written, over all plans.
_OLD_ORDER: Final = """
    SELECT old.tenant, old.plan_id, old.revision, old.saved_by, old.saved_at,
        new.recorded_at, old.document
    FROM plan_revision_1 AS old
        JOIN plan_revision AS new USING (tenant, plan_id, revision)
    ORDER BY old.tenant, old.rowid
"""
_ADD_EVENT: Final = """
    INSERT INTO plan_event (tenant, position, plan_id, revision, document)
    VALUES (?, ?, ?, ?, ?)
"""
_OLD_PLANS: Final = """
    SELECT tenant, plan_id, plan_revision.recorded_at, document
    FROM plan JOIN plan_revision USING (tenant, plan_id, revision)
"""
_DESCRIBE: Final = """
    UPDATE plan SET recorded_at = ?, name = ?, name_key = ?, partner_id = ?,
        partner_name = ?, state = ?, plan_kind = ?, hidden_from = ?, starts_on = ?,
        ends_on = ?
    WHERE tenant = ? AND plan_id = ?
"""
_OLD_ENTRIES: Final = """
    SELECT place, entry_id, document FROM actual_entry
    WHERE instr(document, '"recorded_at"') > 0
"""
_DATE_ENTRY: Final = "UPDATE actual_entry SET recorded_at = ? WHERE place = ?"


def upgrade_to_2(connection: sqlite3.Connection, location: str) -> None:
    """Bring the tables of version 1 to version 2, inside a transaction.

    Raises:
        StoreFormatError: If a row cannot be read.
    """
    for statement in _MAKE:
        connection.execute(statement)
    connection.executemany(_COPY_REVISION, _iter_recorded(connection, location))
    connection.executemany(_ADD_EVENT, _iter_events(connection, location))
    connection.executemany(_DESCRIBE, _iter_descriptions(connection, location))
    connection.executemany(_DATE_ENTRY, _iter_dated_entries(connection, location))
    for statement in _FINISH:
        connection.execute(statement)


def _iter_recorded(
    connection: sqlite3.Connection, location: str
) -> Iterator[tuple[str, str, str, int]]:
    """Yield when each revision counts as recorded: later than the one before."""
    plan: tuple[str, str] | None = None
    last: datetime | None = None
    for tenant, plan_id, revision, saved_at in connection.execute(_OLD_INSTANTS):
        with reading_row(location, f"revision {revision} of plan {plan_id!r}"):
            recorded_at = datetime.fromisoformat(saved_at)
            if last is not None and plan == (tenant, plan_id):
                recorded_at = max(recorded_at, last + _TICK)
        plan, last = (tenant, plan_id), recorded_at
        yield instant_text(recorded_at), tenant, plan_id, revision


def _iter_events(
    connection: sqlite3.Connection, location: str
) -> Iterator[tuple[str, int, str, int, str]]:
    """Yield an event for each revision, in the order they were written in."""
    last_tenant, position = None, 0
    for row in connection.execute(_OLD_ORDER):
        tenant, plan_id, revision, saved_by, saved_at, recorded_at, document = row
        position = position + 1 if tenant == last_tenant else 1
        last_tenant = tenant
        with reading_row(location, f"revision {revision} of plan {plan_id!r}"):
            data = _data(document)
            event = PlanEvent(
                tenant=tenant,
                position=position,
                plan_id=PlanId(plan_id),
                revision=revision,
                kind=RevisionKind.SAVED,
                recorded_at=datetime.fromisoformat(recorded_at),
                saved_at=datetime.fromisoformat(saved_at),
                saved_by=PersonId(saved_by),
                partner_id=PartyId(data["partner"]["id"]),
                state=PlanState(data["state"]),
            )
        yield tenant, position, plan_id, revision, dumps(event)


def _iter_descriptions(
    connection: sqlite3.Connection, location: str
) -> Iterator[tuple[str | None, ...]]:
    """Yield what a list shows of each plan."""
    for tenant, plan_id, recorded_at, document in connection.execute(_OLD_PLANS):
        with reading_row(location, f"plan {plan_id!r}"):
            data = _data(document)
            row = (
                recorded_at,
                data["name"],
                folded(data["name"]),
                data["partner"]["id"],
                data["partner"]["name"],
                data["state"],
                data.get("kind", "joint"),
                data.get("hidden_from"),
                data["period"]["start"],
                data["period"]["end"],
                tenant,
                plan_id,
            )
        yield row


def _iter_dated_entries(
    connection: sqlite3.Connection, location: str
) -> Iterator[tuple[str, int]]:
    for place, entry_id, document in connection.execute(_OLD_ENTRIES):
        with reading_row(location, f"entry {entry_id!r}"):
            recorded_at = _data(document).get("recorded_at")
            if recorded_at is not None:
                yield instant_text(datetime.fromisoformat(recorded_at)), place


def _data(document: str) -> dict[str, Any]:
    found = json.loads(document)["data"]
    if not isinstance(found, dict):
        raise TypeError
    return found
