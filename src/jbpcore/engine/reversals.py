"""Entries that take others back, and whether they fit what they take back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.values.ids import EntryId
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio
from jbpcore.wording import Sentence, message

__all__ = ["check_reversals", "list_undone", "named_ids", "without_taken_back"]

_MOST_NAMED: Final = 5
_Parts: TypeAlias = tuple[Fraction, ...]

_PROBLEMS: Final = {
    "jbp.reversal.adds": message(
        "Check {named}: they have the sign of the entry they take back, and so add to "
        "it."
    ),
    "jbp.reversal.dangling": message(
        "Check {named}: they take back an entry that is not here; load the earlier "
        "days too, or correct the ids."
    ),
    "jbp.reversal.itself": message(
        "Check {named}: they take back themselves; correct the ids."
    ),
    "jbp.reversal.mismatch": message(
        "Check {named}: they differ in unit or status from the entry they take back; "
        "book them alike."
    ),
    "jbp.reversal.over": message(
        "Check {named}: they take back more of an entry than there was."
    ),
    "jbp.reversal.twice": message(
        "Check {named}: they take back the whole of an entry that another one takes "
        "back."
    ),
}


def check_reversals(
    metric: str, entries: Sequence[ActualEntry], *, is_summed: bool = True
) -> tuple[Finding, ...]:
    """Return a finding for each way in which reversals do not fit.

    They count all the same: the ledger says what it says. A return in several parts is
    sound as long as the parts stay within what was booked.

    Args:
        metric: Key of the metric, for the findings' path.
        entries: Entries of this metric, each once.
        is_summed: Whether amounts add up. If not, as with a level, only the link
            counts.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> refund = ActualEntry(metric="revenue", on=date(2026, 5, 4), reverses="so-1",
        ...                      amount=Money("-50", "USD"), entry_id="r-1")
        >>> print(check_reversals("revenue", [refund])[0])
        entries of revenue: Check r-1: they take back an entry that is not here; ...
    """
    found: defaultdict[str, list[EntryId]] = defaultdict(list)
    by_original: defaultdict[EntryId, list[ActualEntry]] = defaultdict(list)
    for entry in entries:
        if entry.reverses is not None:
            by_original[entry.reverses].append(entry)
    known = {entry.entry_id: entry for entry in entries} if by_original else {}
    for original_id, reversals in by_original.items():
        for code, bad in _misfits(
            known.get(original_id), reversals, is_summed=is_summed
        ):
            found[code] += bad
    return tuple(
        Finding(
            code=code,
            path=f"entries of {metric}",
            message=Sentence(_PROBLEMS[code], named=named_ids(ids)),
            severity=Severity.WARNING,
        )
        for code, ids in sorted(found.items())
    )


def without_taken_back(entries: Sequence[ActualEntry]) -> list[ActualEntry]:
    """Return the observations that stand: none taken back, none that takes back."""
    gone = {entry.reverses for entry in entries if entry.reverses is not None}
    return [
        entry
        for entry in entries
        if entry.reverses is None and entry.entry_id not in gone
    ]


def list_undone(entries: Iterable[ActualEntry]) -> set[EntryId]:
    """Return the ids of entries that were taken back to the last cent."""
    by_id = {entry.entry_id: entry for entry in entries}
    taken: dict[EntryId, _Parts] = {}
    for entry in by_id.values():
        original = by_id.get(entry.reverses) if entry.reverses is not None else None
        if original is not None and _unit(original) == _unit(entry):
            so_far = taken.get(original.entry_id, (Fraction(0), Fraction(0)))
            taken[original.entry_id] = _plus(so_far, _parts(entry))
    return {
        entry_id
        for entry_id, parts in taken.items()
        if not any(_plus(_parts(by_id[entry_id]), parts))
    }


def named_ids(ids: Iterable[str]) -> str:
    """Name up to five ids, and count the others."""
    ordered = sorted(ids)
    told = ", ".join(ordered[:_MOST_NAMED])
    more = len(ordered) - _MOST_NAMED
    return f"{told} and {more} more" if more > 0 else told


def _misfits(
    original: ActualEntry | None, reversals: Sequence[ActualEntry], *, is_summed: bool
) -> list[tuple[str, list[EntryId]]]:
    ids = [entry.entry_id for entry in reversals]
    if original is None:
        return [("jbp.reversal.dangling", ids)]
    own = [entry_id for entry_id in ids if entry_id == original.entry_id]
    others = [entry for entry in reversals if entry.entry_id != original.entry_id]
    told = [("jbp.reversal.itself", own)]
    if is_summed:
        told += _bad_sums(original, others)
    elif len(others) > 1:
        told.append(("jbp.reversal.twice", [entry.entry_id for entry in others]))
    return [(code, bad) for code, bad in told if bad]


def _bad_sums(
    original: ActualEntry, reversals: Sequence[ActualEntry]
) -> list[tuple[str, list[EntryId]]]:
    alike = [entry for entry in reversals if _unit(entry) == _unit(original)]
    whole = _parts(original)
    total: _Parts = (Fraction(0), Fraction(0))
    adding, complete = [], []
    for entry in alike:
        parts = _parts(entry)
        total = _plus(total, parts)
        if any(map(formulas.adds_to, whole, parts)):
            adding.append(entry.entry_id)
        if not any(_plus(whole, parts)):
            complete.append(entry.entry_id)
    told = [("jbp.reversal.adds", adding)]
    if len(complete) > 1:
        told.append(("jbp.reversal.twice", complete))
    elif any(map(formulas.takes_too_much, whole, total)):
        told.append(("jbp.reversal.over", [entry.entry_id for entry in alike]))
    odd = [entry.entry_id for entry in reversals if _unit(entry) != _unit(original)]
    return [*told, ("jbp.reversal.mismatch", odd)]


def _parts(entry: ActualEntry) -> _Parts:
    """Return what counts of an entry: one number and zero, or both of a quotient."""
    amount = entry.amount
    if isinstance(amount, Quotient):
        parts = (exact(amount.numerator), exact(amount.denominator))
    else:
        parts = (exact(amount), Fraction(0))
    return tuple(formulas.credited(part, entry.credit_ratio) for part in parts)


def _plus(one: _Parts, other: _Parts) -> _Parts:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _unit(entry: ActualEntry) -> tuple[str, ...]:
    amount = entry.amount
    if isinstance(amount, Quotient):
        units = (amount.numerator.unit_name, amount.denominator.unit_name)
        return (entry.status, *units)
    unit = "ratio" if isinstance(amount, Ratio) else amount.unit_name
    return (entry.status, unit)
