"""What the ledger says was attained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction

import attrs

from jbpcore.engine.amounts import exact, like
from jbpcore.engine.scope import iter_in_scope
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation
from jbpcore.values.ids import EntryId
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio

__all__ = ["LedgerReading", "read_ledger"]

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@attrs.frozen(kw_only=True)
class LedgerReading:
    """What the entries of a goal add up to.

    Attributes:
        total: The sum of a flow or the last value of a level. ``None`` for a level that
            nobody has observed, and where the unit cannot be known: a goal without any
            amount, and entries in none or several currencies.
        entry_count: Entries that went into it.
        has_entries: Whether the ledger holds any entry of the metric up to the day,
            also outside the goal's period.
        findings: Entries that were left out, and why.
    """

    total: Amount | None
    entry_count: int
    has_entries: bool
    findings: tuple[Finding, ...]


def read_ledger(
    goal: Goal, entries: Iterable[ActualEntry], *, as_of: date
) -> LedgerReading:
    """Add up the entries of *goal* up to *as_of*.

    Entries of other metrics, or outside the goal's scope, are passed over. An entry id
    that comes again counts once; an entry in another unit or currency than the goal's
    is left out. Both are reported.
    Where the goal states no amount, the entries' own currency serves, if it is one.
    """
    left_out: Counter[tuple[str, str]] = Counter()
    usable = _usable(goal, iter_in_scope(goal, entries), as_of, left_out)
    sample = _sample(goal, usable)
    if sample is None:
        if usable:
            reason = "are in several currencies, and the goal states none"
            left_out["jbp.entry.currency", reason] += len(usable)
        return LedgerReading(
            total=None,
            entry_count=0,
            has_entries=bool(usable),
            findings=_told(goal, left_out),
        )
    if goal.metric.accumulation is Accumulation.FLOW:
        period = goal.period
        inside = [entry for entry in usable if period.start <= entry.on < period.end]
        total: Fraction | None = sum(
            (exact(entry.amount) * entry.credit_ratio for entry in inside), Fraction(0)
        )
        count = len(inside)
    else:
        last = max(usable, key=_recency, default=None)
        total = None if last is None else exact(last.amount)
        count = 0 if last is None else 1
    return LedgerReading(
        total=None if total is None else like(total, sample),
        entry_count=count,
        has_entries=bool(usable),
        findings=_told(goal, left_out),
    )


def _recency(entry: ActualEntry) -> tuple[date, datetime, str]:
    return (entry.on, entry.recorded_at or _EARLIEST, entry.entry_id)


def _sample(goal: Goal, usable: list[ActualEntry]) -> Amount | None:
    for amount in (goal.target, goal.baseline, goal.commit, goal.stretch):
        if amount is not None:
            return amount
    unit = goal.metric.unit
    if unit.kind is UnitKind.COUNT:
        return Quantity(0, unit.noun)
    if unit.kind is UnitKind.RATIO:
        return Ratio(0)
    currencies = {
        entry.amount.currency: entry.amount
        for entry in usable
        if isinstance(entry.amount, Money)
    }
    return next(iter(currencies.values())) if len(currencies) == 1 else None


def _usable(
    goal: Goal,
    entries: Iterable[ActualEntry],
    as_of: date,
    left_out: Counter[tuple[str, str]],
) -> list[ActualEntry]:
    key, unit, currency = goal.metric.key, goal.metric.unit, goal.currency
    seen: set[EntryId] = set()
    usable: list[ActualEntry] = []
    for entry in entries:
        if entry.metric != key or entry.on > as_of:
            continue
        amount = entry.amount
        if entry.entry_id in seen:
            left_out[
                "jbp.entry.duplicate", "had an entry id that was counted before"
            ] += 1
        elif not unit.accepts(amount):
            left_out["jbp.entry.unit", f"are not in {unit}, the metric's unit"] += 1
        elif isinstance(amount, Money) and currency not in {None, amount.currency}:
            reason = f"are in {amount.currency}, not in {currency}; convert them first"
            left_out["jbp.entry.currency", reason] += 1
        else:
            seen.add(entry.entry_id)
            usable.append(entry)
    return usable


def _told(goal: Goal, left_out: Counter[tuple[str, str]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            code=code,
            path=f"entries of {goal.metric.key}",
            message=f"Left out {count}: they {why}.",
            severity=Severity.WARNING,
        )
        for (code, why), count in sorted(left_out.items())
    )
