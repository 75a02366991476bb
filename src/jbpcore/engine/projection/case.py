"""One projection to make, as bare numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

import attrs

from jbpcore.engine.amounts import exact
from jbpcore.engine.curve import due_share
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.history import History, season_of
from jbpcore.engine.projection.past import Past
from jbpcore.engine.projection.spread_parts import WHOLE_WEIGHT
from jbpcore.model.amount import Amount
from jbpcore.model.phasing import LinearPhasing, Phasing
from jbpcore.model.whole_units import COUNT_DIGITS, unit_digits
from jbpcore.periods.daterange import DateRange

__all__ = ["Case", "Stretch", "case_of", "finest_unit"]

_ZERO = Fraction(0)


class Stretch(NamedTuple):
    """One stretch of the period.

    Attributes:
        season: Which season of the year it is, from 0.
        days: Its days in the period.
        gone: How many of them are over.
        amount: What was booked in it.
    """

    season: int
    days: int
    gone: int
    amount: Fraction


@attrs.frozen(kw_only=True)
class Case:
    """One projection to make.

    Attributes:
        period: The days.
        as_of: The last day that counts.
        phasing: What was agreed.
        stretches: The period, cut.
        past: What was booked before.
        unit: What a finish is stated in: a minor unit of money, a hundredth of a count.
        gap: How many stretches between the past and the period nothing is known of.
        gone: Days of the period that are over.
        booked: What is booked in the period.
    """

    period: DateRange
    as_of: date
    phasing: Phasing
    stretches: Sequence[Stretch]
    past: Past | None
    unit: Fraction
    gap: int = 0

    gone: int = attrs.field(init=False)
    booked: Fraction = attrs.field(init=False)

    @gone.default
    def _days_gone(self) -> int:
        return self.period.elapsed_days(as_of=self.as_of)

    @booked.default
    def _sum(self) -> Fraction:
        amounts = [stretch.amount for stretch in self.stretches if stretch.gone]
        return sum(amounts[1:], amounts[0]) if amounts else _ZERO

    @property
    def takes_back(self) -> bool:
        """Whether any stretch brought less than nothing."""
        if self.past is not None and self.past.takes_back:
            return True
        return any(stretch.amount < 0 for stretch in self.stretches)

    def weights(self, *, along_phasing: bool) -> list[int]:
        """Return what each stretch weighs: its days, or its part of the phasing.

        Args:
            along_phasing: Whether the agreed phasing weighs them. A whole one weighs
                ``WHOLE_WEIGHT``, unless it is spread evenly by day.
        """
        if not along_phasing or isinstance(self.phasing, LinearPhasing):
            return [stretch.days for stretch in self.stretches]
        ends = [math.floor(float(due) * WHOLE_WEIGHT) for due in self._due()]
        return [end - start for start, end in pairwise([0, *ends])]

    def due_by_stretch(self) -> list[Fraction]:
        """Return the share of the agreed phasing that falls on each stretch."""
        if isinstance(self.phasing, LinearPhasing):
            whole = self.period.length_days
            return [Fraction(stretch.days, whole) for stretch in self.stretches]
        return [end - start for start, end in pairwise([_ZERO, *self._due()])]

    def _due(self) -> Iterator[Fraction]:
        """Yield the share of the agreed phasing that is due by the end of each."""
        days = 0
        for stretch in self.stretches:
            days += stretch.days
            last_day = DateRange.of_days(self.period.start, days).last_day
            yield due_share(self.phasing, self.period, as_of=last_day) or _ZERO

    def agreed_factors(self, cycle: int) -> list[float]:
        """Return how the agreed phasing compares each season's rate with the average.

        Seasons outside the period count as average.
        """
        factors = [1.0] * cycle
        if isinstance(self.phasing, LinearPhasing):
            return factors
        shares = self.due_by_stretch()
        whole = self.period.length_days
        days = [0] * cycle
        due = [0.0] * cycle
        for stretch, share in zip(self.stretches, shares, strict=True):
            days[stretch.season] += stretch.days
            due[stretch.season] += float(share)
        for season in range(cycle):
            if days[season]:
                factors[season] = due[season] * whole / days[season]
        average = sum(factors) / cycle
        return [factor / average for factor in factors]


def finest_unit(sample: Amount | None) -> Fraction:
    """Return what a finish is stated in: a minor unit, or a hundredth of a count.

    Examples:
        >>> from jbpcore.values.money import Money
        >>> finest_unit(Money(1, "USD"))
        Fraction(1, 100)
    """
    return Fraction(1, 10 ** (COUNT_DIGITS if sample is None else unit_digits(sample)))


def case_of(
    bookings: Bookings, phasing: Phasing, history: History | None, *, unit: Fraction
) -> Case:
    """Put together what is known as bare numbers."""
    past = None if history is None else history.past
    cycle = past.cycle if past else len(bookings.tiles)
    numbers = [exact(amount) for amount in bookings.amounts]
    numbers += [_ZERO] * (len(bookings.tiles) - len(numbers))
    as_of = bookings.as_of
    stretches = []
    for tile, number in zip(bookings.tiles, numbers, strict=True):
        dates = tile.dates
        gone = dates.elapsed_days(as_of=as_of)
        stretches.append(
            Stretch(season_of(tile, cycle), dates.length_days, gone, number)
        )
    gap = 0
    if history is not None and history.end < bookings.period.start:
        between = DateRange(history.end, bookings.period.start)
        gap = len(history.calendar.list_periods(history.kind, between))
    return Case(
        period=bookings.period,
        as_of=as_of,
        phasing=phasing,
        stretches=stretches,
        past=past,
        unit=unit,
        gap=gap,
    )
