"""What was booked before the period, as bare numbers."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs

__all__ = ["Past"]


@attrs.frozen(kw_only=True)
class Past:
    """What was booked in one stretch after the other.

    Attributes:
        numbers: What each stretch brought, as a multiple of 1 ÷ *denominator*.
        denominator: What all of *numbers* are divided by, so that they are whole.
        rates: The amount a day of each stretch, as a multiple of *scale*.
        seasons: Which season of its year each stretch is, from 0.
        days: The length of each.
        years: Where each whole year begins and ends.
        cycle: How many seasons a year has.
        scale: The amount a day that rates are multiples of, so that they are near 1.
        takes_back: Whether any stretch brought less than nothing.
    """

    numbers: Sequence[int]
    denominator: int
    rates: Sequence[float]
    seasons: Sequence[int]
    days: Sequence[int]
    years: Sequence[tuple[int, int]]
    cycle: int
    scale: Fraction
    takes_back: bool

    def amount(self, at: int) -> Fraction:
        """Return what the stretch at *at* brought, exactly."""
        return Fraction(self.numbers[at], self.denominator)

    def before(self, at: int) -> Past:
        """Return what was known when the stretch at *at* began."""
        return attrs.evolve(
            self,
            numbers=self.numbers[:at],
            rates=self.rates[:at],
            seasons=self.seasons[:at],
            days=self.days[:at],
            years=[bounds for bounds in self.years if bounds[1] <= at],
        )

    def yearly_rates(self, most: int) -> list[Sequence[float]]:
        """Return the rate of each season in each of the last *most* whole years.

        Examples:
            >>> past = Past(
            ...     numbers=(1, 2, 3, 4, 9), rates=(1, 2, 3, 4, 9), days=(1,) * 5,
            ...     seasons=(0, 1, 0, 1, 0), years=((0, 2), (2, 4)), cycle=2,
            ...     scale=Fraction(1), takes_back=False, denominator=1,
            ... )
            >>> past.yearly_rates(10)
            [(1, 2), (3, 4)]
        """
        return [self._row(*bounds) for bounds in self.years[-most:]]

    def _row(self, start: int, stop: int) -> Sequence[float]:
        if stop - start == self.cycle:
            return self.rates[start:stop]
        # A year with more stretches than seasons: the last ones share the last season.
        sums = [0.0] * self.cycle
        days = [0] * self.cycle
        for at in range(start, stop):
            season = self.seasons[at]
            sums[season] += self.rates[at] * self.days[at]
            days[season] += self.days[at]
        return [
            total / length if length else 0.0
            for total, length in zip(sums, days, strict=True)
        ]
