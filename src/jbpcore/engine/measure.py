"""From entries to what was attained, for each shape of goal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import as_integer_ratio, exact, like
from jbpcore.engine.keep_check import KeepCheck
from jbpcore.engine.reasons import Reason
from jbpcore.engine.reversals import without_taken_back
from jbpcore.engine.shape import GoalShape
from jbpcore.engine.standing import Figure
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import Amount
from jbpcore.model.goal import Goal
from jbpcore.model.keep import KeepBand
from jbpcore.model.metric import Accumulation
from jbpcore.periods.daterange import DateRange
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["Measure", "credited_sum", "measure"]

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_SHARE: Final = Ratio(0)


@attrs.frozen(kw_only=True)
class Measure:
    """What was attained, by the rule of the goal's shape.

    Attributes:
        attained: The sum of a flow, the last value of a level, the ratio of two sums,
            the share of stretches kept, or 1 for a milestone done.
        reason: Why *attained* is ``None``.
        entry_count: Entries that went into it.
        checks: The stretches due of something that is to be kept.
    """

    attained: Amount | None
    reason: Reason | None = None
    entry_count: int = 0
    checks: tuple[KeepCheck, ...] = ()


def measure(
    goal: Goal,
    shape: GoalShape,
    entries: Sequence[ActualEntry],
    *,
    as_of: date,
    sample: Amount,
) -> Measure:
    """Return what *entries* attain.

    Args:
        goal: The goal.
        shape: Its shape.
        entries: Booked facts of its metric up to *as_of*, each once, all in its unit.
        as_of: The last day that counts.
        sample: An amount in the goal's unit.
    """
    if goal.metric.accumulation is Accumulation.LEVEL:
        entries = without_taken_back(entries)
    if shape is GoalShape.KEEP:
        return _kept(goal, entries, as_of, sample)
    # What was found, or done, after the last day says nothing about it.
    entries = [entry for entry in entries if entry.on < goal.period.end]
    if shape is GoalShape.MILESTONE:
        done = credited_sum(entries) > 0
        return Measure(attained=Ratio(int(done)), entry_count=len(entries))
    if goal.metric.accumulation is not Accumulation.LEVEL:
        entries = _inside(goal.period, entries)
    if shape in {GoalShape.FLOW, GoalShape.CEILING}:
        total = like(credited_sum(entries), sample)
        return Measure(attained=total, entry_count=len(entries))
    found = _value(goal.metric.accumulation, entries)
    if isinstance(found, Reason):
        return Measure(attained=None, reason=found, entry_count=len(entries))
    is_level = goal.metric.accumulation is Accumulation.LEVEL
    count = 1 if is_level else len(entries)
    return Measure(attained=like(found, sample), entry_count=count)


def credited_sum(entries: Sequence[ActualEntry]) -> Fraction:
    """Return Σ amount × credit of entries that are no quotients."""
    # Whole numbers by denominator: many times as fast as adding fractions.
    sums: dict[int, int] = {}
    for entry in entries:
        amount = entry.amount
        if isinstance(amount, Quotient):
            continue
        over, under = as_integer_ratio(amount)
        credit = entry.credit_ratio
        under *= credit.denominator
        counted = formulas.credited(over, credit.numerator)
        sums[under] = sums.get(under, 0) + counted
    return sum((Fraction(over, under) for under, over in sums.items()), Fraction(0))


def _kept(
    goal: Goal, entries: Sequence[ActualEntry], as_of: date, sample: Amount
) -> Measure:
    if goal.keep is None:
        return Measure(attained=None, reason=Reason.NO_KEEP_BAND)
    checks, count = [], 0
    for dates in goal.keep.checks:
        if dates.last_day > as_of:
            break
        inside = _inside(dates, entries)
        count += len(inside)
        checks.append(_check(goal, goal.keep, inside, dates, sample))
    good = sum(check.is_kept for check in checks)
    share = formulas.kept(good, len(checks))
    return Measure(
        attained=None if share is None else like(share, _SHARE),
        reason=Reason.NOTHING_DUE if share is None else None,
        entry_count=count,
        checks=tuple(checks),
    )


def _check(
    goal: Goal,
    keep: KeepBand,
    entries: Sequence[ActualEntry],
    dates: DateRange,
    sample: Amount,
) -> KeepCheck:
    found = _value(goal.metric.accumulation, entries)
    if isinstance(found, Reason):
        return KeepCheck(dates=dates, value=None, is_kept=False)
    lower = None if keep.lower is None else exact(keep.lower)
    upper = None if keep.upper is None else exact(keep.upper)
    return KeepCheck(
        dates=dates,
        value=like(found, sample),
        is_kept=formulas.is_within(found, lower, upper),
    )


def _value(accumulation: Accumulation, entries: Sequence[ActualEntry]) -> Figure:
    """Return what *entries* come to, or why they come to nothing."""
    if not entries:
        return Reason.NO_ENTRIES
    if accumulation is Accumulation.RATIO:
        above = below = Fraction(0)
        for entry in entries:
            if isinstance(entry.amount, Quotient):  # pragma: no branch - sifted before
                upper, lower = entry.amount.numerator, entry.amount.denominator
                above += formulas.credited(exact(upper), entry.credit_ratio)
                below += formulas.credited(exact(lower), entry.credit_ratio)
        found = formulas.attainment(above, below)
        return Reason.NOTHING_TO_DIVIDE_BY if found is None else found
    if accumulation is Accumulation.LEVEL:
        last = max(entries, key=_recency).amount
        return Reason.NO_ENTRIES if isinstance(last, Quotient) else exact(last)
    return credited_sum(entries)


def _inside(dates: DateRange, entries: Sequence[ActualEntry]) -> list[ActualEntry]:
    start, end = dates.start, dates.end
    return [entry for entry in entries if start <= entry.on < end]


def _recency(entry: ActualEntry) -> tuple[date, datetime, str]:
    return (entry.on, entry.recorded_at or _EARLIEST, entry.entry_id)
