"""The phasing that earlier years suggest."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs

from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.case import case_of
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionReason
from jbpcore.engine.projection.profile import seasonal_profile
from jbpcore.engine.projection.seasonal import MOST_YEARS
from jbpcore.model.phasing import Bucket, LinearPhasing, Phasing, WeightedPhasing
from jbpcore.periods.daterange import DateRange
from jbpcore.values.allocation import allocate_minor

__all__ = ["SeasonalShares", "seasonal_shares"]

_MILLION = 1_000_000


@attrs.frozen(kw_only=True)
class SeasonalShares:
    """How a target would spread if the year went like earlier years.

    Attributes:
        phasing: The shares, each a whole number of millionths, ready for a goal.
        years_used: Whole earlier years that they rest on.
        belief_ratio: The part that comes from earlier years, 0 to 1; the rest comes
            from the agreed phasing.
        reason: Why earlier years were used, or were not.
    """

    phasing: WeightedPhasing
    years_used: int
    belief_ratio: Fraction
    reason: ProjectionReason

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The share of each stretch, in order; they add up to 1 exactly."""
        return tuple(bucket.weight / _MILLION for bucket in self.phasing.buckets)


def seasonal_shares(
    history: History, *, period: DateRange, agreed: Phasing | None = None
) -> SeasonalShares:
    """Return the shares that earlier years give each stretch of *period*.

    Recent years count more. The fewer the years and the less they are alike, the more
    the shares are drawn towards the agreed phasing; see
    :func:`~jbpcore.engine.projection.profile.seasonal_profile`.

    Args:
        history: What was booked before; its calendar cuts *period*.
        period: The days to phase.
        agreed: The phasing to draw towards; linear if ``None``.

    Examples:
        >>> from jbpcore.periods.fiscal_period import PeriodKind
        >>> from jbpcore.values.money import Money
        >>> past = History(start=date(2024, 1, 1), kind=PeriodKind.QUARTER,
        ...                amounts=[Money(n, "EUR") for n in (99, 110, 91, 300) * 2])
        >>> year = DateRange(date(2026, 1, 1), date(2027, 1, 1))
        >>> found = seasonal_shares(past, period=year)
        >>> [round(float(share), 3) for share in found.shares], found.years_used
        ([0.164, 0.183, 0.152, 0.5], 2)
    """
    agreed = LinearPhasing() if agreed is None else agreed
    nothing = Bookings(
        period=period,
        as_of=_day_before(period.start),
        amounts=(),
        calendar=history.calendar,
        kind=history.kind,
    )
    case = case_of(nothing, agreed, history)
    past = history.past
    factors = case.agreed_factors(past.cycle)
    profile = seasonal_profile(past.yearly_rates(MOST_YEARS), factors)
    if profile is None:
        weights = case.due_by_stretch()
    else:
        middle = (len(factors) - 1) / 2
        weights = []
        for stretch in case.stretches:
            season = stretch.season
            # A year that grows puts more into its later seasons.
            growth = 1 + profile.slope * (season - middle)
            mine = profile.seen[season] * growth
            factor = profile.belief * mine + (1 - profile.belief) * factors[season]
            weights.append(Fraction(max(factor, 0.0)) * stretch.days)
    if not any(weights):
        weights = [Fraction(stretch.days) for stretch in case.stretches]
    buckets = [
        Bucket(tile.dates, part)
        for tile, part in zip(
            nothing.tiles, allocate_minor(_MILLION, weights), strict=True
        )
    ]
    return SeasonalShares(
        phasing=WeightedPhasing(buckets),
        years_used=profile.years if profile else 0,
        belief_ratio=Fraction(round(profile.belief * _MILLION), _MILLION)
        if profile
        else Fraction(0),
        reason=_reason(profile.years if profile else 0),
    )


def _day_before(day: date) -> date:
    return day - timedelta(days=1)


def _reason(years: int) -> ProjectionReason:
    if not years:
        return ProjectionReason.HISTORY_TOO_SHORT
    if years == 1:
        return ProjectionReason.ONE_YEAR_KNOWN
    return ProjectionReason.SEASONS_KNOWN
