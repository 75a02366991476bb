"""Finishes of real years, projected from what was known after 3, 6 and 9 months.

The yardstick, worked out here from the same months: what is in, divided by the mean
share that those months had of the eight years before.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from jbpcore.engine.projection.back_test import MethodScore, back_test
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.values.money import Money

YEARS = range(2011, 2015)
POINTS = (3, 6, 9)
Months = dict[tuple[int, int], str]


@pytest.fixture(scope="module")
def series(truth: Path) -> dict[str, Months]:
    found: dict[str, Months] = defaultdict(dict)
    with (truth / "history" / "aus_retail_train.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            year, month = row["month"].split("-")
            found[row["series_id"]][int(year), int(month)] = row["turnover_million_aud"]
    return {
        name: months for name, months in found.items() if months.keys() >= whole(YEARS)
    }


def whole(years: range) -> set[tuple[int, int]]:
    return {(year, month) for year in years for month in range(1, 13)}


def history(months: Months) -> History:
    first = min(year for year, month in months if month == 1)
    while not months.keys() >= whole(range(first, YEARS.stop)):
        first += 1
    stretches = sorted(whole(range(first, YEARS.stop)))
    amounts = [Money(months[stretch], "AUD") for stretch in stretches]
    return History(start=date(first, 1, 1), amounts=amounts)


@pytest.fixture(scope="module")
def scores(
    series: dict[str, Months],
) -> dict[tuple[ProjectionMethod, int], MethodScore]:
    found = back_test(
        [history(months) for months in series.values()],
        methods=(ProjectionMethod.AUTO, ProjectionMethod.STRAIGHT_LINE),
        stretches_done=POINTS,
        last_years=len(YEARS),
    )
    return {(score.method, score.stretches_done): score for score in found}


def error_of_mean_shares(series: dict[str, Months], point: int) -> float:
    errors = []
    for months in series.values():
        total = {
            year: [float(months[year, month]) for month in range(1, 13)]
            for year in {year for year, _ in months}
            if months.keys() >= whole(range(year, year + 1))
        }
        for year in YEARS:
            before = [y for y in range(year - 8, year) if y in total]
            shares = [sum(total[y][:point]) / sum(total[y]) for y in before]
            finish = sum(total[year][:point]) / (sum(shares) / len(shares))
            errors.append(abs(finish / sum(total[year]) - 1))
    return sum(errors) / len(errors)


@pytest.mark.parametrize("point", POINTS)
def test_the_default_beats_the_mean_shares_of_eight_years(
    series: dict[str, Months],
    scores: dict[tuple[ProjectionMethod, int], MethodScore],
    point: int,
) -> None:
    assert len(series) == 148
    ours = scores[ProjectionMethod.AUTO, point]
    assert ours.cases == 148 * len(YEARS)
    assert ours.error_ratio < 0.95 * error_of_mean_shares(series, point)


@pytest.mark.parametrize("point", POINTS)
def test_the_default_is_far_better_than_a_straight_line(
    scores: dict[tuple[ProjectionMethod, int], MethodScore], point: int
) -> None:
    straight = scores[ProjectionMethod.STRAIGHT_LINE, point].error_ratio
    assert scores[ProjectionMethod.AUTO, point].error_ratio < 0.6 * straight


@pytest.mark.parametrize("point", POINTS)
def test_four_of_five_finishes_fall_in_the_interval(
    scores: dict[tuple[ProjectionMethod, int], MethodScore], point: int
) -> None:
    coverage = scores[ProjectionMethod.AUTO, point].coverage_ratio
    assert coverage is not None
    assert 0.76 <= coverage <= 0.84
