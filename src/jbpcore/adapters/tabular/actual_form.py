"""What a list of bookings looks like: its columns, and how its cells are written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from jbpcore.adapters.tabular.cells import AmountFormat
from jbpcore.adapters.tabular.day_format import DayFormat
from jbpcore.model.actual import EntryStatus
from jbpcore.model.metrics import REVENUE
from jbpcore.values.ids import MetricKey

__all__ = ["STATUS_WORDS", "ActualColumns", "ActualFormat"]

STATUS_WORDS: Final[Mapping[str, EntryStatus]] = MappingProxyType(
    {
        word: status
        for status, words in (
            (EntryStatus.BOOKED, "booked,closed won,won,posted,invoiced"),
            (EntryStatus.DISPUTED, "disputed,in dispute"),
            (EntryStatus.PIPELINE, "pipeline,open,open pipeline"),
        )
        for word in words.split(",")
    }
)
"""What a list may call each status; capitals, ``_`` and ``-`` make no difference."""


@attrs.frozen(kw_only=True)
class ActualColumns:
    """Which columns of a list of bookings hold what; ``None`` goes by the headings.

    An empty text says that the list has no such column, whatever its headings say.

    Attributes:
        owner: Whose booking it is.
        on: The day it counts on; of open pipeline, the day it should close.
        amount: How much.
        ids: What names the booking in its source: one column, or several together.
            None of them if empty, and no heading says it.
        credit: The part that counts, such as ``0.5`` or ``50%``.
        currency: In which currency, where the list says so itself.
        tags: Columns to keep as tags. Headings such as ``tag:region`` say it
            themselves.
        status: Booked, disputed or open pipeline.
        credit_of: The id of the fact whose credit several bookings share.
        reverses: The id of the booking that this one takes back.
        numerator: What is divided, of a ratio of two sums.
        denominator: What it is divided by.
        unit: What amounts are in: a currency, a plural noun, or ``ratio``.
        denominator_unit: What denominators are in, where that is something else.
        recorded_at: When it became known.
        metric: What it counts for.
        source: The system or person it comes from.
    """

    owner: str | None = None
    on: str | None = None
    amount: str | None = None
    ids: tuple[str, ...] = ()
    credit: str | None = None
    currency: str | None = None
    tags: tuple[str, ...] = ()
    status: str | None = None
    credit_of: str | None = None
    reverses: str | None = None
    numerator: str | None = None
    denominator: str | None = None
    unit: str | None = None
    denominator_unit: str | None = None
    recorded_at: str | None = None
    metric: str | None = None
    source: str | None = None


@attrs.frozen(kw_only=True)
class ActualFormat:
    """How a list of bookings writes its cells.

    Attributes:
        days: How days are written.
        amounts: How amounts are written.
        currency: The currency of money, which a column that states it has to agree
            with; ``None`` takes any that the column states.
        unit: What amounts are in where they are no money and no column says it: a
            plural noun, or ``ratio``.
        metric: What bookings count for where no column says it.
        source: The system they come from where no column says it.
        owners_by_key: Whether owners are called by key, not by id.
        needs_owner: Whether every row has to say whose it is; else an empty cell
            leaves that open.
        status_words: What the list calls each status, beside ``STATUS_WORDS``:
            the stages of a pipeline, say.
        naive_is_utc: Whether an instant without an offset is in UTC; else it is
            refused, for nobody knows when it was.
    """

    days: DayFormat = attrs.field(factory=DayFormat)
    amounts: AmountFormat = attrs.field(factory=AmountFormat)
    currency: str | None = "USD"
    unit: str | None = None
    metric: MetricKey = REVENUE.key
    source: str = ""
    owners_by_key: bool = False
    needs_owner: bool = True
    status_words: Mapping[str, EntryStatus] = attrs.field(factory=dict)
    naive_is_utc: bool = False
