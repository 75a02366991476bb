"""A ledger as a table: a row for each entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from jbpcore.frames.digits import amount_digits
from jbpcore.frames.tidy import ColumnKind, TidyCell, TidyTable, in_columns
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import BookedAmount
from jbpcore.values.money import Money
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["ENTRY_COLUMNS", "tidy_entries"]

ENTRY_COLUMNS: Final[Mapping[str, ColumnKind]] = MappingProxyType(
    {
        "entry_id": ColumnKind.TEXT,
        "partner_id": ColumnKind.TEXT,
        "metric": ColumnKind.TEXT,
        "date": ColumnKind.DAY,
        "status": ColumnKind.TEXT,
        "unit": ColumnKind.TEXT,
        "amount": ColumnKind.DECIMAL,
        "numerator": ColumnKind.DECIMAL,
        "denominator": ColumnKind.DECIMAL,
        "credit_ratio": ColumnKind.NUMBER,
        "credit_of": ColumnKind.TEXT,
        "reverses": ColumnKind.TEXT,
        "recorded_at": ColumnKind.INSTANT,
        "source": ColumnKind.TEXT,
    }
)
"""The columns of a ledger, and what they hold; after them one for each tag."""


def tidy_entries(entries: Iterable[ActualEntry]) -> TidyTable:
    """Return a ledger as a table with a row for each entry.

    Amounts are exact, in the unit that ``unit`` names; a ratio that has no end in
    digits is given to twelve places. What was divided stands in ``numerator`` and
    ``denominator``. Tags are columns such as ``tag:region``.

    Args:
        entries: The ledger, in any order, which is kept.

    Examples:
        >>> from datetime import date
        >>> table = tidy_entries([
        ...     ActualEntry(metric="revenue", on=date(2026, 4, 20),
        ...                 amount=Money("7500", "USD"), tags={"region": "EMEA"})
        ... ])
        >>> row = next(table.iter_rows())
        >>> row["amount"], row["unit"], row["tag:region"]
        (Decimal('7500'), 'USD', 'EMEA')
    """
    listed = tuple(entries)
    labels = sorted({label for entry in listed for label in entry.tags})
    kinds = {**ENTRY_COLUMNS, **{f"tag:{label}": ColumnKind.TEXT for label in labels}}
    rows = [(*_row(e), *(e.tags.get(label) for label in labels)) for e in listed]
    return in_columns(kinds, rows)


def _row(entry: ActualEntry) -> tuple[TidyCell, ...]:
    amount = entry.amount
    whole = upper = lower = None
    if isinstance(amount, Quotient):
        upper, lower = amount.numerator.amount, amount.denominator.amount
    else:
        whole = _exact(amount)
    return (
        entry.entry_id,
        entry.partner_id,
        entry.metric,
        entry.on,
        entry.status.value,
        _unit(amount),
        whole,
        upper,
        lower,
        float(entry.credit_ratio),
        entry.credit_of,
        entry.reverses,
        entry.recorded_at,
        entry.source,
    )


def _exact(amount: BookedAmount) -> Decimal | None:
    return None if isinstance(amount, Quotient) else amount_digits(amount)


def _unit(amount: BookedAmount) -> str:
    if isinstance(amount, Money):
        return amount.currency
    return "ratio" if isinstance(amount, Ratio | Quotient) else amount.unit
