"""Finishes of real years, projected from what was known after 3, 6 and 9 months.

Every year is projected from the months before it alone. The yardstick, worked out here
from the same months: what is in, divided by the mean share that those months had of the
eight years before. All files of the truth folder that hold months of a series are read
together, so years kept back are held to their bars where they lie beside the others.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import pytest

from jbpcore.engine.projection.back_test import MethodScore, back_test
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.values.money import Money

POINTS = (3, 6, 9)
RETAIL_SERIES = 148
KEPT_BACK = 2015
BARS = {3: 0.0285, 6: 0.0200, 9: 0.0115}
LEAST, MOST = Fraction(76, 100), Fraction(84, 100)
Months = dict[tuple[int, int], str]
Scores = dict[tuple[ProjectionMethod, int], MethodScore]


def read(folder: Path, pattern: str) -> dict[str, Months]:
    """Return each series by month, of all files of one collection together."""
    found: dict[str, Months] = defaultdict(dict)
    for path in sorted(folder.rglob(pattern)):
        with path.open(newline="", encoding="utf-8") as lines:
            rows = csv.reader(lines)
            if next(rows)[1:2] != ["month"]:
                continue
            for name, month, amount, *_ in rows:
                year, number = month.split("-")
                found[name][int(year), int(number)] = amount
    return dict(found)


def whole(year: int) -> list[tuple[int, int]]:
    return [(year, month) for month in range(1, 13)]


class Series(NamedTuple):
    """The whole years of one series, one after the other."""

    first_year: int
    years: list[list[str]]

    @classmethod
    def up_to(cls, months: Months, last_year: int) -> Series:
        year = last_year
        while months.keys() >= set(whole(year)):
            year -= 1
        span = range(year + 1, last_year + 1)
        return cls(year + 1, [[months[key] for key in whole(each)] for each in span])

    def history(self) -> History:
        amounts = [Money(amount, "AUD") for year in self.years for amount in year]
        return History(start=date(self.first_year, 1, 1), amounts=amounts)

    def errors_of_shares(self, last_years: int, point: int) -> list[float]:
        """Return what the mean of eight years' shares misses by; nothing of ours."""
        rows = [[float(amount) for amount in year] for year in self.years]
        errors = []
        for at in range(len(rows) - last_years, len(rows)):
            before = rows[max(at - 8, 0) : at]
            share = fmean(sum(row[:point]) / sum(row) for row in before)
            errors.append(abs(sum(rows[at][:point]) / share / sum(rows[at]) - 1))
        return errors


@pytest.fixture(scope="module")
def retail(truth: Path) -> dict[str, Months]:
    return read(truth / "history", "aus_retail*.csv")


@pytest.fixture(scope="module")
def m3(truth: Path) -> dict[str, Months]:
    return read(truth / "history", "m3_monthly*.csv")


class Stretch(NamedTuple):
    """Some years in a row to test on, of all series that know them."""

    series: list[Series]
    years: int
    scores: Scores

    @classmethod
    def of(cls, found: Iterable[Months], first_year: int, last_year: int) -> Stretch:
        years = last_year - first_year + 1
        series = [Series.up_to(months, last_year) for months in found]
        series = [each for each in series if len(each.years) >= years + 2]
        scores = back_test(
            [each.history() for each in series],
            methods=(ProjectionMethod.AUTO, ProjectionMethod.STRAIGHT_LINE),
            stretches_done=POINTS,
            last_years=years,
        )
        by_point = {(score.method, score.stretches_done): score for score in scores}
        return cls(series, years, by_point)

    def default(self, point: int) -> MethodScore:
        return self.scores[ProjectionMethod.AUTO, point]

    def error_of_shares(self, point: int) -> float:
        errors = (each.errors_of_shares(self.years, point) for each in self.series)
        return fmean(error for found in errors for error in found)


@pytest.fixture(scope="module")
def stretch(retail: dict[str, Months]) -> Callable[[int, int], Stretch]:
    known: dict[tuple[int, int], Stretch] = {}
    # Four series end before the others.
    last_month = max(max(months) for months in retail.values())
    found = [months for months in retail.values() if max(months) == last_month]

    def look_up(first_year: int, last_year: int) -> Stretch:
        key = first_year, last_year
        if key not in known:
            known[key] = Stretch.of(found, *key)
        return known[key]

    return look_up


