"""In which currency figures of many plans are reported, and at which rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from jbpcore.engine.conversion import RateSource
from jbpcore.errors import NoRateError
from jbpcore.model.fx_rate import AppliedRate
from jbpcore.model.validation import a_date
from jbpcore.values.currency import check_currency, minor_digits

__all__ = ["Reporting", "ReportingRates"]


def _with_minor_unit(_: object, __: attrs.Attribute[Any], value: object) -> None:
    minor_digits(check_currency(value, "Reporting.currency"))


@attrs.frozen(kw_only=True)
class Reporting:
    """One currency for everything, at the rates of one day.

    Targets, what is in and what should be are all converted at the rates of the same
    day, so that a rate that moves cannot make a partner look late.

    Attributes:
        currency: What to report in.
        fx: Where rates come from: an ``FxTable``, or any ``ports.fx.FxRates``.
        on: The day of the rates; the day that figures are about if ``None``. Give the
            day of the plan to report at plan rates.

    Raises:
        InvalidValueError: If a field has a bad value.
        UnknownCurrencyError: If the currency has no minor unit to round to.
    """

    currency: str = attrs.field(validator=_with_minor_unit)
    fx: RateSource = attrs.field(eq=False, hash=False)
    on: date | None = attrs.field(
        default=None, validator=attrs.validators.optional(a_date)
    )

    def rates_of(self, currencies: Iterable[str], *, as_of: date) -> ReportingRates:
        """Return the rate of each currency, or why it has none, asking for it once.

        Args:
            currencies: The currencies.
            as_of: The day that the figures are about.
        """
        found: dict[str, AppliedRate] = {}
        missing: dict[str, NoRateError] = {}
        day = as_of if self.on is None else self.on
        for currency in sorted(set(currencies)):
            try:
                found[currency] = self.fx.rate(currency, self.currency, on=day)
            except NoRateError as error:
                missing[currency] = error
        return ReportingRates(
            currency=self.currency, on=day, found=found, missing=missing
        )


@attrs.frozen(kw_only=True)
class ReportingRates:
    """The rates that figures are reported at.

    Attributes:
        currency: What they lead to.
        on: The day that was asked about.
        found: The rate of each currency that has one.
        missing: What was said of those that have none.
    """

    currency: str
    on: date
    found: Mapping[str, AppliedRate] = attrs.field(hash=False)
    missing: Mapping[str, NoRateError] = attrs.field(hash=False)
