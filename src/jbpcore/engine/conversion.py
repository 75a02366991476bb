"""Money in another currency, with the rate, its day and its source kept beside it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Protocol

import attrs

from jbpcore.engine import formulas
from jbpcore.engine.amounts import exact
from jbpcore.errors import Finding, InvalidValueError, NoRateError
from jbpcore.model.actual import ActualEntry
from jbpcore.model.amount import BookedAmount
from jbpcore.model.fx_rate import AppliedRate
from jbpcore.values.currency import minor_digits
from jbpcore.values.decimals import fraction_to_decimal_exact, half_even
from jbpcore.values.money import Money
from jbpcore.values.quantity import Quantity
from jbpcore.values.quotient import Quotient
from jbpcore.values.ratio import Ratio

__all__ = [
    "Converted",
    "ConvertedEntries",
    "ConvertedTotal",
    "RateSource",
    "convert_entries",
    "convert_money",
    "convert_total",
    "rounded_money",
]


class RateSource(Protocol):
    """What is asked for exchange rates: an ``FxTable``, or any ``ports.fx.FxRates``."""

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        """Return the rate of the day, or raise ``NoRateError``."""
        ...


@attrs.frozen(kw_only=True)
class Converted:
    """An amount in another currency.

    Attributes:
        original: The amount as it was.
        rate: What it was converted at, with day and source.

    Raises:
        InvalidValueError: If the rate is not one of the amount's currency.
    """

    original: Money
    rate: AppliedRate

    def __attrs_post_init__(self) -> None:
        """Check that the rate is for the amount."""
        if self.rate.base != self.original.currency:
            expected = f"from {self.original.currency}, the currency of the amount"
            raise InvalidValueError("Converted.rate", self.rate.base, expected)

    @property
    def value(self) -> Fraction:
        """The amount in the new currency, exactly: amount × rate."""
        return formulas.converted(exact(self.original), self.rate.value)

    @property
    def amount(self) -> Money:
        """The same, rounded half-even to the minor unit of the new currency."""
        return rounded_money(self.value, self.rate.quote)


@attrs.frozen(kw_only=True)
class ConvertedTotal:
    """The sum of amounts in several currencies, in one.

    Amounts of one currency are added up first, and the sum is converted; nothing is
    rounded but the total, once, so the order of the amounts changes no digit.

    Attributes:
        currency: What it is in.
        on: The day of the rates.
        parts: What each currency came to, by currency; those without a rate are not
            among them.
        missing: What could not be converted.
        findings: One for each currency without a rate.
    """

    currency: str
    on: date
    parts: tuple[Converted, ...] = ()
    missing: tuple[Money, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def originals(self) -> tuple[Money, ...]:
        """What was added up, one sum for each currency."""
        return (*(part.original for part in self.parts), *self.missing)

    @property
    def is_partial(self) -> bool:
        """Whether something could not be converted."""
        return bool(self.missing)

    @property
    def known(self) -> Money:
        """What could be converted, rounded half-even to the minor unit."""
        value = sum((part.value for part in self.parts), Fraction(0))
        return rounded_money(value, self.currency)

    @property
    def total(self) -> Money | None:
        """The whole; ``None`` if it is partial, for a part is no total."""
        return None if self.is_partial else self.known


@attrs.frozen(kw_only=True)
class ConvertedEntries:
    """Entries in one currency.

    Attributes:
        entries: All of them, in order, converted where there was a rate.
        conversions: How each entry was converted that was, by the entry's id.
        findings: One for each currency and day without a rate; what was booked in it
            is among *entries* as it was.
    """

    entries: tuple[ActualEntry, ...]
    conversions: tuple[tuple[str, Converted], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def is_partial(self) -> bool:
        """Whether an entry could not be converted."""
        return bool(self.findings)


def rounded_money(value: Fraction, currency: str) -> Money:
    """Return *value* of *currency*, rounded half-even to its minor unit.

    Raises:
        UnknownCurrencyError: If no minor unit is known for it.

    Examples:
        >>> rounded_money(Fraction(1, 3), "EUR"), rounded_money(Fraction(5, 2), "JPY")
        (Money('0.33', 'EUR'), Money('2', 'JPY'))
    """
    scale: int = 10 ** minor_digits(currency)
    units = half_even(value.numerator * scale, value.denominator)
    return Money.from_minor(units, currency)


def convert_money(
    money: Money, currency: str, *, fx: RateSource, on: date
) -> Converted:
    """Return *money* in another currency, at the rate of a day.

    Args:
        money: The amount.
        currency: What to convert it to.
        fx: Where rates come from.
        on: The day of the rate.

    Raises:
        NoRateError: If there is no rate.

    Examples:
        >>> from jbpcore.model.fx_rate import FxRate
        >>> from jbpcore.model.fx_table import FxTable
        >>> day = date(2026, 3, 31)
        >>> fx = FxTable(rates=[FxRate(base="EUR", quote="USD", rate="1.0825", on=day,
        ...                            source="ECB")])
        >>> price = Money("99.99", "EUR")
        >>> done = convert_money(price, "USD", fx=fx, on=date(2026, 4, 2))
        >>> done.amount, done.rate.stated_on, done.rate.sources
        (Money('108.24', 'USD'), datetime.date(2026, 3, 31), ('ECB',))
    """
    return Converted(original=money, rate=fx.rate(money.currency, currency, on=on))


def convert_total(
    amounts: Iterable[Money], currency: str, *, fx: RateSource, on: date
) -> ConvertedTotal:
    """Return the sum of *amounts* in one currency, at the rates of one day.

    A missing rate is a finding, and makes the total ``None``.

    Args:
        amounts: Amounts in any currencies.
        currency: What to convert them to.
        fx: Where rates come from.
        on: The day of the rates.

    Examples:
        >>> from jbpcore.model.fx_table import FxTable
        >>> found = convert_total([Money(5, "USD"), Money(7, "EUR")], "USD",
        ...                       fx=FxTable(rates=[]), on=date(2026, 3, 31))
        >>> found.total is None, found.known, found.findings[0].path
        (True, Money('5.00', 'USD'), 'EUR')
    """
    sums: dict[str, Money] = {}
    for amount in amounts:
        known = sums.get(amount.currency)
        sums[amount.currency] = amount if known is None else known + amount
    parts, missing, findings = [], [], []
    for _, amount in sorted(sums.items()):
        try:
            parts.append(convert_money(amount, currency, fx=fx, on=on))
        except NoRateError as error:
            missing.append(amount)
            findings.append(_no_rate(error, path=amount.currency))
    return ConvertedTotal(
        currency=currency,
        on=on,
        parts=tuple(parts),
        missing=tuple(missing),
        findings=tuple(findings),
    )


def convert_entries(
    entries: Iterable[ActualEntry], currency: str, *, fx: RateSource
) -> ConvertedEntries:
    """Return *entries* with their money in one currency, each at its own day's rate.

    That is how bookings of several currencies count for a goal in one: an entry in
    another currency than its goal's would be left out. Counts and ratios stay as they
    are. An amount stays exact where decimal digits can hold it, and is otherwise
    rounded half-even to the minor unit. An entry that takes back another of *entries*
    has the rate of that one's day, or a return would leave a rest of what the currency
    moved meanwhile.

    Args:
        entries: Booked facts, in any currencies.
        currency: What to convert their money to.
        fx: Where rates come from.

    Examples:
        >>> from jbpcore.model.fx_rate import FxRate
        >>> from jbpcore.model.fx_table import FxTable
        >>> day = date(2026, 3, 31)
        >>> fx = FxTable(rates=[FxRate(base="CAD", quote="USD", rate="0.7213", on=day)])
        >>> booked = ActualEntry(metric="revenue", on=day, amount=Money("40", "CAD"),
        ...                      entry_id="crm-1")
        >>> convert_entries([booked], "USD", fx=fx).entries[0].amount
        Money('28.852', 'USD')
    """
    done: list[ActualEntry] = []
    conversions: list[tuple[str, Converted]] = []
    findings: dict[tuple[str, date], Finding] = {}
    listed = tuple(entries)
    days = {entry.entry_id: entry.on for entry in listed}
    for at, entry in enumerate(listed):
        money = _money_of(entry)
        if money is None or money.currency == currency:
            done.append(entry)
            continue
        day = entry.on if entry.reverses is None else days.get(entry.reverses, entry.on)
        try:
            rate = fx.rate(money.currency, currency, on=day)
        except NoRateError as error:
            found = _no_rate(error, path=f"entries[{at}].amount")
            findings.setdefault((money.currency, day), found)
            done.append(entry)
            continue
        conversions.append((entry.entry_id, Converted(original=money, rate=rate)))
        done.append(attrs.evolve(entry, amount=_at_rate(entry, rate)))
    return ConvertedEntries(
        entries=tuple(done),
        conversions=tuple(conversions),
        findings=tuple(findings.values()),
    )


def _money_of(entry: ActualEntry) -> Money | None:
    amount = entry.amount
    if isinstance(amount, Quotient):
        amount = amount.numerator
    return amount if isinstance(amount, Money) else None


def _at_rate(entry: ActualEntry, rate: AppliedRate) -> BookedAmount:
    amount = entry.amount
    if isinstance(amount, Quotient):
        return Quotient(
            _moved(amount.numerator, rate), _moved(amount.denominator, rate)
        )
    return amount if isinstance(amount, Ratio) else _moved(amount, rate)


def _moved(amount: Money | Quantity, rate: AppliedRate) -> Money | Quantity:
    if isinstance(amount, Quantity):  # pragma: no cover - counts have no currency
        return amount
    value = formulas.converted(exact(amount), rate.value)
    decimal = fraction_to_decimal_exact(value)
    if decimal is None:
        return rounded_money(value, rate.quote)
    return Money(decimal, rate.quote)


def _no_rate(error: NoRateError, *, path: str) -> Finding:
    return Finding(code=error.code, path=path, message=error.sentence)
