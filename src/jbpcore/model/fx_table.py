"""Exchange rates of many days, and the rule by which one is found."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import Any

import attrs

from jbpcore.errors import (
    InvalidDataError,
    InvalidValueError,
    NoRateError,
    NoRateReason,
)
from jbpcore.model.fx_rate import AppliedRate, FxLeg, FxRate
from jbpcore.model.fx_rows import MOST_RATES, list_repeats
from jbpcore.model.validation import is_a
from jbpcore.values.currency import check_currency

__all__ = ["FxTable"]

_SUBJECT = "FX table"

_Found = FxLeg | NoRateReason
_Index = dict[tuple[str, str], tuple[tuple[date, ...], tuple[FxRate, ...]]]


def _sorted_rates(rates: Iterable[FxRate]) -> tuple[FxRate, ...]:
    listed = tuple(islice(rates, MOST_RATES + 1))
    if len(listed) > MOST_RATES:
        expected = f"at most {MOST_RATES:,} rates"
        raise InvalidValueError("FxTable.rates", f"more than {MOST_RATES:,}", expected)
    for rate in listed:
        if type(rate) is not FxRate:
            raise InvalidValueError("FxTable.rates", rate, "made of FxRate objects")
    findings = list_repeats(enumerate(listed))
    if findings:
        raise InvalidDataError(_SUBJECT, findings)
    return tuple(sorted(listed, key=attrgetter("base", "quote", "on")))


def _a_pivot(_: object, __: attrs.Attribute[Any], value: object) -> None:
    check_currency(value, "FxTable.pivot")


def _an_age(_: object, __: attrs.Attribute[Any], value: object) -> None:
    if type(value) is not int or value < 0:
        expected = "a whole number of days, zero or more, or None"
        raise InvalidValueError("FxTable.max_age_days", value, expected)


@attrs.frozen(kw_only=True)
class FxTable:
    """Stated exchange rates, in memory; the order they are given in does not matter.

    A rate for two currencies on a day is found like this:

    1. A currency in itself is 1, on any day, whatever the table holds.
    2. Of the rates stated for the two, this way round or (unless ``inverse`` is off)
       the other, the one of the latest day up to that day counts; of two of one day,
       the one stated this way round.
    3. Where there is none, and the table names a ``pivot``, each of the two is
       looked up against the pivot in the same way, and both are multiplied.
    4. A rate older than ``max_age_days`` on the day asked about is not used.

    The table is thread-safe and can be pickled. It keeps the promises of
    :class:`jbpcore.ports.fx.FxRates`.

    Attributes:
        rates: Every rate; at most a million, sorted by pair and day.
        pivot: The currency that rates may be crossed through; none if ``None``.
        inverse: Whether a rate may be gone the other way round.
        max_age_days: The most days that a rate may be older than the day asked about;
            ``None`` for any.

    Raises:
        InvalidDataError: If rates are stated twice for a pair and day, with all of
            them.
        InvalidValueError: If a field has a bad value.

    Examples:
        >>> table = FxTable(
        ...     rates=[
        ...         FxRate(base="EUR", quote="USD", rate="1.08", on=date(2026, 3, 31)),
        ...         FxRate(base="GBP", quote="USD", rate="1.26", on=date(2026, 3, 31)),
        ...     ],
        ...     pivot="USD",
        ... )
        >>> found = table.rate("GBP", "EUR", on=date(2026, 4, 2))
        >>> found.value, found.currencies, found.age_days
        (Fraction(7, 6), ('GBP', 'USD', 'EUR'), 2)
    """

    rates: tuple[FxRate, ...] = attrs.field(converter=_sorted_rates)
    pivot: str | None = attrs.field(
        default=None, validator=attrs.validators.optional(_a_pivot)
    )
    inverse: bool = attrs.field(default=True, validator=is_a(bool))
    max_age_days: int | None = attrs.field(
        default=None, validator=attrs.validators.optional(_an_age)
    )
    _index: _Index = attrs.field(init=False, eq=False, repr=False)

    @_index.default
    def _index_rates(self) -> _Index:
        found: dict[tuple[str, str], list[FxRate]] = {}
        for rate in self.rates:
            found.setdefault((rate.base, rate.quote), []).append(rate)
        return {
            pair: (tuple(rate.on for rate in rates), tuple(rates))
            for pair, rates in found.items()
        }

    def rate(self, base: str, quote: str, /, *, on: date) -> AppliedRate:
        """Return how much of *quote* one unit of *base* is, by the rule of the class.

        Args:
            base: The currency to convert from.
            quote: The currency to convert to.
            on: The day.

        Raises:
            NoRateError: If there is none, with the reason.
            InvalidValueError: If an argument is no currency or no day.
        """
        check_currency(base, "base")
        check_currency(quote, "quote")
        if type(on) is not date:
            raise InvalidValueError("on", on, "a datetime.date (not a datetime)")
        if base == quote:
            return AppliedRate(base=base, quote=quote, on=on)
        found = self._leg(base, quote, on)
        if isinstance(found, FxLeg):
            return AppliedRate(base=base, quote=quote, on=on, legs=(found,))
        legs = self._cross(base, quote, on)
        if isinstance(legs, NoRateReason):
            # What is nearest to a rate says most: an old one, one to come, nothing.
            worth = (NoRateReason.TOO_OLD, NoRateReason.NOT_YET, NoRateReason.NO_PAIR)
            reason = min(found, legs, key=worth.index)
            raise NoRateError(base, quote, on, reason)
        return AppliedRate(base=base, quote=quote, on=on, legs=legs)

    def _cross(
        self, base: str, quote: str, on: date
    ) -> tuple[FxLeg, FxLeg] | NoRateReason:
        if self.pivot is None or self.pivot in {base, quote}:
            return NoRateReason.NO_PAIR
        there = self._leg(base, self.pivot, on)
        onward = self._leg(self.pivot, quote, on)
        if isinstance(there, FxLeg) and isinstance(onward, FxLeg):
            return there, onward
        reasons = [leg for leg in (there, onward) if isinstance(leg, NoRateReason)]
        # Without one half, it does not matter what is wrong with the other.
        is_unknown = NoRateReason.NO_PAIR in reasons
        return NoRateReason.NO_PAIR if is_unknown else reasons[0]

    def _leg(self, base: str, quote: str, on: date) -> _Found:
        """Return the latest rate of a pair that may be used, or why there is none."""
        found = [self._latest(base, quote, on, is_inverted=False)]
        if self.inverse:
            found.append(self._latest(quote, base, on, is_inverted=True))
        legs = [leg for leg in found if isinstance(leg, FxLeg)]
        if not legs:
            is_to_come = NoRateReason.NOT_YET in found
            return NoRateReason.NOT_YET if is_to_come else NoRateReason.NO_PAIR
        # The first of the largest is taken, so this way round wins a tie.
        leg = max(legs, key=_day)
        age = (on - leg.stated.on).days
        if self.max_age_days is not None and age > self.max_age_days:
            return NoRateReason.TOO_OLD
        return leg

    def _latest(self, base: str, quote: str, on: date, *, is_inverted: bool) -> _Found:
        if (base, quote) not in self._index:
            return NoRateReason.NO_PAIR
        days, rates = self._index[base, quote]
        at = bisect_right(days, on)
        if not at:
            return NoRateReason.NOT_YET
        return FxLeg(rates[at - 1], is_inverted=is_inverted)


def _day(leg: FxLeg) -> date:
    return leg.stated.on
