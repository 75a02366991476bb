"""Whether the credit for one fact is given away more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from jbpcore.engine.reversals import list_undone, named_ids
from jbpcore.errors import Finding, Severity
from jbpcore.model.actual import ActualEntry
from jbpcore.values.ids import EntryId
from jbpcore.wording import Sentence

__all__ = ["check_credit"]

_MOST_TOLD: Final = 20


def check_credit(metric: str, entries: Iterable[ActualEntry]) -> tuple[Finding, ...]:
    """Return a finding for each fact whose credit adds up to more than the whole.

    The entries count all the same: which of them is wrong only people know. Reversals
    give no credit, and entries that were wholly taken back have none.

    Args:
        metric: Key of the metric, for the findings' path.
        entries: Entries of this metric, of one partner or many, each once.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> shared = [
        ...     ActualEntry(metric="revenue", on=date(2026, 5, 4), credit_of="so-1",
        ...                 amount=Money("900", "USD"), credit_ratio=credit)
        ...     for credit in ("1/2", "2/3")
        ... ]
        >>> print(check_credit("revenue", shared)[0])
        entries of revenue: The credit for so-1 adds up to 7/6 of it; ...
    """
    listed = list(entries)
    shared = [entry for entry in listed if entry.credit_of is not None]
    if not shared:
        return ()
    # What takes an entry back names that entry, and need not name the fact again.
    undone = list_undone(listed)
    given: defaultdict[tuple[EntryId, str], Fraction] = defaultdict(Fraction)
    for entry in shared:
        is_given = entry.reverses is None and entry.entry_id not in undone
        if is_given and entry.credit_of is not None:
            given[entry.credit_of, entry.status] += entry.credit_ratio
    over = sorted((fact, credit) for (fact, _), credit in given.items() if credit > 1)
    told = [
        Sentence(
            "The credit for {fact} adds up to {credit} of it; agree on at most 1.",
            fact=fact,
            credit=str(credit),
        )
        for fact, credit in over[:_MOST_TOLD]
    ]
    if len(over) > _MOST_TOLD:
        rest = named_ids(fact for fact, _ in over[_MOST_TOLD:])
        told.append(
            Sentence("The credit for {rest} adds up to more than 1 too.", rest=rest)
        )
    return tuple(
        Finding(
            code="jbp.credit.over",
            path=f"entries of {metric}",
            message=message,
            severity=Severity.WARNING,
        )
        for message in told
    )
