"""What is said about a projection: the figure, the method and why, how sure it is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest

import jbpcore as jbp
from jbpcore.engine.projection.bookings import Bookings
from jbpcore.engine.projection.methods import ProjectionReason
from jbpcore.engine.projection.project import project_bookings
from jbpcore.errors import UnsupportedLocaleError

CALENDAR = jbp.FiscalCalendar.calendar_year()
YEAR = CALENDAR.year(2026)
GOAL = jbp.Goal(
    id="revenue",
    name="Revenue",
    metric=jbp.metrics.REVENUE,
    target=jbp.Money(700, "EUR"),
    period=YEAR,
)


def told(
    years: int,
    amounts: tuple[int, ...] = (100, 110, 90, 300),
    *,
    goal: jbp.Goal = GOAL,
    quarters: int = 2,
    **more: Any,
) -> str:
    history = None
    if years:
        history = jbp.History(
            start=date(2026 - years, 1, 1),
            kind=jbp.PeriodKind.QUARTER,
            amounts=[jbp.Money(n, "EUR") for n in amounts * years],
        )
    bookings = Bookings(
        period=YEAR,
        as_of=CALENDAR.quarter(2026, quarters).last_day,
        kind=jbp.PeriodKind.QUARTER,
        amounts=[jbp.Money(n, "EUR") for n in (100, 110, 90, 300)[:quarters]],
    )
    found = project_bookings(goal, bookings, history=history)
    return jbp.explain(attrs.evolve(found, **more))


def test_seasons_are_named_with_the_years_that_show_them() -> None:
    euros = {"projected_finish": 600, "low": 590, "high": 610}
    figures: dict[str, Any] = {
        name: jbp.Money(amount, "EUR") for name, amount in euros.items()
    }
    assert told(3, **figures, hit_probability=Fraction(0)) == (
        "With €210.00 in by Jun 30, 2026, it ends at €600.00 at the present pace along "
        "the seasons, as 3 earlier years show the seasons. The 80% interval runs from "
        "€590.00 to €610.00, by how far the pace strayed from month to month. The "
        "chance to reach €700.00 is 0%."
    )


def test_one_year_and_none_say_so() -> None:
    assert "as one earlier year is known, believed by half" in told(1)
    # 210 in 181 of 365 days: 423.48 at the end; two quarters tell no interval.
    assert told(0) == (
        "With €210.00 in by Jun 30, 2026, it ends at €423.48 along the agreed phasing, "
        "as no earlier bookings are known. There is no interval, as there are too few "
        "bookings to tell it from."
    )


def test_few_deals_are_carried_on_as_an_average() -> None:
    said = told(3, (0, 0, 0, 400))
    assert "at the average of two years along the agreed phasing" in said
    assert "brought nothing and show no seasons" in said
    assert "by how unevenly two years of bookings came in" in said


def test_growth_is_told_with_its_sign() -> None:
    assert "growing by 2.5% a year" in told(3, growth_ratio=Fraction(25, 1000))
    assert "shrinking by 2.5% a year" in told(3, growth_ratio=Fraction(-25, 1000))
    assert "a year" not in told(3, growth_ratio=Fraction(1, 10_000))


@pytest.mark.parametrize(
    ("probability", "shown"),
    [("1", "100%"), ("9999/10000", "99%"), ("1/10000", "below 1%"), ("0", "0%")],
)
def test_next_to_certain_is_not_certain(probability: str, shown: str) -> None:
    said = told(3, hit_probability=Fraction(probability))
    assert said.endswith(f"The chance to reach €700.00 is {shown}.")


def test_a_ceiling_is_to_be_stayed_within() -> None:
    spend = attrs.evolve(
        GOAL, metric=attrs.evolve(GOAL.metric, direction=jbp.Direction.DOWN)
    )
    assert "The chance to stay within €700.00 is" in told(3, goal=spend)


def test_what_ended_is_not_projected() -> None:
    assert told(3, quarters=4) == (
        "The period ended on Dec 31, 2026 with €600.00; that is the finish."
    )


def test_each_reason_for_no_figure_has_words() -> None:
    why = {
        reason: told(3, reason=reason, projected_finish=None)
        for reason in (
            ProjectionReason.NOT_STARTED,
            ProjectionReason.NOTHING_DUE,
            ProjectionReason.NO_CURRENCY,
            ProjectionReason.SHAPE_NOT_PROJECTED,
            ProjectionReason.NO_HISTORY,
            ProjectionReason.HISTORY_TOO_SHORT,
            ProjectionReason.OUT_OF_RANGE,
        )
    }
    assert len(set(why.values())) == len(why)
    assert all(said.startswith("No projection: ") for said in why.values())
    assert "nothing can be told" not in "".join(why.values())


def test_what_is_no_locale_is_refused() -> None:
    found = jbp.project_goal(GOAL, [], as_of=date(2026, 1, 5))
    with pytest.raises(UnsupportedLocaleError):
        jbp.explain(found, locale="xx")
