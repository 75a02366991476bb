"""How good, and how well calibrated, each method would have been."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

import attrs

from jbpcore.engine.projection.case import Case, Stretch, finest_unit
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.engine.projection.outlook import Outlook, look_ahead
from jbpcore.engine.projection.past import Past
from jbpcore.engine.projection.project import DEFAULT_LEVEL_RATIO, check_level
from jbpcore.engine.seasonal_phasing import seasonal_phasing
from jbpcore.errors import InvalidValueError
from jbpcore.model.phasing import LinearPhasing, Phasing
from jbpcore.periods.daterange import DateRange

__all__ = ["MethodScore", "back_test"]

_FEWEST_YEARS = 2
_SIX_DIGITS = 1_000_000


@attrs.frozen(kw_only=True)
class MethodScore:
    """How one method would have done at one point of the year.

    Ratios are rounded to six digits; 1 is 100 %.

    Attributes:
        method: The method.
        stretches_done: How many months (weeks, quarters) of the year were over.
        cases: How many finishes it projected.
        error_ratio: The mean absolute error, of the finish (known as MAPE).
        bias_ratio: The mean error with its sign; above zero it promised too much.
        coverage_ratio: How many of the finishes fell in the interval; ``None`` where
            there was none.
        level_ratio: How many should have.
    """

    method: ProjectionMethod
    stretches_done: int
    cases: int
    error_ratio: Fraction
    bias_ratio: Fraction
    coverage_ratio: Fraction | None
    level_ratio: Fraction


def back_test(
    histories: History | Iterable[History],
    *,
    methods: Sequence[ProjectionMethod] = tuple(ProjectionMethod),
    stretches_done: Iterable[int] | None = None,
    level_ratio: Fraction = DEFAULT_LEVEL_RATIO,
    last_years: int | None = None,
) -> tuple[MethodScore, ...]:
    """Project each whole year from what was known before and early in it, and compare.

    The agreed phasing is taken to be what
    :func:`~jbpcore.engine.seasonal_phasing.seasonal_phasing` of the years before
    suggests. A year is tested where two whole years or more come before it; one that
    brought nothing, or less, cannot be compared with and is passed over.

    Args:
        histories: One or more, cut in stretches of the same kind.
        methods: What to test; all by default.
        stretches_done: At which points of the year, counted in stretches that are over;
            all by default.
        level_ratio: The level of the intervals.
        last_years: Test only that many years at the end of each history.

    Returns:
        A score for each method and point, in the order asked for. A method that could
        project nothing has none.

    Raises:
        InvalidValueError: If a point lies outside the year, the histories are cut
            differently, or *level_ratio* is not between 0 and 1.

    Examples:
        >>> from datetime import date
        >>> from jbpcore.values.money import Money
        >>> year = (80, 90, 100, 100, 90, 80, 70, 60, 90, 100, 150, 190)
        >>> past = History(start=date(2021, 1, 1),
        ...                amounts=[Money(n, "EUR") for n in year * 4])
        >>> for score in back_test(past, stretches_done=[6]):
        ...     print(score.method, score.cases, round(float(score.error_ratio), 2))
        auto 2 0.0
        straight_line 2 0.09
        along_phasing 2 0.0
        recent_rate 2 0.1
        seasonal 2 0.0
    """
    listed = (histories,) if isinstance(histories, History) else tuple(histories)
    level = check_level(level_ratio)
    points = _points(listed, stretches_done)
    tallies = {(method, point): _Tally() for method in methods for point in points}
    for year in _years(listed, last_years, methods):
        for (method, point), tally in tallies.items():
            case = year.case(method, point)
            tally.add(case.booked, look_ahead(case, method), year.finish, level)
    return tuple(
        tally.score(method, point, level)
        for (method, point), tally in tallies.items()
        if tally.errors
    )


def _points(
    histories: tuple[History, ...], stretches_done: Iterable[int] | None
) -> tuple[int, ...]:
    cycles = {history.past.cycle for history in histories}
    if len(cycles) > 1:
        expected = "cut in stretches of the same kind"
        raise InvalidValueError("histories", sorted(cycles), expected)
    cycle = cycles.pop() if cycles else 1
    points = tuple(range(1, cycle) if stretches_done is None else stretches_done)
    for point in points:
        if not 0 <= point < cycle:
            expected = f"from 0 to {cycle - 1}, stretches of the year that are over"
            raise InvalidValueError("stretches_done", point, expected)
    return points


def _years(
    histories: tuple[History, ...],
    last_years: int | None,
    methods: Sequence[ProjectionMethod],
) -> Iterator[_Year]:
    for history in histories:
        years = history.past.years
        most = len(years) if last_years is None else last_years
        first = max(_FEWEST_YEARS, len(years) - most)
        for start, stop in years[first:]:
            if sum(history.past.numbers[start:stop]) <= 0:
                continue
            phasing: Phasing = LinearPhasing()
            if ProjectionMethod.ALONG_PHASING in methods:
                phasing = _phasing_before(history, start, stop)
            yield _Year.of(history, start, stop, phasing)


@attrs.define
class _Tally:
    errors: list[float] = attrs.field(factory=list)
    covered: list[bool] = attrs.field(factory=list)

    def add(
        self, booked: Fraction, outlook: Outlook, finish: Fraction, level: Fraction
    ) -> None:
        if outlook.rest is None:
            return
        self.errors.append(float((booked + outlook.rest) / finish) - 1)
        if outlook.spread is not None:
            came = finish - booked
            low, high = (
                outlook.scale * outlook.spread.quantile(float(part))
                for part in ((1 - level) / 2, (1 + level) / 2)
            )
            self.covered.append(low <= came <= high)

    def score(
        self, method: ProjectionMethod, point: int, level: Fraction
    ) -> MethodScore:
        cases = len(self.errors)
        return MethodScore(
            method=method,
            stretches_done=point,
            cases=cases,
            error_ratio=_six_digits(sum(map(abs, self.errors)) / cases),
            bias_ratio=_six_digits(sum(self.errors) / cases),
            coverage_ratio=_six_digits(sum(self.covered) / len(self.covered))
            if self.covered
            else None,
            level_ratio=level,
        )


def _six_digits(value: float) -> Fraction:
    return Fraction(round(value * _SIX_DIGITS), _SIX_DIGITS)


@attrs.frozen
class _Year:
    """One year to test on: what it was, and what was known before."""

    past: Past
    period: DateRange
    stretches: tuple[Stretch, ...]
    phasing: Phasing
    unit: Fraction

    @classmethod
    def of(cls, history: History, start: int, stop: int, phasing: Phasing) -> _Year:
        past = history.past
        stretches = tuple(
            Stretch(season, days, days, number)
            for season, days, number in zip(
                past.seasons[start:stop],
                past.days[start:stop],
                map(past.amount, range(start, stop)),
                strict=True,
            )
        )
        period = _days(history, start, stop)
        unit = finest_unit(history.amounts[0])
        return cls(past.before(start), period, stretches, phasing, unit)

    @property
    def finish(self) -> Fraction:
        return sum((stretch.amount for stretch in self.stretches), Fraction(0))

    def case(self, method: ProjectionMethod, point: int) -> Case:
        ahead = (
            Stretch(stretch.season, stretch.days, 0, Fraction(0))
            for stretch in self.stretches[point:]
        )
        gone = sum(stretch.days for stretch in self.stretches[:point])
        is_phased = method is ProjectionMethod.ALONG_PHASING
        return Case(
            period=self.period,
            as_of=self.period.start + timedelta(days=gone - 1),
            phasing=self.phasing if is_phased else LinearPhasing(),
            stretches=(*self.stretches[:point], *ahead),
            past=self.past,
            unit=self.unit,
        )


def _days(history: History, start: int, stop: int) -> DateRange:
    days = history.past.days
    first_day = history.start + timedelta(days=sum(days[:start]))
    return DateRange.of_days(first_day, sum(days[start:stop]))


def _phasing_before(history: History, start: int, stop: int) -> Phasing:
    """Return what the years before suggest, which is what could have been agreed."""
    before = attrs.evolve(history, amounts=history.amounts[:start])
    return seasonal_phasing(before, _days(history, start, stop)).phasing
