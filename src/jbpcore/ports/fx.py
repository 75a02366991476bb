"""Where exchange rates come from.

To prove a provider of one's own, subclass
:class:`jbpcore.testing.fx_contract.FxRatesContract` and give it the provider: each
promise below is tested there under its number. A table in memory is
:class:`jbpcore.model.fx_table.FxTable`.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from jbpcore.model.fx_rate import AppliedRate

__all__ = ["FxRates"]


class FxRates(Protocol):
    """Answers what one currency was worth in another on a day.

    * **F1** A currency in itself is exactly 1, on any day, made of no stated rate.
    * **F2** A rate that is stated for the pair and the day comes back exactly as it was
      stated: rate, day and source.
    * **F3** Where none is of that day, the latest of the days before it counts; never
      one of a later day, and the answer says which day was asked about.
    * **F4** An answer leads from the currency asked about to the other. Gone the other
      way round, a stated rate is exactly one divided by it; through a third currency,
      exactly the product.
    * **F5** Where there is no rate, :exc:`~jbpcore.errors.NoRateError` names the pair,
      the day and the reason; there is never a rate of 1, of zero or of another pair in
      its place.
    * **F6** The same question has the same answer, whatever was asked in between, and
      from several threads at once.
    * **F7** A bad argument raises :exc:`~jbpcore.errors.InvalidValueError` at once: a
      currency that is no code in capitals, a day that is none or has a time.
    """

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        """Return how much of *quote* one unit of *base* is on the day *on* (F1-F5)."""
        ...
