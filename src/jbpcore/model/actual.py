"""Booked facts, one by one, in a ledger that only grows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

import attrs

from jbpcore.errors import InvalidValueError
from jbpcore.model.amount import BookedAmount
from jbpcore.model.tags import Tags
from jbpcore.model.validation import (
    a_date,
    a_text,
    an_id,
    an_instant,
    exact_ratio,
    is_a,
)
from jbpcore.model.whole_units import (
    NOT_PLAIN,
    EntryUnits,
    HasUnits,
    whole_units,
)
from jbpcore.values.ids import EntryId, MetricKey, PartyId, new_id
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = ["ActualEntry", "EntryStatus"]


class EntryStatus(StrEnum):
    """Whether a fact counts, is argued about, or is hoped for.

    Only what is booked counts. What one side disputes and what is still open pipeline
    are shown beside, never inside. Like all entries they are never changed: a dispute
    ends, or a deal is won or lost, with an entry of the same status that takes the old
    one back, and if it came true with a booked one.
    """

    BOOKED = "booked"
    DISPUTED = "disputed"
    PIPELINE = "pipeline"


def _new_entry_id() -> EntryId:
    return EntryId(new_id())


def _a_share(_: object, __: object, value: Fraction) -> None:
    if not 0 <= value <= 1:
        raise InvalidValueError("ActualEntry.credit_ratio", value, "from 0 to 1")


@attrs.frozen(kw_only=True)
class ActualEntry(HasUnits[EntryUnits]):
    """One booked fact.

    What was booked is never changed: a return or a correction is a further entry, with
    a negative amount, that names the entry it takes back.

    Attributes:
        metric: Key of the metric it counts for.
        on: The day it counts on; for open pipeline, the day it is expected to close.
        amount: How much, signed, in the metric's unit; for a metric that divides two
            sums, both parts as a ``Quotient``.
        partner_id: Whose business it is; ``None`` where the ledger is one partner's.
        credit_ratio: The part of *amount* that counts here, 0 to 1, when several share
            the credit.
        credit_of: Id of the fact that several entries share the credit of, as the
            source calls it: an order, a deal. Their credit must not add up to more
            than 1.
        status: Whether it is booked, disputed or open pipeline.
        source: The system or person it comes from.
        entry_id: Its id in the source, so that reading it twice counts once. A new one
            by default.
        reverses: Id of the entry that this one takes back, wholly or in part. An
            observation of a level that is taken back was never made, whatever the
            amount.
        recorded_at: When it became known, in UTC; ``None`` if nobody wrote that down,
            and then it counts as always known.
        tags: Free labels: product, geography, account.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> entry = ActualEntry(
        ...     metric="revenue", on=date(2026, 4, 20), amount=Money("7500", "USD")
        ... )
        >>> entry.credit_ratio
        Fraction(1, 1)
    """

    metric: MetricKey = attrs.field(converter=MetricKey, validator=an_id)
    on: date = attrs.field(validator=a_date)
    amount: BookedAmount = attrs.field(validator=is_a(Money, Quantity, Ratio, Quotient))
    partner_id: PartyId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PartyId),
        validator=attrs.validators.optional(an_id),
    )
    credit_ratio: Fraction = attrs.field(
        default=Fraction(1), converter=exact_ratio, validator=[is_a(Fraction), _a_share]
    )
    credit_of: EntryId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(EntryId),
        validator=attrs.validators.optional(an_id),
    )
    status: EntryStatus = attrs.field(
        default=EntryStatus.BOOKED, validator=is_a(EntryStatus)
    )
    source: str = attrs.field(default="", validator=a_text)
    entry_id: EntryId = attrs.field(
        factory=_new_entry_id, converter=EntryId, validator=an_id
    )
    reverses: EntryId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(EntryId),
        validator=attrs.validators.optional(an_id),
    )
    recorded_at: datetime | None = attrs.field(
        default=None, validator=attrs.validators.optional(an_instant)
    )
    tags: Tags = attrs.field(factory=Tags, converter=Tags)

    def __attrs_post_init__(self) -> None:
        """Keep what a sum needs; see :mod:`jbpcore.model.whole_units`."""
        self.keep_units()

    def keep_units(self) -> EntryUnits:
        """Keep the entry in whole units, ``NOT_PLAIN`` if its labels decide more."""
        found = NOT_PLAIN
        if (
            self.status is EntryStatus.BOOKED
            and self.credit_of is None
            and self.reverses is None
            and self.credit_ratio == 1
        ):
            whole = whole_units(self.metric, self.amount)
            if whole is not None:
                found = (whole[0], self.on.toordinal(), whole[1])
        object.__setattr__(self, "in_units", found)
        return found
