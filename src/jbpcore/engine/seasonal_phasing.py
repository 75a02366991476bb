"""The phasing that earlier years suggest, exactly, and as a profile to use again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final

import attrs

from jbpcore.engine.curve import due_share
from jbpcore.engine.projection.history import History, season_of
from jbpcore.engine.projection.methods import ProjectionReason
from jbpcore.errors import Finding, InvalidValueError, Severity
from jbpcore.model.phasing import Bucket, LinearPhasing, Phasing, WeightedPhasing
from jbpcore.model.phasing_profile import PhasingProfile, ProfileStep
from jbpcore.periods.daterange import DateRange
from jbpcore.periods.fiscal_period import FiscalPeriod, PeriodKind
from jbpcore.values.allocation import allocate_minor
from jbpcore.wording import Sentence

__all__ = ["SeasonalPhasing", "seasonal_phasing"]

_MILLION = 1_000_000
_FOUR_DIGITS = 10_000
_YEARS = 8
_MOST_YEARS = 100
_ZERO = Fraction(0)
_IN_ONE_YEAR = Fraction(1, 2)
_STEPS: Final = {
    PeriodKind.MONTH: ProfileStep.MONTH,
    PeriodKind.QUARTER: ProfileStep.QUARTER,
    PeriodKind.WEEK: ProfileStep.PART,
}
_NO_YEAR: Final = "jbp.history.year_without_sales"
_BELOW_ZERO: Final = "jbp.history.season_below_zero"
_NOTHING_HERE: Final = "jbp.history.nothing_in_period"


@attrs.frozen(kw_only=True)
class SeasonalPhasing:
    """How a target would spread if the year went like earlier years.

    Attributes:
        phasing: The shares, each a whole number of millionths, ready for a goal.
        profile: The same for the whole fiscal year in which the period begins, under a
            name, to be laid over other periods. By weeks it is a profile of parts, for
            a whole year (or ``part_of`` one).
        years_used: Whole earlier years that they rest on.
        belief_ratio: The part that comes from earlier years, 0 to 1, rounded to four
            digits; the rest comes from the agreed phasing.
        reason: ``seasons_known``, ``one_year_known`` or ``history_too_short``.
        findings: Years that were left out, seasons that brought less than nothing.
    """

    phasing: WeightedPhasing
    profile: PhasingProfile
    years_used: int
    belief_ratio: Fraction
    reason: ProjectionReason
    findings: tuple[Finding, ...] = ()

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """The share of each stretch of the period; they add up to 1 exactly."""
        return tuple(bucket.weight / _MILLION for bucket in self.phasing.buckets)


def seasonal_phasing(
    history: History,
    period: DateRange,
    *,
    agreed: Phasing | PhasingProfile | None = None,
    name: str = "Seasonal",
    most_years: int = _YEARS,
) -> SeasonalPhasing:
    """Phase *period* as earlier years went, drawn towards what was agreed.

    A season's factor in one year is its amount a day ÷ the year's amount a day: with
    days counted, neither a leap day nor a 53rd week passes for a season. F is the mean
    of its factors over the last k whole years, G the factor that *agreed* gives it (1
    outside the period), and its share of the period is

        (Z F + (1 − Z) G) × its days ÷ the period's days, all brought to a sum of 1.

    Z, the belief, is the credibility k ÷ (k + v ÷ a) of H. Bühlmann (Experience rating
    and credibility, ASTIN Bulletin 4, 1967), with D the sum over seasons of (F − G)², W
    that of the squared distances of each year's factors from F, v = W ÷ (k − 1) the
    chance in one year, and a = D − v ÷ k what is left of the difference without chance.
    So, for two years or more,

        Z = max(0, 1 − W ÷ (k (k − 1) D)),

    which is 1 for years that agree with each other, and the less the fewer they are and
    the more they differ. A single year, which nothing confirms, is believed by half.

    A fiscal month (week, quarter) that the period cuts counts by its days inside. A
    53rd week counts with the 52nd.

    Args:
        history: What was booked before; its calendar cuts *period*.
        period: The days to phase.
        agreed: What to draw towards: the phasing agreed for the period, or a profile;
            linear if ``None``.
        name: What to call the profile.
        most_years: How many of the last whole years count, at most 100.

    Raises:
        InvalidValueError: If *most_years* is none of 1 to 100, *agreed* puts nothing on
            the period, or *name* is no name.

    Examples:
        A single year is believed by half, and the rest is a quarter each:

        >>> from datetime import date
        >>> from jbpcore.periods.fiscal import FiscalCalendar
        >>> from jbpcore.values.money import Money
        >>> calendar = FiscalCalendar.nrf_retail()
        >>> past = History(start=calendar.year(2025).start, kind=PeriodKind.QUARTER,
        ...                amounts=[Money(n, "EUR") for n in (10, 20, 30, 40)],
        ...                calendar=calendar)
        >>> found = seasonal_phasing(past, calendar.year(2026), name="As ever")
        >>> [str(share) for share in found.shares], found.belief_ratio
        (['7/40', '9/40', '11/40', '13/40'], Fraction(1, 2))
    """
    if type(most_years) is not int or not 1 <= most_years <= _MOST_YEARS:
        expected = f"a whole number from 1 to {_MOST_YEARS}"
        raise InvalidValueError("most_years", most_years, expected)
    calendar, kind, cycle = history.calendar, history.kind, history.past.cycle
    if isinstance(agreed, PhasingProfile):
        agreed = agreed.phasing(period, calendar)
    tiles = calendar.tiles(kind, period)
    wanted = _agreed_factors(agreed or LinearPhasing(), period, tiles, cycle)
    years, findings = _factors_by_year(history, most_years)
    belief, factors = _drawn(years, wanted, findings)
    shares = _in_millionths(factors, tiles, cycle)
    if shares is None:
        findings.append(_nothing_in(period))
        belief, factors = _ZERO, wanted
        shares = _in_millionths(factors, tiles, cycle)
    if shares is None:  # pragma: no cover - such a phasing has no factors
        raise InvalidValueError("agreed", agreed, f"a phasing with a share in {period}")
    whole_year = calendar.year(calendar.of(period.first_day).layout.year)
    steps = calendar.tiles(kind, whole_year)
    is_in_parts = kind is PeriodKind.WEEK
    return SeasonalPhasing(
        phasing=WeightedPhasing(
            Bucket(tile.dates, share) for tile, share in zip(tiles, shares, strict=True)
        ),
        profile=PhasingProfile(
            name=name,
            per=_STEPS[kind],
            weights=_in_millionths(factors, steps, cycle) or (),
            lengths=[tile.dates.length_days for tile in steps] if is_in_parts else (),
        ),
        years_used=len(years),
        belief_ratio=Fraction(round(belief * _FOUR_DIGITS), _FOUR_DIGITS),
        reason=_reason(len(years)),
        findings=tuple(findings),
    )


def _agreed_factors(
    agreed: Phasing, period: DateRange, tiles: Iterable[FiscalPeriod], cycle: int
) -> list[Fraction]:
    """Return how the agreed rate of each season compares with the period's average."""
    days, due = [0] * cycle, [_ZERO] * cycle
    before = _ZERO
    for tile in tiles:
        now = due_share(agreed, period, as_of=tile.dates.last_day)
        if now is None:
            expected = f"a phasing that puts a part of the target on {period}"
            raise InvalidValueError("agreed", agreed, expected)
        season = season_of(tile, cycle)
        days[season] += tile.dates.length_days
        due[season] += now - before
        before = now
    whole = period.length_days
    return [
        share * whole / length if length else Fraction(1)
        for share, length in zip(due, days, strict=True)
    ]


