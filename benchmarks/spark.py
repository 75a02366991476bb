"""A channel on Spark, larger and larger: seconds, and bytes sent between processes.

    python -m benchmarks.spark --goals 10000 100000 1000000

Made-up goals with twenty bookings each are written to Parquet, measured by two cores
and written to Parquet again. How bytes and seconds grow is what a larger cluster
is judged by. With ``--skew 0.3`` that part of all bookings is of one goal; with
``--level 4/5`` the interval of every finish is found too.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from jbpcore.frames import assess

AS_OF = date(2026, 5, 15)
PER_GOAL = 20


def session(events: Path, memory: str) -> SparkSession:
    """Start a Spark that writes down what it sends."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder: Any = SparkSession.builder
    for name, value in {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": memory,
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": events.as_uri(),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
    }.items():
        builder = builder.config(name, value)
    made: SparkSession = builder.master("local[2]").getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def make(spark: SparkSession, goals: int, skew: float, folder: Path) -> None:
    """Write goals and bookings; the same numbers give the same rows."""
    day = "date_add(DATE '2026-01-01', CAST({} AS INT))"
    spark.range(goals).select(
        f.col("id").alias("goal_id"),
        f.expr("CAST(100000 + hash(id) % 50000 AS BIGINT)").alias("target"),
        f.expr(day.format("id % 120")).alias("first_day"),
        f.expr(day.format("id % 120 + 89")).alias("last_day"),
    ).write.parquet(str(folder / "goals"))
    of_one = f"id % 1000 < {int(skew * 1000)}"
    spark.range(goals * PER_GOAL).select(
        f.expr(f"CASE WHEN {of_one} THEN 0 ELSE abs(xxhash64(id)) % {goals} END").alias(
            "goal_id"
        ),
        f.expr(day.format("abs(hash(id)) % 200")).alias("date"),
        f.expr("CAST(abs(hash(id, 7)) % 9000 AS BIGINT)").alias("amount"),
    ).write.parquet(str(folder / "actuals"))


def run(spark: SparkSession, folder: Path, level: Fraction | None) -> float:
    """Return the seconds from files to a file."""
    goals = spark.read.parquet(str(folder / "goals"))
    actuals = spark.read.parquet(str(folder / "actuals"))
    started = time.perf_counter()
    found = assess(goals, actuals, as_of=AS_OF, level_ratio=level)
    found.write.mode("overwrite").parquet(str(folder / "found"))
    return time.perf_counter() - started


def sent(events: Path, since: int) -> tuple[Counter[str], int]:
    """Return what the tasks wrote since a line of the log, and how long the log is."""
    (log,) = (path for path in events.iterdir() if not path.name.startswith("."))
    lines = log.read_text(encoding="utf-8").splitlines()
    total: Counter[str] = Counter()
    for line in lines[since:]:
        event = json.loads(line)
        if event["Event"] != "SparkListenerTaskEnd":
            continue
        measured = event.get("Task Metrics") or {}
        written = measured.get("Shuffle Write Metrics", {})
        total["shuffled"] += written.get("Shuffle Bytes Written", 0)
        total["records"] += written.get("Shuffle Records Written", 0)
        total["spilled"] += measured.get("Disk Bytes Spilled", 0)
        total["cpu"] += measured.get("Executor CPU Time", 0)
        peak = measured.get("Peak Execution Memory", 0)
        total["peak"] = max(total["peak"], peak)
    return total, len(lines)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--goals", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--skew", type=float, default=0.0)
    parser.add_argument("--level", type=Fraction)
    parser.add_argument("--memory", default="4g")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (events := root / "events").mkdir()
        spark = session(events, asked.memory)
        print(
            "goals bookings seconds cpu_s shuffled_MB records spilled_MB peak_task_MB"
        )
        for goals in asked.goals:
            folder = root / str(goals)
            make(spark, goals, asked.skew, folder)
            run(spark, folder, asked.level)  # warm
            _, before = sent(events, 0)
            seconds = run(spark, folder, asked.level)
            time.sleep(1)  # until the log is written
            found, _ = sent(events, before)
            mega = 2**20
            print(
                goals,
                goals * PER_GOAL,
                f"{seconds:.1f}",
                f"{found['cpu'] / 1e9:.1f}",
                f"{found['shuffled'] / mega:.1f}",
                found["records"],
                f"{found['spilled'] / mega:.1f}",
                f"{found['peak'] / mega:.1f}",
                flush=True,
            )
        spark.stop()


if __name__ == "__main__":
    main()
