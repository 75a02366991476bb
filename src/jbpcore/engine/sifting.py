"""Which entries of a ledger a goal can count, and what is wrong with the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final

import attrs

from jbpcore.engine.credit import check_credit
from jbpcore.engine.reversals import check_reversals
from jbpcore.engine.scope import iter_in_scope
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry, EntryStatus
from jbpcore.model.amount import BookedAmount
from jbpcore.model.goal import Goal
from jbpcore.model.metric import Accumulation
from jbpcore.values.ids import EntryId
from jbpcore.values.money import Money
from jbpcore.values.quotient import Quotient
from jbpcore.wording import Sentence

__all__ = ["Sifted", "each_once", "is_known", "sift", "told_left_out"]

_EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
_TWICE: Final = (
    "jbp.entry.duplicate",
    Sentence("Left out {count}: they had an entry id that was counted before."),
)
_OTHER: Final = (
    "jbp.entry.conflict",
    Sentence(
        "Left out {count}: they say something else than the entry recorded first under "
        "their id; ask the source."
    ),
)
_NO_PARTS: Final = (
    "jbp.entry.unit",
    Sentence(
        "Left out {count}: they are not a numerator and a denominator, which the "
        "metric divides."
    ),
)
_MIXED_PARTS: Final = (
    "jbp.entry.currency",
    Sentence(
        "Left out {count}: they are quotients in several units, which cannot be added "
        "up."
    ),
)


@attrs.frozen(kw_only=True)
class Sifted:
    """Entries of one metric, each once and in its unit.

    Attributes:
        entries: Booked facts that can be counted.
        disputed: Those that one side disputes.
        pipeline: What is open, also beyond the day asked about.
        findings: Those left out and why, and what is wrong between those that count.
    """

    entries: tuple[ActualEntry, ...]
    disputed: tuple[ActualEntry, ...]
    pipeline: tuple[ActualEntry, ...]
    findings: tuple[Finding, ...]


def sift(
    goal: Goal,
    entries: Iterable[ActualEntry],
    *,
    as_of: date,
    known_at: datetime | None = None,
) -> Sifted:
    """Return the entries that *goal* can count up to *as_of*.

    Entries of other metrics, or out of the goal's scope, are passed over. An entry id
    that comes again counts once: as it was recorded first. An entry in another unit or
    currency than the goal's is left out. All that is reported, and so are reversals and
    credits that do not fit together.

    Args:
        goal: The goal.
        entries: A ledger, in any order.
        as_of: The last day that counts; open pipeline is expected after it.
        known_at: Entries recorded later are not known; ``None`` to know all.
    """
    key = goal.metric.key
    pipeline = EntryStatus.PIPELINE
    known = [
        entry
        for entry in entries
        if entry.metric == key
        and (entry.on <= as_of or entry.status is pipeline)
        and (known_at is None or is_known(entry, known_at))
    ]
    left_out: Counter[tuple[str, Sentence]] = Counter()
    usable = []
    currency = goal.currency
    once = each_once(_of_ids_in_scope(goal, known), left_out)
    for entry in iter_in_scope(goal, once):
        problem = _misfit(goal, currency, entry.amount)
        if problem is None:
            usable.append(entry)
        else:
            left_out[problem] += 1
    if goal.metric.accumulation is Accumulation.RATIO and _is_mixed(usable):
        left_out[_MIXED_PARTS] += len(usable)
        usable = []
    by_status: dict[EntryStatus, list[ActualEntry]] = {}
    for entry in usable:
        by_status.setdefault(entry.status, []).append(entry)
    return Sifted(
        entries=tuple(by_status.get(EntryStatus.BOOKED, ())),
        disputed=tuple(by_status.get(EntryStatus.DISPUTED, ())),
        pipeline=tuple(by_status.get(pipeline, ())),
        findings=(*told_left_out(key, left_out), *_link_findings(goal, usable)),
    )


def _link_findings(goal: Goal, entries: list[ActualEntry]) -> tuple[Finding, ...]:
    is_summed = goal.metric.accumulation is not Accumulation.LEVEL
    return (
        *check_reversals(goal.metric.key, entries, is_summed=is_summed),
        *check_credit(goal.metric.key, entries),
    )


def _of_ids_in_scope(
    goal: Goal, entries: Sequence[ActualEntry]
) -> Sequence[ActualEntry]:
    """Return what is in scope, and whatever else has the id of such an entry.

    So an entry that was given another label afterwards does not count for two parts.
    """
    if not goal.scope:
        return entries
    ids = {entry.entry_id for entry in iter_in_scope(goal, entries)}
    return [entry for entry in entries if entry.entry_id in ids]


def is_known(entry: ActualEntry, known_at: datetime | None) -> bool:
    """Whether *entry* was recorded by then; one that does not say when always is."""
    if known_at is None or entry.recorded_at is None:
        return True
    return entry.recorded_at <= known_at


def each_once(
    entries: Sequence[ActualEntry], left_out: Counter[tuple[str, Sentence]]
) -> list[ActualEntry]:
    """Return each entry id once, and count the others.

    Of several entries under one id the one recorded first stands, in whatever order
    they come; the others say the same, or something else.
    """
    firsts: dict[EntryId, ActualEntry] = {}
    repeats: defaultdict[EntryId, list[ActualEntry]] = defaultdict(list)
    for entry in entries:
        if entry.entry_id in firsts:
            repeats[entry.entry_id].append(entry)
        else:
            firsts[entry.entry_id] = entry
    for entry_id, others in repeats.items():
        rivals = [firsts[entry_id], *others]
        first = firsts[entry_id] = min(rivals, key=_precedence)
        same = sum(_is_same_fact(first, rival) for rival in rivals) - 1
        left_out[_TWICE] += same
        left_out[_OTHER] += len(others) - same
    return list(firsts.values())


def _is_same_fact(one: ActualEntry, other: ActualEntry) -> bool:
    """Whether two entries differ in when they were recorded at most."""
    return attrs.evolve(other, recorded_at=one.recorded_at) == one


def told_left_out(
    metric: str, left_out: Counter[tuple[str, Sentence]]
) -> tuple[Finding, ...]:
    """Return a finding for each reason why entries were left out."""
    return tuple(
        Finding(
            code=code,
            path=f"entries of {metric}",
            message=Sentence(why.template, **why.facts, count=count),
            severity=Severity.WARNING,
        )
        for (code, why), count in sorted(left_out.items())
        if count
    )


def _precedence(entry: ActualEntry) -> tuple[datetime, date, str]:
    return (entry.recorded_at or _EARLIEST, entry.on, repr(entry))


def _misfit(
    goal: Goal, currency: str | None, amount: BookedAmount
) -> tuple[str, Sentence] | None:
    unit = goal.metric.unit
    is_divided = goal.metric.accumulation is Accumulation.RATIO
    if is_divided and not isinstance(amount, Quotient):
        return _NO_PARTS
    if not unit.accepts(amount) or is_divided is not isinstance(amount, Quotient):
        return (
            "jbp.entry.unit",
            Sentence(
                "Left out {count}: they are not in {unit}, the metric's unit.",
                unit=str(unit),
            ),
        )
    if isinstance(amount, Money) and currency not in {None, amount.currency}:
        found = amount.currency
        return (
            "jbp.entry.currency",
            Sentence(
                "Left out {count}: they are in {found}, not in {currency}; convert "
                "them first.",
                found=found,
                currency=currency,
            ),
        )
    return None


def _is_mixed(entries: Iterable[ActualEntry]) -> bool:
    units = {
        (entry.amount.numerator.unit_name, entry.amount.denominator.unit_name)
        for entry in entries
        if isinstance(entry.amount, Quotient)
    }
    return len(units) > 1
