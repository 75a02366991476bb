"""``jbpcore score``: a list of targets and a list of bookings, scored."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

import attrs

from jbpcore.adapters.delimited.writer import write_table
from jbpcore.cli.progress import Progress
from jbpcore.cli.score_keeping import KeptCounts, keep
from jbpcore.cli.score_options import calendar_of, declare_options
from jbpcore.cli.score_reading import Reading, read_files
from jbpcore.cli.score_report import (
    count_of,
    finding_lines,
    listed,
    status_counts,
    write_findings,
)
from jbpcore.engine.portfolio import Portfolio, assess_portfolio
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.metrics import REVENUE
from jbpcore.model.party import Party
from jbpcore.model.plan import Plan
from jbpcore.periods.fiscal_period import PeriodKind
from jbpcore.planning.from_targets import plans_from_targets
from jbpcore.ports.actuals import AppendOutcome
from jbpcore.values.ids import PartyId
from jbpcore.views.score_rows import SCORE_COLUMNS, ScoreRow, score_rows

__all__ = ["add_arguments", "run"]

_STRICT: Final = 1
_DISPUTED: Final = EntryStatus.DISPUTED
_VENDOR_ID: Final = PartyId("vendor")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command on *parser*."""
    declare_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Score, print the result, and say beside it what was found and left out.

    The result alone goes to standard output, everything else to standard error.

    Args:
        arguments: What :func:`add_arguments` declared.

    Returns:
        The exit status: 0, or 1 if ``--strict`` is given and there is a finding of
        severity ``error`` or ``warning``.

    Raises:
        JbpError: If an option, a file or the store cannot be used.
    """
    progress = Progress(sys.stderr)
    reading = read_files(arguments, progress)
    progress.say("scoring")
    score = _score(arguments, reading)
    kept = None
    if arguments.store is not None:
        progress.say(f"writing {arguments.store.name}")
        kept = keep(
            arguments.store,
            tenant=arguments.tenant,
            plans=score.plans,
            entries=reading.entries,
        )
        score = attrs.evolve(score, findings=(*score.findings, *kept.findings))
    progress.clear()
    if arguments.errors is not None:
        write_findings(arguments.errors, score.findings)
    shown = _shown(arguments, score.rows)
    for line in (
        *finding_lines(score.findings),
        *_summary(arguments, reading, score, shown),
        *(() if kept is None else _kept_lines(arguments, kept)),
    ):
        print(line, file=sys.stderr)
    _print_result(arguments, score, shown)
    is_bad = any(finding.severity is not Severity.INFO for finding in score.findings)
    return _STRICT if arguments.strict and is_bad else 0


@attrs.frozen(kw_only=True)
class _Score:
    """The goals made and measured, and everything that was found on the way."""

    plans: tuple[Plan, ...]
    portfolio: Portfolio
    rows: tuple[ScoreRow, ...]
    findings: tuple[Finding, ...]


def _score(arguments: argparse.Namespace, reading: Reading) -> _Score:
    as_of, known_at = arguments.as_of, arguments.known_at
    known = [entry for entry in reading.entries if _is_known(entry, known_at)]
    # What is booked after the day asked about does not count; what is open may close.
    counted_on = [
        entry
        for entry in known
        if entry.on <= as_of or entry.status is EntryStatus.PIPELINE
    ]
    booked = [entry for entry in counted_on if entry.status is EntryStatus.BOOKED]
    calendar = calendar_of(arguments)
    plans, found = plans_from_targets(
        reading.lines,
        booked,
        calendar=calendar,
        by=PeriodKind(arguments.by),
        vendor=Party(id=_VENDOR_ID, name=arguments.vendor),
        metric=REVENUE,
        names=reading.names,
        currency=arguments.currency,
    )
    portfolio = assess_portfolio(
        plans,
        counted_on,
        as_of=as_of,
        known_at=known_at,
        data_through=arguments.data_through,
    )
    return _Score(
        plans=plans,
        portfolio=portfolio,
        rows=score_rows(
            portfolio,
            calendar=calendar,
            by=PeriodKind(arguments.by),
            findings=found,
        ),
        findings=(*reading.findings, *found, *portfolio.findings),
    )


def _shown(
    arguments: argparse.Namespace, rows: Sequence[ScoreRow]
) -> tuple[ScoreRow, ...]:
    is_table = arguments.format == "table"
    periods = arguments.periods or ("started" if is_table else "all")
    as_of: date = arguments.as_of
    if periods == "all":
        return tuple(rows)
    begun = (row for row in rows if row.first_day <= as_of)
    if periods == "started":
        return tuple(begun)
    return tuple(row for row in begun if as_of <= row.last_day)


def _summary(
    arguments: argparse.Namespace,
    reading: Reading,
    score: _Score,
    shown: Sequence[ScoreRow],
) -> Iterator[str]:
    as_of = arguments.as_of
    targets = (
        count_of(reading.target_rows, "row"),
        count_of(len(reading.lines), "target"),
    )
    yield f"{arguments.targets.name}: {', '.join(targets)}."
    bookings = len(reading.entries)
    actuals = count_of(reading.actual_rows, "row"), count_of(bookings, "booking")
    beside = "".join(f"; {told}" for told in _beside(arguments, reading))
    yield f"{arguments.actuals.name}: {', '.join(actuals)}{beside}."
    owners = {row.owner for row in score.rows}
    goals = count_of(len(score.rows), "goal")
    of_owners = f"{goals} of {count_of(len(owners), 'owner')}"
    yield f"Scored {of_owners} as of {as_of}: {status_counts(score.rows)}."
    idle = [name for owner, name in reading.names.items() if owner not in owners]
    if idle:
        yield f"Without any target or booking that counts: {listed(idle)}."
    if hidden := len(score.rows) - len(shown):
        goals = count_of(hidden, "goal")
        yield f"Not printed, as of other periods: {goals} (--periods all)."


def _is_known(entry: ActualEntry, known_at: datetime | None) -> bool:
    if known_at is None or entry.recorded_at is None:
        return True
    return entry.recorded_at <= known_at


def _beside(arguments: argparse.Namespace, reading: Reading) -> Iterator[str]:
    """Say how many bookings do not count, each for the first reason there is."""
    as_of, known_at = arguments.as_of, arguments.known_at
    counts: Counter[str] = Counter()
    for entry in reading.entries:
        if not _is_known(entry, known_at):
            counts[f"recorded after {known_at.isoformat()}"] += 1
        elif entry.metric != REVENUE.key:
            counts[f"of other metrics than {REVENUE.key}"] += 1
        elif entry.status is not EntryStatus.BOOKED:
            counts["in dispute" if entry.status is _DISPUTED else "open"] += 1
        elif entry.on > as_of:
            counts[f"after {as_of}"] += 1
    for why, count in counts.items():
        yield f"{count:,} {why} do not count"


def _kept_lines(arguments: argparse.Namespace, kept: KeptCounts) -> Iterator[str]:
    new, same = kept.entries[AppendOutcome.NEW], kept.entries[AppendOutcome.SAME]
    plans = f"{count_of(kept.plans_saved, 'plan')} saved, {kept.plans_same:,} the same"
    bookings = f"{count_of(new, 'booking')} added, {same:,} there already"
    yield f"{arguments.store.name}: {plans}; {bookings}."


def _print_result(
    arguments: argparse.Namespace, score: _Score, shown: Sequence[ScoreRow]
) -> None:
    if arguments.format == "csv":
        if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        write_table(sys.stdout, SCORE_COLUMNS, (row.to_cells() for row in shown))
    elif arguments.format == "json":
        print(json.dumps(_document(arguments, score, shown), indent=2))
    else:
        _print_table(arguments, shown)


def _document(
    arguments: argparse.Namespace, score: _Score, shown: Sequence[ScoreRow]
) -> dict[str, object]:
    counts = score.portfolio.health_counts
    return {
        "as_of": arguments.as_of.isoformat(),
        "by": arguments.by,
        "health_counts": {health.value: count for health, count in counts.items()},
        "rows": [row.to_dict() for row in shown],
        "findings": [attrs.asdict(finding) for finding in score.findings],
    }


def _print_table(arguments: argparse.Namespace, shown: Sequence[ScoreRow]) -> None:
    # Words and numbers of a locale are loaded where they are needed.
    from jbpcore.cli.screen import (  # noqa: PLC0415 - see above
        marks_for,
        width_of,
        writable,
    )
    from jbpcore.views.score_table import score_table  # noqa: PLC0415 - see above

    width = arguments.width or width_of(sys.stdout)
    table = score_table(shown, width=width, marks=marks_for(sys.stdout))
    if table.left_out:
        left_out = ", ".join(table.left_out)
        told = f"Left out for want of width: {left_out} (--width N, --format csv)."
        print(told, file=sys.stderr)
    units = f" Amounts in {table.units[0]}." if len(table.units) == 1 else ""
    print(f"As of {arguments.as_of}.{units} Variance is attained less target.\n")
    print(writable(str(table), sys.stdout))
