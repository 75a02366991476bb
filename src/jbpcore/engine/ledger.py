"""What the ledger says was attained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import attrs

from jbpcore.engine.amounts import like
from jbpcore.engine.measure import Measure, credited_sum, measure
from jbpcore.engine.reasons import Reason
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.sifting import sift
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount, UnitKind
from jbpcore.model.goal import Goal
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Sentence

__all__ = ["LedgerReading", "read_ledger"]


@attrs.frozen(kw_only=True)
class LedgerReading:
    """What the entries of a goal come to.

    Attributes:
        measure: What was attained. Nothing where the unit cannot be known: a goal
            without any amount, and entries in none or several currencies.
        has_entries: Whether the ledger holds any entry of the metric up to the day,
            also outside the goal's period.
        findings: Entries that were left out, and why.
        disputed: What of a flow is disputed up to the day; ``None`` if nothing is.
        pipeline: What of a flow is open over the period; ``None`` if none was given.
        last_entry_on: The day of the last booked entry, also outside the period.
    """

    measure: Measure
    has_entries: bool
    findings: tuple[Finding, ...]
    disputed: Amount | None = None
    pipeline: Amount | None = None
    last_entry_on: date | None = None


def read_ledger(
    goal: Goal,
    shape: GoalShape,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    known_at: datetime | None = None,
) -> LedgerReading:
    """Say what the entries of *goal* come to, up to *as_of*.

    Entries of other metrics, or outside the goal's scope, are passed over.
    Where the goal states no amount, the entries' own currency serves, if it is one.

    Args:
        goal: The goal.
        shape: Its shape.
        entries: A ledger, in any order.
        as_of: The last day that counts.
        known_at: Entries recorded later are not known; ``None`` to know all.
    """
    sifted = sift(goal, entries, as_of=as_of, known_at=known_at)
    usable, findings = sifted.entries, sifted.findings
    sample = Ratio(0) if shape is GoalShape.MILESTONE else _sample(goal, usable)
    if sample is None:
        if usable:
            findings = (*findings, _several_currencies(goal, len(usable)))
        found = Measure(attained=None, reason=Reason.NO_ENTRIES)
    else:
        found = measure(goal, shape, usable, as_of=as_of, sample=sample)
    return LedgerReading(
        measure=found,
        has_entries=bool(usable),
        findings=findings,
        disputed=_beside(goal, shape, sifted.disputed, sample),
        pipeline=_beside(goal, shape, sifted.pipeline, sample),
        last_entry_on=max((entry.on for entry in usable), default=None),
    )


def _beside(
    goal: Goal,
    shape: GoalShape,
    entries: Sequence[ActualEntry],
    sample: Amount | None,
) -> Amount | None:
    inside = [entry for entry in entries if entry.on in goal.period]
    is_flow = shape in {GoalShape.FLOW, GoalShape.CEILING}
    if not inside or sample is None or not is_flow:
        return None
    return like(credited_sum(inside), sample)


def _sample(goal: Goal, usable: Sequence[ActualEntry]) -> Amount | None:
    if goal.sample is not None:
        return goal.sample
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


def _several_currencies(goal: Goal, count: int) -> Finding:
    return Finding(
        code="jbp.entry.currency",
        path=f"entries of {goal.metric.key}",
        message=Sentence(
            "Left out {count}: they are in several currencies, and the goal states "
            "none.",
            count=count,
        ),
        severity=Severity.WARNING,
    )
