"""The booked facts of one tenant, as rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from jbpcore.adapters.sqlite.database import Database
from jbpcore.codec.json_text import dumps
from jbpcore.codec.stored_rows import entry_of_row
from jbpcore.codec.stored_text import instant_text
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.ports.actuals import AppendOutcome, EntryFilter
from jbpcore.ports.arguments import iter_offered

__all__ = ["EntryRows"]

_AT_A_TIME: Final = 1_000
_AFTER_EVERY_DAY: Final = "~"
_DOCUMENT: Final = 5  # its place in a row to be added

_ADD: Final = """
    INSERT INTO actual_entry
        (tenant, entry_id, on_day, partner_id, metric, document, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_LAST_PLACE: Final = "SELECT coalesce(max(place), 0) FROM actual_entry"
_KNOWN: Final = """
    SELECT place, document FROM actual_entry WHERE tenant = ? AND entry_id = ?
"""
_FIND: Final = """
    SELECT on_day, entry_id, document FROM actual_entry
    WHERE tenant = :tenant
        AND (on_day, entry_id) > (:after_day, :after_id) AND on_day < :end
        AND (:metric IS NULL OR metric = :metric)
        AND (:known_at IS NULL OR recorded_at IS NULL OR recorded_at <= :known_at)
        AND place <= :last_place
    ORDER BY on_day, entry_id LIMIT :most
"""
_FIND_OF_PARTNER: Final = """
    SELECT on_day, entry_id, document FROM actual_entry
    WHERE tenant = :tenant AND partner_id = :partner_id
        AND (on_day, entry_id) > (:after_day, :after_id) AND on_day < :end
        AND (:metric IS NULL OR metric = :metric)
        AND (:known_at IS NULL OR recorded_at IS NULL OR recorded_at <= :known_at)
        AND place <= :last_place
    ORDER BY on_day, entry_id LIMIT :most
"""


class EntryRows:
    """What one tenant keeps in the table ``actual_entry``."""

    def __init__(self, database: Database, tenant: str) -> None:
        """Stand for the rows of *tenant*."""
        self._database = database
        self._tenant = tenant

    def append(self, entries: Iterable[ActualEntry]) -> tuple[AppendOutcome, ...]:
        """Write what is new, all in one step; *entries* is read some at a time."""
        outcomes: list[AppendOutcome] = []
        remaining = iter_offered(entries)
        with self._database.step("append"):
            while batch := list(islice(remaining, _AT_A_TIME)):
                outcomes += self._append_some(batch)
        return tuple(outcomes)

    def find(self, wanted: EntryFilter) -> Iterator[ActualEntry]:
        """Return an iterator over what is wanted of the entries there are now."""
        bounds: dict[str, str | int | None] = {
            "tenant": self._tenant,
            "partner_id": wanted.partner_id,
            "metric": wanted.metric,
            "after_day": wanted.within.start.isoformat() if wanted.within else "",
            "after_id": "",
            "end": wanted.within.end.isoformat() if wanted.within else _AFTER_EVERY_DAY,
            "known_at": _instant(wanted.known_at),
            "last_place": self._database.run("query", _last_place),
            "most": _AT_A_TIME,
        }
        return self._found(_FIND_OF_PARTNER if wanted.partner_id else _FIND, bounds)

    def _found(
        self, question: str, bounds: dict[str, str | int | None]
    ) -> Iterator[ActualEntry]:
        # Each batch is fetched whole, so that a reader who stops halfway leaves nothing
        # open; `last_place` keeps out what came after the question.
        def work(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
            return connection.execute(question, bounds).fetchall()

        while rows := self._database.run("query", work):
            for _, entry_id, document in rows:
                yield entry_of_row(self._database.location, entry_id, document)
            bounds = bounds | {"after_day": rows[-1][0], "after_id": rows[-1][1]}

    def _append_some(self, batch: list[ActualEntry]) -> list[AppendOutcome]:
        rows = [self._row(entry) for entry in batch]

        def work(
            connection: sqlite3.Connection,
        ) -> list[tuple[int, str]]:
            before = _last_place(connection)
            if connection.executemany(_ADD, rows).rowcount == len(rows):
                return []
            keys = (row[:2] for row in rows)
            found = [connection.execute(_KNOWN, key).fetchone() for key in keys]
            return [(place - before, document) for place, document in found]

        found = self._database.write("append", work)
        if not found:
            return [AppendOutcome.NEW] * len(batch)
        written: set[int] = set()
        outcomes = []
        for entry, row, (place, document) in zip(batch, rows, found, strict=True):
            if place > 0 and place not in written:
                written.add(place)
                outcomes.append(AppendOutcome.NEW)
            elif document == row[_DOCUMENT]:
                outcomes.append(AppendOutcome.SAME)
            else:
                known = entry_of_row(self._database.location, entry.entry_id, document)
                outcomes.append(AppendOutcome.of(known, entry))
        return outcomes

    def _row(self, entry: ActualEntry) -> tuple[str | None, ...]:
        if not isinstance(entry, ActualEntry):
            raise InvalidValueError("entries", entry, "made of ActualEntry")
        return (
            self._tenant,
            entry.entry_id,
            entry.on.isoformat(),
            entry.partner_id,
            entry.metric,
            dumps(entry),
            _instant(entry.recorded_at),
        )


def _last_place(connection: sqlite3.Connection) -> int:
    return int(connection.execute(_LAST_PLACE).fetchone()[0])


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)
