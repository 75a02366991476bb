"""What measuring a whole channel costs, against queries written by hand.

The reference workload and its peers are not part of the project: ``JBPCORE_PEERS``, or
``--peers``, names the folder with ``workload.py``, ``bench.py`` and the ``peer_*.py``;
``--data`` a folder that ``workload.py`` has filled. Each variant runs in a process of
its own, by turns, measured by the peers' own ruler, and has to come to their digits.
The figures are ratios of medians, of the clock and of the processor's time, since other
work on the machine counts for the first alone. What the definitions differ in is
translated after the clock has stopped, in ``channel_digits.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.channel_digits import SUMS, Frame, canonical, peers_module

AS_OF = date(2025, 8, 15)
OURS = (
    "polars",
    "polars_unchecked",
    "polars_lazy",
    "duckdb",
    "duckdb_sql",
    "pandas",
)
PAIRS = (
    ("polars", "polars:streaming"),
    ("polars_unchecked", "polars:streaming"),
    ("polars_lazy", "polars:streaming"),
    ("polars", "pandas:merge"),
    ("duckdb", "duckdb:table"),
    ("duckdb_sql", "duckdb:table"),
)
# The columns that the peers hand out too, and what theirs are made of.
HANDED_OUT = (
    *("goal_id", "partner_id", "weight", "direction", "phasing", "target"),
    *("attained", "expected_to_date", "elapsed_days", "total_days", "remaining_days"),
    *("gap_to_target", "required_daily", "projected_finish", "health"),
    *("attainment_ratio", "pace_index"),
)
SHAPES = {1: "flow", -1: "ceiling"}
GOALS = """SELECT goal_id, partner_id, target, start AS first_day, "end" AS last_day,
  CASE WHEN direction > 0 THEN 'flow' ELSE 'ceiling' END AS shape,
  CASE WHEN profile >= 0 THEN profile END AS phasing, ccy AS currency, weight, direction
  FROM '{path}/goals.parquet'"""
OTHERS = {
    "actuals": "SELECT goal_id, day AS date, amount FROM '{path}/actuals.parquet'",
    "phasing": "SELECT profile AS phasing, month, w AS weight "
    "FROM '{path}/profiles.parquet'",
    "fx": "SELECT ccy AS currency, micro AS rate_millionths FROM '{path}/fx.parquet'",
}


# ------------------------------------------------------------ how each variant loads


def in_duckdb(path: str) -> Frame:
    """Return a connection with the tables."""
    duckdb = import_module("duckdb")
    connection = duckdb.connect()
    connection.execute("SET threads=2; SET preserve_insertion_order=false")
    for name, query in {"goals": GOALS, **OTHERS}.items():
        connection.execute(f"CREATE TABLE {name} AS {query.format(path=path)}")
    return connection


def in_arrow(path: str) -> dict[str, Any]:
    """Return the tables."""
    connection = import_module("duckdb").connect()
    return {
        name: connection.sql(query.format(path=path)).to_arrow_table()
        for name, query in {"goals": GOALS, **OTHERS}.items()
    }


def in_polars(path: str) -> dict[str, Any]:
    """Return the tables, read as the peer reads them."""
    pl = import_module("polars")
    tables = ("goals", "actuals", "profiles", "fx")
    goals, actuals, phasing, fx = (
        pl.read_parquet(f"{path}/{t}.parquet") for t in tables
    )
    up, profile = pl.col("direction") > 0, pl.col("profile")
    return {
        "goals": goals.select(
            *("goal_id", "partner_id", "target", "weight", "direction"),
            first_day="start",
            last_day="end",
            shape=pl.when(up).then(pl.lit("flow")).otherwise(pl.lit("ceiling")),
            phasing=pl.when(profile >= 0).then(profile),
            currency="ccy",
        ),
        "actuals": actuals.select("goal_id", "amount", date="day"),
        "phasing": phasing.select("month", phasing="profile", weight="w"),
        "fx": fx.select(currency="ccy", rate_millionths="micro"),
    }


def in_pandas(path: str) -> dict[str, Any]:
    """Return the tables."""
    found = {name: table.to_pandas() for name, table in in_arrow(path).items()}
    found["goals"]["phasing"] = found["goals"]["phasing"].astype("Int64")
    return found


# ------------------------------------------------------------ what is measured


def by_frames(tables: dict[str, Any], *, check: bool | None = None) -> dict[str, Any]:
    """Measure all goals, and add them up by partner."""
    frames = import_module("jbpcore.frames")
    goals = frames.assess(**tables, as_of=AS_OF, check=check)
    partners = frames.roll_up(goals, by="partner_id", **score())
    return {"goals": goals, "partners": partners, "total": total(partners)}


def score() -> dict[str, Any]:
    """Return what counts in a score there."""
    return {"rule": "attainment", "score_floor": 0, "score_cap": 2}


def total(partners: Frame) -> dict[str, int]:
    """Return the sums over all partners."""
    return {name: int(partners[column].sum()) for name, column in SUMS.items()}


def by_lazy_polars(tables: dict[str, Any]) -> dict[str, Any]:
    """Do the same late, as the peer does."""
    frames = import_module("jbpcore.frames")
    late = {name: table.lazy() for name, table in tables.items()}
    shapes = set(SHAPES.values())
    goals = frames.assess(**late, as_of=AS_OF, shapes=shapes)
    goals = goals.collect(engine="streaming")
    partners = frames.roll_up(goals, by="partner_id", **score())
    return {"goals": goals, "partners": partners, "total": total(partners)}


def by_duckdb(connection: Frame) -> dict[str, Any]:
    """Do the same in the database."""
    frames = import_module("jbpcore.frames")
    tables = {name: connection.table(name) for name in ("goals", *OTHERS)}
    found = frames.assess(**tables, as_of=AS_OF, shapes=set(SHAPES.values()))
    return in_database(connection, found.sql_query())


def by_sql(connection: Frame) -> dict[str, Any]:
    """Do the same by the query of a portfolio page."""
    frames = import_module("jbpcore.frames")
    query = frames.portfolio_sql(
        "duckdb",
        as_of=AS_OF,
        **{name: name for name in ("phasing", "fx")},
        goal_columns=connection.table("goals").columns,
        shapes=set(SHAPES.values()),
    )
    return in_database(connection, query)


def in_database(connection: Frame, query: str) -> dict[str, Any]:
    """Keep what a query finds, and add it up by partner."""
    frames = import_module("jbpcore.frames")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE result AS {query}")
    goals = connection.table("result")
    partners = frames.roll_up(goals, by="partner_id", **score()).to_arrow_table()
    sums = {name: _arrow_sum(partners, column) for name, column in SUMS.items()}
    named = goals.select(*HANDED_OUT).to_arrow_table()
    return {"goals": named, "partners": partners, "total": sums}


def _arrow_sum(table: Frame, column: str) -> int:
    found: int = import_module("pyarrow.compute").sum(table[column]).as_py()
    return found


VARIANTS = {
    "polars": (in_polars, by_frames),
    "polars_unchecked": (in_polars, lambda t: by_frames(t, check=False)),
    "polars_lazy": (in_polars, by_lazy_polars),
    "pandas": (in_pandas, by_frames),
    "duckdb": (in_duckdb, by_duckdb),
    "duckdb_sql": (in_duckdb, by_sql),
}


# ------------------------------------------------------------ by turns


def run(command: list[str], seconds: float) -> dict[str, Any]:
    """Run a process, and return what its last line says."""
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def compare(options: argparse.Namespace) -> None:
    """Run all by turns, and report."""
    peers = dict.fromkeys(peer for ours, peer in PAIRS if ours in options.ours)
    names = [*options.ours, *(peer for peer in peers if peer not in options.without)]
    found: dict[str, dict[str, Any]] = {}
    for turn in range(options.rounds):
        for name in names if turn % 2 == 0 else names[::-1]:
            result = run(command_of(name, options), options.timeout)
            kept = found.setdefault(name, {"walls": [], "cpus": [], "over": []})
            kept["walls"] += result["walls"]
            kept["cpus"] += result["cpus"]
            kept["peak"] = max(kept.get("peak", 0), result["peak"])
            kept["over"].append(result["peak"] - result["rss_loaded"])
            kept["digest"] = result["digest"]
            walls = [round(wall, 4) for wall in result["walls"]]
            print(f"[{turn + 1}] {name} {walls}", file=sys.stderr, flush=True)
    report(found, options)


def command_of(name: str, options: argparse.Namespace) -> list[str]:
    """Return how a variant is run."""
    script, variant = ["-m", "benchmarks.channel"], name
    if ":" in name:
        module, variant = name.split(":")
        script = [str(Path(options.peers) / f"peer_{module}.py")]
    command = [sys.executable, *script, "--data", options.data, "--variant", variant]
    return [*command, "--repeats", str(options.repeats)]


def report(found: dict[str, dict[str, Any]], options: argparse.Namespace) -> None:
    """Print what was measured, and the ratios."""
    digests = {json.dumps(each["digest"], sort_keys=True) for each in found.values()}
    print(
        f"\n{options.data}: {'the same digits' if len(digests) == 1 else 'DIFFERENT'}"
    )
    print("\n| variant | seconds | CPU seconds | peak MiB | over its input MiB |")
    print("|---|---:|---:|---:|---:|")
    for name, each in found.items():
        wall, cpu = statistics.median(each["walls"]), statistics.median(each["cpus"])
        peak, over = each["peak"] / 2**20, max(each["over"]) / 2**20
        print(f"| {name} | {wall:.4f} | {cpu:.4f} | {peak:.0f} | {over:.0f} |")
    print("\n| ratio | clock | CPU | peak | more, ms |")
    print("|---|---:|---:|---:|---:|")
    for ours, peer in PAIRS:
        if ours in found and peer in found:
            one, other = found[ours], found[peer]
            walls = [statistics.median(each["walls"]) for each in (one, other)]
            cpus = [statistics.median(each["cpus"]) for each in (one, other)]
            print(
                f"| {ours} ÷ {peer} | {walls[0] / walls[1]:.2f} "
                f"| {cpus[0] / cpus[1]:.2f} | {one['peak'] / other['peak']:.2f} "
                f"| {(walls[0] - walls[1]) * 1000:.0f} |"
            )
    if len(digests) > 1:
        print(json.dumps({name: each["digest"] for name, each in found.items()}))
        raise SystemExit(1)


def one_pass(path: str) -> None:
    """Print what it takes to add up the columns of the ledger, and nothing else."""
    actuals = in_polars(path)["actuals"]
    names = {"goal_id": "Int64", "date": "Int32", "amount": "Int64"}
    polars = import_module("polars")
    columns = [
        actuals[name].cast(getattr(polars, kind)).to_numpy()
        for name, kind in names.items()
    ]
    seconds = []
    for _ in range(7):
        start = time.process_time()
        for column in columns:
            column.sum()
        seconds.append(time.process_time() - start)
    print(f"one pass over the ledger: {statistics.median(seconds):.4f} CPU seconds")


def main() -> None:
    """Measure every way, and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", default=os.environ.get("JBPCORE_PEERS"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("--ours", nargs="*", default=OURS[:5], choices=OURS)
    parser.add_argument("--without", nargs="*", default=[], help="peers to leave out")
    parser.add_argument("--variant", choices=OURS)
    parser.add_argument("--one-pass", action="store_true")
    options, rest = parser.parse_known_args()
    if options.peers is None:
        parser.error("--peers, or JBPCORE_PEERS, has to name the folder of the peers")
    os.environ["JBPCORE_PEERS"] = options.peers
    sys.path.insert(0, options.peers)
    if options.one_pass:
        one_pass(options.data)
        return
    if options.variant is None:
        compare(options)
        return
    sys.argv = [sys.argv[0], "--data", options.data, "--variant", options.variant]
    sys.argv += ["--repeats", str(options.repeats), *rest]
    variants = {name: (*parts, canonical) for name, parts in VARIANTS.items()}
    peers_module("bench").run_peer("jbpcore", variants, options.variant)


if __name__ == "__main__":
    main()
