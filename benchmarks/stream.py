"""Twenty million bookings from files, in two gibibytes.

Each way of reading runs in a process of its own, with a hard limit on its memory
(``RLIMIT_DATA``), and says the most it ever held (``VmHWM``) and what it came to. All
have to come to what a run with everything in memory does. ``--check`` fails otherwise,
or where one took more than the limit.

    python benchmarks/stream.py --goals 1000000 --bookings 20000000 --folder /tmp/stream
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from jbpcore.frames import PortfolioState, assess

AS_OF = date(2026, 8, 15)
LIMIT = 2 * 2**30
CHUNK = 500_000
SHAPES = {"flow", "ceiling"}


def make(folder: Path, goals: int, bookings: int) -> None:
    """Write goals, and bookings in order of arrival, as Parquet and as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    number = pl.int_range(goals, eager=True)
    pl.DataFrame({"goal_id": number}).with_columns(
        target=100_000 + pl.col("goal_id") * 7919 % 90_000_000,
        first_day=date(2026, 1, 1) + pl.duration(days=pl.col("goal_id") % 5 * 30),
        last_day=date(2026, 9, 30) + pl.duration(days=pl.col("goal_id") % 7 * 13),
        shape=pl.when(pl.col("goal_id") % 10 == 0)
        .then(pl.lit("ceiling"))
        .otherwise(pl.lit("flow")),
    ).write_parquet(folder / "goals.parquet")
    # The numbers are spread by multiplying, so that a goal's bookings are far apart.
    entry = pl.col("entry")
    late = pl.LazyFrame({"entry": pl.int_range(bookings, eager=True)}).select(
        goal_id=entry * 2_654_435_761 % goals,
        date=date(2025, 12, 20)
        + pl.duration(days=entry * 240 // bookings - entry % 11 % 10 * (entry % 3)),
        amount=entry * 40_503 % 900_000 - entry % 50 // 49 * 800_000,
    )
    late.sink_parquet(folder / "bookings.parquet", row_group_size=250_000)
    late.sink_csv(folder / "bookings.csv")


# ------------------------------------------------------------ ways of reading


def goals_of(folder: Path) -> pl.DataFrame:
    """Return the goals."""
    return pl.read_parquet(folder / "goals.parquet")


def in_memory(folder: Path) -> pl.DataFrame:
    """Read all of it, as the answer that the others have to come to."""
    bookings = pl.read_parquet(folder / "bookings.parquet")
    return assess(goals_of(folder), bookings, as_of=AS_OF)


def late(folder: Path, kind: str) -> pl.LazyFrame:
    """Return the bookings, read when they are asked for."""
    if kind == "csv":
        return pl.scan_csv(folder / "bookings.csv", try_parse_dates=True)
    return pl.scan_parquet(folder / "bookings.parquet")


def streaming(folder: Path, kind: str) -> pl.DataFrame:
    """Let polars read them piece by piece."""
    goals = goals_of(folder).lazy()
    found = assess(goals, late(folder, kind), as_of=AS_OF, shapes=SHAPES)
    return found.collect(engine="streaming")


def by_duckdb(folder: Path, kind: str) -> pl.DataFrame:
    """Let DuckDB read them, in a gigabyte of its own."""
    connection = duckdb.connect(config={"memory_limit": "1GB", "threads": 2})
    connection.execute("SET preserve_insertion_order = false")
    read = connection.read_csv if kind == "csv" else connection.read_parquet
    found = assess(
        connection.read_parquet(str(folder / "goals.parquet")),
        read(str(folder / f"bookings.{kind}")),
        as_of=AS_OF,
        shapes=SHAPES,
    )
    found.write_parquet(str(folder / "found.parquet"))
    connection.close()
    return pl.read_parquet(folder / "found.parquet")


def by_state(folder: Path, kind: str) -> pl.DataFrame:
    """Keep a state from batches, and close the days that nobody will ask about."""
    goals, state = goals_of(folder), PortfolioState()
    for place, batch in enumerate(late(folder, kind).collect_batches(chunk_size=CHUNK)):
        state.add(batch)
        if place % 4 == 3:  # noqa: PLR2004 - now and then
            state.compact(before=AS_OF, goals=goals)
    state.compact(before=AS_OF, goals=goals)
    found: pl.DataFrame = state.assess(goals, as_of=AS_OF)
    return found


WAYS: dict[str, Callable[[Path], pl.DataFrame]] = {
    "in memory": in_memory,
    "polars, Parquet": lambda folder: streaming(folder, "parquet"),
    "polars, CSV": lambda folder: streaming(folder, "csv"),
    "DuckDB, Parquet": lambda folder: by_duckdb(folder, "parquet"),
    "DuckDB, CSV": lambda folder: by_duckdb(folder, "csv"),
    "state, Parquet": lambda folder: by_state(folder, "parquet"),
    "state, CSV": lambda folder: by_state(folder, "csv"),
}


# ------------------------------------------------------------ one process for each


def measure(name: str, folder: Path) -> dict[str, Any]:
    """Return what a way takes, and what it comes to."""
    start, busy = time.perf_counter(), time.process_time()
    found = WAYS[name](folder)
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    return {
        "seconds": seconds,
        "cpu": cpu,
        "peak": most_held(),
        "digest": digest(found),
    }


def most_held() -> int:
    """Return the most bytes that this process ever held."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    return 0


def digest(found: pl.DataFrame) -> str:
    """Return what all figures come to, in whatever order the goals are."""
    total = hashlib.sha256()
    ordered = found.sort("goal_id")
    for name in sorted(ordered.columns):
        column = ordered[name]
        kind = pl.Int64 if column.dtype.is_integer() else column.dtype
        values = column.cast(kind).hash(seed=1)
        total.update(f"{name} {values.sum()} {column.null_count()}".encode())
    return total.hexdigest()[:16]


def run(name: str, options: argparse.Namespace) -> dict[str, Any]:
    """Measure a way in a process of its own."""

    def limit() -> None:
        if name != "in memory":
            resource.setrlimit(resource.RLIMIT_DATA, (LIMIT, LIMIT))

    command = [sys.executable, __file__, "--folder", str(options.folder)]
    done = subprocess.run(
        [*command, "--way", name],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit if options.limit else None,
        env=os.environ | {"POLARS_MAX_THREADS": "2"},
    )
    if done.returncode:
        sys.exit(f"{name}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    """Measure every way, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goals", type=int, default=100_000)
    parser.add_argument("--bookings", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--limit", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    if options.way is not None:
        print(json.dumps(measure(options.way, options.folder)))
        return
    if not (options.folder / "bookings.csv").exists():
        make(options.folder, options.goals, options.bookings)
    print("| way | seconds | CPU seconds | most held, MiB | the same |")
    print("|---|---:|---:|---:|---|")
    first, failed = None, []
    for name in WAYS:
        found = run(name, options)
        first = first or found["digest"]
        is_same = found["digest"] == first
        is_small = name == "in memory" or found["peak"] <= LIMIT
        if not (is_same and is_small):
            failed.append(name)
        print(
            f"| {name} | {found['seconds']:.1f} | {found['cpu']:.1f} "
            f"| {found['peak'] / 2**20:.0f} | {'yes' if is_same else 'NO'} |",
            flush=True,
        )
    if failed and options.check:
        sys.exit(f"not as it should be: {', '.join(failed)}")


if __name__ == "__main__":
    main()
