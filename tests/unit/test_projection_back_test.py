"""Back-tests of series whose errors can be worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

import jbpcore as jbp
from jbpcore.engine.projection.back_test import MethodScore, back_test
from jbpcore.engine.projection.history import History
from jbpcore.engine.projection.methods import ProjectionMethod
from jbpcore.errors import InvalidValueError
from jbpcore.periods.fiscal import FiscalCalendar
from jbpcore.periods.fiscal_period import PeriodKind

EVEN_YEARS = FiscalCalendar.custom_weeks(
    anchor_year=2020, anchor_end=date(2020, 12, 27), long_years=(), last_year=2030
)


def quarters(*amounts: int) -> History:
    return History(
        start=EVEN_YEARS.year(2020).start,
        amounts=[jbp.Money(amount, "EUR") for amount in amounts],
        calendar=EVEN_YEARS,
        kind=PeriodKind.QUARTER,
    )


def score(history: History, method: ProjectionMethod, done: int) -> MethodScore:
    (found,) = back_test(history, methods=[method], stretches_done=[done])
    return found


def test_the_straight_line_misses_what_the_seasons_bring() -> None:
    history = quarters(*(100, 100, 100, 300) * 4)
    found = score(history, ProjectionMethod.STRAIGHT_LINE, 2)
    # 200 in half a year make 400; 600 it was: a third too little, in both years tested.
    assert found.cases == 2
    assert found.error_ratio == Fraction(333333, 1_000_000)
    assert found.bias_ratio == -found.error_ratio


@pytest.mark.parametrize(
    "method", [ProjectionMethod.SEASONAL, ProjectionMethod.ALONG_PHASING]
)
def test_who_knows_the_seasons_misses_nothing(method: ProjectionMethod) -> None:
    found = score(quarters(*(100, 100, 100, 300) * 4), method, 2)
    # Agreed shares are whole millionths, and sixths are none.
    assert found.error_ratio < Fraction(1, 100_000)


def test_an_error_in_the_other_direction_does_not_cancel() -> None:
    # The third year ends with 200 after 100, the fourth with 50: the straight line says
    # 200 in both, for finishes of 300 and 150.
    history = quarters(*(50, 50, 50, 50) * 2, 50, 50, 100, 100, 50, 50, 25, 25)
    found = score(history, ProjectionMethod.STRAIGHT_LINE, 2)
    assert found.error_ratio == Fraction(333333, 1_000_000)
    assert found.bias_ratio == 0
    # Two and three earlier equal years: the first case has no interval.
    assert found.coverage_ratio is None or found.coverage_ratio == 0


def test_the_seasonal_methods_do_not_depend_on_what_else_is_tested() -> None:
    history = quarters(*(90, 120, 100, 310, 100, 100, 130, 300) * 3)
    auto = ProjectionMethod.AUTO
    alone = back_test(history, methods=[auto])
    among = [found for found in back_test(history) if found.method is auto]
    assert list(alone) == among


def test_a_year_is_tested_on_what_came_before_it_alone() -> None:
    known = (90, 120, 100, 310, 100, 100, 130, 300, 95, 110, 115, 305)
    first = back_test(quarters(*known))
    later = back_test([quarters(*known), quarters(*known, 900, 1, 1, 1)], last_years=1)
    assert {found.cases for found in first} == {1}
    assert {found.cases for found in later} == {2}
    assert back_test([quarters(*known)] * 2)[0].error_ratio == first[0].error_ratio


def test_every_point_of_the_year_is_tested_by_default() -> None:
    found = back_test(quarters(*(100, 100, 100, 300) * 3))
    points = {(one.method, one.stretches_done) for one in found}
    assert points == {
        (method, done) for method in ProjectionMethod for done in (1, 2, 3)
    }


def test_before_the_first_day_only_those_with_a_past_project() -> None:
    found = back_test(quarters(*(100, 100, 100, 300) * 3), stretches_done=[0])
    assert {one.method for one in found} == {
        ProjectionMethod.AUTO,
        ProjectionMethod.RECENT_RATE,
        ProjectionMethod.SEASONAL,
    }


def test_years_without_a_finish_are_passed_over() -> None:
    history = quarters(*(10, 10, 10, 10) * 2, 0, 0, 0, 0, 10, 10, 10, 10)
    found = score(history, ProjectionMethod.STRAIGHT_LINE, 2)
    assert found.cases == 1


def test_nothing_to_test_gives_no_score() -> None:
    assert back_test([]) == ()
    assert back_test(quarters(1, 2, 3, 4, 1, 2, 3, 4)) == ()


def test_what_cannot_be_compared_is_refused() -> None:
    monthly = History(start=date(2020, 1, 1), amounts=[jbp.Money(1, "EUR")] * 12)
    with pytest.raises(InvalidValueError, match="histories"):
        back_test([monthly, quarters(1, 2, 3, 4)])
    with pytest.raises(InvalidValueError, match="stretches_done"):
        back_test(quarters(1, 2, 3, 4), stretches_done=[4])
    with pytest.raises(InvalidValueError, match="level_ratio"):
        back_test(quarters(1, 2, 3, 4), level_ratio=Fraction(2))
