"""What projecting a year's finish costs and misses by, against statsforecast.

All are given the same months, in the same run, and asked for the finish of each
calendar year after some of its months. The series come from files with the columns
``series_id``, ``month`` (2014-12) and an amount, later files continuing earlier ones;
without a file they are made up, always the same. ``--check`` fails where the default
method misses by more than the better peer, or costs more than a hundredth of it.

From a clone, in an environment of its own, with the peers installed:

    nox -s bench-peers -- retail.csv --years 2011-2014

Without them, ``python benchmarks/projection.py --peers`` compares our own methods.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import math
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs

from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.engine.projection.project import project_bookings
from jbpcore.model.goal import Goal
from jbpcore.model.metrics import REVENUE
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.values.money import Money

CALENDAR = FiscalCalendar.calendar_year()
CHEAPER = 100
PEERS = ("AutoETS", "AutoTheta")
MONTHS = 12
Series = dict[tuple[int, int], Decimal]


@attrs.frozen
class Case:
    """One year of one series, as it stood after some of its months."""

    year: int
    done: int
    first_year: int
    before: tuple[Decimal, ...]
    so_far: tuple[Decimal, ...]
    finish: Decimal


def read(paths: Sequence[Path]) -> dict[str, Series]:
    """Return the amount of each month of each series, of all files together."""
    found: dict[str, Series] = defaultdict(dict)
    for path in paths:
        with path.open(newline="", encoding="utf-8") as lines:
            rows = csv.reader(lines)
            next(rows)
            for name, month, amount, *_ in rows:
                year, number = month.split("-")
                found[name][int(year), int(number)] = Decimal(amount)
    return found


def make_up(count: int = 20, years: int = 12) -> dict[str, Series]:
    """Return series with growth, seasons and a pace that wanders."""
    rolls = random.Random(7)  # noqa: S311 - made up, not secret
    found: dict[str, Series] = {}
    for number in range(count):
        seasons = [rolls.gauss(0, 0.15) for _ in range(MONTHS)]
        pace = rolls.uniform(3, 9)
        series: Series = {}
        for at in range(years * MONTHS):
            pace += rolls.gauss(0.002, 0.02)
            amount = math.exp(pace + seasons[at % MONTHS] + rolls.gauss(0, 0.04))
            month = (2003 + at // MONTHS, at % MONTHS + 1)
            series[month] = Decimal(f"{amount:.2f}")
        found[f"made-up-{number}"] = series
    return found


def iter_cases(
    series: dict[str, Series], years: range, done: Sequence[int], every: int
) -> Iterator[Case]:
    """Yield each year that is whole, and has two whole years before it."""
    for name in sorted(series)[::every]:
        months = series[name]
        for year in years:
            first = year
            while all((first - 1, month) in months for month in range(1, MONTHS + 1)):
                first -= 1
            whole = [months.get((year, month)) for month in range(1, MONTHS + 1)]
            amounts = tuple(amount for amount in whole if amount is not None)
            finish = sum(amounts, Decimal(0))
            if year - first < 2 or len(amounts) < MONTHS or finish <= 0:  # noqa: PLR2004 - two whole years
                continue
            before = tuple(
                months[earlier, month]
                for earlier in range(first, year)
                for month in range(1, MONTHS + 1)
            )
            for point in done:
                yield Case(year, point, first, before, amounts[:point], finish)


def ours(case: Case, method: ProjectionMethod) -> tuple[float, bool | None, int]:
    """Return the finish, whether the interval covers, and the nanoseconds it took."""
    period = CALENDAR.year(case.year)
    goal = Goal(id="g", name="Goal", metric=REVENUE, target=None, period=period)
    history = History(
        start=date(case.first_year, 1, 1),
        amounts=[Money(amount, "AUD") for amount in case.before],
    )
    bookings = Bookings(
        period=period,
        as_of=CALENDAR.month(case.year, case.done).last_day,
        amounts=[Money(amount, "AUD") for amount in case.so_far],
    )
    start = time.perf_counter_ns()
    found = project_bookings(goal, bookings, history=history, method=method)
    taken = time.perf_counter_ns() - start
    finish, low, high = (
        amount.amount if isinstance(amount, Money) else None
        for amount in (found.projected_finish, found.low, found.high)
    )
    covers = None if low is None or high is None else low <= case.finish <= high
    return float("nan") if finish is None else float(finish), covers, taken


def load_peer(name: str) -> Callable[[Case], tuple[float, int]]:
    """Return a function that forecasts the rest of the year with *name*."""
    # Imported by name: it takes seconds to load, and only this group installs it.
    np = importlib.import_module("numpy")
    model = getattr(importlib.import_module("statsforecast.models"), name)

    def forecast(case: Case) -> tuple[float, int]:
        known = np.array([float(amount) for amount in (*case.before, *case.so_far)])
        start = time.perf_counter_ns()
        ahead = model(season_length=MONTHS).forecast(y=known, h=MONTHS - case.done)
        taken = time.perf_counter_ns() - start
        return float(sum(case.so_far)) + float(ahead["mean"].sum()), taken

    return forecast


def show(name: str, rows: Sequence[tuple[Case, float, bool | None, int]]) -> float:
    """Print the errors and coverage at each point; return the mean error of all."""
    for done in sorted({case.done for case, *_ in rows}):
        at = [row for row in rows if row[0].done == done]
        errors = [abs(finish / float(case.finish) - 1) for case, finish, _, _ in at]
        covers = [is_in for _, _, is_in, _ in at if is_in is not None]
        coverage = f"{sum(covers) / len(covers):7.1%}" if covers else "      -"
        taken = statistics.median(ns for *_, ns in at) / 1000
        print(
            f"{name:16} after {done:2}  error {statistics.fmean(errors):7.2%}  "
            f"covered {coverage}  {taken:9.0f} µs  {len(at):6} cases"
        )
    all_errors = [abs(finish / float(case.finish) - 1) for case, finish, _, _ in rows]
    return statistics.fmean(all_errors)


def measure_peer(name: str, cases: Sequence[Case]) -> tuple[float, float]:
    """Print what a peer misses by; return its mean error and its cost as one of ours.

    Both are timed on each case in turn, so that a machine that is busy for a while
    slows down both.
    """
    forecast = load_peer(name)
    forecast(cases[0])  # once, to compile
    rows: list[tuple[Case, float, bool | None, int]] = []
    own: list[int] = []
    for case in cases:
        own.append(ours(case, ProjectionMethod.AUTO)[2])
        finish, taken = forecast(case)
        rows.append((case, finish, None, taken))
    cost = statistics.median(ns for *_, ns in rows) / statistics.median(own)
    return show(name, rows), cost


def main() -> int:
    """Print what each method misses by and costs; return 1 where a check fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--years", default="2010-2014", help="finishes to project")
    parser.add_argument("--after", nargs="+", type=int, default=[3, 6, 9])
    parser.add_argument("--every", type=int, default=1, help="take every n-th series")
    parser.add_argument("--peers", nargs="*", default=PEERS, help="models, or none")
    parser.add_argument("--by-year", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()

    series = read(options.files) if options.files else make_up()
    first, _, last = options.years.partition("-")
    years = range(int(first), int(last or first) + 1)
    cases = list(iter_cases(series, years, options.after, options.every))
    rows = [(case, *ours(case, ProjectionMethod.AUTO)) for case in cases]
    our_error = show(ProjectionMethod.AUTO, rows)
    if options.by_year:
        for year in years:
            show(f"  of {year}", [row for row in rows if row[0].year == year])
    for method in list(ProjectionMethod)[1:]:
        show(method, [(case, *ours(case, method)) for case in cases])
    found = []
    for name in options.peers:
        error, times = measure_peer(name, cases)
        found.append((error, times, name))
        print(f"error ÷ {name}'s: {our_error / error:.3f}")
        print(f"times cheaper than {name}: {times:.0f}")
    if not found:
        return 0
    error, cheaper, name = min(found)
    better = our_error / error
    print(f"the better one is {name}: error ÷ its {better:.3f}, at most 1;")
    print(f"times cheaper {cheaper:.0f}, at least {CHEAPER}")
    return int(options.check and (better > 1 or cheaper < CHEAPER))


if __name__ == "__main__":
    sys.exit(main())
