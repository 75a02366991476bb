"""Ledger entries as the rows of a table that is read back without a loss."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from jbpcore.adapters.tabular.actual_cells import RATIO_UNIT
from jbpcore.errors import InvalidValueError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import BookedAmount
from jbpcore.values.decimals import fraction_to_decimal_exact
from jbpcore.values.money import Money
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["ACTUAL_COLUMNS", "actual_rows"]

_Cell: TypeAlias = str | int | Decimal | None

ACTUAL_COLUMNS: Final = (
    "entry_id",
    "metric",
    "partner_id",
    "date",
    "status",
    "amount",
    "numerator",
    "denominator",
    "amount_unit",
    "denominator_unit",
    "credit_ratio",
    "credit_of",
    "reverses",
    "recorded_at",
    "source",
)
"""The columns of a ledger, in their order; after them, one for each tag."""


def actual_rows(
    entries: Iterable[ActualEntry],
) -> tuple[tuple[str, ...], tuple[tuple[_Cell, ...], ...]]:
    """Return a heading and a row for each entry, for a writer of tables.

    The headings are those that
    :func:`~jbpcore.adapters.tabular.actuals.read_actuals` knows; with ``currency`` as
    ``None`` and ``needs_owner`` off, it gives the same entries back.

    Args:
        entries: The ledger, in any order, which is kept.

    Raises:
        InvalidValueError: If a tag's label has blanks that a heading cannot hold, or a
            count is one of ``ratio``, which a cell could not tell from a ratio.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> heading, rows = actual_rows([
        ...     ActualEntry(metric="revenue", on=date(2026, 4, 20), entry_id="so-1",
        ...                 amount=Money("7500", "USD"), credit_ratio="1/2",
        ...                 tags={"region": "EMEA"})
        ... ])
        >>> heading[-2:], rows[0][:2], rows[0][10]
        (('source', 'tag:region'), ('so-1', 'revenue'), Decimal('0.5'))
    """
    listed = tuple(entries)
    labels = sorted({label for entry in listed for label in entry.tags})
    for label in labels:
        if label != " ".join(label.split()):
            expected = "without blanks at its ends or two in a row, to be a heading"
            raise InvalidValueError("ActualEntry.tags", label, expected)
    heading = (*ACTUAL_COLUMNS, *(f"tag:{label}" for label in labels))
    rows = tuple(
        (*_row(entry), *(entry.tags.get(label) for label in labels)) for entry in listed
    )
    return heading, rows


def _row(entry: ActualEntry) -> tuple[_Cell, ...]:
    amount = entry.amount
    upper = lower = whole = below = None
    if isinstance(amount, Quotient):
        upper, lower = amount.numerator.amount, amount.denominator.amount
        if _unit(amount.denominator) != _unit(amount.numerator):
            below = _unit(amount.denominator)
        unit = _unit(amount.numerator)
    else:
        whole = _number(amount.value) if isinstance(amount, Ratio) else amount.amount
        unit = _unit(amount)
    return (
        entry.entry_id,
        entry.metric,
        entry.partner_id,
        entry.on.isoformat(),
        entry.status.value,
        whole,
        upper,
        lower,
        unit,
        below,
        _number(entry.credit_ratio),
        entry.credit_of,
        entry.reverses,
        _instant(entry.recorded_at),
        entry.source,
    )


def _unit(amount: BookedAmount) -> str:
    if isinstance(amount, Ratio | Quotient):
        return RATIO_UNIT
    if isinstance(amount, Money):
        return amount.currency
    if amount.unit == RATIO_UNIT:
        expected = "another noun, which a cell can tell from a ratio"
        raise InvalidValueError("Quantity.unit", RATIO_UNIT, expected)
    return amount.unit


def _number(value: Fraction) -> Decimal | str:
    """Return *value* in digits where they end, else as a quotient."""
    digits = fraction_to_decimal_exact(value)
    return str(value) if digits is None else digits


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat().replace("+00:00", "Z")
