"""What a ledger of a million entries costs in SQLite: time against ``sqlite3``, memory.

The entries are made a thousand at a time, as the store asks for them; each thousand is
then appended by hand too, to a file of its own with the same settings, so that both
take turns. Each side appends all of them in one transaction. Then both read them, a
thousand each by turns: whole, and those of one partner. By hand that is one statement
for all rows.

The time to make, encode and decode entries is taken out on both sides. ``--check``
fails where a ratio is above its bound, or the process grows by more than its bound.
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import jbpcore as jbp
from jbpcore.adapters.sqlite.entry_rows import EntryRows
from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.codec import stored_rows

MOST_RATIO = 2.0
MOST_MEGABYTES = 100
TENANT = "acme"
PARTNERS = 10
BLOCK = 1_000
SETTINGS = (
    "journal_mode = wal",
    "synchronous = full",
    "foreign_keys = on",
    "trusted_schema = off",
    "secure_delete = on",
)
START = date(2026, 1, 1)
ADD = """
    INSERT INTO actual_entry
        (tenant, entry_id, on_day, partner_id, metric, document, recorded_at)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
FIND = """
    SELECT on_day, entry_id, document FROM actual_entry
    WHERE tenant = ? ORDER BY on_day, entry_id
"""
FIND_OF_PARTNER = """
    SELECT on_day, entry_id, document FROM actual_entry
    WHERE tenant = ? AND partner_id = ? ORDER BY on_day, entry_id
"""


def iter_entries(count: int) -> Iterator[jbp.ActualEntry]:
    """Yield entries of a year, of ten partners by turns."""
    for number in range(count):
        yield jbp.ActualEntry(
            entry_id=f"crm:{number:08d}",
            metric="revenue",
            on=START + timedelta(days=number * 7 % 365),
            amount=jbp.Money.from_minor(1_000 + number % 5_000, "USD"),
            partner_id=f"partner-{number % PARTNERS}",
            source="crm",
        )


class Coding:
    """Encodes and decodes, and knows how long it took."""

    def __init__(self) -> None:
        """Begin at no seconds."""
        self.seconds = 0.0

    def timed(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return *work*, adding up what it takes."""
        now = time.perf_counter

        def timed(*given: Any) -> Any:  # noqa: ANN401 - whatever *work* takes
            started = now()
            found = work(*given)
            self.seconds += now() - started
            return found

        return timed


def row_of(entry: jbp.ActualEntry) -> tuple[str | None, ...]:
    """Return an entry as it is kept."""
    return (
        TENANT,
        entry.entry_id,
        entry.on.isoformat(),
        entry.partner_id,
        entry.metric,
        jbp.dumps(entry),
        None,
    )


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection to a file with the tables of a store."""
    SqliteStore(path, tenant=TENANT).close()
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    return connection


def appended(
    store: SqliteStore, connection: sqlite3.Connection, count: int, coding: Coding
) -> tuple[float, float]:
    """Append everything to both; return the seconds of the store and by hand."""
    by_hand = outside = 0.0

    def given() -> Iterator[jbp.ActualEntry]:
        nonlocal by_hand, outside
        entries = iter_entries(count)
        while True:
            started = time.perf_counter()
            block = list(islice(entries, BLOCK))
            rows = [row_of(entry) for entry in block]
            ready = time.perf_counter()
            connection.executemany(ADD, rows)
            ended = time.perf_counter()
            by_hand += ended - ready
            outside += ended - started
            if not block:
                return
            yield from block

    coding.seconds = 0.0
    connection.execute("BEGIN IMMEDIATE")
    started = time.perf_counter()
    store.append(given())
    ended = time.perf_counter()
    connection.execute("COMMIT")
    by_hand += time.perf_counter() - ended
    return ended - started - outside - coding.seconds, by_hand


def drained(found: Iterator[object], coding: Coding) -> tuple[float, bool]:
    """Read a thousand, keep nothing; return the seconds, and whether there are more."""
    coding.seconds = 0.0
    started = time.perf_counter()
    number = sum(1 for _ in islice(found, BLOCK))
    return time.perf_counter() - started - coding.seconds, number == BLOCK


def read(
    found: Iterator[object], by_hand: Iterator[object], coding: Coding
) -> tuple[float, float]:
    """Read everything of both by turns; return the seconds of each."""
    totals = [0.0, 0.0]
    goes_on = True
    while goes_on:
        for index, one in enumerate((found, by_hand)):
            seconds, goes_on = drained(one, coding)
            totals[index] += seconds
    return totals[0], totals[1]


def megabytes() -> float:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(folder: str, count: int) -> tuple[dict[str, tuple[float, float]], float]:
    """Return the seconds of both for each thing, and the megabytes that it took."""
    coding = Coding()
    EntryRows._row = coding.timed(EntryRows._row)  # type: ignore[method-assign] # noqa: SLF001 - to take its time out
    stored_rows.read_stored = coding.timed(stored_rows.read_stored)  # type: ignore[attr-defined] # as above
    loads = coding.timed(jbp.loads)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        connection = opened(Path(place) / "hand.db")
        with SqliteStore(Path(place) / "store.db", tenant=TENANT) as store:

            def asked(question: str, *bounds: str) -> Iterator[object]:
                for _, _, document in connection.execute(question, bounds):
                    yield loads(document, jbp.ActualEntry)

            store.append([next(iter_entries(1))])  # has everything loaded
            before = megabytes()
            partner = "partner-7"
            found = {"append": appended(store, connection, count, coding)}
            found["query"] = read(store.query(), asked(FIND, TENANT), coding)
            of_store = store.query(partner_id=partner)
            of_hand = asked(FIND_OF_PARTNER, TENANT, partner)
            found["query of a partner"] = read(of_store, of_hand, coding)
        connection.close()
    return found, megabytes() - before


def main() -> int:
    """Print times and memory; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--folder", default=".", help="where the files go")
    parser.add_argument("--check", action="store_true", help="fail above the bounds")
    options = parser.parse_args()

    found, grown = measured(options.folder, options.count)
    print(
        f"{options.count:,} entries, files in {options.folder}; seconds beyond coding"
    )
    is_well = grown <= MOST_MEGABYTES
    for what, (ours, by_hand) in found.items():
        is_well = is_well and ours <= MOST_RATIO * by_hand
        print(
            f"{ours:8.2f} in a store  {by_hand:8.2f} by hand  ratio "
            f"{ours / by_hand:5.2f}, at most {MOST_RATIO}  {what}"
        )
    print(f"{grown:8.0f} MB more than before, at most {MOST_MEGABYTES}")
    return int(options.check and not is_well)


if __name__ == "__main__":
    sys.exit(main())
