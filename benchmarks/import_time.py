"""What ``import jbpcore`` costs, against importing what it depends on.

Each import is timed in a fresh interpreter, all by turns, so that other work on the
machine slows each alike. ``--check`` fails where ``import jbpcore`` costs more than its
dependencies together; what a first use adds is shown beside it, to look at.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

LIBRARY = "import jbpcore"
FIRST_USE = "from jbpcore import ActualEntry, FiscalCalendar, Goal, Money, assess_goal"
DEPENDENCIES = "import attrs, dateutil.relativedelta, babel.numbers, babel.dates"
TIMED = """
import time
start = time.perf_counter_ns()
{statement}
print(time.perf_counter_ns() - start)
"""


def import_ns(statement: str) -> int:
    """Return the nanoseconds a statement takes in an interpreter of its own."""
    command = [sys.executable, "-c", TIMED.format(statement=statement)]
    return int(subprocess.run(command, capture_output=True, check=True).stdout)


def main() -> int:
    """Print both medians and their ratio; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--check", action="store_true", help="fail above a ratio of 1")
    options = parser.parse_args()

    statements = (LIBRARY, FIRST_USE, DEPENDENCIES)
    for statement in statements:  # once each, to compile what is not yet
        import_ns(statement)
    taken: dict[str, list[int]] = {statement: [] for statement in statements}
    for _ in range(options.runs):
        for statement in statements:
            taken[statement].append(import_ns(statement))

    medians = {name: statistics.median(times) for name, times in taken.items()}
    for statement, median in medians.items():
        ratio = median / medians[DEPENDENCIES]
        print(f"{median / 1e6:8.1f} ms  {ratio:5.2f}  {statement}")
    ratio = medians[LIBRARY] / medians[DEPENDENCIES]
    print(f"ratio {ratio:.2f}, at most 1.00 (median of {options.runs})")
    return int(options.check and ratio > 1)


if __name__ == "__main__":
    sys.exit(main())