def kept_back(retail: dict[str, Months]) -> tuple[int, int]:
    """Return the last years known: those kept back, else the last four in hand."""
    last = max(max(months) for months in retail.values())
    last_year = last[0] if last[1] == 12 else last[0] - 1
    return max(last_year - 3, min(KEPT_BACK, last_year - 3)), last_year


@pytest.mark.parametrize("point", POINTS)
def test_the_last_years_known_keep_the_bars(
    retail: dict[str, Months], stretch: Callable[[int, int], Stretch], point: int
) -> None:
    first_year, last_year = kept_back(retail)
    found = stretch(first_year, last_year)
    assert len(found.series) == RETAIL_SERIES
    ours = found.default(point)
    assert ours.cases == RETAIL_SERIES * found.years
    assert ours.coverage_ratio is not None
    assert LEAST <= ours.coverage_ratio <= MOST
    # The bars were set beside what mean shares missed by in 2015 to 2018. Of years that
    # were harder to tell, the same part of what mean shares miss by in them.
    bar = BARS[point]
    if first_year < KEPT_BACK:
        shares = {3: 0.0293, 6: 0.0203, 9: 0.0117}[point]
        bar *= found.error_of_shares(point) / shares
    assert ours.error_ratio <= bar


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("first_year", [1991, 1995, 2003, 2007, 2011])
def test_earlier_years_beat_the_shares_and_are_covered(
    stretch: Callable[[int, int], Stretch], first_year: int, point: int
) -> None:
    found = stretch(first_year, first_year + 3)
    ours = found.default(point)
    assert ours.error_ratio < 0.98 * found.error_of_shares(point)
    assert ours.coverage_ratio is not None
    assert Fraction(755, 1000) <= ours.coverage_ratio <= Fraction(845, 1000)


@pytest.mark.parametrize("point", POINTS)
def test_the_default_is_far_better_than_a_straight_line(
    stretch: Callable[[int, int], Stretch], point: int
) -> None:
    found = stretch(2011, 2014)
    straight = found.scores[ProjectionMethod.STRAIGHT_LINE, point].error_ratio
    assert found.default(point).error_ratio < 0.6 * straight


@pytest.fixture(scope="module")
def every_year(m3: dict[str, Months]) -> Stretch:
    """Return all years of the M3 series with two whole years before them."""
    series = []
    for months in m3.values():
        last_year = max(year for year, month in months if month == 12)
        series.append(Series.up_to(months, last_year))
    scores = back_test(
        [each.history() for each in series if len(each.years) > 2],
        methods=(ProjectionMethod.AUTO, ProjectionMethod.STRAIGHT_LINE),
        stretches_done=POINTS,
    )
    by_point = {(score.method, score.stretches_done): score for score in scores}
    return Stretch(series, 0, by_point)


@pytest.mark.parametrize("point", POINTS)
def test_series_with_few_seasons_are_not_made_worse(
    every_year: Stretch, point: int
) -> None:
    ours = every_year.default(point)
    straight = every_year.scores[ProjectionMethod.STRAIGHT_LINE, point].error_ratio
    assert ours.cases > 4000
    assert ours.error_ratio < 0.85 * straight
    assert ours.coverage_ratio is not None
    # One point too many after nine months: the price of one rule for all series.
    assert LEAST <= ours.coverage_ratio <= Fraction(85, 100)


@pytest.mark.parametrize("point", POINTS)
def test_nothing_collapses_where_there_are_no_seasons(
    m3: dict[str, Months], point: int
) -> None:
    histories = []
    for months in m3.values():
        last_year = max(year for year, month in months if month == 12)
        series = Series.up_to(months, last_year)
        if len(series.years) > 4 and seasonality(series) < 2:
            histories.append(series.history())
    assert len(histories) > 90
    ours, straight = back_test(
        histories,
        methods=(ProjectionMethod.AUTO, ProjectionMethod.STRAIGHT_LINE),
        stretches_done=[point],
    )
    assert ours.error_ratio < Fraction(104, 100) * straight.error_ratio


def seasonality(series: Series) -> float:
    """Return how much months differ, as a multiple of what chance makes them differ.

    The F statistic of the months, each divided by the average of its year.
    """
    rows = []
    for year in series.years:
        numbers = [float(amount) for amount in year]
        rows.append([number / fmean(numbers) for number in numbers])
    means = [fmean(month) for month in zip(*rows, strict=True)]
    between = len(rows) * sum((mean - 1) ** 2 for mean in means) / 11
    within = sum(
        (number - mean) ** 2
        for row in rows
        for number, mean in zip(row, means, strict=True)
    )
    return between / (within / (11 * (len(rows) - 1)))
