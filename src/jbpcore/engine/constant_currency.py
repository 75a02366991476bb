"""What changed, and what only the currencies changed."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact
from jbpcore.engine.conversion import ConvertedTotal, RateSource, convert_total
from jbpcore.errors import CurrencyMismatchError, Finding
from jbpcore.values.money import Money

__all__ = ["ConstantCurrency", "compare_at_constant_rates"]


@attrs.frozen(kw_only=True)
class ConstantCurrency:
    """The same figures of two days, as reported and at one set of rates.

    Every total is rounded once to the minor unit, and every change is a difference of
    totals; so the change at constant rates and the effect of the currencies always add
    up to the change reported, to the last cent. A figure is ``None`` where a rate is
    missing.

    Attributes:
        earlier: The earlier figures at the rates of their own day.
        later: The later figures at the rates of theirs.
        earlier_constant: The earlier figures at the constant rates.
        later_constant: The later figures at the constant rates.
    """

    earlier: ConvertedTotal
    later: ConvertedTotal
    earlier_constant: ConvertedTotal
    later_constant: ConvertedTotal

    @property
    def constant_on(self) -> date:
        """The day of the constant rates."""
        return self.later_constant.on

    @property
    def reported_change(self) -> Money | None:
        """Later − earlier, each as it was reported."""
        return _difference(self.later, self.earlier)

    @property
    def constant_change(self) -> Money | None:
        """Later − earlier, both at the constant rates."""
        return _difference(self.later_constant, self.earlier_constant)

    @property
    def currency_effect(self) -> Money | None:
        """Reported change − constant change: what the currencies alone brought."""
        reported, constant = self.reported_change, self.constant_change
        if reported is None or constant is None:
            return None
        return reported - constant

    @property
    def reported_growth(self) -> Fraction | None:
        """Reported change ÷ earlier figure; ``None`` also where that is zero."""
        return _growth(self.reported_change, self.earlier)

    @property
    def constant_growth(self) -> Fraction | None:
        """Constant change ÷ earlier figure at the constant rates."""
        return _growth(self.constant_change, self.earlier_constant)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Rates that are missing."""
        totals = (self.earlier, self.later, self.earlier_constant, self.later_constant)
        found = {finding: None for total in totals for finding in total.findings}
        return tuple(found)


def compare_at_constant_rates(
    earlier: ConvertedTotal,
    later: ConvertedTotal,
    *,
    fx: RateSource,
    constant_on: date | None = None,
) -> ConstantCurrency:
    """Compare figures of two days, so that exchange rates cannot pass for growth.

    Args:
        earlier: The earlier figures as reported, at the rates of their day.
        later: The later ones, in the same currency.
        fx: Where rates come from.
        constant_on: The day whose rates both are compared at; that of *earlier* if
            ``None``, the custom of annual reports.

    Raises:
        CurrencyMismatchError: If the two are reported in different currencies.

    Examples:
        The euro lost a fifth, and business grew by a tenth:

        >>> from jbpcore.model.fx_rate import FxRate
        >>> from jbpcore.model.fx_table import FxTable
        >>> last_year, today = date(2025, 5, 15), date(2026, 5, 15)
        >>> fx = FxTable(rates=[
        ...     FxRate(base="EUR", quote="USD", rate="1.25", on=last_year),
        ...     FxRate(base="EUR", quote="USD", rate="1.00", on=today),
        ... ])
        >>> found = compare_at_constant_rates(
        ...     convert_total([Money("1000", "EUR")], "USD", fx=fx, on=last_year),
        ...     convert_total([Money("1100", "EUR")], "USD", fx=fx, on=today),
        ...     fx=fx,
        ... )
        >>> str(found.reported_change), str(found.constant_change)
        ('-150.00 USD', '125.00 USD')
        >>> str(found.currency_effect), found.constant_growth
        ('-275.00 USD', Fraction(1, 10))
    """
    currency = earlier.currency
    if later.currency != currency:
        raise CurrencyMismatchError(currency, later.currency)
    day = earlier.on if constant_on is None else constant_on
    return ConstantCurrency(
        earlier=earlier,
        later=later,
        earlier_constant=convert_total(earlier.originals, currency, fx=fx, on=day),
        later_constant=convert_total(later.originals, currency, fx=fx, on=day),
    )


def _difference(later: ConvertedTotal, earlier: ConvertedTotal) -> Money | None:
    to, since = later.total, earlier.total
    return None if to is None or since is None else to - since


def _growth(change: Money | None, since: ConvertedTotal) -> Fraction | None:
    if change is None or since.total is None:
        return None
    return formulas.attainment(exact(change), exact(since.total))
