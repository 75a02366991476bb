"""What a store on SQLAlchemy and PostgreSQL costs, against psycopg alone.

psycopg sends the statements that the store sends, word for word, with their values,
in one transaction, on a connection that stays open: two for a save, one for a read.
Both go by turns in one process, and what is compared is the time beyond encoding and
decoding, which is measured by itself and taken off the store's side. Run it beside a
server that writes as one in use does:

    JBPCORE_POSTGRESQL_FSYNC=on scripts/with-postgresql \
        python benchmarks/sqlalchemy_postgresql.py

``--check`` fails where a ratio is above its bound.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import attrs
import psycopg
from sqlalchemy import Engine, create_engine, event

import jbpcore as jbp
from jbpcore.adapters.sqlalchemy.store import SqlAlchemyStore
from jbpcore.adapters.sqlalchemy.table_names import TableNames
from jbpcore.adapters.sqlalchemy.upgrading import upgrade_tables
from jbpcore.testing.sample_records import full_plan

AT = datetime(2026, 1, 7, tzinfo=UTC)
MOST_FOR_A_SAVE = 2.0
MOST_FOR_A_READ = 1.5
SIZE = 10_000

Statement = tuple[str, dict[str, Any]]


def plan_of_ten_kilobytes() -> jbp.Plan:
    """Return a plan that is about that long as JSON."""
    plan = full_plan("p")
    surplus = len(jbp.dumps(plan).encode()) - SIZE
    return attrs.evolve(plan, notes=plan.notes[:-surplus])


@contextmanager
def noted(engine: Engine) -> Iterator[list[Statement]]:
    """Note what is sent, with its values."""
    sent: list[Statement] = []

    def note(*facts: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        sent.append((facts[2], dict(facts[3])))

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


class Measured:
    """The ways to save and to read, each done once when it is asked."""

    def __init__(
        self,
        engine: Engine,
        raw: psycopg.Connection,
        alone: psycopg.Connection,
        names: TableNames,
    ) -> None:
        """Save a plan, and note what is sent."""
        self.store = SqlAlchemyStore(engine, tenant="acme", names=names)
        self.raw, self.alone = raw, alone
        self.plan = plan_of_ten_kilobytes()
        self.text = jbp.dumps(self.plan)
        self.revision = self.raw_revision = 0
        self.save()
        with noted(engine) as sent:
            self.save()
        self.saving = list(sent)
        with noted(engine) as sent:
            self.store.read("p")
        self.reading = list(sent)
        (self.event,) = self.store.iter_events(after=1)
        # psycopg saves for a tenant of its own.
        self.raw_store = SqlAlchemyStore(engine, tenant="raw", names=names)
        self.raw_store.save(self.plan, expected_revision=0, by="maria", at=AT)
        self.raw_revision = 1

    def save(self) -> None:
        """Save through the store."""
        self.revision = self.store.save(
            self.plan, expected_revision=self.revision, by="maria", at=AT
        )

    def encode(self) -> None:
        """Encode what a save encodes."""
        jbp.dumps(self.plan)
        jbp.dumps(self.event)

    def raw_save(self) -> None:
        """Execute what a save executes."""
        self.raw_revision += 1
        new = {"new_revision": self.raw_revision, "new_position": self.raw_revision}
        for statement, values in self.saving:
            bound = values | {"my_tenant": "raw"}
            bound |= {key: value for key, value in new.items() if key in values}
            row = self.raw.execute(statement, bound).fetchone()
            if row is None:
                raise AssertionError(statement)
        self.raw.commit()

    def read(self) -> None:
        """Read through the store."""
        self.store.read("p")

    def decode(self) -> None:
        """Decode what a read decodes."""
        jbp.loads(self.text, jbp.Plan)

    def raw_read(self) -> None:
        """Execute what a read executes, in a transaction."""
        for statement, values in self.reading:
            self.raw.execute(statement, values).fetchone()
        self.raw.commit()

    def raw_question(self) -> None:
        """Execute what a read executes, outside of a transaction as the store does."""
        for statement, values in self.reading:
            self.alone.execute(statement, values).fetchone()


def medians(ways: list[Callable[[], None]], rounds: int) -> list[float]:
    """Return how many microseconds each way takes, by turns."""
    taken: list[list[float]] = [[] for _ in ways]
    for turn in range(rounds + 20):
        for way, times in zip(ways, taken, strict=True):
            started = time.perf_counter()
            way()
            if turn >= 20:  # noqa: PLR2004 - until everything is prepared
                times.append((time.perf_counter() - started) * 1e6)
    return [statistics.median(times) for times in taken]


def main() -> int:
    """Measure, print, and say whether the bounds are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--rounds", type=int, default=500)
    options = parser.parse_args()
    url = os.environ["JBPCORE_TEST_POSTGRESQL"]
    names = TableNames(prefix=f"bench_{os.getpid()}_")
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade_tables(connection, names=names)
    place = url.replace("+psycopg", "")
    with (
        psycopg.connect(place) as raw,
        psycopg.connect(place, autocommit=True) as alone,
    ):
        measured = Measured(engine, raw, alone, names)
        save, encode, raw_save = medians(
            [measured.save, measured.encode, measured.raw_save], options.rounds
        )
        ways = [
            measured.read,
            measured.decode,
            measured.raw_read,
            measured.raw_question,
        ]
        read, decode, raw_read, question = medians(ways, options.rounds)
    with engine.begin() as connection:
        for table in ("actual_entry", "plan_event", "plan_revision", "plan", "tenant"):
            connection.exec_driver_sql(f"DROP TABLE {names.of(table)}")
        connection.exec_driver_sql(f"DROP TABLE {names.of('alembic_version')}")
    engine.dispose()
    size = len(measured.text.encode())
    print(f"a plan of {size:,} bytes, {options.rounds} rounds, microseconds (median)")
    ratio_save, ratio_read = (save - encode) / raw_save, (read - decode) / raw_read
    print(f"save {save:7.0f}  encoding {encode:5.0f}  psycopg {raw_save:6.0f}", end="")
    print(f"  ratio {ratio_save:.2f}, bound {MOST_FOR_A_SAVE}")
    print(f"read {read:7.0f}  decoding {decode:5.0f}  psycopg {raw_read:6.0f}", end="")
    print(f"  ratio {ratio_read:.2f}, bound {MOST_FOR_A_READ}")
    print(f"     psycopg outside of a transaction {question:6.0f}", end="")
    print(f"  ratio {(read - decode) / question:.2f}")
    kept = ratio_save <= MOST_FOR_A_SAVE and ratio_read <= MOST_FOR_A_READ
    return int(options.check and not kept)


if __name__ == "__main__":
    sys.exit(main())
