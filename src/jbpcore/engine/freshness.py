"""Whether the data behind a figure are recent enough to be believed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from jbpcore.periods.daterange import DateRange

__all__ = ["Freshness", "freshness_of", "knows_zero"]


class Freshness(StrEnum):
    """How recent the data are; beside health, which is computed all the same.

    ``no_data`` is not zero: nobody has said anything. Zero is where the data are known
    to reach into the period and hold nothing.
    """

    FRESH = "fresh"
    STALE = "stale"
    NO_DATA = "no_data"
    NOT_STATED = "not_stated"
    """There are data, and nobody said how old they may be or how far they reach."""


def knows_zero(period: DateRange, data_through: date | None) -> bool:
    """Whether an empty ledger means zero: its data reach into the period.

    Examples:
        >>> april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
        >>> knows_zero(april, date(2026, 4, 1)), knows_zero(april, date(2026, 3, 31))
        (True, False)
    """
    return data_through is not None and data_through >= period.first_day


def freshness_of(
    period: DateRange,
    *,
    as_of: date,
    last_entry_on: date | None,
    data_through: date | None,
    stale_after_days: int | None,
) -> Freshness:
    """Say how recent the data are at the end of *as_of*, or of the period before.

    Where it is known how far they reach, they are stale as soon as that is more than
    *stale_after_days* (none, if not stated) before; else, as soon as the last entry is.

    Args:
        period: The goal's days.
        as_of: The day asked about.
        last_entry_on: The day of the last booked entry.
        data_through: The last day that the source has delivered.
        stale_after_days: How old data may be.

    Examples:
        >>> april = DateRange(date(2026, 4, 1), date(2026, 5, 1))
        >>> freshness_of(april, as_of=date(2026, 4, 20), data_through=None,
        ...              last_entry_on=date(2026, 4, 5), stale_after_days=14).value
        'stale'
    """
    if last_entry_on is None and not knows_zero(period, data_through):
        return Freshness.NO_DATA
    allowed = stale_after_days
    newest = last_entry_on
    if data_through is not None:
        newest, allowed = data_through, allowed or 0
    if newest is None or allowed is None:
        return Freshness.NOT_STATED
    age = (min(as_of, period.last_day) - newest).days
    return Freshness.STALE if age > allowed else Freshness.FRESH
