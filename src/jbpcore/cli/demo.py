"""``jbpcore demo``: a small programme made, kept, measured and explained."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from jbpcore.adapters.sqlite.store import SqliteStore
from jbpcore.cli.demo_founding import iter_founding_lines
from jbpcore.cli.demo_programme import (
    AS_OF,
    FOUNDING_GOAL,
    FOUNDING_PLAN,
    SAVED_AT,
    SAVED_BY,
    make_entries,
    make_plans,
)
from jbpcore.cli.screen import marks_for, writable
from jbpcore.engine.portfolio import PlanGoal, Portfolio, assess_portfolio
from jbpcore.errors import StoreFormatError, StoreUnavailableError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.plan import Plan
from jbpcore.ports.storage import Store
from jbpcore.views.marks import Marks
from jbpcore.views.portfolio_table import portfolio_table
from jbpcore.views.text_layout import wrapped

__all__ = ["add_arguments", "run"]

_FILE: Final = Path("jbpcore-demo.db")
_TENANT: Final = "jbpcore-demo"
_ISO_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WIDEST: Final = 120
_FAILED: Final = 2
_LEGEND: Final = (
    "Pace is what is in ÷ what was due by now along the goal's phasing: 1.00 is on "
    "plan, below 0.95 is at risk, below 0.80 off track."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command on *parser*."""
    parser.add_argument(
        "--store",
        metavar="FILE",
        type=Path,
        default=_FILE,
        help="SQLite file to make the programme in, or one made so before; a file of "
        "any other kind is left alone (default: %(default)s)",
    )
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=_day,
        default=AS_OF,
        help="last day that counts, as YYYY-MM-DD; the bookings end in mid-May 2026 "
        "(default: %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Make or find the programme, and print how it stands.

    Args:
        arguments: What :func:`add_arguments` declared.

    Returns:
        0 if all went well, 2 if the file cannot be opened.

    Raises:
        StoreFormatError: If the file is of another kind, or holds no demo.
    """
    path: Path = arguments.store
    try:
        plans, entries, was_made = _programme(path)
    except StoreUnavailableError as error:
        told = f"jbpcore demo: {error} The cause: {error.__cause__}."
        print(told, file=sys.stderr)
        return _FAILED
    marks = marks_for(sys.stdout)
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    portfolio = assess_portfolio(plans, entries, as_of=arguments.as_of)
    lines = _iter_lines(portfolio, entries, width=width, marks=marks)
    kept = "made and kept in" if was_made else "read from"
    close = f"{len(plans)} plans and {len(entries)} bookings, {kept} {path}."
    text = "\n".join([*lines, "", *wrapped(close, width)])
    print(writable(text, sys.stdout))
    return 0


def _day(text: str) -> date:
    try:
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = f"{text!r} is no day; write it like {AS_OF}"
    raise argparse.ArgumentTypeError(message)


def _programme(path: Path) -> tuple[list[Plan], tuple[ActualEntry, ...], bool]:
    """Return what the file holds, having made it if it is new, and whether it was."""
    exists = path.exists()
    is_blank = not exists or (path.is_file() and not path.stat().st_size)
    try:
        with SqliteStore(path, tenant=_TENANT) as store:
            was_made = is_blank and _fill(store)
            plans = [store.read(plan_id).plan for plan_id in store.iter_ids()]
            entries = tuple(store.query())
    except BaseException:
        if not exists:
            # Ctrl-C leaves nothing behind that the next run would stumble over.
            path.unlink(missing_ok=True)
        raise
    if not plans:
        problem = (
            "it was there before and holds no demo, so it was left alone; name a new "
            "file with --store"
        )
        raise StoreFormatError(str(path), problem)
    return plans, entries, was_made


def _fill(store: Store) -> bool:
    """Write the whole programme or nothing, and say whether there was none yet."""
    note = "Agreed for the quarter"
    with store.unit_of_work():
        if next(store.iter_ids(), None) is not None:
            return False
        for plan in make_plans():
            store.save(plan, expected_revision=0, by=SAVED_BY, at=SAVED_AT, note=note)
        store.append(make_entries())
    return True


def _iter_lines(
    portfolio: Portfolio,
    entries: tuple[ActualEntry, ...],
    *,
    width: int,
    marks: Marks,
) -> Iterator[str]:
    yield portfolio_table(portfolio).to_text(width=width, marks=marks)
    yield ""
    yield from wrapped(_LEGEND, width)
    found = _founding(portfolio)
    if found is not None:
        yield ""
        yield ""
        yield from iter_founding_lines(found, entries, width=width, marks=marks)


def _founding(portfolio: Portfolio) -> PlanGoal | None:
    for goal in portfolio.iter_goals():
        if (goal.plan.id, goal.result.goal.id) == (FOUNDING_PLAN, FOUNDING_GOAL):
            return goal
    return None