def _factors_by_year(
    history: History, most_years: int
) -> tuple[list[list[Fraction]], list[Finding]]:
    """Return the factors of each usable year, and a finding for each other one."""
    past = history.past
    found, findings = [], []
    for start, stop in past.years[-most_years:]:
        amounts, days = [0] * past.cycle, [0] * past.cycle
        for at in range(start, stop):
            amounts[past.seasons[at]] += past.numbers[at]
            days[past.seasons[at]] += past.days[at]
        total, length = sum(amounts), sum(days)
        if total > 0:
            found.append(
                [
                    Fraction(amount * length, total * span)
                    for amount, span in zip(amounts, days, strict=True)
                ]
            )
            continue
        first_day = history.start + timedelta(days=sum(past.days[:start]))
        span = DateRange.of_days(first_day, length)
        message = Sentence(
            "The year {span} brought nothing, or less; it tells no seasons.",
            span=span,
        )
        findings.append(_finding(_NO_YEAR, message))
    return found, findings


def _drawn(
    years: Sequence[Sequence[Fraction]],
    wanted: Sequence[Fraction],
    findings: list[Finding],
) -> tuple[Fraction, list[Fraction]]:
    """Return the belief, and the factors of *years* drawn towards *wanted* by it."""
    count = len(years)
    if not count:
        return _ZERO, list(wanted)
    seen = [sum(season, _ZERO) / count for season in zip(*years, strict=True)]
    belief = _belief(years, seen, wanted)
    drawn = [
        belief * mine + (1 - belief) * theirs
        for mine, theirs in zip(seen, wanted, strict=True)
    ]
    for at, factor in enumerate(drawn):
        if factor < 0:
            message = Sentence(
                "Season {number} of the year brought less than nothing; its "
                "share is taken to be zero.",
                number=at + 1,
            )
            findings.append(_finding(_BELOW_ZERO, message))
    return belief, [max(factor, _ZERO) for factor in drawn]


def _belief(
    years: Sequence[Sequence[Fraction]],
    seen: Sequence[Fraction],
    wanted: Sequence[Fraction],
) -> Fraction:
    count = len(years)
    if count == 1:
        return _IN_ONE_YEAR
    apart = _squared(seen, wanted)
    within = sum((_squared(year, seen) for year in years), _ZERO)
    if not apart:
        # What was seen is what was agreed: any belief gives the same shares.
        return Fraction(int(not within))
    return max(_ZERO, 1 - within / (count * (count - 1) * apart))


def _squared(one: Sequence[Fraction], other: Sequence[Fraction]) -> Fraction:
    pairs = zip(one, other, strict=True)
    return sum(((mine - theirs) ** 2 for mine, theirs in pairs), _ZERO)


def _in_millionths(
    factors: Sequence[Fraction], tiles: Sequence[FiscalPeriod], cycle: int
) -> tuple[int, ...] | None:
    """Share a million out over *tiles*; ``None`` where nothing falls on them."""
    weights = [
        factors[season_of(tile, cycle)] * tile.dates.length_days for tile in tiles
    ]
    return allocate_minor(_MILLION, weights) if any(weights) else None


def _nothing_in(period: DateRange) -> Finding:
    message = Sentence(
        "Earlier years brought nothing in {period}; the agreed phasing is kept.",
        period=period,
    )
    return _finding(_NOTHING_HERE, message)


def _finding(code: str, message: str) -> Finding:
    return Finding(
        code=code, path="history", message=message, severity=Severity.WARNING
    )


def _reason(years: int) -> ProjectionReason:
    if not years:
        return ProjectionReason.HISTORY_TOO_SHORT
    if years == 1:
        return ProjectionReason.ONE_YEAR_KNOWN
    return ProjectionReason.SEASONS_KNOWN
