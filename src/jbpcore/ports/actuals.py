"""Where booked facts live between sessions.

To prove a ledger of one's own, subclass
:class:`jbpcore.testing.actuals_contract.ActualsStoreContract` and give it the store:
each promise below is tested there under its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import attrs

from jbpcore.model.actual import ActualEntry
from jbpcore.model.validation import an_id, an_instant, is_a
from jbpcore.periods.daterange import DateRange
from jbpcore.values.ids import MetricKey, PartyId

__all__ = ["ActualsStore", "AppendOutcome", "EntryFilter"]


class AppendOutcome(StrEnum):
    """What became of one entry offered to a ledger."""

    NEW = "new"
    SAME = "same"
    CONFLICTING = "conflicting"

    @classmethod
    def of(cls, known: ActualEntry | None, offered: ActualEntry) -> AppendOutcome:
        """Return what *offered* is beside the entry *known* by its id.

        Two entries are the same if they differ in ``recorded_at`` at most: hearing of a
        fact again does not make it another one.
        """
        if known is None:
            return cls.NEW
        twin = attrs.evolve(offered, recorded_at=known.recorded_at)
        return cls.SAME if twin == known else cls.CONFLICTING


@attrs.frozen(kw_only=True)
class EntryFilter:
    """Which entries of a ledger are wanted; each field narrows, ``None`` does not.

    Attributes:
        partner_id: Only this partner's. An entry that names no partner is nobody's.
        metric: Only those that count for this metric.
        within: Only those of these days.
        known_at: Only those that were known at this instant: recorded by then, it
            included, or nobody wrote down when.

    Raises:
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> day = date(2026, 4, 20)
        >>> entry = ActualEntry(metric="revenue", on=day, amount=Money("7500", "USD"))
        >>> EntryFilter(metric="revenue").accepts(entry)
        True
    """

    partner_id: PartyId | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(PartyId),
        validator=attrs.validators.optional(an_id),
    )
    metric: MetricKey | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(MetricKey),
        validator=attrs.validators.optional(an_id),
    )
    within: DateRange | None = attrs.field(
        default=None, validator=attrs.validators.optional(is_a(DateRange))
    )
    known_at: datetime | None = attrs.field(
        default=None, validator=attrs.validators.optional(an_instant)
    )

    def accepts(self, entry: ActualEntry) -> bool:
        """Whether *entry* is wanted."""
        return (
            (self.partner_id is None or entry.partner_id == self.partner_id)
            and (self.metric is None or entry.metric == self.metric)
            and (self.within is None or entry.on in self.within)
            and self._was_known(entry.recorded_at)
        )

    def _was_known(self, recorded_at: datetime | None) -> bool:
        if self.known_at is None or recorded_at is None:
            return True
        return recorded_at <= self.known_at


class ActualsStore(Protocol):
    """Keeps booked facts for one tenant, in a ledger that only grows.

    * **A1** Every entry appended comes back equal, to the last digit and character.
    * **A2** Entries come in ascending order of ``(on, entry_id)``, whatever the order
      they were appended in.
    * **A3** An entry that the ledger has already is ``SAME``; nothing is written.
    * **A4** An entry that differs from the one the ledger has by its id is
      ``CONFLICTING``; it is not written, and the one it has stays.
    * **A5** Outcomes come one for each entry, in the order given; an entry offered
      twice in one call meets itself.
    * **A6** The conditions of a query narrow together; days are those of the half-open
      range, and an entry without a partner is nobody's.
    * **A7** Another tenant's entries are never seen or met; two tenants may use one id.
    * **A8** If an append raises, nothing of it was written.
    * **A9** A query answers from the ledger as it was when it was asked, also if the
      ledger grows while the answer is read; an answer left unread hinders nobody.
    * **A10** A bad argument raises :exc:`~jbpcore.errors.InvalidValueError` at once.
    * **A11** Asked for what was known at an instant, entries recorded later are left
      out; one of which nobody wrote down when it became known was always known.
    """

    @property
    def tenant(self) -> str:
        """For whom the store was opened."""
        ...

    def append(self, entries: Iterable[ActualEntry], /) -> tuple[AppendOutcome, ...]:
        """Write what is new, and say of each entry what became of it (A3-A5, A8)."""
        ...

    def query(
        self,
        *,
        partner_id: str | None = None,
        metric: str | None = None,
        within: DateRange | None = None,
        known_at: datetime | None = None,
    ) -> Iterator[ActualEntry]:
        """Yield the entries that meet every condition given (A1, A2, A6, A9, A11).

        Args:
            partner_id: Whose business.
            metric: What is counted.
            within: The days.
            known_at: As of what was known at this instant, an aware datetime in UTC.
        """
        ...
